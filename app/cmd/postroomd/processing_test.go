package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

type processingDoc struct {
	ID, Document, Mailbox, Subject, From, State string
	Reason                                      *string
	Client                                      *struct{ ID, Name, Number string }
	Evidence, Participants                      []string
	Candidates                                  []struct {
		Client   struct{ Name string }
		Score    float64
		Evidence []string
	}
	Learned bool
}

// slips are the entries of the list by subject.
func (w *world) slips(args ...string) map[string]processingDoc {
	w.t.Helper()
	var list []processingDoc
	w.do(append([]string{"processing", "--json"}, args...)...).want(0).into(&list)
	by := map[string]processingDoc{}
	for _, d := range list {
		by[d.Subject] = d
	}
	return by
}

func (w *world) standsAs(by map[string]processingDoc, subject, state, reason, client string) {
	w.t.Helper()
	d, gotReason, gotClient := by[subject], "", ""
	if d.Reason != nil {
		gotReason = *d.Reason
	}
	if d.Client != nil {
		gotClient = d.Client.Name
	}
	if d.State != state || gotReason != reason || gotClient != client {
		w.t.Errorf("%q: %s %s %q, %v; want %s %s %q", subject, d.State, gotReason, gotClient, d.Evidence, state, reason, client)
	}
}

func mailFrom(sender, subject, more string) string {
	return "From: " + sender + "\r\nTo: emma@kantoor.example\r\nSubject: " + subject + "\r\nMessage-ID: <" + subject + "@test.example>\r\n" + more
}

func TestMailFindsItsClientAndItsPeople(t *testing.T) {
	w := ready(t)
	w.do("clients", "add", "--name", "Peeters BV", "--number", "1001", "--address", "jan@peeters.example", "--vat", "BE0403170701", "--json").want(0)
	w.deliver(emma, "inbox", mailFrom("Jan <jan@peeters.example>", "known", "\r\nHello\r\n"))
	w.deliver(emma, "inbox", mailFrom("Lies <lies@gmail.com>", "unknown", "\r\nHello\r\n"))
	w.deliver(emma, "inbox", mailFrom("Lies <lies@gmail.com>", "unknown too", "\r\nHello again\r\n"))
	w.deliver(emma, "inbox", mailFrom("Tom <tom@else.example>", "number", "\r\nOur VAT number is BE 0403.170.701.\r\n"))
	w.deliver(emma, "inbox", mailFrom("Tom <tom@third.example>", "answer", "In-Reply-To: <known@test.example>\r\n\r\nYes\r\n"))
	w.deliver(emma, "inbox", mailFrom("Shop <news@shop.example>", "news", "List-Unsubscribe: <https://shop.example/u>\r\n\r\nBuy\r\n"))
	w.deliver(emma, "inbox", mailFrom("Jan <jan@peeters.example>", "away", "Auto-Submitted: auto-replied\r\n\r\nAway\r\n"))
	w.deliver(emma, "inbox", mailFrom("Emma <emma@kantoor.example>", "FW: invoice", "\r\nSee below\r\n\r\nVan: Jan Peeters <jan@peeters.example>\r\nOnderwerp: invoice\r\n"))
	w.do("sync", "--once", "--json").want(0)

	by := w.slips("--state", "attention")
	w.standsAs(by, "known", "attention", "address-not-tied", "Peeters BV")
	w.standsAs(by, "unknown", "attention", "unknown-sender", "")
	w.do("team", "tie", emma, "contact", "--json").want(0)
	w.do("team", "add", "Emma", "--address", emma, "--json").want(0)
	w.do("team", "add", "Jan", "--address", jan, "--json").want(0)
	w.do("team", "add", "Bert", "--address", "bert@kantoor.example", "--manager", "--json").want(0)
	by = w.slips()
	for _, subject := range []string{"known", "number", "answer", "FW: invoice"} {
		w.standsAs(by, subject, "processed", "", "Peeters BV")
		if d := by[subject]; !slices.Equal(d.Participants, []string{emma}) || len(d.Evidence) == 0 || !strings.Contains(strings.Join(d.Evidence, " "), "Peeters BV") {
			t.Errorf("%s: takes part %v, because %q", subject, d.Participants, d.Evidence)
		}
	}
	w.standsAs(by, "news", "aside", "", "")
	w.standsAs(by, "away", "aside", "", "")

	var settled struct {
		Entry   processingDoc
		Settled []processingDoc
	}
	w.do("assign", by["unknown"].ID, "1001", "--learn", "address", "--json").want(0).into(&settled)
	if settled.Entry.State != "processed" || len(settled.Settled) != 1 || settled.Settled[0].Subject != "unknown too" {
		t.Errorf("the fix gave %+v, want the other mail of Lies settled", settled)
	}
	w.standsAs(w.slips(), "unknown too", "processed", "", "Peeters BV")
	var docs []struct {
		Subject string
		Client  *string
	}
	w.do("documents", "--json").want(0).into(&docs)
	for _, d := range docs {
		if want := d.Subject != "news" && d.Subject != "away" && d.Subject != "Old"; want != (d.Client != nil && *d.Client == "Peeters BV") {
			t.Errorf("the document %q is said to be of %v", d.Subject, d.Client)
		}
	}
	if n := len(w.slips("--as", jan)); n != 0 {
		t.Errorf("Jan sees %d mails of Emma's", n)
	}
	if a, b := len(w.slips("--as", "Emma")), len(w.slips("--as", "bert@kantoor.example")); a != len(by) || b != len(by) {
		t.Errorf("Emma sees %d, the manager %d of %d", a, b, len(by))
	}
	w.do("processing", "--as", "zoe@kantoor.example", "--json").want(1).failure("member-unknown")
	w.do("processing", "--state", "odd", "--json").want(2)
	w.do("assign", "999", "1001", "--json").want(1).failure("document-unknown")
	w.do("assign", by["news"].ID, "nobody", "--json").want(1).failure("client-unknown")
	w.do("processing", "keep", by["news"].ID, "--json").want(0)
	w.standsAs(w.slips(), "news", "attention", "unknown-sender", "")
	w.do("processing", "undo", "--json").want(0)
	w.standsAs(w.slips(), "news", "aside", "", "")
}

