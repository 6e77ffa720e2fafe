package processing

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"postroom/app/mail"
)

// give assigns a mail by hand and gives the numbers of the others that were settled.
func (d *desk) give(seq uint64, client Client) []uint64 {
	d.t.Helper()
	settled, err := d.Assign(d.t.Context(), seq, client.ID, LearnUsual)
	d.must(err)
	return settled
}

// thing finds what was learned about a value.
func (d *desk) thing(kind, value string) LearnedThing {
	d.t.Helper()
	for _, l := range d.Learned().Lessons {
		if l.Kind == kind && l.Value == value {
			return l
		}
	}
	d.t.Fatalf("nothing was learned about the %s %q", kind, value)
	return LearnedThing{}
}

func TestDecisionTeachesAndIsMarked(t *testing.T) {
	d := team(t)
	c, other := d.client(Client{Name: "Peeters"}), d.client(Client{Name: "Quartz"})
	one, two := d.take(Letter{From: from("lies@gmail.com")}), d.take(Letter{From: from("Lies@gmail.com")})
	if settled := d.give(one.Seq, c); len(settled) != 1 || settled[0] != two.Seq {
		t.Errorf("the decision settled %v, want the other mail", settled)
	}
	two = d.item(two.Seq)
	d.wants("the other", two, Processed, "", c, "From lies@gmail.com people gave 1 of 1 to Peeters.")
	if !two.Learned || d.item(one.Seq).Learned {
		t.Errorf("marked as learned are %v and %v, want the second alone", d.item(one.Seq).Learned, two.Learned)
	}
	d.reopen()
	d.wants("after a restart", d.take(Letter{From: from("lies@gmail.com")}), Processed, "", c, "1 of 1")
	if got, err := d.Client("Peeters"); err != nil || len(got.Addresses) != 0 {
		t.Errorf("the client is %+v, %v, want no address of it that nobody typed in", got, err)
	}
	d.give(two.Seq, other) // a correction
	if l := d.thing("address", "lies@gmail.com"); len(l.Clients) != 2 || l.Clients[0].Wrong+l.Clients[1].Wrong != 1 {
		t.Errorf("the correction left %+v, want it counted against Peeters", l)
	}
	third := d.take(Letter{From: from("lies@gmail.com")})
	d.wants("after the correction", third, Attention, UnknownSender, Client{}, "")
	if len(third.Candidates) != 2 || third.Learned {
		t.Errorf("suggested are %+v, want both", third.Candidates)
	}
	if _, err := d.Accept(t.Context(), third.Seq, 3); err == nil {
		t.Error("a third suggestion was accepted of two")
	} else {
		d.code("no such suggestion", err, "suggestion-missing")
	}
	first := third.Candidates[0].Client.Name
	if _, err := d.Accept(t.Context(), third.Seq, 1); err != nil || d.item(third.Seq).Client.Name != first {
		t.Errorf("accepted is %+v, %v, want %s", d.item(third.Seq).Client, err, first)
	}
}

func TestNothingIsLearnedWhereThatIsSaid(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Peeters"})
	one := d.take(Letter{From: from("lies@gmail.com")})
	_, err := d.Assign(t.Context(), one.Seq, c.ID, LearnNothing)
	d.must(err)
	d.wants("the next", d.take(Letter{From: from("lies@gmail.com")}), Attention, UnknownSender, Client{}, "")
	if n := len(d.Learned().Lessons); n != 0 {
		t.Errorf("%d things were learned, want none", n)
	}
}

func TestMistakeOfAPersonIsTakenBack(t *testing.T) {
	d := team(t)
	a, b := d.client(Client{Name: "Peeters"}), d.client(Client{Name: "Quartz"})
	one := d.take(Letter{From: from("lies@gmail.com")})
	d.give(one.Seq, a)
	d.give(one.Seq, b)
	d.wants("after the second thought", d.take(Letter{From: from("lies@gmail.com")}), Processed, "", b, "1 of 1 to Quartz")
	for range 2 {
		_, err := d.Undo(t.Context(), true)
		d.must(err)
	}
	d.wants("undone", d.item(one.Seq), Attention, UnknownSender, Client{}, "")
	for _, l := range d.Learned().Lessons {
		for _, c := range l.Clients {
			if c.Given > 0 {
				t.Errorf("undoing left %+v", l)
			}
		}
	}
}

