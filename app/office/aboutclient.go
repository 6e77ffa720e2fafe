package office

import (
	"strconv"

	"postroom/app/fault"
	"postroom/app/processing"
)

// ClientSummary is all that who looks may know of one client's mails.
type ClientSummary struct {
	Client   processing.Client        `json:"client"`
	Mails    int                      `json:"mails"`    // all that belong to the client
	States   map[processing.State]int `json:"states"`   // of these
	Open     []ProcessingEntry        `json:"open"`     // open points: what needs somebody, the newest first
	Recent   []Document               `json:"recent"`   // the mails filed last, the newest first
	Invoices int                      `json:"invoices"` // without duplicates and copies
	Totals   []InvoiceTotal           `json:"totals"`   // of these
	Newest   []InvoiceRow             `json:"newest"`   // the newest first
}

// shownOfClient is how much of each list a summary of a client holds. Find, Processing and Invoices give the rest, by Client.
const shownOfClient = 10

// AboutClient sums a client up, by id, number or name: mails, invoices and what is open.
func (o *Office) AboutClient(client string) (*ClientSummary, error) {
	c, err := o.Client(client)
	if err != nil {
		return nil, err
	}
	list, err := o.Processing(ProcessingQuery{Client: c.ID, State: string(processing.Attention)}, 0, shownOfClient)
	if err != nil {
		return nil, err
	}
	v := &ClientSummary{Client: c, States: list.States, Open: list.Entries, Recent: []Document{}, Newest: []InvoiceRow{}}
	see, err := o.sight()
	if err != nil {
		return nil, err
	}
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	seqs := room.Mails(see, c.ID)
	v.Mails = len(seqs)
	for _, seq := range seqs[:min(len(seqs), shownOfClient)] {
		d, err := o.Document(strconv.FormatUint(seq, 10))
		if fault.CodeOf(err) == "document-unknown" {
			continue // it was deleted just now
		}
		if err != nil {
			return nil, err
		}
		v.Recent = append(v.Recent, *d)
	}
	invoices, err := o.Invoices(InvoiceQuery{Client: c.ID})
	if err != nil {
		return nil, err
	}
	v.Totals = invoices.Totals
	for i := range invoices.Rows {
		if r := &invoices.Rows[i]; r.State != InvoiceDuplicate && r.State != InvoiceCopy {
			v.Invoices++
			if len(v.Newest) < shownOfClient {
				v.Newest = append(v.Newest, *r)
			}
		}
	}
	return v, nil
}
