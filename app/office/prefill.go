package office

import (
	"encoding/json"

	"postroom/app/invoice"
	"postroom/app/processing"
	"postroom/app/store"
)

// Prefill drafts a client from a mail whose sender is not known: from its header, signature and invoices.
func (o *Office) Prefill(id string) (*processing.Draft, error) {
	room, seq, err := o.lookedUp(id)
	if err != nil {
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