// TestEqualClientsAreNeverChosenBetween goes through ways in which two clients fit as well as each other.
func TestEqualClientsAreNeverChosenBetween(t *testing.T) {
	d := team(t)
	a, b := d.client(Client{Name: "Peeters Bouw BV", Addresses: []string{"jan@two.example"}}), d.client(Client{Name: "Peeters Bouw NV", Addresses: []string{"jan@two.example"}})
	_, err := d.SetBar(t.Context(), LowestBar) // as low as it gets
	d.must(err)
	jan := Letter{From: mail.Address{Name: "Jan Maes", Address: "jan@two.example"}, Signature: []string{"Jan Maes", "+32 470 12 34 56"}}
	for range 5 {
		d.give(d.take(jan).Seq, a) // the address is known as that of both
	}
	d.wants("an address of both", d.take(jan), Attention, SeveralClients, Client{}, "")
	d.wants("a name of both", d.take(Letter{From: from("x@stranger.example"), Subject: "Offerte Peeters Bouw"}), Attention, UnknownSender, Client{}, "")
	whole := jan
	whole.Subject = "Offerte Peeters Bouw NV"
	d.wants("the whole name of one", d.take(whole), Processed, "", b, "The subject names Peeters Bouw NV")
	one, two := d.take(Letter{From: from("new@gmail.com")}), d.take(Letter{From: from("new@gmail.com"), Unreadable: true})
	d.give(one.Seq, a)
	d.give(two.Seq, b)
	third := d.take(Letter{From: from("new@gmail.com")})
	d.wants("given to both as often", third, Attention, UnknownSender, Client{}, "")
	if len(third.Candidates) != 2 || third.Candidates[0].Score != third.Candidates[1].Score {
		t.Errorf("the candidates are %+v, want two equal ones", third.Candidates)
	}
}

func TestCorrectedAddressOfAClientIsAQuestion(t *testing.T) {
	d := team(t)
	a, b := d.client(Client{Name: "Peeters", Addresses: []string{"jan@peeters.example"}}), d.client(Client{Name: "Quartz Invest"})
	jan := Letter{From: from("jan@peeters.example")}
	d.wants("at first", d.take(jan), Processed, "", a, "is an address of Peeters")
	signed := jan
	signed.Signature = []string{"Jan", "Quartz Invest"}
	i := d.take(signed)
	d.wants("signed for another client", i, Attention, SeveralClients, Client{}, "")
	d.give(i.Seq, b)
	i = d.take(jan)
	d.wants("since then", i, Attention, UnknownSender, Client{}, "")
	if len(i.Candidates) != 2 {
		t.Errorf("candidates are %+v, want both", i.Candidates)
	}
}

func TestSendersThatConcernNobodyAreSetAside(t *testing.T) {
	d := team(t)
	offer := Letter{From: from("sales@offers.example")}
	for range 4 {
		if i := d.take(offer); i.State == Attention {
			d.must(d.SetAside(t.Context(), i.Seq))
		}
	}
	i := d.take(offer)
	if i.State != Aside || i.Rule != RuleLearned || !i.Learned || len(i.Evidence) == 0 || !strings.Contains(i.Evidence[0].In("en"), "set") {
		t.Errorf("the fifth offer is %s by %q because %v, want it set aside as learned", i.State, i.Rule, i.Evidence)
	}
	d.must(d.Keep(t.Context(), i.Seq))
	d.wants("kept", d.item(i.Seq), Attention, UnknownSender, Client{}, "")
	d.wants("the next", d.take(offer), Attention, UnknownSender, Client{}, "")
}

