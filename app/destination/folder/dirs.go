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

// ready makes a folder and those above it where they are missing. What is not yet known to survive a power cut is
// synced with this call's other folders. A link below the root is refused even if it stays inside: what is filed
// through it would lie under two names.
func (p *putting) ready(dir string) error {
	if dir == "." || p.folder.isDurable(dir) {
		return nil
	}
	if _, done := p.touched[dir]; done {
		return nil
	}
	parent := path.Dir(dir)
	if err := p.ready(parent); err != nil {
		return err
	}
	if err := p.folder.makeDir(p.root, dir); err != nil {
		return err
	}
	p.touched[parent] = struct{}{}
	p.touched[dir] = struct{}{}
	return nil
}

// makeDir makes one folder, or sees that it is there.
func (f *Folder) makeDir(root *os.Root, dir string) error {
	const op = "make a folder"
	info, err := root.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		err = root.Mkdir(dir, dirMode)
		if err == nil {
			return nil
		}
		if errors.Is(err, fs.ErrExist) { // another call was faster
			info, err = root.Lstat(dir)
		}
	}
	if err != nil {
		return f.fault(op, err)
	}
	if !info.IsDir() {
		return f.blocked(op, path.Dir(dir))
	}
	return nil
}

// syncFolders makes all names of this call durable, each folder once.
func (p *putting) syncFolders() error {
	var g errgroup.Group
	g.SetLimit(parallel)
	for dir := range p.touched {
		g.Go(func() error { return syncDir(p.root, dir) })
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
func (p *putting) forget(dir string) {
	p.folder.mu.Lock()
	defer p.folder.mu.Unlock()
	for ; dir != "."; dir = path.Dir(dir) {
		delete(p.folder.durable, dir)
		delete(p.touched, dir)
	}
}
