package transport

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"postroom/app/fault"
)

// LimitsConfig sets the limits; a zero value stands for Microsoft's own (per app and mailbox, "Microsoft Graph
// service-specific throttling limits", Outlook) or, for Total, for what one process should ask of a machine.
type LimitsConfig struct {
	PerMailbox int           // requests in flight per mailbox: 4
	Total      int           // requests in flight over all mailboxes: 64
	Requests   int           // requests per mailbox in Window: 10,000
	Window     time.Duration // 10 minutes
	Clock      Clock
}

// Limits lets requests go when the limits of their mailbox allow it, first come, first served. One value is shared by
// all clients of a process, since Microsoft counts per app and mailbox, whoever signed in. A request that waits holds
// no slot; one whose body is still being read does.
type Limits struct {
	config LimitsConfig

	mu       sync.Mutex
	inFlight int
	ticket   uint64
	boxes    map[string]*box
	queued   map[*box]struct{} // boxes with waiters
	timer    Timer
	wake     time.Time // when timer fires; zero if it is not set
}

// Reason says why a mailbox waits.
type Reason string

const (
	Throttled Reason = "throttled" // Microsoft asked to slow down
	Allowance Reason = "allowance" // the requests of these ten minutes are used up
)

// box is what is known of one mailbox.
type box struct {
	inFlight int
	allowed  int       // slots; fewer than PerMailbox for a while after the service said that there were too many
	raise    time.Time // when one more slot is tried
	queue    []*waiter // by ticket
	window   *window
	fence    time.Time // nothing is sent before
	crowded  time.Time // nothing is sent before, unless a request ends earlier
}

type waiter struct {
	ticket  uint64
	patient time.Duration // how long it may be held up by a fence
	ready   chan struct{} // closed when it was granted or refused
	granted bool
	err     error
}

// raiseEvery is how long the service has to be content before one more request at a time is tried again.
const raiseEvery = 30 * time.Second

// NewLimits returns limits with nothing in flight.
func NewLimits(c LimitsConfig) *Limits {
	if c.PerMailbox == 0 {
		c.PerMailbox = 4
	}
	if c.Total == 0 {
		c.Total = 64
	}
	if c.Requests == 0 {
		c.Requests = 10_000
	}
	if c.Window == 0 {
		c.Window = 10 * time.Minute
	}
	if c.Clock == nil {
		c.Clock = systemClock{}
	}
	return &Limits{config: c, boxes: map[string]*box{}, queued: map[*box]struct{}{}}
}

// Waiting says until when nothing is sent to a mailbox and why; the zero time if nothing holds it up.
func (l *Limits) Waiting(mailbox string) (time.Time, Reason) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.boxes[strings.ToLower(mailbox)]
	if !ok {
		return time.Time{}, ""
	}
	return b.blocked(l.config.Clock.Now())
}

// InFlight is the number of requests to a mailbox that have a slot now.
func (l *Limits) InFlight(mailbox string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b, ok := l.boxes[strings.ToLower(mailbox)]; ok {
		return b.inFlight
	}
	return 0
}

// next draws a ticket: the place of a request in every queue it will stand in, so that a repetition comes before
// requests that started later.
func (l *Limits) next() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ticket++
	return l.ticket
}

// acquire waits for a slot and returns what gives it back. It fails when ctx ends, and with class RetryLater when the
// mailbox is held up for longer than patient.
func (l *Limits) acquire(ctx context.Context, mailbox string, ticket uint64, patient time.Duration) (release func(), err error) {
	w := &waiter{ticket: ticket, patient: patient, ready: make(chan struct{})}
	l.mu.Lock()
	b := l.box(mailbox)
	at, _ := slices.BinarySearchFunc(b.queue, ticket, func(w *waiter, t uint64) int {
		if w.ticket < t {
			return -1
		}
		return 1
	})
	b.queue = slices.Insert(b.queue, at, w)
	l.queued[b] = struct{}{}
	l.dispatch()
	l.mu.Unlock()

	select {
	case <-w.ready:
	case <-ctx.Done():
		l.mu.Lock()
		defer l.mu.Unlock()
		if w.granted { // both happened at once
			l.release(b)
		} else {
			l.drop(b, w)
		}
		return nil, ctx.Err()
	}
	if w.err != nil {
		return nil, w.err
	}
	return sync.OnceFunc(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.release(b)
	}), nil
}

