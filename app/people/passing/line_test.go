package passing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

const (
	emma = "emma@kantoor.example"
	jan  = "jan@kantoor.example"
)

// office is who shows as what, and a target that hears it.
type office struct {
	mu     sync.Mutex
	began  time.Time
	off    time.Duration // of the clock
	people []Status
	fail   error
	heard  []string
	ids    []string
}

func (o *office) Pass(ctx context.Context, s Status) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ids = append(o.ids, s.ID)
	if o.fail != nil && (fault.CodeOf(o.fail) != "pass-person" || s.Address == jan) {
		return o.fail
	}
	who, _, _ := strings.Cut(s.Address, "@")
	o.heard = append(o.heard, fmt.Sprintf("%s %s %s", time.Since(o.began).Round(time.Second), who, s.Show))
	return ctx.Err()
}

func (o *office) now() time.Time { o.mu.Lock(); defer o.mu.Unlock(); return time.Now().Add(o.off) }

func (o *office) current() []Status {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.people)
}

func (o *office) set(fail error, people ...Status) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.fail, o.people = fail, people
}

// told is what was heard since the last call.
func (o *office) told() string {
	synctest.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	text := strings.Join(o.heard, ", ")
	o.heard = nil
	return text
}

// tried gives the ids of all attempts so far.
func (o *office) tried() []string {
	synctest.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.ids)
}

// running runs a line while do goes on; afterwards it gives the last words.
func running(t *testing.T, renew time.Duration, do func(o *office, l *Line)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := &office{began: time.Now()}
		l := NewLine(Options{Target: o, Now: o.now, Current: o.current, Renew: renew})
		ctx, cancel := context.WithCancel(t.Context())
		var line sync.WaitGroup
		line.Go(func() { l.Run(ctx) })
		do(o, l)
		cancel()
		line.Wait()
	})
}

func status(who string, show mail.ShowAs) Status { return Status{Address: who, Show: show} }

func wants(t *testing.T, o *office, want string) {
	t.Helper()
	if got := o.told(); got != want {
		t.Errorf("told was %q, want %q", got, want)
	}
}

func TestEachChangeIsPassedOnOnceAndTheEndTellsNothingIsKnown(t *testing.T) {
	var o *office
	running(t, 0, func(held *office, l *Line) {
		o = held
		o.set(nil, status(emma, mail.Busy), status(jan, mail.Untold))
		l.Wake()
		wants(t, o, "0s emma busy")
		l.Wake()
		wants(t, o, "")
		time.Sleep(10 * time.Second)
		o.set(nil, status(emma, mail.Out), status(jan, mail.Free))
		l.Wake()
		wants(t, o, "10s emma oof, 10s jan free")
		o.set(nil, status(jan, mail.Free)) // Emma is not passed on any more
		time.Sleep(time.Minute)
		wants(t, o, "1m10s emma unknown")
	})
	if got := strings.Join(o.heard, ", "); got != "1m10s jan unknown" {
		t.Errorf("the last words are %q", got)
	}
}

func TestOfMissedChangesOnlyTheLastArrivesWhenTheReceiverIsBack(t *testing.T) {
	running(t, 0, func(o *office, l *Line) {
		o.set(&fault.Error{Class: fault.RetryLater, Code: "pass-unreachable"}, status(emma, mail.Busy))
		l.Wake()
		time.Sleep(10 * time.Second)
		o.set(o.fail, status(emma, mail.Out))
		l.Wake()
		time.Sleep(time.Hour)
		if n := len(o.tried()); n < 10 || n > 25 {
			t.Errorf("tried %d times in an hour, want growing pauses up to 5 minutes", n)
		}
		o.set(nil, status(emma, mail.Tentative), status(jan, mail.Free))
		time.Sleep(longest)
		if got := o.told(); !strings.HasSuffix(got, "emma tentative, "+got[:strings.Index(got, " ")]+" jan free") || strings.Count(got, "emma") != 1 {
			t.Errorf("told was %q, want only how they show now", got)
		}
	})
}

func TestChangeThatWentBackWhileNobodyAnsweredIsToldAgain(t *testing.T) {
	running(t, 0, func(o *office, l *Line) {
		o.set(nil, status(emma, mail.Free))
		l.Wake()
		wants(t, o, "0s emma free")
		o.set(&fault.Error{Class: fault.RetryLater, Code: "pass-unreachable"}, status(emma, mail.Busy)) // it may have arrived
		l.Wake()
		time.Sleep(500 * time.Millisecond)
		o.set(nil, status(emma, mail.Free))
		time.Sleep(shortest)
		wants(t, o, "1s emma free")
	})
}

