package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"postroom/app/destination"
)

// Link makes a document lie at a second place, too; see destination.Linker.
func (f *Folder) Link(ctx context.Context, from, to string) error {
	const op = "link a document"
	root, err := f.live(op)
	if err != nil {
		return err
	}
	if err := errors.Join(checkPath(from), checkPath(to)); err != nil {
		return err
	}
	source, err := root.Lstat(from)
	if notThere(err) || leadsOut(err) || err == nil && !source.Mode().IsRegular() {
		return fs.ErrNotExist
	}
	if err != nil {
		return f.fault(op, err)
	}
	switch there, err := root.Lstat(to); {
	case err == nil && os.SameFile(source, there):
		return nil
	case err == nil, leadsOut(err):
		return destination.ErrExists
	case !notThere(err):
		return f.fault(op, err)
	}
	if err := root.MkdirAll(path.Dir(to), dirMode); err != nil {
		if errors.Is(err, fs.ErrExist) || leadsOut(err) {
			return destination.ErrExists
		}
		return f.fault(op, err)
	}
	err = root.Link(from, to)
	if errors.Is(err, fs.ErrExist) {
		return destination.ErrExists
	}
	if err != nil { // not every file system has links
		return f.fault(op, f.duplicate(ctx, root, from, to))
	}
	return nil
}

// duplicate writes a copy, which is there whole or not at all. Where the folder of to is on another disk than the spool, as
// one that somebody mounted there is, the copy is made beside its place.
func (f *Folder) duplicate(ctx context.Context, root *os.Root, from, to string) error {
	temp, err := os.CreateTemp(f.Spool(), "link-*")
	if err != nil {
		return err
	}
	name := filepath.ToSlash(filepath.Join(spool, filepath.Base(temp.Name())))
	err = copyThrough(ctx, root, from, name, temp, to)
	if wrong := new(os.LinkError); !errors.As(err, &wrong) {
		return err
	}
	// Always of the same name, so that what a crash leaves of it is overwritten the next time.
	name = path.Join(path.Dir(to), "."+path.Base(to)+".part")
	if temp, err = root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
		return err
	}
	return copyThrough(ctx, root, from, name, temp, to)
}

// copyThrough copies through a temporary file, which it closes and renames.
func copyThrough(ctx context.Context, root *os.Root, from, name string, temp *os.File, to string) error {
	r, err := root.Open(from)
	if err == nil {
		_, err = io.Copy(temp, reader{ctx, r})
		err = errors.Join(err, r.Close())
	}
	if err = errors.Join(err, temp.Close()); err == nil {
		err = root.Rename(name, to)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("copy a document: %w", err), root.Remove(name))
	}
	return nil
}

// reader ends with its context.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
