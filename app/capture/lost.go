package capture

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"postroom/app/document"
	"postroom/app/mail"
	"postroom/app/register"
	"postroom/app/store"
)

// lost finds the documents that the database knows and the destination has lost: neither does the register hold their
// lines, nor do their mails lie there. So it is after an older copy of the destination was restored. A document that a
// person has removed still has its line, and is not meant.
func (e *Engine) lost(ctx context.Context) ([]store.Document, error) {
	held, err := e.registered()
	if err != nil {
		return nil, err
	}
	var unregistered []store.Document
	err = e.DB.View(func(tx *store.Tx) error {
		return tx.Documents(func(d store.Document) bool {
			if !held[d.Register] && len(d.Files) > 0 {
				unregistered = append(unregistered, d)
			}
			return true
		})
	})
	if err != nil {
		return nil, err
	}
	var gone []store.Document
	for _, d := range unregistered {
		_, _, err := e.Destination.Hash(ctx, d.Files[0].Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			gone = append(gone, d)
		case err != nil:
			return nil, fmt.Errorf("look for a document: %w", err)
		}
	}
	return gone, nil
}

// registered are the numbers of the lines that the register holds, on both sides of a place where it is broken.
func (e *Engine) registered() (map[uint64]bool, error) {
	held := map[uint64]bool{}
	for line, err := range e.register.Survey() {
		if _, broken := errors.AsType[*register.Break](err); err != nil && !broken {
			return nil, fmt.Errorf("read the register: %w", err)
		}
		held[line.Seq] = true
	}
	return held, nil
}

// refile forgets lost documents and puts their mails back into the journal: the next round fetches them from wherever
// they lie in the mailbox now.
func (e *Engine) refile(docs []store.Document) error {
	err := e.DB.Update(func(tx *store.Tx) error {
		for _, d := range docs {
			if err := e.refileOne(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("file lost documents again: %w", err)
	}
	return nil
}

func (e *Engine) refileOne(tx *store.Tx, d store.Document) error {
	if err := tx.DropDocument(d); err != nil {
		return err
	}
	for i, f := range d.Files { // the names are free again: the same mail gets them
		name := f.Path
		if i > 0 {
			name = name[:max(0, strings.LastIndexByte(name, '/'))]
		}
		if err := tx.FreeName(store.KeyOf(document.FoldKey(name))); err != nil {
			return err
		}
	}
	if err := countFiled(tx, d.Mailbox, map[string]int{d.FolderID: -1}); err != nil {
		return err
	}
	if err := tx.SetKnown(d.Mailbox, store.KeyOf(d.ID), store.None, 0); err != nil {
		return err
	}
	if _, ok, err := tx.Mailbox(d.Mailbox); err != nil || !ok {
		return err // nobody reads it any more
	}
	f := store.Folder{ID: d.FolderID}
	return newWalk(d.Mailbox, e.Clock()).add(tx, &f, mail.Item{ID: d.ID, Received: d.Received}, store.NoLookup)
}
