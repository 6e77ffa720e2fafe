package capture

import (
	"context"
	"errors"
	"fmt"
	"time"

	"postroom/app/mail"
	"postroom/app/store"
)

// A sent draft's copy appears in its new folder a while after the draft has left (learn.microsoft.com/graph/
// outlook-immutable-id). So long it is looked for.
const (
	draftPause  = 15 * time.Second
	draftWindow = 30 * time.Minute
)

// lookup asks the mailbox about a message of which a listing has not said enough. It says whether that closed the entry;
// if not, the entry is ready to be fetched.
func (d *drain) lookup(ctx context.Context, entry *store.Entry) (closed bool, err error) {
	item, err := d.source.Message(ctx, entry.ID)
	if errors.Is(err, mail.ErrNotFound) {
		return d.lookedUpNothing(*entry)
	}
	if err != nil {
		return false, fmt.Errorf("look a message up: %w", err)
	}
	verdict := drop
	var state store.State
	err = d.DB.Update(func(tx *store.Tx) error {
		verdict, state, err = d.judge(tx, entry, item)
		if err != nil || verdict == keep {
			return err
		}
		return tx.DropEntry(entry.Mailbox, entry.Seq, state, 0)
	})
	if err != nil {
		return false, fmt.Errorf("note what a look-up brought: %w", err)
	}
	if verdict == drop {
		return true, nil
	}
	if !item.Received.IsZero() {
		entry.Received = item.Received
	}
	entry.Lookup = store.NoLookup
	return false, nil
}

type verdict bool

const (
	drop verdict = false
	keep verdict = true
)

// judge decides about a message that was looked up, by where it lies now. For one that is dropped it says what is known
// of it from now on.
func (d *drain) judge(tx *store.Tx, entry *store.Entry, item mail.Item) (verdict, store.State, error) {
	here, ticked, err := tx.Folder(entry.Mailbox, item.Parent)
	if err != nil {
		return drop, store.None, err
	}
	if item.Draft == mail.Yes {
		if ticked {
			return drop, store.Draft, nil
		}
		return drop, store.None, nil
	}
	key := store.KeyOf(entry.ID)
	switch entry.Lookup {
	case store.LookupBack:
		if !ticked {
			return drop, store.Left, nil
		}
		entry.Folder = here.ID
	case store.LookupStayed:
		if item.Parent == entry.Folder {
			return drop, store.None, nil // it lies there, as the baseline says
		}
		if err := tx.DropBaseline(entry.Mailbox, entry.Folder, key); err != nil {
			return drop, store.None, err
		}
		if !ticked || tx.InBaseline(entry.Mailbox, item.Parent, key) {
			return drop, store.Left, nil
		}
		entry.Folder = here.ID
	case store.LookupRemoved:
		switch {
		case ticked && tx.InBaseline(entry.Mailbox, item.Parent, key):
			return drop, store.None, nil
		case ticked:
			entry.Folder = here.ID
		case !arrivedThere(entry, item):
			return drop, store.None, nil
		}
	case store.LookupDraft: // it was sent
		entry.Folder = item.Parent
	}
	return keep, store.Waiting, nil
}

// arrivedThere says whether a message that came and went between two rounds was received in the ticked folder, as far as
// can be told: it is no older than the round before.
func arrivedThere(entry *store.Entry, item mail.Item) bool {
	return !entry.Since.IsZero() && item.Received.After(entry.Since)
}

// lookedUpNothing closes an entry whose message is not in the mailbox, unless it may still appear.
func (d *drain) lookedUpNothing(entry store.Entry) (closed bool, err error) {
	switch entry.Lookup {
	case store.LookupPartial:
		return false, errGone
	case store.LookupDraft:
		if !passed(d.Clock(), entry.Noticed, draftWindow) {
			entry.Retry = d.Clock().Add(draftPause)
			return true, d.DB.Update(func(tx *store.Tx) error { return tx.PutEntry(&entry) })
		}
	case store.LookupStayed:
		err := d.DB.Update(func(tx *store.Tx) error {
			return tx.DropBaseline(entry.Mailbox, entry.Folder, store.KeyOf(entry.ID))
		})
		if err != nil {
			return false, err
		}
	}
	return true, d.DB.Update(func(tx *store.Tx) error { return tx.DropEntry(entry.Mailbox, entry.Seq, store.None, 0) })
}
