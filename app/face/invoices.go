package face

import (
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"postroom/app/fault"
	"postroom/app/invoice"
	"postroom/app/office"
)

// invoiceList keeps what was found last, so that scrolling through it reads nothing anew.
type invoiceList struct {
	mu      sync.Mutex
	changes int          // counts what makes a list stale
	of      InvoiceQuery // without its page
	in      string       // language
	found   *office.Invoices
}

// stale says that the list is another now.
func (l *invoiceList) stale() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changes++
	l.found = nil
}

// find gives the invoices that a query finds, whatever its page.
func (f *Face) find(o *office.Office, q InvoiceQuery) (*office.Invoices, error) {
	q.Offset, q.Limit = 0, 0
	l, language := &f.invoiceList, f.language()
	l.mu.Lock()
	now, known := l.changes, l.found
	fits := known != nil && l.of == q && l.in == language
	l.mu.Unlock()
	if fits {
		return known, nil
	}
	chosen := office.InvoiceQuery{Mailbox: q.Mailbox, Seller: q.Seller, Client: q.Client, State: q.State}
	if q.State == withoutInvoice {
		chosen.State = ""
	}
	var err error
	if chosen.From, err = day(q.From, 0); err != nil {
		return nil, err
	}
	if chosen.To, err = day(q.To, 0); err != nil {
		return nil, err
	}
	found, err := o.Invoices(chosen)
	if err != nil {
		return nil, err
	}
	if q.State == "" {
		found.Rows = slices.DeleteFunc(found.Rows, func(r office.InvoiceRow) bool { return r.State == office.InvoiceCopy })
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changes == now {
		l.of, l.in, l.found = q, language, found
	}
	return found, nil
}

// withoutInvoice is the state of a mail in which there is no invoice although one is expected.
const withoutInvoice = "none"

func (f *Face) invoices(o *office.Office, q InvoiceQuery) (InvoicePage, error) {
	found, err := f.find(o, q)
	if err != nil {
		return InvoicePage{}, err
	}
	p := InvoicePage{Total: len(found.Rows), Items: []InvoiceItem{}, Totals: []InvoiceTotal{}, Without: len(found.Without), Waiting: found.Waiting}
	if p.Marks, err = invoiceMarks(o); err != nil {
		return InvoicePage{}, err
	}
	offset, limit := max(q.Offset, 0), pageOf(q.Limit)
	if q.State == withoutInvoice {
		p.Total = len(found.Without)
		for i := offset; i < min(offset+limit, p.Total); i++ {
			d := &found.Without[i]
			p.Items = append(p.Items, InvoiceItem{Document: documentView(d), State: withoutInvoice, Path: d.Path})
		}
		return p, nil
	}
	for i := offset; i < min(offset+limit, p.Total); i++ {
		p.Items = append(p.Items, invoiceItem(&found.Rows[i]))
	}
	for _, t := range found.Totals {
		p.Totals = append(p.Totals, InvoiceTotal(t))
	}
	return p, nil
}

func invoiceItem(r *office.InvoiceRow) InvoiceItem {
	v := InvoiceItem{Document: Document{ID: r.Document, Received: when(r.Received), Mailbox: r.Mailbox, Folder: r.Folder, From: r.From, Subject: r.Subject, State: "filed"},
		State: r.State, Attachment: r.Attachment, Path: r.Path, Inside: r.Inside, Invoice: invoiceView(r.Words())}
	if r.DuplicateOf != nil {
		v.DuplicateOf = *r.DuplicateOf
	}
	return v
}

func invoiceView(w *invoice.Words) *Invoice {
	if w == nil || w.Invoice == nil {
		return nil
	}
	amount := func(v invoice.Value) string {
		d, ok := w.Amount(v)
		if !ok {
			return string(v)
		}
		return d.String()
	}
	party := func(p invoice.Party) Party {
		return Party{Name: string(p.Name), VAT: string(p.VAT), Registration: string(p.Registration), TaxNumber: string(p.TaxNumber)}
	}
	v := &Invoice{Format: w.Format, Profile: string(w.Profile), Type: w.Type, Number: string(w.Number), IssueDate: string(w.IssueDate),
		DueDate: string(w.DueDate), Seller: party(w.Seller), Buyer: party(w.Buyer), Currency: string(w.Currency), Net: amount(w.Net),
		Tax: amount(w.Tax), Gross: amount(w.Gross), Payable: amount(w.Payable), Taxes: []InvoiceTax{}, IBAN: string(w.IBAN),
		Reference: string(w.Reference), Order: string(w.Order), BuyerReference: string(w.BuyerReference), Warnings: w.Said().Warnings,
		Sure: []InvoiceSure{}}
	for _, t := range w.Taxes {
		v.Taxes = append(v.Taxes, InvoiceTax{Rate: string(t.Rate), Base: amount(t.Base), Tax: amount(t.Tax), Category: string(t.Category)})
	}
	for _, field := range slices.Sorted(maps.Keys(w.Confidence)) {
		v.Sure = append(v.Sure, InvoiceSure{Field: field, Percent: int(math.Round(100 * w.Confidence[field]))})
	}
	return v
}

func invoiceMarks(o *office.Office) ([]InvoiceMark, error) {
	marks, err := o.InvoiceMarks()
	list := []InvoiceMark{}
	for _, m := range marks {
		list = append(list, InvoiceMark(m))
	}
	return list, err
}

func (f *Face) saveInvoices(o *office.Office, q InvoiceQuery, format string) (string, error) {
	if format != office.CSV && format != office.XLSX || q.State == withoutInvoice {
		return "", &fault.Error{Class: fault.Bug, Code: "bug", Op: "save invoices"}
	}
	found, err := f.find(o, q)
	if err != nil {
		return "", err
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // the dialog begins wherever it likes
	}
	name := f.Say("file.invoices", nil) + "-" + f.opts.Now().Local().Format("2006-01-02") + "." + format
	to, err := f.opts.Host.ChooseSave(f.Say("dialog.invoices", nil), home, name)
	if err != nil || to == "" {
		return "", err
	}
	if filepath.Ext(to) != "."+format {
		to += "." + format
	}
	if err := f.writeInvoices(o, to, format, found.Rows); err != nil {
		return "", &fault.Error{Class: fault.FixSetting, Code: "file-copy", Op: "save invoices", Args: map[string]string{"path": to}, Err: err}
	}
	return to, nil
}

// writeInvoices writes a whole table or none; the dialog has asked before whether another file is to be replaced.
func (f *Face) writeInvoices(o *office.Office, to, format string, rows []office.InvoiceRow) error {
	w, err := os.CreateTemp(filepath.Dir(to), ".postroom-part-*")
	if err != nil {
		return err
	}
	err = o.WriteInvoices(w, format, rows)
	err = errors.Join(err, w.Close())
	if err == nil {
		err = os.Rename(w.Name(), to)
	}
	if err != nil {
		return errors.Join(err, os.Remove(w.Name()))
	}
	return nil
}
