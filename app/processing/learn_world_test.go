package processing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// world makes a year of mail of an invented office, with the truth about each mail; learn_year_test.go processes it and
// plays the person who decides. The generator knows nothing of how processing matches: it makes people, and people write.
//
// The office has 400 clients and 5 colleagues, an address for each of them and info@, which all read. About 1,200 mails a
// month arrive or are sent. What it is like:
//
//   - Clients are called after people and trades. There are 60 surnames, so that about seven clients and many more people
//     share each; 1 client in 10 is called by a surname alone. 6 in 10 have a domain; 7 in 10 of these are like the name,
//     the others like nothing. The rest writes from public providers. 1 domain in 25 is that of another client, too.
//   - Each client has one to four people who write; 3 in 20 of these also write from a private address. 1 in 100 a month
//     leaves and is replaced by somebody new. 4 clients a month join the office, unknown to it when they write first.
//   - 1 person in 16 has two companies, and writes for both from one address, signing for the right one 6 times in 10.
//   - 12 accountants' and lawyers' offices with 2 or 3 people each write for 4 to 24 clients each: 6 % of the mails. They
//     name the client in the subject 7 times in 10; if they don't, in the text 4 times in 5. A name is 1 time in 5 only
//     its first word that is no trade, and 1 time in 15 mistyped. What names it nowhere is understood by who remembers.
//   - Banks, authorities and suppliers write about one client at a time from one address: 3 %. They name it in the subject
//     7 times in 10, if not there 7 times in 10 in the text, if not there either half of the time by its number.
//   - 1 mail in 50 speaks of another client, too.
//   - Newsletters 8 %, 1 in 7 without List-Unsubscribe; offers and mails meant for others 2 %, 3 in 10 from new senders.
//   - Colleagues write to each other 3 %, 2 in 5 of it forwarded mails of clients, 3 in 10 of these without the original's head.
//   - The office's own answers, filed from the sent items: 15 %.
//   - Where a thread is there to be answered, 11 mails in 20 answer; 1 answer in 6 has lost its headers. 1 client's mail in
//     8 brings an invoice with its VAT number and that of a supplier, which 1 time in 10 is another client. 1 in 10 has its
//     own VAT number below it. 1 new mail in 400 of a client's person is about somebody else's affairs, who is a client, too.
//
// The list of clients as the office imports it is as such lists are: the first person's address for 17 clients in 20, each
// further one's 3 times in 10, the domain of half of those that have one, the VAT number of 17 in 20. Of people with two
// companies it knows both only 4 times in 10; 1 accountant's address in 10 stands with one of the clients as if it were its.
type world struct {
	*rand.Rand
	clients  []*firm
	brokers  []*person // accountants and lawyers
	senders  []*person // banks, authorities, suppliers
	news     []*person
	offers   []*person
	threads  []strand // the newest first
	mails    []truth
	sequence int
}

type firm struct {
	name, domain, vat, number string
	people                    []*person
	joins                     int // month; 0: it was there before
	handler                   string
	activity                  int
	listed                    Client // as the office knows it
}

type person struct {
	name, address, private string
	office                 string // an accountant's
	of                     []*firm
	phone                  string
}

// strand is a thread that may go on.
type strand struct {
	last    string // Message-ID
	subject string
	who     *person
	firm    *firm
	with    string // colleague's address
	told    bool   // the subject may tell the client
}

// truth is a mail and whose it is.
type truth struct {
	letter     Letter
	firm       *firm // nil: nobody's
	by         *person
	told       bool // something in it or in its thread may tell the client, were it only a word of the name
	tie        bool // the office's list has its sender with several clients, and nothing else in it tells which
	month, day int  // from 0
	kind       string
}

