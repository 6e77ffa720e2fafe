package capture

import (
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"

	"postroom/app/document"
	"postroom/app/fault"
	"postroom/app/store"
)

// variants is how many names are tried for one mail before it is given up.
const variants = 50

// errClosed: the journal knows nothing of the entry any more; it was closed while the mail was being fetched.
var errClosed = errors.New("closed meanwhile")

// intend finds a free name for each job, reserves it, and writes into the journal what is about to be placed where. It
// returns the jobs that are still open.
func (e *Engine) intend(group []*job, open []int, errs []error) ([]int, error) {
	var still []int
	err := e.DB.Update(func(tx *store.Tx) error {
		still = still[:0]
		for _, i := range open {
			_, ok, err := tx.Entry(group[i].entry.Mailbox, group[i].entry.Seq)
			if err != nil {
				return err
			}
			if !ok {
				errs[i] = errClosed
				continue
			}
			still = append(still, i)
			if err := e.name(tx, group[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return open, fmt.Errorf("reserve names: %w", err)
	}
	return still, nil
}

func (e *Engine) name(tx *store.Tx, j *job) error {
	naming := document.Naming{Mailbox: j.entry.Mailbox, Folder: j.path, Received: j.received, Zone: e.zone, Key: j.entry.ID}
	for ; ; j.variant++ {
		j.plan = document.Names(j.mail, naming, j.variant)
		if free(tx, j.plan, j.entry.Seq) {
			break
		}
		if j.variant > variants {
			return &fault.Error{Class: fault.Bug, Code: "no-free-name", Op: "name a mail"}
		}
	}
	for _, name := range planNames(j.plan) {
		if err := tx.TakeName(name, j.entry.Seq); err != nil {
			return err
		}
	}
	j.doc = e.documentFor(j)
	sealed, err := e.DB.SealIntent(store.Intent{Document: j.doc, Variant: j.variant})
	if err != nil {
		return err
	}
	j.entry.Intent = sealed
	return tx.PutEntry(&j.entry)
}

// planNames are the keys under which a plan's names are reserved: of the .eml and of the folder beside it.
func planNames(p document.Plan) []store.Key {
	names := []store.Key{store.KeyOf(document.FoldKey(p.EML))}
	if p.Dir != "" {
		names = append(names, store.KeyOf(document.FoldKey(p.Dir)))
	}
	return names
}

func free(tx *store.Tx, p document.Plan, seq uint64) bool {
	for _, name := range planNames(p) {
		if owner := tx.NameOwner(name); owner != 0 && owner != seq {
			return false
		}
	}
	return true
}

// beside is another name for an attachment, made from the mail's id: the same on every attempt.
func beside(name, id string, try int) string {
	ext := path.Ext(name)
	stem := []rune(strings.TrimSuffix(name, ext))
	key := store.KeyOf(id + strconv.Itoa(try))
	return string(stem[:max(len(stem)-6, 1)]) + " ~" + hex.EncodeToString(key[:2]) + ext
}
