package capture

import (
	"context"
	"fmt"
	"maps"
	"strconv"

	"postroom/app/destination"
	"postroom/app/fault"
	"postroom/app/register"
	"postroom/app/store"
)

// deleteGroup is how many mails are deleted in one transaction.
const deleteGroup = 64

// Delete deletes filed mails by their numbers, with their attachments. First the register says so, with why; then the
// database forgets them; then the files go. Killed between any two of these it is brought to its end when the engine is
// opened the next time. A mail that was deleted is not filed again. done, which may be nil, hears the numbers of those
// that are deleted, a group at a time. It says how many were: those that are not there are passed over.
func (e *Engine) Delete(ctx context.Context, seqs []uint64, why map[string]string, done func(seqs []uint64)) (int, error) {
	if _, ok := e.Destination.(destination.Remover); !ok {
		return 0, &fault.Error{Class: fault.Bug, Code: "destination-keeps", Op: "delete documents"}
	}
	deleted := 0
	for len(seqs) > 0 {
		if err := ctx.Err(); err != nil {
			return deleted, err
		}
		group := seqs[:min(deleteGroup, len(seqs))]
		seqs = seqs[len(group):]
		docs, err := e.documents(group)
		if err != nil {
			return deleted, err
		}
		if err := e.holdDeletions(ctx); err != nil {
			return deleted, err
		}
		err = e.deleteGroup(context.WithoutCancel(ctx), docs, why) // what was begun is brought to its end
		e.allowDeletions()
		if err != nil {
			return deleted, err
		}
		gone := make([]uint64, len(docs))
		for i, d := range docs {
			gone[i] = d.Seq
		}
		deleted += len(docs)
		if done != nil && len(gone) > 0 {
			done(gone)
		}
	}
	if err := e.holdDeletions(ctx); err != nil {
		return deleted, err
	}
	defer e.allowDeletions()
	return deleted, e.removeLeft(ctx)
}

// holdDeletions waits until nothing is being deleted, and nothing is until allowDeletions.
func (e *Engine) holdDeletions(ctx context.Context) error {
	select {
	case e.removal <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (e *Engine) allowDeletions() { <-e.removal }

func (e *Engine) documents(seqs []uint64) (docs []store.Document, err error) {
	err = e.DB.View(func(tx *store.Tx) error {
		for _, seq := range seqs {
			d, ok, err := tx.Document(seq)
			if err != nil {
				return err
			}
			if ok {
				docs = append(docs, d)
			}
		}
		return nil
	})
	return docs, err
}

func (e *Engine) deleteGroup(ctx context.Context, docs []store.Document, why map[string]string) error {
	entries := make([]register.Entry, len(docs))
	for i, d := range docs {
		detail := maps.Clone(why)
		if detail == nil {
			detail = map[string]string{}
		}
		detail["entry"] = strconv.FormatUint(d.Register, 10)
		entries[i] = register.Entry{Time: e.Clock(), Event: register.Deleted, Mailbox: d.Mailbox, Folder: d.Folder, FolderID: d.FolderID, ID: d.ID,
			MessageID: d.MessageID, Files: registerEntry(d).Files, Detail: detail}
	}
	var lines []register.Line
	err := e.recordLines(func(tx *store.Tx, written []register.Line) error {
		lines = written
		for _, line := range written {
			if err := takeDeleted(tx, line); err != nil {
				return err
			}
		}
		return nil
	}, entries...)
	if err != nil {
		return fmt.Errorf("register a deletion: %w", err)
	}
	if err := e.removeLeft(ctx); err != nil { // it is registered; the rest is done later
		e.Log.Warn("documents whose deletion is registered could not be removed yet", "first", lines[0].Seq, "error", err)
	}
	return nil
}

// takeDeleted brings the database into line with the register's word that a mail was deleted. Its files are removed
// afterwards.
func takeDeleted(tx *store.Tx, line register.Line) error {
	state, seq := tx.Known(line.Mailbox, store.KeyOf(line.ID))
	if state == store.Filed {
		d, ok, err := tx.Document(seq)
		if err != nil {
			return err
		}
		if ok {
			if err := tx.DropDocument(d); err != nil {
				return err
			}
		}
	}
	paths := make([]string, len(line.Files))
	for i, f := range line.Files {
		paths[i] = f.Path
	}
	return tx.PutRemoval(line.Seq, paths)
}

// removeLeft removes the files of deletions that are registered.
func (e *Engine) removeLeft(ctx context.Context) error {
	remover, ok := e.Destination.(destination.Remover)
	if !ok {
		return nil
	}
	for {
		var lines []uint64
		var paths []string
		err := e.DB.View(func(tx *store.Tx) error {
			return tx.Removals(func(line uint64, files []string) bool {
				lines, paths = append(lines, line), append(paths, files...)
				return len(lines) < deleteGroup
			})
		})
		if err != nil || len(lines) == 0 {
			return err
		}
		if err := remover.Remove(ctx, paths); err != nil {
			return fmt.Errorf("remove documents whose deletion is registered: %w", err)
		}
		err = e.DB.Update(func(tx *store.Tx) error {
			for _, line := range lines {
				if err := tx.DropRemoval(line); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
