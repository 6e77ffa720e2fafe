package capture

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"postroom/app/fault"
	"postroom/app/store"
)

// folderSlots is how many folders of a mailbox are polled at once. The service takes four requests at a time.
const folderSlots = 4

// round is one pass over one mailbox: its ticked folders are polled, then the journal's due entries are worked off.
type round struct {
	all    bool // also what is not due yet: a person asked
	trueUp bool
	begun  func() // is called when the mailbox's turn has come; may be nil
}

// outcome is what a round of one mailbox came to.
type outcome struct {
	filed, skipped int
	failures       []Failure
}

// Failure is something that could not be done, and when it is tried again.
type Failure struct {
	ID      string // number of the entry; "" for a folder or a whole mailbox
	Mailbox string
	Folder  string // PATH
	Err     *fault.Error
	Since   time.Time // when it failed first; zero if that was just now
	Retry   time.Time // zero: not by itself
}

// run runs the round for one mailbox. Its error is only ever about the database or the end of the context: everything
// else is part of the outcome.
func (e *Engine) run(ctx context.Context, address string, r round) (outcome, error) {
	e.busy.add(1)
	defer e.busy.add(-1)
	var out outcome
	m, src, err := e.open(address)
	if err == nil {
		m, err = e.look(ctx, m, src, r, &out)
	}
	if err == nil {
		err = e.work(ctx, m, src, r, &out)
	}
	if err != nil {
		return out, e.mailboxFailed(ctx, &out, m, address, err)
	}
	return out, e.mailboxDone(m)
}

// look is a round's first half: it polls the ticked folders and takes what is new into the journal. A round that finds an
// earlier one still at it leaves word, so that what came after the earlier one had looked doesn't wait for the next.
func (e *Engine) look(ctx context.Context, m store.Mailbox, src Source, r round, out *outcome) (store.Mailbox, error) {
	if err := e.looks.take(ctx); err != nil {
		return m, err
	}
	defer e.looks.give()
	if r.begun != nil {
		r.begun()
	}
	l := e.lane(m.Address)
	for l.unseen.Store(true); l.unseen.Load() && r.enter(&l.polls); {
		l.unseen.Store(false)
		now, _, err := e.open(m.Address) // its cursors may have moved meanwhile
		if err == nil {
			m, err = e.lookOnce(ctx, now, src, r, out)
		}
		l.polls.Unlock()
		if err != nil {
			return m, err
		}
	}
	return m, nil
}

// lookOnce is look for who has the mailbox's lock.
func (e *Engine) lookOnce(ctx context.Context, m store.Mailbox, src Source, r round, out *outcome) (store.Mailbox, error) {
	following := follows(m.Folders)
	if following {
		if err := ahead(ctx, m, src); err != nil {
			return m, err
		}
		if err := e.refreshTree(ctx, m, src); err != nil {
			return m, err
		}
		now, _, err := e.open(m.Address)
		if err != nil {
			return m, err
		}
		m = now
	}
	added, err := e.pollAll(ctx, m, src, r, out)
	if err != nil {
		return m, err
	}
	if added > 0 && !following || anyVanished(out.failures) {
		// Paths are needed now; a round without new mail does without asking for them.
		if err := e.refreshTree(ctx, m, src); err != nil {
			return m, err
		}
	}
	e.Notify(Event{Kind: EventRound, Mailbox: m.Address, Done: added})
	return m, nil
}

// ahead asks for what changed about the folders together with what changed in one of them, so that a round in which
// nothing happened costs no more requests than folders are ticked.
func ahead(ctx context.Context, m store.Mailbox, src Source) error {
	if m.Tree == "" {
		return nil
	}
	for _, f := range m.Folders {
		if f.Cursor != "" && !f.Listed && !f.Vanished {
			return src.Ahead(ctx, m.Tree, f.Cursor)
		}
	}
	return nil
}

