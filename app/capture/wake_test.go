package capture_test

import (
	"context"
	"testing"
	"time"

	"postroom/app/capture"
)

func TestWakeDuringARoundThatHasLookedAlreadyIsNotLost(t *testing.T) {
	w := newWorld(t)
	w.poll = 24 * time.Hour
	w.reopen()
	w.tick("inbox")
	woken := false
	events := w.heard(func(e capture.Event) {
		if e.Kind != capture.EventRound || woken {
			return
		}
		// This round has looked and still has the mailbox: the one that is woken now finds it taken, and ends first.
		woken = true
		w.deliverTo(emma, "just after")
		w.engine.Wake()
		for w.Context().Err() == nil {
			m, err := w.db.Mailboxes()
			if err != nil || !m[0].LastSync.IsZero() {
				break
			}
		}
	})
	ctx, cancel := context.WithTimeout(w.Context(), time.Minute)
	defer cancel()
	for {
		select {
		case e := <-events:
			if e.Kind == capture.EventFiled {
				return
			}
		case <-ctx.Done():
			t.Fatal("the mail that came just after the round had looked is not filed; want it looked for again at once")
		}
	}
}
