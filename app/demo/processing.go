package demo

import (
	"strconv"
	"time"

	"postroom/app/processing"
)

// words of the office for what it does, in Sofie's language.
var work = map[string]struct{ bookkeeping, wages, reception, secretariat, estate string }{
	"nl": {"Boekhouding", "Lonen", "Onthaal", "Secretariaat", "Vastgoed"},
	"fr": {"Comptabilité", "Salaires", "Accueil", "Secrétariat", "Immobilier"},
	"de": {"Buchhaltung", "Löhne", "Empfang", "Sekretariat", "Immobilien"},
	"en": {"Bookkeeping", "Payroll", "Reception", "Secretariat", "Property"},
}

// Team is who works in the office, and who handles what arrives at its addresses: at one of them a team of which nobody is.
func Team(language string) processing.Team {
	w, ok := work[language]
	if !ok {
		w = work["en"]
	}
	els, karim := "els@"+Domain, "karim@"+Domain
	return processing.Team{
		Members: []processing.Member{
			{Name: "Sofie de Wit", Address: Sofie, Roles: []string{w.bookkeeping}, Manager: true},
			{Name: "Jan van Dijk", Address: Jan, Roles: []string{w.bookkeeping}, Manager: true},
			{Name: "Els Bakker", Address: els, Roles: []string{w.wages}, Teams: []string{w.reception}},
			{Name: "Karim Benali", Address: karim, Roles: []string{w.bookkeeping}, Teams: []string{w.reception}},
		},
		Ties: map[string]string{Sofie: processing.TieContact, Jan: processing.TieContact, Info: "team:" + w.reception, Invoices: "role:" + w.bookkeeping,
			Payroll: "role:" + w.wages, Office: "team:" + w.secretariat},
	}
}

// Clients are those whom the office knows. Of those who write to it two are missing, one's work has ended, one has two
// companies, and for one nobody holds the roles.
func Clients(language string, now time.Time) (list []processing.Client) {
	w, ok := work[language]
	if !ok {
		w = work["en"]
	}
	add := func(name, address, vat, language string) *processing.Client {
		c := processing.Client{Name: name, Number: strconv.Itoa(1001 + len(list)), Addresses: []string{address}, Language: language,
			Roles: map[string]string{w.bookkeeping: Sofie, w.wages: "els@" + Domain}}
		if processing.ValidVAT(vat) {
			c.VAT = []string{vat}
		}
		list = append(list, c)
		return &list[len(list)-1]
	}
	for _, c := range clients {
		switch c.address {
		case "marc@dupont-fils.example":
			continue // nobody knows them yet
		case "buero@weiss-metall.example": // a colleague of theirs is known
			add("Weiß "+w.estate, "miete@weiss-metall.example", "", c.language)
			continue
		}
		known := add(c.name, c.address, c.vat, c.language)
		switch c.address {
		case "jan@peeters.example":
			add("Peeters "+w.estate+" BV", c.address, "", c.language)
		case "fatima@kapsalonnoord.example":
			known.Roles = nil
		case "compta@laurent.example":
			known.Ended = now.AddDate(0, -2, 0).Format(time.DateOnly)
		case "eva@hartogbouw.example":
			known.Domains = []string{domain(c.address)}
		}
	}
	return list
}

// Ask lets a mail arrive from each of those for whom a person has something to decide, see Clients.
func (d *Demo) Ask(box, folder string) error {
	for i, address := range []string{"compta@laurent.example", "jan@peeters.example", "buero@weiss-metall.example", "marc@dupont-fils.example"} {
		for _, c := range clients {
			if c.address != address {
				continue
			}
			if err := d.deliver(box, folder, c, i+1, d.opts.Now()); err != nil {
				return err
			}
		}
	}
	return nil
}

// Write lets mails arrive from clients whom the office knows: each begins a conversation.
func (d *Demo) Write(box, folder string) error {
	for i, subject := range []int{2, 7, 8} {
		if err := d.deliver(box, folder, clients[3+i%2], subject, d.opts.Now()); err != nil {
			return err
		}
	}
	return nil
}
