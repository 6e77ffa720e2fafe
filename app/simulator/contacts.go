package simulator

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ErrNoContact is what a contact that is not there is refused with.
var ErrNoContact = errors.New("no such contact")

// Contact is an entry of a mailbox's contacts.
type Contact struct {
	Folder     string         `json:"folder"`     // path below the default folder; "" is the default folder itself
	Properties map[string]any `json:"properties"` // by their Graph names; what is left out is empty
	Photo      []byte         `json:"photo"`      // JPEG, base64 in JSON; empty: none
	// Group makes it a distribution list: the service counts such entries of a folder and never shows one.
	Group bool `json:"group"`
}

// addressBook holds the contacts of a mailbox. Its folders are no mail folders, but share their serials.
type addressBook struct {
	top        *contactFolder // the default folder
	folders    map[uint64]*contactFolder
	contacts   map[uint64]*contact
	log        []folderChange
	generation uint64 // of the folders' sync tokens
}

type contactFolder struct {
	serial     uint64
	name       string
	parent     *contactFolder // nil for the default folder, which lies below the mailbox's own root
	children   []*contactFolder
	changedAt  int
	log        []folderChange // of contacts
	generation uint64
}

type contact struct {
	Contact
	serial    uint64
	version   uint32 // number of moves
	changes   int
	in        *contactFolder
	changedAt int // in the log of its folder
}

// contactValues are the properties of a contact and what they are when nobody has said so.
var contactValues = map[string]any{
	"assistantName": nil, "birthday": nil, "businessAddress": map[string]any{}, "businessHomePage": nil, "businessPhones": []any{}, "categories": []any{},
	"children": []any{}, "companyName": nil, "department": nil, "displayName": "", "emailAddresses": []any{}, "fileAs": nil, "generation": nil,
	"givenName": nil, "homeAddress": map[string]any{}, "homePhones": []any{}, "imAddresses": []any{}, "initials": nil, "jobTitle": nil, "manager": nil,
	"middleName": nil, "mobilePhone": nil, "nickName": nil, "officeLocation": nil, "otherAddress": map[string]any{}, "personalNotes": "", "profession": nil,
	"spouseName": nil, "surname": nil, "title": nil, "yomiCompanyName": nil, "yomiGivenName": nil, "yomiSurname": nil,
	"createdDateTime": "2026-01-01T08:00:00Z", "lastModifiedDateTime": "2026-01-01T08:00:00Z",
}

// book is the mailbox's address book. The caller holds the lock, as for all that follows.
func (b *box) book() *addressBook {
	if b.addresses == nil {
		b.addresses = &addressBook{folders: map[uint64]*contactFolder{}, contacts: map[uint64]*contact{}, generation: b.sim.epoch}
		b.addresses.top = b.newContactFolder(nil, "Contacts")
	}
	return b.addresses
}

func (b *box) newContactFolder(parent *contactFolder, name string) *contactFolder {
	b.lastSerial++
	f := &contactFolder{serial: b.lastSerial, name: name, parent: parent, generation: b.sim.epoch}
	b.addresses.folders[f.serial] = f
	if parent != nil {
		parent.children = append(parent.children, f)
		b.addresses.changed(f)
	}
	return f
}

func (a *addressBook) changed(f *contactFolder) {
	f.changedAt = len(a.log)
	a.log = append(a.log, folderChange{serial: f.serial})
}

// at finds a folder by its path; nil if there is none.
func (a *addressBook) at(path string) *contactFolder {
	f := a.top
	names, err := splitPath(path)
	if path != "" && err != nil {
		return nil
	}
	for _, name := range names {
		i := slices.IndexFunc(f.children, func(c *contactFolder) bool { return strings.EqualFold(c.name, name) })
		if i < 0 {
			return nil
		}
		f = f.children[i]
	}
	return f
}

