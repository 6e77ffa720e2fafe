package office

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"postroom/app/export"
	"postroom/app/invoice"
)

// Formats in which the list of invoices can be written.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

// invoiceColumns are the heads of the columns of a written list, in the order of cells.
var invoiceColumns = map[string][]string{
	"en": {"Number", "Type", "Date", "Due", "Seller", "Seller's VAT number", "Seller's registration", "Buyer", "Buyer's VAT number", "Currency", "Net", "VAT", "Total", "To pay", "VAT by rate",
		"IBAN", "Payment reference", "Order", "Buyer's reference", "State", "Remarks", "Format", "Mailbox", "Folder", "Received", "Mail from", "File"},
	"nl": {"Nummer", "Soort", "Datum", "Vervaldatum", "Verkoper", "Btw-nummer verkoper", "Ondernemingsnummer verkoper", "Koper", "Btw-nummer koper", "Munt", "Netto", "Btw", "Totaal", "Te betalen", "Btw per tarief",
		"IBAN", "Betalingsreferentie", "Bestelling", "Referentie koper", "Status", "Opmerkingen", "Formaat", "Postvak", "Map", "Ontvangen", "Mail van", "Bestand"},
	"fr": {"Numéro", "Type", "Date", "Échéance", "Vendeur", "Numéro de TVA du vendeur", "Immatriculation du vendeur", "Acheteur", "Numéro de TVA de l'acheteur", "Monnaie", "Net", "TVA", "Total", "À payer", "TVA par taux",
		"IBAN", "Référence de paiement", "Commande", "Référence de l'acheteur", "État", "Remarques", "Format", "Boîte aux lettres", "Dossier", "Reçu", "Mail de", "Fichier"},
	"de": {"Nummer", "Art", "Datum", "Fällig", "Verkäufer", "USt-IdNr. des Verkäufers", "Registernummer des Verkäufers", "Käufer", "USt-IdNr. des Käufers", "Währung", "Netto", "USt.", "Summe", "Zu zahlen", "USt. nach Satz",
		"IBAN", "Verwendungszweck", "Bestellung", "Referenz des Käufers", "Status", "Bemerkungen", "Format", "Postfach", "Ordner", "Empfangen", "Mail von", "Datei"},
}

// invoiceNames are the types and states of invoices, as the window says them.
var invoiceNames = map[string]map[string]string{
	"en": {invoice.TypeInvoice: "Invoice", invoice.TypeCreditNote: "Credit note",
		InvoiceOK: "Correct", InvoiceCheck: "Please check", InvoiceDuplicate: "Duplicate", InvoiceCopy: "Second form"},
	"nl": {invoice.TypeInvoice: "Factuur", invoice.TypeCreditNote: "Creditnota",
		InvoiceOK: "Klopt", InvoiceCheck: "Nakijken", InvoiceDuplicate: "Dubbel", InvoiceCopy: "Tweede vorm"},
	"fr": {invoice.TypeInvoice: "Facture", invoice.TypeCreditNote: "Note de crédit",
		InvoiceOK: "Correcte", InvoiceCheck: "À vérifier", InvoiceDuplicate: "En double", InvoiceCopy: "Autre forme"},
	"de": {invoice.TypeInvoice: "Rechnung", invoice.TypeCreditNote: "Gutschrift",
		InvoiceOK: "Stimmt", InvoiceCheck: "Bitte prüfen", InvoiceDuplicate: "Doppelt", InvoiceCopy: "Zweite Form"},
}

// cell is a text, or an amount or a day (ISO 8601) if its form says so.
type cell struct {
	text string
	form form
}

type form int

const (
	asText form = iota
	asAmount
	asDay
)

func (r *InvoiceRow) cells(language string) []cell {
	words := invoiceNames[language]
	t := func(s string) cell { return cell{text: s} }
	v := func(s invoice.Value) cell { return cell{text: string(s)} }
	d := func(s invoice.Value) cell { return cell{string(s), asDay} }
	n := func(s invoice.Value) cell {
		if plain, ok := r.amount(s); ok {
			return cell{plain, asAmount}
		}
		return cell{text: string(s)}
	}
	received := ""
	if r.Received != nil {
		received = r.Received.Format(time.DateOnly)
	}
	file := r.Path
	if r.Inside != "" {
		file += " › " + r.Inside
	}
	return []cell{v(r.Number), t(words[r.Type]), d(r.IssueDate), d(r.DueDate), v(r.Seller.Name), v(r.Seller.VAT), v(r.Seller.Registration), v(r.Buyer.Name), v(r.Buyer.VAT),
		v(r.Currency), n(r.Net), n(r.Tax), n(r.Gross), n(r.Payable), t(localised(r.taxes(), language)), v(r.IBAN), v(r.Reference), v(r.Order), v(r.BuyerReference), t(words[r.State]),
		t(strings.Join(r.Warnings, " ")), t(r.Format), t(r.Mailbox), t(r.Folder), d(invoice.Value(received)), t(r.From), t(file)}
}

