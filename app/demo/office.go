package demo

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"postroom/app/simulator"
	"postroom/testdata"
)

// client is somebody whose books the office keeps.
type client struct {
	name, address, person, language, town, vat string
}

var clients = []client{
	{"Bakkerij Smit BV", "administratie@bakkerijsmit.example", "Peter Smit", "nl", "Utrecht", "NL812345678B01"},
	{"Peeters BV", "jan@peeters.example", "Jan Peeters", "nl", "Antwerpen", "BE0123456749"},
	{"Kapsalon Noord", "fatima@kapsalonnoord.example", "Fatima El Amrani", "nl", "Groningen", "NL823456789B01"},
	{"Hartog Bouw BV", "eva@hartogbouw.example", "Eva Hartog", "nl", "Breda", "NL834567890B01"},
	{"Claes & Co", "sofie@claes.example", "Sofie Claes", "nl", "Gent", "BE0987654394"},
	{"Laurent SARL", "compta@laurent.example", "Élodie Laurent", "fr", "Lille", "FR40123456789"},
	{"Müller Steuerberatung GmbH", "post@mueller-stb.example", "Jürgen Müller", "de", "Aachen", "DE123456788"},
	{"Dupont & Fils", "marc@dupont-fils.example", "Marc Dupont", "fr", "Liège", "BE0456789057"},
	{"Weiß Metallbau", "buero@weiss-metall.example", "Anke Weiß", "de", "Köln", "DE234567897"},
}

// names of the folders that Sofie made, in her language.
var folderNames = map[string]struct{ clients, news, returns, wages, archive string }{
	"nl": {"Klanten", "Nieuwsbrieven", "Aangiften", "Lonen", "Oude testmails"},
	"fr": {"Clients", "Lettres d'information", "Déclarations", "Salaires", "Anciens mails d'essai"},
	"de": {"Mandanten", "Newsletter", "Erklärungen", "Löhne", "Alte Testmails"},
	"en": {"Clients", "Newsletters", "Returns", "Payroll", "Old test mails"},
}

// folderOf is the folder of a client in Sofie's mailbox.
func (d *Demo) folderOf(c client) string {
	return "inbox/" + folderNames[d.opts.Language].clients + "/" + strings.ReplaceAll(c.name, "/", `\/`)
}

// fill makes the folders and what lay in them before Postroom came.
func (d *Demo) fill() error {
	names := folderNames[d.opts.Language]
	folders := []string{"inbox/" + names.news, "inbox/" + names.archive}
	for _, c := range clients {
		folders = append(folders, d.folderOf(c), d.folderOf(c)+"/"+names.returns, d.folderOf(c)+"/"+names.wages)
	}
	for _, f := range folders {
		if _, err := d.sim.AddFolder(Sofie, f); err != nil {
			return err
		}
	}
	now := d.opts.Now()
	for i := range 180 {
		when := now.Add(-time.Duration(i+1) * 13 * time.Hour)
		where := []string{"inbox", "inbox", d.folderOf(clients[i%len(clients)]), "sentitems"}[i%4]
		if err := d.deliver(Sofie, where, clients[i%len(clients)], i%len(subjects["nl"]), when); err != nil {
			return err
		}
	}
	for i := range 60 {
		box := []string{Info, Invoices, Jan, Private, Payroll, Office}[i%6]
		if err := d.deliver(box, "inbox", clients[i%len(clients)], i%len(subjects["nl"]), now.Add(-time.Duration(i+1)*29*time.Hour)); err != nil {
			return err
		}
	}
	return d.old("inbox/" + names.archive)
}

// old puts real mails from the test suites of mail programs into a folder.
func (d *Demo) old(folder string) error {
	return fs.WalkDir(testdata.Mail, "mail", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(name) != ".eml" {
			return err
		}
		mime, err := testdata.Mail.ReadFile(name)
		if err != nil {
			return err
		}
		_, err = d.sim.Deliver(Sofie, folder, mime, simulator.Delivery{Received: d.opts.Now().AddDate(-1, 0, 0), Read: true})
		return err
	})
}

// Next lets one new mail arrive: mostly at Sofie's, in her inbox or, by a rule, in a client's folder; some she sends.
func (d *Demo) Next() error {
	d.mu.Lock()
	c := clients[d.random.IntN(len(clients))]
	where, box := "inbox", Sofie
	var copies []string
	switch n := d.random.IntN(10); {
	case n < 3:
		where = d.folderOf(c)
	case n == 3:
		where = "sentitems"
	case n == 4:
		box = Info
	case n == 5:
		box = Invoices
	case n == 6:
		box = Private
	case n == 7:
		box = Payroll
	case n == 8:
		box, copies = Info, []string{Sofie} // one mail in two mailboxes
	}
	subject := d.random.IntN(len(subjects["nl"]))
	d.number++
	n := d.number
	if n%9 == 0 && d.sent.number > 0 { // somebody sends an invoice once more, and to the right address this time
		c, subject, n, box, where, copies = d.sent.from, withInvoice, d.sent.number, Invoices, "inbox", nil
	} else if subject == withInvoice && where != "sentitems" {
		d.sent.from, d.sent.number = c, n
	}
	d.mu.Unlock()
	return d.put(box, where, c, subject, n, d.opts.Now(), copies...)
}

// Arrive lets a mail with an invoice arrive now in a folder, by its path or well-known name: from the client whose folder
// it is, if it is one's.
func (d *Demo) Arrive(box, folder string) error {
	return d.deliver(box, folder, writerTo(folder), withInvoice, d.opts.Now())
}

func writerTo(folder string) client {
	for _, c := range clients {
		if strings.Contains(folder+"/", "/"+strings.ReplaceAll(c.name, "/", `\/`)+"/") {
			return c
		}
	}
	return clients[0]
}

// deliver writes a mail between the office and a client and puts it into a folder, and into the inbox of whoever gets a
// copy.
func (d *Demo) deliver(box, folder string, c client, subject int, when time.Time, copies ...string) error {
	d.mu.Lock()
	d.number++
	n := d.number
	d.mu.Unlock()
	return d.put(box, folder, c, subject, n, when, copies...)
}

// put is deliver for the mail with a number.
func (d *Demo) put(box, folder string, c client, subject, n int, when time.Time, copies ...string) error {
	mime, err := compose(c, box, subject, n, when, folder == "sentitems")
	if err != nil {
		return fmt.Errorf("writing a mail: %w", err)
	}
	how := simulator.Delivery{Received: when, Read: when.Before(d.opts.Now().Add(-48 * time.Hour))}
	_, err = d.sim.Deliver(box, folder, mime, how)
	for _, who := range copies {
		if err == nil {
			_, err = d.sim.Deliver(who, "inbox", mime, how)
		}
	}
	return err
}
