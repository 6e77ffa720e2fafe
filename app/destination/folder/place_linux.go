package folder

import (
	"syscall"

	"golang.org/x/sys/unix"
)

func renameExclusive(fromDir int, from string, toDir int, to string) error {
	err := unix.Renameat2(fromDir, from, toDir, to, unix.RENAME_NOREPLACE)
	if err == syscall.EINVAL { // the file system does not know the flag
		return syscall.ENOSYS
	}
	return err
}
