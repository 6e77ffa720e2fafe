package face

import (
	"encoding/base64"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/demo"
	"postroom/app/simulator"
)

// koksmaat is the invoice 12115118 of De Koksmaat over 250.33 EUR.
func koksmaat(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../testdata/invoices/en16931/ubl/examples/guide-example1.xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// letter is a mail with files, each a name and its content.
func letter(subject, text string, files ...string) string {
	var b strings.Builder
	b.WriteString("From: Zoë Adams <zoe@client.example>\nTo: sofie@vandijk.example\nSubject: " + subject + "\nDate: Mon, 23 Nov 2026 09:38:00 +0100\n" +
		"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=part\n\n--part\nContent-Type: text/plain; charset=utf-8\n\n" + text + "\n")
	for i := 0; i < len(files); i += 2 {
		b.WriteString("--part\nContent-Type: application/octet-stream; name=\"" + files[i] + "\"\nContent-Disposition: attachment; filename=\"" + files[i] +
			"\"\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(files[i+1])) + "\n")
	}
	return b.String() + "--part--\n"
}

// filed has mails arrive, one after the other, and waits until all can be found.
func (w *world) filed(mails ...string) {
	w.t.Helper()
	w.connect()
	w.tick()
	for _, m := range mails {
		w.must2(w.demo.Simulator().Deliver(demo.Sofie, "inbox", []byte(strings.ReplaceAll(m, "\n", "\r\n")), simulator.Delivery{}))
	}
	w.must(w.api.SyncNow())
	w.wait("all mails can be found", func(e Event) bool { return e.Kind == "indexed" && e.Done == int64(len(mails)) && e.Total == e.Done })
}

func TestSearchShowsWhereTheWordsStandAndWhatOfAQueryItDidNotUnderstand(t *testing.T) {
	w := newWorld(t, nil)
	w.filed(letter("Lease contract", "The lorry is parked behind the bakery."), letter("Bakery, payslips", "Nothing else."))
	p, err := w.api.Search(Query{Text: "lorry"}, true)
	w.must(err)
	if p.Total != 1 || len(p.Items) != 1 || p.Items[0].Document.Subject != "Lease contract" || !p.Progress.Ready || p.Mistake != nil {
		t.Fatalf("searching for lorry gives %+v", p)
	}
	marked := slices.ContainsFunc(p.Items[0].Fragments, func(f Fragment) bool {
		return f.Part == "text" && slices.ContainsFunc(f.Spans, func(s Span) bool { return s.Hit && s.Text == "lorry" })
	})
	if !marked {
		t.Errorf("the word is not marked in the text: %+v", p.Items[0].Fragments)
	}
	if p, err = w.api.Search(Query{Text: "bak", Sort: "received"}, false); err != nil || p.Total != 2 {
		t.Errorf("the beginning of a word finds %d, %v; want 2", p.Total, err)
	}
	if p, err = w.api.Search(Query{Text: "bakery", Offset: 1, Limit: 1}, true); err != nil || p.Total != 2 || len(p.Items) != 1 {
		t.Errorf("the second page is %d of %d, %v; want 1 of 2", len(p.Items), p.Total, err)
	}
	if p, err = w.api.Search(Query{Text: "bakery", From: "1999-01-01", To: "1999-12-31"}, true); err != nil || p.Total != 0 {
		t.Errorf("in 1999 there are %d, %v; want none", p.Total, err)
	}
	p, err = w.api.Search(Query{Text: "bakery fron:zoe"}, true)
	w.must(err)
	if m := p.Mistake; m == nil || m.Message == "" || m.Start != 7 || m.Length != 5 || m.Offer != "from:" {
		t.Errorf("the mistake is %+v, want 5 characters from 7 on and from: in their place", p.Mistake)
	}
	w.must(w.api.RenewSearch())
	w.wait("the index is there again", func(e Event) bool { return e.Kind == "indexed" && e.Done == 2 })
	if v, err := w.api.SearchProgress(); err != nil || !v.Ready || v.Filed != 2 {
		t.Errorf("after it was made anew the index is %+v, %v", v, err)
	}
}

func TestInvoicesAreListedWithTotalsDuplicatesAndMailsWithoutOne(t *testing.T) {
	w := newWorld(t, nil)
	xml := koksmaat(t)
	w.filed(letter("Invoice", "See the file.", "invoice.xml", xml), letter("Again", "The same.", "invoice.xml", xml), letter("A question", "No invoice."))
	p, err := w.api.Invoices(InvoiceQuery{})
	w.must(err)
	if p.Total != 2 || p.Waiting != 0 || p.Without != 0 || len(p.Totals) != 1 || p.Totals[0].Count != 1 || p.Totals[0].Payable != "250.33" || p.Totals[0].Currency != "EUR" {
		t.Fatalf("the invoices are %+v", p)
	}
	states := map[string]InvoiceItem{}
	for _, i := range p.Items {
		states[i.State] = i
	}
	twice, first := states["duplicate"], states["check"]
	if first.Document.ID == "" {
		first = states["ok"]
	}
	if twice.DuplicateOf == "" || twice.DuplicateOf != first.Document.ID {
		t.Errorf("%+v is not a duplicate of %+v", twice, first)
	}
	if v := first.Invoice; v == nil || v.Number != "12115118" || v.Gross != "250.33" || v.Seller.Name == "" || len(v.Taxes) == 0 {
		t.Errorf("the invoice is %+v", v)
	}
	if p, err = w.api.Invoices(InvoiceQuery{State: "duplicate", Limit: 1}); err != nil || p.Total != 1 || p.Items[0].Document.ID != twice.Document.ID {
		t.Errorf("the duplicates are %+v, %v", p.Items, err)
	}
	if p, err = w.api.Invoices(InvoiceQuery{Offset: 1, Limit: 5}); err != nil || p.Total != 2 || len(p.Items) != 1 {
		t.Errorf("the second page has %d of %d, %v; want 1 of 2", len(p.Items), p.Total, err)
	}

	w.must(w.api.MarkInvoices(demo.Sofie, "", true))
	w.kind("marks")
	p, err = w.api.Invoices(InvoiceQuery{State: "none"})
	w.must(err)
	if p.Without != 1 || p.Total != 1 || p.Items[0].Document.Subject != "A question" || p.Items[0].Invoice != nil || len(p.Marks) != 1 || p.Marks[0] != (InvoiceMark{Mailbox: demo.Sofie}) {
		t.Errorf("without an invoice there are %+v", p)
	}
	w.must(w.api.MarkInvoices(demo.Sofie, "", false))
	if marks, err := w.api.InvoiceMarks(); err != nil || len(marks) != 0 {
		t.Errorf("after the mark was taken away there are %v, %v", marks, err)
	}

	if to, err := w.api.SaveInvoices(InvoiceQuery{}, "csv"); err != nil || to != "" {
		t.Errorf("a person who cancels gets %q, %v", to, err)
	}
	w.desk.save = t.TempDir()
	to, err := w.api.SaveInvoices(InvoiceQuery{}, "csv")
	w.must(err)
	file, err := os.Open(to)
	w.must(err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) != 3 || filepath.Ext(to) != ".csv" || rows[1][0] != "12115118" {
		t.Errorf("%s holds %v, %v; want a head and two invoices", to, rows, err)
	}
	if to, err = w.api.SaveInvoices(InvoiceQuery{}, "xlsx"); err != nil || filepath.Ext(to) != ".xlsx" {
		t.Errorf("as a spreadsheet they are in %q, %v", to, err)
	}
	w.desk.save = filepath.Join(w.desk.save, "missing")
	if _, err = w.api.SaveInvoices(InvoiceQuery{}, "csv"); problemIn(err) != "file-copy" {
		t.Errorf("where no folder is, saving gives %v", err)
	}
}

func TestPreviewTellsHowAttachmentsStandAndFailedOnesAreTriedAgain(t *testing.T) {
	w := newWorld(t, nil)
	w.filed(letter("Two files", "See the files.", "invoice.xml", koksmaat(t), "broken.pdf", "%PDF-1.7\nthis is cut off"))
	list, err := w.api.Search(Query{Text: "files"}, true)
	w.must(err)
	id := list.Items[0].Document.ID
	v, err := w.api.Document(id)
	w.must(err)
	if f := v.Files[0]; f.Status != "processed" || f.Kind != "invoice" || f.Invoice == nil || f.Invoice.Number != "12115118" || f.Reason != nil {
		t.Errorf("the invoice stands at %+v", f)
	}
	if f := v.Files[1]; f.Status != "failed" || f.Reason == nil || f.Reason.Message == "" || f.Invoice != nil {
		t.Errorf("the broken file stands at %+v", f)
	}
	w.must(w.api.LookAgain(id))
	w.kind("recognised") // it waits
	w.kind("recognised") // it was looked at
	if v, err = w.api.Document(id); err != nil || v.Files[0].Status != "processed" || v.Files[1].Status != "failed" {
		t.Errorf("after another look the files are %+v, %v", v.Files, err)
	}
	if err := w.api.LookAgain("4711"); problemIn(err) != "document-unknown" {
		t.Errorf("looking at a mail that is not there gives %v", err)
	}
}
