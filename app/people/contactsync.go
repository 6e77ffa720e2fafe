package people

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// AddressBook reads an account's contacts.
type AddressBook interface {
	// ContactFolders lists all folders there are.
	ContactFolders(ctx context.Context) ([]mail.ContactFolder, error)
	// ContactFolderChanges says whether folders were changed since a link; an empty one only begins. The error wraps
	// mail.ErrCursorLost if the link is no longer understood.
	ContactFolderChanges(ctx context.Context, link string) (changed bool, next string, err error)
	// ContactChanges gives what changed in a folder since a link, and the next one; an empty link lists all. The error
	// wraps mail.ErrCursorLost if the link is no longer understood, mail.ErrNotFound if there is no such folder.
	ContactChanges(ctx context.Context, folder, link string, each func(mail.ContactChange)) (string, error)
	// ContactsIn lists what lies in a folder. The error wraps mail.ErrNotFound if there is no such folder.
	ContactsIn(ctx context.Context, folder string, each func(mail.ContactChange)) error
}

// Untracked says whether an answer refuses to tell changes, so that listing may work all the same: neither time nor another
// sign-in would help.
func Untracked(err error) bool {
	e, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok:
		return errors.Is(err, mail.ErrDeltaUnavailable)
	case errors.Is(err, mail.ErrNotFound), errors.Is(err, mail.ErrCursorLost):
		return false
	}
	return e.Class == fault.FixSetting || e.Class == fault.Bug
}

// ContactRound is what a look at an address book brought.
type ContactRound struct {
	Added, Changed, Deleted int
	Folders                 bool // were listed anew
}

// addressBook is how far an account's contacts were read.
type addressBook struct {
	Folders []bookFolder `json:"folders,omitempty"`
	Link    string       `json:"link,omitempty"`   // of the folders' changes
	Listed  bool         `json:"listed,omitempty"` // they are not told: the folders are listed instead
	Synced  time.Time    `json:"synced"`
	Looked  time.Time    `json:"looked"` // at the folders' changes
	Walked  time.Time    `json:"walked"` // through all folders
}

type bookFolder struct {
	mail.ContactFolder
	Link  string `json:"link,omitempty"`
	Lists int    `json:"lists,omitempty"`
}

func (a *addressBook) folder(id string) *bookFolder {
	if i := slices.IndexFunc(a.Folders, func(f bookFolder) bool { return f.ID == id }); i >= 0 {
		return &a.Folders[i]
	}
	return nil
}

// How often folders are looked at: what changed in them costs one request, all of them two for each and a few.
const (
	foldersLooked = time.Hour
	foldersWalked = 24 * time.Hour
)

// ContactsSynced says when an account's contacts were read last; zero: never.
func (b *Book) ContactsSynced(account string) (time.Time, error) {
	var s addressBook
	err := b.db.View(func(tx *store.Tx) error {
		_, err := tx.Note(contactKey(account, contactsState), &s)
		return err
	})
	return s.Synced, err
}

// SyncContacts brings what is known of an account's contacts up to date. It asks each folder for its changes and, with look
// or once an hour, whether folders have changed. All of it counts or nothing: a contact that was moved is never gone.
func (b *Book) SyncContacts(ctx context.Context, account string, from AddressBook, look bool, now time.Time) (ContactRound, error) {
	var state addressBook
	err := b.db.View(func(tx *store.Tx) error {
		_, err := tx.Note(contactKey(account, contactsState), &state)
		return err
	})
	if err != nil {
		return ContactRound{}, err
	}
	r := &contactRound{from: from, state: state, now: now}
	if err := r.folders(ctx, look); err != nil {
		return ContactRound{}, err
	}
	if err := r.read(ctx); err != nil {
		return ContactRound{}, err
	}
	r.state.Synced = now.UTC()
	if r.quiet() {
		return ContactRound{}, b.db.Update(func(tx *store.Tx) error { return tx.PutNote(contactKey(account, contactsState), r.state) })
	}
	known, err := b.contactsByID(account)
	if err != nil {
		return ContactRound{}, err
	}
	round, changed, present := r.compare(known)
	return round, b.writeContacts(ctx, account, r.state, changed, known, present)
}

// contactRound is one look at an address book.
type contactRound struct {
	from   AddressBook
	state  addressBook
	now    time.Time
	walked bool
	parts  []folderRound
}

// folderRound is what a folder told.
type folderRound struct {
	folder  string
	all     bool // it listed all that it has
	changes []mail.ContactChange
}

// folders finds out which folders there are.
func (r *contactRound) folders(ctx context.Context, look bool) error {
	s := &r.state
	changed := s.Link == "" && !s.Listed || r.now.Before(s.Walked) || r.now.Sub(s.Walked) >= foldersWalked
	if !changed && !look && !r.now.Before(s.Looked) && r.now.Sub(s.Looked) < foldersLooked {
		return nil
	}
	var err error
	if changed = changed || s.Listed; !changed {
		if changed, s.Link, err = r.from.ContactFolderChanges(ctx, s.Link); errors.Is(err, mail.ErrCursorLost) || Untracked(err) {
			s.Link, changed, err = "", true, nil
		}
	}
	if err == nil && s.Link == "" { // before the folders are listed, so that no change is missed
		_, s.Link, err = r.from.ContactFolderChanges(ctx, "")
		if s.Listed = Untracked(err); s.Listed {
			s.Link, err = "", nil // what else is wrong, listing them tells
		}
	}
	if err != nil {
		return err
	}
	if s.Looked = r.now.UTC(); !changed {
		return nil
	}
	found, err := r.from.ContactFolders(ctx)
	if err != nil {
		return err
	}
	var list []bookFolder
	for _, f := range found {
		one := bookFolder{ContactFolder: f}
		if was := s.folder(f.ID); was != nil {
			one.Link, one.Lists = was.Link, was.Lists
		}
		list = append(list, one)
	}
	s.Folders, s.Walked, r.walked = list, r.now.UTC(), true
	return nil
}

