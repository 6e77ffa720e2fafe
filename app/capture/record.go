package capture

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"postroom/app/register"
	"postroom/app/store"
)

// recordNew writes into the register that folders are ticked, those whose baseline is complete and that it does not know
// of yet: in one append and one transaction, however many there are. Cut off anywhere, it is done by the folder's next
// round; at worst the register says it twice, which says the same.
func (e *Engine) recordNew(mailbox string, ids ...string) error {
	found := make([]*register.Entry, len(ids))
	var g errgroup.Group
	g.SetLimit(folderSlots)
	for i, id := range ids {
		g.Go(func() (err error) {
			found[i], err = e.selected(mailbox, id)
			return err
		})
	}
	failed := g.Wait()
	var entries []register.Entry
	for _, entry := range found {
		if entry != nil {
			entries = append(entries, *entry)
		}
	}
	err := e.recordWith(func(tx *store.Tx) error {
		for _, entry := range entries {
			f, ok, err := tx.Folder(mailbox, entry.FolderID)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			f.Recorded = true
			if err := tx.PutFolder(mailbox, f); err != nil {
				return err
			}
		}
		return nil
	}, entries...)
	if err != nil {
		failed = errors.Join(failed, fmt.Errorf("record which folders of %s are ticked: %w", mailbox, err))
	}
	return failed
}

// selected is the entry for a folder whose baseline is complete and of which the register does not know yet, else nil. Its
// baseline is written beside the documents, so that both can be had back when the database is lost.
func (e *Engine) selected(mailbox, id string) (*register.Entry, error) {
	f, ok, err := e.folder(mailbox, id)
	if err != nil || !ok || f.Recorded || f.Walk != store.WalkNone {
		return nil, err
	}
	name, sum, err := e.saveBaseline(mailbox, f)
	if err != nil {
		return nil, fmt.Errorf("record that %s is ticked: %w", f.Path, err)
	}
	return &register.Entry{
		Time: e.Clock(), Event: register.Selected, Mailbox: mailbox, Folder: f.Path.String(), FolderID: f.ID,
		Detail: map[string]string{
			"withSubfolders": strconv.FormatBool(f.WithSubfolders), "before": strconv.Itoa(f.Before),
			"baseline": name, "baselineSHA256": sum,
		},
	}, nil
}

func (e *Engine) recordDeselected(mailbox string, folders []store.Folder) error {
	entries := make([]register.Entry, len(folders))
	for i, f := range folders {
		entries[i] = deselected(e.Clock(), mailbox, f)
	}
	return e.record(entries...)
}

func deselected(now time.Time, mailbox string, f store.Folder) register.Entry {
	return register.Entry{Time: now, Event: register.Deselected, Mailbox: mailbox, Folder: f.Path.String(), FolderID: f.ID}
}

// record appends entries that file nothing to the register and moves the database's head.
func (e *Engine) record(entries ...register.Entry) error { return e.recordWith(nil, entries...) }

// recordWith is record, with what else the database learns in the same transaction.
func (e *Engine) recordWith(also func(*store.Tx) error, entries ...register.Entry) error {
	return e.recordLines(func(tx *store.Tx, _ []register.Line) error {
		if also == nil {
			return nil
		}
		return also(tx)
	}, entries...)
}

// recordLines is recordWith for who has to know the lines.
func (e *Engine) recordLines(also func(*store.Tx, []register.Line) error, entries ...register.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	e.commits.Lock()
	defer e.commits.Unlock()
	if err := e.catchUp(); err != nil {
		return err
	}
	lines, err := e.register.Append(entries)
	if err != nil {
		return fmt.Errorf("write the register: %w", err)
	}
	last := lines[len(lines)-1]
	err = e.DB.Update(func(tx *store.Tx) error {
		if err := also(tx, lines); err != nil {
			return err
		}
		return tx.SetHead(store.Head{Seq: last.Seq, Hash: last.Hash})
	})
	e.behind = err != nil
	return err
}
