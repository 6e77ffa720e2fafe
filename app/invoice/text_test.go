package invoice

import (
	"errors"
	"testing"
)

func TestInvoiceIsFoundInText(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want map[string]Value
	}{
		"Dutch": {"Bakkerij Voorbeeld\nBTW BE 0123.456.749\nFACTUUR\nFactuurnummer: 2026-0042   Factuurdatum: 22/11/2026\nVervaldatum 22 december 2026\n" +
			"Subtotaal excl. btw   100,00\nBtw 21%   21,00\nTe betalen   € 1.121,00\nIBAN BE68 5390 0754 7034\n+++090/9337/55493+++",
			map[string]Value{"number": "2026-0042", "issueDate": "2026-11-22", "dueDate": "2026-12-22", "gross": "1121.00", "iban": "BE68539007547034",
				"vat": "BE0123456749", "currency": "EUR", "reference": "+++090/9337/55493+++"}},
		"German": {"Beispiel GmbH\nRechnung Nr. 471113 vom 13.06.2026\nUSt-IdNr. DE136695976\nNetto 100,00\nRechnungsbetrag   119,00 EUR\nIBAN: DE89 3704 0044 0532 0130 00 BIC X",
			map[string]Value{"number": "471113", "issueDate": "2026-06-13", "gross": "119.00", "iban": "DE89370400440532013000", "vat": "DE136695976", "currency": "EUR"}},
		"French": {"Exemple SARL\nFacture n° FA-2026-7\nDate de facture : 3 février 2026\nTotal HT 1 000,00\nTotal TTC 1 200,00 €\nTVA FR40303265045",
			map[string]Value{"number": "FA-2026-7", "issueDate": "2026-02-03", "gross": "1200.00", "vat": "FR40303265045", "currency": "EUR"}},
		"a number beside the word": {"Facture F-2026/12\nTotal TTC 12,00 €", map[string]Value{"number": "F-2026/12", "gross": "12.00", "currency": "EUR"}},
		"English": {"INVOICE\nInvoice number\nINV-0007\nInvoice date: March 5, 2026\nSubtotal 1,000.00\nAmount due   $1,234.50",
			map[string]Value{"number": "INV-0007", "issueDate": "2026-03-05", "gross": "1234.50", "currency": "USD"}},
		"Belgian, in French": {"Dupont SRL\nTVA BE 0403.170.701\nFacture N° F2026/1187\nDate de facture 03/11/2026\nTotal HTVA 1.250,00 €\nTVA 21 % 262,50 €\nTotal TVAC 1.512,50 €",
			map[string]Value{"number": "F2026/1187", "issueDate": "2026-11-03", "gross": "1512.50", "vat": "BE0403170701", "currency": "EUR"}},
		"with a day to pay": {"Rechnung Nr. 7\nGesamt 50,00 EUR\nZu zahlen bis 19.11.2026: 1.190,00 EUR\nIBAN: DE89 3704 0044 0532 0130 00",
			map[string]Value{"number": "7", "gross": "1190.00", "iban": "DE89370400440532013000", "currency": "EUR"}},
		"a seller elsewhere, and the customer's number first": {"Invoice\nBill to: Office BV, VAT NL123456782B90\nYour VAT number: BE0123456749\nInvoice number: 12\nTotal due €23.00\nCloud Ltd, VAT number IE6388047V",
			map[string]Value{"number": "12", "gross": "23.00", "vat": "IE6388047V", "currency": "EUR"}},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := FromText(c.text)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]Value{"number": v.Number, "issueDate": v.IssueDate, "dueDate": v.DueDate, "gross": v.Gross, "iban": v.IBAN,
				"vat": v.Seller.VAT, "currency": v.Currency, "reference": v.Reference}
			for field, value := range got {
				if value != c.want[field] {
					t.Errorf("%s: expected %q, got %q", field, c.want[field], value)
				}
				name := field
				if field == "vat" {
					name = "seller.vat"
				}
				if sure := v.Confidence[name]; (value != "") != (sure > 0) || sure >= 1 {
					t.Errorf("%s: expected a confidence between 0 and 1 for what was found, got %v", field, sure)
				}
			}
			if len(v.Warnings) != 1 || v.Warnings[0].Code != WarnText {
				t.Errorf("expected the warning that this is a suggestion, got %v", v.Warnings)
			}
		})
	}
}

func TestCreditNoteIsFoundInText(t *testing.T) {
	v, err := FromText("CREDITNOTA\nCreditnota nr. CN-1\nTotaal incl. btw 50,00 EUR")
	if err != nil || v.Type != TypeCreditNote || v.Number != "CN-1" {
		t.Errorf("expected the credit note CN-1, got %+v, %v", v, err)
	}
}

func TestWhatIsLeftToPayIsToldApartFromTheTotal(t *testing.T) {
	for name, text := range map[string]string{
		"French":  "Facture n° 7\nTotal HT 1 850,00 €\nTVA (20 %) 370,00 €\nTotal TTC 2 220,00 €\nAcompte versé 220,00 €\nNet à payer 2 000,00 €",
		"Dutch":   "Factuur nr. 7\nTotaal incl. btw € 2.220,00\nVoorschot € 220,00\nTe betalen € 2.000,00",
		"German":  "Rechnung Nr. 7\nRechnungsbetrag 2.220,00 €\nAnzahlung 220,00 €\nZu zahlen 2.000,00 €",
		"English": "Invoice no. 7\nGrand total €2,220.00\nPaid €220.00\nAmount due €2,000.00",
	} {
		v, err := FromText(text)
		if err != nil {
			t.Fatalf("%s: expected an invoice, got %v", name, err)
		}
		if v.Gross != "2220.00" || v.Payable != "2000.00" {
			t.Errorf("%s: expected a total of 2220.00 and 2000.00 to pay, got %s and %s", name, v.Gross, v.Payable)
		}
	}
}

func TestCorrectionIsFoundInText(t *testing.T) {
	v, err := FromText("Fassung vom 24.03.2020\nRechnungskorrektur Nr. RK21012345 vom 16.09.2018\nUrsprungsbeleg-Nr : R87654321012345\nRechnungsbetrag -8,79 EUR")
	if err != nil || v.Type != TypeCreditNote || v.Number != "RK21012345" || v.IssueDate != "2018-09-16" || v.Gross != "-8.79" {
		t.Errorf("expected the correction RK21012345 of 16 September 2018, got %+v, %v", v, err)
	}
}

func TestTextThatIsNoInvoiceGivesNone(t *testing.T) {
	for _, text := range []string{"", "Minutes of the meeting of 3 June. Total: 12,50", "We will send you an invoice.", "Invoice of nothing at all\nTotal 5,00"} {
		if v, err := FromText(text); !errors.Is(err, ErrNone) {
			t.Errorf("%q: expected no invoice, got %+v, %v", text, v, err)
		}
	}
}

func TestCheckDigitsRaiseTheConfidence(t *testing.T) {
	right, err := FromText("Factuur nr. 1\nTotaal 5,00\nBE 0123.456.749")
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := FromText("Factuur nr. 1\nTotaal 5,00\nBE 0123.456.748")
	if err != nil {
		t.Fatal(err)
	}
	if a, b := right.Confidence["seller.vat"], wrong.Confidence["seller.vat"]; a <= b {
		t.Errorf("expected more confidence with right check digits, got %v and %v", a, b)
	}
}