// work is a round's second half: it works off the journal. A round that finds an earlier one still at it leaves word, so
// that what it has added is not left lying until the next.
func (e *Engine) work(ctx context.Context, m store.Mailbox, src Source, r round, out *outcome) error {
	l := e.lane(m.Address)
	for l.again.Store(true); l.again.Load() && r.enter(&l.drains); {
		l.again.Store(false)
		err := e.drains.take(ctx)
		if err == nil {
			err = e.drain(ctx, m, src, r, out)
			e.drains.give()
		}
		l.drains.Unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// enter takes a mailbox's lock: somebody who asked waits for it, the poll does without.
func (r round) enter(mu *sync.Mutex) bool {
	if r.all {
		mu.Lock()
		return true
	}
	return mu.TryLock()
}

func anyVanished(failures []Failure) bool {
	for _, f := range failures {
		if f.Err.Code == "folder-vanished" {
			return true
		}
	}
	return false
}

// pollAll polls the ticked folders that are due.
func (e *Engine) pollAll(ctx context.Context, m store.Mailbox, src Source, r round, out *outcome) (added int, err error) {
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(folderSlots)
	for _, f := range m.Folders {
		if !due(f, e.Clock(), r.all) {
			continue
		}
		g.Go(func() error {
			n, err := e.poll(ctx, m, src, f.ID)
			if err == nil && (r.trueUp || e.trueUpDue(f)) {
				var more int
				more, err = e.trueUp(ctx, m, src, f.ID)
				n += more
			}
			mu.Lock()
			defer mu.Unlock()
			added += n
			return collect(ctx, out, m.Address, f, err)
		})
	}
	return added, g.Wait()
}

// collect adds a folder's error to the outcome, unless it ends the whole round.
func collect(ctx context.Context, out *outcome, mailbox string, f store.Folder, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if endsRound(err) {
		return err
	}
	out.failures = append(out.failures, Failure{Mailbox: mailbox, Folder: f.Path.String(), Err: fault.Of(err), Retry: fault.RetryAfter(err)})
	return nil
}

// endsRound says whether an error concerns more than one folder or mail.
func endsRound(err error) bool {
	switch fault.CodeOf(err) {
	case "database-write", "database-corrupt", "database-sealed":
		return true
	}
	return fault.ClassOf(err) == fault.SignInAgain
}

// mailboxFailed notes that a whole mailbox can't be worked on now.
func (e *Engine) mailboxFailed(ctx context.Context, out *outcome, m store.Mailbox, address string, cause error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f := fault.Of(cause)
	out.failures = append(out.failures, Failure{Mailbox: address, Err: f, Retry: f.After})
	e.Log.Warn("the mailbox can't be worked on", "mailbox", address, "error", cause)
	e.Notify(Event{Kind: EventProblem, Mailbox: address, Err: cause})
	now := e.Clock()
	err := e.changeMailbox(address, func(m *store.Mailbox) {
		since := now
		if m.Problem != nil && m.Problem.Code == f.Code {
			since = m.Problem.Since
		}
		m.Problem = store.ProblemOf(cause, since, f.After)
	})
	if err == nil && f.Class == fault.SignInAgain {
		err = e.accountLost(m.Account, cause)
	}
	if err != nil {
		return errors.Join(cause, err)
	}
	return nil
}

// signInPause is how long an account that has to sign in is left alone before it is tried again: the person may have
// been let in again meanwhile.
const signInPause = time.Minute

// accountLost notes that an account has to sign in. Everything but the connection stays.
func (e *Engine) accountLost(id string, cause error) error {
	now := e.Clock()
	return e.changeAccount(id, func(a *store.Account) bool {
		since := now
		if a.Problem != nil {
			since = a.Problem.Since
		}
		a.State, a.Problem = store.Reauthenticate, store.ProblemOf(cause, since, now.Add(signInPause))
		return true
	})
}

// mailboxDone notes that a round came to its end.
func (e *Engine) mailboxDone(m store.Mailbox) error {
	err := e.changeMailbox(m.Address, func(m *store.Mailbox) { m.LastSync, m.Problem = e.Clock(), nil })
	if err != nil {
		return err
	}
	return e.changeAccount(m.Account, func(a *store.Account) bool {
		if a.State != store.Reauthenticate {
			return false
		}
		a.State, a.Problem = store.Active, nil
		return true
	})
}

func (e *Engine) changeAccount(id string, change func(*store.Account) bool) error {
	err := e.DB.ChangeAccount(id, change)
	if err != nil {
		return fmt.Errorf("note the state of an account: %w", err)
	}
	return nil
}

func (e *Engine) changeMailbox(address string, change func(*store.Mailbox)) error {
	err := e.DB.Batch(func(tx *store.Tx) error {
		m, ok, err := tx.Mailbox(address)
		if err != nil || !ok {
			return err
		}
		change(&m)
		return tx.PutMailbox(m)
	})
	if err != nil {
		return fmt.Errorf("note the state of %s: %w", address, err)
	}
	return nil
}
