//go:build !linux

package folder

import "testing"

// mountSmall says that no small file system can be had here.
func mountSmall(*testing.T, string) bool { return false }
