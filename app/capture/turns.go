package capture

import (
	"context"
	"slices"
	"sync"
)

// atOnce is how many mailboxes are looked at, and as many again worked off, at the same time. Each has its own limits at
// the service.
const atOnce = 16

// share is how many mails of one mailbox are filed before others that wait get their turn: no more than are registered
// together, so that whoever is sixteenth in line behind sixteen full mailboxes is there within seconds.
const share = groupMax

// turns lets so many work at a time, first come, first served. Looking at mailboxes and working off their journals have
// turns of their own: a thousand new mails in one mailbox keep nobody from noticing those of another.
type turns struct {
	mu    sync.Mutex
	free  int
	queue []chan struct{}
}

func newTurns(n int) *turns { return &turns{free: n} }

// take waits for a turn; it has to be given back. The only error is the context's.
func (t *turns) take(ctx context.Context) error {
	t.mu.Lock()
	if t.free > 0 {
		t.free--
		t.mu.Unlock()
		return nil
	}
	mine := make(chan struct{})
	t.queue = append(t.queue, mine)
	t.mu.Unlock()
	select {
	case <-mine:
		return nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	i := slices.Index(t.queue, mine)
	if i >= 0 {
		t.queue = slices.Delete(t.queue, i, i+1)
	}
	t.mu.Unlock()
	if i < 0 { // both happened at once
		t.give()
	}
	return ctx.Err()
}

// give hands the turn to whoever has waited longest.
func (t *turns) give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.queue) == 0 {
		t.free++
		return
	}
	close(t.queue[0])
	t.queue = slices.Delete(t.queue, 0, 1)
}

// wanted says whether somebody waits.
func (t *turns) wanted() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.queue) > 0
}
