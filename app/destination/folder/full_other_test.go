//go:build !linux

package folder

import "testing"

// mountSmall says that no small file system can be had here.
func mountSmall(*testing.T, string) bool { return false }

// setReadOnly is for what mountSmall mounts: nothing, here.
func setReadOnly(*testing.T, string) {}
