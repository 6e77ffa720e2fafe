package office

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"postroom/app/mail"
	"postroom/app/store"
)

const invoiceSamples = "../../testdata/invoices"

func invoiceSample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(invoiceSamples, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const (
	aUBL     = "en16931/ubl/examples/guide-example1.xml"                       // 12115118, De Koksmaat, 250.33 EUR
	aZUGFeRD = "zf-corpus/ZUGFeRDv1/correct/Konik/acme_invoice-42_ZUGFeRD.pdf" // 20131122-42, Seller Inc., 119 EUR
	aDKK     = "en16931/ubl/examples/ubl-tc434-example6.xml"                   // TOSL110, SellerCompany, 4675.00 DKK
)

type attachment struct {
	name string
	data []byte
}

// archive is an office with a destination, to which mails are filed by hand.
type archive struct {
	*testing.T
	*Office
	seq    uint64
	events []string
}

func newArchive(t *testing.T) *archive {
	t.Helper()
	a := &archive{T: t}
	o, err := Open(t.Context(), Options{Data: t.TempDir(), Keyring: noKeyring{}, Notify: func(e Event) {
		if e.Kind == EventRecognised {
			a.events = append(a.events, e.ID)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	a.Office = o
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := o.capture(); err != nil {
		t.Fatal(err)
	}
	err = o.db.PutMailbox(store.Mailbox{Mailbox: mail.Mailbox{Address: "invoices@kantoor.example"}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// file puts a mail away as filing would, and gives its id.
func (a *archive) file(folder string, attachments ...attachment) string {
	a.Helper()
	a.seq++
	d := store.Document{Seq: a.seq, Mailbox: "invoices@kantoor.example", Folder: folder, Subject: fmt.Sprint("Mail ", a.seq), From: "Seller <seller@example.example>",
		Received: time.Date(2026, 11, 1, 0, int(a.seq), 0, 0, time.UTC), Files: []store.File{{Path: fmt.Sprintf("%d.eml", a.seq)}}}
	for i, at := range attachments {
		path := fmt.Sprintf("%d/%d", a.seq, i)
		full := filepath.Join(a.root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			a.Fatal(err)
		}
		if err := os.WriteFile(full, at.data, 0o600); err != nil {
			a.Fatal(err)
		}
		sum := sha256.Sum256(at.data)
		d.Files = append(d.Files, store.File{Path: path, Name: at.name, Size: int64(len(at.data)), SHA256: hex.EncodeToString(sum[:]), Kind: "other"})
	}
	if err := a.db.Update(func(tx *store.Tx) error { return tx.PutDocument(d) }); err != nil {
		a.Fatal(err)
	}
	a.lookAtFiled(fmt.Sprint(a.seq)) // as the event of a filed mail does
	return fmt.Sprint(a.seq)
}

func (a *archive) look() {
	a.Helper()
	if err := a.recognise(a.Context(), atOnce); err != nil {
		a.Fatal(err)
	}
}

func (a *archive) document(id string) *Document {
	a.Helper()
	d, err := a.Document(id)
	if err != nil {
		a.Fatal(err)
	}
	return d
}

func (a *archive) invoices(q InvoiceQuery) *Invoices {
	a.Helper()
	v, err := a.Invoices(q)
	if err != nil {
		a.Fatal(err)
	}
	return v
}

func numbers(v *Invoices) (list []string) {
	for _, r := range v.Rows {
		list = append(list, string(r.Number)+" "+r.State)
	}
	return list
}

func TestAttachmentsAreRecognisedAfterFiling(t *testing.T) {
	a := newArchive(t)
	id := a.file("Inbox", attachment{"a.bin", invoiceSample(t, aZUGFeRD)}, attachment{"photo.pdf", []byte("\x89PNG\r\n\x1a\n")},
		attachment{"b.pdf", []byte("%PDF-1.7 broken")}, attachment{"c", []byte{1, 2, 254, 255, 0, 147}})
	plain := a.file("Inbox")
	if s := a.document(id).Attachments[0].Status; s != "identifying" {
		t.Errorf("before: expected identifying, got %s", s)
	}
	a.look()
	files := a.document(id).Attachments
	for i, want := range []struct{ kind, status, reason string }{
		{"invoice", "processed", ""}, {"image", "identified", ""}, {"document", "failed", "pdf-broken"}, {"other", "unidentified", ""},
	} {
		reason := ""
		if files[i].Reason != nil {
			reason = files[i].Reason.Code
		}
		if files[i].Kind != want.kind || files[i].Status != want.status || reason != want.reason {
			t.Errorf("%s: expected %v, got %s %s %s", files[i].Name, want, files[i].Kind, files[i].Status, reason)
		}
	}
	text, err := json.Marshal(files[0])
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Invoice struct {
			Format, Number, Gross string
			Net                   *string
			Seller                struct{ Name string }
		}
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if v := got.Invoice; v.Format != "zugferd1" || v.Number != "20131122-42" || v.Gross != "119" || v.Net != nil || v.Seller.Name != "Seller Inc." {
		t.Errorf("expected the invoice in the attachment's JSON, got %s", text)
	}
	if !reflect.DeepEqual(a.events, []string{id}) {
		t.Errorf("expected one event, for mail %s and not for %s, which has no attachments; got %v", id, plain, a.events)
	}
}

func TestRecognitionGoesOnWhereItWasCutOff(t *testing.T) {
	a := newArchive(t)
	var all []string
	for range 2*recognisedAtOnce + 3 {
		all = append(all, a.file("Inbox", attachment{"a.xml", invoiceSample(t, aUBL)}))
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if a.recogniseFiled(ended, atOnce) {
		t.Error("expected an ended context to leave work")
	}
	a.look()
	a.seq += 10
	later := a.file("Inbox", attachment{"a.xml", invoiceSample(t, aDKK)})
	a.seq -= 5
	earlier := a.file("Inbox", attachment{"a.xml", invoiceSample(t, aDKK)}) // filed later, with a smaller number
	a.look()
	if want := append(all, earlier, later); !reflect.DeepEqual(a.events, want) {
		t.Errorf("expected each mail once: %v, got %v", want, a.events)
	}
}

func TestFileThatIsGoneOrChangedIsToldAndTriedAgain(t *testing.T) {
	a := newArchive(t)
	data := invoiceSample(t, aUBL)
	id := a.file("Inbox", attachment{"a.xml", data}, attachment{"b.xml", data}, attachment{"c.xml", data})
	path := func(n int) string { return filepath.Join(a.root, id, fmt.Sprint(n)) }
	changed := bytes.Replace(data, []byte("12115118"), []byte("12115119"), 1)
	for _, err := range []error{os.Remove(path(0)), os.WriteFile(path(1), data[:100], 0o600), os.WriteFile(path(2), changed, 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	a.look()
	for n, want := range []string{"attachment-missing", "attachment-changed", "attachment-changed"} {
		if f := a.document(id).Attachments[n]; f.Status != "failed" || f.Reason == nil || f.Reason.Code != want || f.Reason.Remedy == "" || f.Invoice != nil {
			t.Errorf("%s: expected it to have failed with %s, got %+v", f.Name, want, f)
		}
	}
	for n := range 3 {
		if err := os.WriteFile(path(n), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := a.LookAgainNow(t.Context()); n != 1 || err != nil {
		t.Errorf("expected 1 mail to be looked at again, got %d, %v", n, err)
	}
	for _, f := range a.document(id).Attachments {
		if f.Status != "processed" {
			t.Errorf("%s: expected it to be processed now, got %s", f.Name, f.Status)
		}
	}
	if _, err := a.LookAgain("nowhere"); err == nil {
		t.Error("expected an unknown id to be refused")
	}
}

func TestInvoicesAreListedWithTotalsAndDuplicates(t *testing.T) {
	a := newArchive(t)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("x/dkk.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(invoiceSample(t, aDKK)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	first := a.file("Inbox", attachment{"a.xml", invoiceSample(t, aUBL)}, attachment{"copy.xml", invoiceSample(t, aUBL)})
	a.file("Inbox/Facturen", attachment{"again.xml", invoiceSample(t, aUBL)})
	a.file("Inbox", attachment{"b.zip", b.Bytes()})
	empty := a.file("Inbox/Facturen", attachment{"logo.png", []byte("\x89PNG\r\n\x1a\n")})
	a.look()

	all := a.invoices(InvoiceQuery{})
	if got, want := numbers(all), []string{"TOSL110 ok", "12115118 duplicate", "12115118 ok", "12115118 copy"}; !reflect.DeepEqual(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
	if d := all.Rows[1].DuplicateOf; d == nil || *d != first {
		t.Errorf("expected a duplicate of mail %s, got %v", first, d)
	}
	if all.Rows[0].Inside != "x/dkk.xml" {
		t.Errorf("expected the name in the archive, got %q", all.Rows[0].Inside)
	}
	want := []InvoiceTotal{{"DKK", 1, "4000.00", "675.00", "4675.00", "4675.00"}, {"EUR", 1, "229.60", "20.73", "250.33", "250.33"}}
	if !reflect.DeepEqual(all.Totals, want) {
		t.Errorf("expected the totals %v, got %v", want, all.Totals)
	}
	for name, c := range map[string]struct {
		q    InvoiceQuery
		want int
	}{
		"seller": {InvoiceQuery{Seller: "koksmaat"}, 3}, "VAT number": {InvoiceQuery{Seller: "dk1234"}, 1}, "state": {InvoiceQuery{State: "duplicate"}, 1},
		"from": {InvoiceQuery{From: time.Date(2015, 1, 9, 0, 0, 0, 0, time.UTC)}, 3}, "to": {InvoiceQuery{To: time.Date(2015, 1, 8, 0, 0, 0, 0, time.UTC)}, 1},
		"mailbox": {InvoiceQuery{Mailbox: "INVOICES@kantoor.example"}, 4}, "another mailbox": {InvoiceQuery{Mailbox: "emma@kantoor.example"}, 0},
		"nothing is marked": {InvoiceQuery{Marked: true}, 0},
	} {
		if got := a.invoices(c.q); len(got.Rows) != c.want {
			t.Errorf("%s: expected %d invoices, got %v", name, c.want, numbers(got))
		}
	}
	if err := a.MarkInvoices("invoices@kantoor.example", "", true); err != nil {
		t.Fatal(err)
	}
	if got := a.invoices(InvoiceQuery{Marked: true}); len(got.Rows) != 4 || len(got.Without) != 1 || got.Without[0].ID != empty {
		t.Errorf("expected 4 invoices and mail %s without one, got %v and %+v", empty, numbers(got), got.Without)
	}
	if err := a.MarkInvoices("invoices@kantoor.example", "", false); err != nil {
		t.Fatal(err)
	}
	if got := a.invoices(InvoiceQuery{}); len(got.Without) != 0 {
		t.Errorf("expected no mail without an invoice once nothing is marked, got %+v", got.Without)
	}
	if err := a.MarkInvoices("invoices@kantoor.example", "Nowhere", true); err == nil {
		t.Error("expected a folder that is not ticked to be refused")
	}
}

func TestCreditNoteCountsTheOtherWay(t *testing.T) {
	a := newArchive(t)
	note := `<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"><ID>C1</ID><DocumentCurrencyCode>EUR</DocumentCurrencyCode>` +
		`<LegalMonetaryTotal><TaxExclusiveAmount>50.00</TaxExclusiveAmount><TaxInclusiveAmount>50.33</TaxInclusiveAmount></LegalMonetaryTotal></CreditNote>`
	a.file("Inbox", attachment{"a.xml", invoiceSample(t, aUBL)}, attachment{"c.xml", []byte(note)})
	a.look()
	if got := a.invoices(InvoiceQuery{}).Totals; len(got) != 1 || got[0].Gross != "200.00" || got[0].Net != "179.60" || got[0].Payable != "200.00" {
		t.Errorf("expected 250.33 less 50.33, got %+v", got)
	}
}

// hostile is an invoice whose texts are formulas to a spreadsheet.
const hostile = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>=1+1</ID><IssueDate>2026-11-22</IssueDate><DocumentCurrencyCode>EUR</DocumentCurrencyCode>` +
	`<AccountingSupplierParty><Party><PartyName><Name>@SUM(A1) "x", y</Name></PartyName></Party></AccountingSupplierParty>` +
	`<LegalMonetaryTotal><TaxExclusiveAmount>-5.00</TaxExclusiveAmount><TaxInclusiveAmount>1234567890123456789.01</TaxInclusiveAmount></LegalMonetaryTotal></Invoice>`

func TestEveryLanguageHasWordsForInvoices(t *testing.T) {
	for language := range invoiceColumns {
		for code := range invoiceNames["en"] {
			if invoiceNames[language][code] == "" {
				t.Errorf("%s: expected a word for %q", language, code)
			}
		}
	}
}

func TestWhatIsKnownOfAttachmentsIsSealed(t *testing.T) {
	a := newArchive(t)
	a.file("Inbox", attachment{"a.xml", invoiceSample(t, aUBL)})
	a.look()
	data, err := os.ReadFile(filepath.Join(a.data, "postroom.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"Koksmaat", "12115118", "RABO", "250.33"} {
		if strings.Contains(string(data), s) {
			t.Errorf("expected %q not to lie in the database in clear", s)
		}
	}
}