// amount is one of the invoice's amounts as a decimal number with at least two places, negative in a credit note.
func (r *InvoiceRow) amount(s invoice.Value) (string, bool) {
	d, ok := r.read.Amount(s)
	if !ok {
		return "", false
	}
	return d.StringFixed(max(2, -d.Exponent())), true
}

// taxes are the VAT of each rate in one text: "6 % of 183.23 = 10.99; 21 % …", with signs for words, and the category
// where it is not the standard one.
func (r *InvoiceRow) taxes() string {
	list := make([]string, len(r.Taxes))
	for i, t := range r.Taxes {
		said := make([]string, 0, 2)
		if t.Rate != "" {
			said = append(said, string(t.Rate)+" %")
		}
		if t.Category != "" && t.Category != "S" {
			said = append(said, string(t.Category))
		}
		base, _ := r.amount(t.Base)
		tax, _ := r.amount(t.Tax)
		list[i] = strings.Join(said, " ") + ": " + base + " → " + tax
	}
	return strings.Join(list, "; ")
}

// localised writes decimal numbers as people in a language do.
func localised(s, language string) string {
	if language == "en" {
		return s
	}
	return strings.ReplaceAll(s, ".", ",")
}

// WriteInvoices writes invoices as a table: XLSX, or CSV in UTF-8 as spreadsheets of the language take it: with commas and
// decimal points in English, else with semicolons and decimal commas. Amounts of credit notes are negative there.
func (o *Office) WriteInvoices(w io.Writer, format string, rows []InvoiceRow) error {
	language := o.language()
	if invoiceColumns[language] == nil {
		language = "en"
	}
	switch format {
	case CSV:
		return writeCSV(w, language, rows)
	case XLSX:
		return writeXLSX(w, language, rows)
	}
	return fmt.Errorf("write invoices: no format %q", format)
}

func writeCSV(w io.Writer, language string, rows []InvoiceRow) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // spreadsheets take it for another encoding otherwise
		return fmt.Errorf("write invoices: %w", err)
	}
	out := csv.NewWriter(w)
	if language != "en" {
		out.Comma = ';'
	}
	record := slices.Clone(invoiceColumns[language])
	if err := out.Write(record); err != nil {
		return fmt.Errorf("write invoices: %w", err)
	}
	for i := range rows {
		for n, c := range rows[i].cells(language) {
			if c.form == asAmount {
				record[n] = localised(c.text, language)
			} else {
				record[n] = export.Cell(c.text)
			}
		}
		if err := out.Write(record); err != nil {
			return fmt.Errorf("write invoices: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write invoices: %w", err)
	}
	return nil
}

// sheet is the name of the only sheet of a workbook.
const sheet = "Postroom"

// writeXLSX writes texts as texts, never as formulas, days as days, and amounts as numbers as long as they are exact.
func writeXLSX(w io.Writer, language string, rows []InvoiceRow) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
		if err != nil {
			err = fmt.Errorf("write invoices: %w", err)
		}
	}()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	looks := map[form]int{}
	for of, style := range map[form]*excelize.Style{asText: {Font: &excelize.Font{Bold: true}}, asAmount: {NumFmt: 4}, asDay: {NumFmt: 14}} {
		if looks[of], err = f.NewStyle(style); err != nil {
			return err
		}
	}
	head := invoiceColumns[language]
	out, err := invoiceSheet(f, len(head), len(rows)+1)
	if err != nil {
		return err
	}
	line := make([]any, len(head))
	for n, s := range head {
		line[n] = excelize.Cell{StyleID: looks[asText], Value: s}
	}
	for i := range len(rows) + 1 {
		if i > 0 {
			for n, c := range rows[i-1].cells(language) {
				line[n] = excelCell(c, looks[c.form])
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+1), line); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// invoiceSheet begins the sheet: the heads stay in sight and filter, and the columns are as wide as what is mostly in them.
func invoiceSheet(f *excelize.File, columns, rows int) (*excelize.StreamWriter, error) {
	last, err := excelize.CoordinatesToCellName(columns, rows)
	if err != nil {
		return nil, err
	}
	if err := f.AutoFilter(sheet, "A1:"+last, nil); err != nil {
		return nil, err
	}
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	return out, out.SetColWidth(1, columns, 18)
}

// excelCell is an amount as a number if a spreadsheet, which has 15 digits, holds it exactly, and a day as one.
func excelCell(c cell, style int) any {
	switch c.form {
	case asAmount:
		if d, err := decimal.NewFromString(c.text); err == nil && len(d.Coefficient().String()) <= 15 {
			return excelize.Cell{StyleID: style, Value: d.InexactFloat64()}
		}
	case asDay:
		if day, err := time.Parse(time.DateOnly, c.text); err == nil {
			return excelize.Cell{StyleID: style, Value: day}
		}
	}
	return c.text
}
