package processing

import (
	"slices"
	"testing"
)

func TestMailIsFoundByItsClientAndByThoseThatItMayBelongTo(t *testing.T) {
	d := team(t)
	d.client(Client{Name: "Café Peeters BV", Number: "1001", Addresses: []string{"jan@peeters.example"}})
	d.client(Client{Name: "Twin", Number: "D-2001", Addresses: []string{"tom@both.example"}})
	d.client(Client{Name: "Other Twin", Number: "21001", Addresses: []string{"tom@both.example"}})
	d.client(Client{Name: "De Bakkerij", Number: "3001"})
	d.Acquaint([]Acquaintance{{Address: "secret@home.example", Company: "De Bakkerij", Mailbox: info}, {Address: "open@home.example", Company: "De Bakkerij"}})
	peeters := d.take(Letter{From: from("jan@peeters.example")}).Seq
	tie := d.take(Letter{From: from("tom@both.example")}).Seq
	if secret := d.take(Letter{From: from("secret@home.example")}); len(secret.Candidates) != 1 {
		t.Fatalf("a private contact suggests %+v, want a client", secret.Candidates)
	}
	known := d.take(Letter{From: from("open@home.example")}).Seq
	loose := d.take(Letter{From: from("jan@peeters.example"), Mailbox: "loose@kantoor.example"}).Seq
	waiting := []Letter{{Seq: 100, Mailbox: info}}
	texts := map[string][]uint64{"invoice": {100, tie, peeters}, "jan": {loose, peeters}}
	an, err := d.Sight("An")
	d.must(err)
	for _, tt := range []struct {
		words []string
		all   []uint64
		an    []uint64
	}{
		{nil, []uint64{100, loose, known, 3, tie, peeters}, []uint64{100, known, 3, tie, peeters}},
		{[]string{"peeters"}, []uint64{loose, peeters}, []uint64{peeters}},
		{[]string{"CAFE", "bv"}, []uint64{loose, peeters}, []uint64{peeters}},
		{[]string{"peeters", "(1001)"}, []uint64{loose, peeters}, []uint64{peeters}},
		{[]string{"100"}, []uint64{loose, peeters}, []uint64{peeters}},
		{[]string{"001"}, nil, nil}, // within numbers
		{[]string{"2001"}, []uint64{tie}, []uint64{tie}},
		{[]string{"d-2001"}, []uint64{tie}, []uint64{tie}},
		{[]string{"twin", "invoice"}, []uint64{tie}, []uint64{tie}},
		{[]string{"bakkerij"}, []uint64{known}, []uint64{known}}, // what a private contact says tells nobody
		{[]string{"peeters", "invoice"}, []uint64{peeters}, []uint64{peeters}},
		{[]string{"invoice"}, []uint64{100, tie, peeters}, []uint64{100, tie, peeters}},
		{[]string{"jan", "1001"}, []uint64{loose, peeters}, []uint64{peeters}},
		{[]string{"peeters", "twin"}, nil, nil},
		{[]string{"()"}, nil, nil},
	} {
		q := Query{Words: &Words{List: tt.words, In: func(seq uint64) (held uint64) {
			for i, w := range tt.words {
				if slices.Contains(texts[w], seq) {
					held |= 1 << i
				}
			}
			return held
		}}}
		for who, want := range map[*Sight][]uint64{{all: true}: tt.all, &an: tt.an} {
			p, err := d.List(*who, q, waiting, 0, 10)
			d.must(err)
			got := []uint64{}
			for _, i := range p.Items {
				got = append(got, i.Seq)
			}
			counted := 0
			for _, n := range p.States {
				counted += n
			}
			if !slices.Equal(got, want) || p.Total != len(want) || counted != len(want) {
				t.Errorf("%q finds %v and counts %d and %d for %q, want %v", tt.words, got, p.Total, counted, who.Who(), want)
			}
		}
	}
	d.reopen()
	if p, err := d.List(Everything(), Query{Words: &Words{List: []string{"other", "twin"}, In: func(uint64) uint64 { return 0 }}}, nil, 0, 10); err != nil || p.Total != 1 {
		t.Errorf("after a new start %+v, %v, want the mail that two clients fit", p, err)
	}
}
