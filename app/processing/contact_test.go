package processing

import (
	"strings"
	"testing"
)

func TestContactWhoseCompanyIsAClientIsSuggestedAndNeverMore(t *testing.T) {
	d := newDesk(t)
	d.tie("info@kantoor.example", "contact")
	peeters := d.client(Client{Name: "Peeters BV", Domains: []string{"peeters.example"}})
	other := d.client(Client{Name: "De Bakkerij"})
	writes := func(address, to string) Item {
		t.Helper()
		return d.take(Letter{Mailbox: to, From: from(address), Subject: "Hello"})
	}
	before := writes("jan@home.example", "info@kantoor.example")
	if before.State != Attention || len(before.Candidates) != 0 {
		t.Fatalf("somebody unknown is %+v", before)
	}
	known := []Acquaintance{
		{Address: "Jan@home.example", Company: "PEETERS  b.v."}, {Address: "jan@home.example", Company: "Nobody's"},
		{Address: "secret@home.example", Company: "De Bakkerij", Mailbox: "Emma@kantoor.example"}, {Address: "x@peeters.example", Company: "Bakkerij"},
	}
	if !d.Acquaint(known) || d.Acquaint(known) {
		t.Error("what contacts say counts as new twice, or never")
	}
	settled, err := d.TryAgain(t.Context())
	d.must(err)
	now := d.item(before.Seq)
	if len(settled) != 0 || now.State != Attention || now.Reason != UnknownSender || len(now.Candidates) != 1 || now.Candidates[0].Client.ID != peeters.ID {
		t.Fatalf("with a contact it is %+v, want a suggestion", now)
	}
	for language, want := range map[string]string{"en": "jan@home.example of PEETERS b.v. is in the contacts.", "de": "steht in den Kontakten"} {
		if got := now.Candidates[0].Evidence[0].In(language); !strings.Contains(got, want) {
			t.Errorf("the evidence says %q, want %q", got, want)
		}
	}
	if s := writes("secret@home.example", "info@kantoor.example"); len(s.Candidates) != 0 {
		t.Errorf("a private contact of Emma's tells of a mail that is not in her mailbox: %+v", s.Candidates)
	}
	if s := writes("secret@home.example", "emma@kantoor.example"); len(s.Candidates) != 1 || s.Candidates[0].Client.ID != other.ID || s.Client != nil {
		t.Errorf("in her own mailbox it tells %+v", s)
	}
	if s := writes("x@peeters.example", "info@kantoor.example"); s.Client == nil || s.Client.ID != peeters.ID {
		t.Errorf("a contact has outdone a domain: %+v", s)
	}
	if !d.Acquaint(nil) {
		t.Error("contacts that were taken back count as nothing new")
	}
	_, err = d.TryAgain(t.Context())
	d.must(err)
	if now := d.item(before.Seq); len(now.Candidates) != 0 {
		t.Errorf("after the contacts were taken back: %+v", now.Candidates)
	}
}

func TestClientsAreTakenFromContacts(t *testing.T) {
	d := team(t)
	peeters := d.client(Client{Name: "Peeters BV", Addresses: []string{"jan@peeters.example"}})
	d.client(Client{Name: "Smit"})
	d.client(Client{Name: "Smit"})
	waiting := d.take(Letter{From: from("eva@hartog.example")})
	cards := []Card{
		{"1", "Jan Peeters", "Peeters b.v.", []string{"Jan@peeters.example", "jan@home.example"}},
		{"2", "Eva Hartog", "Hartog Bouw", []string{"eva@hartog.example", "no address"}},
		{"3", "Bob Hartog", "HARTOG BOUW", []string{"bob@hartog.example"}},
		{"4", "Freelancer", "", []string{"f@lance.example"}},
		{"5", "", "", []string{"x@nobody.example"}},
		{"6", "Smit", "Smit", []string{"s@smit.example"}},
		{"7", "An", "", []string{"an@kantoor.example"}},
		{"8", "Thief", "Thief & Co", []string{"jan@peeters.example", "bob@hartog.example"}},
	}
	check := func(v *Taken) {
		t.Helper()
		said := ""
		for _, c := range v.Clients {
			said += c.Client.Name + " " + strings.Join(c.Addresses, ",")
			if c.Added {
				said += " new"
			}
			said += " of " + strings.Join(c.Refs, ",") + "; "
		}
		want := "Peeters BV jan@home.example of 1; Hartog Bouw eva@hartog.example,bob@hartog.example new of 2,3; Freelancer f@lance.example new of 4; "
		if said != want {
			t.Errorf("taken are %q, want %q", said, want)
		}
		said = ""
		for _, l := range v.Left {
			said += l.Ref + " " + l.Why.In("en") + " "
		}
		want = "2 no address is not a mail address. 5 It has no name. 6 2 clients are called Smit. 7 an@kantoor.example is an address of the office itself. " +
			"8 jan@peeters.example is already an address of Peeters BV. 8 bob@hartog.example is already an address of Hartog Bouw. "
		if said != want {
			t.Errorf("left are %q, want %q", said, want)
		}
	}
	v, err := d.TakeCards(t.Context(), cards, true)
	d.must(err)
	check(v)
	if n := len(d.Clients("")); n != 3 {
		t.Errorf("a preview has made %d clients of 3", n)
	}
	v, err = d.TakeCards(t.Context(), cards, false)
	d.must(err)
	check(v)
	if c, err := d.Client(peeters.ID); err != nil || len(c.Addresses) != 2 || len(d.Clients("")) != 5 || len(v.Settled) != 1 || v.Settled[0] != waiting.Seq {
		t.Errorf("now there is %+v, %v, %d clients, settled %v", c, err, len(d.Clients("")), v.Settled)
	}
	if v, err = d.TakeCards(t.Context(), cards[:3], false); err != nil || len(v.Clients) != 2 || len(v.Clients[0].Addresses)+len(v.Clients[1].Addresses) != 0 {
		t.Errorf("taken again: %+v, %v", v, err)
	}
	if _, err := d.Undo(t.Context(), false); err != nil || len(d.Clients("")) != 3 {
		t.Errorf("undone: %v, %d clients", err, len(d.Clients("")))
	}
}
