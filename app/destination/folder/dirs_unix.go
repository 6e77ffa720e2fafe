//go:build unix

package folder

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// top opens the root itself.
func top(root *os.Root) (dir, error) {
	file, err := root.Open(".")
	return dir{root, ".", file}, err
}

func (d dir) mkdir(name string) error {
	return retried("mkdirat", name, func() error { return unix.Mkdirat(int(d.file.Fd()), name, dirMode) })
}

// open opens a folder in the folder. What is no folder is errNotFolder.
func (d dir) open(name string) (dir, error) {
	var fd int
	err := retried("openat", name, func() (err error) {
		fd, err = unix.Openat(int(d.file.Fd()), name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
		return err
	})
	switch {
	case errors.Is(err, unix.ENOTDIR), errors.Is(err, unix.ELOOP):
		return dir{}, errNotFolder
	case err != nil:
		return dir{}, err
	}
	return dir{d.root, d.in(name), os.NewFile(uintptr(fd), name)}, nil
}

// retried calls the system, again when a signal has come in between.
func retried(op, name string, call func() error) error {
	for {
		err := call()
		if err == nil {
			return nil
		}
		if !errors.Is(err, unix.EINTR) {
			return &fs.PathError{Op: op, Path: name, Err: err}
		}
	}
}
