package invoice

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"
)

// lazy compiles an expression when it is first needed: most starts of the program see no invoice.
func lazy(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// The words that name the fields of an invoice in Dutch, French, German and English. A text is searched line by line.
var (
	isInvoice = lazy(`(?i)(^|[^\pL])(invoice|tax invoice|factuur|btw-factuur|\pL*rechnung|facture|fatura)([^\pL]|$)`)
	isCredit  = lazy(`(?i)(^|[^\pL])(credit note|credit memo|creditnota|creditfactuur|gutschrift|rechnungskorrektur|stornorechnung|note de crédit|avoir)([^\pL]|$)`)

	numberLabel = lazy(`(?i)(?:invoice|factuur|\pL*rechnung(?:skorrektur)?|facture|creditnota|credit note|gutschrift|avoir|beleg)\pL{0,4}[\s.\-]*` +
		`(?:number|nummer|numéro|numero|num\.?|no\.?|nr\.?|n°|nº|#|id)\s*[:.#]?\s*(\S.*)?$`)
	numberBeside = lazy(`(?i)(?:^|\s)(?:invoice|factuur|\pL*rechnung|facture|creditnota|credit note|gutschrift|avoir)\s+(\S+)`)
	numberShape  = lazy(`^[A-Za-z0-9][A-Za-z0-9._/\-]{0,29}`)

	dateLabel = lazy(`(?i)(invoice date|date of invoice|date of issue|issue date|factuurdatum|rechnungsdatum|belegdatum|date de (?:la )?facture|date d['’]émission|facturé le|(?:^|\s)datum|(?:^|\s)date|(?:^|\s)vom)\s*[:.]?\s*(.*)$`)
	dueLabel  = lazy(`(?i)(due date|payment due|pay by|vervaldatum|vervaldag|uiterste betaaldatum|te betalen (?:voor|tegen)|fällig(?:keit)?(?:sdatum)?(?: am| bis)?|zahlbar bis(?: zum)?|zahlungsziel|date d['’]échéance|échéance|à payer avant le)\s*[:.]?\s*(.*)$`)

	dueAmount = lazy(`(?i)(amount due|total due|balance due|amount payable|to pay|te betalen|te voldoen|zu zahlen(?:der betrag)?|zahlbetrag|net à payer|reste à payer|` +
		`solde à payer|montant à payer|total à payer)`)
	grossLabel = lazy(`(?i)(rechnungsbetrag|gesamtbetrag|endbetrag|bruttobetrag|bruttosumme|rechnungssumme|montant total|grand total|eindtotaal|factuurbedrag|totaalbedrag|total including|` +
		`(?:total|totaal|montant|summe|betrag)[^\d\n]{0,30}(?:incl|inkl|inbegrepen|comprise)|(?:^|[^\pL])(?:ttc|tvac)(?:[^\pL]|$))`)
	totalLabel = lazy(`(?i)(^|[^\pL-])(total|totaal|summe|gesamt|totaux)([^\pL]|$)`)
	netLabel   = lazy(`(?i)(sub-?total|subtotaal|zwischensumme|netto|excl|\bht\b|hors taxe|hors tva|vat|btw|mwst|tva|ust|steuer|tax)`)

	amountShape = lazy(`-?\d{1,3}(?:[.,' \x{00a0}\x{202f}]\d{3})+(?:[.,]\d{2})|-?\d+[.,]\d{2}`)
	vatShape    = lazy(`\b(?:BE[ .]?[01](?:[ .]?\d){9}|NL[ .]?(?:\d[ .]?){9}B[ .]?\d\d|DE ?(?:\d ?){8}\d|FR ?[0-9A-Z]{2} ?(?:\d ?){8}\d|LU ?\d{8}|ATU ?\d{8}|` +
		`IE ?\d[0-9A-Z]\d{5}[A-W][A-I]?|IT ?\d{11}|ES ?[A-Z]\d{7}[0-9A-Z]|ES ?\d{8}[A-Z]|PL ?\d{10}|DK ?(?:\d\d ?){3}\d\d|SE ?\d{12}|GB ?\d{3} ?\d{4} ?\d\d|EU ?\d{9})\b`)
	vatLabel    = lazy(`(?i)(vat|btw|mwst|tva|ust|tax|iva)`)
	customers   = lazy(`(?i)(^|[^\pL])(uw|your|votre|ihre|klant|client|customer|kunden?|afnemer|koper|acheteur|buyer|bill to)([^\pL]|$)`)
	ibanShape   = lazy(`\b[A-Z]{2}\d{2}(?: {0,6}[A-Z0-9]{4}){2,7}(?: {0,6}[A-Z0-9]{1,4})?\b`)
	beReference = lazy(`(?:\+{3}|\*{3})\s*\d{3}\s*/\s*\d{4}\s*/\s*\d{5}\s*(?:\+{3}|\*{3})`)
	rfReference = lazy(`\bRF\d{2}(?: ?[A-Z0-9]{1,4}){1,6}\b`)
)

// maxTextLine bounds the part of a line that is searched.
const maxTextLine = 2000

// FromText looks for what an invoice says in the text of a document. What it finds is a suggestion: each field comes
// with a confidence. ErrNone if the text does not look like an invoice.
func FromText(text string) (*Invoice, error) {
	v := &Invoice{Format: Text, Type: TypeInvoice, Taxes: []Tax{}, Confidence: map[string]float64{}}
	credit := isCredit().MatchString(text)
	if !credit && !isInvoice().MatchString(text) {
		return nil, ErrNone
	}
	if credit && !strings.Contains(strings.ToLower(firstLines(text, 40)), "invoice") {
		if at := isCredit().FindStringIndex(text); at != nil {
			if other := isInvoice().FindStringIndex(text); other == nil || at[0] < other[0] {
				v.Type = TypeCreditNote
			}
		}
	}
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\f' })
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i][:min(len(lines[i]), maxTextLine)])
	}
	v.findNumber(lines)
	v.findDates(lines)
	v.findTotal(lines)
	v.findNumbers(text)
	if v.Gross == "" || v.Number == "" && v.Seller.VAT == "" && v.IBAN == "" {
		return nil, ErrNone
	}
	v.Warnings = []Warning{{Code: WarnText}}
	return v, nil
}

