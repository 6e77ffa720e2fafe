package processing

import (
	"fmt"
	"testing"

	"postroom/app/mail"
)

func TestWhoTakesPartInWhatIsSetAsideFollowsTies(t *testing.T) {
	d := team(t)
	letter := Letter{Mailbox: "an@kantoor.example", To: []mail.Address{from("an@kantoor.example")}, From: from("news@shop.example"), Bulk: true}
	seq := d.take(letter).Seq
	expect := func(what, want string) {
		t.Helper()
		i := d.item(seq)
		if got := fmt.Sprint(i.Participants); got != want || i.State != Aside || i.Rule != RuleBulk {
			t.Errorf("%s: %s takes part in what is %s by %q, want %s in what stays aside", what, got, i.State, i.Rule, want)
		}
	}
	expect("not tied", "[]")
	d.tie("an@kantoor.example", TieContact)
	expect("tied to the contact", "[an@kantoor.example]")
	d.reopen()
	expect("after a restart", "[an@kantoor.example]")
	d.tie("an@kantoor.example", "team:front")
	d.member("Cas", "cas@kantoor.example", func(m *Member) { m.Teams = []string{"front"} })
	expect("a team with one more", "[an@kantoor.example cas@kantoor.example]")
	later := d.take(letter).Seq
	for range 3 {
		_, err := d.Undo(t.Context(), true)
		d.must(err)
	}
	expect("all undone", "[]")
	seq = later
	expect("what came before that was undone", "[]")
}

func TestUndoGivesBackWhatWasCountedOfMailsThatWereSettledBeside(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Quartz"})
	for n := range 3 {
		d.take(Letter{From: from("lies@maes.example"), Subject: fmt.Sprint("Vraag ", n)})
	}
	if settled := d.give(1, c); len(settled) != 2 {
		t.Fatalf("%v were settled beside, want two mails", settled)
	}
	used := func(kind, value string) int {
		l := d.index.lore.lessons[feature{kind, value}]
		if l == nil {
			return 0
		}
		return l.Clients[c.ID].Used
	}
	if a, dom := used(fromAddress, "lies@maes.example"), used(fromDomain, "maes.example"); a != 2 || dom != 2 {
		t.Errorf("counted are %d by address and %d by domain, want 2 each", a, dom)
	}
	_, err := d.Undo(t.Context(), true)
	d.must(err)
	if a, dom := used(fromAddress, "lies@maes.example"), used(fromDomain, "maes.example"); a != 0 || dom != 0 {
		t.Errorf("undone, %d by address and %d by domain are counted, want none", a, dom)
	}
	added := d.client(Client{Name: "Maes", Addresses: []string{"x@zuid.example"}})
	open := d.take(Letter{From: from("tom@zuid.example")}) // nobody has decided anything about it
	added.Domains = []string{"zuid.example"}
	_, settled, err := d.ChangeClient(t.Context(), added)
	if d.must(err); len(settled) != 1 || settled[0] != open.Seq {
		t.Fatalf("%v were settled by the domain, want %d", settled, open.Seq)
	}
	count := func() int {
		if l := d.index.lore.lessons[feature{fromDomain, "zuid.example"}]; l != nil {
			return l.Clients[added.ID].Used
		}
		return 0
	}
	if count() != 1 {
		t.Errorf("counted by the domain are %d mails, want 1", count())
	}
	_, err = d.Undo(t.Context(), true)
	d.must(err)
	if count() != 0 {
		t.Errorf("undone, %d mails are counted by the domain, want none", count())
	}
	d.reopen()
	if count() != 0 {
		t.Errorf("undone, %d mails are counted by the domain after a restart, want none", count())
	}
}
