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
	for language, want := range map[string]string{"en": "jan@home.example is in the contacts, with the company PEETERS b.v.", "de": "steht in den Kontakten"} {
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
