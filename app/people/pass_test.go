package people

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postroom/app/mail"
	"postroom/app/people/passing"
	"postroom/app/store"
)

// listener hears what is passed on, and when.
type listener struct {
	mu    sync.Mutex
	began time.Time
	heard []string
}

func (l *listener) Pass(_ context.Context, s passing.Status) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard = append(l.heard, fmt.Sprint(time.Since(l.began), " ", s.Show))
	return nil
}

// The clock that the program runs by stands still while the machine sleeps; the one on the wall goes on.
func TestStatusIsPassedOnAtTheMinuteAndAMissedOneNeverLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		in := func(d time.Duration) time.Time { return began.Add(d) }
		var mu sync.Mutex
		var slept time.Duration
		now := func() time.Time { mu.Lock(); defer mu.Unlock(); return time.Now().Add(slept) }
		c := &calendars{home: mail.Home{Zone: "UTC"}, events: map[string][]mail.Event{
			emma: {{Start: in(time.Hour), End: in(2 * time.Hour), Show: mail.Busy}}}}
		board := NewBoard(now)
		heard := &listener{began: began}
		line := passing.NewLine(passing.Options{Target: heard, Now: now, Current: func() []passing.Status {
			return board.Passable(func(p Presence) bool { return p.Own })
		}})
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() {
			board.Watch(ctx, func() []Source { return []Source{{Account: "1", Address: emma, Team: []string{jan}, Calendar: c}} }, func(Presence) { line.Wake() })
		})
		running.Go(func() { line.Run(ctx) })
		time.Sleep(90*time.Minute + 30*time.Second)
		// While the machine sleeps, the meeting ends, and Emma leaves for the day.
		c.set(emma, mail.Event{Start: in(time.Hour), End: in(2 * time.Hour), Show: mail.Busy}, mail.Event{Start: in(3 * time.Hour), End: in(9 * time.Hour), Show: mail.Out})
		mu.Lock()
		slept = 3 * time.Hour
		mu.Unlock()
		line.Wake()
		synctest.Wait()
		time.Sleep(Poll)
		synctest.Wait()
		cancel()
		running.Wait()
		if got, want := strings.Join(heard.heard, ", "), "0s free, 1h0m0s busy, 1h31m0s oof, 1h31m30s unknown"; got != want {
			t.Errorf("passed on was %s, want %s", got, want)
		}
	})
}

func TestWhatStatusesArePassedOnToIsSealedAndGoesWithItsAccount(t *testing.T) {
	b, db := newBook(t)
	must(t, b.ChangePassing(func(p *Passing) { p.Webhook = &PassWebhook{URL: "https://pbx.kantoor.example/", Secret: "example"} }))
	if p, err := b.Passing(); err != nil || p.Webhook == nil || p.Webhook.Secret != "example" || p.Command != nil {
		t.Errorf("it is %+v, %v", p, err)
	}
	when := clock("23 09:00")
	must(t, b.SetPassed("webhook", "", &PassResult{Time: when}))
	must(t, b.SetPassed("teams", "1", &PassResult{Time: when, Problem: &store.Problem{Code: "people-refused"}}))
	if r, err := b.Passed("teams", "1"); err != nil || r.Problem == nil || !r.Time.Equal(when) {
		t.Errorf("Teams ended as %+v, %v", r, err)
	}
	must(t, db.DeleteAccount("1"))
	if r, err := b.Passed("teams", "1"); err != nil || !r.Time.IsZero() {
		t.Errorf("without the account: %+v, %v", r, err)
	}
	if r, err := b.Passed("webhook", ""); err != nil || !r.Time.Equal(when) {
		t.Errorf("the webhook ended as %+v, %v", r, err)
	}
	must(t, b.SetPassed("webhook", "", nil))
	if r, err := b.Passed("webhook", ""); err != nil || !r.Time.IsZero() {
		t.Errorf("forgotten, it is %+v, %v", r, err)
	}
}
