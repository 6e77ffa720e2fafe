package invoice

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const samples = "../../testdata/invoices"

func readFile(t *testing.T, name string) (*Invoice, error) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if strings.HasSuffix(name, ".xml") {
		return ReadXML(t.Context(), f)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return ReadPDF(t.Context(), f, info.Size())
}

// TestRealInvoicesAreReadAsWrittenDownByHand holds every file of testdata/invoices against its expectation.
func TestRealInvoicesAreReadAsWrittenDownByHand(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(samples, func(name string, e fs.DirEntry, err error) error {
		ext := filepath.Ext(name)
		if err != nil || ext != ".xml" && ext != ".pdf" {
			return err
		}
		seen++
		v, err := readFile(t, name)
		if err != nil {
			t.Errorf("%s: expected an invoice, got %v", name, err)
			return nil
		}
		want, err := os.ReadFile(filepath.Join(samples, "expected", strings.TrimSuffix(filepath.Base(name), ext)+".json"))
		if err != nil {
			return err
		}
		got, err := json.Marshal(Words{v, "en"})
		if err != nil {
			return err
		}
		var a, b map[string]any
		if err := json.Unmarshal(got, &a); err != nil {
			return err
		}
		if err := json.Unmarshal(want, &b); err != nil {
			return err
		}
		for field := range b {
			if !reflect.DeepEqual(a[field], b[field]) {
				t.Errorf("%s: %s: expected %v, got %v", filepath.Base(name), field, b[field], a[field])
			}
		}
		if len(a) != len(b) {
			t.Errorf("%s: expected %d fields, got %d", filepath.Base(name), len(b), len(a))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen != 16 {
		t.Errorf("expected 16 invoices, found %d", seen)
	}
}

const ublHead = `<?xml version="1.0" encoding="UTF-8"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">`

func ublInvoice(body string) string {
	return ublHead + `<cbc:ID>F1</cbc:ID><cbc:IssueDate>2026-11-22</cbc:IssueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>` +
		`<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Example</cbc:Name></cac:PartyName></cac:Party></cac:AccountingSupplierParty>` +
		body + `</Invoice>`
}

func total(net, gross, payable string) string {
	return `<cac:LegalMonetaryTotal><cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount>` + net +
		`</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount>` + gross + `</cbc:TaxInclusiveAmount><cbc:PayableAmount>` + payable + `</cbc:PayableAmount></cac:LegalMonetaryTotal>`
}

func tax(rate, base, amount, total string) string {
	return `<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">` + total + `</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount>` + base +
		`</cbc:TaxableAmount><cbc:TaxAmount>` + amount + `</cbc:TaxAmount><cac:TaxCategory><cbc:Percent>` + rate + `</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>`
}

const oneLine = `<cac:InvoiceLine><cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount></cac:InvoiceLine>`

func TestContradictionIsShown(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"all is well":          {tax("21", "100.00", "21.00", "21.00") + total("100.00", "121.00", "121.00") + oneLine, nil},
		"lines":                {tax("21", "100.00", "21.00", "21.00") + total("100.00", "121.00", "121.00") + oneLine + oneLine, []string{WarnLines}},
		"net and bases":        {tax("21", "100.00", "21.00", "21.00") + total("110.00", "131.00", "131.00") + oneLine, []string{WarnNet, WarnBases}},
		"rate":                 {tax("21", "100.00", "12.00", "12.00") + total("100.00", "112.00", "112.00") + oneLine, []string{WarnRate}},
		"VAT":                  {tax("21", "100.00", "21.00", "22.00") + total("100.00", "122.00", "122.00") + oneLine, []string{WarnTax}},
		"total":                {tax("21", "100.00", "21.00", "21.00") + total("100.00", "120.00", "120.00") + oneLine, []string{WarnGross}},
		"to pay":               {tax("21", "100.00", "21.00", "21.00") + total("100.00", "121.00", "120.99") + oneLine, []string{WarnPayable}},
		"an amount that isn't": {tax("21", "100.00", "21.00", "21.00") + total("100.00", "121.00", "1e9"), []string{WarnAmount}},
		"a wrong reference":    {total("100.00", "100.00", "100.00") + `<cac:PaymentMeans><cbc:PaymentID>+++090/9337/55494+++</cbc:PaymentID></cac:PaymentMeans>`, []string{WarnReference}},
		"a right reference":    {total("100.00", "100.00", "100.00") + `<cac:PaymentMeans><cbc:PaymentID>+++090/9337/55493+++</cbc:PaymentID></cac:PaymentMeans>`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := ReadXML(t.Context(), strings.NewReader(ublInvoice(c.body)))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, w := range v.Warnings {
				got = append(got, w.Code)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("expected the warnings %v, got %v", c.want, v.Warnings)
			}
		})
	}
}

func TestAmountsOfWarningsAreWrittenAsInTheirLanguage(t *testing.T) {
	for _, c := range []struct {
		warning  Warning
		language string
		want     []string
	}{
		{Warning{WarnGross, []string{"121", "121.01"}}, "nl", []string{"121,01"}},
		{Warning{WarnGross, []string{"121", "121.01"}}, "en", []string{"121.01"}},
		{Warning{WarnRate, []string{"5.5", "100", "5.5", "6"}}, "fr", []string{"5,5", "100"}},
		{Warning{WarnReference, []string{"12.34"}}, "de", []string{"12.34"}},
	} {
		said := c.warning.In(c.language)
		for _, want := range c.want {
			if !strings.Contains(said, want) {
				t.Errorf("%s: expected %q in %q", c.language, want, said)
			}
		}
	}
}

func TestWarningsHaveWordsInEveryLanguage(t *testing.T) {
	for language, said := range tables() {
		for code, english := range tables.In("en") {
			if said[code] == "" || strings.Count(said[code], "{") != strings.Count(english, "{") {
				t.Errorf("%s: expected words for %q with the values of the English ones, got %q", language, code, said[code])
			}
		}
	}
}

func TestOtherFilesAreNoInvoices(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "plain text": "Dear Emma, here is the invoice.", "another XML": "<order><ID>1</ID></order>", "a page": "<!DOCTYPE html><html></html>",
		"an order in UBL":         `<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>`,
		"the name, not the space": `<Invoice xmlns="urn:example"><ID>1</ID></Invoice>`,
	} {
		if _, err := ReadXML(context.Background(), strings.NewReader(text)); err != ErrNone {
			t.Errorf("%s: expected no invoice, got %v", name, err)
		}
	}
}

