package office_test

import (
	"bytes"
	"strings"
	"testing"

	"postroom/app/office"
	"postroom/app/people"
	"postroom/app/processing"
	"postroom/app/simulator"
	"postroom/app/store"
)

// contact puts a contact into somebody's address book.
func (w *guarded) contact(who, folder, name, company string, addresses ...string) string {
	w.t.Helper()
	var emails []any
	for _, a := range addresses {
		emails = append(emails, map[string]any{"name": name, "address": a})
	}
	id, err := w.sim.AddContact(who, simulator.Contact{Folder: folder, Photo: []byte("JPEG of " + name), Properties: map[string]any{
		"displayName": name, "companyName": company, "emailAddresses": emails, "personalNotes": "likes tea", "birthday": "1604-05-17T11:59:00Z"}})
	w.must(err)
	return id
}

// contacts are the names of those whom a query lists: with a star if the office sees them, in brackets if they are others'.
func (w *guarded) contacts(q office.ContactsQuery) string {
	w.t.Helper()
	list, err := w.PeopleContacts(q)
	w.must(err)
	var all []string
	for _, c := range list.Contacts {
		text := c.Name
		if c.Visible {
			text += "*"
		}
		if !c.Own {
			text = "[" + text + "]"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func (w *guarded) wantContacts(what string, q office.ContactsQuery, want string) {
	w.t.Helper()
	if got := w.contacts(q); got != want {
		w.t.Errorf("%s the contacts are %q, want %q", what, got, want)
	}
}

// as opens the office anew for somebody else; the accounts stay.
func (w *guarded) as(who string) {
	w.t.Helper()
	w.must(w.Close())
	w.opts.As = who
	w.open()
}

func TestContactsAreOffUntilTheyAreSwitchedOnAndAskOnlyThen(t *testing.T) {
	w := peopled(t)
	_, err := w.PeopleContacts(office.ContactsQuery{})
	w.wants("contacts before they are on", err, "people-off-contacts")
	w.wants("reading them", w.SyncContacts(t.Context()), "people-off-contacts")
	w.wants("showing them", w.ShowContacts(t.Context(), emma, []string{"x"}, true), "people-off-contacts")
	if n := w.sim.Stats().ByEndpoint["GET /me/contactfolders/delta"]; n != 0 {
		t.Errorf("contacts were asked for %d times before they are on", n)
	}
	permission := func(account string) string {
		t.Helper()
		list, err := w.Permissions(account)
		w.must(err)
		said := ""
		for _, p := range list {
			if p.Feature == "contacts" {
				said += p.Name + " " + string(p.State)
			}
		}
		return said
	}
	if got := permission(emma); got != "Contacts.Read later" {
		t.Errorf("the permission is %q", got)
	}
	w.must(w.on(people.ContactsFeature, emma))
	if got := permission(emma); got != "Contacts.Read granted" {
		t.Errorf("the permission is %q", got)
	}
	w.contact(emma, "", "An", "")
	w.must(w.SyncContacts(t.Context()))
	w.wantContacts("after a round", office.ContactsQuery{}, "An")
	_, err = w.PeopleOff(t.Context(), emma, people.ContactsFeature, false)
	w.must(err)
	_, err = w.PeopleContacts(office.ContactsQuery{})
	w.wants("contacts when they are off", err, "people-off-contacts")
	w.must(w.on(people.ContactsFeature, emma))
	w.wantContacts("switched on again", office.ContactsQuery{}, "An")
	_, err = w.PeopleOff(t.Context(), emma, people.ContactsFeature, true)
	w.must(err)
	w.must(w.on(people.ContactsFeature, emma))
	w.wantContacts("after they were forgotten", office.ContactsQuery{}, "")
}

func TestContactsOfPersonalAccountsAreReadAndDeclinedOnesAreNot(t *testing.T) {
	w := peopled(t)
	w.must(w.connect(piet, store.Personal))
	w.contact(piet, "", "Oma", "")
	w.must(w.on(people.ContactsFeature, piet))
	w.must(w.SyncContacts(t.Context()))
	w.wantContacts("of a personal account", office.ContactsQuery{Account: piet}, "Oma")
	_, err := w.sim.AddFault(simulator.Fault{Kind: simulator.Denied, Path: "contact", Mailbox: emma})
	w.must(err)
	w.wants("contacts that the service refuses", w.on(people.ContactsFeature, emma), "people-refused")
	w.sim.ClearFaults()
	w.must(w.on(people.ContactsFeature, emma))
	_, err = w.sim.AddFault(simulator.Fault{Kind: simulator.NotEnabled, Path: "contact", Mailbox: emma})
	w.must(err)
	w.wants("contacts of a mailbox on premises", w.SyncContacts(t.Context()), "MailboxNotEnabledForRESTAPI")
	w.wantContacts("while one can't be read", office.ContactsQuery{}, "Oma")
}

func TestQuietRoundOfContactsCostsOneRequestPerFolder(t *testing.T) {
	w := peopled(t)
	w.must(w.sim.AddContactFolder(emma, "Clients/Bakers"))
	for range 3 {
		w.contact(emma, "Clients", "C", "")
	}
	w.must(w.on(people.ContactsFeature, emma))
	if e := w.tells(office.EventContacts); e.Done != 3 {
		t.Errorf("told were %d contacts, want 3", e.Done)
	}
	w.requests("a quiet round that somebody asked for", 4, func() { w.must(w.SyncContacts(t.Context())) }) // three folders, and their changes
}

func TestContactIsPrivateUntilItsOwnerShowsItToTheOffice(t *testing.T) {
	w := peopled(t)
	w.must(w.connect(jan, store.Work))
	w.must(w.sim.AddContactFolder(emma, "Clients"))
	private := w.contact(emma, "", "Oma", "", "oma@home.example")
	shown := w.contact(emma, "", "An Maes", "Peeters BV", "an@peeters.example")
	w.contact(emma, "Clients", "Bea", "")
	w.contact(jan, "", "Maes, An", "", "an@peeters.example")
	w.must(w.on(people.ContactsFeature, emma))
	w.must(w.on(people.ContactsFeature, jan))
	_, err := w.PutMember(t.Context(), processing.Member{Name: "Jan", Address: jan, Manager: true})
	w.must(err)
	w.must(w.SyncContacts(t.Context()))
	w.as(jan)
	w.wantContacts("of Emma's, Jan sees nothing:", office.ContactsQuery{}, "Maes, An")
	account, err := w.Account(emma)
	w.must(err)
	w.wants("Jan shows Emma's", w.ShowContacts(t.Context(), emma, []string{private}, true), "people-contact-owner")
	_, err = w.ContactPhoto(t.Context(), emma, private)
	w.wants("Jan looks at the photo of Emma's", err, "people-contact-unknown")
	w.as(office.SignedIn)
	list, err := w.PeopleContacts(office.ContactsQuery{})
	w.must(err)
	if len(list.Folders) != 3 || list.Total != 4 || list.Read == nil {
		t.Fatalf("who sits here sees %+v", list)
	}
	folder := ""
	for _, f := range list.Folders {
		if f.Path == "Contacts/Clients" {
			folder = f.ID
		}
	}
	w.must(w.ShowContacts(t.Context(), emma, []string{shown, folder}, true))
	w.as(jan)
	w.wantContacts("what Emma shows, and one person together:", office.ContactsQuery{}, "[An Maes*], Maes, An, [Bea*]")
	list, err = w.PeopleContacts(office.ContactsQuery{Account: account.Address, Text: "AN peeters"})
	w.must(err)
	if c := list.Contacts[0]; c.Same == "" || c.Notes != "" || c.Birthday != nil || c.Owner != emma {
		t.Errorf("of Emma's contact Jan sees %+v, want neither notes nor birthday", c)
	}
	if photo, err := w.ContactPhoto(t.Context(), emma, shown); err != nil || string(photo) != "JPEG of An Maes" {
		t.Errorf("the photo is %q, %v", photo, err)
	}
	var file bytes.Buffer
	if n, err := w.ExportContacts(&file, office.ContactsQuery{}, false); err != nil || n != 3 || strings.Contains(file.String(), "Oma") || strings.Count(file.String(), "likes tea") != 1 {
		t.Errorf("Jan exports %d, %v: %s", n, err, file.String())
	}
	w.as("")
	w.must(w.ShowContacts(t.Context(), emma, []string{shown, folder}, false))
	w.as(jan)
	w.wantContacts("after Emma took them back:", office.ContactsQuery{}, "Maes, An")
}
