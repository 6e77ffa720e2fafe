package folder

import (
	"os"
)

// top is the root itself. Windows knows no names in an open folder: the root finds its way for each.
func top(root *os.Root) (dir, error) { return dir{root: root, path: "."}, nil }

func (d dir) mkdir(name string) error { return d.root.Mkdir(d.in(name), dirMode) }

// open makes sure that there is a folder of this name in the folder. What is no folder is errNotFolder.
func (d dir) open(name string) (dir, error) {
	info, err := d.root.Lstat(d.in(name))
	if err != nil {
		return dir{}, err
	}
	if !info.IsDir() {
		return dir{}, errNotFolder
	}
	return dir{root: d.root, path: d.in(name)}, nil
}
