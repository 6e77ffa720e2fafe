// Package invoice reads invoices: UBL and UN/CEFACT CII, as they are or inside a PDF (ZUGFeRD, Factur-X), and what the
// text of a PDF suggests where nothing better is there. It takes bytes and gives data; where they come from, and what
// becomes of the data, is for others.
package invoice

import (
	"encoding/json"
	"errors"
)

// ErrNone says that what was read is no invoice.
var ErrNone = errors.New("no invoice")

// ErrNoText says that a PDF has no text layer, as a scanned one, and no invoice is attached to it.
var ErrNoText = errors.New("no text")

// Formats of invoices.
const (
	UBL      = "ubl"
	CII      = "cii"
	ZUGFeRD1 = "zugferd1"
	ZUGFeRD2 = "zugferd2"
	FacturX  = "factur-x"
	Text     = "text" // found in the text of a PDF: a suggestion
)

// Types of invoices.
const (
	TypeInvoice    = "invoice"
	TypeCreditNote = "creditnote"
)

// Value is a text that may be absent: "" is null in JSON.
type Value string

// MarshalJSON writes null for what is absent.
func (v Value) MarshalJSON() ([]byte, error) {
	if v == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(v))
}

// Invoice is what an invoice says. Amounts are decimal numbers as written in the document, dates are ISO 8601; what is
// absent is empty.
type Invoice struct {
	Format  string `json:"format"`  // one of the formats above
	Profile Value  `json:"profile"` // the rules that the document says it follows: "EN 16931", "Peppol BIS Billing 3" …
	Type    string `json:"type"`

	Number    Value `json:"number"`
	IssueDate Value `json:"issueDate"`
	DueDate   Value `json:"dueDate"`
	Seller    Party `json:"seller"`
	Buyer     Party `json:"buyer"`

	Currency Value `json:"currency"`
	Net      Value `json:"net"`
	Tax      Value `json:"tax"`
	Gross    Value `json:"gross"`
	Payable  Value `json:"payable"`
	Taxes    []Tax `json:"taxes"`

	IBAN           Value `json:"iban"`      // where to pay, without spaces
	Reference      Value `json:"reference"` // what to name when paying, as written
	Order          Value `json:"order"`
	BuyerReference Value `json:"buyerReference"`

	Warnings []Warning `json:"warnings"`
	// Confidence says, for what was found in text, how sure each field is: 0 to 1, by its name here. Nil for the other
	// formats.
	Confidence map[string]float64 `json:"confidence"`
}

// Party is a seller or a buyer.
type Party struct {
	Name         Value `json:"name"`
	VAT          Value `json:"vat"`          // VAT number, as written
	Registration Value `json:"registration"` // number in the register of companies
	TaxNumber    Value `json:"taxNumber"`    // the number that the tax office at home uses, where that is another one
}

// Tax is the VAT of one rate.
type Tax struct {
	Rate     Value `json:"rate"` // percent
	Base     Value `json:"base"`
	Tax      Value `json:"tax"`
	Category Value `json:"category"` // UNCL 5305: S standard, Z zero, E exempt, AE reverse charge, K within the EU …
}

// creditNotes are the codes of UNTDID 1001 that EN 16931 treats as credit notes.
var creditNotes = map[string]bool{"81": true, "83": true, "261": true, "262": true, "296": true, "308": true, "381": true, "396": true,
	"420": true, "458": true, "502": true, "503": true, "532": true}
