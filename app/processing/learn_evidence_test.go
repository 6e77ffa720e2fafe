package processing

import (
	"fmt"
	"slices"
	"testing"

	"postroom/app/mail"
)

func named(name, address string) mail.Address { return mail.Address{Name: name, Address: address} }

func TestSomebodyOfTheSameNameSaysNothingAgainstAnAddress(t *testing.T) {
	d := team(t)
	c, other := d.client(Client{Name: "Quartz"}), d.client(Client{Name: "Zuid"})
	d.give(d.take(Letter{From: named("Lies Maes", "lies.maes@gmail.com")}).Seq, c)
	d.give(d.take(Letter{From: named("Lies Maes", "lies.maes@zuid.example")}).Seq, other)
	i := d.take(Letter{From: named("Lies Maes", "lies.maes@gmail.com")})
	d.wants("the first one again", i, Processed, "", c, "lies.maes@gmail.com")
	if len(i.Candidates) != 0 && slices.ContainsFunc(i.Candidates, func(s Suggestion) bool { return s.Client.ID == other.ID }) {
		t.Errorf("candidates are %+v, want nobody because of the name", i.Candidates)
	}
}

func TestADomainWhoseMailsCameByThemselvesIsEvidenceForWhoIsNewThere(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Quartz Invest NV", VAT: []string{"BE0403170701"}})
	for _, sender := range []string{"an", "bert", "cas", "dora"} {
		d.wants("by the number", d.take(Letter{From: from(sender + "@elsewhere.example"), Numbers: FindNumbers("BTW BE0403.170.701", InText)}), Processed, "", c, "VAT")
	}
	i := d.take(Letter{From: from("els@elsewhere.example")})
	if len(i.Candidates) != 1 || i.Candidates[0].Client.ID != c.ID || i.Candidates[0].Score < 0.85 || i.Candidates[0].Evidence[0].Code != "kept-domain" {
		t.Errorf("candidates are %+v, want Quartz by its domain", i.Candidates)
	}
	d.wants("called like the client, too", d.take(Letter{From: named("Els", "els@elsewhere.example"), Signature: []string{"Els", "Quartz Invest"}}), Processed, "", c, "at elsewhere.example 4 of 4 went to Quartz Invest NV by themselves")
}

func TestANumberThatNoClientHasIsLearned(t *testing.T) {
	d := team(t)
	c, other := d.client(Client{Name: "Quartz"}), d.client(Client{Name: "Zuid", VAT: []string{"BE0403170701"}})
	iban := FindNumbers("NL91ABNA0417164300", InText)
	for range 3 {
		if i := d.take(Letter{From: from("lies@gmail.com"), Numbers: iban}); i.State == Attention {
			d.give(i.Seq, c)
		}
	}
	d.wants("from somebody else", d.take(Letter{From: from("bank@bank.example"), Numbers: iban}), Attention, UnknownSender, Client{}, "")
	for range 3 {
		d.take(Letter{From: from("lies@gmail.com"), Numbers: iban})
	}
	for n := range 12 { // it was right often
		if i := d.take(Letter{From: from(fmt.Sprintf("x@bank%d.example", n)), Numbers: iban}); i.State == Attention {
			d.give(i.Seq, c)
		}
	}
	d.wants("later", d.take(Letter{From: from("bank2@else.example"), Numbers: iban}), Processed, "", c, "With the number NL91ABNA0417164300")
	both := append(slices.Clone(iban), FindNumbers("BTW BE0403.170.701", InText)...)
	if i := d.take(Letter{From: from("bank3@else.example"), Numbers: both}); i.Client != nil && i.Client.ID == other.ID {
		t.Errorf("with another client's number it went to that one: %v", i.Evidence)
	}
	c.IBANs = []string{"NL91ABNA0417164300"}
	_, _, err := d.ChangeClient(t.Context(), c)
	d.must(err)
	d.wants("when the client has it", d.take(Letter{From: from("bank4@else.example"), Numbers: iban}), Processed, "", c, "The account NL91ABNA0417164300")
}

func TestOfTwoClientsNumbersTheSendersOwnIsMeant(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Quartz", VAT: []string{"BE0403170701"}})
	d.client(Client{Name: "Zuid", IBANs: []string{"NL91ABNA0417164300"}})
	own := FindNumbers("BTW BE0403.170.701", InText)
	both := append(slices.Clone(own), FindNumbers("NL91ABNA0417164300", InText)...)
	d.wants("nobody has written yet", d.take(Letter{From: from("lies@gmail.com"), Numbers: both}), Attention, SeveralClients, Client{}, "")
	for range 3 {
		d.take(Letter{From: from("tom@gmail.com"), Numbers: own})
	}
	d.wants("after three mails", d.take(Letter{From: from("tom@gmail.com"), Numbers: both}), Processed, "", c, "tom@gmail.com 3 of 3 went to Quartz by themselves")
}

// Two companies whose names differ by what kind they are: who writes for one of them means that one.
func TestOfNamesakesTheSendersOwnIsMeant(t *testing.T) {
	d := team(t)
	own := d.client(Client{Name: "Textiel Peeters VOF", Addresses: []string{"piet@dekker.example"}})
	other := d.client(Client{Name: "Textiel Peeters"})
	d.client(Client{Name: "Textiel Peeters NV"})
	d.wants("without its kind", d.take(Letter{From: from("piet@dekker.example"), Subject: "Textiel Peeters - balans"}), Processed, "", own, "piet@dekker.example")
	d.wants("with another kind", d.take(Letter{From: from("piet@dekker.example"), Subject: "Textiel Peeters NV - balans"}), Attention, SeveralClients, Client{}, "")
	i := d.take(Letter{From: from("x@else.example"), Subject: "Textiel Peeters - balans"})
	if len(i.Candidates) == 0 || i.Candidates[0].Client.ID != other.ID {
		t.Errorf("of a stranger candidates are %+v, want who is called just so", i.Candidates)
	}
}

