package capture_test

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/capture"
	"postroom/app/register"
	"postroom/app/simulator"
)

// selected are the paths of the folders that the register says are ticked, in its order.
func (w *world) selected() (paths []string) {
	w.Helper()
	for line, err := range register.Read(w.to.Dir()) {
		w.must(err)
		if line.Event == register.Selected {
			paths = append(paths, line.Folder)
		}
	}
	return paths
}

func TestFoldersThatWereCompleteAreRecordedAndTheOthersByTheNextRound(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"A", "B", "C"} {
		w.addFolder(name)
		w.deliver(name, "lay in "+name)
	}
	_, err := w.sim.AddFault(simulator.Fault{Kind: simulator.Denied, Path: "mailFolders/" + url.PathEscape(w.id("B")) + "/messages"})
	w.must(err)
	_, err = w.engine.Select(w.Context(), emma, capture.Change{Add: []string{"A", "B", "C"}})
	if err == nil {
		t.Fatal("a folder that can't be read was ticked without an error")
	}
	got := w.selected()
	if slices.Contains(got, "B") || len(got) == 0 {
		t.Errorf("after a folder has failed the register knows %q, want what was complete and not B", got)
	}
	w.sim.ClearFaults()
	w.reopen() // as after a crash
	w.sync()
	if got = w.selected(); len(got) != 3 {
		t.Errorf("after the next round the register knows %q, want A, B and C, once each", got)
	}
	w.deliver("B", "new in B")
	w.sync()
	w.wantFiled("new in B")
	w.wantVerified()
	w.close()
	w.must(os.Remove(filepath.Join(w.data, "postroom.db")))
	w.open()
	_, err = w.engine.Rebuild(w.Context())
	w.must(err)
	w.wantTicked("A", "B", "C")
	w.sync()
	w.wantFiled("new in B") // what lay there is known from the baselines beside the register
}

func TestEmptyFoldersShareOneBaselineFile(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"A", "B", "C", "D"} {
		w.addFolder(name)
	}
	w.deliver("D", "lies there")
	w.tick("A", "B", "C", "D")
	var files []string
	w.must(filepath.WalkDir(w.to.Dir(), func(path string, d fs.DirEntry, err error) error {
		if strings.HasPrefix(d.Name(), "baseline-") {
			files = append(files, d.Name())
		}
		return err
	}))
	if len(files) != 2 {
		t.Errorf("beside the register lie %q, want one file for D and one for the others", files)
	}
	if got := w.selected(); !slices.Equal(got, []string{"A", "B", "C", "D"}) {
		t.Errorf("the register knows %q, want the folders in the order in which they were ticked", got)
	}
}
