package folder

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

func renameExclusive(fromDir *os.File, from string, toDir *os.File, to string) error {
	err := unix.Renameat2(int(fromDir.Fd()), from, int(toDir.Fd()), to, unix.RENAME_NOREPLACE)
	if err == syscall.EINVAL { // the file system does not know the flag
		return syscall.ENOSYS
	}
	return err
}