var (
	surnames = strings.Fields("Peeters Janssens Maes Jacobs Willems Claes Goossens Wouters DeSmet Hermans Aerts Lambert Dubois Martens Simon Dupont Laurent Leroy Verhoeven Bakker Visser Smit Meijer Mulder Bos Vos Dekker Brouwer Dijkstra Hendriks Koster Kuipers Schouten Willemsen Verbeek Prins Huisman Post Kok Schmidt Weber Wagner Becker Hoffmann Koch Richter Klein Wolf Neumann Schwarz Braun Lefebvre Moreau Fournier Girard Bonnet Mercier Blanc Faure Rousseau")
	given1   = strings.Fields("Jan Piet Els An Bert Lies Tom Eva Koen Sofie Luc Marie Paul Nele Wim Karin Dirk Inge Bart Greet Hugo Lea Marc Rita Stijn Tine Yves Zoe Anna Karl")
	trades   = strings.Fields("Bouw Bakkerij Transport Consulting Tandarts Garage Elektro Tuinen Dakwerken Interieur Software Advies Horeca Schilderwerken Metaal Textiel Design Logistics Immo Sanitair Print Catering Media Vastgoed")
	ends     = []string{"BV", "NV", "BV", "SRL", "", "VOF", "GmbH"}
	topics   = strings.Fields("factuur jaarrekening btw-aangifte loonfiche contract offerte afspraak vraag document belasting aangifte verzekering lening huur balans kasboek bankafschrift personeel vakantiegeld dividend leasing voorschot aanmaning controle statuten vergadering subsidie investering")
	phrases  = []string{"zie bijlage", "graag nazicht", "ter info", "dringend", "voor volgende week", "tweede kwartaal", "2026", "zoals besproken", "nog een vraag", "correctie"}
	publics  = strings.Fields("gmail.com outlook.com hotmail.com telenet.be skynet.be yahoo.com")
	greets   = []string{"Met vriendelijke groeten", "Mvg", "Groeten", "Bien à vous", "Mit freundlichen Grüßen", "Kind regards", ""}
	team5    = strings.Fields("an bert cas dora els")
)

func (w *world) one(list []string) string { return list[w.IntN(len(list))] }
func (w *world) chance(p float64) bool    { return w.Float64() < p }

// plain is how people write names in addresses.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(s))
}

func newWorld(seed uint64, clients int) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 7))}
	taken := map[string]bool{}
	for range clients {
		w.clients = append(w.clients, w.newFirm(0, taken))
	}
	for month := range 12 {
		for range clients / 100 {
			w.clients = append(w.clients, w.newFirm(month+1, taken))
		}
	}
	w.twoCompanies()
	for range max(2, clients*12/400) {
		w.broker(clients)
	}
	for n := range max(3, clients*20/400) {
		name := w.one([]string{"Bank", "Belastingdienst", "FOD Financien", "RSZ", "Verzekeringen", "Leasing", "Notariaat", "Telecom"})
		w.senders = append(w.senders, &person{name: name, address: fmt.Sprintf("noreply@%s%d.example", plain(name), n)})
	}
	for n := range 30 {
		w.news = append(w.news, &person{name: "Nieuwsbrief " + w.one(trades), address: fmt.Sprintf("news@nieuws%d.example", n)})
	}
	for _, f := range w.clients {
		w.list(f)
	}
	return w
}

func (w *world) newFirm(joins int, taken map[string]bool) *firm {
	f := &firm{joins: joins, handler: w.one(team5) + "@kantoor.example", activity: 1 + w.IntN(4)*w.IntN(4)}
	for f.name == "" || taken[f.name] {
		surname, trade := w.one(surnames), w.one(trades)
		switch n := w.IntN(10); {
		case n < 1:
			f.name = surname
		case n < 4:
			f.name = trade + " " + surname
		case n < 8:
			f.name = surname + " " + trade
		default:
			f.name = surname + " & " + w.one(surnames)
		}
		f.name = strings.TrimSpace(f.name + " " + w.one(ends))
	}
	taken[f.name] = true
	number := w.IntN(9_000_000) + 1_000_000
	f.vat, f.number = fmt.Sprintf("BE0%d%02d", number, 97-number%97), fmt.Sprint(10_000+len(taken))
	if w.chance(0.6) {
		f.domain = plain(f.name) + ".example"
		if w.chance(0.3) {
			f.domain = fmt.Sprintf("%sgroep%d.example", strings.ToLower(w.one(trades)), w.IntN(1000))
		}
		if w.chance(0.04) && len(w.clients) > 0 {
			if other := w.clients[w.IntN(len(w.clients))]; other.domain != "" {
				f.domain = other.domain
			}
		}
	}
	for range 1 + w.IntN(4)*w.IntN(3)/2 {
		f.people = append(f.people, w.newPerson(f))
	}
	return f
}

