package capture

import (
	"fmt"

	"postroom/app/fault"
	"postroom/app/register"
	"postroom/app/store"
)

// reseal makes the database readable again after its key was lost for good and a new one was made: the records of filed
// mails are written anew from the register, which holds all that is in them. What was about to be put away when the key
// was lost is fetched again.
func (e *Engine) reseal() error {
	lost := false
	err := e.DB.View(func(tx *store.Tx) error {
		err := tx.Documents(func(store.Document) bool { return false }) // the newest
		if lost = sealed(err) || err == nil && tx.Unreadable(); lost {
			return nil
		}
		return err
	})
	if err != nil || !lost {
		return err
	}
	records, err := e.resealRecords()
	if err != nil {
		return fmt.Errorf("write the records of filed mails anew: %w", err)
	}
	if err := e.dropIntents(); err != nil {
		return fmt.Errorf("forget what was about to be put away: %w", err)
	}
	dropped := 0
	err = e.DB.Update(func(tx *store.Tx) (err error) {
		dropped, err = tx.DropUnreadable()
		return err
	})
	if err != nil {
		return fmt.Errorf("forget what can't be read any more: %w", err)
	}
	e.Log.Warn("the key is a new one: the records of filed mails were written anew from the register; what was kept of clients, the team and people is gone, what follows from the mails is made anew",
		"records", records, "dropped", dropped)
	return nil
}

// sealed says whether an error means that something was sealed with another key.
func sealed(err error) bool { return err != nil && fault.CodeOf(err) == "database-sealed" }

func (e *Engine) resealRecords() (int, error) {
	n := 0
	group := make([]register.Line, 0, adoptGroup)
	flush := func() error {
		done := 0
		err := e.DB.Update(func(tx *store.Tx) error {
			done = 0
			for _, line := range group {
				state, seq := tx.Known(line.Mailbox, store.KeyOf(line.ID))
				if state != store.Filed {
					continue
				}
				_, _, err := tx.Document(seq)
				if !sealed(err) {
					if err != nil {
						return err
					}
					continue
				}
				if err := tx.PutDocument(documentOfLine(line, seq)); err != nil {
					return err
				}
				done++
			}
			return nil
		})
		n += done
		group = group[:0]
		return err
	}
	for line, err := range e.register.After(0) {
		if err != nil {
			return n, err
		}
		if line.Event != register.Filed {
			continue
		}
		if group = append(group, line); len(group) == adoptGroup {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	return n, flush()
}

// dropIntents makes the entries that can't be read any more ones that are begun from the start. Names follow from the
// mail alone, so that what lies at the destination already is met again there.
func (e *Engine) dropIntents() error {
	return e.DB.Update(func(tx *store.Tx) error {
		mailboxes, err := tx.Mailboxes()
		if err != nil {
			return err
		}
		for _, m := range mailboxes {
			var unreadable []store.Entry
			err := tx.Entries(m.Address, 0, func(entry store.Entry) bool {
				if len(entry.Intent) > 0 {
					if _, err := e.DB.OpenIntent(entry.Intent); sealed(err) {
						entry.Intent = nil
						unreadable = append(unreadable, entry)
					}
				}
				return true
			})
			if err != nil {
				return err
			}
			for _, entry := range unreadable {
				if err := tx.PutEntry(&entry); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
