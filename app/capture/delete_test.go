package capture_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"postroom/app/capture"
	"postroom/app/register"
	"postroom/app/simulator"
)

// Remove removes one file after the other and tells each time.
func (d watched) Remove(ctx context.Context, paths []string) error {
	for _, path := range paths {
		d.moment()
		if err := d.Folder.Remove(ctx, []string{path}); err != nil {
			return err
		}
	}
	d.moment()
	return nil
}

// numbered gives the numbers of filed mails by subject.
func (w *world) numbered(subjects ...string) (seqs []uint64) {
	w.Helper()
	docs, err := w.engine.Documents(capture.Query{})
	w.must(err)
	for _, d := range docs {
		if slices.Contains(subjects, d.Subject) {
			seq, err := strconv.ParseUint(d.ID, 10, 64)
			w.must(err)
			seqs = append(seqs, seq)
		}
	}
	return seqs
}

func (w *world) delete(subjects ...string) {
	w.Helper()
	n, err := w.engine.Delete(w.Context(), w.numbered(subjects...), map[string]string{"by": "emma"}, nil)
	w.must(err)
	if n != len(subjects) {
		w.Errorf("deleted %d mails, want %d", n, len(subjects))
	}
}

// wantDeleted checks that so many files are registered as deleted, and that no trace of them is left.
func (w *world) wantDeleted(files int) {
	w.Helper()
	v, err := w.engine.Verify(w.Context(), nil, nil)
	w.must(err)
	if !v.Good() || v.Deleted != files {
		w.Errorf("verify found %+v, want %d files deleted and all else as it was", v, files)
	}
}

func (w *world) file3() {
	w.tick("inbox")
	for _, s := range []string{"first", "second", "third"} {
		w.must2(w.sim.Deliver(emma, "Inbox", withAttachments(s), simulator.Delivery{}))
	}
	w.sync()
}

func TestDeletedMailIsGoneRegisteredAndNotFiledAgain(t *testing.T) {
	w := newWorld(t)
	w.file3()
	paths := []string{}
	docs, err := w.engine.Documents(capture.Query{Text: "second"})
	w.must(err)
	for _, a := range docs[0].Attachments {
		paths = append(paths, a.Path)
	}
	w.delete("second")
	w.wantFiled("first", "third")
	w.wantDeleted(3)
	if _, err := os.Stat(filepath.Join(w.root(), filepath.Dir(paths[0]))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder of its attachments is still there: %v", err)
	}
	var last register.Line
	for line, err := range register.Read(w.to.Dir()) {
		w.must(err)
		last = line
	}
	if last.Event != register.Deleted || last.Detail["by"] != "emma" || last.Detail["entry"] == "" || len(last.Files) != 3 || last.Subject != "" {
		t.Errorf("the register says %+v", last.Entry)
	}
	w.syncWith(capture.Options{TrueUp: true})
	w.reopen()
	w.syncWith(capture.Options{TrueUp: true})
	w.wantFiled("first", "third")
	w.must2(w.sim.Deliver(emma, "Inbox", withAttachments("second"), simulator.Delivery{})) // another mail that looks the same
	w.sync()
	w.wantFiled("first", "second", "third")
	w.wantDeleted(3)
}

func TestDatabaseThatWasLostKnowsWhatWasDeleted(t *testing.T) {
	w := newWorld(t)
	w.file3()
	w.delete("first", "third")
	w.close()
	w.must(os.Remove(filepath.Join(w.data, "postroom.db")))
	w.open()
	r, err := w.engine.Rebuild(w.Context())
	w.must(err)
	if r.Documents != 1 {
		t.Errorf("restored %+v, want one mail", r)
	}
	w.connect()
	w.sync()
	w.wantFiled("second")
	w.wantDeleted(6)
}

func TestKilledWhileDeletingGoesOnAtTheNextStart(t *testing.T) {
	w := newWorld(t)
	w.file3()
	w.reopen()
	before := filepath.Join(t.TempDir(), "before")
	w.must(copyOffice(before, w.data))
	var copies []string
	w.moment = func() {
		dir := filepath.Join(t.TempDir(), fmt.Sprint("copy", len(copies)))
		w.must(copyOffice(dir, w.data))
		copies = append(copies, dir)
	}
	w.reopen()
	w.delete("first", "third")
	w.wantDeleted(6)
	if len(copies) != 7 {
		t.Fatalf("deleting six files had %d moments, want 7", len(copies))
	}
	// Killed between the register's lines and the database.
	names, err := filepath.Glob(filepath.Join(w.to.Dir(), "register-*.jsonl"))
	w.must(err)
	for _, name := range names {
		text, err := os.ReadFile(name)
		w.must(err)
		w.must(os.WriteFile(filepath.Join(before, "documents", ".postroom", filepath.Base(name)), text, 0o600))
	}
	for i, dir := range append(copies, before) {
		c := &world{TB: t, sim: w.sim, data: dir, clock: &clock{}, client: w.client}
		c.open()
		c.wantFiled("second")
		c.wantDeleted(6)
		if c.sync(); t.Failed() {
			t.Fatalf("after a kill at moment %d", i)
		}
		c.wantFiled("second")
		c.close()
	}
}

func TestDeletionThatEndsInAPanicIsDoneLater(t *testing.T) {
	w := newWorld(t)
	w.file3()
	seqs := w.numbered("second")
	refuse := errors.New("killed")
	w.moment = func() {
		if refuse != nil {
			panic(refuse)
		}
	}
	w.reopen()
	func() {
		defer func() {
			if r := recover(); r != refuse {
				t.Errorf("ended with %v, want the kill", r)
			}
		}()
		_, _ = w.engine.Delete(t.Context(), seqs, nil, nil) // it does not come back
	}()
	refuse = nil
	w.reopen()
	w.wantFiled("first", "third")
	w.wantDeleted(3)
}