// holding are the contacts of a folder that the service shows, in the order in which they came.
func (a *addressBook) holding(f *contactFolder) (list []*contact, groups int) {
	for _, c := range a.contacts {
		switch {
		case c.in != f:
		case c.Group:
			groups++
		default:
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(x, y *contact) int { return int(int64(x.serial) - int64(y.serial)) })
	return list, groups
}

func (f *contactFolder) tell(c *contact, gone bool) {
	if !gone {
		c.changedAt = len(f.log)
	}
	if !c.Group {
		f.log = append(f.log, folderChange{serial: c.serial, gone: gone})
	}
}

// complete fills in what the service fills in, and refuses properties that it does not have.
func (c *Contact) complete() error {
	all := maps.Clone(contactValues)
	for name, v := range c.Properties {
		if _, ok := contactValues[name]; !ok {
			return fmt.Errorf("%w: a contact has no property %q", errInput, name)
		}
		all[name] = v
	}
	if all["displayName"] == "" {
		given, _ := all["givenName"].(string)
		surname, _ := all["surname"].(string)
		all["displayName"] = strings.TrimSpace(given + " " + surname)
	}
	c.Properties = all
	return nil
}

// AddContactFolder makes a folder below the default one, and those above it; an existing one is fine.
func (s *Simulator) AddContactFolder(mailbox, path string) error {
	names, err := splitPath(path)
	if err != nil {
		return fmt.Errorf("adding contact folder: %w", err)
	}
	return s.onContacts(mailbox, func(b *box, a *addressBook) error {
		f := a.top
		for _, name := range names {
			i := slices.IndexFunc(f.children, func(c *contactFolder) bool { return strings.EqualFold(c.name, name) })
			if i < 0 {
				f = b.newContactFolder(f, name)
			} else {
				f = f.children[i]
			}
		}
		return nil
	})
}

// RenameContactFolder gives a folder another name.
func (s *Simulator) RenameContactFolder(mailbox, path, name string) error {
	return s.onContacts(mailbox, func(_ *box, a *addressBook) error {
		f := a.at(path)
		if f == nil || f == a.top {
			return fmt.Errorf("%s: %w", path, ErrNoFolder)
		}
		f.name = name
		a.changed(f)
		return nil
	})
}

// DeleteContactFolder deletes a folder with all that is in it.
func (s *Simulator) DeleteContactFolder(mailbox, path string) error {
	return s.onContacts(mailbox, func(_ *box, a *addressBook) error {
		f := a.at(path)
		if f == nil || f == a.top {
			return fmt.Errorf("%s: %w", path, ErrNoFolder)
		}
		f.parent.children = slices.DeleteFunc(f.parent.children, func(c *contactFolder) bool { return c == f })
		a.drop(f)
		return nil
	})
}

func (a *addressBook) drop(f *contactFolder) {
	for _, child := range f.children {
		a.drop(child)
	}
	maps.DeleteFunc(a.contacts, func(_ uint64, c *contact) bool { return c.in == f })
	delete(a.folders, f.serial)
	a.log = append(a.log, folderChange{serial: f.serial, gone: true})
}

// AddContact puts a contact into its folder and gives back its immutable id.
func (s *Simulator) AddContact(mailbox string, c Contact) (id string, err error) {
	if err := c.complete(); err != nil {
		return "", err
	}
	err = s.onContacts(mailbox, func(b *box, a *addressBook) error {
		f := a.at(c.Folder)
		if f == nil {
			return fmt.Errorf("%s: %w", c.Folder, ErrNoFolder)
		}
		b.lastSerial++
		one := &contact{Contact: c, serial: b.lastSerial, in: f}
		a.contacts[one.serial] = one
		f.tell(one, false)
		id = b.ids.id(ref{class: immutableID, serial: one.serial})
		return nil
	})
	return id, err
}

// ChangeContact replaces properties of a contact; with a photo, that too.
func (s *Simulator) ChangeContact(mailbox, id string, properties map[string]any, photo []byte) error {
	return s.onContact(mailbox, id, func(_ *addressBook, c *contact) error {
		changed := Contact{Properties: maps.Clone(c.Properties)}
		maps.Copy(changed.Properties, properties)
		if err := changed.complete(); err != nil {
			return err
		}
		c.Properties = changed.Properties
		if len(photo) > 0 {
			c.Photo = photo
		}
		c.changes++
		c.in.tell(c, false)
		return nil
	})
}

// MoveContact puts a contact into another folder.
func (s *Simulator) MoveContact(mailbox, id, path string) error {
	return s.onContact(mailbox, id, func(a *addressBook, c *contact) error {
		to := a.at(path)
		if to == nil {
			return fmt.Errorf("%s: %w", path, ErrNoFolder)
		}
		c.in.tell(c, true)
		c.in = to
		c.version++
		c.changes++
		to.tell(c, false)
		return nil
	})
}

// DeleteContact takes a contact out of the mailbox.
func (s *Simulator) DeleteContact(mailbox, id string) error {
	return s.onContact(mailbox, id, func(a *addressBook, c *contact) error {
		delete(a.contacts, c.serial)
		c.in.tell(c, true)
		return nil
	})
}

// EvictContactTokens makes the service forget the sync tokens of a mailbox's contacts and their folders.
func (s *Simulator) EvictContactTokens(mailbox string) error {
	return s.onContacts(mailbox, func(_ *box, a *addressBook) error {
		a.generation++
		for _, f := range a.folders {
			f.generation++
		}
		return nil
	})
}

func (s *Simulator) onContacts(mailbox string, do func(*box, *addressBook) error) error {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return do(b, b.book())
}

func (s *Simulator) onContact(mailbox, id string, do func(*addressBook, *contact) error) error {
	return s.onContacts(mailbox, func(b *box, a *addressBook) error {
		named, ok, _ := b.ids.parse(id)
		c := a.contacts[named.serial]
		if !ok || c == nil {
			return fmt.Errorf("%s: %w", id, ErrNoContact)
		}
		return do(a, c)
	})
}
