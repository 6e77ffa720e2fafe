package office

import (
	"context"
	"errors"
	"sync"
	"time"
)

// gate lets many use the engine, or one change it.
type gate struct {
	use sync.RWMutex

	mu    sync.Mutex
	pause context.CancelFunc // ends what Work runs now, nil if it runs nothing
	again chan struct{}      // ends the wait of Work for a destination
}

// waiting is what ends a wait before its time.
func (g *gate) waiting() chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.again == nil {
		g.again = make(chan struct{}, 1)
	}
	return g.again
}

// nudge ends the wait of Work, if it waits.
func (g *gate) nudge() {
	select {
	case g.waiting() <- struct{}{}:
	default:
	}
}

// using keeps the engine from being exchanged until the function that it gives is called.
func (o *Office) using() (done func()) {
	o.gate.use.RLock()
	return o.gate.use.RUnlock
}

// Work files what arrives until the context ends. Unlike Run it outlives a destination that can't be opened, which it
// tries again after each poll interval, and an engine that is exchanged: see MoveDestination.
func (o *Office) Work(ctx context.Context) error {
	var beside sync.WaitGroup
	beside.Go(func() { o.keepAccess(ctx) })
	beside.Go(func() { o.keepPeople(ctx) })
	defer beside.Wait()
	for ctx.Err() == nil {
		if err := o.work(ctx); err != nil {
			o.log.Error("filing has stopped and is tried again", "error", err)
			o.tell(Event{Kind: EventProblem, Problem: ProblemOf(o.language(), err)})
			t := time.NewTimer(max(o.poll(), time.Second))
			select {
			case <-ctx.Done():
			case <-t.C:
			case <-o.gate.waiting():
			}
			t.Stop()
		}
	}
	return nil
}

// work runs the engine until the context ends or somebody wants to exchange it.
func (o *Office) work(ctx context.Context) error {
	defer o.using()()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	o.gate.mu.Lock()
	o.gate.pause = cancel
	o.gate.mu.Unlock()
	return o.run(ctx)
}

// exclusive stops Work, waits until nobody uses the engine, and lets do have it alone. Work goes on afterwards.
func (o *Office) exclusive(do func() error) error {
	stop := make(chan struct{})
	var stopping sync.WaitGroup
	stopping.Go(func() { o.keepStopping(stop) })
	o.gate.use.Lock()
	close(stop)
	stopping.Wait()
	defer o.gate.use.Unlock()
	return do()
}

// keepStopping ends what Work runs, also if it has begun just now: it can't begin once Lock waits.
func (o *Office) keepStopping(stop chan struct{}) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		o.gate.mu.Lock()
		if o.gate.pause != nil {
			o.gate.pause()
		}
		o.gate.mu.Unlock()
		select {
		case <-stop:
			return
		case <-tick.C:
		}
	}
}

// reopen closes the engine, changes its place while nobody can open it, and leaves it to the next user to open it anew.
func (o *Office) reopen(change func() error) error {
	return o.exclusive(func() error {
		o.mu.Lock()
		engine := o.engine
		o.engine, o.dest, o.shut = nil, nil, true
		o.mu.Unlock()
		defer func() {
			o.mu.Lock()
			o.shut = false
			o.mu.Unlock()
		}()
		var err error
		if engine != nil {
			err = engine.Close()
		}
		return errors.Join(err, change())
	})
}
