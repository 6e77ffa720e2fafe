package processing

import "testing"

func TestCorrectionDecidesAnewWhatFollowedItsThread(t *testing.T) {
	d := team(t)
	a := d.client(Client{Name: "A", Addresses: []string{"jan@a.example"}})
	b := d.client(Client{Name: "B", Addresses: []string{"piet@b.example"}, VAT: []string{"BE0403170701"}})
	stranger := from("x@stranger.example")
	first := d.take(Letter{From: stranger, MessageID: "<1@x>", Numbers: FindNumbers("BE0403170701", InSubject)})
	second := d.take(Letter{From: stranger, MessageID: "<2@x>", Replies: []string{"<1@x>"}})
	third := d.take(Letter{From: stranger, MessageID: "<3@x>", Replies: []string{"<2@x>"}})
	root := d.take(Letter{From: stranger, MessageID: "<8@x>", Numbers: FindNumbers("BE0403170701", InSubject)})
	strong := d.take(Letter{From: from("piet@b.example"), MessageID: "<4@x>", Replies: []string{"<8@x>"}})
	said := d.take(Letter{From: stranger, MessageID: "<5@x>", Replies: []string{"<6@x>"}})
	_, err := d.Assign(t.Context(), said.Seq, "B", LearnNothing)
	d.must(err)
	other := d.take(Letter{From: stranger, MessageID: "<7@x>", Numbers: FindNumbers("BE0403170701", InSubject)})
	for what, i := range map[string]Item{"the first": first, "the second": second, "the third": third, "with an address": strong} {
		d.wants(what, i, Processed, "", b, "")
	}
	_, err = d.Assign(t.Context(), root.Seq, "A", LearnNothing)
	d.must(err)
	_, err = d.Assign(t.Context(), first.Seq, "A", LearnNothing)
	d.must(err)
	d.wants("corrected", d.item(first.Seq), Processed, "", a, "by a person")
	d.wants("what followed it", d.item(second.Seq), Processed, "", a, "conversation with A")
	d.wants("what followed that", d.item(third.Seq), Processed, "", a, "conversation with A")
	d.wants("what has stronger evidence", d.item(strong.Seq), Processed, "", b, "is an address of B")
	d.wants("what a person decided", d.item(said.Seq), Processed, "", b, "by a person")
	d.wants("what is of another thread", d.item(other.Seq), Processed, "", b, "")
	_, err = d.Undo(t.Context(), true)
	d.must(err)
	for what, i := range map[string]Item{"the first": first, "the second": second, "the third": third} {
		d.wants(what+", undone", d.item(i.Seq), Processed, "", b, "")
	}
	d.must(d.SetAside(t.Context(), first.Seq))
	d.wants("with what was said before set aside", d.item(second.Seq), Attention, UnknownSender, Client{}, "")
	d.wants("and what followed that", d.item(third.Seq), Attention, UnknownSender, Client{}, "")
}

func TestCorrectionOfOneOfSeveralThatTheThreadKnowsAsksAPerson(t *testing.T) {
	d := team(t)
	a := d.client(Client{Name: "A", Addresses: []string{"jan@a.example"}})
	b := d.client(Client{Name: "B", Addresses: []string{"piet@b.example"}})
	stranger := from("x@stranger.example")
	d.take(Letter{From: from("jan@a.example"), MessageID: "<1@x>"})
	second := d.take(Letter{From: stranger, MessageID: "<2@x>", Replies: []string{"<1@x>"}})
	third := d.take(Letter{From: stranger, MessageID: "<3@x>", Replies: []string{"<2@x>", "<1@x>"}})
	d.wants("before", third, Processed, "", a, "conversation")
	_, err := d.Assign(t.Context(), second.Seq, b.ID, LearnNothing)
	d.must(err)
	d.wants("after", d.item(third.Seq), Attention, SeveralClients, Client{}, "2 clients")
}
