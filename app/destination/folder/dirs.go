package folder

import (
	"errors"
	"io/fs"
	"os"
	"path"

	"golang.org/x/sync/errgroup"

	"postroom/app/fault/disk"
)

// remembered is how many folders are known by heart; a folder that was forgotten costs a few system calls more.
const remembered = 4096

// dir is a folder that a call of Put holds open, so that a name in it costs one system call, however deep it lies.
type dir struct {
	root *os.Root // the destination's
	path string   // from root
	file *os.File // nil where the system knows no names in an open folder
}

// in is the path from the root of a name in the folder.
func (d dir) in(name string) string { return path.Join(d.path, name) }

func (d dir) close() {
	if d.file != nil {
		d.file.Close() // nothing was written through it
	}
}

// errNotFolder: what lies at a folder's place is a file or a link.
var errNotFolder = errors.New("no folder")

// ready opens a folder and those above it, and makes them where they are missing. What is not yet known to survive a
// power cut is synced with this call's other folders. A link below the root is refused even if it stays inside: what is
// filed through it would lie under two names.
func (p *putting) ready(name string) (dir, error) {
	if d, ok := p.open[name]; ok {
		return d, nil
	}
	d, err := p.enter(name)
	if err != nil {
		return dir{}, err
	}
	p.open[name] = d
	return d, nil
}

func (p *putting) enter(name string) (dir, error) {
	const op = "make a folder"
	if name == "." {
		d, err := top(p.root)
		return d, p.folder.fault(op, err)
	}
	parent, err := p.ready(path.Dir(name))
	if err != nil {
		return dir{}, err
	}
	base := path.Base(name)
	if p.folder.isDurable(name) {
		d, err := parent.open(base)
		if !errors.Is(err, fs.ErrNotExist) {
			return d, p.notEntered(op, name, err)
		}
		p.folder.forget(name)
	}
	made := parent.mkdir(base)
	d, err := parent.open(base)
	if errors.Is(err, fs.ErrNotExist) && made != nil {
		err = made
	}
	if err != nil {
		return d, p.notEntered(op, name, err)
	}
	p.touched[parent.path] = struct{}{}
	p.touched[name] = struct{}{}
	return d, nil
}

func (p *putting) notEntered(op, name string, err error) error {
	if errors.Is(err, errNotFolder) {
		return p.folder.blocked(op, path.Dir(name))
	}
	return p.folder.fault(op, err)
}

// syncFolders makes all names of this call durable, each folder once.
func (p *putting) syncFolders() error {
	var g errgroup.Group
	g.SetLimit(parallel)
	for name := range p.touched {
		g.Go(func() error { return disk.SyncFolder(p.open[name].file) })
	}
	if err := g.Wait(); err != nil {
		return p.folder.fault("sync a folder", err)
	}
	p.folder.remember(p.touched)
	return nil
}

func syncDir(root *os.Root, dir string) error {
	d, err := root.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return disk.SyncFolder(d)
}

func (f *Folder) isDurable(dir string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, ok := f.durable[dir]
	return ok
}

func (f *Folder) remember(dirs map[string]struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.durable)+len(dirs) > remembered {
		clear(f.durable)
	}
	for dir := range dirs {
		f.durable[dir] = struct{}{}
	}
}

// forget is for a folder that turned out to be gone: those above it may be gone too.
func (f *Folder) forget(dir string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for ; dir != "."; dir = path.Dir(dir) {
		delete(f.durable, dir)
	}
}

// leave lets go of a folder that turned out to be gone, and of those above it.
func (p *putting) leave(name string) {
	p.folder.forget(name)
	for ; name != "."; name = path.Dir(name) {
		p.open[name].close()
		delete(p.open, name)
		delete(p.touched, name)
	}
}
