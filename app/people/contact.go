package people

import (
	"cmp"
	"slices"
	"strings"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// Contact is an entry of the address book of one of the accounts.
type Contact struct {
	mail.Contact
	Account string // id
	Visible bool   // to the office, by itself or by its folder
}

// ContactFolder is a folder of an address book.
type ContactFolder struct {
	mail.ContactFolder
	Visible  bool // to the office, with all that is and will be in it
	Contacts int
	Lists    int // distribution lists in it, which are not read
}

// visibility is what of an address book the office may see. Nothing is unless its owner says so. A contact that is named
// stands as is said, whatever its folder says; what lies in a folder below another is not in that one.
type visibility struct {
	Folders  map[string]bool `json:"folders,omitempty"`
	Contacts map[string]bool `json:"contacts,omitempty"`
}

func (v visibility) shows(c mail.Contact) bool {
	if shown, said := v.Contacts[c.ID]; said {
		return shown
	}
	return v.Folders[c.Folder]
}

// Keys of what is kept beside the contacts; no contact's id begins so.
const (
	contactsState   = "@state"
	contactsVisible = "@visible"
)

func contactKey(account, id string) string { return key(account, string(ContactsFeature), id) }

// Contacts lists an account's contacts by name, and the folders that they lie in.
func (b *Book) Contacts(account string) ([]Contact, []ContactFolder, error) {
	var state addressBook
	var shown visibility
	list := []Contact{}
	prefix := contactKey(account, "")
	err := b.db.View(func(tx *store.Tx) error {
		if _, err := tx.Note(contactKey(account, contactsState), &state); err != nil {
			return err
		}
		if _, err := tx.Note(contactKey(account, contactsVisible), &shown); err != nil {
			return err
		}
		return tx.Notes(prefix, func(k string, read func(any) error) error {
			if strings.HasPrefix(k[len(prefix):], "@") {
				return nil
			}
			list = append(list, Contact{Account: account})
			return read(&list[len(list)-1].Contact)
		})
	})
	if err != nil {
		return nil, nil, err
	}
	held := map[string]int{}
	for i := range list {
		list[i].Visible = shown.shows(list[i].Contact)
		held[list[i].Folder]++
	}
	slices.SortFunc(list, func(x, y Contact) int {
		return cmp.Or(cmp.Compare(strings.ToLower(NameOf(x.Contact)), strings.ToLower(NameOf(y.Contact))), cmp.Compare(x.ID, y.ID))
	})
	folders := []ContactFolder{}
	for _, f := range state.Folders {
		folders = append(folders, ContactFolder{ContactFolder: f.ContactFolder, Visible: shown.Folders[f.ID], Contacts: held[f.ID], Lists: f.Lists})
	}
	slices.SortStableFunc(folders, func(x, y ContactFolder) int {
		return strings.Compare(strings.ToLower(x.Path.String()), strings.ToLower(y.Path.String()))
	})
	return list, folders, nil
}

// Contact reads one contact of an account. The code is "people-contact-unknown" if there is none.
func (b *Book) Contact(account, id string) (Contact, error) {
	c := Contact{Account: account}
	err := b.db.View(func(tx *store.Tx) error {
		var shown visibility
		found, err := tx.Note(contactKey(account, id), &c.Contact)
		if err == nil && (!found || strings.HasPrefix(id, "@")) {
			err = contactUnknown(id)
		}
		if err != nil {
			return err
		}
		_, err = tx.Note(contactKey(account, contactsVisible), &shown)
		c.Visible = shown.shows(c.Contact)
		return err
	})
	return c, err
}

func contactUnknown(id string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "people-contact-unknown", Op: "look for a contact", Args: map[string]string{"id": id}}
}

// ShowContacts makes contacts, or folders with all that is in them, visible to the office, or takes them back. With on false
// for a folder, what was made visible one by one in it stays so; for a contact it holds though its folder is visible. The code
// is "people-contact-unknown" if one of the ids is neither.
func (b *Book) ShowContacts(account string, ids []string, on bool) error {
	return b.db.Update(func(tx *store.Tx) error {
		var state addressBook
		var shown visibility
		if _, err := tx.Note(contactKey(account, contactsState), &state); err != nil {
			return err
		}
		if _, err := tx.Note(contactKey(account, contactsVisible), &shown); err != nil {
			return err
		}
		if shown.Folders == nil {
			shown.Folders = map[string]bool{}
		}
		if shown.Contacts == nil {
			shown.Contacts = map[string]bool{}
		}
		for _, id := range ids {
			if state.folder(id) != nil {
				if shown.Folders[id] = true; !on {
					delete(shown.Folders, id)
				}
				continue
			}
			var c mail.Contact
			found, err := tx.Note(contactKey(account, id), &c)
			if err != nil {
				return err
			}
			if !found || strings.HasPrefix(id, "@") {
				return contactUnknown(id)
			}
			if shown.Contacts[id] = on; on == shown.Folders[c.Folder] {
				delete(shown.Contacts, id) // as its folder says
			}
		}
		return tx.PutNote(contactKey(account, contactsVisible), shown)
	})
}

// ForOffice is a contact as everybody may see it who is not its owner: without notes, birthday and categories, which
// people write for themselves.
func ForOffice(c mail.Contact) mail.Contact {
	c.Notes, c.Birthday, c.Categories = "", mail.Birthday{}, nil
	return c
}

// NameOf is what a contact is called: by its name, or else by what there is. It is empty if there is nothing at all.
func NameOf(c mail.Contact) string {
	full := strings.Join(strings.Fields(strings.Join([]string{c.Given, c.Middle, c.Surname}, " ")), " ")
	name := cmp.Or(strings.TrimSpace(c.Name), full, c.Nick, c.Company, c.Mobile)
	for _, e := range c.Emails {
		name = cmp.Or(name, e.Name, e.Address)
	}
	for _, n := range slices.Concat(c.Business, c.Home) {
		name = cmp.Or(name, n)
	}
	return name
}
