package folder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"syscall"

	"postroom/app/fault"
)

const opRead = "read the destination"

// Hash reads a document back; see destination.Destination.
func (f *Folder) Hash(ctx context.Context, name string) (string, int64, error) {
	r, err := f.open(name)
	if err != nil {
		return "", 0, err
	}
	defer r.Close()
	sum, size, err := digest(ctx, r)
	return sum, size, f.fault(opRead, err)
}

// Open reads a document; see destination.Destination.
func (f *Folder) Open(_ context.Context, name string) (io.ReadCloser, error) {
	r, err := f.open(name)
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (f *Folder) open(name string) (*os.File, error) {
	if err := checkPath(name); err != nil {
		return nil, err
	}
	root, err := f.live(opRead)
	if err != nil {
		return nil, err
	}
	info, err := root.Lstat(name)
	if notThere(err) || leadsOut(err) || err == nil && !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	if err != nil {
		return nil, f.fault(opRead, err)
	}
	r, err := root.Open(name)
	if err != nil {
		return nil, f.fault(opRead, err)
	}
	return r, nil
}

// leadsOut says whether the root itself refused a path, because a link in it leads out of the root. That is the only
// error of package os here that does not come from the operating system.
func leadsOut(err error) bool {
	if err == nil || errors.Is(err, fs.ErrClosed) {
		return false
	}
	_, ofSystem := errors.AsType[syscall.Errno](err)
	_, classified := errors.AsType[*fault.Error](err)
	return !ofSystem && !classified
}

// hashBuffer is how much is read at once: much, for a disk far away, and the same memory again and again.
const hashBuffer = 512 << 10

var hashBuffers = sync.Pool{New: func() any { return new([hashBuffer]byte) }}

// digest reads r to its end.
func digest(ctx context.Context, r io.Reader) (string, int64, error) {
	h := sha256.New()
	b := hashBuffers.Get().(*[hashBuffer]byte)
	defer hashBuffers.Put(b)
	n, err := io.CopyBuffer(h, cancellable{ctx, r}, b[:])
	if err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), n, nil
}

// cancellable ends a long read with its context.
type cancellable struct {
	ctx context.Context
	r   io.Reader
}

func (c cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// Walk calls fn for all that lies there; see destination.Destination. Folders are read a piece at a time, so that
// memory use does not grow with how many files lie in one. Links are not followed.
func (f *Folder) Walk(ctx context.Context, fn func(path string, size int64) error) error {
	root, err := f.live(opRead)
	if err != nil {
		return err
	}
	return f.walk(ctx, root, "", fn)
}

func (f *Folder) walk(ctx context.Context, dir *os.Root, prefix string, fn func(string, int64) error) error {
	d, err := dir.Open(".")
	if err != nil {
		return f.fault(opRead, err)
	}
	defer d.Close()
	for {
		entries, err := d.ReadDir(256)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return f.fault(opRead, err)
		}
		for _, e := range entries {
			if err := ctx.Err(); err != nil {
				return err
			}
			if prefix == "" && (e.Name() == own || f.caseless && strings.EqualFold(e.Name(), own)) {
				continue
			}
			if err := f.visit(ctx, dir, prefix, e, fn); err != nil {
				return err
			}
		}
	}
}

// visit calls fn for one file, or walks through one folder. What vanished meanwhile is passed over.
func (f *Folder) visit(ctx context.Context, dir *os.Root, prefix string, e fs.DirEntry, fn func(string, int64) error) error {
	name := e.Name()
	info, err := e.Info()
	if notThere(err) {
		return nil
	}
	if err != nil {
		return f.fault(opRead, err)
	}
	if !info.IsDir() {
		return fn(path.Join(prefix, name), info.Size())
	}
	sub, err := dir.OpenRoot(name)
	if notThere(err) {
		return nil
	}
	if err != nil {
		return f.fault(opRead, err)
	}
	defer sub.Close()
	return f.walk(ctx, sub, path.Join(prefix, name), fn)
}
