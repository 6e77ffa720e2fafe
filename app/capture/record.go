package capture

import (
	"fmt"
	"strconv"
	"time"

	"postroom/app/register"
	"postroom/app/store"
)

// recordSelected writes a ticked folder and its baseline beside the documents, so that both can be had back when the
// database is lost.
func (e *Engine) recordSelected(mailbox string, f store.Folder) error {
	name, sum, err := e.saveBaseline(mailbox, f)
	if err != nil {
		return err
	}
	return e.record(register.Entry{
		Time: e.Clock(), Event: register.Selected, Mailbox: mailbox, Folder: f.Path.String(), FolderID: f.ID,
		Detail: map[string]string{
			"withSubfolders": strconv.FormatBool(f.WithSubfolders), "before": strconv.Itoa(f.Before),
			"baseline": name, "baselineSHA256": sum,
		},
	})
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
func (e *Engine) record(entries ...register.Entry) error {
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
	err = e.DB.Update(func(tx *store.Tx) error { return tx.SetHead(store.Head{Seq: last.Seq, Hash: last.Hash}) })
	e.behind = err != nil
	return err
}