func firstLines(text string, n int) string {
	for i, c := range text {
		if c == '\n' {
			if n--; n == 0 {
				return text[:i]
			}
		}
	}
	return text
}

func (v *Invoice) found(field string, f *Value, value string, sure float64) {
	if value != "" && sure > v.Confidence[field] {
		*f = Value(value)
		v.Confidence[field] = sure
	}
}

func (v *Invoice) findNumber(lines []string) {
	for i, line := range lines {
		m := numberLabel().FindStringSubmatch(line)
		if m == nil {
			if m = numberBeside().FindStringSubmatch(line); m != nil {
				v.found("number", &v.Number, numberIn(m[1]), 0.7)
			}
			continue
		}
		v.found("number", &v.Number, numberIn(m[1]), 0.9)
		if m[1] == "" && i+1 < len(lines) {
			v.found("number", &v.Number, numberIn(lines[i+1]), 0.5)
		}
	}
}

// numberIn is the invoice number at the start of a text: it has a digit, and is no date.
func numberIn(s string) string {
	n := strings.TrimRight(numberShape().FindString(s), "._/-")
	if !strings.ContainsAny(n, "0123456789") {
		return ""
	}
	if d, _ := dateIn(n); d != "" {
		return ""
	}
	return n
}

func (v *Invoice) findDates(lines []string) {
	for i, line := range lines {
		if m := dueLabel().FindStringSubmatch(line); m != nil {
			d, sure := dateIn(m[2])
			v.found("dueDate", &v.DueDate, d, 0.85*sure)
			continue
		}
		m := dateLabel().FindStringSubmatch(line)
		if m == nil {
			continue
		}
		label := 0.95
		if bare := strings.ToLower(strings.TrimSpace(m[1])); bare == "date" || bare == "datum" || bare == "vom" {
			label = 0.7
			if numberLabel().MatchString(line) { // "Invoice no. 42 of 13 June"
				label = 0.9
			}
		}
		d, sure := dateIn(m[2])
		if d == "" && m[2] == "" && i+1 < len(lines) {
			d, sure = dateIn(lines[i+1])
			label *= 0.6
		}
		v.found("issueDate", &v.IssueDate, d, label*sure)
	}
}

