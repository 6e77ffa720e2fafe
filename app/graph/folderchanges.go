package graph

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"postroom/app/graph/transport"
	"postroom/app/mail"
)

// folderDeltaFields leave out the counts, so that a mail that comes or is read is not a change of its folder.
const folderDeltaFields = "?$select=id,displayName,parentFolderId"

// folderChange is a folder in a page of mailFolders/delta.
type folderChange struct {
	ID      text            `json:"id"`
	Type    text            `json:"@odata.type"`
	Name    text            `json:"displayName"`
	Parent  text            `json:"parentFolderId"`
	Removed json.RawMessage `json:"@removed"`
}

func (f folderChange) change() mail.FolderChange {
	return mail.FolderChange{ID: string(f.ID), Name: string(f.Name), ParentID: string(f.Parent), Removed: present(f.Removed),
		Search: strings.EqualFold(string(f.Type), searchFolderType)}
}

// FolderChanges lists the folders that were made, renamed, moved or deleted since link was given, at any depth, and
// gives the link for the next time. An empty link lists all folders. A folder may come more than once: the last one
// counts. The error wraps mail.ErrCursorLost if link is no longer understood.
func (m *Mailbox) FolderChanges(ctx context.Context, link string) (changes []mail.FolderChange, next string, err error) {
	return m.folderChanges(ctx, "ask for changes of the folders", m.root+"/mailFolders/delta"+folderDeltaFields, link)
}

// folderChanges follows a link, or begins at an address.
func (m *Mailbox) folderChanges(ctx context.Context, op, begin, link string) (changes []mail.FolderChange, next string, err error) {
	call := transport.Call{Op: op, Target: transport.Mailbox, Delta: true, Link: link != ""}
	address := link
	if link == "" {
		address = begin
	}
	for visited := map[string]int{}; visited[address] < maxVisits; {
		visited[address]++
		p, err := m.folderDelta(ctx, call, address, &changes)
		if err != nil {
			return nil, "", err
		}
		if p.next == "" {
			if p.delta == "" {
				return nil, "", badAnswer(op, "a page with neither a next page nor a cursor", nil)
			}
			return changes, p.delta, nil
		}
		address, call.Link = p.next, true
	}
	return nil, "", badAnswer(op, "a page that comes again", nil)
}

// folderDelta reads one page of mailFolders/delta and adds what is in it to changes.
func (m *Mailbox) folderDelta(ctx context.Context, call transport.Call, address string, changes *[]mail.FolderChange) (page, error) {
	ctx = m.with(ctx, call)
	resp, err := m.changes(ctx, call, address)
	if err != nil {
		return page{}, err
	}
	p, err := readPage(resp.Body, func(d *json.Decoder) error {
		var in folderChange
		if err := d.Decode(&in); err != nil {
			return err
		}
		if in.ID == "" {
			return errors.New("a folder without an id")
		}
		if len(*changes) >= maxFolders {
			return errors.New("no end of folders")
		}
		*changes = append(*changes, in.change())
		return nil
	})
	if err = closing(resp, err); err != nil {
		return page{}, understood(ctx, call.Op, err)
	}
	return p, m.client.checkLinks(p, address, call.Op)
}
