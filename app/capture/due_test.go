package capture_test

import (
	"testing"
	"time"

	"postroom/app/capture"
	"postroom/app/fault"
	"postroom/app/simulator"
)

const year = 365 * 24 * time.Hour

// A machine whose clock was wrong when it started has it set right by the network a moment later.
func TestWhatFailedUnderAClockThatWasAheadIsTriedAgainWhenItIsSetBack(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.clock.pass(year)
	id, err := w.sim.AddFault(simulator.Fault{Kind: simulator.MIMECorrupt})
	w.must(err)
	w.deliver("Inbox", "failed at first")
	if r := w.syncWith(capture.Options{TrueUp: true}); r.Failed != 1 {
		t.Fatalf("the round gave %+v, want one failed", r)
	}
	w.clock.pass(-year)
	w.sim.RemoveFault(id)
	if r := w.sync(); r.Failed != 0 {
		t.Errorf("the round gave %+v, want the mail tried again", r)
	}
	w.wantFiled("failed at first")
	if last := w.folder("Inbox").TrueUp.Time; last.After(w.clock.now()) {
		t.Errorf("the last true-up is at %v: there is none before that again", last)
	}
	w.wantVerified()
}

func TestAccountThatWasLostUnderAClockThatWasAheadIsTriedAgainWhenItIsSetBack(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.clock.pass(year)
	w.signIn = &fault.Error{Class: fault.SignInAgain, Code: "AADSTS50173", Op: "ask for a token"}
	w.sync()
	w.signIn = nil
	w.clock.pass(-year)
	filed := w.running()
	w.deliver("Inbox", "let in again")
	w.engine.Wake()
	if got := <-filed; got != "let in again" {
		t.Errorf("filed was %q", got)
	}
}