func (w *world) newPerson(f *firm) *person {
	surname := w.one(surnames)
	if w.chance(0.5) { // people work in companies that are called like them
		for _, s := range surnames {
			if strings.Contains(f.name, s) {
				surname = s
			}
		}
	}
	first := w.one(given1)
	p := &person{name: first + " " + surname, of: []*firm{f}, phone: fmt.Sprintf("+32 47%d %02d %02d %02d", w.IntN(10), w.IntN(100), w.IntN(100), w.IntN(100))}
	private := fmt.Sprintf("%s.%s%d@%s", plain(first), plain(surname), w.IntN(100), w.one(publics))
	if w.chance(0.3) {
		private = fmt.Sprintf("%s%d@%s", strings.ToLower(w.one(trades)), w.IntN(1000), w.one(publics))
	}
	p.address = private
	if f.domain != "" {
		p.address = fmt.Sprintf("%s.%s@%s", plain(first), plain(surname), f.domain)
		if w.chance(0.2) {
			p.address = w.one([]string{"info", "admin", "boekhouding"}) + "@" + f.domain
		}
		if w.chance(0.15) {
			p.private = private
		}
	}
	return p
}

// twoCompanies gives some people a second company.
func (w *world) twoCompanies() {
	for _, f := range w.clients {
		for _, p := range f.people {
			if w.chance(1.0 / 16) {
				if second := w.clients[w.IntN(len(w.clients))]; second != f && second.joins <= f.joins {
					p.of = append(p.of, second)
				}
			}
		}
	}
}

// broker makes an accountants' or lawyers' office.
func (w *world) broker(clients int) {
	office := w.one([]string{"Fiduciaire", "Accountants", "Advocaten", "Boekhouding"}) + " " + w.one(surnames)
	domain := fmt.Sprintf("%s%d.example", plain(office), w.IntN(100))
	var of []*firm
	for range 4 + w.IntN(21) {
		of = append(of, w.clients[w.IntN(clients)])
	}
	for range 2 + w.IntN(2) {
		name := w.one(given1) + " " + w.one(surnames)
		w.brokers = append(w.brokers, &person{name: name, address: plain(name) + "@" + domain, office: office, of: of, phone: fmt.Sprintf("+32 2 %d", w.IntN(900_000)+100_000)})
	}
}

// list makes a client as the office's list has it.
func (w *world) list(f *firm) {
	f.listed.Name, f.listed.Number = f.name, f.number
	for n, p := range f.people {
		if n == 0 && w.chance(0.85) || n > 0 && w.chance(0.3) {
			f.listed.Addresses = append(f.listed.Addresses, p.address)
			if len(p.of) == 2 && w.chance(0.4) {
				p.of[1].listed.Addresses = append(p.of[1].listed.Addresses, p.address)
			}
		}
	}
	for _, p := range w.brokers {
		if p.of[0] == f && w.chance(0.1) {
			f.listed.Addresses = append(f.listed.Addresses, p.address)
		}
	}
	if f.domain != "" && w.chance(0.5) {
		f.listed.Domains = []string{f.domain}
	}
	if w.chance(0.85) {
		f.listed.VAT = []string{f.vat}
	}
}

// year makes all mails, in the order in which they arrive: 21 working days a month.
func (w *world) year(perMonth int) []truth {
	for month := range 12 {
		for day := range 21 {
			for range max(1, perMonth/21+w.IntN(7)-3) {
				w.mail(month)
				m := &w.mails[len(w.mails)-1]
				m.month, m.day = month, day
				m.letter.Seq, m.letter.Received = uint64(len(w.mails)), time.Date(2026, time.Month(month+1), 1+day*28/21, 8, 0, 0, 0, time.UTC)
			}
		}
		w.turnover(month)
	}
	return w.mails
}

// turnover replaces people who leave.
func (w *world) turnover(month int) {
	for _, f := range w.clients {
		for n, p := range f.people {
			if f.joins <= month && len(p.of) == 1 && w.chance(1.0/100) {
				f.people[n] = w.newPerson(f)
				w.threads = slices.DeleteFunc(w.threads, func(t strand) bool { return t.who == p })
			}
		}
	}
}
