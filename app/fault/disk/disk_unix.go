//go:build unix

package disk

import (
	"errors"
	"os"
	"syscall"
)

// codeOf gives the code of a system error, empty if it means nothing in particular.
func codeOf(err error) string {
	errno, ok := errors.AsType[syscall.Errno](err)
	if !ok {
		return ""
	}
	switch errno {
	case syscall.ENOSPC, syscall.EDQUOT:
		return Full
	case syscall.EACCES, syscall.EPERM, syscall.EROFS:
		return NotWritable
	case syscall.ESTALE, syscall.ENOTCONN, syscall.EHOSTDOWN, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.ENETUNREACH,
		syscall.ETIMEDOUT, syscall.ECONNRESET, syscall.ECONNABORTED, syscall.ECONNREFUSED, syscall.ENODEV, syscall.ENXIO,
		syscall.EPIPE, syscall.ESHUTDOWN:
		return Unreachable
	case syscall.EIO:
		return Failing
	case syscall.ENAMETOOLONG:
		return NameTooLong
	case syscall.EILSEQ, syscall.EINVAL:
		return NameRefused
	case syscall.EFBIG:
		return TooLarge
	case syscall.EBUSY, syscall.ETXTBSY, syscall.EAGAIN:
		return Busy
	case syscall.EMFILE, syscall.ENFILE:
		return NoHandles
	}
	return ""
}

// SyncFolder makes what was created or removed in an open folder survive a power cut.
func SyncFolder(d *os.File) error {
	err := d.Sync()
	// Some network and user-space file systems can't do this for folders, and say so this way.
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}