func TestLearnedIsSwitchedOffEditedAndForgotten(t *testing.T) {
	d := team(t)
	a, b := d.client(Client{Name: "Peeters"}), d.client(Client{Name: "Quartz"})
	lies := Letter{From: from("lies@gmail.com")}
	d.give(d.take(lies).Seq, a)
	id := d.thing("address", "lies@gmail.com").ID
	ctx := t.Context()
	expect := func(what string, c Client) {
		t.Helper()
		if i := d.take(lies); c.Name == "" {
			d.wants(what, i, Attention, UnknownSender, c, "")
		} else {
			d.wants(what, i, Processed, "", c, "")
		}
	}
	expect("on", a)
	_, err := d.SwitchLesson(ctx, id, false)
	d.must(err)
	expect("one off", Client{})
	settled, err := d.SwitchLesson(ctx, strings.ToUpper(id), true)
	if d.must(err); len(settled) != 1 {
		t.Errorf("switching it on settled %v, want one mail", settled)
	}
	_, err = d.SwitchLearning(ctx, false)
	d.must(err)
	expect("all off", Client{})
	d.give(d.take(Letter{From: from("else@gmail.com")}).Seq, b)
	if n := len(d.Learned().Lessons); n != 1 || d.Learned().On {
		t.Errorf("switched off it has learned %d things", n)
	}
	_, err = d.Undo(ctx, true)
	d.must(err)
	_, err = d.Undo(ctx, true)
	d.must(err)
	expect("undone", a)
	_, err = d.EditLesson(ctx, id, "quartz")
	d.must(err)
	expect("edited", b)
	_, err = d.SetBar(ctx, 0.99)
	d.must(err)
	expect("a high bar", Client{})
	d.reopen()
	if l := d.Learned(); l.Bar != 0.99 || len(l.Lessons) != 1 || len(l.Tracks) != len(priors) {
		t.Errorf("kept is %+v", l)
	}
	_, err = d.ForgetLesson(ctx, id)
	d.must(err)
	if n := len(d.Learned().Lessons); n != 0 {
		t.Errorf("%d things are left after forgetting the one", n)
	}
	for code, err := range map[string]error{"learned-bar": second(d.SetBar(ctx, 0.4)), "learned-unknown": second(d.ForgetLesson(ctx, id))} {
		d.code(code, err, code)
	}
}

func second(_ []uint64, err error) error { return err }

func TestMergedClientKeepsWhatWasLearned(t *testing.T) {
	d := team(t)
	a, b := d.client(Client{Name: "Peeters"}), d.client(Client{Name: "Quartz"})
	d.give(d.take(Letter{From: from("lies@gmail.com")}).Seq, b)
	_, err := d.Merge(t.Context(), a.ID, b.ID)
	d.must(err)
	d.wants("after", d.take(Letter{From: from("lies@gmail.com")}), Processed, "", a, "1 of 1 to Peeters")
}

func TestLearnedListIsExportedAndImported(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Peeters", Number: "1001"})
	gone := d.client(Client{Name: "Quartz", Number: "1002"})
	d.give(d.take(Letter{From: from("lies@gmail.com"), Subject: "Jaarrekening"}).Seq, c)
	d.give(d.take(Letter{From: from("tom@gmail.com")}).Seq, gone)
	d.must(d.SetAside(t.Context(), d.take(Letter{From: from("sales@offers.example")}).Seq))
	var file bytes.Buffer
	d.must(d.ExportLearned(&file))
	if v, err := d.ImportLearned(t.Context(), bytes.NewReader(file.Bytes())); err != nil || v.Added+v.Updated != 0 || len(v.Left) != 0 || v.Unchanged != len(d.Learned().Lessons) {
		t.Errorf("importing what is known gave %+v, %v, want all of it unchanged", v, err)
	}
	other := team(t)
	same := other.client(Client{Name: "Peeters BV", Number: "1001"})
	waits := other.take(Letter{From: from("lies@gmail.com")})
	v, err := other.ImportLearned(t.Context(), bytes.NewReader(file.Bytes()))
	if err != nil || v.Added == 0 || len(v.Settled) != 1 || len(v.Left) != 1 || v.Left[0].Value != "tom@gmail.com" {
		t.Errorf("importing elsewhere gave %+v, %v, want all but what is about a client unknown there", v, err)
	}
	other.wants("there", other.item(waits.Seq), Processed, "", same, "lies@gmail.com")
	before := len(other.Learned().Lessons)
	for code, text := range map[string]string{
		"learned-newer":  `{"version":2,"lessons":{"in":"a form of its own"}}`,
		"learned-broken": file.String()[:file.Len()/2],
	} {
		_, err := other.ImportLearned(t.Context(), strings.NewReader(text))
		other.code(code, err, code)
	}
	for i, text := range []string{"", "[]", "null", `{"lessons":[]}`, `{"version":1}`, `{"version":1,"lessons":[{"kind":7}]}`} {
		_, err := other.ImportLearned(t.Context(), strings.NewReader(text))
		other.code("broken "+strconv.Itoa(i), err, "learned-broken")
	}
	v, err = other.ImportLearned(t.Context(), strings.NewReader(`{"version":1,"lessons":[
		{"kind":"horoscope","value":"x","clients":[{"given":1}]}, {"kind":"address","value":"a@b.example","clients":[{"given":-1}]},
		{"kind":"address","value":" Good@B.example ","clients":[{"name":"peeters bv","given":2}]}, {"kind":"address","value":"","clients":[]}]}`))
	if err != nil || v.Added != 1 || len(v.Left) != 3 || v.Left[0].Entry != 1 || len(other.Learned().Lessons) != before+1 {
		t.Errorf("a list with wrong entries gave %+v, %v, want the good one taken and three told", v, err)
	}
	other.wants("by the good one", other.take(Letter{From: from("good@b.example")}), Processed, "", same, "2 of 2")
	_, err = other.Undo(t.Context(), true)
	other.must(err)
	if n := len(other.Learned().Lessons); n != before {
		t.Errorf("undone, %d things are known, want %d", n, before)
	}
}

