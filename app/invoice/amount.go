package invoice

import (
	"strings"

	"github.com/shopspring/decimal"
)

// number reads an amount as XML Schema writes decimals: digits, a point, a sign, and nothing else. Long ones are
// refused, so that nothing is computed with them.
func number(s string) (decimal.Decimal, bool) {
	const most = 40 // digits; the largest amount in use has 15
	s = strings.TrimSpace(s)
	digits, points := 0, 0
	for i, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			points++
		case (c == '-' || c == '+') && i == 0:
		default:
			return decimal.Decimal{}, false
		}
	}
	if digits == 0 || digits > most || points > 1 {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(s)
	return d, err == nil
}

// sums is what the parts of an invoice add up to.
type sums struct {
	lines     decimal.Decimal
	count     int  // lines with an amount
	known     bool // every line's amount could be read
	lineTotal Value
	allowance Value
	charge    Value
	prepaid   Value
	rounding  Value
}

// add takes a line's amount.
func (s *sums) add(v string) {
	d, ok := number(v)
	if !ok {
		s.known = false
		return
	}
	s.lines, s.count = s.lines.Add(d), s.count+1
}

var (
	hundred  = decimal.NewFromInt(100)
	cent     = decimal.New(1, -2)
	twoCents = decimal.New(2, -2)
)

// check recomputes the totals and warns where the invoice contradicts itself (EN 16931, rules BR-CO-10 to BR-CO-17).
func (v *Invoice) check(s *sums) {
	for _, f := range []struct {
		name  string
		value Value
	}{{"number", v.Number}, {"issueDate", v.IssueDate}, {"seller", v.Seller.Name}, {"currency", v.Currency}, {"gross", v.Gross}} {
		if f.value == "" {
			v.warn(WarnMissing, f.name)
		}
	}
	if lines, ok := number(string(s.lineTotal)); ok && s.count > 0 && s.known {
		v.compare(WarnLines, s.lines, lines, cent)
	}
	v.checkNet(s)
	v.checkTaxes()
	net, okNet := number(string(v.Net))
	tax, okTax := number(string(v.Tax))
	gross, okGross := number(string(v.Gross))
	if okNet && okGross {
		if !okTax && v.Tax == "" {
			tax, okTax = decimal.Zero, true
		}
		if okTax {
			v.compare(WarnGross, net.Add(tax), gross, cent)
		}
	}
	if payable, ok := number(string(v.Payable)); ok && okGross {
		v.compare(WarnPayable, gross.Sub(amount(s.prepaid)).Add(amount(s.rounding)), payable, cent)
	}
}

func (v *Invoice) checkNet(s *sums) {
	net, ok := number(string(v.Net))
	lines, okLines := number(string(s.lineTotal))
	if ok && okLines {
		v.compare(WarnNet, lines.Sub(amount(s.allowance)).Add(amount(s.charge)), net, cent)
	}
}

func (v *Invoice) checkTaxes() {
	var bases, taxes decimal.Decimal
	for _, t := range v.Taxes {
		base, okBase := number(string(t.Base))
		tax, okTax := number(string(t.Tax))
		if !okBase || !okTax {
			return
		}
		bases, taxes = bases.Add(base), taxes.Add(tax)
		rate, ok := number(string(t.Rate))
		if !ok {
			continue
		}
		due := base.Mul(rate).Div(hundred).Round(2)
		within := twoCents // of rounding line by line
		if tax.IsInteger() && !due.IsInteger() {
			within = decimal.NewFromInt(1) // a currency, or an office, without cents
		}
		if due.Sub(tax).Abs().Cmp(within) > 0 {
			v.warn(WarnRate, rate.String(), base.String(), due.String(), tax.String())
		}
	}
	if len(v.Taxes) == 0 {
		return
	}
	if net, ok := number(string(v.Net)); ok {
		v.compare(WarnBases, bases, net, cent)
	}
	if tax, ok := number(string(v.Tax)); ok {
		v.compare(WarnTax, taxes, tax, cent)
	}
}

// compare warns when two amounts are at least so far apart.
func (v *Invoice) compare(code string, computed, said, apart decimal.Decimal) {
	if computed.Sub(said).Abs().Cmp(apart) >= 0 {
		v.warn(code, computed.String(), said.String())
	}
}

// amount is 0 for what is absent or no amount.
func amount(v Value) decimal.Decimal {
	d, _ := number(string(v))
	return d
}

// Key tells an invoice from others: the same seller, number, type and total. Empty if it says too little.
func (v *Invoice) Key() string {
	seller := compact(string(v.Seller.VAT))
	if seller == "" {
		seller = strings.ToLower(strings.Join(strings.Fields(string(v.Seller.Name)), " "))
	}
	inner := v.KeyOfSender()
	if seller == "" || inner == "" {
		return ""
	}
	return seller + "\x00" + inner
}

// KeyOfSender is a Key for invoices that are known to come from the same seller: those in one mail.
func (v *Invoice) KeyOfSender() string {
	number := compact(string(v.Number))
	gross, ok := numberOf(v.Gross)
	if number == "" || !ok {
		return ""
	}
	return v.Type + "\x00" + number + "\x00" + string(v.Currency) + gross.String()
}

// Amount reads one of an invoice's amounts: those of a credit note count the other way. False for what is absent.
func (v *Invoice) Amount(of Value) (decimal.Decimal, bool) {
	d, ok := numberOf(of)
	if v.Type == TypeCreditNote && v.Format != Text || v.Type == TypeCreditNote && d.IsPositive() {
		d = d.Neg()
	}
	return d, ok
}

func numberOf(v Value) (decimal.Decimal, bool) { return number(string(v)) }
