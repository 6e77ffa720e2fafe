package office

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// InvoiceMark is a mailbox, or a folder of it with all below, that takes invoices.
type InvoiceMark struct {
	Mailbox string `json:"mailbox"`
	Folder  string `json:"folder"` // its PATH now; empty: the whole mailbox
}

// mark is one as it is kept, and where its folder is now: a folder that is renamed or moved stays marked.
type mark struct {
	store.Mark
	now string
}

type marks []mark

// marksIn gives what is marked.
func marksIn(tx *store.Tx) (marks, error) {
	var list marks
	for _, m := range tx.Marks() {
		now := m.Folder
		if m.FolderID != "" {
			path, err := tx.NodePath(m.Mailbox, m.FolderID)
			if err != nil {
				return nil, err
			}
			if len(path) > 0 { // it is there still
				now = path.String()
			}
		}
		list = append(list, mark{m, now})
	}
	return list, nil
}

func (o *Office) marks() (list marks, err error) {
	err = o.db.View(func(tx *store.Tx) error {
		list, err = marksIn(tx)
		return err
	})
	return list, err
}

// have says whether a mail came into what is marked: folder is the PATH by which it was filed.
func (list marks) have(mailbox, folder, folderID string) bool {
	for _, m := range list {
		switch {
		case !strings.EqualFold(m.Mailbox, mailbox):
		case m.Folder == "", under(folder, m.now), m.FolderID != "" && m.FolderID == folderID:
			return true
		case under(folder, m.Folder): // below it, before it was renamed
			return true
		}
	}
	return false
}

// under says whether a PATH is a folder's, or lies below it.
func under(path, folder string) bool {
	return strings.EqualFold(path, folder) || len(path) > len(folder) && strings.EqualFold(path[:len(folder)+1], folder+"/")
}

// InvoiceMarks lists the mailboxes and folders that take invoices.
func (o *Office) InvoiceMarks() ([]InvoiceMark, error) {
	list, err := o.marks()
	if err != nil {
		return nil, err
	}
	v := make([]InvoiceMark, len(list))
	for i, m := range list {
		v[i] = InvoiceMark{m.Mailbox, m.now}
	}
	slices.SortFunc(v, func(a, b InvoiceMark) int {
		return cmp.Or(cmp.Compare(a.Mailbox, b.Mailbox), cmp.Compare(a.Folder, b.Folder))
	})
	return v, nil
}

// MarkInvoices says that a mailbox, or a folder of it by its PATH, with all below it, takes invoices, or no longer does.
func (o *Office) MarkInvoices(mailbox, path string, on bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), accessTime)
	defer cancel()
	if err := o.permit(ctx); err != nil {
		return err
	}
	m, err := o.mailbox(mailbox)
	if err != nil {
		return err
	}
	if path != "" {
		parsed, err := mail.ParsePath(path)
		if err != nil {
			return &fault.Error{Class: fault.FixSetting, Code: "folder-path", Op: "mark a folder", Args: map[string]string{"folder": path}, Err: err}
		}
		path = parsed.String()
		if on {
			if err := o.markable(&m, path); err != nil {
				return err
			}
		}
	}
	if err := o.db.Update(func(tx *store.Tx) error { return setMark(tx, m.Address, path, on) }); err != nil {
		return fmt.Errorf("mark a mailbox: %w", err)
	}
	return nil
}

// markable says why a folder can't be marked: no mail is filed from it, or there is no such folder.
func (o *Office) markable(m *store.Mailbox, path string) error {
	refused := func(code string) error {
		return &fault.Error{Class: fault.FixSetting, Code: code, Op: "mark a folder", Args: map[string]string{"folder": path, "mailbox": m.Address}}
	}
	below := false
	for _, f := range m.Folders {
		if under(f.Path.String(), path) {
			return nil
		}
		below = below || under(path, f.Path.String())
	}
	if !below {
		return refused("folder-not-ticked")
	}
	return o.db.View(func(tx *store.Tx) error {
		id, err := folderAt(tx, m.Address, path)
		if err == nil && id == "" {
			return refused("folder-unknown")
		}
		return err
	})
}

// setMark marks what lies at a PATH now, or takes its mark away. What is marked already keeps its mark.
func setMark(tx *store.Tx, mailbox, path string, on bool) error {
	list, err := marksIn(tx)
	if err != nil {
		return err
	}
	for _, m := range list {
		if strings.EqualFold(m.Mailbox, mailbox) && strings.EqualFold(m.now, path) {
			if on && m.FolderID != "" {
				return nil
			}
			if err := tx.PutMark(m.Mark, false); err != nil {
				return err
			}
		}
	}
	if !on {
		return nil
	}
	id, err := folderAt(tx, mailbox, path)
	if err != nil {
		return err
	}
	return tx.PutMark(store.Mark{Mailbox: mailbox, Folder: path, FolderID: id}, true)
}

// folderAt is the id of the folder at a PATH, empty if there is none that is known.
func folderAt(tx *store.Tx, mailbox, path string) (found string, err error) {
	if path == "" {
		return "", nil
	}
	err = tx.Nodes(mailbox, func(id string, _ store.Node) error {
		at, err := tx.NodePath(mailbox, id)
		if err == nil && strings.EqualFold(at.String(), path) {
			found = id
		}
		return err
	})
	return found, err
}
