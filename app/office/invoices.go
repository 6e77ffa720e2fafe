package office

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"postroom/app/invoice"
	"postroom/app/store"
)

// InvoiceQuery chooses invoices. Its zero value is all of them.
type InvoiceQuery struct {
	Mailbox    string
	Folder     string    // PATH
	Client     string    // id, number or name
	Marked     bool      // only what came into a mailbox or folder that takes invoices
	Seller     string    // part of name or VAT number
	From, To   time.Time // days of issue, both inclusive; where the invoice says none, the day on which it came
	State      string    // see InvoiceRow.State
	Duplicates bool      // with false, duplicates are listed too; with true, nothing else is
}

// States of an invoice in the list.
const (
	InvoiceOK        = "ok"
	InvoiceCheck     = "check"     // there are warnings, or it was found in text
	InvoiceDuplicate = "duplicate" // the same seller, number and amount came before, in another mail
	InvoiceCopy      = "copy"      // the same invoice lies in the same mail in another form
)

// InvoiceRow is an invoice and where it came from.
type InvoiceRow struct {
	Document    string     `json:"document"` // id of the mail
	Mailbox     string     `json:"mailbox"`
	Folder      string     `json:"folder"`
	From        string     `json:"from"`
	Subject     string     `json:"subject"`
	Received    *time.Time `json:"received"`
	Attachment  string     `json:"attachment"` // name
	Path        string     `json:"path"`
	SHA256      string     `json:"sha256"`
	Inside      string     `json:"inside"` // name in the archive; empty if it lies in none
	State       string     `json:"state"`  // ok, check, duplicate, copy
	DuplicateOf *string    `json:"duplicateOf"`
	invoice.Said

	seq      uint64
	folderID string
	read     *invoice.Invoice
	words    *invoice.Words
}

// InvoiceTotal sums the invoices of a currency up. Duplicates and copies don't count, credit notes count the other way.
type InvoiceTotal struct {
	Currency string `json:"currency"`
	Count    int    `json:"count"`
	Net      string `json:"net"`
	Tax      string `json:"tax"`
	Gross    string `json:"gross"`
	Payable  string `json:"payable"`
}

// Invoices are the invoices that a query finds.
type Invoices struct {
	Rows    []InvoiceRow   `json:"rows"` // the newest first
	Totals  []InvoiceTotal `json:"totals"`
	Without []Document     `json:"without"` // mails in marked mailboxes in which there is no invoice
	Waiting int            `json:"waiting"` // mails that nobody has looked at yet, at most 1000
}

// Invoices lists what was recognised as invoices.
func (o *Office) Invoices(q InvoiceQuery) (*Invoices, error) {
	v := &Invoices{Rows: []InvoiceRow{}, Totals: []InvoiceTotal{}, Without: []Document{}}
	keep, err := o.shown(q.Client)
	if err != nil {
		return nil, err
	}
	var all []InvoiceRow
	var waiting []uint64
	err = o.db.View(func(tx *store.Tx) error {
		waiting = tx.Unrecognised(0, 1000)
		var err error
		if all, err = o.allInvoices(tx); err != nil {
			return err
		}
		v.Without, err = o.without(tx, q, keep)
		return err
	})
	if err != nil {
		return nil, err
	}
	if waiting, err = o.ofMine(waiting); err != nil {
		return nil, err
	}
	v.Waiting = len(waiting)
	mine, err := o.shownBySeq("")
	if err != nil {
		return nil, err
	}
	findDuplicates(all)
	marks, err := o.marks()
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if q.matches(&r, marks) && keep.has(r.seq, r.Mailbox) {
			if first, err := seqOf(orEmpty(r.DuplicateOf)); mine != nil && err == nil && !mine(first) {
				r.DuplicateOf = nil // it is said that there is another one, not where
			}
			v.Rows = append(v.Rows, r)
		}
	}
	v.Totals = totals(v.Rows)
	return v, nil
}

func (o *Office) allInvoices(tx *store.Tx) (all []InvoiceRow, err error) {
	tx.WithInvoice(func(seq uint64) bool {
		var d store.Document
		var r store.Recognition
		var ok bool
		if d, ok, err = tx.Document(seq); err != nil || !ok {
			return err == nil
		}
		if r, _, err = tx.Recognition(seq); err != nil {
			return false
		}
		for n, f := range r.Files {
			if n+1 >= len(d.Files) {
				break
			}
			for _, found := range f.Found {
				var words *invoice.Words
				if words, err = o.invoiceOf(found); err != nil {
					return false
				}
				all = append(all, invoiceRow(&d, d.Files[n+1], found.Inside, words))
			}
		}
		return true
	})
	slices.SortStableFunc(all, func(a, b InvoiceRow) int { return instant(b.Received).Compare(instant(a.Received)) })
	return all, err
}

// Words are the invoice's data, with its warnings in the person's language when the row was made.
func (r *InvoiceRow) Words() *invoice.Words { return r.words }

