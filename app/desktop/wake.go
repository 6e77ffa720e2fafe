package desktop

import (
	"context"
	"time"
)

// How the clock tells that the computer slept: between two looks it went on much further than we waited.
const (
	lookEvery = 15 * time.Second
	sleptFor  = 45 * time.Second
)

// watchClock calls wake after sleep, on every system.
func watchClock(ctx context.Context, wake func()) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	watchTicks(ctx, tick.C, func() time.Time { return time.Now().Round(0) }, wake)
}

// watchTicks compares the clock on the wall at every tick: the one that Go measures with stands still during sleep.
// A clock that was set back or forth looks the same, and looking at the mailboxes is right then, too.
func watchTicks(ctx context.Context, ticks <-chan time.Time, wall func() time.Time, wake func()) {
	last := wall()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		now := wall()
		if now.Sub(last).Abs() >= lookEvery+sleptFor {
			wake()
		}
		last = now
	}
}

// oneChange gives a channel, and what puts a change into it without ever waiting: those that nobody has taken yet are one.
func oneChange() (changes <-chan struct{}, note func()) {
	c := make(chan struct{}, 1)
	return c, func() {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// settleTime is how long the network is given to come up: one change of it is told in many pieces.
const settleTime = 2 * time.Second

// settle calls wake once for every burst of changes, after it.
func settle(ctx context.Context, changes <-chan struct{}, wake func()) {
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-changes:
			quiet = time.After(settleTime)
		case <-quiet:
			quiet = nil
			wake()
		}
	}
}
