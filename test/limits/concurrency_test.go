package limits

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/simulator"
	"postroom/test/office"
)

func TestRunNeverAsksMoreThanFourAtOnceAndNoMoreOftenThanThePollInterval(t *testing.T) {
	const folders, mails, rounds = 20, 200, 3
	seen := &requests{changed: make(chan struct{}, 1)}
	o := office.New(t, "", simulator.Options{Latency: 100 * time.Millisecond, Log: slog.New(seen)})
	o.Policy(map[string]any{"pollSeconds": 1})
	args := []string{"select", office.Emma}
	for i := range folders {
		path := fmt.Sprintf("Inbox/Client %02d", i)
		_, err := o.Sim.AddFolder(office.Emma, path)
		o.Must(err)
		args = append(args, "--add", path)
	}
	o.Connect()
	o.Do(nil, args...)
	for i := range mails {
		o.Deliver(fmt.Sprintf("Inbox/Client %02d", i%folders), office.Message(fmt.Sprintf("mail %03d", i)))
	}
	o.Sim.ResetStats()
	seen.reset()

	began := time.Now()
	run := o.Command(o.Context(), "run")
	o.Must(run.Start())
	seen.wait(t, func(polls, fetched int) bool { return polls >= rounds*folders && fetched >= mails })
	// Polls are counted before the clock is read: those that come meanwhile are not held against the interval.
	polls, fetched := seen.count()
	took := time.Since(began)
	o.Must(run.Process.Signal(os.Interrupt))
	if err := run.Wait(); err != nil {
		t.Errorf("run ended with %v, want no error", err)
	}

	s := o.Sim.Stats()
	if len(s.MaxConcurrent) != 1 {
		t.Errorf("mailboxes asked: %v, want Emma's alone", s.MaxConcurrent)
	}
	for mailbox, most := range s.MaxConcurrent {
		if most != 4 {
			t.Errorf("at most %d requests at once for %s, want 4: all that is allowed", most, mailbox)
		}
	}
	if n := s.ByStatus[http.StatusTooManyRequests]; n > 0 {
		t.Errorf("%d requests were refused as too many, want none", n)
	}
	// The first round begins at once, and then one each second at most.
	if most := (int(took/time.Second) + 1) * folders; polls > most {
		t.Errorf("%d polls in %v, want %d at most", polls, took, most)
	}
	if fetched != mails {
		t.Errorf("%d downloads of %d mails, want one for each", fetched, mails)
	}
	t.Logf("%d polls of %d folders and %d downloads in %v, 4 requests at once at most, none refused", polls, folders, fetched, took.Round(time.Millisecond))
	o.WantVerified()
}

// requests counts what the simulated service logs.
type requests struct {
	mu             sync.Mutex
	polls, fetched int
	changed        chan struct{}
}

func (r *requests) Enabled(context.Context, slog.Level) bool { return true }
func (r *requests) WithAttrs([]slog.Attr) slog.Handler       { return r }
func (r *requests) WithGroup(string) slog.Handler            { return r }

func (r *requests) Handle(_ context.Context, record slog.Record) error {
	record.Attrs(func(a slog.Attr) bool {
		if a.Key != "endpoint" {
			return true
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		switch endpoint := a.Value.String(); {
		case strings.HasSuffix(endpoint, "/messages/delta"):
			r.polls++
		case strings.HasSuffix(endpoint, "/$value"):
			r.fetched++
		}
		return false
	})
	select {
	case r.changed <- struct{}{}:
	default:
	}
	return nil
}

func (r *requests) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.polls, r.fetched = 0, 0
}

func (r *requests) count() (polls, fetched int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.polls, r.fetched
}

// wait returns when so much was asked as enough wants.
func (r *requests) wait(t *testing.T, enough func(polls, fetched int) bool) {
	t.Helper()
	late := time.After(2 * time.Minute)
	for !enough(r.count()) {
		select {
		case <-r.changed:
		case <-late:
			polls, fetched := r.count()
			t.Fatalf("%d polls and %d downloads after two minutes, want more", polls, fetched)
		}
	}
}
