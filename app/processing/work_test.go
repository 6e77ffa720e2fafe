package processing

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// ids are the conversations of a list.
func ids(items []ConversationItem) (list []string) {
	for _, i := range items {
		list = append(list, i.ID)
	}
	return list
}

func (d *desk) lists(what string, see Sight, q ConversationQuery, want ...string) {
	d.t.Helper()
	p, err := d.Conversations(see, q, 0, 100)
	d.must(err)
	if got := ids(p.Items); !slices.Equal(got, want) || p.Total != len(want) {
		d.t.Errorf("%s: listed are %v, %d in all, want %v", what, got, p.Total, want)
	}
}

func TestConversationsAreFoundByWhatTheyAre(t *testing.T) {
	d, peeters, bakker := talking(t)
	at := today.Add(-24 * time.Hour)
	take := func(l Letter) string {
		at = at.Add(time.Minute)
		l.Received = at
		return d.take(l).Talk()
	}
	bas := from("bas@bakker.example")
	one, two := take(Letter{From: jan, MessageID: "<1@x>"}), take(Letter{From: bas, MessageID: "<2@x>"})
	three := take(Letter{From: bas, MessageID: "<3@x>", Mailbox: "dora@kantoor.example"})
	four := take(answer("an@kantoor.example", "<4@x>"))
	take(Letter{From: jan, Replies: []string{"<1@x>"}})
	all, an, dora := Everything(), d.as("An"), d.as("Dora")
	d.lists("all", all, ConversationQuery{}, one, four, three, two)
	d.lists("An's", an, ConversationQuery{}, one, four, two)
	d.lists("Dora's", dora, ConversationQuery{}, three)
	d.lists("Bert's", d.as("Bert"), ConversationQuery{}, one, four, three, two)
	d.lists("those in which Bert takes part", d.as("Bert"), ConversationQuery{Mine: true})
	d.lists("a client's", all, ConversationQuery{Client: bakker.ID}, three, two)
	d.lists("another client's", dora, ConversationQuery{Client: peeters.ID})
	d.lists("waiting", all, ConversationQuery{State: StandsWaiting}, four)
	d.lists("not read", an, ConversationQuery{Unread: true}, one, two)
	d.must(d.ReadTalk(an, one, 0))
	d.lists("not read, after one was", an, ConversationQuery{Unread: true}, two)
	d.must(d.AssignTalk(an, two, "Cas"))
	d.lists("assigned", all, ConversationQuery{Assigned: "cas@kantoor.example"}, two)
	d.lists("assigned to nobody", an, ConversationQuery{Assigned: Nobody}, one, four)
	d.must(d.SetDue(an, one, "2026-11-22"))
	d.must(d.SetDue(an, two, "2026-11-24"))
	d.lists("due today", all, ConversationQuery{DueBy: "2026-11-23"}, one)
	d.must(d.SetStanding(an, one, StandsDone))
	d.lists("due, after it is done", all, ConversationQuery{DueBy: "2026-11-24"}, two)
	p, err := d.Conversations(an, ConversationQuery{State: StandsDone}, 1, 10)
	if d.must(err); p.Total != 1 || len(p.Items) != 0 || p.States[StandsDone] != 1 || p.States[StandsOpen] != 1 || p.States[StandsWaiting] != 1 {
		t.Errorf("beyond its end the list is %+v", p)
	}
}

func TestNobodySeesMoreOfConversationsThanTheirTiesLet(t *testing.T) {
	d, _, _ := talking(t)
	d.take(Letter{From: jan, MessageID: "<1@x>", Mailbox: "dora@kantoor.example", Subject: "For Dora"})
	front := d.take(Letter{From: jan, MessageID: "<2@x>", Replies: []string{"<1@x>"}, Subject: "For all"})
	secret := d.take(Letter{From: jan, MessageID: "<3@x>", Mailbox: "dora@kantoor.example", Subject: "Secret"}).Talk()
	id := front.Talk()
	sees := func(who string, want ...string) {
		t.Helper()
		v := d.talk(d.as(who), id)
		if got := said(v); !slices.Equal(got, want) {
			t.Errorf("%s sees %q, want %q", who, got, want)
		}
	}
	sees("An", "mail <2@x>")
	sees("Dora", "mail <1@x>")
	sees("Bert", "mail <1@x>", "mail <2@x>")
	if v := d.talk(d.as("An"), id); v.Subject != "For all" || v.Why.In("en") != "Jan Peeters wrote last." {
		t.Errorf("An reads %q, %q", v.Subject, v.Why.In("en"))
	}
	an := d.as("An")
	d.must(d.AssignTalk(an, id, "An"))
	sees("An", "mail <2@x>", "assigned an@kantoor.example")
	d.must(d.AssignTalk(an, id, "Dora"))
	sees("Dora", "mail <1@x>", "mail <2@x>", "assigned an@kantoor.example", "assigned dora@kantoor.example")
	_, err := d.Conversation(an, secret, 0, 10)
	d.code("a conversation of Dora's", err, "conversation-unknown")
	for what, err := range map[string]error{"a note": d.Note(an, secret, "x"), "taking it": d.AssignTalk(an, secret, "An"), "its state": d.SetStanding(an, secret, StandsDone),
		"its day": d.SetDue(an, secret, "2026-11-24"), "reading": d.ReadTalk(an, secret, 0)} {
		d.code(what+" of a conversation that can't be seen", err, "conversation-unknown")
	}
	d.lists("An's", an, ConversationQuery{}, id)
	if w, err := d.Work(an, 0, 10); err != nil || w.Counts.Total != 1 || w.Items[0].ID != id {
		t.Errorf("An has to do %+v, %v", w, err)
	}
	if c, err := d.Concerns(an, 0, 10); err != nil || c.Total != 1 || c.Conversations[0].ID != id {
		t.Errorf("An is told %+v, %v", c, err)
	}
	d.must(d.AssignTalk(d.as("Bert"), secret, "Cas"))
	if v := d.talk(d.as("Cas"), secret); v.Mails != 1 {
		t.Errorf("Cas, whom the manager asked, sees %+v", v)
	}
	d.must(d.AssignTalk(d.as("Bert"), secret, ""))
	_, err = d.Conversation(d.as("Cas"), secret, 0, 10)
	d.code("what Cas is not asked any more", err, "conversation-unknown")
}

