package capture_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/capture"
)

// snapshot copies the destination; restore puts the copy in its place.
func (w *world) snapshot() (restore func()) {
	w.Helper()
	kept := filepath.Join(w.TempDir(), "copy")
	w.must(os.CopyFS(kept, os.DirFS(w.root())))
	return func() {
		w.Helper()
		w.close()
		w.must(os.RemoveAll(w.root()))
		w.must(os.CopyFS(w.root(), os.DirFS(kept)))
		w.open()
		w.connect()
	}
}

func TestMailsThatAnOlderCopyOfTheDestinationLacksAreFiledAgain(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.deliver("Inbox", "removed by hand")
	w.deliver("Inbox", "before the copy")
	w.sync()
	restore := w.snapshot()
	w.deliver("Inbox", "after the copy")
	moved := w.deliver("Inbox", "moved away since")
	w.sync()
	paths := w.paths()
	restore()
	w.must(w.sim.Move(emma, moved, "Archive"))
	w.deliver("Inbox", "after it was restored") // goes into the register: from here on that has a gap
	w.sync()
	w.must(os.Remove(filepath.Join(w.root(), filepath.FromSlash(paths["removed by hand"]))))
	r, err := w.engine.Rebuild(t.Context())
	if r.Lost != 2 {
		t.Errorf("lost are %d, want 2 (%v)", r.Lost, err)
	}
	w.sync()
	want := []string{"after it was restored", "after the copy", "before the copy", "moved away since", "removed by hand"}
	if got := slices.Sorted(maps.Keys(w.paths())); !slices.Equal(got, want) {
		t.Errorf("filed are %q, want %q", got, want)
	}
	for subject, path := range w.paths() {
		_, err := os.Stat(filepath.Join(w.root(), filepath.FromSlash(path)))
		if gone := errors.Is(err, os.ErrNotExist); gone != (subject == "removed by hand") {
			t.Errorf("%q at %s: %v", subject, path, err)
		}
		if was, ok := paths[subject]; ok && was != path && subject != "moved away since" {
			t.Errorf("%q lies at %s now, want %s as before", subject, path, was)
		}
	}
	v, err := w.engine.Verify(t.Context(), nil, nil)
	w.must(err)
	if v.Chain == "intact" || len(v.Unregistered) > 0 {
		t.Errorf("verify gives %+v, want the lost lines told and no file without a line", v)
	}
}

// paths are the places of the filed mails, by subject.
func (w *world) paths() map[string]string {
	w.Helper()
	docs, err := w.engine.Documents(capture.Query{})
	w.must(err)
	paths := map[string]string{}
	for _, d := range docs {
		paths[d.Subject] = d.Path
	}
	return paths
}

func TestRegisterThatWasCutDoesNotLookWholeAfterRebuild(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.deliver("Inbox", "first")
	w.deliver("Inbox", "second")
	w.sync()
	w.close()
	files, err := filepath.Glob(filepath.Join(w.root(), ".postroom", "register-*.jsonl"))
	w.must(err)
	text, err := os.ReadFile(files[0])
	w.must(err)
	lines := strings.SplitAfter(string(text), "\n")
	lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" })
	w.must(os.WriteFile(files[0], []byte(strings.Join(lines[:len(lines)-1], "")), 0o600))
	w.open()
	w.connect()
	w.must2(w.engine.Rebuild(t.Context()))
	w.sync()
	if got := w.filed(); !slices.Equal(got, []string{"first", "second"}) {
		t.Errorf("filed are %q, want the two, once", got)
	}
	v, err := w.engine.Verify(t.Context(), nil, nil)
	w.must(err)
	if v.Chain == "intact" {
		t.Error("verify says that the chain is intact")
	}
}

func TestRebuildLeavesUntickedSubfoldersAloneAndCountsAnew(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Private"))
	w.deliver("Inbox/Private", "nobody's business")
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Add: []string{"inbox"}, WithSubfolders: true}))
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Remove: []string{"Inbox/Private"}}))
	w.deliver("Inbox", "filed")
	w.sync()
	w.close()
	w.must(os.Remove(filepath.Join(w.data, "postroom.db")))
	w.open()
	w.connect()
	for range 2 { // the second time all is there
		w.must2(w.engine.Rebuild(t.Context()))
		w.sync()
		w.wantFiled("filed")
		w.wantTicked("Inbox")
		if n := w.folder("Inbox").Filed; n != 1 {
			t.Errorf("%d count as filed in the inbox, want 1", n)
		}
	}
}
