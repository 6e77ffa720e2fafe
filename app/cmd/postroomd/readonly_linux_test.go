package main

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// closeFolder makes a folder one that can only be read, for the superuser, too, where the system lets us.
func closeFolder(t *testing.T, dir string) {
	t.Helper()
	err := syscall.Mount(dir, dir, "", syscall.MS_BIND, "")
	if err == nil {
		t.Cleanup(func() {
			if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
				t.Error(err)
			}
		})
		err = syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, "")
	}
	if err == nil {
		return
	}
	if os.Geteuid() == 0 || !errors.Is(err, syscall.EPERM) {
		t.Fatalf("make %s read-only: %v", dir, err)
	}
	for _, name := range []string{dir, filepath.Join(dir, ".postroom"), filepath.Join(dir, ".postroom", "tmp")} {
		if err := os.Chmod(name, 0o500); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(name, 0o700) })
	}
	registers, err := filepath.Glob(filepath.Join(dir, ".postroom", "register-*"))
	if err != nil || len(registers) == 0 {
		t.Fatalf("registers %v, %v: want one", registers, err)
	}
	for _, name := range registers {
		if err := os.Chmod(name, 0o400); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDocumentsThatCanOnlyBeReadAreListedAndVerified(t *testing.T) {
	w := newWorld(t)
	w.connect()
	w.do("select", emma, "--add", "inbox", "--json").want(0)
	w.deliver(emma, "inbox", letter("Filed before the folder was closed"))
	w.do("sync", "--once", "--json").want(0)
	var s statusDoc
	w.do("status", "--json").want(0).into(&s)
	closeFolder(t, s.Destination.Path)

	var docs []document
	w.do("documents", "--json").want(0).into(&docs)
	if len(docs) != 1 {
		t.Errorf("%d documents are listed, want 1", len(docs))
	}
	var v struct {
		Checked, OK int
		Chain       string
	}
	w.do("verify", "--json").want(0).into(&v)
	if v.Checked != 2 || v.OK != 2 || v.Chain != "intact" {
		t.Errorf("verify says %+v, want the mail and its attachment unchanged", v)
	}
	w.do("sync", "--once", "--json").want(1).failure("destination-not-writable")
}
