package office

import (
	"context"
	"io"

	"postroom/app/people"
	"postroom/app/processing"
	"postroom/app/store"
)

// acquaint tells processing what contacts say of addresses now. Where it is not at work it is told when it begins, unless
// contacts have changed: what they said already of open mails must go at once, if it was taken back.
func (o *Office) acquaint(ctx context.Context, changed bool) error {
	o.handling.mu.Lock()
	room := o.handling.room
	o.handling.mu.Unlock()
	switch {
	case room != nil:
		if told, err := o.tellContacts(room, false); err != nil || !told {
			return err
		}
	case !changed:
		return nil
	default:
		var err error
		if room, err = o.room(); err != nil { // which tells it
			return err
		}
	}
	settled, err := room.TryAgain(ctx)
	if err == nil {
		o.tell(Event{Kind: EventProcessing, Done: len(settled)})
	}
	return err
}

// acquaintLater is acquaint where something else was done, which a failure must not undo: it is tried again with the next
// look at contacts.
func (o *Office) acquaintLater(ctx context.Context, changed bool) {
	if err := o.acquaint(ctx, changed); err != nil {
		o.log.Warn("processing can't be told of contacts now", "error", err)
	}
}

// tellContacts says whether there is anything new; a fresh room knows nothing yet. What is private is said of mails in its owner's mailbox alone.
func (o *Office) tellContacts(room *processing.Room, fresh bool) (bool, error) {
	news, told, err := o.contactNews()
	if err != nil || !news && !fresh {
		return false, err
	}
	var list []processing.Acquaintance
	err = o.peopleAccounts(people.ContactsFeature, func(a store.Account, _ people.Setting) error {
		contacts, _, err := o.book().Contacts(a.ID)
		for _, c := range contacts {
			for _, e := range c.Emails {
				one := processing.Acquaintance{Address: e.Address, Company: c.Company, Mailbox: a.Address}
				if c.Visible {
					one.Mailbox = ""
				}
				list = append(list, one)
			}
		}
		return err
	})
	if err != nil {
		return false, err
	}
	told()
	return room.Acquaint(list), nil
}

// ContactClients is what came of taking clients from contacts.
type ContactClients struct {
	Clients []ContactClient `json:"clients"`
	Left    []LeftContact   `json:"left"`
	Settled int             `json:"settled"` // mails that waited for it
}

// ContactClient is a client that was made of contacts, or extended by them.
type ContactClient struct {
	Client    processing.Client `json:"client"`
	Added     bool              `json:"added"`     // it is new
	Addresses []string          `json:"addresses"` // new ones
	Contacts  []ContactRef      `json:"contacts"`
}

// LeftContact is a contact, or an address of one, that was not taken, and why.
type LeftContact struct {
	ContactRef
	Name string `json:"name"`
	Why  string `json:"why"`
}

// ClientsFromContacts makes clients of the contacts that a query finds, one for each company, or for the person where there
// is none, or extends those there are by their addresses. With preview nothing is changed. It is undone as one action.
func (o *Office) ClientsFromContacts(ctx context.Context, q ContactsQuery, preview bool) (*ContactClients, error) {
	list, err := o.PeopleContacts(q)
	if err != nil {
		return nil, err
	}
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	known := map[string]*PersonContact{}
	var cards []processing.Card
	for i := range list.Contacts {
		c := &list.Contacts[i]
		card := processing.Card{Ref: c.Account + " " + c.ID, Name: c.Name, Company: c.Company}
		for _, e := range c.Emails {
			if e.Address != "" {
				card.Addresses = append(card.Addresses, e.Address)
			}
		}
		known[card.Ref] = c
		cards = append(cards, card)
	}
	taken, err := room.TakeCards(ctx, cards, preview)
	if err != nil {
		return nil, err
	}
	mine, err := o.ofMine(taken.Settled)
	if err != nil {
		return nil, err
	}
	v := &ContactClients{Clients: []ContactClient{}, Left: []LeftContact{}, Settled: len(mine)}
	for _, t := range taken.Clients {
		one := ContactClient{Client: t.Client, Added: t.Added, Addresses: append([]string{}, t.Addresses...)}
		for _, ref := range t.Refs {
			one.Contacts = append(one.Contacts, ContactRef{known[ref].Account, known[ref].ID})
		}
		v.Clients = append(v.Clients, one)
	}
	for _, l := range taken.Left {
		c := known[l.Ref]
		v.Left = append(v.Left, LeftContact{ContactRef{c.Account, c.ID}, c.Name, l.Why.In(o.language())})
	}
	if !preview {
		o.tell(Event{Kind: EventProcessing, Done: len(taken.Settled)})
	}
	return v, nil
}

// ExportContacts writes the contacts that a query finds: as vCard 4.0, or with table as CSV.
func (o *Office) ExportContacts(w io.Writer, q ContactsQuery, table bool) (int, error) {
	list, err := o.PeopleContacts(q)
	if err != nil {
		return 0, err
	}
	contacts := contactsIn(list.Contacts)
	if table {
		return len(contacts), people.WriteContactTable(w, contacts)
	}
	return len(contacts), people.WriteVCards(w, contacts)
}
