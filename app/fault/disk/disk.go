// Package disk says what a file system's errors mean, as classified errors, and makes folders durable. It decides
// nothing about which files lie where.
package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"postroom/app/fault"
)

// Codes of the classified errors.
const (
	Full        = "disk-full"
	NotWritable = "destination-not-writable"
	Unreachable = "destination-unreachable"
	Failing     = "disk-error"
	NameTooLong = "name-too-long"
	NameRefused = "name-refused"
	TooLarge    = "file-too-large"
	Busy        = "file-in-use"
	NoHandles   = "too-many-open-files"
)

// classes holds the class of each code. A full disk is cured by a person, but the work goes on by itself as soon as
// there is room again, so time cures it as far as Postroom is concerned.
var classes = map[string]fault.Class{
	Full:        fault.RetryLater,
	NotWritable: fault.FixSetting,
	Unreachable: fault.RetryLater,
	Failing:     fault.RetryLater,
	NameTooLong: fault.Bug,
	NameRefused: fault.Bug,
	TooLarge:    fault.FixSetting,
	Busy:        fault.RetryLater,
	NoHandles:   fault.RetryLater,
}

// Error classifies what the operating system answered while op was done in the folder where; both end up in the
// error, so where must be the destination's or the data folder's own path and no document's: names of documents hold
// subjects. For the same reason the paths that package os puts into its errors are left out. Errors that are classified
// already or come from a context stay what they are; "no such file" and "file exists" only lose their paths.
func Error(op, where string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	err = Bare(err)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) {
		return err
	}
	code := codeOf(err)
	if code == "" && errors.Is(err, fs.ErrPermission) {
		code = NotWritable
	}
	if code == "" {
		return &fault.Error{Class: fault.Bug, Code: "disk-unknown", Op: op, Args: map[string]string{"path": where}, Err: err}
	}
	return New(code, op, where, err)
}

// New makes the classified error of one of the codes above.
func New(code, op, where string, err error) *fault.Error {
	return &fault.Error{Class: classes[code], Code: code, Op: op, Args: map[string]string{"path": where}, Err: err}
}

// Bare strips the paths that package os wraps around a system error. The error below still answers errors.Is for
// fs.ErrNotExist, fs.ErrExist and fs.ErrPermission.
func Bare(err error) error {
	for {
		var inner error
		if e, ok := errors.AsType[*fs.PathError](err); ok {
			inner = e.Err
		} else if e, ok := errors.AsType[*os.LinkError](err); ok {
			inner = e.Err
		} else if e, ok := errors.AsType[*os.SyscallError](err); ok {
			inner = e.Err
		} else {
			return err
		}
		err = inner
	}
}