// TestInvoiceInAnEnvelopeIsTheSame puts a UBL and a CII invoice into the envelope of Peppol's access points.
func TestInvoiceInAnEnvelopeIsTheSame(t *testing.T) {
	const head = `<sh:StandardBusinessDocumentHeader><sh:HeaderVersion>1.0</sh:HeaderVersion><sh:Sender><sh:Identifier Authority="iso6523-actorid-upis">0208:0123456749</sh:Identifier></sh:Sender>` +
		`<sh:DocumentIdentification><sh:Type>Invoice</sh:Type></sh:DocumentIdentification></sh:StandardBusinessDocumentHeader>`
	for _, name := range []string{"ubl/examples/guide-example1.xml", "cii/examples/CII-BR-CO-10-RoundingIssue.xml"} {
		path := filepath.Join(samples, "en16931", name)
		bare, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := readFile(t, path)
		if err != nil {
			t.Fatal(err)
		}
		_, inside, _ := strings.Cut(string(bare), "?>")
		for space, closing := range map[string]string{
			`<?xml version="1.0"?><sh:StandardBusinessDocument xmlns:sh="` + envelopeSpace + `">` + head:                               "</sh:StandardBusinessDocument>",
			`<StandardBusinessDocument xmlns="` + envelopeSpace + `">` + strings.NewReplacer("<sh:", "<", "</sh:", "</").Replace(head): "</StandardBusinessDocument>",
		} {
			got, err := ReadXML(t.Context(), strings.NewReader(space+inside+closing))
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s in %s…: expected %+v, got %+v, %v", name, space[:60], want, got, err)
			}
		}
	}
	outside := `<sh:StandardBusinessDocument xmlns:sh="` + envelopeSpace + `" xmlns:u="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">` + head + `<u:Invoice><u:ID>7</u:ID></u:Invoice></sh:StandardBusinessDocument>`
	if v, err := ReadXML(t.Context(), strings.NewReader(outside)); err != nil || v.Number != "7" {
		t.Errorf("a namespace that the envelope declares: got %+v, %v", v, err)
	}
	for _, other := range []string{
		`<sh:StandardBusinessDocument xmlns:sh="` + envelopeSpace + `">` + head + `<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/></sh:StandardBusinessDocument>`,
		`<StandardBusinessDocument xmlns="urn:example"><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/></StandardBusinessDocument>`,
		`<sh:StandardBusinessDocument xmlns:sh="` + envelopeSpace + `">` + strings.Repeat("<sh:Sender/>", maxEnvelope) + `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/></sh:StandardBusinessDocument>`,
	} {
		if _, err := ReadXML(t.Context(), strings.NewReader(other)); err != ErrNone {
			t.Errorf("%.120s…: expected no invoice, got %v", other, err)
		}
	}
}