func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func invoiceRow(d *store.Document, f store.File, inside string, words *invoice.Words) InvoiceRow {
	r := InvoiceRow{Document: strconv.FormatUint(d.Seq, 10), Mailbox: d.Mailbox, Folder: d.Folder, folderID: d.FolderID, From: d.From, Subject: d.Subject,
		Received: moment(d.Received), Attachment: f.Name, Path: f.Path, SHA256: f.SHA256, Inside: inside, State: InvoiceOK,
		Said: words.Said(), seq: d.Seq, read: words.Invoice, words: words}
	if len(words.Warnings) > 0 {
		r.State = InvoiceCheck
	}
	return r
}

// findDuplicates marks what came before, or lies in the same mail in a better form. The rows are the newest first.
func findDuplicates(rows []InvoiceRow) {
	oldest := make([]int, len(rows))
	for i := range oldest {
		oldest[i] = i
	}
	slices.SortStableFunc(oldest, func(a, b int) int {
		return cmp.Or(instant(rows[a].Received).Compare(instant(rows[b].Received)), cmp.Compare(rows[a].seq, rows[b].seq))
	})
	first, inMail := map[string]int{}, map[string]int{}
	for _, i := range oldest {
		r := &rows[i]
		if key := r.read.KeyOfSender(); key != "" {
			key = r.Document + "\x00" + key
			if other, ok := inMail[key]; ok {
				worse := r
				if rows[other].Format == invoice.Text && r.Format != invoice.Text {
					worse, inMail[key] = &rows[other], i
				}
				worse.State = InvoiceCopy
				if worse == r {
					continue
				}
			} else {
				inMail[key] = i
			}
		}
		key := r.read.Key()
		if key == "" {
			continue
		}
		if other, ok := first[key]; ok && rows[other].Document != r.Document {
			r.State, r.DuplicateOf = InvoiceDuplicate, &rows[other].Document
		} else if !ok {
			first[key] = i
		}
	}
}

func (q *InvoiceQuery) matches(r *InvoiceRow, marks marks) bool {
	if q.Mailbox != "" && !strings.EqualFold(q.Mailbox, r.Mailbox) || q.Folder != "" && !strings.EqualFold(q.Folder, r.Folder) {
		return false
	}
	if q.Marked && !marks.have(r.Mailbox, r.Folder, r.folderID) {
		return false
	}
	if q.State != "" && q.State != r.State || q.Duplicates && r.State != InvoiceDuplicate {
		return false
	}
	if s := strings.ToLower(q.Seller); s != "" && !strings.Contains(strings.ToLower(string(r.read.Seller.Name)), s) &&
		!strings.Contains(strings.ToLower(string(r.read.Seller.VAT)), s) {
		return false
	}
	return q.inTime(r.day())
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// day is the day of issue, or else the day on which the mail came.
func (r *InvoiceRow) day() string {
	if r.IssueDate != "" {
		return string(r.IssueDate)
	}
	if r.Received != nil {
		return r.Received.Format(time.DateOnly)
	}
	return ""
}

func (q *InvoiceQuery) inTime(day string) bool {
	return (q.From.IsZero() || day >= q.From.Format(time.DateOnly)) && (q.To.IsZero() || day <= q.To.Format(time.DateOnly))
}

func totals(rows []InvoiceRow) []InvoiceTotal {
	type sum struct {
		count                    int
		net, tax, gross, payable decimal.Decimal
	}
	sums := map[string]*sum{}
	for i := range rows {
		r := &rows[i]
		if r.State == InvoiceDuplicate || r.State == InvoiceCopy {
			continue
		}
		s := sums[string(r.Currency)]
		if s == nil {
			s = &sum{}
			sums[string(r.Currency)] = s
		}
		s.count++
		for _, part := range []struct {
			to *decimal.Decimal
			of invoice.Value
		}{{&s.net, r.Net}, {&s.tax, r.Tax}, {&s.gross, r.Gross}, {&s.payable, cmp.Or(r.Payable, r.Gross)}} {
			if d, ok := r.read.Amount(part.of); ok {
				*part.to = part.to.Add(d)
			}
		}
	}
	list := []InvoiceTotal{}
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		s := sums[currency]
		list = append(list, InvoiceTotal{currency, s.count, s.net.StringFixed(2), s.tax.StringFixed(2), s.gross.StringFixed(2), s.payable.StringFixed(2)})
	}
	return list
}

// without lists the mails in marked mailboxes and folders that were looked at and hold no invoice.
func (o *Office) without(tx *store.Tx, q InvoiceQuery, keep shown) ([]Document, error) {
	list := []Document{}
	marks, err := marksIn(tx)
	if err != nil || len(marks) == 0 {
		return list, err
	}
	var inner error
	err = tx.Documents(func(d store.Document) bool {
		if !keep.doc(&d) || !marks.have(d.Mailbox, d.Folder, d.FolderID) || q.Mailbox != "" && !strings.EqualFold(q.Mailbox, d.Mailbox) || !q.inTime(d.Received.Format(time.DateOnly)) {
			return true
		}
		r, known, err := tx.Recognition(d.Seq)
		if err != nil {
			inner = err
			return false
		}
		if !known || slices.ContainsFunc(r.Files, func(f store.Recognised) bool { return len(f.Found) > 0 }) {
			return true
		}
		v := recordView(&d)
		if err := o.recognised(&v, r, known, d.Seq); err != nil {
			inner = err
			return false
		}
		list = append(list, v)
		return true
	})
	if err == nil {
		err = inner
	}
	return list, err
}
