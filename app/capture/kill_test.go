package capture_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"postroom/app/destination"
	"postroom/app/destination/folder"
	"postroom/app/simulator"
)

// watched is a destination that puts files away one after the other and tells each time.
type watched struct {
	*folder.Folder
	moment func()
}

func (d watched) Put(ctx context.Context, files []destination.File) []error {
	errs := make([]error, len(files))
	for i, file := range files {
		d.moment()
		if file.With > 0 && errs[file.With-1] != nil {
			errs[i] = errs[file.With-1]
			continue
		}
		file.With = 0
		errs[i] = d.Folder.Put(ctx, []destination.File{file})[0]
	}
	d.moment()
	return errs
}

// TestKilledBetweenAnyTwoStepsFilesEachMailOnce copies the data folder and the documents at every step of a round, which
// is what a kill at that instant leaves, and goes on from each copy.
func TestKilledBetweenAnyTwoStepsFilesEachMailOnce(t *testing.T) {
	w := newWorld(t)
	w.sim.SetBehaviour(simulator.Behaviour{MIMEVaries: true})
	w.tick("inbox")
	for _, s := range []string{"first", "second", "third"} {
		w.must2(w.sim.Deliver(emma, "Inbox", withAttachments(s), simulator.Delivery{}))
	}
	var copies []string
	moment := func() {
		dir := filepath.Join(t.TempDir(), fmt.Sprint("copy", len(copies)))
		w.must(copyOffice(dir, w.data))
		copies = append(copies, dir)
	}
	w.moment = moment
	w.reopen()
	w.clock.moment = func() {
		// Between the register's line and the closing of the entry. The other looks at the clock are those of goroutines
		// beside which a group may be on its way: a copy made then would mix two instants.
		if calledFrom("capture.(*Engine).enter") {
			moment()
		}
	}
	w.sync()
	w.clock.moment = nil
	w.wantFiled("first", "second", "third")
	if len(copies) < 6 {
		t.Fatalf("the round had %d moments, want some", len(copies))
	}
	unfinished := 0
	for i, dir := range copies {
		c := &world{TB: t, sim: w.sim, data: dir, clock: &clock{}, client: w.client}
		c.open()
		if len(c.filed()) < 3 {
			unfinished++
		}
		c.sync()
		if c.wantFiled("first", "second", "third"); t.Failed() {
			t.Fatalf("after a kill at moment %d of %d", i, len(copies))
		}
		c.close()
	}
	t.Logf("%d moments, %d of them before the end", len(copies), unfinished)
}

// copyOffice copies a data folder without the spool, in which downloads come and go meanwhile: it is cleared at the next
// start anyway. The database comes last: what the other group of mails writes into it meanwhile names files that are not
// there yet, as after a kill.
func copyOffice(to, from string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case d.IsDir() && filepath.ToSlash(rel) == "documents/.postroom/tmp":
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(target, 0o700)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o600)
	})
}

func withAttachments(subject string) []byte {
	return fmt.Appendf(nil, "Message-ID: <%s@peeters.example>\r\nFrom: jan@peeters.example\r\nSubject: %s\r\nDate: %s\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nText\r\n"+
		"--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nA of %s\r\n--b\r\nContent-Disposition: attachment; filename=b.txt\r\n\r\nB\r\n--b--\r\n",
		subject, subject, time.Date(2026, 11, 22, 9, 15, 0, 0, time.UTC).Format(time.RFC1123Z), subject)
}

// TestMailThatWasRegisteredButNotClosedIsNotRegisteredAgain lets the database fail between the register's line and the
// journal, once.
func TestMailThatWasRegisteredButNotClosedIsNotRegisteredAgain(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.deliver("Inbox", "first")
	failed := false
	w.clock.moment = func() {
		if !failed && calledFrom("capture.(*Engine).enter") {
			failed = true
			panic("a damaged page") // the way in which bbolt reports one
		}
	}
	if r := w.sync(); r.Filed != 0 || !failed {
		t.Errorf("the round gave %+v, failed %v; want nothing filed", r, failed)
	}
	w.clock.moment = nil
	w.deliver("Inbox", "second")
	w.sync()
	w.wantFiled("first", "second")
}

func calledFrom(function string) bool {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		frame, more := frames.Next()
		if strings.HasSuffix(frame.Function, function) {
			return true
		}
		if !more {
			return false
		}
	}
}
