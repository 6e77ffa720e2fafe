package office

import (
	"bytes"
	"encoding/csv"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestListIsWrittenWithoutFormulas(t *testing.T) {
	a := newArchive(t)
	a.file("Inbox", attachment{"a.xml", []byte(hostile)})
	a.look()
	rows := a.invoices(InvoiceQuery{}).Rows
	var out bytes.Buffer
	if err := a.WriteInvoices(&out, CSV, rows); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(records) != 2 || len(records[0]) != len(invoiceColumns["en"]) {
		t.Fatalf("expected a head and a row, got %v, %v", records, err)
	}
	if got, want := []string{records[1][0], records[1][4], records[1][10], records[1][12]}, []string{"'=1+1", `'@SUM(A1) "x", y`, "-5.00", "1234567890123456789.01"}; !reflect.DeepEqual(got, want) {
		t.Errorf("expected %q, got %q", want, got)
	}
	out.Reset()
	if err := a.WriteInvoices(&out, XLSX, rows); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for at, want := range map[string]string{"A2": "=1+1", "E2": `@SUM(A1) "x", y`, "K2": "-5", "M2": "1234567890123456789.01"} {
		got, err := book.GetCellValue("Postroom", at, excelize.Options{RawCellValue: true})
		if err != nil || got != want {
			t.Errorf("%s: expected %q, got %q, %v", at, want, got, err)
		}
		if f, err := book.GetCellFormula("Postroom", at); f != "" || err != nil {
			t.Errorf("%s: expected no formula, got %q, %v", at, f, err)
		}
	}
	for language, head := range invoiceColumns {
		if len(head) != len(rows[0].cells(language)) {
			t.Errorf("%s: expected %d heads, got %d", language, len(rows[0].cells(language)), len(head))
		}
	}
}

func TestListIsWrittenAsSpreadsheetsOfItsLanguageTakeIt(t *testing.T) {
	a := newArchive(t)
	a.file("Inbox", attachment{"a.xml", invoiceSample(t, aUBL)})
	a.look()
	rows := a.invoices(InvoiceQuery{}).Rows
	for language, want := range map[string]string{
		"en": `12115118,Invoice,2015-01-09,2015-01-09,De Koksmaat,NL8200.98.395.B.01,57151520,ODIN 59,,EUR,229.60,20.73,250.33,250.33,6 %: 183.23 → 10.99; 21 %: 46.37 → 9.74,`,
		"nl": `12115118;Factuur;2015-01-09;2015-01-09;De Koksmaat;NL8200.98.395.B.01;57151520;ODIN 59;;EUR;229,60;20,73;250,33;250,33;"6 %: 183,23 → 10,99; 21 %: 46,37 → 9,74";`,
	} {
		var out bytes.Buffer
		if err := writeCSV(&out, language, rows); err != nil {
			t.Fatal(err)
		}
		head, row, _ := strings.Cut(out.String(), "\n")
		if !strings.HasPrefix(head, "\ufeff"+invoiceColumns[language][0]) || !strings.HasPrefix(row, want) {
			t.Errorf("%s: expected a mark of UTF-8, the heads and\n%s, got\n%s\n%s", language, want, head, row)
		}
	}
	var out bytes.Buffer
	if err := writeXLSX(&out, "nl", rows); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for at, want := range map[string]string{"B2": "Factuur", "C2": "42013", "T2": "Klopt"} { // a day is a number to a spreadsheet
		if got, err := book.GetCellValue(sheet, at, excelize.Options{RawCellValue: true}); err != nil || got != want {
			t.Errorf("%s: expected %q, got %q, %v", at, want, got, err)
		}
	}
	if shown, err := book.GetCellValue(sheet, "C2"); err != nil || !strings.Contains(shown, "15") {
		t.Errorf("expected C2 to be shown as a day of 2015, got %q, %v", shown, err)
	}
}
