package folder

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"

	"golang.org/x/sys/windows"

	"postroom/app/fault"
)

// cantLink says whether an error of link means that this file system has no hard links, as FAT and exFAT have none.
func cantLink(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, windows.ERROR_INVALID_FUNCTION) || errors.Is(err, windows.ERROR_NOT_SUPPORTED) ||
		errors.Is(err, windows.ERROR_TOO_MANY_LINKS)
}

func linkName(from, to name) error { return to.dir.root.Link(from.path(), to.path()) }

// moveExclusive moves the file unless the name is taken, and returns when it is on disk.
func moveExclusive(file, name name) error {
	root, from, to := name.dir.root, file.path(), name.path()
	// MoveFileEx knows no open folders: the root has a look whether the way still stays inside.
	if _, err := root.Stat(path.Dir(to)); err != nil {
		return err
	}
	source, err := windows.UTF16PtrFromString(filepath.Join(root.Name(), filepath.FromSlash(from)))
	if err != nil {
		return err
	}
	target, err := windows.UTF16PtrFromString(filepath.Join(root.Name(), filepath.FromSlash(to)))
	if err != nil {
		return err
	}
	err = windows.MoveFileEx(source, target, windows.MOVEFILE_WRITE_THROUGH)
	if errors.Is(err, windows.ERROR_ALREADY_EXISTS) || errors.Is(err, windows.ERROR_FILE_EXISTS) {
		return fs.ErrExist
	}
	return err
}

// split says that a folder below the root lies on another file system, if that is what the error means.
func (f *Folder) split(err error) error {
	if !errors.Is(err, windows.ERROR_NOT_SAME_DEVICE) {
		return err
	}
	return &fault.Error{Class: fault.FixSetting, Code: "destination-split", Op: opPut, Args: map[string]string{"path": f.path}, Err: windows.ERROR_NOT_SAME_DEVICE}
}