func TestWhatIsOpenIsLookedAtAgainWhenAKindOfHintIsTrustedMore(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Quartz"})
	lies := func(address string) Letter { return Letter{From: mail.Address{Name: "Lies Maes", Address: address}} }
	d.give(d.take(lies("lies@x.example")).Seq, c)
	open := d.take(lies("l.maes@x.example"))
	d.wants("another address of the domain", open, Attention, UnknownSender, Client{}, "")
	d.wants("the same address", d.take(lies("lies@x.example")), Processed, "", c, "1 of 1") // its domain was right once more
	if settled, err := d.TryAgain(t.Context()); err != nil || len(settled) != 1 || settled[0] != open.Seq {
		t.Errorf("%v was settled, %v, want %d", settled, err, open.Seq)
	}
}

// Sums in another order differ in the last digit, which wrote all open mails anew each time, and could decide at the bar.
func TestTheSameHintsComeToTheSameNumber(t *testing.T) {
	d := team(t)
	a, b := d.client(Client{Name: "Quartz"}), d.client(Client{Name: "Zuid"})
	x, _ := d.state()
	var hints []hint
	for i, kind := range lessonKinds {
		hints = append(hints, hint{client: a.ID, kind: kind, says: 0.1 + 0.07*float64(i)}, hint{client: b.ID, kind: kind, says: 0.13 + 0.03*float64(i)})
	}
	first := x.judge(hints, nil, nil)
	for range 50 {
		if v := x.judge(hints, nil, nil); v.candidates[0].Score != first.candidates[0].Score || v.candidates[1].Score != first.candidates[1].Score {
			t.Fatalf("scores are %v and %v, before they were %v and %v", v.candidates[0].Score, v.candidates[1].Score, first.candidates[0].Score, first.candidates[1].Score)
		}
	}
}

// A domain that one decision was about is little; that it is called like the client is a second, independent thing.
func TestADomainCountsAfterOneDecisionOnlyWhereItIsCalledLikeTheClient(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Maes Bouw BV"})
	d.wants("nobody has decided yet", d.take(Letter{From: from("jan@maesbouw.example")}), Attention, UnknownSender, Client{}, "")
	for domain, decided := range map[string]bool{"maesbouw.example": true, "elsewhere.example": false} {
		d.give(d.take(Letter{From: from("an@" + domain)}).Seq, c)
		got := d.take(Letter{From: from("tom@" + domain)})
		if got.Learned != decided || (got.State == Processed) != decided || !decided && (len(got.Candidates) != 1 || got.Candidates[0].Client.ID != c.ID) {
			t.Errorf("%s: the mail of a second sender is %s (learned: %v) with %d suggestions, want it assigned: %v", domain, got.State, got.Learned, len(got.Candidates), decided)
		}
	}
}
