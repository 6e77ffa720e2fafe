package folder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"postroom/app/destination"
	"postroom/app/fault"
	"postroom/app/fault/disk"
)

const opPut = "put a document away"

// Put puts documents away; see destination.Destination. The order is what makes it safe to kill: bytes to disk, then
// the name, then the folders that hold names, and only then the temporary file goes.
func (f *Folder) Put(ctx context.Context, files []destination.File) []error {
	errs := make([]error, len(files))
	root, err := f.live(opPut)
	if err != nil {
		return fill(errs, err)
	}
	p := &putting{folder: f, root: root, files: files, errs: errs, temps: make([]string, len(files)), open: map[string]dir{}, touched: map[string]struct{}{}}
	if err := p.openSpool(); err != nil {
		return fill(errs, f.fault(opPut, err))
	}
	defer p.close()
	p.syncFiles(ctx)
	for i, file := range files {
		if with := file.With - 1; errs[i] == nil && with >= 0 && with < i {
			errs[i] = errs[with]
		}
		if errs[i] == nil {
			errs[i] = p.place(ctx, i)
		}
	}
	if err := p.syncFolders(); err != nil {
		return fill(errs, err)
	}
	for i, temp := range p.temps {
		if errs[i] == nil && temp != "" {
			p.removeTemp(temp)
		}
	}
	return errs
}

// fill gives err to every file that has none of its own yet.
func fill(errs []error, err error) []error {
	for i := range errs {
		if errs[i] == nil {
			errs[i] = err
		}
	}
	return errs
}

// putting is one call of Put.
type putting struct {
	folder  *Folder
	root    *os.Root
	files   []destination.File
	errs    []error
	spool   *os.Root            // for the temporary files, so that each costs no way to it
	source  dir                 // the spool, too
	temps   []string            // from the spool; empty when it is not there any more
	open    map[string]dir      // folders that this call is at home in
	touched map[string]struct{} // folders that hold names made by this call
}

func (p *putting) openSpool() error {
	root, err := p.root.OpenRoot(spool)
	if err != nil {
		return err
	}
	d, err := top(root)
	if err != nil {
		root.Close()
		return err
	}
	p.spool, p.source = root, dir{root: p.root, path: spool, file: d.file}
	return nil
}

// close lets go of all folders; nothing was written through these handles.
func (p *putting) close() {
	for _, d := range p.open {
		d.close()
	}
	p.source.close()
	p.spool.Close()
}

// syncFiles checks each file and brings its bytes to disk, several at a time.
func (p *putting) syncFiles(ctx context.Context) {
	var g errgroup.Group
	g.SetLimit(parallel)
	for i := range p.files {
		g.Go(func() error {
			if p.errs[i] = ctx.Err(); p.errs[i] == nil {
				p.errs[i] = p.syncFile(i)
			}
			return nil
		})
	}
	g.Wait()
}

func (p *putting) syncFile(i int) error {
	file := p.files[i]
	if err := checkPath(file.Path); err != nil {
		return err
	}
	temp, err := p.folder.tempName(file.Temp)
	if err != nil {
		return err
	}
	info, err := p.spool.Lstat(temp)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it may have been put away by an earlier call that did not come to its end
	}
	if err != nil {
		return p.folder.fault(opPut, err)
	}
	if !info.Mode().IsRegular() || info.Size() != file.Size {
		return p.folder.tempLost(fmt.Sprintf("%v of %d bytes, expected a file of %d", info.Mode().Type(), info.Size(), file.Size))
	}
	p.temps[i] = temp
	w, err := p.spool.OpenFile(temp, os.O_RDWR, 0) // Windows syncs only what is open for writing
	if err != nil {
		return p.folder.fault(opPut, err)
	}
	defer w.Close()
	if info.Mode().Perm()&^fileMode != 0 {
		// Some file systems have one mode for all files; what is mounted there decides who may read.
		if err := w.Chmod(fileMode); err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, errors.ErrUnsupported) {
			return p.folder.fault(opPut, err)
		}
	}
	if err := w.Sync(); err != nil {
		// What could not be written once is reported once: a second sync would say that all is well. Whoever tries
		// again has to bring the bytes again.
		return p.folder.fault(opPut, errors.Join(err, p.spool.Remove(temp)))
	}
	return nil
}

