package capture

import (
	"fmt"
	"strconv"
	"time"

	"postroom/app/fault"
	"postroom/app/store"
)

var zeroTime time.Time

// nextTry says when an entry that has failed tries times before, and now again, is due next; held: not by itself.
func nextTry(f *fault.Error, tries int, now time.Time) (retry time.Time, held bool) {
	switch f.Class {
	case fault.SkipMail:
		// The service can't give out this one mail. It may have been a bad moment; after that a person has to look.
		return schedule(now, tries, time.Minute, 10*time.Minute)
	case fault.Bug:
		return schedule(now, tries, 5*time.Minute, 30*time.Minute, 2*time.Hour)
	}
	pause := min(30*time.Second<<min(tries, 10), time.Hour)
	retry = now.Add(pause)
	if f.After.After(retry) {
		retry = f.After
	}
	return retry, false
}

func schedule(now time.Time, tries int, pauses ...time.Duration) (time.Time, bool) {
	if tries >= len(pauses) {
		return time.Time{}, true
	}
	return now.Add(pauses[tries]), false
}

// Retry makes failed entries due at once: those given by number, or all. It returns how many.
func (e *Engine) Retry(ids ...string) (int, error) {
	wanted := map[uint64]bool{}
	for _, id := range ids {
		seq, err := strconv.ParseUint(id, 10, 64)
		if err != nil {
			return 0, unknownEntry(id)
		}
		wanted[seq] = false
	}
	count := 0
	err := e.DB.Update(func(tx *store.Tx) error {
		count = 0
		mailboxes, err := tx.Mailboxes()
		if err != nil {
			return err
		}
		for _, m := range mailboxes {
			var again []store.Entry
			err := tx.Entries(m.Address, 0, func(entry store.Entry) bool {
				_, asked := wanted[entry.Seq]
				if asked || len(ids) == 0 && entry.Problem != nil {
					again = append(again, entry)
				}
				return true
			})
			if err != nil {
				return err
			}
			for _, entry := range again {
				wanted[entry.Seq] = true
				entry.Tries, entry.Retry, entry.Held = 0, time.Time{}, false
				if err := tx.PutEntry(&entry); err != nil {
					return err
				}
				count++
			}
		}
		for seq, found := range wanted {
			if !found {
				return unknownEntry(entryID(seq))
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("try again: %w", err)
	}
	e.Wake()
	return count, nil
}

func unknownEntry(id string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "entry-unknown", Op: "find an entry", Args: map[string]string{"id": id}}
}

// Failures lists what could not be done: entries that failed, and folders and mailboxes with a problem.
func (e *Engine) Failures() ([]Failure, error) {
	var failures []Failure
	err := e.DB.View(func(tx *store.Tx) error {
		mailboxes, err := tx.Mailboxes()
		if err != nil {
			return err
		}
		for _, m := range mailboxes {
			if m.Problem != nil {
				failures = append(failures, Failure{Mailbox: m.Address, Err: m.Problem.Err(), Since: m.Problem.Since, Retry: m.Problem.Retry})
			}
			folders, err := tx.Folders(m.Address)
			if err != nil {
				return err
			}
			paths := map[string]string{}
			for _, f := range folders {
				paths[f.ID] = f.Path.String()
				if f.Problem != nil {
					failures = append(failures, Failure{Mailbox: m.Address, Folder: f.Path.String(), Err: f.Problem.Err(), Since: f.Problem.Since, Retry: f.Problem.Retry})
				}
			}
			err = tx.Entries(m.Address, 0, func(entry store.Entry) bool {
				if entry.Problem != nil {
					if _, ticked := paths[entry.Folder]; !ticked {
						path, _ := tx.NodePath(m.Address, entry.Folder) // "" if the tree doesn't know it
						paths[entry.Folder] = path.String()
					}
					failures = append(failures, Failure{ID: entryID(entry.Seq), Mailbox: m.Address, Folder: paths[entry.Folder], Err: entry.Problem.Err(), Since: entry.Problem.Since, Retry: entry.Retry})
				}
				return true
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return failures, err
}
