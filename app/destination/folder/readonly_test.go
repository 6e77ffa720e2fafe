package folder

import (
	"os"
	"syscall"
	"testing"

	"postroom/app/destination"
	"postroom/app/fault"
)

// A folder that can't be written is a real one where the system lets us make it so, even for the superuser; elsewhere
// the system's answer is given in its place.
func TestFolderThatCannotBeWrittenIsSaid(t *testing.T) {
	root := t.TempDir()
	remount := mountSmall(t, root)
	f := openAt(t, root)
	if err := f.Put(t.Context(), []destination.File{spooled(t, f, "emma/before.eml", "before")})[0]; err != nil {
		t.Fatal(err)
	}
	file := spooled(t, f, "emma/x.eml", "x")
	if remount {
		setReadOnly(t, root)
		wantCode(t, "Check", f.Check(t.Context()), "destination-not-writable", fault.FixSetting)
		_, err := Open(options(root, known))
		wantCode(t, "Open", err, "destination-not-writable", fault.FixSetting)
		reader, err := OpenToRead(options(root, known))
		if err != nil {
			t.Fatalf("OpenToRead: %v", err)
		}
		if _, size, err := reader.Hash(t.Context(), "emma/before.eml"); err != nil || size != 6 {
			t.Errorf("Hash of a file in it: %d bytes, %v, want 6", size, err)
		}
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
	} else {
		f.placers = []placer{func(name, name) error { return &os.LinkError{Op: "linkat", Err: syscall.EACCES} }}
	}
	wantCode(t, "Put", f.Put(t.Context(), []destination.File{file})[0], "destination-not-writable", fault.FixSetting)
	if _, err := os.Stat(file.Temp); err != nil {
		t.Errorf("the temporary file: %v, want it kept", err)
	}
}