// place gives the file its name.
func (p *putting) place(ctx context.Context, i int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	file, temp := p.files[i], p.temps[i]
	dir := path.Dir(file.Path)
	at, err := p.ready(dir)
	if err != nil {
		return err
	}
	if temp == "" {
		err := p.same(file, nil)
		if errors.Is(err, fs.ErrNotExist) {
			return p.folder.tempLost("it is gone")
		}
		return err
	}
	err = p.folder.place(name{p.source, temp}, name{at, path.Base(file.Path)})
	if errors.Is(err, fs.ErrNotExist) { // somebody removed the folder since we made it
		p.leave(dir)
		if at, err = p.ready(dir); err != nil {
			return err
		}
		err = p.folder.place(name{p.source, temp}, name{at, path.Base(file.Path)})
	}
	switch {
	case err == nil:
		p.touched[dir] = struct{}{}
		return nil
	case errors.Is(err, fs.ErrExist):
		info, err := p.spool.Lstat(temp)
		if err != nil {
			return p.folder.fault(opPut, err)
		}
		return p.same(file, info)
	case leadsOut(err):
		return p.folder.blocked(opPut, path.Dir(dir))
	}
	return p.folder.fault(opPut, p.folder.split(err))
}

// same says whether what lies at the file's place is the file: nil if it is, an error wrapping ErrExists if it is
// something else. temp is the temporary file's, nil if it is gone.
func (p *putting) same(file destination.File, temp fs.FileInfo) error {
	taken := &fault.Error{Class: fault.FixSetting, Code: "name-taken", Op: opPut, Err: destination.ErrExists}
	info, err := p.root.Lstat(file.Path)
	if err != nil {
		return p.folder.fault(opPut, err)
	}
	if !info.Mode().IsRegular() || info.Size() != file.Size {
		return taken
	}
	// An earlier call may have been stopped before it synced the folder.
	p.touched[path.Dir(file.Path)] = struct{}{}
	if temp != nil && os.SameFile(info, temp) {
		return nil
	}
	r, err := p.root.Open(file.Path)
	if err != nil {
		return p.folder.fault(opPut, err)
	}
	defer r.Close()
	sum, _, err := digest(context.Background(), r)
	switch {
	case err != nil:
		return p.folder.fault(opPut, err)
	case sum != file.SHA256:
		return taken
	case runtime.GOOS != "windows": // somebody else may have copied it there, and nothing says that it is on disk
		return p.folder.fault(opPut, r.Sync())
	}
	return nil
}

// removeTemp removes a temporary file whose document is in its place. What can't be removed costs room only, and goes
// when the destination is opened again.
func (p *putting) removeTemp(temp string) {
	if err := p.spool.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.folder.log.Warn("a temporary file stays behind", "error", disk.Bare(err))
	}
}

// checkPath refuses a path that is not plainly below the root or that lies among Postroom's own files.
func checkPath(name string) error {
	first, _, _ := strings.Cut(name, "/")
	if fs.ValidPath(name) && name != "." && filepath.IsLocal(filepath.FromSlash(name)) && !strings.ContainsAny(name, "\\\x00") &&
		!(runtime.GOOS == "windows" && strings.Contains(name, ":")) && !strings.EqualFold(strings.TrimRight(first, ". "), own) {
		return nil
	}
	return &fault.Error{Class: fault.Bug, Code: "path-invalid", Op: opPut}
}

// tempName is a temporary file's name from the spool.
func (f *Folder) tempName(temp string) (string, error) {
	rel, err := filepath.Rel(f.Spool(), temp)
	if err != nil || rel == "." || !filepath.IsLocal(rel) {
		return "", &fault.Error{Class: fault.Bug, Code: "path-invalid", Op: opPut, Detail: "the temporary file lies outside of the spool"}
	}
	return filepath.ToSlash(rel), nil
}

func (f *Folder) tempLost(detail string) error {
	return &fault.Error{Class: fault.RetryLater, Code: "temp-lost", Op: opPut, Detail: detail, Args: map[string]string{"path": f.Spool()}}
}
