package office

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"postroom/app/destination"
	"postroom/app/fault"
	"postroom/app/store"
)

// place is the destination, opened at first use.
func (o *Office) place() (destination.Destination, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, err := o.openLocked(false); err != nil {
		return nil, err
	}
	return o.dest, nil
}

// Read opens a file of a filed document by its path, relative to the destination. The error's code is "file-missing" if it
// does not lie there.
func (o *Office) Read(ctx context.Context, id, path string) (io.ReadCloser, error) {
	d, err := o.seen(id)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(d.Files, func(f store.File) bool { return f.Path == path }) {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "file-unknown", Op: "find a file", Args: map[string]string{"id": id}}
	}
	dest, err := o.place()
	if err != nil {
		return nil, err
	}
	r, err := dest.Open(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		err = missing(path, err)
	}
	return r, err
}

func missing(path string, cause error) error {
	return &fault.Error{Class: fault.FixSetting, Code: "file-missing", Op: "read a document", Args: map[string]string{"path": path}, Err: cause}
}

// File is where a filed document lies on this machine: an absolute path. It has to belong to the document with the id,
// and to lie there.
func (o *Office) File(ctx context.Context, id, path string) (string, error) {
	r, err := o.Read(ctx, id, path)
	if err != nil {
		return "", err
	}
	if err := r.Close(); err != nil {
		return "", err
	}
	root, err := o.destinationFolder()
	return filepath.Join(root, filepath.FromSlash(path)), err
}

// Proof says whether the files of a document are as they were filed.
type Proof struct {
	Register uint64 // number of its line in the register
	Filed    time.Time
	Files    []ProofFile
}

// ProofFile is a file held against what was registered.
type ProofFile struct {
	Name, Path, SHA256 string
	Found              string // SHA-256 of what lies there now; empty: nothing does
}

// Unchanged says whether every file is as it was filed.
func (p *Proof) Unchanged() bool {
	for _, f := range p.Files {
		if f.Found != f.SHA256 {
			return false
		}
	}
	return true
}

// Prove reads a document's files back and compares them with what was registered.
func (o *Office) Prove(ctx context.Context, id string) (*Proof, error) {
	d, err := o.seen(id)
	if err != nil {
		return nil, err
	}
	dest, err := o.place()
	if err != nil {
		return nil, err
	}
	p := &Proof{Register: d.Register, Filed: d.Filed}
	for _, f := range d.Files {
		sum, _, err := dest.Hash(ctx, f.Path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		p.Files = append(p.Files, ProofFile{Name: f.Name, Path: f.Path, SHA256: f.SHA256, Found: sum})
	}
	return p, nil
}
