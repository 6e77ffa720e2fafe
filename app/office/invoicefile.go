package office

import (
	"encoding/csv"
	"fmt"
	"io"
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
	"en": {"Number", "Type", "Date", "Due", "Seller", "Seller's VAT number", "Seller's registration", "Buyer", "Buyer's VAT number", "Currency", "Net", "VAT", "Total", "To pay",
		"IBAN", "Payment reference", "Order", "Buyer's reference", "State", "Remarks", "Format", "Mailbox", "Folder", "Received", "Mail from", "File"},
	"nl": {"Nummer", "Soort", "Datum", "Vervaldatum", "Verkoper", "Btw-nummer verkoper", "Ondernemingsnummer verkoper", "Koper", "Btw-nummer koper", "Munt", "Netto", "Btw", "Totaal", "Te betalen",
		"IBAN", "Betalingsreferentie", "Bestelling", "Referentie koper", "Status", "Opmerkingen", "Formaat", "Postvak", "Map", "Ontvangen", "Mail van", "Bestand"},
	"fr": {"Numéro", "Type", "Date", "Échéance", "Vendeur", "Numéro de TVA du vendeur", "Immatriculation du vendeur", "Acheteur", "Numéro de TVA de l'acheteur", "Monnaie", "Net", "TVA", "Total", "À payer",
		"IBAN", "Référence de paiement", "Commande", "Référence de l'acheteur", "État", "Remarques", "Format", "Boîte aux lettres", "Dossier", "Reçu", "Mail de", "Fichier"},
	"de": {"Nummer", "Art", "Datum", "Fällig", "Verkäufer", "USt-IdNr. des Verkäufers", "Registernummer des Verkäufers", "Käufer", "USt-IdNr. des Käufers", "Währung", "Netto", "USt.", "Summe", "Zu zahlen",
		"IBAN", "Verwendungszweck", "Bestellung", "Referenz des Käufers", "Status", "Bemerkungen", "Format", "Postfach", "Ordner", "Empfangen", "Mail von", "Datei"},
}

// cell is a text, or an amount if number is set.
type cell struct {
	text   string
	number bool
}

func (r *InvoiceRow) cells() []cell {
	t := func(s string) cell { return cell{text: s} }
	v := func(s invoice.Value) cell { return cell{text: string(s)} }
	n := func(s invoice.Value) cell {
		d, ok := r.read.Amount(s)
		if !ok {
			return cell{text: string(s)}
		}
		return cell{d.StringFixed(max(2, -d.Exponent())), true}
	}
	received := ""
	if r.Received != nil {
		received = r.Received.Format(time.DateOnly)
	}
	file := r.Path
	if r.Inside != "" {
		file += " › " + r.Inside
	}
	return []cell{v(r.Number), t(r.Type), v(r.IssueDate), v(r.DueDate), v(r.Seller.Name), v(r.Seller.VAT), v(r.Seller.Registration), v(r.Buyer.Name), v(r.Buyer.VAT),
		v(r.Currency), n(r.Net), n(r.Tax), n(r.Gross), n(r.Payable), v(r.IBAN), v(r.Reference), v(r.Order), v(r.BuyerReference), t(r.State),
		t(strings.Join(r.Warnings, " ")), t(r.Format), t(r.Mailbox), t(r.Folder), t(received), t(r.From), t(file)}
}

// WriteInvoices writes invoices as a table: CSV (UTF-8, commas) or XLSX. Amounts of credit notes are negative there.
func (o *Office) WriteInvoices(w io.Writer, format string, rows []InvoiceRow) error {
	head := invoiceColumns[o.language()]
	if head == nil {
		head = invoiceColumns["en"]
	}
	switch format {
	case CSV:
		return writeCSV(w, head, rows)
	case XLSX:
		return writeXLSX(w, head, rows)
	}
	return fmt.Errorf("write invoices: no format %q", format)
}

func writeCSV(w io.Writer, head []string, rows []InvoiceRow) error {
	out := csv.NewWriter(w)
	record := make([]string, len(head))
	copy(record, head)
	if err := out.Write(record); err != nil {
		return fmt.Errorf("write invoices: %w", err)
	}
	for i := range rows {
		for n, c := range rows[i].cells() {
			if record[n] = c.text; !c.number {
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

// writeXLSX writes texts as texts, never as formulas, and amounts as numbers as long as they are exact.
func writeXLSX(w io.Writer, head []string, rows []InvoiceRow) (err error) {
	const sheet = "Postroom"
	f := excelize.NewFile()
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return fmt.Errorf("write invoices: %w", err)
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return fmt.Errorf("write invoices: %w", err)
	}
	money, err := f.NewStyle(&excelize.Style{NumFmt: 4})
	if err != nil {
		return fmt.Errorf("write invoices: %w", err)
	}
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return fmt.Errorf("write invoices: %w", err)
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("write invoices: %w", err)
	}
	line := make([]any, len(head))
	for n, s := range head {
		line[n] = excelize.Cell{StyleID: bold, Value: s}
	}
	for i := range len(rows) + 1 {
		if i > 0 {
			for n, c := range rows[i-1].cells() {
				line[n] = excelCell(c, money)
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+1), line); err != nil {
			return fmt.Errorf("write invoices: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write invoices: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write invoices: %w", err)
	}
	return nil
}

// excelCell is an amount as a number if a spreadsheet, which has 15 digits, holds it exactly.
func excelCell(c cell, money int) any {
	if c.number {
		if d, err := decimal.NewFromString(c.text); err == nil && len(d.Coefficient().String()) <= 15 {
			return excelize.Cell{StyleID: money, Value: d.InexactFloat64()}
		}
	}
	return c.text
}
