package register

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Where mounting is not allowed the limit on a file's size stands for the full disk: TestNoRoomLeavesTheChainWhole.
func TestFullDiskLeavesTheChainWhole(t *testing.T) {
	dir := t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k")
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Log("mounting is not allowed here")
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, []byte(strings.Repeat("x", 32<<10)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := appendOverTheLimit(dir, "disk-full", func() error { return os.Remove(ballast) }); err != nil {
		t.Error(err)
	}
}
