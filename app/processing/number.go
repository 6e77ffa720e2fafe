package processing

import (
	"regexp"
	"slices"
	"strings"
)

// Number is something that names a client for sure: a VAT number, a number in a register of companies, an account, or the
// office's own number for the client.
type Number struct {
	Kind  string `json:"kind"` // vat, registration, iban, client
	Value string `json:"value"`
	Where string `json:"where"` // subject, text, invoice
}

// Kinds of numbers, and where they stand.
const (
	KindVAT          = "vat"
	KindRegistration = "registration"
	KindIBAN         = "iban"
	KindClient       = "client"

	InSubject = "subject"
	InText    = "text"
	InInvoice = "invoice"
)

// compact is a number without what people write between its signs.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '+', r == '*':
			return r
		}
		return -1
	}, s)
}

func tidyVAT(s string) (string, error) {
	v := compact(s)
	if len(v) == 10 && (v[0] == '0' || v[0] == '1') && validBE(v) {
		v = "BE" + v // as Belgians write it at home
	}
	if strings.HasPrefix(v, "BE") && len(v) == 11 {
		v = "BE0" + v[2:] // as it was written before 2005
	}
	if len(v) < 4 || len(v) > 16 || !ValidVAT(v) {
		return "", wrongDetail("vat", s)
	}
	return v, nil
}

func tidyIBAN(s string) (string, error) {
	v := compact(s)
	if !ValidIBAN(v) {
		return "", wrongDetail("iban", s)
	}
	return v, nil
}

// ValidVAT checks a VAT number, written without spaces: its form and its check digits for Belgium, the Netherlands,
// Germany and France, for other countries that it begins with two letters and holds a digit.
func ValidVAT(v string) bool {
	if len(v) < 4 {
		return false
	}
	country, rest := v[:2], v[2:]
	switch country {
	case "BE":
		return len(rest) == 10 && validBE(rest)
	case "NL":
		return validNL(v)
	case "DE":
		return validDE(rest)
	case "FR":
		return validFR(rest)
	}
	return isAlpha(country) && strings.ContainsAny(rest, "0123456789")
}