func TestWhatWasReadTooLongAgoIsNotToldUntilItIsReadAgain(t *testing.T) {
	running(t, 0, func(o *office, l *Line) {
		held := status(emma, mail.Busy)
		held.Held = true
		o.set(nil, held)
		l.Wake()
		time.Sleep(time.Hour)
		wants(t, o, "")
		o.set(nil, status(emma, mail.Free))
		l.Wake()
		wants(t, o, "1h0m0s emma free")
	})
}

func TestOnePersonWhomTheReceiverRefusesHoldsUpNobodyElse(t *testing.T) {
	running(t, 0, func(o *office, l *Line) {
		o.set(&fault.Error{Class: fault.FixSetting, Code: "pass-person"}, status(emma, mail.Busy), status(jan, mail.Busy))
		l.Wake()
		time.Sleep(10 * time.Minute)
		o.set(o.fail, status(emma, mail.Free), status(jan, mail.Busy))
		l.Wake()
		wants(t, o, "0s emma busy, 10m0s emma free")
		o.set(nil, o.people...)
		time.Sleep(longest)
		if got := o.told(); !strings.HasSuffix(got, "jan busy") {
			t.Errorf("when he is taken: %q", got)
		}
	})
}

func TestRepeatedAttemptKeepsItsIDAndAChangeHasAnother(t *testing.T) {
	running(t, 0, func(o *office, l *Line) {
		o.set(&fault.Error{Class: fault.RetryLater, Code: "pass-busy"}, status(emma, mail.Busy))
		l.Wake()
		time.Sleep(5 * time.Second)
		o.set(nil, status(emma, mail.Free))
		time.Sleep(time.Minute)
		ids := o.tried()
		if n := len(ids); n < 3 || ids[0] == "" || ids[0] != ids[n-2] || ids[n-1] == ids[0] {
			t.Errorf("ids are %q, want one for all attempts and another for the change", ids)
		}
	})
}

func TestReceiverIsLeftAloneAsLongAsItAsks(t *testing.T) {
	running(t, 0, func(o *office, l *Line) {
		o.set(&fault.Error{Class: fault.RetryLater, Code: "pass-busy", After: time.Now().Add(20 * time.Minute)}, status(emma, mail.Busy))
		l.Wake()
		synctest.Wait()
		o.set(nil, o.people...)
		time.Sleep(20*time.Minute - time.Second)
		l.Wake()
		wants(t, o, "")
		time.Sleep(time.Minute)
		wants(t, o, "20m0s emma busy")
		o.set(&fault.Error{Class: fault.RetryLater, Code: "pass-busy", After: time.Now().Add(100 * 24 * time.Hour)}, status(emma, mail.Free))
		l.Wake()
		synctest.Wait()
		o.set(nil, o.people...)
		time.Sleep(mostPatience + time.Minute)
		if got := o.told(); !strings.HasSuffix(got, "emma free") {
			t.Errorf("after being asked to wait for months: %q", got)
		}
	})
}

func TestClockThatIsSetBackMakesNoPauseEndless(t *testing.T) {
	running(t, 4*time.Minute, func(o *office, l *Line) {
		o.set(nil, status(emma, mail.Busy))
		l.Wake()
		wants(t, o, "0s emma busy")
		o.mu.Lock()
		o.off = -48 * time.Hour
		o.mu.Unlock()
		time.Sleep(time.Minute)
		wants(t, o, "1m0s emma busy") // told anew: it is not known how long ago it was
		o.set(&fault.Error{Class: fault.RetryLater, Code: "pass-unreachable"}, status(emma, mail.Free))
		l.Wake()
		synctest.Wait()
		o.set(nil, o.people...)
		o.mu.Lock()
		o.off = -96 * time.Hour
		o.mu.Unlock()
		time.Sleep(time.Minute)
		if got := o.told(); !strings.HasSuffix(got, "emma free") {
			t.Errorf("after the clock was set back: %q", got)
		}
	})
}

func TestWhatEndsIsRenewed(t *testing.T) {
	running(t, 4*time.Minute, func(o *office, l *Line) {
		o.set(nil, status(emma, mail.Busy))
		l.Wake()
		time.Sleep(9 * time.Minute)
		wants(t, o, "0s emma busy, 4m0s emma busy, 8m0s emma busy")
	})
}

func TestEndOfFreeTimeIsNotPassedOn(t *testing.T) {
	running(t, 0, func(o *office, l *Line) {
		free := status(emma, mail.Free)
		free.Until = time.Now().Add(time.Hour)
		o.set(nil, free)
		l.Wake()
		wants(t, o, "0s emma free")
		free.Until = time.Now().Add(2 * time.Hour)
		o.set(nil, free)
		l.Wake()
		wants(t, o, "")
	})
}
