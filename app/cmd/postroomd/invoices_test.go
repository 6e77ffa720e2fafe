package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

type invoiceDoc struct{ Format, Number, Gross, State, Inside string }

func sampleInvoice(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../testdata/invoices", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// withFiles is a mail with attachments, all of which are declared to be bytes and nothing else. A file whose name ends in
// .eml is attached as a mail.
func withFiles(subject string, files map[string][]byte) string {
	var b strings.Builder
	b.WriteString("From: Seller <seller@seller.example>\r\nTo: emma@kantoor.example\r\nSubject: " + subject +
		"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=" + subject + "\r\n\r\n--" + subject + "\r\nContent-Type: text/plain\r\n\r\nSee the attachments.\r\n")
	for name, data := range files {
		if strings.HasSuffix(name, ".eml") {
			b.WriteString("--" + subject + "\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n" + string(data) + "\r\n")
			continue
		}
		b.WriteString("--" + subject + "\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" + name +
			"\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
		text := base64.StdEncoding.EncodeToString(data)
		for len(text) > 76 {
			b.WriteString(text[:76] + "\r\n")
			text = text[76:]
		}
		b.WriteString(text + "\r\n")
	}
	b.WriteString("--" + subject + "--\r\n")
	return b.String()
}

func TestInvoicesAreReadWhereverTheyLieInAMail(t *testing.T) {
	w := ready(t)
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	in, err := z.Create("invoice.xml")
	if err == nil {
		_, err = in.Write(sampleInvoice(t, "en16931/cii/examples/CII_example8.xml"))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	ubl, zugferd := sampleInvoice(t, "en16931/ubl/examples/guide-example1.xml"), sampleInvoice(t, "zf-corpus/ZUGFeRDv1/correct/Konik/acme_invoice-42_ZUGFeRD.pdf")
	w.deliver(emma, "inbox", withFiles("UBL", map[string][]byte{"scan.dat": ubl}))
	w.deliver(emma, "inbox", withFiles("PDF", map[string][]byte{"scan.dat": zugferd}))
	w.deliver(emma, "inbox", withFiles("Zip", map[string][]byte{"all.zip": packed.Bytes()}))
	w.deliver(emma, "inbox", withFiles("Forwarded", map[string][]byte{"fw.eml": []byte(withFiles("Inner", map[string][]byte{"inner.bin": zugferd}))}))
	w.deliver(emma, "inbox", withFiles("Nothing", map[string][]byte{"broken.pdf": []byte("%PDF-1.7 broken")}))
	w.do("invoices", "mark", emma, "--json").want(0)
	w.do("sync", "--once", "--json").want(0)

	var found []invoiceDoc
	w.do("invoices", "--json").want(0).into(&found)
	var seen []string
	for _, v := range found {
		seen = append(seen, strings.TrimSpace(v.Format+" "+v.Number+" "+v.Gross+" "+v.State+" "+v.Inside))
	}
	slices.Sort(seen)
	want := []string{"cii 1100512149 1099.78 ok invoice.xml", "ubl 12115118 250.33 ok", "zugferd1 20131122-42 119 duplicate", "zugferd1 20131122-42 119 ok"}
	if !slices.Equal(seen, want) {
		t.Errorf("expected the invoices %q, got %q", want, seen)
	}

	var without []document
	w.do("invoices", "--without", "--json").want(0).into(&without)
	if len(without) != 1 || without[0].Subject != "Nothing" {
		t.Errorf("expected the mail without an invoice, got %+v", without)
	}
	var docs []struct {
		Subject     string
		Attachments []struct {
			Name, Kind, Status string
			Invoice            *struct{ Number string }
			Reason             *struct{ Code, Remedy string }
		}
	}
	w.do("documents", "--json").want(0).into(&docs)
	for _, d := range docs {
		if d.Subject == "Old" || len(d.Attachments) == 0 {
			continue
		}
		last := d.Attachments[len(d.Attachments)-1]
		if d.Subject == "Nothing" {
			if last.Status != "failed" || last.Reason == nil || last.Reason.Code != "pdf-broken" || last.Reason.Remedy == "" {
				t.Errorf("expected the broken PDF to be told, got %+v", last)
			}
		} else if last.Kind != "invoice" || last.Status != "processed" || last.Invoice == nil || last.Invoice.Number == "" {
			t.Errorf("%s: expected an invoice, got %+v", d.Subject, last)
		}
	}

	list := filepath.Join(t.TempDir(), "invoices.csv")
	w.do("invoices", "--export", list, "--json").want(0)
	if text, err := os.ReadFile(list); err != nil || strings.Count(string(text), "\n") != 5 || !strings.Contains(string(text), "De Koksmaat") {
		t.Errorf("expected a list of four invoices, got %q, %v", text, err)
	}
	w.do("invoices", "--since", "yesterday", "--json").want(2)
	w.do("invoices", "--since", "2015-01-09", "--json").want(0).into(&found)
	if len(found) != 1 {
		t.Errorf("expected one invoice since 9 January 2015, got %+v", found)
	}
	w.do("invoices", "mark", "nobody@kantoor.example", "--json").want(1)
}