// read asks each folder for what changed in it.
func (r *contactRound) read(ctx context.Context) error {
	var gone []string
	for i := range r.state.Folders {
		f := &r.state.Folders[i]
		part := folderRound{folder: f.ID, all: f.Link == ""}
		add := func(c mail.ContactChange) { part.changes = append(part.changes, c) }
		link, err := r.from.ContactChanges(ctx, f.ID, f.Link, add)
		if errors.Is(err, mail.ErrCursorLost) && !part.all {
			part.all, part.changes = true, nil
			link, err = r.from.ContactChanges(ctx, f.ID, "", add)
		}
		if Untracked(err) { // as on a full mailbox: all is listed and compared, and tracking tried again the next time
			part.all, part.changes, link = true, nil, ""
			err = r.from.ContactsIn(ctx, f.ID, add)
		}
		switch {
		case errors.Is(err, mail.ErrNotFound):
			gone = append(gone, f.ID)
			continue
		case err != nil:
			return err
		}
		f.Link = link
		r.parts = append(r.parts, part)
	}
	if len(gone) > 0 { // there is more to find out about folders
		r.state.Folders = slices.DeleteFunc(r.state.Folders, func(f bookFolder) bool { return slices.Contains(gone, f.ID) })
		r.state.Link, r.walked = "", true
	}
	return nil
}

func (r *contactRound) quiet() bool {
	return !r.walked && !slices.ContainsFunc(r.parts, func(p folderRound) bool { return p.all || len(p.changes) > 0 })
}

// gone says of the contacts that a folder tells of whether they are not in it any more; the last word counts.
func (p *folderRound) gone(known map[string]mail.Contact) map[string]bool {
	gone := map[string]bool{}
	for _, c := range p.changes {
		gone[c.ID] = c.Removed
	}
	for id, c := range known {
		if _, told := gone[id]; p.all && c.Folder == p.folder && !told {
			gone[id] = true
		}
	}
	return gone
}

// compare finds what a round changes: contacts by id, nil for those that go.
func (r *contactRound) compare(known map[string]mail.Contact) (ContactRound, map[string]*mail.Contact, map[string]mail.Contact) {
	present := maps.Clone(known)
	gone := make([]map[string]bool, len(r.parts))
	for i, p := range r.parts {
		gone[i] = p.gone(known)
		for _, c := range p.changes {
			if !gone[i][c.ID] && !c.Removed {
				one := present[c.ID]
				c.Apply(&one)
				one.ID, one.Folder = c.ID, p.folder
				present[c.ID] = one
			}
		}
	}
	for i, p := range r.parts { // only now: what left one folder may have come to another
		for id, is := range gone[i] {
			if is && present[id].Folder == p.folder {
				delete(present, id)
			}
		}
	}
	held := map[string]int{}
	maps.DeleteFunc(present, func(_ string, c mail.Contact) bool {
		held[c.Folder]++
		return r.state.folder(c.Folder) == nil
	})
	for i := range r.state.Folders {
		if f := &r.state.Folders[i]; r.walked && f.Entries >= 0 {
			f.Lists = max(0, f.Entries-held[f.ID])
		}
	}
	round := ContactRound{Folders: r.walked}
	changed := map[string]*mail.Contact{}
	for id, c := range present {
		was, is := known[id]
		if is && reflect.DeepEqual(was, c) {
			continue
		}
		if changed[id] = &c; is {
			round.Changed++
		} else {
			round.Added++
		}
	}
	for id := range known {
		if _, is := present[id]; !is {
			changed[id] = nil
			round.Deleted++
		}
	}
	return round, changed, present
}

// writeContacts writes what changed, and with the last of it how far the contacts were read: what is cut off is read again.
// What was said about contacts that are gone for a whole round, and about folders that are gone, goes too.
func (b *Book) writeContacts(ctx context.Context, account string, state addressBook, changed map[string]*mail.Contact, known, present map[string]mail.Contact) error {
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(changed)), part) {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		err := b.db.Update(func(tx *store.Tx) error {
			for _, id := range ids {
				var err error
				if c := changed[id]; c == nil {
					err = tx.DropNote(contactKey(account, id))
				} else {
					err = tx.PutNote(contactKey(account, id), c)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return b.db.Update(func(tx *store.Tx) error {
		var shown visibility
		if _, err := tx.Note(contactKey(account, contactsVisible), &shown); err != nil {
			return err
		}
		maps.DeleteFunc(shown.Folders, func(id string, _ bool) bool { return state.folder(id) == nil })
		maps.DeleteFunc(shown.Contacts, func(id string, _ bool) bool {
			_, was := known[id]
			_, is := present[id]
			return !was && !is
		})
		if err := tx.PutNote(contactKey(account, contactsVisible), shown); err != nil {
			return err
		}
		return tx.PutNote(contactKey(account, contactsState), state)
	})
}

func (b *Book) contactsByID(account string) (map[string]mail.Contact, error) {
	list, _, err := b.Contacts(account)
	known := make(map[string]mail.Contact, len(list))
	for _, c := range list {
		known[c.ID] = c.Contact
	}
	return known, err
}
