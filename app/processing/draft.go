package processing

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"postroom/app/mail"
)

// InSignature and InHeader are further places of a mail where something stands; the others are those of Number.
const (
	InSignature = "signature"
	InHeader    = "header"
)

// Party is who gives or gets an invoice.
type Party struct {
	Name    string
	Numbers []Number
}

// Draft is what a mail says of somebody who is not known yet, for a person to look at: nothing of it is certain.
type Draft struct {
	Client  Client
	Address string            // whom the client is looked for by; empty if it says nobody
	Public  bool              // anybody can have an address there: the domain says nothing
	From    map[string]string // where it was found, by field
}

// companies are words that stand in the name of a company and hardly elsewhere.
var companies = regexp.MustCompile(`(?i)(^|[\s,])(b\.?v\.?|n\.?v\.?|bvba|cvba|comm\.?v|v\.?o\.?f\.?|vzw|asbl|srl|sprl|scrl|s\.?a\.?r\.?l\.?|s\.?a\.?s\.?u?|eurl|s\.a\.|sa|stichting|gmbh|ag|kg|ohg|gbr|ug|e\.k\.|e\.v\.|ltd\.?|llc|plc|inc\.?|& co\.?|& fils|& zn\.?|& zonen|& cie)($|[\s,.)])`)

// closers are how people end a mail, and the language that they do it in.
var closers = []struct{ words, language string }{
	{"vriendelijke groet", "nl"}, {"met groet", "nl"}, {"hartelijke groet", "nl"}, {"mvg", "nl"}, {"cordialement", "fr"}, {"salutations", "fr"},
	{"mit freundlichen gru", "de"}, {"freundliche gru", "de"}, {"viele gru", "de"}, {"mfg", "de"}, {"kind regards", "en"}, {"best regards", "en"},
	{"regards", "en"}, {"sincerely", "en"},
}

// generic are names of addresses that are nobody's.
var generic = []string{"info", "administratie", "administration", "boekhouding", "compta", "comptabilite", "contact", "facturen", "invoice", "invoices", "post", "buero",
	"office", "kantoor", "mail", "sales", "noreply", "no-reply", "hello", "bonjour", "verwaltung", "buchhaltung"}

// Draft gathers from a mail of the list what a new client may be called and known by. parties are those of its invoices.
func (r *Room) Draft(l Letter, parties []Party) Draft {
	x, _ := r.state()
	d := Draft{Client: Client{Roles: map[string]string{}}, From: map[string]string{}}
	person := mail.Address{}
	if who := (&matching{x: x, letter: &l}).people(); len(who) > 0 {
		d.Address = who[0]
		for _, p := range slices.Concat([]mail.Address{l.From}, l.Originals, l.To) {
			if strings.EqualFold(p.Address, d.Address) {
				person = p
				break
			}
		}
		d.Client.Addresses, d.From[FieldAddress] = []string{d.Address}, InHeader
		domain := domainOf(d.Address)
		d.Public = isPublic(domain)
		if _, known := x.byDomain(d.Address); !d.Public && len(known) == 0 {
			d.Client.Domains, d.From[FieldDomain] = []string{domain}, InHeader
		}
	}
	d.numbers(x, &l)
	d.party(person, &l, parties)
	if d.Client.Name == "" {
		d.name(person, &l)
	}
	said := fold(strings.Join(l.Signature, "\n"))
	for _, c := range closers {
		if strings.Contains(said, c.words) {
			d.Client.Language, d.From[FieldLanguage] = c.language, InSignature
			break
		}
	}
	return d
}

// numbers takes the numbers of the signature, and an own number that no client has.
func (d *Draft) numbers(x *index, l *Letter) {
	for _, n := range FindNumbers(strings.Join(l.Signature, "\n"), InSignature) {
		d.number(n, InSignature)
	}
	for _, n := range l.Numbers {
		if n.Kind == KindClient && d.Client.Number == "" && len(x.numbered(n)) == 0 {
			d.Client.Number, d.From[FieldNumber] = n.Value, n.Where
		}
	}
}

func (d *Draft) number(n Number, where string) {
	list, field := &d.Client.VAT, FieldVAT
	switch n.Kind {
	case KindRegistration:
		list, field = &d.Client.Registrations, FieldRegistration
	case KindIBAN:
		list, field = &d.Client.IBANs, FieldIBAN
	case KindClient:
		return
	}
	if len(*list) == 0 {
		*list, d.From[field] = []string{n.Value}, where
	}
}

// party takes the party of an invoice that has to do with who wrote: its name or a number of it stands in the signature,
// or its name is much like the address's.
func (d *Draft) party(person mail.Address, l *Letter, parties []Party) {
	said := squeeze(strings.Join(l.Signature, " "))
	for _, p := range parties {
		same := slices.ContainsFunc(p.Numbers, func(n Number) bool {
			return slices.Contains(d.Client.VAT, n.Value) || slices.Contains(d.Client.IBANs, n.Value)
		})
		bare := squeeze(companies.ReplaceAllString(line(p.Name), " "))
		if bare == "" || !same && !strings.Contains(said, bare) && bare != squeeze(person.Name) && (d.Public || !alike(bare, label(d.Address))) {
			continue
		}
		d.Client.Name, d.From[FieldName] = line(p.Name), InInvoice
		for _, n := range p.Numbers {
			d.number(n, InInvoice)
		}
		return
	}
}

// name takes a company's name from the signature, else the name of who wrote, else what the domain is called.
func (d *Draft) name(person mail.Address, l *Letter) {
	own := label(d.Address)
	for _, line := range slices.Backward(l.Signature) {
		for _, part := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune("|,;•·–\t", r) }) {
			part = strings.TrimSpace(part)
			if len(part) < 4 || len(part) > 60 || strings.ContainsAny(part, "@:?!") || strings.Contains(part, "www.") || fold(part) == fold(person.Name) {
				continue
			}
			if companies.MatchString(part) || !d.Public && alike(squeeze(part), own) {
				d.Client.Name, d.From[FieldName] = part, InSignature
				return
			}
		}
	}
	if name := line(person.Name); name != "" && !strings.Contains(name, "@") && !slices.Contains(generic, fold(name)) {
		d.Client.Name, d.From[FieldName] = name, InHeader
		return
	}
	if local, _, ok := strings.Cut(d.Address, "@"); ok && d.Public {
		own = strings.Join(strings.FieldsFunc(local, func(r rune) bool { return !unicode.IsLetter(r) }), " ")
	}
	if own != "" {
		d.Client.Name, d.From[FieldName] = titled(own), InHeader
	}
}

// label is what the domain of an address is called: "peeters" of jan@mail.peeters.example.
func label(address string) string {
	labels := strings.Split(domainOf(address), ".")
	if len(labels) < 2 {
		return ""
	}
	return labels[len(labels)-2]
}

// alike says whether a name and a domain are much the same, without signs.
func alike(name, domain string) bool {
	domain = squeeze(domain)
	return len(name) >= 4 && len(domain) >= 4 && (strings.Contains(name, domain) || strings.Contains(domain, name))
}

// squeeze leaves the letters and digits of a text.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, fold(s))
}

func titled(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == ' ' })
	for i, w := range words {
		runes := []rune(w)
		words[i] = string(unicode.ToTitle(runes[0])) + string(runes[1:])
	}
	return strings.Join(words, " ")
}
