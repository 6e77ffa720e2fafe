package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/mail"
	"postroom/app/people"
	"postroom/app/store"
)

// EventContacts is told when Done contacts were added, changed, deleted, shown to the office or taken back: Account, its
// address in Mailbox.
const EventContacts = "contacts"

// contactsEvery is how often contacts are looked at while the office runs: a folder in which nothing has changed costs one
// request.
const contactsEvery = 15 * time.Minute

// PersonContact is an entry of an address book as who looks may see it.
type PersonContact struct {
	mail.Contact
	Name     string  `json:"name"`   // what it is called; empty if there is nothing to call it by
	Folder   string  `json:"folder"` // PATH
	FolderID string  `json:"folderId"`
	Birthday *string `json:"birthday"` // "1980-05-17", "--05-17" if nobody knows the year
	Account  string  `json:"account"`  // id
	Owner    string  `json:"owner"`    // address of the account
	Own      bool    `json:"own"`      // of who looks
	Visible  bool    `json:"visible"`  // to the office
	// Same is the same for contacts that are most likely one person, here or in several address books; they follow each
	// other. It is empty for one that is alone.
	Same string `json:"same"`
}

// ContactFolder is a folder of an address book.
type ContactFolder struct {
	ID       string `json:"id"`
	Path     string `json:"path"`
	Account  string `json:"account"` // id
	Owner    string `json:"owner"`
	Own      bool   `json:"own"`
	Visible  bool   `json:"visible"`  // to the office, with all that is and will be in it
	Contacts int    `json:"contacts"` // that who looks may see
	Lists    int    `json:"lists"`    // distribution lists in it: Microsoft lets nobody read them
}

// ContactsQuery says which contacts to list. The zero value lists all that who looks may see.
type ContactsQuery struct {
	Text    string       // words, each in any detail
	Folder  string       // id
	Account string       // id or address
	Own     bool         // only one's own
	Visible bool         // only what the office may see
	Refs    []ContactRef // only these; none: all
	Offset  int          // of the first that is listed
	Limit   int          // how many are listed; 0: all
}

// ContactRef names a contact.
type ContactRef struct {
	Account string `json:"account"` // id
	ID      string `json:"id"`
}

// ContactList is a page of contacts.
type ContactList struct {
	Total    int             `json:"total"` // all that the query finds
	Contacts []PersonContact `json:"contacts"`
	Folders  []ContactFolder `json:"folders"`
	Read     *time.Time      `json:"read"` // when the address book that was read longest ago was read; nil: one never was
}

// SyncContacts brings the contacts of all accounts for which they are on up to date. What could not be read stays as it was;
// the error is the first there was. The code is "people-off-contacts" if the feature is on for no account.
func (o *Office) SyncContacts(ctx context.Context) error {
	return o.syncPeople(ctx, people.ContactsFeature, contactsOff(), func(ctx context.Context, a store.Account, s people.Setting) error {
		return o.syncContacts(ctx, a, s, true)
	})
}

func contactsOff() error {
	return &fault.Error{Class: fault.FixSetting, Code: "people-off-contacts", Op: peopleListOp}
}

func (o *Office) syncContacts(ctx context.Context, a store.Account, s people.Setting, look bool) error {
	o.users.Lock()
	defer o.users.Unlock()
	box, err := o.contactsOf(a, s)
	if err != nil {
		return err
	}
	round, err := o.book().SyncContacts(ctx, a.ID, box, look, o.opts.Now())
	if err = o.peopleRefused(a, s.Scopes, err); err != nil {
		return fmt.Errorf("look at the contacts of %s: %w", a.Address, err)
	}
	n := round.Added + round.Changed + round.Deleted
	if n > 0 || round.Folders {
		o.cards.change(a.ID)
	}
	if n > 0 {
		o.log.Info("contacts", "account", a.ID, "added", round.Added, "changed", round.Changed, "deleted", round.Deleted)
		o.tell(Event{Kind: EventContacts, Account: a.ID, Mailbox: a.Address, Done: n})
	}
	return o.acquaint(ctx, n > 0)
}

// contactsOf is the way to an account's contacts.
func (o *Office) contactsOf(a store.Account, s people.Setting) (*graph.Mailbox, error) {
	client, err := o.peopleClient(a, s.Scopes)
	if err != nil {
		return nil, err
	}
	return client.Mailbox(a.Address, true), nil
}

// ownsContacts says whether an account's contacts are those of who looks. Nobody else sees what is private among them, not
// even a manager.
func (o *Office) ownsContacts() (func(store.Account) bool, error) {
	if o.opts.As == "" || o.opts.As == SignedIn {
		return func(store.Account) bool { return true }, nil // who signed in here sits here
	}
	p, err := o.Person()
	if err != nil {
		return nil, err
	}
	return func(a store.Account) bool {
		return strings.EqualFold(a.Address, p.Address) || p.Member != nil && p.Member.Has(a.Address)
	}, nil
}