var (
	isoDate   = lazy(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	dayDate   = lazy(`\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b`)
	wordDate  = lazy(`(?i)\b(\d{1,2})(?:er|st|nd|rd|th)?\.?\s+(?:de\s+)?(\pL{3,10})\.?,?\s+(\d{4})\b`)
	monthDate = lazy(`(?i)\b(\pL{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,\s*(\d{4})\b`)
)

var monthNames = func() map[string]time.Month {
	names := map[string]time.Month{}
	for i, list := range []string{"jan januari january januar janvier", "feb februari february februar février fevrier fév févr", "mrt mar maart march märz mars mär",
		"apr april avril avr", "mei may mai", "jun juni june juin", "jul juli july juillet juil", "aug augustus august août aout",
		"sep sept september septembre", "okt oct oktober october octobre", "nov november novembre", "dec dez december dezember décembre déc"} {
		for name := range strings.FieldsSeq(list) {
			names[name] = time.Month(i + 1)
		}
	}
	return names
}()

// dateIn is the first date in a text, and how sure its reading is: a day that could be a month leaves a doubt.
func dateIn(s string) (iso string, sure float64) {
	best := len(s) + 1
	take := func(at int, year, month, day string, m time.Month, certainty float64) {
		if m == 0 {
			if len(month) == 1 {
				month = "0" + month
			}
		} else {
			month = time.Date(2000, m, 1, 0, 0, 0, 0, time.UTC).Format("01")
		}
		if len(day) == 1 {
			day = "0" + day
		}
		if d, err := time.Parse("20060102", year+month+day); err == nil && at < best && d.Year() >= 1990 && d.Year() < 2100 {
			best, iso, sure = at, d.Format(time.DateOnly), certainty
		}
	}
	group := func(at []int, n int) string { return s[at[2*n]:at[2*n+1]] }
	if at := isoDate().FindStringSubmatchIndex(s); at != nil {
		take(at[0], group(at, 1), group(at, 2), group(at, 3), 0, 1)
	}
	if at := dayDate().FindStringSubmatchIndex(s); at != nil {
		day, month := group(at, 1), group(at, 2)
		switch {
		case decimalOf(month) > 12:
			take(at[0], group(at, 3), day, month, 0, 0.8) // as Americans write it
		case decimalOf(day) <= 12 && strings.Contains(s[at[0]:at[1]], "/"):
			take(at[0], group(at, 3), month, day, 0, 0.9)
		default:
			take(at[0], group(at, 3), month, day, 0, 1)
		}
	}
	if at := wordDate().FindStringSubmatchIndex(s); at != nil {
		if m := monthNames[strings.ToLower(group(at, 2))]; m != 0 {
			take(at[0], group(at, 3), "", group(at, 1), m, 1)
		}
	}
	if at := monthDate().FindStringSubmatchIndex(s); at != nil {
		if m := monthNames[strings.ToLower(group(at, 1))]; m != 0 {
			take(at[0], group(at, 3), "", group(at, 2), m, 1)
		}
	}
	return iso, sure
}

func decimalOf(s string) (n int) {
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// candidate is an amount that may be the invoice's, where it stands, and how sure that is.
type candidate struct {
	text string
	size decimal.Decimal
	line string
	sure float64
}

// consider takes the last amount of a line, or else the first one of the next, unless it knows a better one: a surer one,
// or a larger one.
func (t *candidate) consider(line, next string, sure float64) {
	amounts := amountShape().FindAllString(withoutDates(line), -1)
	if len(amounts) == 0 {
		amounts = amountShape().FindAllString(withoutDates(next), 1)
		sure *= 0.6
	}
	if len(amounts) == 0 {
		return
	}
	text := plainAmount(amounts[len(amounts)-1])
	size, ok := number(text)
	if !ok || sure < t.sure || sure == t.sure && size.Abs().Cmp(t.size.Abs()) <= 0 {
		return
	}
	*t = candidate{text, size, line + " " + next, sure}
}

// withoutDates leaves out days such as 19.11.2026, whose beginning looks like an amount.
func withoutDates(line string) string { return dayDate().ReplaceAllString(line, " ") }

// findTotal looks for the total and for the amount to pay: beside words that say so, else the largest beside "total". They
// differ where something was paid before.
func (v *Invoice) findTotal(lines []string) {
	var gross, due candidate
	for i, line := range lines {
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1]
		}
		switch {
		case dueAmount().MatchString(line):
			due.consider(line, next, 0.9)
		case grossLabel().MatchString(line):
			gross.consider(line, next, 0.9)
		case totalLabel().MatchString(line) && !netLabel().MatchString(line):
			gross.consider(line, next, 0.6)
		}
	}
	if gross.sure < due.sure {
		gross = due
	}
	if due.text == "" {
		due = gross
	}
	v.found("gross", &v.Gross, gross.text, gross.sure)
	v.found("payable", &v.Payable, due.text, due.sure)
	v.findCurrency(gross.line, 0.9)
	if v.Gross != "" && v.Currency == "" {
		v.findCurrency(strings.Join(lines, "\n"), 0.6)
	}
}

