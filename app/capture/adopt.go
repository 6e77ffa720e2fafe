package capture

import (
	"context"
	"fmt"
	"strings"
	"time"

	"postroom/app/document"
	"postroom/app/mail"
	"postroom/app/register"
	"postroom/app/store"
)

// adoptGroup is how many lines are taken over in one transaction.
const adoptGroup = 256

// adopt closes what a crash left open between the register and the database: a line in the register is the proof that
// the mail is filed.
func (e *Engine) adopt(head store.Head) error {
	_, err := e.takeOver(head.Seq, false)
	if err != nil {
		return fmt.Errorf("take over the register's last lines: %w", err)
	}
	return nil
}

// RebuildResult tells what was restored.
type RebuildResult struct {
	Documents int // filed mails
	Folders   int // ticked folders
	Lost      int // mails that the destination has lost, and that the next round files again
}

// Rebuild restores a lost database from the register: filed mails, ticked folders and what lay in them before. The next
// round compares the folders with the mailbox; what came in between is filed, nothing is filed twice. If it is the
// destination that is older than the database, what it has lost is filed again.
func (e *Engine) Rebuild(ctx context.Context) (RebuildResult, error) {
	e.commits.Lock()
	defer e.commits.Unlock()
	lost, err := e.lost(ctx)
	if err != nil {
		return RebuildResult{}, err
	}
	if err := e.refile(lost); err != nil {
		return RebuildResult{}, err
	}
	result, err := e.takeOver(0, true)
	result.Lost = len(lost)
	if err != nil {
		return result, fmt.Errorf("rebuild from the register: %w", err)
	}
	return result, ctx.Err()
}

// takeOver reads the register's lines after a number and brings the database into line with them, a group at a time.
func (e *Engine) takeOver(after uint64, rebuild bool) (RebuildResult, error) {
	var result RebuildResult
	group := make([]register.Line, 0, adoptGroup)
	flush := func() error {
		if len(group) == 0 {
			return nil
		}
		was := result
		err := e.DB.Update(func(tx *store.Tx) error {
			result = was
			for _, line := range group {
				if err := e.takeLine(tx, line, rebuild, &result); err != nil {
					return fmt.Errorf("line %d of the register: %w", line.Seq, err)
				}
			}
			last := group[len(group)-1]
			if head, err := tx.Head(); err != nil || last.Seq <= head.Seq {
				return err // a register that was cut is not to look whole
			}
			return tx.SetHead(store.Head{Seq: last.Seq, Hash: last.Hash})
		})
		group = group[:0]
		return err
	}
	lines := e.register.After(after)
	for line, err := range lines {
		if err != nil {
			return result, err
		}
		if group = append(group, line); len(group) == adoptGroup {
			if err := flush(); err != nil {
				return result, err
			}
		}
	}
	return result, flush()
}

func (e *Engine) takeLine(tx *store.Tx, line register.Line, rebuild bool, result *RebuildResult) error {
	switch line.Event {
	case register.Filed:
		result.Documents++
		return e.takeFiled(tx, line, rebuild)
	case register.Deleted:
		result.Documents--
		return takeDeleted(tx, line)
	case register.Skipped:
		state, seq := tx.Known(line.Mailbox, store.KeyOf(line.ID))
		if state == store.Waiting {
			return tx.DropEntry(line.Mailbox, seq, store.Gone, 0)
		}
	case register.Selected:
		if rebuild {
			result.Folders++
			return e.takeSelected(tx, line)
		}
	case register.Deselected:
		if rebuild {
			f, ok, err := tx.Folder(line.Mailbox, line.FolderID)
			if err != nil || !ok {
				return err
			}
			result.Folders--
			if err := tx.DeleteFolder(line.Mailbox, line.FolderID); err != nil {
				return err
			}
			return exclude(tx, line.Mailbox, f)
		}
	}
	return nil
}