// The telephone number of who writes for two stands under the mails for both.
func TestWhatStandsUnderMailsForTwoTellsNothing(t *testing.T) {
	d := team(t)
	a := d.client(Client{Name: "Quartz", Addresses: []string{"jan@two.example"}})
	b := d.client(Client{Name: "Zuid", Addresses: []string{"jan@two.example"}})
	jan := Letter{From: from("jan@two.example"), Signature: []string{"Jan", "+32 2 555 12 12"}}
	for range 5 {
		d.give(d.take(jan).Seq, a)
	}
	d.give(d.take(Letter{From: from("jan@two.example"), Signature: []string{"Jan"}}).Seq, b)
	d.wants("one more", d.take(jan), Attention, SeveralClients, Client{}, "")
}

func TestForwardedMailWithoutAHeadIsItsSignersOrAsked(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Maes Bouw BV"})
	forward := func(subject string, lines ...string) Letter {
		text := "Zie hieronder.\n"
		for _, l := range lines {
			text += l + "\n"
		}
		return Letter{From: from("an@kantoor.example"), To: []mail.Address{from(info)}, Subject: subject, Signature: Signature(text), Names: Names(text), Originals: Originals(text)}
	}
	i := d.take(forward("FW: balans", "Lies Claes", "Maes Bouw BV"))
	d.wants("signed for the client", i, Attention, UnknownSender, Client{}, "")
	if len(i.Candidates) != 1 || i.Candidates[0].Client.ID != c.ID {
		t.Errorf("signed for the client its candidates are %+v, want the client", i.Candidates)
	}
	for n := range 12 { // each by somebody else, until signatures are known to be right
		if i := d.take(forward("FW: balans", "Signer "+string(rune('A'+n))+"bel", "Maes Bouw BV")); i.State == Attention {
			d.give(i.Seq, c)
		}
	}
	d.wants("later", d.take(forward("FW: balans", "Zoe Claes", "Maes Bouw BV")), Processed, "", c, "The signature names Maes Bouw BV")
	i = d.take(forward("FW: vraag", "Tom Claes"))
	if i.State != Aside || i.Rule != RuleInternal {
		t.Errorf("signed by somebody unknown it is %s, want it set aside as what colleagues write", i.State)
	}
	d.give(d.take(Letter{From: named("Tom Claes", "tom@claes.example")}).Seq, c)
	i = d.take(forward("FW: vraag", "Tom Claes"))
	d.wants("signed by somebody who wrote", i, Attention, UnknownSender, Client{}, "")
	if len(i.Candidates) != 1 || i.Candidates[0].Client.ID != c.ID {
		t.Errorf("candidates are %+v, want whom Tom Claes writes for", i.Candidates)
	}
	if i := d.take(forward("Vraag", "Tom Claes")); i.State != Aside {
		t.Errorf("what a colleague writes is %s, want it set aside", i.State)
	}
}

func TestNamesOfThreeLettersAndWithASlippedCapitalAreNames(t *testing.T) {
	got := Names("Het gaat om oKster Advies NV, dank u.\nen om Vos, en om de iets.")
	if want := []string{"oKster Advies NV", "Vos"}; !slices.Equal(got, want) {
		t.Errorf("names are %q, want %q", got, want)
	}
}

// A bank's own number stands in the mails of all: it would be counted for thousands of clients, anew with each mail.
func TestANumberInMailsOfManyIsNotCountedForEver(t *testing.T) {
	d := team(t)
	iban := FindNumbers("NL91ABNA0417164300", InText)
	for n := range maxShared + 10 {
		address := fmt.Sprintf("x@client%d.example", n)
		d.client(Client{Name: fmt.Sprint("Client ", n), Addresses: []string{address}})
		d.take(Letter{From: from(address), Numbers: iban})
	}
	if n := len(d.index.lore.lessons[feature{KindIBAN, "NL91ABNA0417164300"}].Clients); n != maxShared+1 {
		t.Errorf("it is counted for %d clients, want %d: no more than tells that they share it", n, maxShared+1)
	}
}

// The tax office writes for all: it would be counted for thousands of clients, anew with each mail.
func TestWhoWritesForAnybodyIsNotCountedForEver(t *testing.T) {
	d, letter := portal(t, maxCircle+20)
	var letters []Letter
	for n := range maxCircle + 20 {
		letters = append(letters, letter(n))
	}
	d.process(letters...)
	for _, l := range letters {
		if s := d.item(l.Seq); s.State != Processed || s.Evidence[0].Code != "vat" {
			t.Fatalf("a mail with a client's VAT number is %+v, want it processed", s)
		}
	}
	for _, f := range []feature{{fromAddress, "noreply@portal.example"}, {fromDomain, "portal.example"}} {
		if n := len(d.index.lore.lessons[f].Clients); n != maxCircle+1 {
			t.Errorf("%s is counted for %d clients, want %d", f.value, n, maxCircle+1)
		}
	}
	again := letter(7)
	d.process(again)
	if s := d.item(again.Seq); s.State != Processed || s.Client.Number != "7" {
		t.Errorf("the next mail for client 7 is %+v", s)
	}
	if n := d.index.lore.lessons[feature{fromAddress, "noreply@portal.example"}].Clients[d.item(again.Seq).Client.ID].Used; n != 2 {
		t.Errorf("what went to client 7 is counted %d times, want twice", n)
	}
}
