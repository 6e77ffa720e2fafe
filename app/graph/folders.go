package graph

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"postroom/app/graph/transport"
	"postroom/app/mail"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
	"golang.org/x/sync/errgroup"
)

const (
	folderFields = "$select=id,displayName,parentFolderId,childFolderCount,totalItemCount,unreadItemCount,isHidden"
	folderPage   = "$top=100&" + folderFields
	// atOnce is how many requests of one folder walk run at a time: as many as a mailbox allows.
	atOnce = 4
	// maxFolders ends a walk that a broken service would make endless.
	maxFolders = 100_000

	searchFolderType = "#microsoft.graph.mailSearchFolder"
)

// wellKnownNames are the folders that get their well-known name. v1.0 does not say which folder is which; one asks by name.
var wellKnownNames = []string{"inbox", "sentitems", "drafts", "deleteditems", "junkemail", "outbox", "archive", "conversationhistory"}

// wellKnownFor is how long the answers are believed: these ids do not change while the mailbox lives, but a folder such
// as the archive is made when it is first used.
const wellKnownFor = time.Hour

// Folders lists the whole tree as it is now, at any depth, parents before their children, siblings in the service's
// order. Hidden folders are left out; search folders are marked.
func (m *Mailbox) Folders(ctx context.Context) ([]mail.Folder, error) {
	w := &walk{mailbox: m, seen: map[string]bool{}, children: map[string][]mail.Folder{}}
	names := map[string]string{}
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(atOnce + 1) // the walk waits for its own requests most of the time
	g.Go(func() error { return w.run(inner) })
	g.Go(func() (err error) {
		names, err = m.wellKnownIDs(inner)
		return err
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	folders := w.flatten()
	for i := range folders {
		folders[i].WellKnown = names[folders[i].ID]
	}
	return folders, nil
}

// walk collects a folder tree, one level after the other.
type walk struct {
	mailbox *Mailbox

	mu       sync.Mutex
	seen     map[string]bool          // a folder that is moved during the walk may come twice, and a broken tree may be a circle
	children map[string][]mail.Folder // by the id of the folder they were found in, "" for the top
	parents  []string                 // folders of the next level that have children
}

func (w *walk) run(ctx context.Context) error {
	for level := []string{""}; len(level) > 0; level = w.next() {
		g, inner := errgroup.WithContext(ctx)
		g.SetLimit(atOnce)
		for _, id := range level {
			g.Go(func() error { return w.list(inner, id) })
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) next() []string {
	level := w.parents
	w.parents = nil
	return level
}

// list reads the children of a folder, those of the top if id is empty.
func (w *walk) list(ctx context.Context, id string) error {
	m := w.mailbox
	call := transport.Call{Op: "list the mail folders", Target: transport.Mailbox}
	address := m.root + "/mailFolders?" + folderPage
	if id != "" {
		call.Target = transport.Folder
		address = m.folderURL(id) + "/childFolders?" + folderPage
	}
	visited := map[string]int{}
	for address != "" {
		if visited[address]++; visited[address] > maxVisits {
			return badAnswer(call.Op, "a page that comes again", nil)
		}
		if err := m.client.line.Check(address, call.Op); err != nil {
			return err
		}
		ctx := m.with(ctx, call)
		page, err := users.NewItemMailFoldersRequestBuilder(address, m.client.adapter).Get(ctx, nil)
		if err = understood(ctx, call.Op, err); err != nil {
			if id != "" && errors.Is(err, mail.ErrNotFound) {
				return nil // deleted since its parent was listed
			}
			return err
		}
		if page == nil {
			return badAnswer(call.Op, "no page", nil)
		}
		if err := w.add(id, page.GetValue()); err != nil {
			return err
		}
		address = value(page.GetOdataNextLink())
		call.Link = true
	}
	return nil
}

func (w *walk) add(parent string, found []models.MailFolderable) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range found {
		id := value(f.GetId())
		if id == "" || w.seen[id] || value(f.GetIsHidden()) {
			continue
		}
		if w.seen[id] = true; len(w.seen) > maxFolders {
			return badAnswer("list the mail folders", "no end of folders", nil)
		}
		w.children[parent] = append(w.children[parent], folderOf(f))
		if value(f.GetChildFolderCount()) > 0 {
			w.parents = append(w.parents, id)
		}
	}
	return nil
}

// flatten puts parents before children and fills in the paths.
func (w *walk) flatten() []mail.Folder {
	folders := make([]mail.Folder, 0, len(w.seen))
	var visit func(id string, path mail.Path)
	visit = func(id string, path mail.Path) {
		for _, f := range w.children[id] {
			f.Path = append(path[:len(path):len(path)], f.Name)
			folders = append(folders, f)
			visit(f.ID, f.Path)
		}
	}
	visit("", nil)
	return folders
}

func folderOf(f models.MailFolderable) mail.Folder {
	_, search := f.(models.MailSearchFolderable)
	return mail.Folder{
		ID: value(f.GetId()), ParentID: value(f.GetParentFolderId()), Name: value(f.GetDisplayName()),
		Total: int(value(f.GetTotalItemCount())), Unread: int(value(f.GetUnreadItemCount())),
		Hidden: value(f.GetIsHidden()),
		Search: search || strings.EqualFold(value(f.GetOdataType()), searchFolderType),
	}
}

// Folder returns one folder, by its id or a well-known name, without its path. The error wraps mail.ErrNotFound if
// there is no such folder.
func (m *Mailbox) Folder(ctx context.Context, id string) (mail.Folder, error) {
	call := transport.Call{Op: "look up a folder", Target: transport.Folder}
	ctx = m.with(ctx, call)
	f, err := users.NewItemMailFoldersMailFolderItemRequestBuilder(m.folderURL(id)+"?"+folderFields, m.client.adapter).Get(ctx, nil)
	if err = understood(ctx, call.Op, err); err != nil {
		return mail.Folder{}, err
	}
	if f == nil || value(f.GetId()) == "" {
		return mail.Folder{}, badAnswer(call.Op, "a folder without an id", nil)
	}
	return folderOf(f), nil
}

// wellKnownIDs maps folder ids to well-known names.
func (m *Mailbox) wellKnownIDs(ctx context.Context) (map[string]string, error) {
	m.mu.Lock()
	names, since := m.wellKnown, m.wellKnownT
	m.mu.Unlock()
	if age := m.client.now().Sub(since); names != nil && age >= 0 && age < wellKnownFor {
		return names, nil
	}
	byName, err := m.WellKnown(ctx, wellKnownNames)
	if err != nil {
		return nil, err
	}
	names = map[string]string{}
	for name, id := range byName {
		names[id] = name
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wellKnown, m.wellKnownT = names, m.client.now()
	return names, nil
}

// WellKnown gives the ids of the folders with these well-known names, by name; those that the mailbox does not have are
// left out.
func (m *Mailbox) WellKnown(ctx context.Context, names []string) (map[string]string, error) {
	ids := make([]string, len(names))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for i, name := range names {
		g.Go(func() error {
			f, err := m.Folder(ctx, name)
			if errors.Is(err, mail.ErrNotFound) {
				return nil // not every mailbox has every folder
			}
			ids[i] = f.ID
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	found := map[string]string{}
	for i, id := range ids {
		if id != "" {
			found[names[i]] = id
		}
	}
	return found, nil
}

// Reach asks for the top of the mailbox: whoever may read the whole of it gets an answer, whoever may read single
// folders only, or nothing, does not.
func (m *Mailbox) Reach(ctx context.Context) error {
	call := transport.Call{Op: "open the mailbox", Target: transport.Mailbox}
	ctx = m.with(ctx, call)
	page, err := users.NewItemMailFoldersRequestBuilder(m.root+"/mailFolders?$top=1&"+folderFields, m.client.adapter).Get(ctx, nil)
	if err = understood(ctx, call.Op, err); err == nil && page == nil {
		err = badAnswer(call.Op, "no page", nil)
	}
	return err
}

// value is what a pointer of the SDK points to, the zero value if it is nil.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