func TestNumbersWithCheckDigits(t *testing.T) {
	for s, want := range map[string]bool{"BE68539007547034": true, "BE68539007547035": false, "NL91ABNA0417164300": true, "DE89370400440532013000": true,
		"FR1420041010050500013M02606": true, "NL91ABNA041716430": false} {
		if validIBAN(s) != want {
			t.Errorf("IBAN %s: expected valid to be %t", s, want)
		}
	}
	for s, want := range map[string]bool{"BE0123456749": true, "BE0123456748": false, "NL004495445B01": true, "NL004495446B01": false, "DE136695976": true, "DE136695975": false,
		"FR40303265045": true, "FR41303265045": false} {
		if valid, known := validVAT(s); valid != want || !known {
			t.Errorf("VAT number %s: expected valid to be %t, got %t (rule known: %t)", s, want, valid, known)
		}
	}
	for s, want := range map[string]bool{"+++090/9337/55493+++": true, "+++090/9337/55494+++": false, "RF18 5390 0754 7034": true, "RF19 5390 0754 7034": false,
		"5000 0567 8901 2345": true, "4000 0567 8901 2345": false} {
		if has, right := structured(s); !has || right != want {
			t.Errorf("reference %s: expected right to be %t, got %t (has check digits: %t)", s, want, right, has)
		}
	}
	if has, _ := structured("Deb. 10202 / Fact. 12115118"); has {
		t.Error("expected free text to have no check digits")
	}
}

func TestProfilesAreNamedForPeople(t *testing.T) {
	for id, want := range map[string]string{
		"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0": "Peppol BIS Billing 3",
		"urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0":      "XRechnung",
		"urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0":               "NLCIUS",
		"urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended":            "EXTENDED",
		"urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic":                "BASIC",
		"urn:factur-x.eu:1p0:basicwl":                                                "BASIC WL",
		"urn:factur-x.eu:1p0:minimum":                                                "MINIMUM",
		"urn:ferd:CrossIndustryDocument:invoice:1p0:comfort":                         "COMFORT",
		"urn:cen.eu:en16931:2017":                                                    "EN 16931",
		"urn:example:something-else":                                                 "urn:example:something-else",
	} {
		if got := profileName(id); got != want {
			t.Errorf("%s: expected %q, got %q", id, want, got)
		}
	}
}

func TestCreditNoteInUBLIsOne(t *testing.T) {
	v, err := ReadXML(t.Context(), strings.NewReader(`<cn:CreditNote xmlns:cn="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2" xmlns:cbc="b" xmlns:cac="a">
<cbc:ID>CN 7</cbc:ID><cbc:IssueDate>2026-11-22+01:00</cbc:IssueDate><cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:PaymentMeans><cbc:PaymentDueDate>2026-12-22</cbc:PaymentDueDate></cac:PaymentMeans>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount>40</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount>40</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount>40</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal>
<cac:CreditNoteLine><cbc:LineExtensionAmount>30</cbc:LineExtensionAmount></cac:CreditNoteLine></cn:CreditNote>`))
	if err != nil {
		t.Fatal(err)
	}
	if v.Type != TypeCreditNote || v.Number != "CN 7" || v.IssueDate != "2026-11-22" || v.DueDate != "2026-12-22" {
		t.Errorf("expected the credit note CN 7 of 22 November, due on 22 December, got %+v", v)
	}
	if len(v.Warnings) != 2 || v.Warnings[0].Code != WarnMissing || v.Warnings[1].String() != "The lines add up to 30, but the invoice says 40." {
		t.Errorf("expected warnings about the seller and the lines, got %v", v.Warnings)
	}
}
