package capture

import (
	"context"
	"fmt"
	"time"

	"postroom/app/mail"
	"postroom/app/store"
)

// trueUpEvery is how often each ticked folder is compared with what is known of it. Delta is known to lose a message
// that was moved away and back (github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/72); this finds it.
const trueUpEvery = 24 * time.Hour

func (e *Engine) trueUpDue(f store.Folder) bool {
	last := f.Ticked // when it was ticked it was listed from end to end
	if f.TrueUp != nil {
		last = f.TrueUp.Time
	}
	return passed(e.Clock(), last, trueUpEvery)
}

// trueUp lists a folder from end to end and compares it with what is known: what was missed becomes work. It returns
// how many mails these are.
func (e *Engine) trueUp(ctx context.Context, m store.Mailbox, src Source, id string) (int, error) {
	f, ok, err := e.folder(m.Address, id)
	if err != nil || !ok || f.Walk != store.WalkNone {
		return 0, err
	}
	count := store.TrueUp{Time: e.Clock()}
	w := newWalk(m.Address, count.Time)
	w.trueUp = true
	var progress progress
	for link := ""; ; {
		page, err := src.Messages(ctx, f.ID, link)
		if err == nil {
			err = progress.check(page, link)
		}
		if err != nil {
			return 0, e.folderFailed(ctx, m.Address, f, fmt.Errorf("compare %s with the mailbox: %w", f.Path, err))
		}
		before, added := count, w.added
		err = e.DB.Batch(func(tx *store.Tx) error {
			count, w.added = before, added // a batch may run twice
			return w.compare(tx, &f, page, &count)
		})
		if err != nil {
			return 0, fmt.Errorf("write the journal: %w", err)
		}
		if page.Next == "" {
			break
		}
		link = page.Next
	}
	if count.Added > 0 {
		e.Log.Warn("the true-up found mail that no delta had shown", "mailbox", m.Address, "folder", f.ID, "count", count.Added)
	}
	return w.added, e.changeFolder(m.Address, f.ID, func(_ *store.Tx, now *store.Folder) error {
		now.TrueUp = &count
		if now.Listed { // change tracking may work again
			now.Listed, now.Cursor, now.Walk = false, "", store.WalkResync
		}
		return nil
	})
}

// compare counts one page of a listing and takes in what is unknown.
func (w *walk) compare(tx *store.Tx, f *store.Folder, page mail.Page, count *store.TrueUp) error {
	for _, item := range page.Items {
		count.InFolder++
		key := store.KeyOf(item.ID)
		known, _ := tx.Known(w.mailbox, key)
		switch {
		case known == store.Filed:
			count.Filed++
			continue
		case known == store.Waiting, item.Draft == mail.Yes:
			count.Open++
		case known == store.None && tx.InBaseline(w.mailbox, f.ID, key):
			count.Before++
			continue
		default:
			count.Added++
		}
		if known == store.Waiting || known == store.Draft && item.Draft == mail.Yes {
			continue
		}
		if err := w.missed(tx, f, item, known); err != nil {
			return err
		}
	}
	return nil
}

// missed takes in a message that a listing shows and that nothing is known of.
func (w *walk) missed(tx *store.Tx, f *store.Folder, item mail.Item, known store.State) error {
	if known == store.Left {
		return w.add(tx, f, item, store.LookupBack)
	}
	return w.addNew(tx, f, item)
}
