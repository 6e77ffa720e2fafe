package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"postroom/app/graph/transport"
	"postroom/app/mail"
)

// fields are those of mail.Item. isRead and the like are left out on purpose: only changes of what is selected are
// reported, so that reading a mail does not bring it up again.
const fields = "?$select=id,receivedDateTime,isDraft,parentFolderId"

func (m *Mailbox) folderURL(id string) string { return m.root + "/mailFolders/" + url.PathEscape(id) }
func (m *Mailbox) messageURL(id string) string {
	return m.root + "/messages/" + url.PathEscape(id)
}

// Changes returns one page of a delta round of a folder. link is the Next or Delta of an earlier page; empty starts a
// round from nothing, which lists the folder. The same message may come more than once, in any order.
//
// Errors wrap mail.ErrCursorLost if the link is no longer understood, mail.ErrNotFound if the folder is gone, and
// mail.ErrDeltaUnavailable if only Messages can list the folder.
func (m *Mailbox) Changes(ctx context.Context, folderID, link string) (mail.Page, error) {
	const op = "ask for changes of a folder"
	call := transport.Call{Op: op, Target: transport.Folder, Delta: true, Link: link != ""}
	address := link
	if link == "" {
		address = m.folderURL(folderID) + "/messages/delta" + fields
	}
	page, err := m.page(ctx, call, address)
	if errors.Is(err, mail.ErrNotFound) && link == "" {
		return mail.Page{}, m.untracked(ctx, folderID, err)
	}
	if err != nil {
		return mail.Page{}, err
	}
	switch {
	case page.Next == "" && page.Delta == "":
		return mail.Page{}, badAnswer(op, "a page with neither a next page nor a cursor", nil)
	case page.Next != "":
		page.Delta = "" // a cursor before the last page would skip the rest
	}
	return page, nil
}

// untracked tells a folder that is gone from one whose changes can't be tracked: on a folder of another mailbox that is
// shared alone, without the mailbox, delta answers "not found" although the folder can be read (seen in the wild).
func (m *Mailbox) untracked(ctx context.Context, folderID string, notFound error) error {
	if _, err := m.Folder(ctx, folderID); err != nil {
		return notFound
	}
	return trackingRefused(notFound)
}

// Messages returns one page of a plain listing of a folder, with the same fields as Changes. Its Delta is always
// empty. mail.ErrCursorLost means that the listing has to be started again.
func (m *Mailbox) Messages(ctx context.Context, folderID, link string) (mail.Page, error) {
	const op = "list a folder"
	address := link
	if link == "" {
		address = m.folderURL(folderID) + "/messages" + fields
	}
	page, err := m.page(ctx, transport.Call{Op: op, Target: transport.Folder, Link: link != ""}, address)
	page.Delta = ""
	return page, err
}

// page reads one page of messages.
func (m *Mailbox) page(ctx context.Context, call transport.Call, address string) (mail.Page, error) {
	ctx = m.with(ctx, call)
	resp, err := m.changes(ctx, call, address)
	if err != nil {
		return mail.Page{}, err
	}
	page := mail.Page{Items: make([]mail.Item, 0, 64)}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		page.Date = date
	}
	p, err := readPage(resp.Body, func(d *json.Decoder) error {
		var in message
		if err := d.Decode(&in); err != nil {
			return err
		}
		if in.ID == "" {
			return errors.New("a message without an id")
		}
		page.Items = append(page.Items, in.item())
		return nil
	})
	if err = closing(resp, err); err != nil {
		return mail.Page{}, understood(ctx, call.Op, err)
	}
	page.Next, page.Delta = p.next, p.delta
	if err := m.client.checkLinks(p, address, call.Op); err != nil {
		return mail.Page{}, err
	}
	return page, nil
}

// Message returns what a listing would show of one message now: where it lies, and whether it is a draft. The error
// wraps mail.ErrNotFound if it is gone.
func (m *Mailbox) Message(ctx context.Context, id string) (mail.Item, error) {
	const op = "look up a message"
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Message})
	resp, err := m.client.get(ctx, op, m.messageURL(id)+fields, preferImmutable)
	if err != nil {
		return mail.Item{}, err
	}
	var in message
	if err := closing(resp, json.NewDecoder(resp.Body).Decode(&in)); err != nil {
		return mail.Item{}, understood(ctx, op, err)
	}
	if in.ID == "" {
		return mail.Item{}, badAnswer(op, "a message without an id", nil)
	}
	return in.item(), nil
}