// takeFiled makes a document of a line, and closes the entry that it was filed for if there is one.
func (e *Engine) takeFiled(tx *store.Tx, line register.Line, rebuild bool) error {
	key := store.KeyOf(line.ID)
	state, seq := tx.Known(line.Mailbox, key)
	if state == store.Filed { // the database knows
		if rebuild { // but its folder was just ticked anew
			return countFiled(tx, line.Mailbox, map[string]int{line.FolderID: 1})
		}
		return nil
	}
	if state != store.Waiting {
		var err error
		if seq, err = tx.NextSeq(); err != nil {
			return err
		}
	}
	doc := documentOfLine(line, seq)
	if state != store.Waiting && len(doc.Files) > 0 { // no entry knows which mail it is
		if err := tx.AddTwin(store.IdentityOf(doc.MessageID, doc.From, time.Time{}, doc.Files[1:]), seq); err != nil {
			return err
		}
	}
	if err := takeNames(tx, doc); err != nil {
		return err
	}
	if err := tx.PutDocument(doc); err != nil {
		return err
	}
	if err := tx.DropEntry(doc.Mailbox, seq, store.Filed, seq); err != nil {
		return err
	}
	if err := tx.SetKnown(doc.Mailbox, key, store.Filed, seq); err != nil {
		return err
	}
	if err := countFiled(tx, doc.Mailbox, map[string]int{doc.FolderID: 1}); err != nil {
		return err
	}
	return tx.CountFiled(doc.Filed.In(e.zone).Format("2006-01-02"), 1)
}

func documentOfLine(line register.Line, seq uint64) store.Document {
	doc := store.Document{
		Seq: seq, Mailbox: line.Mailbox, FolderID: line.FolderID, Folder: line.Folder, ID: line.ID, MessageID: line.MessageID,
		Subject: line.Subject, From: line.From, To: line.To, Received: line.Received, Filed: line.Time, Register: line.Seq,
	}
	for _, f := range line.Files {
		doc.Files = append(doc.Files, store.File{Path: f.Path, SHA256: f.SHA256, Size: f.Size, Name: f.Name, ContentType: f.ContentType, Kind: f.Kind})
	}
	return doc
}

// takeNames reserves the names of a filed mail: its .eml and the folder of its attachments.
func takeNames(tx *store.Tx, doc store.Document) error {
	for i, f := range doc.Files {
		name := f.Path
		if i > 0 {
			slash := strings.LastIndexByte(name, '/')
			if slash < 0 {
				continue
			}
			name = name[:slash]
		}
		if err := tx.TakeName(store.KeyOf(document.FoldKey(name)), doc.Seq); err != nil {
			return err
		}
	}
	return nil
}

// takeSelected ticks a folder as the register says, with the baseline that lies beside it. Its next round lists it
// afresh. If the baseline's file is gone, what was received before the folder was ticked counts as lying there.
func (e *Engine) takeSelected(tx *store.Tx, line register.Line) error {
	if err := e.restoreMailbox(tx, line.Mailbox); err != nil {
		return err
	}
	path, err := mail.ParsePath(line.Folder)
	if err != nil {
		return err
	}
	f := store.Folder{
		ID: line.FolderID, Path: path, WithSubfolders: line.Detail["withSubfolders"] == "true", State: store.FolderOK,
		Walk: store.WalkResync, Ticked: line.Time, Recorded: true,
	}
	n, err := e.loadBaseline(tx, line)
	if err != nil {
		e.Log.Warn("the baseline beside the register can't be used; mails received before the folder was ticked stay untouched",
			"mailbox", line.Mailbox, "folder", line.FolderID, "error", err)
		f.Walk, f.State, f.Started = store.WalkBaseline, store.FolderBaseline, line.Time
	}
	f.Before = n
	return tx.PutFolder(line.Mailbox, f)
}

func (e *Engine) restoreMailbox(tx *store.Tx, address string) error {
	_, ok, err := tx.Mailbox(address)
	if err != nil || ok {
		return err
	}
	return tx.PutMailbox(store.Mailbox{Mailbox: mail.Mailbox{Address: address, Kind: mail.Own}})
}
