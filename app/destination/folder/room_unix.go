//go:build unix

package folder

import (
	"errors"
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"
)

// freeBytes is the room that is left for this user where dir lies.
func freeBytes(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}

// notThere says whether the error means that no such file is there; a file in the place of a folder means it too.
func notThere(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ELOOP)
}
