package capture

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"postroom/app/store"
)

// Options tell how to run one round.
type Options struct {
	TrueUp bool // compare every ticked folder with the mailbox, due or not
}

// Result is what a round of all mailboxes came to.
type Result struct {
	Filed, Skipped  int
	Failed, Waiting int      // what is open in the journal afterwards, and folders and mailboxes that could not be polled
	SignIn          []string // ids of the accounts that have to sign in
	Accounts        int      // connected accounts, whatever their state
	Failures        []Failure
}

// SyncOnce runs one round of all mailboxes: it returns when the journal is empty or only entries remain that wait for
// a later time. It works while filing is paused, too: somebody asked for it.
func (e *Engine) SyncOnce(ctx context.Context, o Options) (Result, error) {
	r := round{all: true, trueUp: o.TrueUp}
	var result Result
	mailboxes, err := e.connected(r, &result)
	if err != nil {
		return result, err
	}
	var mu sync.Mutex
	g, gctx := errgroup.WithContext(ctx)
	for _, m := range mailboxes {
		g.Go(func() error {
			out, err := e.run(gctx, m.Address, r)
			mu.Lock()
			defer mu.Unlock()
			result.Filed += out.filed
			result.Skipped += out.skipped
			result.Failures = append(result.Failures, out.failures...)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return result, err
	}
	return result, e.count(&result)
}

// connected lists the mailboxes that can be worked on. An account that has to sign in is tried again from time to time,
// and when somebody asks.
func (e *Engine) connected(r round, result *Result) ([]store.Mailbox, error) {
	accounts, err := e.DB.Accounts()
	if err != nil {
		return nil, err
	}
	usable := map[string]bool{}
	for _, a := range accounts {
		if a.State == store.Disconnected || a.Off {
			continue
		}
		result.Accounts++
		usable[a.ID] = a.State == store.Active || r.all || a.Problem == nil || !awaits(e.Clock(), a.Problem.Retry, signInPause)
	}
	mailboxes, err := e.DB.Mailboxes()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(mailboxes, func(m store.Mailbox) bool {
		idle := len(m.Folders) == 0 && m.Waiting+m.Failed == 0 // what was new before the last folder was unticked is still filed
		return idle || !usable[m.Account]
	}), nil
}

// count fills in what is open after a round.
func (e *Engine) count(result *Result) error {
	accounts, err := e.DB.Accounts()
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.State == store.Reauthenticate {
			result.SignIn = append(result.SignIn, a.ID)
		}
	}
	mailboxes, err := e.DB.Mailboxes()
	if err != nil {
		return err
	}
	for _, m := range mailboxes {
		result.Waiting += m.Waiting
		result.Failed += m.Failed
	}
	for _, f := range result.Failures {
		if f.ID == "" {
			result.Failed++
		}
	}
	return nil
}

// Run polls all mailboxes until ctx ends, which is no error. A round begins each poll interval, and when it is woken;
// while filing is paused none does, and none of a paused mailbox. A mailbox that is still being worked on holds up no other.
func (e *Engine) Run(ctx context.Context) error {
	var rounds sync.WaitGroup
	defer rounds.Wait()
	ticker := time.NewTicker(e.Poll)
	defer ticker.Stop()
	for {
		if err := e.begin(ctx, &rounds); err != nil {
			// The database can't be read. It is said, and tried again: a full disk gets room again.
			e.Log.Error("a round can't begin", "error", err)
			e.Notify(Event{Kind: EventProblem, Err: err})
		}
		select {
		case <-ctx.Done():
			return nil
		case <-e.wake:
		case <-ticker.C:
		}
	}
}

// begin starts the round of every mailbox, unless filing is paused.
func (e *Engine) begin(ctx context.Context, rounds *sync.WaitGroup) error {
	paused, err := e.paused()
	if paused || err != nil {
		return err
	}
	mailboxes, err := e.connected(round{}, new(Result))
	if err != nil {
		return err
	}
	for _, m := range e.awake(mailboxes) {
		if !e.arrive(m.Address) {
			continue // its round of last time has not even begun
		}
		rounds.Go(func() {
			begun := sync.OnceFunc(func() { e.leave(m.Address) })
			defer begun() // if it could not
			if _, err := e.run(ctx, m.Address, round{begun: begun}); err != nil && ctx.Err() == nil {
				e.Log.Error("a round failed", "mailbox", m.Address, "error", err)
				e.Notify(Event{Kind: EventProblem, Mailbox: m.Address, Err: err})
			}
		})
	}
	return nil
}

// arrive puts a mailbox in line for its round; false if it stands there already.
func (e *Engine) arrive(address string) bool {
	l := e.lane(address)
	e.mu.Lock()
	defer e.mu.Unlock()
	if l.inLine {
		return false
	}
	l.inLine = true
	return true
}

func (e *Engine) leave(address string) {
	l := e.lane(address)
	e.mu.Lock()
	defer e.mu.Unlock()
	l.inLine = false
}