func TestEachChangeSettlesWhatWaitedForIt(t *testing.T) {
	w := ready(t)
	w.deliver(emma, "inbox", letter("First"))
	w.do("sync", "--once", "--json").want(0)
	w.standsAs(w.slips(), "First", "attention", "unknown-sender", "")
	w.do("clients", "add", "--name", "Peeters", "--domain", "peeters.example", "--json").want(0)
	w.standsAs(w.slips(), "First", "attention", "address-not-tied", "Peeters")
	w.do("team", "tie", emma, "team:all", "--json").want(0)
	w.standsAs(w.slips(), "First", "attention", "team-empty", "Peeters")
	w.do("team", "add", "Emma", "--address", emma, "--team", "all", "--json").want(0)
	w.standsAs(w.slips(), "First", "processed", "", "Peeters")
	w.do("processing", "undo", "--json").want(0)
	w.standsAs(w.slips(), "First", "attention", "team-empty", "Peeters")
	w.do("processing", "again", "--json").want(0)
	w.do("team", "tie", emma, "role:payroll", "--json").want(0)
	w.standsAs(w.slips(), "First", "attention", "no-role-holder", "Peeters")
	var who struct {
		Participants []string
		Problem      *string
	}
	w.do("team", "who", emma, "Peeters", "--json").want(0).into(&who)
	if len(who.Participants) != 0 || who.Problem == nil || !strings.Contains(*who.Problem, "payroll") {
		t.Errorf("a mail would go to %+v", who)
	}
	w.do("clients", "change", "Peeters", "--ended", "2020-01-01", "--json").want(0)
	w.standsAs(w.slips(), "First", "attention", "client-ended", "Peeters")
}

func TestClientsAreImportedTwiceAndNeverDoubled(t *testing.T) {
	w := newWorld(t)
	file := filepath.Join(w.home, "clients.csv")
	if err := os.WriteFile(file, []byte("Klantnr;Bedrijfsnaam;E-mail;Btw-nummer\r\n1001;Caf\xe9 Peeters;jan@peeters.example;BE 0403.170.701\r\n1002;Bakker;;BE 0403.170.702\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	type result struct {
		Added, Updated, Unchanged int
		Errors                    []struct {
			Line    int
			Message string
		}
	}
	var v result
	w.do("clients", "import", file, "--preview", "--json").want(4).into(&v)
	if v.Added != 1 || len(v.Errors) != 1 || v.Errors[0].Line != 3 || !strings.Contains(v.Errors[0].Message, "VAT") {
		t.Errorf("the preview says %+v", v)
	}
	w.do("clients", "import", file, "--json").want(4).into(&v)
	w.do("clients", "import", file, "--json").want(4).into(&v)
	if v.Added != 0 || v.Updated != 0 || v.Unchanged != 1 {
		t.Errorf("the second import says %+v", v)
	}
	var clients []struct {
		ID, Name, Number               string
		Addresses, Domains, VAT, IBANs []string
		Ended                          *string
		Roles                          map[string]string
	}
	w.do("clients", "--query", "cafe", "--json").want(0).into(&clients)
	if len(clients) != 1 || clients[0].Name != "Café Peeters" || clients[0].Number != "1001" || !slices.Equal(clients[0].VAT, []string{"BE0403170701"}) || clients[0].Domains == nil {
		t.Errorf("the clients are %+v", clients)
	}
	w.do("team", "add", "An", "--address", "an@kantoor.example", "--json").want(0)
	w.do("clients", "assign", "1001", "payroll", "an@kantoor.example", "--json").want(0)
	w.do("clients", "--json").want(0).into(&clients)
	if clients[0].Roles["payroll"] != "an@kantoor.example" {
		t.Errorf("the roles are %v", clients[0].Roles)
	}
	w.do("clients", "assign", "1001", "payroll", "zoe", "--json").want(1).failure("member-unknown")
	w.do("clients", "add", "--json").want(2)
	w.do("clients", "add", "--name", "Other", "--number", "1001", "--json").want(1).failure("client-number")
	w.do("clients", "import", filepath.Join(w.home, "none.csv"), "--json").want(1).failure("table-missing")
	w.do("clients", "import", file, "--map", "name", "--json").want(1).failure("field-unknown")
	out := filepath.Join(w.home, "out.csv")
	w.do("clients", "export", out, "--json").want(0)
	w.do("clients", "import", out, "--json").want(0).into(&v)
	if v.Unchanged != 1 || v.Added+v.Updated != 0 {
		t.Errorf("importing what was exported says %+v", v)
	}
}
