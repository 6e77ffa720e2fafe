package invoice

import (
	"embed"
	"encoding/json"
	"strings"

	"postroom/app/words"
)

// Warning says what is odd about an invoice. It is kept by code, so that it can be said in any language.
type Warning struct {
	Code string   `json:"code"`
	Args []string `json:"args,omitempty"` // amounts or numbers of the invoice, in the order of the words
}

// Codes of warnings.
const (
	WarnLines     = "lines"     // the sum of the lines, what the invoice says
	WarnNet       = "net"       // lines less allowances plus charges, what the invoice says
	WarnBases     = "bases"     // the sum of the taxed amounts, the net amount
	WarnTax       = "tax"       // the sum of VAT by rate, what the invoice says
	WarnRate      = "rate"      // rate, taxed amount, VAT that follows, VAT that the invoice says
	WarnGross     = "gross"     // net plus VAT, what the invoice says
	WarnPayable   = "payable"   // gross less prepaid plus rounding, what the invoice says
	WarnIBAN      = "iban"      // the IBAN, whose check digits are wrong
	WarnAccount   = "account"   // the account, which is no IBAN
	WarnReference = "reference" // the payment reference, whose check digits are wrong
	WarnAmount    = "amount"    // a text that should be an amount
	WarnDate      = "date"      // a text that should be a date
	WarnMissing   = "missing"   // the name of a field: number, issueDate, currency, gross, seller
	WarnSeveral   = "several"   // there is more than one invoice in the file; this is the first
	WarnText      = "text"      // found in text
)

//go:embed words
var files embed.FS

// tables are the sentences by language and code; the names of fields by "field " and the name.
var tables = words.Of[map[string]string](files)

// contradictions are the warnings whose arguments are amounts and rates.
var contradictions = map[string]bool{WarnLines: true, WarnNet: true, WarnBases: true, WarnTax: true, WarnRate: true, WarnGross: true, WarnPayable: true}

// In says the warning in a language, or in English.
func (w Warning) In(language string) string {
	say := tables.In(language)
	s := say[w.Code]
	for i, arg := range w.Args {
		if name := say["field "+arg]; w.Code == WarnMissing && name != "" {
			arg = name
		} else if contradictions[w.Code] && language != "en" {
			arg = strings.Replace(arg, ".", ",", 1)
		}
		s = strings.ReplaceAll(s, "{"+string(rune('0'+i))+"}", arg)
	}
	return s
}

func (w Warning) String() string { return w.In("en") }

// Words is an invoice whose warnings are written out in a language when it becomes JSON.
type Words struct {
	*Invoice
	Language string
}

// plain is an invoice without methods.
type plain Invoice

// Said is an invoice with its warnings in words, whose fields take their place among those of what it is embedded in.
type Said struct {
	*plain
	Warnings []string `json:"warnings"`
}

// Said writes the warnings out.
func (w Words) Said() Said {
	said := make([]string, len(w.Warnings))
	for i, one := range w.Warnings {
		said[i] = one.In(w.Language)
	}
	return Said{(*plain)(w.Invoice), said}
}

// MarshalJSON writes the warnings as sentences.
func (w Words) MarshalJSON() ([]byte, error) {
	if w.Invoice == nil {
		return []byte("null"), nil
	}
	return json.Marshal(w.Said())
}

func (v *Invoice) warn(code string, args ...string) {
	const most = 50
	if len(v.Warnings) < most {
		v.Warnings = append(v.Warnings, Warning{code, args})
	}
}
