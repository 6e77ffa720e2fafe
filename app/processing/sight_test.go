package processing

import (
	"slices"
	"strings"
	"testing"

	"postroom/app/mail"
)

// some are mails in which a word occurs.
type some []uint64

func (s some) in(seq uint64) uint64 {
	if slices.Contains(s, seq) {
		return 1
	}
	return 0
}

func TestNobodySeesMoreThanTheirTiesLet(t *testing.T) {
	d := team(t)
	d.member("Cas", "cas@kantoor.example", func(m *Member) { m.Roles = []string{"tax"} })
	d.member("Dora", "dora@kantoor.example", nil)
	d.tie("tax@kantoor.example", "role:tax")
	d.tie("dora@kantoor.example", "contact")
	c := d.client(Client{Name: "Peeters", Addresses: []string{"jan@peeters.example"}})
	_, _, err := d.GiveRole(t.Context(), c.ID, "tax", "dora@kantoor.example")
	d.must(err)
	jan := from("jan@peeters.example")
	front := d.take(Letter{From: jan}).Seq
	tax := d.take(Letter{From: jan, Mailbox: "tax@kantoor.example"}).Seq
	taxOther := d.take(Letter{From: from("who@knows.example"), Mailbox: "tax@kantoor.example"}).Seq
	dora := d.take(Letter{From: jan, Mailbox: "Dora@kantoor.example"}).Seq
	loose := d.take(Letter{From: jan, Mailbox: "loose@kantoor.example"}).Seq
	waiting := []Letter{{Seq: 100, Mailbox: info}, {Seq: 99, Mailbox: "loose@kantoor.example"}}
	among := &Words{List: []string{"word"}, In: some{100, 99, loose, front}.in}
	for who, want := range map[string][]uint64{
		"bert@kantoor.example": {100, 99, loose, dora, taxOther, tax, front},
		"An":                   {100, front},
		"CAS@kantoor.example":  {taxOther, tax},
		"Dora":                 {dora, tax},
	} {
		see, err := d.Sight(who)
		d.must(err)
		for _, q := range []Query{{}, {Client: c.ID}, {State: Attention}, {Mailbox: "loose@kantoor.example"}, {Mailbox: info}, {State: New}, {Words: among}} {
			p, err := d.List(see, q, waiting, 0, 100)
			d.must(err)
			var got []uint64
			counted := 0
			for _, i := range p.Items {
				got = append(got, i.Seq)
				if !slices.Contains(want, i.Seq) {
					t.Errorf("%s sees mail %d by the query %+v", who, i.Seq, q)
				}
			}
			for _, n := range p.States {
				counted += n
			}
			if q.Words != nil && (slices.ContainsFunc(got, func(seq uint64) bool { return among.In(seq) == 0 }) || who == "An" && len(got) != 2) {
				t.Errorf("%s sees %v of those with a word", who, got)
			}
			if q == (Query{}) && (!slices.Equal(got, want) || p.Total != len(want) || counted != len(want)) {
				t.Errorf("%s sees %v and counts of %d and %d, want %v", who, got, p.Total, counted, want)
			}
		}
		for _, seq := range []uint64{front, tax, taxOther, dora, loose} {
			if _, ok, err := d.Item(see, seq); err != nil || ok != slices.Contains(want, seq) {
				t.Errorf("%s can open mail %d: %v, %v", who, seq, ok, err)
			}
		}
	}
	_, err = d.Sight("zoe@kantoor.example")
	d.code("a stranger", err, "member-unknown")
}

func TestEvidenceHasWordsInAllLanguages(t *testing.T) {
	for language, words := range tables() {
		for code, english := range tables.In("en") {
			for _, place := range []string{"{0}", "{1}", "{2}"} {
				if strings.Contains(english, place) != strings.Contains(words[code], place) {
					t.Errorf("%s: %q says %s in one of %q and %q", language, code, place, english, words[code])
				}
			}
			if words[code] == "" || len(words) != len(tables.In("en")) {
				t.Errorf("%s: no words for %q, or too many", language, code)
			}
		}
	}
}

func TestMemberIsTheSameByEachOfTheirAddresses(t *testing.T) {
	d := team(t)
	d.member("Dora", "dora@kantoor.example", func(m *Member) { m.Also = []string{"d.maes@kantoor.example"} })
	d.tie("people@kantoor.example", "contact")
	d.tie("d.maes@kantoor.example", "contact")
	d.client(Client{Name: "Peeters", Addresses: []string{"jan@peeters.example"}})
	jan := from("jan@peeters.example")
	to := d.take(Letter{From: jan, Mailbox: "people@kantoor.example", To: []mail.Address{from("D.Maes@kantoor.example"), from("dora@kantoor.example")}})
	own := d.take(Letter{From: jan, Mailbox: "d.maes@kantoor.example"})
	see, err := d.Sight("D.MAES@kantoor.example")
	d.must(err)
	for _, item := range []Item{to, own} {
		if !slices.Equal(item.Participants, []string{"dora@kantoor.example"}) {
			t.Errorf("in a mail to a new address %v take part, want Dora alone", item.Participants)
		}
		if _, ok, err := d.Item(see, item.Seq); !ok || err != nil {
			t.Errorf("Dora can't open it: %v", err)
		}
	}
	d.member("Dora Maes", "d.maes@kantoor.example", nil)
	now := d.Team()
	if m := now.member("dora@kantoor.example"); m == nil || m.Name != "Dora Maes" || len(m.Also) != 1 || now.member("Dora") != nil {
		t.Errorf("changed by the new address, the team is %+v", now.Members)
	}
}
