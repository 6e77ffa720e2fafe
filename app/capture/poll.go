package capture

import (
	"context"
	"errors"
	"fmt"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// listedPause is how long a folder whose mailbox refuses change tracking rests between two plain listings: each of them
// reads the folder from end to end.
const listedPause = maxPoll

// poll runs one delta round of a ticked folder, and writes into the register that it is ticked if that was not done yet.
// It returns how many entries it added to the journal. A folder that is not ticked any more is no error.
func (e *Engine) poll(ctx context.Context, m store.Mailbox, src Source, id string) (added int, err error) {
	if added, err = e.pages(ctx, m, src, id); err != nil {
		return added, err
	}
	return added, e.recordNew(m.Address, id)
}

// pages takes the pages of one delta round of a ticked folder, to its end.
func (e *Engine) pages(ctx context.Context, m store.Mailbox, src Source, id string) (added int, err error) {
	w := newWalk(m.Address, e.Clock())
	defer func() { added = w.added }()
	var progress progress
	for resyncs := 0; ; {
		f, ok, err := e.folder(m.Address, id)
		if err != nil || !ok {
			return 0, err
		}
		page, err := e.next(ctx, src, f)
		if err == nil {
			err = progress.check(page, f.Cursor)
		}
		switch {
		case errors.Is(err, mail.ErrCursorLost) && resyncs == 0:
			resyncs++ // once a round: a service that loses the cursor each time must not be listed for ever
			if err := e.restart(m.Address, f); err != nil {
				return 0, err
			}
			e.Log.Info("the folder's cursor was lost; it is listed afresh", "mailbox", m.Address, "folder", f.ID, "cause", err)
			continue
		case errors.Is(err, mail.ErrDeltaUnavailable) && !f.Listed:
			if err := e.listInstead(m.Address, f); err != nil {
				return 0, err
			}
			e.Log.Warn("the mailbox refuses change tracking; its folders are listed instead", "mailbox", m.Address, "cause", err)
			continue
		case err != nil:
			return 0, e.folderFailed(ctx, m.Address, f, err)
		}
		done, err := e.take(w, f, page)
		if err != nil {
			return 0, err
		}
		if done {
			return 0, nil
		}
	}
}

// next reads the folder's next page.
func (e *Engine) next(ctx context.Context, src Source, f store.Folder) (mail.Page, error) {
	if f.Listed {
		return src.Messages(ctx, f.ID, f.Cursor)
	}
	return src.Changes(ctx, f.ID, f.Cursor)
}

// A page may be empty and still have a next one (learn.microsoft.com/graph/delta-query-overview). maxRepeats is how many
// pages of a round may lead to themselves, maxEmpty how many in a row may be empty, before the round is given up: links
// that go in a circle would use up the mailbox's requests.
const (
	maxRepeats = 50
	maxEmpty   = 1000
)

// progress watches over the pages of one walk.
type progress struct{ repeats, empty int }

// check looks at the page that link brought.
func (p *progress) check(page mail.Page, link string) error {
	if page.Next == link {
		p.repeats++
	}
	if p.empty++; len(page.Items) > 0 {
		p.empty = 0
	}
	if page.Next != "" && (p.repeats > maxRepeats || p.empty > maxEmpty) {
		return errPageRepeats
	}
	return nil
}

var errPageRepeats = &fault.Error{Class: fault.RetryLater, Code: "page-repeats", Op: "read a folder's changes"}

// take writes one page into the journal and says whether it was the round's last. A page that changes nothing, the
// usual one, costs no write.
func (e *Engine) take(w *walk, f store.Folder, page mail.Page) (done bool, err error) {
	done = page.Next == ""
	if done && len(page.Items) == 0 && f.Walk == store.WalkNone && page.Delta == f.Cursor && f.State == store.FolderOK && f.Problem == nil && !f.Vanished {
		return true, nil
	}
	before := w.added
	var logged int
	err = e.DB.Batch(func(tx *store.Tx) error {
		w.added = before // a batch may run twice
		now, ok, err := tx.Folder(w.mailbox, f.ID)
		if err != nil || !ok {
			return err
		}
		if now.Walk != store.WalkNone && now.Started.IsZero() {
			now.Started = page.Date
		}
		if err := w.page(tx, &now, page); err != nil {
			return err
		}
		if logged = now.Before; now.Walk != store.WalkNone {
			logged = tx.Logged(w.mailbox, f.ID)
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("write the journal: %w", err)
	}
	if f.Walk == store.WalkBaseline {
		e.Notify(Event{Kind: EventBaseline, Mailbox: w.mailbox, Folder: f.Path.String(), Done: logged, Total: max(f.Expected, logged)})
	}
	return done, nil
}

// restart begins the folder from nothing: its lost cursor goes, everything else that is known stays.
func (e *Engine) restart(mailbox string, f store.Folder) error {
	return e.changeFolder(mailbox, f.ID, func(tx *store.Tx, f *store.Folder) error {
		f.Cursor = ""
		if f.Walk == store.WalkNone {
			f.Walk = store.WalkResync
		}
		return tx.DropLog(mailbox, f.ID)
	})
}

// listInstead goes on with plain listings for a folder whose delta is refused.
func (e *Engine) listInstead(mailbox string, f store.Folder) error {
	return e.changeFolder(mailbox, f.ID, func(tx *store.Tx, f *store.Folder) error {
		f.Cursor, f.Listed = "", true
		return tx.DropLog(mailbox, f.ID)
	})
}

// folderFailed notes that a folder's round failed, where others may succeed, and returns the error.
func (e *Engine) folderFailed(ctx context.Context, mailbox string, f store.Folder, cause error) error {
	if ctx.Err() != nil || fault.ClassOf(cause) == fault.SignInAgain {
		return cause // nothing is wrong with the folder
	}
	if errors.Is(cause, mail.ErrNotFound) {
		if gone, err := e.letGo(mailbox, f.ID); gone || err != nil {
			return err
		}
		cause = &fault.Error{Class: fault.FixSetting, Code: "folder-vanished", Op: "read a folder's changes", Args: map[string]string{"folder": f.Path.String()}, Err: cause}
	}
	now := e.Clock()
	since := now
	if f.Problem != nil {
		since = f.Problem.Since
	}
	err := e.changeFolder(mailbox, f.ID, func(_ *store.Tx, f *store.Folder) error {
		f.Problem = store.ProblemOf(cause, since, now.Add(e.Poll))
		if f.Vanished = fault.CodeOf(cause) == "folder-vanished"; f.Vanished {
			f.Problem.Retry = now.Add(maxPoll)
		}
		if f.Walk != store.WalkBaseline {
			f.State = store.FolderError
		}
		return nil
	})
	e.Notify(Event{Kind: EventProblem, Mailbox: mailbox, Folder: f.Path.String(), Err: cause})
	return errors.Join(cause, err)
}

// letGo unticks a folder that nobody has named and that is neither in the tree nor to be read any more: who deletes a
// subfolder, or empties the bin where it lay, is not to be alarmed for ever.
func (e *Engine) letGo(mailbox, id string) (gone bool, err error) {
	var f store.Folder
	err = e.DB.View(func(tx *store.Tx) error {
		now, ticked, err := tx.Folder(mailbox, id)
		if err != nil || !ticked || !now.Followed {
			return err
		}
		_, inTree, err := tx.Node(mailbox, id)
		f, gone = now, !inTree
		return err
	})
	if err != nil || !gone {
		return false, err
	}
	if err := e.DB.Update(func(tx *store.Tx) error { return tx.DeleteFolder(mailbox, id) }); err != nil {
		return false, fmt.Errorf("let go of %s: %w", f.Path, err)
	}
	e.Log.Info("a followed folder is no longer in the mailbox", "mailbox", mailbox, "folder", id)
	return true, e.recordDeselected(mailbox, []store.Folder{f})
}

// changeFolder changes a ticked folder in a transaction of its own; one that is not ticked any more is left alone.
func (e *Engine) changeFolder(mailbox, id string, change func(*store.Tx, *store.Folder) error) error {
	return e.DB.Update(func(tx *store.Tx) error {
		f, ok, err := tx.Folder(mailbox, id)
		if err != nil || !ok {
			return err
		}
		if err := change(tx, &f); err != nil {
			return err
		}
		return tx.PutFolder(mailbox, f)
	})
}

// due says whether a folder's round has to be run now.
func due(f store.Folder, now time.Time, all bool) bool {
	if f.Vanished && f.Problem != nil {
		return all || !awaits(now, f.Problem.Retry, maxPoll)
	}
	return all || !f.Listed || passed(now, f.Polled, listedPause)
}
