package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"postroom/app/fault"
)

func TestRemoveTakesFilesAndFoldersThatAreEmptyThen(t *testing.T) {
	root := t.TempDir()
	f, err := Open(Options{Root: root, Office: "one"})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, name := range []string{"emma/in/a.eml", "emma/in/a/x.pdf", "emma/in/a/y.pdf", "emma/in/b/z.pdf"} {
		full := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o700), os.WriteFile(full, []byte(name), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Remove(t.Context(), []string{"emma/in/a.eml", "emma/in/a/x.pdf", "emma/in/b/z.pdf", "emma/in/gone.eml", "nowhere/at all.eml", "emma/in"}); err != nil {
		t.Fatal(err)
	}
	for name, there := range map[string]bool{"emma/in/a.eml": false, "emma/in/a/x.pdf": false, "emma/in/a/y.pdf": true, "emma/in/b": false, "emma/in": true} {
		if _, err := os.Stat(filepath.Join(root, name)); errors.Is(err, fs.ErrNotExist) == there {
			t.Errorf("%s: %v, want there %v", name, err, there)
		}
	}
	for _, name := range []string{"../out", "/etc/passwd", ".postroom/destination.json", ""} {
		if err := f.Remove(t.Context(), []string{name}); err == nil {
			t.Errorf("%q: removed", name)
		}
	}
	if err := os.RemoveAll(root); err != nil {
		t.Fatal(err)
	}
	if err := f.Remove(t.Context(), []string{"emma/in/a/y.pdf"}); fault.CodeOf(err) == "" {
		t.Error("an absent drive counts as a place from which all is deleted")
	}
}
