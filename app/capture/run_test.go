package capture_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"postroom/app/capture"
	"postroom/app/mail"
	"postroom/app/simulator"
	"postroom/app/store"
)

// running starts Run and ends it with the test. What is filed comes out of the channel, by subject.
func (w *world) running() <-chan string {
	w.Helper()
	filed := make(chan string, 1000)
	w.notify = func(e capture.Event) {
		if e.Kind == capture.EventFiled {
			filed <- e.Document.Subject
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.engine.Run(ctx) }()
	w.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			w.Errorf("Run ended with %v, want nothing", err)
		}
	})
	return filed
}

func TestRunFilesWhatArrivesWithoutBeingAsked(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	filed := w.running()
	for i := range 3 {
		want := fmt.Sprintf("mail %d", i)
		w.deliver("Inbox", want)
		w.engine.Wake()
		for got := ""; got != want; {
			got = <-filed
		}
	}
}

func TestFolderCanBeTickedAndIsFiledWhileAThousandMailsAreComingIn(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	for i := range 40 {
		w.deliver("Inbox", fmt.Sprintf("many %d", i))
	}
	release := make(chan struct{})
	w.hold = func(context.Context) { <-release } // no download ends before it is closed
	filed := w.running()
	<-w.held
	w.tick("archive")
	w.deliver("Archive", "in between")
	w.engine.Wake()
	close(release)
	count := map[string]int{}
	for len(count) < 41 {
		count[<-filed]++
	}
	if count["in between"] != 1 {
		t.Errorf("filed were %v, want the one in between, once", count)
	}
}

func TestPausedFilesNothingUntilItIsResumed(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.must(w.engine.Pause(time.Time{}))
	filed := w.running()
	w.deliver("Inbox", "later")
	w.sim.ResetStats()
	w.engine.Wake()
	if s, err := w.engine.Status(); err != nil || s.State != capture.Paused {
		t.Errorf("the status is %+v, %v; want paused", s, err)
	}
	w.must(w.engine.Resume())
	if got := <-filed; got != "later" {
		t.Errorf("filed was %q", got)
	}
}

func TestPausedMailboxFilesNothingWhileTheOtherGoesOnAndLaterNothingIsMissing(t *testing.T) {
	const info = "info@kantoor.example"
	w := newWorld(t)
	w.must(w.sim.AddMailbox(info, "Info", emma))
	w.must(w.db.PutMailbox(store.Mailbox{Mailbox: mail.Mailbox{Address: info, Account: "emma", Kind: mail.Shared}}))
	w.tick("inbox")
	_, err := w.engine.Select(t.Context(), info, capture.Change{Add: []string{"inbox"}})
	w.must(err)
	w.must(w.engine.PauseMailbox(info, w.clock.now().Add(time.Hour)))
	w.reopen() // a pause outlives the program
	filed := w.running()
	put := func(subject string) {
		t.Helper()
		_, err := w.sim.Deliver(info, "inbox", message(subject), simulator.Delivery{})
		w.must(err)
	}
	put("held back")
	w.deliver("Inbox", "goes on")
	w.engine.Wake()
	if got := <-filed; got != "goes on" {
		t.Errorf("filed was %q from a paused mailbox", got)
	}
	w.deliver("Inbox", "goes on, too")
	w.engine.Wake()
	if got := <-filed; got != "goes on, too" {
		t.Errorf("filed was %q from a paused mailbox", got)
	}
	if s, err := w.engine.Status(); err != nil || s.State == capture.Paused {
		t.Errorf("the status is %s, %v: one paused mailbox is not all", s.State, err)
	}
	w.clock.pass(time.Hour) // its time is over
	w.engine.Wake()
	if got := <-filed; got != "held back" {
		t.Errorf("filed was %q, want what came during the pause", got)
	}
	w.must(w.engine.PauseMailbox(info, time.Time{}))
	put("until it is resumed")
	w.must(w.engine.ResumeMailbox(info))
	if got := <-filed; got != "until it is resumed" {
		t.Errorf("filed was %q, want what came during the second pause", got)
	}
}

func TestMailThatCannotBeHadIsTriedAgainAndThenHeld(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	id := w.deliver("Inbox", "broken")
	w.deliver("Inbox", "fine")
	w.must2(w.sim.AddFault(simulator.Fault{Kind: simulator.MIMECorrupt, Mailbox: emma, Message: id}))
	for try := range 3 {
		r := w.sync()
		if r.Failed != 1 || len(r.Failures) != 1 || r.Failures[0].Err.Code != "ErrorCorruptData" {
			t.Fatalf("try %d gave %+v, want the broken one failed", try, r)
		}
		if again := w.sync(); len(again.Failures) != 0 {
			t.Errorf("it was tried again at once: %+v", again)
		}
		w.clock.pass(time.Hour)
	}
	if r := w.sync(); len(r.Failures) != 0 || r.Failed != 1 {
		t.Errorf("the round gave %+v, want the mail held", r)
	}
	w.wantFiled("fine")
	w.sim.ClearFaults()
	failures, err := w.engine.Failures()
	w.must(err)
	if len(failures) != 1 || !failures[0].Retry.IsZero() {
		t.Fatalf("failures are %+v, want one that is not tried by itself", failures)
	}
	if n, err := w.engine.Retry(failures[0].ID); err != nil || n != 1 {
		t.Fatalf("made %d due, %v; want 1", n, err)
	}
	w.sync()
	w.wantFiled("broken", "fine")
}

func TestMailThatWasNewBeforeTheLastFolderIsUntickedIsStillFiled(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	id := w.deliver("Inbox", "broken")
	w.must2(w.sim.AddFault(simulator.Fault{Kind: simulator.MIMECorrupt, Mailbox: emma, Message: id}))
	if r := w.sync(); r.Failed != 1 {
		t.Fatalf("the round gave %+v, want the broken one failed", r)
	}
	_, err := w.engine.Select(t.Context(), emma, capture.Change{Remove: []string{"inbox"}})
	w.must(err)
	w.sim.ClearFaults()
	_, err = w.engine.Retry()
	w.must(err)
	if r := w.sync(); r.Failed != 0 || r.Waiting != 0 {
		t.Errorf("the round gave %+v, want nothing left open", r)
	}
	w.wantFiled("broken")
}