var currencies = []struct{ sign, code string }{{"€", "EUR"}, {"EUR", "EUR"}, {"£", "GBP"}, {"GBP", "GBP"}, {"CHF", "CHF"}, {"USD", "USD"}, {"$", "USD"},
	{"DKK", "DKK"}, {"SEK", "SEK"}, {"NOK", "NOK"}, {"PLN", "PLN"}, {"CZK", "CZK"}}

func (v *Invoice) findCurrency(text string, sure float64) {
	for _, c := range currencies {
		if strings.Contains(text, c.sign) {
			v.found("currency", &v.Currency, c.code, sure)
			return
		}
	}
}

// plainAmount writes an amount as a decimal: the last sign with two digits behind it is the decimal one.
func plainAmount(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, s)
	if n := len(s); n > 3 && (s[n-3] == '.' || s[n-3] == ',') {
		return digits[:len(digits)-2] + "." + digits[len(digits)-2:]
	}
	return digits
}

// findNumbers looks for numbers that carry check digits.
func (v *Invoice) findNumbers(text string) {
	v.findVAT(text)
	for _, s := range ibanShape().FindAllString(text, 50) {
		for c := compact(s); looksLikeIBAN(c); c = c[:len(c)-1] { // a word in capitals may follow it
			if validIBAN(c) && ibanLengths[c[:2]] != 0 {
				v.found("iban", &v.IBAN, c, 0.95)
				break
			}
		}
	}
	for _, s := range slices.Concat(beReference().FindAllString(text, 10), rfReference().FindAllString(text, 10)) {
		if has, right := structured(s); has && right {
			v.found("reference", &v.Reference, strings.Join(strings.Fields(s), ""), 0.95)
		}
	}
}

// findVAT looks for the seller's VAT number: the first one, most likely, that is not said to be the customer's.
func (v *Invoice) findVAT(text string) {
	first := true
	for _, at := range vatShape().FindAllStringIndex(text, 50) {
		before := text[strings.LastIndexAny(text[:at[0]], "\n\f")+1 : at[0]]
		if customers().MatchString(before) {
			continue
		}
		number := compact(text[at[0]:at[1]])
		valid, known := validVAT(number)
		sure := 0.5
		switch {
		case valid && first:
			sure = 0.85
		case valid:
			sure = 0.6
		case known:
			sure = 0.3
		case first && vatLabel().MatchString(before):
			sure = 0.7 // its check digits are not known here, but somebody says what it is
		}
		v.found("seller.vat", &v.Seller.VAT, number, sure)
		first = false
	}
}
