package processing

import (
	"slices"
	"testing"

	"postroom/app/mail"
)

func TestDraftOfAnUnknownSender(t *testing.T) {
	party := Party{Name: "Kapsalon Noord B.V.", Numbers: []Number{{Kind: KindVAT, Value: "NL810433941B01"}, {Kind: KindIBAN, Value: "NL91ABNA0417164300"}}}
	for name, test := range map[string]struct {
		letter  Letter
		parties []Party
		want    Client
		from    map[string]string
		public  bool
	}{
		"a company in the signature": {
			letter: Letter{From: mail.Address{Name: "Jan Peeters", Address: "jan@peeters.example"}, Signature: []string{"Met vriendelijke groet,", "Jan Peeters", "Peeters Installaties BV | www.peeters.example", "BTW BE 0403.170.701"}},
			want:   Client{Name: "Peeters Installaties BV", Addresses: []string{"jan@peeters.example"}, Domains: []string{"peeters.example"}, VAT: []string{"BE0403170701"}, Language: "nl"},
			from:   map[string]string{FieldName: InSignature, FieldAddress: InHeader, FieldDomain: InHeader, FieldVAT: InSignature, FieldLanguage: InSignature},
		},
		"a signature that is like the domain": {
			letter: Letter{From: mail.Address{Name: "Fatima", Address: "fatima@kapsalonnoord.example"}, Signature: []string{"Groetjes", "Kapsalon Noord, Groningen"}},
			want:   Client{Name: "Kapsalon Noord", Addresses: []string{"fatima@kapsalonnoord.example"}, Domains: []string{"kapsalonnoord.example"}},
			from:   map[string]string{FieldName: InSignature, FieldAddress: InHeader, FieldDomain: InHeader},
		},
		"the invoice's own seller": {
			letter:  Letter{From: mail.Address{Address: "fatima@kapsalonnoord.example"}},
			parties: []Party{{Name: "Energie NV", Numbers: []Number{{Kind: KindVAT, Value: "BE0403170701"}}}, party},
			want: Client{Name: "Kapsalon Noord B.V.", Addresses: []string{"fatima@kapsalonnoord.example"}, Domains: []string{"kapsalonnoord.example"}, VAT: []string{"NL810433941B01"},
				IBANs: []string{"NL91ABNA0417164300"}},
			from: map[string]string{FieldName: InInvoice, FieldAddress: InHeader, FieldDomain: InHeader, FieldVAT: InInvoice, FieldIBAN: InInvoice},
		},
		"a person at a public provider": {
			letter:  Letter{From: mail.Address{Name: "Lies Maes", Address: "lies.maes@gmail.com"}, Signature: []string{"Kind regards", "Lies"}},
			parties: []Party{{Name: "Gmail Repairs BV"}},
			want:    Client{Name: "Lies Maes", Addresses: []string{"lies.maes@gmail.com"}, Language: "en"},
			from:    map[string]string{FieldName: InHeader, FieldAddress: InHeader, FieldLanguage: InSignature},
			public:  true,
		},
		"a generic address": {
			letter: Letter{From: mail.Address{Name: "Info", Address: "info@hartog-bouw.example"}, Subject: "Uw factuur", Numbers: []Number{{Kind: KindClient, Value: "2044", Where: InSubject}, {Kind: KindClient, Value: "1001", Where: InText}}},
			want:   Client{Name: "Hartog Bouw", Number: "2044", Addresses: []string{"info@hartog-bouw.example"}, Domains: []string{"hartog-bouw.example"}},
			from:   map[string]string{FieldName: InHeader, FieldNumber: InSubject, FieldAddress: InHeader, FieldDomain: InHeader},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			_, _, err := d.AddClient(t.Context(), Client{Name: "Somebody", Number: "1001"})
			d.must(err)
			test.letter.Mailbox = "info@kantoor.example"
			got := d.Draft(test.letter, test.parties)
			test.want.Roles = map[string]string{}
			if !got.Client.equal(&test.want) {
				t.Errorf("the draft is %+v, want %+v", got.Client, test.want)
			}
			if len(got.From) != len(test.from) || got.Public != test.public {
				t.Errorf("it is from %v (public %v), want %v", got.From, got.Public, test.from)
			}
			for field, where := range test.from {
				if got.From[field] != where {
					t.Errorf("%s is from %q, want %q", field, got.From[field], where)
				}
			}
		})
	}
}

func TestMailsThatWaitForTheSameAreCounted(t *testing.T) {
	d := newDesk(t)
	letter := func(seq uint64, from string) Letter {
		return Letter{Seq: seq, Mailbox: "info@kantoor.example", From: mail.Address{Address: from}, Received: today}
	}
	d.process(letter(1, "lies@gmail.com"), letter(2, "LIES@gmail.com"), letter(3, "jan@peeters.example"), letter(4, "lies@gmail.com"))
	got := d.Alike(Everything(), 1, 3, 4, 9)
	if len(got) != 2 || got[1] != 2 || got[4] != 2 {
		t.Errorf("%v wait for the same, want 2 others for 1 and for 4", got)
	}
	_, settled, err := d.AddClient(t.Context(), Client{Name: "Lies", Addresses: []string{"lies@gmail.com"}})
	d.must(err)
	if got = d.Alike(Everything(), 1, 3); len(settled) != 0 || got[1] != 2 { // nobody handles the address
		t.Errorf("%v settled, %v wait for the same, want none, and 2 for 1", settled, got)
	}
	_, err = d.PutMember(t.Context(), Member{Name: "An", Address: "an@kantoor.example", Teams: []string{"front"}})
	d.must(err)
	seqs, err := d.Tie(t.Context(), "info@kantoor.example", "team:front")
	d.must(err)
	if slices.Sort(seqs); !slices.Equal(seqs, []uint64{1, 2, 4}) {
		t.Errorf("%v settled, want 1, 2 and 4", seqs)
	}
	if got = d.Alike(Everything(), 1, 3); len(got) != 0 {
		t.Errorf("%v wait for the same, want none", got)
	}
}
