package processing

import (
	"fmt"
	"testing"

	"postroom/app/mail"
)

func TestNameStandsInASubjectAsPeopleWriteIt(t *testing.T) {
	clients := []*Client{}
	for _, name := range []string{"Peeters Bouw BV", "Peeters", "Huisman", "Huisman BV", "Vos BV", "Vos & Laurent NV", "Laurent", "Tandarts Meijer SRL"} {
		clients = append(clients, &Client{ID: name, Name: name})
	}
	n := newNames(clients)
	for subject, want := range map[string]string{
		"offerte peeters bouw":         "[Peeters Bouw BV]",
		"Offerte Peeters":              "[Peeters]",
		"contract Huisman BV":          "[Huisman BV]",
		"contract Huisman":             "[Huisman]",
		"Vos BV - vraag":               "[Vos BV]",
		"de vos in de tuin":            "[]", // a word of three letters is a name only where it stands in full
		"aangifte Vso & Laurent":       "[Vos & Laurent NV]",
		"aangifte Vos & Lauren":        "[Vos & Laurent NV]",
		"balans Peeters Buow BV":       "[Peeters Bouw BV]",
		"balans Peeters Transport":     "[Peeters]",
		"jaarrekening Meijer Tandarts": "[Tandarts Meijer SRL]",
	} {
		got := []string{}
		for _, c := range n.near(subject) {
			got = append(got, c.ID)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("in %q stand the names of %v, want %s", subject, got, want)
		}
	}
	srl := clients[7]
	for text, want := range map[string]int{"Tandarts Meijer SRL": fullName, "Tandarts Meijer": bareName, "Tandarts Meijer BV": 0, "Meijer Tandarts": 0} {
		if got := n.exact(srl, wordsOf(text)); got != want {
			t.Errorf("%s stands in %q as %d, want %d", srl.Name, text, got, want)
		}
	}
}

func TestMistypedWords(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"vos", "vso"}: true, {"bakker", "abkker"}: true, {"bakker", "baker"}: true, {"bakker", "bakkerr"}: true, {"bakker", "bekker"}: true,
		{"vos", "bos"}: false, {"vos", "vo"}: false, {"bakker", "bakker"}: false, {"bakker", "kabker"}: false, {"smit", "smet"}: false, {"maes", "maesen"}: false,
	} {
		if mistyped(pair[0], pair[1]) != want || mistyped(pair[1], pair[0]) != want {
			t.Errorf("that %q is %q mistyped is %v, want %v both ways", pair[0], pair[1], !want, want)
		}
	}
}

// An accountants' office: what one of them wrote about says for whom the other writes.
func TestPartOfANameTellsAmongTheClientsOfASender(t *testing.T) {
	d := team(t)
	about := func(sender, subject string) Letter {
		return Letter{From: from(sender + "@accountants.example"), Subject: subject}
	}
	faure, maes := d.client(Client{Name: "Faure Vastgoed SRL"}), d.client(Client{Name: "Textiel Maes NV"})
	d.client(Client{Name: "Garage Faure"})
	d.client(Client{Name: "Claes Faure"})
	for i := range 12 {
		c := []Client{faure, maes}[i%2]
		one := d.take(about("an", "Jaarrekening "+c.Name))
		if one.State == Attention {
			d.give(one.Seq, c)
		}
	}
	d.wants("the same person", d.take(about("an", "Balans Faure")), Processed, "", faure, "the subject fits Faure Vastgoed SRL only")
	d.wants("a colleague of hers, who has never written", d.take(about("bert", "Balans Faure")), Processed, "", faure, "the subject fits Faure Vastgoed SRL only")
	stranger := d.take(Letter{From: from("x@stranger.example"), Subject: "Balans Faure"})
	d.wants("a stranger", stranger, Attention, UnknownSender, Client{}, "")
	d.wants("nothing named", d.take(about("an", "Balans")), Attention, UnknownSender, Client{}, "")
}

func TestWhatCameByItselfIsEvidenceWhereNothingElseIs(t *testing.T) {
	d := team(t)
	c, other := d.client(Client{Name: "Quartz Invest NV", VAT: []string{"BE0403170701"}}), d.client(Client{Name: "Zuid", IBANs: []string{"NL91ABNA0417164300"}})
	number := Letter{From: from("lies@gmail.com"), Numbers: FindNumbers("BTW BE0403.170.701", InText)}
	for range 3 {
		d.wants("by the number", d.take(number), Processed, "", c, "VAT number")
	}
	d.wants("without it", d.take(Letter{From: from("lies@gmail.com")}), Processed, "", c, "From lies@gmail.com 3 of 3 went to Quartz Invest NV by themselves")
	number.Numbers = FindNumbers("NL91ABNA0417164300", InText)
	d.wants("against another's number", d.take(number), Processed, "", other, "account")
}

func TestAnswerThatLostItsHeadersIsKnownByItsSubject(t *testing.T) {
	d := team(t)
	a, b := d.client(Client{Name: "Quartz"}), d.client(Client{Name: "Zuid"})
	jan := mail.Address{Name: "Jan Maes", Address: "jan@two.example"}
	for i, c := range []Client{a, b, a, b} { // writes for both
		d.give(d.take(Letter{From: jan, Subject: fmt.Sprint("Aangifte kwartaal ", i)}).Seq, c)
	}
	d.wants("an answer", d.take(Letter{From: jan, Subject: "RE: Aangifte kwartaal 1"}), Processed, "", b, "It seems to answer")
	d.wants("what the office answers", d.take(Letter{From: from("an@kantoor.example"), To: []mail.Address{jan}, Subject: "Re: AW: aangifte kwartaal 2"}), Processed, "", a, "It seems to answer")
	d.wants("no answer", d.take(Letter{From: jan, Subject: "Aangifte kwartaal 1"}), Attention, UnknownSender, Client{}, "")
	d.wants("somebody else's answer", d.take(Letter{From: from("x@else.example"), Subject: "Re: Aangifte kwartaal 1"}), Attention, UnknownSender, Client{}, "")
}