func TestMyWorkIsWhatIHaveToDoTheMostUrgentFirst(t *testing.T) {
	d, _, _ := talking(t)
	an := d.as("An")
	take := func(n int, l Letter) string {
		l.MessageID, l.Received = fmt.Sprintf("<%d@x>", n), today.Add(time.Duration(n)*time.Minute)
		return d.take(l).Talk()
	}
	old, due, fresh := take(1, Letter{From: jan}), take(2, Letter{From: jan}), take(3, Letter{From: jan})
	cas, open, waiting := take(4, Letter{From: jan}), take(5, Letter{From: jan}), take(6, answer("an@kantoor.example", "<y@x>"))
	chosen := take(7, Letter{From: jan})
	done := take(8, Letter{From: jan})
	for _, id := range []string{old, due, cas, open, waiting, chosen, done} {
		d.must(d.ReadTalk(an, id, 0))
	}
	d.must(d.SetDue(an, old, "2026-11-20"))
	d.must(d.SetDue(an, due, "2026-11-23"))
	d.must(d.AssignTalk(an, cas, "Cas"))
	d.must(d.AssignTalk(an, chosen, "An"))
	d.must(d.SetStanding(an, done, StandsDone))
	wants := func(who string, want ...string) {
		t.Helper()
		w, err := d.Work(d.as(who), 0, 100)
		d.must(err)
		var got []string
		for _, i := range w.Items {
			got = append(got, i.ID+" "+strings.Join(i.Reasons, " "))
		}
		if !slices.Equal(got, want) || w.Counts.Total != len(want) {
			t.Errorf("%s has to do %q, %+v, want %q", who, got, w.Counts, want)
		}
	}
	wants("An", old+" overdue open", due+" today open", fresh+" unread open", chosen+" assigned", open+" open")
	d.must(d.SetDue(an, waiting, "2026-11-22"))
	d.must(d.Note(d.as("Cas"), cas, "Can you look?"))
	wants("An", old+" overdue open", waiting+" overdue", due+" today open", cas+" unread", fresh+" unread open", chosen+" assigned", open+" open")
	_, err := d.DropMember(t.Context(), "Cas") // what they had to see to is everybody's again
	d.must(err)
	wants("An", old+" overdue open", waiting+" overdue", due+" today open", cas+" unread open", fresh+" unread open", chosen+" assigned", open+" open")
	wants("Bert")
	wants("Dora")
	_, err = d.Work(Everything(), 0, 10)
	d.code("nobody's work", err, "member-missing")
}

func TestOneIsToldOnceOfWhatConcernsOneAndNotOfWhatOneDid(t *testing.T) {
	d, _, _ := talking(t)
	one := d.take(Letter{From: jan, MessageID: "<1@x>"}).Talk()
	d.take(answer("cas@kantoor.example", "<2@x>"))
	d.take(Letter{From: from("bas@bakker.example"), Mailbox: "dora@kantoor.example"})
	an := d.as("An")
	since := uint64(0)
	told := func(what string, want ...string) {
		t.Helper()
		c, err := d.Concerns(an, since, 10)
		d.must(err)
		if got := ids(c.Conversations); !slices.Equal(got, want) || c.Total != len(want) {
			t.Errorf("%s: An is told of %v, %d, want %v", what, got, c.Total, want)
		}
		since = c.Last
	}
	told("a client's mail", one)
	told("nothing new")
	d.must(d.Note(an, one, "x"))
	d.must(d.AssignTalk(an, one, "An"))
	told("what An did")
	d.must(d.AssignTalk(d.as("Bert"), one, "Cas"))
	told("what was given to Cas")
	d.must(d.AssignTalk(d.as("Bert"), one, "An"))
	told("what was given to An", one)
	d.must(d.Note(d.as("Cas"), one, "x"))
	d.take(Letter{From: jan, Replies: []string{"<1@x>"}})
	other := d.take(Letter{From: from("bas@bakker.example"), MessageID: "<5@x>", Received: today.Add(time.Hour)}).Talk()
	told("several things at once", other, one)
	d.take(Letter{From: jan, Replies: []string{"<1@x>"}})
	d.must(d.ReadTalk(an, one, 0))
	told("what An has read already")
}