// hold sets a fence: nothing is sent to the mailbox before until.
func (l *Limits) hold(mailbox string, until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b := l.box(mailbox); until.After(b.fence) {
		b.fence = until
	}
	l.dispatch()
}

// crowd notes that the service counted too many requests at once: the next one is sent when one has ended, or at
// until if that comes first, because the others may be those of another machine. The caller has given back its slot.
func (l *Limits) crowd(mailbox string, until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.box(mailbox)
	b.crowded = until
	b.allowed = max(1, min(b.allowed, b.inFlight))
	b.raise = l.config.Clock.Now().Add(raiseEvery)
	l.dispatch()
}

func (l *Limits) box(mailbox string) *box {
	b, ok := l.boxes[mailbox]
	if !ok {
		b = &box{allowed: l.config.PerMailbox, window: newWindow(l.config.Window, l.config.Requests)}
		l.boxes[mailbox] = b
	}
	return b
}

func (l *Limits) release(b *box) {
	b.inFlight--
	b.crowded = time.Time{}
	l.inFlight--
	l.dispatch()
}

// count adds the further parts of a batch to what its mailbox has had of its allowance.
func (l *Limits) count(mailbox string, parts int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for range parts {
		l.box(mailbox).window.add(l.config.Clock.Now())
	}
}

// drop takes a waiter out of its queue.
func (l *Limits) drop(b *box, w *waiter) {
	if i := slices.Index(b.queue, w); i >= 0 {
		b.queue = slices.Delete(b.queue, i, i+1)
	}
	if len(b.queue) == 0 {
		delete(l.queued, b)
	}
	l.dispatch()
}

// dispatch grants what can be granted, the longest waiting first, refuses what would wait too long, and sets the timer
// for the rest. The caller holds the lock.
func (l *Limits) dispatch() {
	now := l.config.Clock.Now()
	for l.inFlight < l.config.Total {
		var first *box
		for b := range l.queued {
			if b.ready(now, l.config.PerMailbox) && (first == nil || b.queue[0].ticket < first.queue[0].ticket) {
				first = b
			}
		}
		if first == nil {
			break
		}
		w := first.queue[0]
		w.granted = true
		first.inFlight++
		first.window.add(now)
		l.inFlight++
		l.answer(first, 0)
	}
	var wake time.Time
	for b := range l.queued {
		until, reason := b.blocked(now)
		if until.IsZero() {
			continue
		}
		for i := 0; i < len(b.queue); {
			if w := b.queue[i]; until.Sub(now) > w.patient {
				w.err = &fault.Error{Class: fault.RetryLater, Code: "waiting", Detail: string(reason), After: until}
				l.answer(b, i)
			} else {
				i++
			}
		}
		if len(b.queue) > 0 && (wake.IsZero() || until.Before(wake)) {
			wake = until
		}
	}
	l.setTimer(now, wake)
}

// answer ends the wait of the waiter at i.
func (l *Limits) answer(b *box, i int) {
	close(b.queue[i].ready)
	b.queue = slices.Delete(b.queue, i, i+1)
	if len(b.queue) == 0 {
		delete(l.queued, b)
	}
}

func (l *Limits) setTimer(now, wake time.Time) {
	if wake.Equal(l.wake) {
		return
	}
	if l.timer != nil {
		l.timer.Stop()
	}
	l.wake = wake
	if wake.IsZero() {
		return
	}
	l.timer = l.config.Clock.AfterFunc(wake.Sub(now), func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.wake = time.Time{}
		l.dispatch()
	})
}

// blocked is until when time alone holds the mailbox up: the zero time if it does not.
func (b *box) blocked(now time.Time) (until time.Time, reason Reason) {
	for _, t := range []time.Time{b.fence, b.crowded} {
		if t.After(now) && t.After(until) {
			until, reason = t, Throttled
		}
	}
	if free := b.window.free(now); free.After(until) {
		until, reason = free, Allowance
	}
	return until, reason
}

func (b *box) ready(now time.Time, most int) bool {
	if b.allowed < most && !now.Before(b.raise) {
		b.allowed++
		b.raise = now.Add(raiseEvery)
	}
	if b.inFlight >= b.allowed {
		return false
	}
	until, _ := b.blocked(now)
	return until.IsZero()
}
