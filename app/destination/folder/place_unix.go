//go:build unix

package folder

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"

	"postroom/app/fault"
)

// cantLink says whether an error of link means that this file system has no hard links. FAT answers EPERM on Linux.
func cantLink(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EMLINK)
}

func linkName(from, to name) error {
	return retried("linkat", to.base, func() error {
		return unix.Linkat(int(from.dir.file.Fd()), from.base, int(to.dir.file.Fd()), to.base, 0)
	})
}

// moveExclusive renames the file unless the name is taken.
func moveExclusive(from, to name) error {
	return retried("renameat", to.base, func() error {
		return renameExclusive(int(from.dir.file.Fd()), from.base, int(to.dir.file.Fd()), to.base)
	})
}

// split says that a folder below the root lies on another file system, if that is what the error means.
func (f *Folder) split(err error) error {
	if !errors.Is(err, syscall.EXDEV) {
		return err
	}
	return &fault.Error{Class: fault.FixSetting, Code: "destination-split", Op: opPut, Args: map[string]string{"path": f.path}, Err: syscall.EXDEV}
}
