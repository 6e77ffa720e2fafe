//go:build unix

package folder

import (
	"errors"
	"os"
	"path"
	"syscall"

	"postroom/app/fault"
)

// cantLink says whether an error of link means that this file system has no hard links. FAT answers EPERM on Linux.
func cantLink(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EMLINK)
}

// moveExclusive renames the file unless the name is taken.
func moveExclusive(root *os.Root, from, to string) error {
	fromDir, err := root.Open(path.Dir(from))
	if err != nil {
		return err
	}
	defer fromDir.Close()
	toDir, err := root.Open(path.Dir(to))
	if err != nil {
		return err
	}
	defer toDir.Close()
	return renameExclusive(fromDir, path.Base(from), toDir, path.Base(to))
}

// split says that a folder below the root lies on another file system, if that is what the error means.
func (f *Folder) split(err error) error {
	if !errors.Is(err, syscall.EXDEV) {
		return err
	}
	return &fault.Error{Class: fault.FixSetting, Code: "destination-split", Op: opPut, Args: map[string]string{"path": f.path}, Err: syscall.EXDEV}
}
