package capture

import (
	"slices"
	"time"

	"postroom/app/mail"
	"postroom/app/store"
)

// walk is one pass over the pages of a folder within a round. What it keeps in memory is about the round's own changes,
// never about all that lies in the folder.
type walk struct {
	mailbox string
	now     time.Time
	added   int
	trueUp  bool // the walk compares, it does not follow a delta

	listed map[store.Key]bool   // messages of the baseline that this round has shown as present
	gone   map[store.Key]string // messages that a first walk has shown as removed: key → id
}

func newWalk(mailbox string, now time.Time) *walk {
	return &walk{mailbox: mailbox, now: now, listed: map[store.Key]bool{}, gone: map[store.Key]string{}}
}

// page takes one page of a folder into the journal, within the transaction that also moves the folder's cursor: from
// here on none of its mail can be lost.
func (w *walk) page(tx *store.Tx, f *store.Folder, page mail.Page) error {
	var log []store.Key
	for _, item := range page.Items {
		keep, err := w.item(tx, f, item, page.Date)
		if err != nil {
			return err
		}
		if keep {
			log = append(log, store.KeyOf(item.ID))
		}
	}
	if err := tx.Log(w.mailbox, f.ID, log); err != nil {
		return err
	}
	if page.Next != "" {
		f.Cursor = page.Next
		return tx.PutFolder(w.mailbox, *f)
	}
	return w.end(tx, f, page.Delta, page.Date)
}

// end closes a walk: what was listed becomes the baseline, and the cursor waits for the next round.
func (w *walk) end(tx *store.Tx, f *store.Folder, cursor string, date time.Time) error {
	if f.Walk != store.WalkNone {
		if err := w.settle(tx, f); err != nil {
			return err
		}
		n, err := tx.EndLog(w.mailbox, f.ID)
		if err != nil {
			return err
		}
		if f.Walk == store.WalkBaseline {
			f.Before = n
		}
	}
	f.Walk, f.Cursor, f.Polled, f.Seen = store.WalkNone, cursor, w.now, date
	f.State, f.Problem, f.Vanished = store.FolderOK, nil, false
	return tx.PutFolder(w.mailbox, *f)
}

// settle looks at messages that one and the same walk has shown as present and as removed, in whatever order: nothing
// promises one (learn.microsoft.com/graph/delta-query-overview, "Replays"). They are looked
// up; one that is not there any more leaves the baseline.
func (w *walk) settle(tx *store.Tx, f *store.Folder) error {
	for key, id := range w.gone {
		if !tx.InLog(w.mailbox, f.ID, key) {
			continue
		}
		if err := w.add(tx, f, mail.Item{ID: id}, store.LookupStayed); err != nil {
			return err
		}
	}
	return nil
}

// item decides about one listed message. It says whether the walk's log has to keep it.
func (w *walk) item(tx *store.Tx, f *store.Folder, item mail.Item, date time.Time) (keep bool, err error) {
	key := store.KeyOf(item.ID)
	if item.Removed {
		return false, w.removed(tx, f, item, key)
	}
	known, number := tx.Known(w.mailbox, key)
	if f.Walk == store.WalkBaseline {
		return w.before(tx, f, item, key, known, date)
	}
	switch known {
	case store.Filed:
		return false, nil
	case store.Waiting:
		return false, w.sent(tx, f, item, number)
	case store.Draft:
		if item.Draft == mail.Yes {
			return false, nil
		}
		return false, w.addNew(tx, f, item)
	case store.Left:
		return false, w.add(tx, f, item, store.LookupBack)
	}
	if tx.InBaseline(w.mailbox, f.ID, key) {
		w.listed[key] = true
		return f.Walk == store.WalkResync, nil
	}
	return false, w.addNew(tx, f, item)
}

