package store

import (
	"errors"
	"syscall"

	bolterrors "go.etcd.io/bbolt/errors"
)

func isErrno(err error) bool {
	_, ok := errors.AsType[syscall.Errno](err)
	return ok
}

func isNoBucket(err error) bool { return errors.Is(err, bolterrors.ErrBucketNotFound) }
