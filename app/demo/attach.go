package demo

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// attachments are the documents of a kind that come with a mail.
func attachments(c client, kind, number string, n int, when time.Time) ([]file, error) {
	switch kind {
	case "invoice":
		i := newInvoice(c, number, n, when)
		name := map[string]string{"nl": "factuur", "fr": "facture", "de": "rechnung"}[c.language] + "-2026-" + number
		return []file{{name: name + ".pdf", contentType: "application/pdf", data: i.pdf()}, {name: name + ".xml", contentType: "application/xml", data: i.ubl()}}, nil
	case "statement":
		lines := []string{c.name, c.town, "", when.Format("2006-01-02"), "No. " + number}
		for i := range 12 {
			lines = append(lines, fmt.Sprintf("%s   %10s EUR", when.AddDate(0, 0, -i).Format("2006-01-02"), amount((n*7919+i*1237)%250000)))
		}
		return []file{{name: "document-" + number + ".pdf", contentType: "application/pdf", data: pdf(lines)}}, nil
	case "photo":
		data, err := picture(640, 420, n)
		return []file{{name: "IMG_" + number + ".png", contentType: "image/png", data: data}}, err
	case "calendar":
		day := when.AddDate(0, 0, 7).UTC()
		ics := strings.Join([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", "METHOD:REQUEST", "BEGIN:VEVENT",
			"UID:" + number + "@" + domain(c.address), "DTSTAMP:" + when.UTC().Format("20060102T150405Z"), "DTSTART:" + day.Format("20060102") + "T090000Z",
			"DTEND:" + day.Format("20060102") + "T100000Z", "SUMMARY:" + c.name, "ORGANIZER:mailto:" + c.address, "END:VEVENT", "END:VCALENDAR", ""}, "\r\n")
		return []file{{name: "invite.ics", contentType: "text/calendar; method=REQUEST", data: []byte(ics)}}, nil
	}
	return nil, nil
}

// invoice is what a client has sent to one of its customers. Amounts are in cents.
type invoice struct {
	client
	number                string
	issued                time.Time
	net, rate, tax, gross int
}

func newInvoice(c client, number string, n int, when time.Time) invoice {
	rate := map[string]int{"nl": 21, "fr": 20, "de": 19}[c.language]
	if strings.HasPrefix(c.vat, "BE") {
		rate = 21
	}
	net := 12000 + n*4713%480000
	tax := (net*rate + 50) / 100
	i := invoice{c, "2026-" + number, when, net, rate, tax, net + tax}
	if n%11 == 7 { // somebody has typed it by hand
		i.gross += 900
	}
	return i
}