// PeopleContacts lists the contacts that are known, by name: one's own, and those that others have made visible to the
// office. Those that are most likely one person follow each other. It asks nobody: SyncContacts does.
func (o *Office) PeopleContacts(q ContactsQuery) (*ContactList, error) {
	all, list, err := o.shownContacts()
	if err != nil {
		return nil, err
	}
	words := strings.Fields(strings.ToLower(q.Text))
	order := map[string]string{} // of each group the name of its first
	found := []PersonContact{}
	for _, c := range all {
		if !q.takes(&c, words) {
			continue
		}
		if c.Same != "" && order[c.Same] == "" {
			order[c.Same] = strings.ToLower(c.Name)
		}
		found = append(found, c)
	}
	place := func(c *PersonContact) string { return cmp.Or(order[c.Same], strings.ToLower(c.Name)) }
	slices.SortStableFunc(found, func(x, y PersonContact) int {
		return cmp.Or(cmp.Compare(place(&x), place(&y)), cmp.Compare(x.Same, y.Same))
	})
	list.Total = len(found)
	from := min(max(q.Offset, 0), len(found))
	found = found[from:]
	if q.Limit > 0 {
		found = found[:min(q.Limit, len(found))]
	}
	list.Contacts = found
	return list, nil
}

func contactsIn(list []PersonContact) []people.Contact {
	all := make([]people.Contact, len(list))
	for i, c := range list {
		all[i] = people.Contact{Contact: c.Contact, Account: c.Account, Visible: c.Visible}
	}
	return all
}

func (q *ContactsQuery) takes(c *PersonContact, words []string) bool {
	switch {
	case q.Own && !c.Own, q.Visible && !c.Visible, q.Folder != "" && c.FolderID != q.Folder,
		q.Account != "" && c.Account != q.Account && !strings.EqualFold(c.Owner, q.Account),
		len(q.Refs) > 0 && !slices.Contains(q.Refs, ContactRef{c.Account, c.ID}):
		return false
	}
	if len(words) == 0 {
		return true
	}
	var text strings.Builder
	for _, s := range slices.Concat([]string{c.Name, c.Given, c.Surname, c.Nick, c.Company, c.Department, c.Job, c.Mobile, c.Work.City, c.House.City, c.Other.City, c.Notes},
		c.Business, c.Contact.Home) {
		text.WriteString(strings.ToLower(s) + "\n")
	}
	for _, e := range c.Emails {
		text.WriteString(strings.ToLower(e.Name + "\n" + e.Address + "\n"))
	}
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text.String(), w) })
}

func personContact(c people.Contact, a store.Account, own bool, path string) PersonContact {
	if !own {
		c.Contact = people.ForOffice(c.Contact)
	}
	v := PersonContact{Contact: c.Contact, Name: people.NameOf(c.Contact), Folder: path, FolderID: c.Folder, Account: a.ID, Owner: a.Address, Own: own, Visible: c.Visible}
	v.Birthday = given(c.Birthday.String())
	return v
}

// ContactPhoto fetches the picture of a contact, one's own or a visible one; nil if it has none.
func (o *Office) ContactPhoto(ctx context.Context, account, id string) ([]byte, error) {
	a, s, err := o.contactsOn(account)
	if err != nil {
		return nil, err
	}
	owns, err := o.ownsContacts()
	if err != nil {
		return nil, err
	}
	c, err := o.book().Contact(a.ID, id)
	if err == nil && !owns(a) && !c.Visible {
		err = contactUnknown(id)
	}
	if err != nil {
		return nil, err
	}
	box, err := o.contactsOf(a, s)
	if err != nil {
		return nil, err
	}
	photo, err := box.ContactPhoto(ctx, id)
	if errors.Is(err, mail.ErrNotFound) {
		return nil, nil
	}
	return photo, o.peopleRefused(a, s.Scopes, err)
}

func contactUnknown(id string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "people-contact-unknown", Op: peopleListOp, Args: map[string]string{"id": id}}
}

// contactsOn is an account for which contacts are on: "people-off-contacts" if they are not.
func (o *Office) contactsOn(account string) (store.Account, people.Setting, error) {
	a, err := o.account(account)
	if err != nil {
		return a, people.Setting{}, err
	}
	s, err := o.book().Setting(a.ID, people.ContactsFeature)
	if err == nil && !s.On {
		err = contactsOff()
	}
	return a, s, err
}

// ShowContacts makes contacts, or folders of them with all that is and will be in them, visible to the office, or takes them
// back. Only whose they are can do it, whatever group may change settings here.
//
// Codes: "people-contact-owner", "people-contact-unknown", "people-off-contacts".
func (o *Office) ShowContacts(ctx context.Context, account string, ids []string, on bool) error {
	a, _, err := o.contactsOn(account)
	if err != nil {
		return err
	}
	owns, err := o.ownsContacts()
	if err == nil && !owns(a) {
		err = &fault.Error{Class: fault.FixSetting, Code: "people-contact-owner", Op: peopleOp, Args: map[string]string{"owner": a.Address}}
	}
	if err != nil {
		return err
	}
	if err := o.book().ShowContacts(a.ID, ids, on); err != nil {
		return err
	}
	o.cards.change(a.ID)
	o.log.Info("contacts were shown to the office, or taken back", "account", a.ID, "number", len(ids), "shown", on)
	o.tell(Event{Kind: EventContacts, Account: a.ID, Mailbox: a.Address, Done: len(ids)})
	return o.acquaint(ctx, true)
}

// keepContacts keeps the contacts in step until the context ends.
func (o *Office) keepContacts(ctx context.Context) {
	o.keepInStep(ctx, instep{people.ContactsFeature, "contacts", func(account string) (time.Time, time.Duration, error) {
		read, err := o.book().ContactsSynced(account)
		return read, contactsEvery, err
	}, func(a store.Account, s people.Setting) error { return o.syncContacts(ctx, a, s, false) }})
}
