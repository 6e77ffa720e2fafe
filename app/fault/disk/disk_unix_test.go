//go:build unix

package disk

import (
	"io/fs"
	"os"
	"syscall"
	"testing"

	"postroom/app/fault"
)

func TestSystemErrorsAreClassified(t *testing.T) {
	for _, tt := range []struct {
		errno syscall.Errno
		code  string
		class fault.Class
	}{
		{syscall.ENOSPC, Full, fault.RetryLater},
		{syscall.EDQUOT, Full, fault.RetryLater},
		{syscall.EACCES, NotWritable, fault.FixSetting},
		{syscall.EROFS, NotWritable, fault.FixSetting},
		{syscall.ESTALE, Unreachable, fault.RetryLater},
		{syscall.EHOSTDOWN, Unreachable, fault.RetryLater},
		{syscall.EIO, Failing, fault.RetryLater},
		{syscall.ENAMETOOLONG, NameTooLong, fault.Bug},
		{syscall.EFBIG, TooLarge, fault.FixSetting},
		{syscall.EMFILE, NoHandles, fault.RetryLater},
		{syscall.ENOEXEC, "disk-unknown", fault.Bug},
	} {
		for _, err := range []error{tt.errno, &fs.PathError{Op: "write", Path: "x", Err: tt.errno}, &os.LinkError{Op: "link", Err: os.NewSyscallError("linkat", tt.errno)}} {
			got := Error("file a document", "/srv/archive", err)
			if fault.CodeOf(got) != tt.code || fault.ClassOf(got) != tt.class {
				t.Errorf("%T of %v: %s, %s; want %s, %s", err, tt.errno, fault.CodeOf(got), fault.ClassOf(got), tt.code, tt.class)
			}
		}
	}
}
