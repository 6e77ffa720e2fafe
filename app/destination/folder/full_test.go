package folder

import (
	"fmt"
	"os"
	"syscall"
	"testing"

	"postroom/app/destination"
	"postroom/app/fault"
)

// On a full disk names can't be made even when the bytes of a file found room. Where a small file system can be
// mounted it is a real one; elsewhere the system's answer is given in its place.
func TestFullDiskIsSaidAndCuredByRoom(t *testing.T) {
	root := t.TempDir()
	real := mountSmall(t, root)
	f := openAt(t, root)
	full := true
	if !real {
		f.placers = []placer{func(from, to name) error {
			if full {
				return &os.LinkError{Op: "linkat", Err: syscall.ENOSPC}
			}
			return link(from, to)
		}}
	}
	files := []destination.File{spooled(t, f, "emma/Inbox/x.eml", "x"), spooled(t, f, "emma/y.eml", "y")}
	var ballast []string
	for i := 0; real; i++ {
		name := fmt.Sprintf("%s/ballast %d", root, i)
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			break
		}
		ballast = append(ballast, name)
	}
	for i, err := range f.Put(t.Context(), files) {
		wantCode(t, files[i].Path+" on a full disk", err, "disk-full", fault.RetryLater)
		if _, err := os.Stat(files[i].Temp); err != nil {
			t.Errorf("the temporary file: %v, want it kept", err)
		}
	}
	if real {
		wantCode(t, "Check on a full disk", f.Check(t.Context()), "disk-full", fault.RetryLater)
	}
	full = false
	for _, name := range ballast {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	for i, err := range f.Put(t.Context(), files) {
		if err != nil {
			t.Errorf("%s when there is room again: %v", files[i].Path, err)
		}
	}
}
