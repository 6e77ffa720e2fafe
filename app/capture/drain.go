package capture

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/register"
	"postroom/app/store"
)

const (
	// fetchers is how many messages of a mailbox are under way at once. The service takes four requests at a time; the
	// others are being decoded meanwhile, so that four are always on the wire.
	fetchers = 6
	// groupMax is how many mails are put away and registered together: one fsync of each folder, one of the register,
	// two of the database for all of them.
	groupMax = 256
	// breaker is how many failures in a row end the work on a mailbox for this round: what time cures is not cured by
	// asking a thousand times more.
	breaker = 8
	batch   = 128 // entries read from the journal at once
)

// drain works off the journal of one mailbox: every due entry is fetched and filed, or gets a reason and a time.
type drain struct {
	*Engine
	mailbox store.Mailbox
	source  Source
	round   round

	mu     sync.Mutex
	out    *outcome
	inARow int // failures since the last success
}

var errBreaker = errors.New("no more of this mailbox in this round")

func (e *Engine) drain(ctx context.Context, m store.Mailbox, src Source, r round, out *outcome) error {
	d := &drain{Engine: e, mailbox: m, source: src, round: r, out: out}
	entries := make(chan store.Entry)
	jobs := make(chan *job, groupMax)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(entries)
		return d.feed(ctx, entries)
	})
	g.Go(func() error {
		defer close(jobs)
		return d.fetchAll(ctx, entries, jobs)
	})
	g.Go(func() error { return d.commitAll(ctx, jobs) })
	err := g.Wait()
	if errors.Is(err, errBreaker) {
		return nil // the failures say why
	}
	return err
}

// feed reads the due entries of the journal, in the order in which they were noticed. After a share of them it leaves
// the rest for another turn, if other mailboxes wait for theirs.
func (d *drain) feed(ctx context.Context, to chan<- store.Entry) error {
	for after, fed := uint64(0), 0; ; {
		var due []store.Entry
		more := false
		err := d.DB.View(func(tx *store.Tx) error {
			return tx.Entries(d.mailbox.Address, after, func(e store.Entry) bool {
				after = e.Seq
				if d.due(e) {
					due = append(due, e)
				}
				more = len(due) == batch
				return !more
			})
		})
		if err != nil {
			return fmt.Errorf("read the journal: %w", err)
		}
		for _, entry := range due {
			select {
			case to <- entry:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if !more {
			return nil
		}
		if fed += len(due); fed >= share && d.drains.wanted() {
			d.lane(d.mailbox.Address).again.Store(true)
			return nil
		}
	}
}

func (d *drain) due(e store.Entry) bool {
	if e.Held {
		return false
	}
	return !awaits(d.Clock(), e.Retry, longestPause) || d.round.all && e.Problem == nil
}

func (d *drain) fetchAll(ctx context.Context, from <-chan store.Entry, to chan<- *job) error {
	g, ctx := errgroup.WithContext(ctx)
	for range fetchers {
		g.Go(func() error {
			for entry := range from {
				j, err := d.fetch(ctx, entry)
				if err == nil && j != nil {
					select {
					case to <- j:
						continue
					case <-ctx.Done():
						return errors.Join(ctx.Err(), j.discard())
					}
				}
				if err = d.settle(ctx, entry, err); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// settle notes what came of an entry that was not fetched. It returns an error if the whole round has to end.
func (d *drain) settle(ctx context.Context, entry store.Entry, err error) error {
	switch {
	case err == nil, errors.Is(err, errClosed): // closed by its look-up, or as filed already
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errGone):
		return d.skip(entry)
	case endsRound(err), concernsMailbox(err):
		return err
	case fault.CodeOf(err) == codeWaiting:
		return d.postpone(entry, fault.RetryAfter(err))
	}
	return d.failed(entry, err)
}

// codeWaiting is the code of a request that was not sent: the service has asked for a pause longer than a request waits.
const codeWaiting = "waiting"

// postpone leaves an entry for later: nothing is wrong with it, and the others of the mailbox have to wait, too.
func (d *drain) postpone(entry store.Entry, until time.Time) error {
	entry.Retry = until
	if err := d.DB.Batch(func(tx *store.Tx) error { return tx.PutEntry(&entry) }); err != nil {
		return fmt.Errorf("postpone a mail: %w", err)
	}
	return errBreaker
}

// concernsMailbox says whether an error met at one message would be met at each: nothing is wrong with the message.
func concernsMailbox(err error) bool {
	return fault.ClassOf(err) == fault.FixSetting && !errors.Is(err, mail.ErrNotFound)
}

// skip closes an entry whose message vanished from the mailbox before it could be fetched, and says so in the register.
func (d *drain) skip(entry store.Entry) error {
	err := d.record(register.Entry{Time: d.Clock(), Event: register.Skipped, Mailbox: entry.Mailbox, FolderID: entry.Folder,
		Folder: d.path(entry.Folder).String(), ID: entry.ID, Received: entry.Received, Detail: map[string]string{"reason": "gone"}})
	if err != nil {
		return err
	}
	err = d.DB.Batch(func(tx *store.Tx) error { return tx.DropEntry(entry.Mailbox, entry.Seq, store.Gone, 0) })
	if err != nil {
		return fmt.Errorf("close an entry: %w", err)
	}
	d.mu.Lock()
	d.out.skipped++
	d.mu.Unlock()
	d.Notify(Event{Kind: EventSkipped, Mailbox: entry.Mailbox, Folder: d.path(entry.Folder).String(), ID: entryID(entry.Seq)})
	return nil
}

// failed notes why an entry failed and when it is tried again.
func (d *drain) failed(entry store.Entry, cause error) error {
	f := fault.Of(cause)
	now := d.Clock()
	retry, held := nextTry(f, entry.Tries, now)
	entry.Fail(f, now, retry, held)
	entry.Problem.Detail = cause.Error()
	if err := d.DB.Batch(func(tx *store.Tx) error { return tx.PutEntry(&entry) }); err != nil {
		return fmt.Errorf("note a failure: %w", err)
	}
	failure := Failure{ID: entryID(entry.Seq), Mailbox: entry.Mailbox, Folder: d.path(entry.Folder).String(), Err: f, Retry: retry}
	if held {
		failure.Retry = zeroTime
	}
	d.Log.Warn("a mail could not be filed", "mailbox", entry.Mailbox, "entry", entry.Seq, "error", cause, "retry", failure.Retry)
	d.mu.Lock()
	d.out.failures = append(d.out.failures, failure)
	d.inARow++
	stop := d.inARow >= breaker && f.Class == fault.RetryLater
	d.mu.Unlock()
	d.Notify(Event{Kind: EventFailed, Mailbox: entry.Mailbox, Folder: failure.Folder, ID: failure.ID, Err: cause})
	if stop {
		return errBreaker
	}
	return nil
}

// path is where a folder lies: by the ticked folders, or by the tree for one that was unticked since.
func (d *drain) path(id string) mail.Path {
	path, err := d.folderPath(d.mailbox.Address, id)
	if err != nil {
		d.Log.Warn("a folder's path can't be told", "folder", id, "error", err)
	}
	return path
}

func (e *Engine) folderPath(mailbox, id string) (path mail.Path, err error) {
	err = e.DB.View(func(tx *store.Tx) error {
		f, ok, err := tx.Folder(mailbox, id)
		if err != nil {
			return err
		}
		if ok {
			path = f.Path
			return nil
		}
		path, err = tx.NodePath(mailbox, id)
		return err
	})
	return path, err
}

func entryID(seq uint64) string { return strconv.FormatUint(seq, 10) }
