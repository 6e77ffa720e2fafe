package office

import (
	"encoding/json"

	"postroom/app/invoice"
	"postroom/app/processing"
	"postroom/app/store"
)

// Prefill drafts a client from a mail whose sender is not known: from its header, signature and invoices.
func (o *Office) Prefill(id string) (*processing.Draft, error) {
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	seq, err := seqOf(id)
	if err != nil {
		return nil, err
	}
	if _, err := o.seen(id); err != nil {
		return nil, err
	}
	item, ok, err := room.Item(processing.Everything(), seq)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, documentUnknown(id)
	}
	var r store.Recognition
	err = o.db.View(func(tx *store.Tx) error {
		r, _, err = tx.Recognition(seq)
		return err
	})
	if err != nil {
		return nil, err
	}
	var parties []processing.Party
	for _, f := range r.Files {
		for _, found := range f.Found {
			parties = append(parties, partiesOf(found)...)
		}
	}
	d := room.Draft(item.Letter, parties)
	return &d, nil
}

// partiesOf are the parties of an invoice, who gives it first.
func partiesOf(found store.Found) (parties []processing.Party) {
	var v invoice.Invoice
	if json.Unmarshal(found.Invoice, &v) != nil {
		return nil // what could not be kept whole names nobody
	}
	for i, p := range []invoice.Party{v.Seller, v.Buyer} {
		iban := ""
		if i == 0 {
			iban = string(v.IBAN)
		}
		if p.Name != "" {
			parties = append(parties, processing.Party{Name: string(p.Name), Numbers: processing.NumbersOf(string(p.VAT), string(p.Registration), string(p.TaxNumber), iban)})
		}
	}
	return parties
}

// ClientPage gives a page of the clients that hold all words of a query, by name, and how many there are. state is active,
// ended, or empty for all.
func (o *Office) ClientPage(query, state string, offset, limit int) ([]processing.Client, int, error) {
	room, err := o.room()
	if err != nil {
		return nil, 0, err
	}
	list, total := room.Browse(query, state, offset, limit)
	return list, total, nil
}

// ClientCount is how many clients there are.
func (o *Office) ClientCount() (int, error) {
	room, err := o.room()
	if err != nil {
		return 0, err
	}
	return room.Count(), nil
}

// Roles are the names of all roles.
func (o *Office) Roles() ([]string, error) {
	room, err := o.room()
	if err != nil {
		return []string{}, err
	}
	return room.Roles(), nil
}

// Unsettled is how many mails of the list need a person, of those that who looks may see; 0 as long as nobody has opened the
// list: it is not worth a wait.
func (o *Office) Unsettled() (int, error) {
	if !o.handling.mu.TryLock() { // it is being opened
		return 0, nil
	}
	room := o.handling.room
	o.handling.mu.Unlock()
	if room == nil {
		return 0, nil
	}
	see, err := o.sight()
	if err != nil {
		return 0, err
	}
	page, err := room.List(see, processing.Query{State: processing.Attention}, nil, 0, 0)
	if err != nil {
		return 0, err
	}
	return page.States[processing.Attention], nil
}