// addNew takes a message that nothing is known of: a draft is remembered, a mail becomes work.
func (w *walk) addNew(tx *store.Tx, f *store.Folder, item mail.Item) error {
	switch {
	case item.Draft == mail.Yes:
		return tx.SetKnown(w.mailbox, store.KeyOf(item.ID), store.Draft, 0)
	case item.Draft == mail.Unknown || item.Received.IsZero():
		// A change of a flag is listed with next to nothing (seen in the wild), so the rest is asked for.
		return w.add(tx, f, item, store.LookupPartial)
	}
	return w.add(tx, f, item, store.NoLookup)
}

// before records a message that lies in a folder while it is being ticked. A mail that the service received after that
// began is new all the same.
func (w *walk) before(tx *store.Tx, f *store.Folder, item mail.Item, key store.Key, known store.State, date time.Time) (keep bool, err error) {
	switch known {
	case store.Filed, store.Waiting:
		return false, nil
	case store.Left, store.Gone:
		if err := tx.SetKnown(w.mailbox, key, store.None, 0); err != nil {
			return false, err
		}
	}
	if item.Draft == mail.Yes {
		// It counts as lying there, and is filed when it is sent.
		return true, tx.SetKnown(w.mailbox, key, store.Draft, 0)
	}
	if arrivedDuring(item.Received, f.Started, date) {
		return false, w.add(tx, f, item, store.NoLookup)
	}
	return true, nil
}

// arrivedDuring says whether a mail was received while the walk was under way. Both ends are the service's clock; its
// Date header is cut to the second, so a mail of the walk's first second counts as lying there.
func arrivedDuring(received, started, now time.Time) bool {
	return !received.IsZero() && !started.IsZero() && received.After(started.Add(time.Second)) && !received.After(now.Add(time.Second))
}

// sent ends the wait for a draft that had left its folder: here it is.
func (w *walk) sent(tx *store.Tx, f *store.Folder, item mail.Item, seq uint64) error {
	entry, ok, err := tx.Entry(w.mailbox, seq)
	if err != nil || !ok || entry.Lookup != store.LookupDraft {
		return err
	}
	entry.Folder, entry.Retry = f.ID, time.Time{}
	return tx.PutEntry(&entry)
}

// removed takes note that a message is not in the folder any more: moved away or deleted, the service does not say.
func (w *walk) removed(tx *store.Tx, f *store.Folder, item mail.Item, key store.Key) error {
	if f.Walk != store.WalkNone {
		w.gone[key] = item.ID
		return nil
	}
	known, _ := tx.Known(w.mailbox, key)
	switch known {
	case store.Filed, store.Waiting, store.Left, store.Gone:
		return nil
	case store.Draft:
		return w.add(tx, f, item, store.LookupDraft)
	}
	if tx.InBaseline(w.mailbox, f.ID, key) {
		if w.listed[key] { // shown as present in the same round: ask
			return w.add(tx, f, item, store.LookupBack)
		}
		if err := tx.DropBaseline(w.mailbox, f.ID, key); err != nil {
			return err
		}
		return tx.SetKnown(w.mailbox, key, store.Left, 0)
	}
	// Never seen: it came and went between two rounds. It is looked up, since the delta is known to lose a message that
	// was moved away and back (github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/72).
	return w.add(tx, f, item, store.LookupRemoved)
}

func (w *walk) add(tx *store.Tx, f *store.Folder, item mail.Item, lookup store.Lookup) error {
	if known, _ := tx.Known(w.mailbox, store.KeyOf(item.ID)); known == store.Waiting {
		return nil
	}
	entry := &store.Entry{Mailbox: w.mailbox, Folder: f.ID, ID: item.ID, Received: item.Received, Noticed: w.now, Lookup: lookup, TrueUp: w.trueUp}
	if lookup == store.LookupRemoved {
		entry.Since = f.Seen
	}
	w.added++
	if lookup == store.NoLookup && !w.trueUp {
		f.Arrived = w.now
	}
	return tx.AddEntry(entry)
}

// excluded says whether a folder was unticked by hand below a followed one.
func excluded(f store.Folder, id string) bool { return slices.Contains(f.Excluded, id) }
