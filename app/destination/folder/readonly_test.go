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
	file := spooled(t, f, "emma/x.eml", "x")
	if remount {
		setReadOnly(t, root)
		wantCode(t, "Check", f.Check(t.Context()), "destination-not-writable", fault.FixSetting)
		_, err := Open(options(root, known))
		wantCode(t, "Open", err, "destination-not-writable", fault.FixSetting)
	} else {
		f.placers = []placer{func(*os.Root, string, string) error { return &os.LinkError{Op: "linkat", Err: syscall.EACCES} }}
	}
	wantCode(t, "Put", f.Put(t.Context(), []destination.File{file})[0], "destination-not-writable", fault.FixSetting)
	if _, err := os.Stat(file.Temp); err != nil {
		t.Errorf("the temporary file: %v, want it kept", err)
	}
}