func isAlpha(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' })
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// mod is the rest of a long number.
func mod(s string, by int) int {
	n := 0
	for _, r := range s {
		n = (n*10 + int(r-'0')) % by
	}
	return n
}

// validBE: the last two digits are 97 less the rest of the others.
func validBE(s string) bool {
	return len(s) == 10 && digits(s) && (s[0] == '0' || s[0] == '1') && 97-mod(s[:8], 97) == mod(s[8:], 1000)
}

// validNL: 9 digits that pass the test by 11, B, 2 digits; since 2020 one-man businesses have such that the whole passes
// ISO 7064 mod 97-10 instead, letters counted from 10 on.
func validNL(v string) bool {
	if len(v) != 14 || v[11] != 'B' || !digits(v[2:11]) || !digits(v[12:]) {
		return false
	}
	sum := 0
	for i := range 8 {
		sum += (9 - i) * int(v[2+i]-'0')
	}
	return sum%11 == int(v[10]-'0') || mod(spelled(v), 97) == 1
}

// spelled is a number with its letters as two digits each.
func spelled(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; 'A' <= c && c <= 'Z' {
			n := c - 'A' + 10
			b.WriteByte('0' + n/10)
			b.WriteByte('0' + n%10)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// validDE: ISO 7064 mod 11,10.
func validDE(s string) bool {
	if len(s) != 9 || !digits(s) || s[0] == '0' {
		return false
	}
	product := 10
	for i := range 8 {
		sum := (int(s[i]-'0') + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = 2 * sum % 11
	}
	return (11-product)%10 == int(s[8]-'0')
}

// validFR: two signs, then the SIREN; where the signs are digits they are 12 + 3 · (SIREN mod 97), mod 97.
func validFR(s string) bool {
	if len(s) != 11 || !validLuhn(s[2:]) {
		return false
	}
	return !digits(s[:2]) || mod(s[:2], 100) == (12+3*mod(s[2:], 97))%97
}

func validLuhn(s string) bool {
	if !digits(s) {
		return false
	}
	sum := 0
	for i := range len(s) {
		n := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// ibanLength is how long an IBAN of a country is, for those where offices meet them most.
var ibanLength = map[string]int{"BE": 16, "NL": 18, "DE": 22, "FR": 27, "LU": 20, "GB": 22, "IE": 22, "ES": 24, "IT": 27, "AT": 20, "CH": 21, "PL": 28, "PT": 25,
	"DK": 18, "SE": 24, "NO": 15, "FI": 18, "CZ": 24, "LT": 20, "MT": 31, "LI": 21, "MC": 27}

// ValidIBAN checks an IBAN, written without spaces: its length and ISO 7064 mod 97-10.
func ValidIBAN(v string) bool {
	if len(v) < 15 || len(v) > 34 || !isAlpha(v[:2]) || !digits(v[2:4]) || strings.ContainsAny(v, "+*") {
		return false
	}
	if n := ibanLength[v[:2]]; n != 0 && n != len(v) {
		return false
	}
	return mod(spelled(v[4:]+v[:4]), 97) == 1
}

// What is looked for in texts. A number stands by itself: no letter or digit before or behind it.
var (
	vatPattern  = regexp.MustCompile(`(?i)(?:^|[^0-9A-Za-z])(BE[ .]?[01]?\d{3}[ .]?\d{3}[ .]?\d{3}|NL[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?B[ .]?\d{2}|DE ?\d{3} ?\d{3} ?\d{3}|FR ?[0-9A-Z]{2} ?\d{3} ?\d{3} ?\d{3})`)
	bePattern   = regexp.MustCompile(`(?:^|[^0-9A-Za-z.])([01]\d{3}\.\d{3}\.\d{3}|[01]\d{9})`)
	ibanPattern = regexp.MustCompile(`(?:^|[^0-9A-Za-z])([A-Z]{2}\d{2}(?: ?[0-9A-Z]{2,4}){3,8})`)
	regPattern  = regexp.MustCompile(`(?i)(?:kvk|k\.v\.k\.|handelsregister|hrb|hra|siren|siret|rcs|rpr|rpm|registration|chamber of commerce)[^0-9\n]{0,30}((?:\d[ .]?){5,14})`)
	ownPattern  = regexp.MustCompile(`(?i)(?:client|customer|klant|cli[eë]nt|dossier|kunden|mandanten?|kund)[ -]?(?:number|no|nummer|nr|num[eé]ro|n°|nº|id|code)?[ .:#°º-]{1,4}([0-9A-Za-z][0-9A-Za-z./-]{1,29})`)
	bracketed   = regexp.MustCompile(`[\[(]#?([0-9A-Za-z][0-9A-Za-z./-]{3,29})[\])]`)
)

const maxNumbers = 200 // kept of one mail

// FindNumbers finds in a text what may name a client. Check digits are verified where there are any; what has none is
// taken only behind a word that says what it is, on the same line.
func FindNumbers(text, where string) []Number {
	f := finder{where: where}
	for l := range strings.Lines(text) {
		if n := digitsIn(l); n > 0 {
			f.line(l, n)
		}
	}
	return f.found
}

func digitsIn(s string) (n int) {
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			n++
		}
	}
	return n
}

// Words without which their patterns fit nowhere: looking for them is a hundred times faster.
var (
	regWords = []string{"kvk", "k.v.k.", "handelsregister", "hrb", "hra", "siren", "siret", "rcs", "rpr", "rpm", "registration", "chamber"}
	ownWords = []string{"client", "customer", "klant", "cliënt", "dossier", "kund", "mandant"}
)

func says(lower string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(lower, w) })
}

// finder gathers the numbers of a text.
type finder struct {
	where string
	found []Number
}

func (f *finder) add(kind, value string) {
	n := Number{kind, value, f.where}
	if len(f.found) < maxNumbers && value != "" && !slices.Contains(f.found, n) {
		f.found = append(f.found, n)
	}
}

// line looks through a line that holds a number of digits.
func (f *finder) line(l string, digits int) {
	if digits >= 9 {
		each(vatPattern, l, func(s string) {
			if v, err := tidyVAT(s); err == nil {
				f.add(KindVAT, v)
			}
		})
		each(bePattern, l, func(s string) {
			if v := compact(s); validBE(v) {
				f.add(KindVAT, "BE"+v)
			}
		})
	}
	if digits >= 10 {
		each(ibanPattern, l, f.iban)
	}
	lower := strings.ToLower(l)
	if says(lower, regWords) {
		each(regPattern, l, func(s string) { f.add(KindRegistration, compact(s)) })
	}
	if says(lower, ownWords) {
		each(ownPattern, l, f.own)
	}
	if f.where == InSubject {
		each(bracketed, l, f.own)
	}
}

func (f *finder) iban(s string) {
	for v := compact(s); len(v) >= 15; v = v[:len(v)-1] { // what follows in the line may look like a part of it
		if ValidIBAN(v) && ibanLength[v[:2]] != 0 {
			f.add(KindIBAN, v)
			return
		}
	}
}

func (f *finder) own(s string) {
	if digitsIn(s) > 0 {
		f.add(KindClient, ownNumber(s))
	}
}

// ownNumber is the office's number for a client as it is compared.
func ownNumber(s string) string { return strings.Trim(fold(s), "./- ") }

// each calls fn with the first group of every place where a pattern fits and no letter or digit follows.
func each(p *regexp.Regexp, text string, fn func(string)) {
	n := 0
	for at := 0; at < len(text) && n < maxNumbers; n++ {
		m := p.FindStringSubmatchIndex(text[at:])
		if m == nil {
			return
		}
		start, end := at+m[2], at+m[3]
		if p == ibanPattern || p == ownPattern || p == bracketed || end == len(text) || !isWord(text[end]) {
			fn(text[start:end])
		}
		at = max(end, at+1)
	}
}

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// NumbersOf are the numbers of an invoice's party.
func NumbersOf(vat, registration, tax, iban string) (list []Number) {
	if v, err := tidyVAT(vat); vat != "" && err == nil {
		list = append(list, Number{KindVAT, v, InInvoice})
	}
	if r := compact(registration); len(r) >= 5 {
		list = append(list, Number{KindRegistration, r, InInvoice})
		if validBE(r) {
			list = append(list, Number{KindVAT, "BE" + r, InInvoice})
		}
	}
	if r := compact(tax); len(r) >= 5 {
		list = append(list, Number{KindRegistration, r, InInvoice})
	}
	if v, err := tidyIBAN(iban); iban != "" && err == nil {
		list = append(list, Number{KindIBAN, v, InInvoice})
	}
	return list
}