// iban is an account of the client (ISO 13616: the check digits make the whole, country last, 1 modulo 97).
func (i invoice) iban() string {
	bban := map[string]string{"BE": "539007547034", "NL": "EXMP0417164300", "DE": "370400440532013000", "FR": "20041010050500013M02606"}[i.vat[:2]]
	rest := 0
	for _, c := range bban + i.vat[:2] + "00" {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return fmt.Sprintf("%s%02d%s", i.vat[:2], 98-rest, bban)
}

// reference is what to name when paying: in Belgium twelve digits, of which the last two are the rest modulo 97.
func (i invoice) reference() string {
	if i.vat[:2] != "BE" {
		return i.number
	}
	n := 2026_000_000 + i.net
	digits := fmt.Sprintf("%010d%02d", n, cmp.Or(n%97, 97))
	return "+++" + digits[:3] + "/" + digits[3:7] + "/" + digits[7:] + "+++"
}

func amount(cents int) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

func (i invoice) pdf() []byte {
	word := map[string][5]string{
		"nl": {"Factuur", "Datum", "Netto", "Btw", "Totaal"}, "fr": {"Facture", "Date", "Hors TVA", "TVA", "Total"},
		"de": {"Rechnung", "Datum", "Netto", "USt.", "Gesamt"},
	}[i.language]
	return pdf([]string{i.name, i.town, i.vat, "", word[0] + " " + i.number, word[1] + ": " + i.issued.Format("2006-01-02"), "Van Dijk Accountants, Utrecht", "",
		word[2] + ": EUR " + amount(i.net), fmt.Sprintf("%s %d %%: EUR %s", word[3], i.rate, amount(i.tax)), word[4] + ": EUR " + amount(i.gross)})
}

// pdf makes a page of text lines (ISO 32000-1: a catalogue, a page, a base font, a content stream and their places).
func pdf(lines []string) []byte {
	var content bytes.Buffer
	content.WriteString("BT /F1 12 Tf 72 770 Td 18 TL\n")
	for _, l := range lines {
		text, err := charmap.Windows1252.NewEncoder().String(l)
		if err != nil {
			text = "?"
		}
		fmt.Fprintf(&content, "(%s) Tj T*\n", strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(text))
	}
	content.WriteString("ET")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", content.Len(), content.String()),
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	places := make([]int, len(objects))
	for i, o := range objects {
		places[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, p := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", p)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}

// ubl is the invoice as Peppol BIS Billing 3.0 has it, in one line.
func (i invoice) ubl() []byte {
	country := i.vat[:2]
	party := func(name, vat, country, town string) string {
		return `<cac:Party><cbc:EndpointID schemeID="9925">` + vat + `</cbc:EndpointID><cac:PartyName><cbc:Name>` + html.EscapeString(name) +
			`</cbc:Name></cac:PartyName><cac:PostalAddress><cbc:CityName>` + html.EscapeString(town) + `</cbc:CityName><cac:Country><cbc:IdentificationCode>` + country +
			`</cbc:IdentificationCode></cac:Country></cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>` + vat +
			`</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>` +
			html.EscapeString(name) + `</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>`
	}
	money := func(name string, cents int) string {
		return fmt.Sprintf(`<cbc:%s currencyID="EUR">%s</cbc:%s>`, name, amount(cents), name)
	}
	category := fmt.Sprintf(`<cbc:ID>S</cbc:ID><cbc:Percent>%d</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>`, i.rate)
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
<cbc:ID>` + i.number + `</cbc:ID><cbc:IssueDate>` + i.issued.Format(time.DateOnly) + `</cbc:IssueDate><cbc:DueDate>` + i.issued.AddDate(0, 0, 30).Format(time.DateOnly) + `</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:BuyerReference>` + i.number + `</cbc:BuyerReference>
<cac:AccountingSupplierParty>` + party(i.name, i.vat, country, i.town) + `</cac:AccountingSupplierParty>
<cac:AccountingCustomerParty>` + party("Van Dijk Accountants", "NL845678901B01", "NL", "Utrecht") + `</cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>` + i.reference() + `</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>` + i.iban() + `</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:TaxTotal>` + money("TaxAmount", i.tax) + `<cac:TaxSubtotal>` + money("TaxableAmount", i.net) + money("TaxAmount", i.tax) + `<cac:TaxCategory>` + category + `</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>` + money("LineExtensionAmount", i.net) + money("TaxExclusiveAmount", i.net) + money("TaxInclusiveAmount", i.gross) + money("PayableAmount", i.gross) + `</cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>` + money("LineExtensionAmount", i.net) + `<cac:Item><cbc:Name>` + html.EscapeString(i.name) + `</cbc:Name><cac:ClassifiedTaxCategory>` + category + `</cac:ClassifiedTaxCategory></cac:Item><cac:Price>` + money("PriceAmount", i.net) + `</cac:Price></cac:InvoiceLine>
</Invoice>
`)
}

// picture draws something with a sky, a ground and a house whose colours follow from n.
func picture(width, height, n int) ([]byte, error) {
	img := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.RGBA{0xbf, 0xdd, 0xe8, 255}, color.RGBA{0x8a, 0x9a, 0x5b, 255},
		color.RGBA{uint8(90 + n*37%120), uint8(60 + n*53%120), 0x4c, 255}, color.RGBA{0x2f, 0x3b, 0x44, 255}})
	for y := range height {
		for x := range width {
			shade := uint8(0)
			switch {
			case x > width/4 && x < 3*width/4 && y > height/2 && y < 7*height/8:
				shade = 2
			case y > height/4 && y <= height/2 && abs(x-width/2)*height < (y-height/4)*width*6/5:
				shade = 3
			case y > 3*height/4:
				shade = 1
			}
			img.SetColorIndex(x, y, shade)
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

func abs(n int) int { return max(n, -n) }
