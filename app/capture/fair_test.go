package capture_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"postroom/app/capture"
	"postroom/app/mail"
	"postroom/app/simulator"
	"postroom/app/store"
)

// more adds mailboxes with their inboxes ticked, named by prefix and number.
func (w *world) more(prefix string, n int) []string {
	w.Helper()
	var addresses []string
	for i := range n {
		address := fmt.Sprintf("%s%02d@kantoor.example", prefix, i)
		w.must(w.sim.AddMailbox(address, prefix, emma))
		w.must(w.db.PutMailbox(store.Mailbox{Mailbox: mail.Mailbox{Address: address, Account: "emma", Kind: mail.Shared}}))
		_, err := w.engine.Select(w.Context(), address, capture.Change{Add: []string{"inbox"}})
		w.must(err)
		addresses = append(addresses, address)
	}
	return addresses
}

func (w *world) deliverTo(mailbox, subject string) {
	w.Helper()
	_, err := w.sim.Deliver(mailbox, "Inbox", message(subject), simulator.Delivery{})
	w.must(err)
}

// heard starts Run, hands every event to a channel, after those who are to see it first, and ends with the test.
func (w *world) heard(first ...func(capture.Event)) <-chan capture.Event {
	w.Helper()
	events := make(chan capture.Event, 10_000)
	ctx, cancel := context.WithCancel(context.Background())
	w.notify = func(e capture.Event) {
		for _, see := range first {
			see(e)
		}
		select {
		case events <- e:
		case <-ctx.Done():
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- w.engine.Run(ctx) }()
	w.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			w.Errorf("Run ended with %v, want nothing", err)
		}
	})
	return events
}

func TestMailboxWithAHundredThousandNewMailsDelaysNoOther(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	others := w.more("other", 40)
	w.must(w.sim.AddGenerated(emma, "inbox", 100_000, nil))
	for _, o := range others {
		w.deliverTo(o, "to "+o)
	}
	// The large one is never done: its downloads don't end before the test does.
	w.hold, w.holdOf = func(ctx context.Context) { <-ctx.Done() }, emma
	rounds := 0
	events := w.heard() // one round begins now, and the next only a minute later
	for missing := len(others); missing > 0; {
		switch e := <-events; {
		case e.Kind == capture.EventFiled && e.Mailbox != emma:
			missing--
		case e.Kind == capture.EventRound && e.Mailbox != emma:
			rounds++
		}
	}
	if rounds != len(others) {
		t.Errorf("%d rounds filed the mail of %d other mailboxes, want one for each", rounds, len(others))
	}
}

func TestMailboxGetsItsTurnBeforeThoseAheadOfItAreDone(t *testing.T) {
	const many = 600 // more than two shares
	w := newWorld(t)
	w.atOnce = 2
	w.reopen()
	full := w.more("full", 3)
	small := w.more("small", 1)[0]
	for _, f := range full {
		w.must(w.sim.AddGenerated(f, "inbox", many, nil))
	}
	w.held = make(chan struct{}, 2)
	release := make(chan struct{})
	w.hold, w.holdOf = func(ctx context.Context) {
		select {
		case <-release:
		case <-ctx.Done():
		}
	}, "full"
	events := w.heard()
	<-w.held // two of the full ones have the turns
	filed := map[string]int{}
	for open := len(full); open > 0; {
		if e := <-events; e.Kind == capture.EventRound && strings.HasPrefix(e.Mailbox, "full") {
			open--
		}
	}
	w.deliverTo(small, "small")
	w.engine.Wake()
	for noticed := false; !noticed; {
		e := <-events
		noticed = e.Kind == capture.EventRound && e.Mailbox == small && e.Done == 1
	}
	close(release)
	for filed[small] == 0 {
		if e := <-events; e.Kind == capture.EventFiled {
			filed[e.Mailbox]++
		}
	}
	for _, f := range full {
		if filed[f] == many {
			t.Errorf("%s was filed to its end before the one mail behind it", f)
		}
	}
	if filed[full[0]]+filed[full[1]]+filed[full[2]] == 0 {
		t.Error("nothing of the full ones was filed before: the test shows nothing")
	}
}

func TestMailboxesOfAConnectionThatIsOffAreNotRead(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.deliver("Inbox", "later")
	w.must(w.db.ChangeAccount("emma", func(a *store.Account) bool { a.Off = true; return true }))
	w.sim.ResetStats()
	if r := w.sync(); r.Filed != 0 || w.sim.Stats().Requests != 0 {
		t.Errorf("a round gave %+v with %d requests, want none", r, w.sim.Stats().Requests)
	}
	w.must(w.db.ChangeAccount("emma", func(a *store.Account) bool { a.Off = false; return true }))
	w.sync()
	w.wantFiled("later")
}
