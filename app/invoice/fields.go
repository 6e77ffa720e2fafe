package invoice

import (
	"strings"
	"time"
)

// first keeps a text in a field unless there is one.
func first(field func(*parse) *Value) func(*parse, string, attrs) {
	return func(p *parse, s string, _ attrs) {
		if f := field(p); *f == "" {
			*f = Value(s)
		}
	}
}

// money keeps an amount in a field unless there is one, and warns if it is none.
func money(field func(*parse) *Value) func(*parse, string, attrs) {
	return func(p *parse, s string, _ attrs) { p.amount(field(p), s) }
}

func (p *parse) amount(f *Value, s string) {
	switch _, ok := number(s); {
	case s == "" || *f != "":
	case ok:
		*f = Value(s)
	default:
		p.warn(WarnAmount, s)
	}
}

// amountIn is for an amount that may be said in several currencies: the one of the invoice counts.
func (p *parse) amountIn(f *Value, s, currency string) {
	if currency == "" || p.Currency == "" || strings.EqualFold(currency, string(p.Currency)) {
		p.amount(f, s)
	}
}

// date keeps a date in a field unless there is one.
func (p *parse) date(f *Value, s, layout string) {
	if s == "" || *f != "" {
		return
	}
	if len(s) > len(layout) { // a time or a zone follows
		s = s[:len(layout)]
	}
	d, err := time.Parse(layout, s)
	if err != nil {
		p.warn(WarnDate, s)
		return
	}
	*f = Value(d.Format(time.DateOnly))
}

// pay keeps an account to pay to unless there is one.
func (p *parse) pay(s string) {
	c := compact(s)
	if c == "" || p.IBAN != "" {
		return
	}
	if !looksLikeIBAN(c) {
		if p.account == "" {
			p.account = Value(s)
			p.warn(WarnAccount, s)
		}
		return
	}
	p.IBAN = Value(c)
	if !validIBAN(c) {
		p.warn(WarnIBAN, c)
	}
}

// refer keeps what to name when paying unless there is something.
func (p *parse) refer(s string) {
	if s == "" || p.Reference != "" {
		return
	}
	p.Reference = Value(s)
	if has, right := structured(s); has && !right {
		p.warn(WarnReference, s)
	}
}

// kind reads the code of the document's type.
func (p *parse) kind(s string, _ attrs) {
	if creditNotes[s] {
		p.Type = TypeCreditNote
	}
}

// profile reads the identifier of the rules that the document follows.
func (p *parse) profile(s string, _ attrs) {
	if p.Profile == "" {
		p.Profile = Value(profileName(s))
	}
}

func profileName(id string) string {
	low := strings.ToLower(id)
	for _, known := range []struct{ part, name string }{
		{"xrechnung", "XRechnung"}, {"peppol.eu:2017:poacc:billing", "Peppol BIS Billing 3"}, {"peppol.eu:2017:poacc:selfbilling", "Peppol BIS Self-Billing 3"},
		{"nlcius", "NLCIUS"}, {"ubl.be", "UBL.BE"}, {"factur-x.eu:1p0:extended", "EXTENDED"}, {"zugferd.de:2p0:extended", "EXTENDED"},
		{":minimum", "MINIMUM"}, {"basicwl", "BASIC WL"}, {":basic", "BASIC"}, {":comfort", "COMFORT"}, {":extended", "EXTENDED"}, {"en16931:2017", "EN 16931"},
	} {
		if strings.Contains(low, known.part) {
			return known.name
		}
	}
	return id
}
