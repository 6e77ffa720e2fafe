package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"postroom/app/destination"
)

func TestLinkMakesADocumentLieAtASecondPlace(t *testing.T) {
	root := t.TempDir()
	f, err := Open(Options{Root: root, Office: "one"})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for name, text := range map[string]string{"in/a.eml": "a", "by/other.eml": "of a person", "by/file": "x"} {
		full := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o700), os.WriteFile(full, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // again changes nothing
		if err := f.Link(t.Context(), "in/a.eml", "by/2026/a.eml"); err != nil {
			t.Fatal(err)
		}
	}
	one, err := os.Stat(filepath.Join(root, "in/a.eml"))
	if err != nil {
		t.Fatal(err)
	}
	if two, err := os.Stat(filepath.Join(root, "by/2026/a.eml")); err != nil || !os.SameFile(one, two) {
		t.Errorf("the second place holds something else: %v", err)
	}
	for to, want := range map[string]error{"by/other.eml": destination.ErrExists, "by/file/a.eml": destination.ErrExists} {
		if err := f.Link(t.Context(), "in/a.eml", to); !errors.Is(err, want) {
			t.Errorf("to %s: %v, want %v", to, err, want)
		}
	}
	if err := f.Link(t.Context(), "in/gone.eml", "by/gone.eml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there: %v, want that it is not", err)
	}
	for _, name := range []string{"../out", "/etc/x", ".postroom/x", ""} {
		if f.Link(t.Context(), "in/a.eml", name) == nil || f.Link(t.Context(), name, "by/x") == nil {
			t.Errorf("%q: linked", name)
		}
	}
	if text, err := os.ReadFile(filepath.Join(root, "by/other.eml")); err != nil || string(text) != "of a person" {
		t.Errorf("a person's file says %q, %v", text, err)
	}
	if err := f.duplicate(t.Context(), f.root, "in/a.eml", "by/copy.eml"); err != nil {
		t.Fatalf("where there are no links: %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(root, "by/copy.eml")); err != nil || string(text) != "a" {
		t.Errorf("the copy says %q, %v", text, err)
	}
}

func TestWhereAnotherDiskIsMountedCopiesLie(t *testing.T) {
	root := t.TempDir()
	f, err := Open(Options{Root: root, Office: "one"})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := errors.Join(os.WriteFile(filepath.Join(root, "a.eml"), []byte("a"), 0o600), os.Mkdir(filepath.Join(root, "by"), 0o700)); err != nil {
		t.Fatal(err)
	}
	mountSmall(t, filepath.Join(root, "by")) // where that is not allowed it is a link
	if err := f.Link(t.Context(), "a.eml", "by/2026/a.eml"); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(root, "by/2026/a.eml")); err != nil || string(text) != "a" {
		t.Errorf("the copy says %q, %v", text, err)
	}
	for _, dir := range []string{"by/2026", spool} {
		if list, err := os.ReadDir(filepath.Join(root, dir)); err != nil || dir == spool && len(list) > 0 || len(list) > 1 {
			t.Errorf("%s holds %v, %v, want nothing but the copy", dir, list, err)
		}
	}
}
