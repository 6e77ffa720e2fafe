package processing

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/mail"
)

// talking is a team with two clients: An and Cas are in "front", Dora handles her own address, Bert is manager.
func talking(t testing.TB) (d *desk, peeters, bakker Client) {
	d = team(t)
	d.member("Cas", "cas@kantoor.example", func(m *Member) { m.Teams = []string{"front"} })
	d.member("Dora", "dora@kantoor.example", nil)
	d.tie("dora@kantoor.example", "contact")
	peeters = d.client(Client{Name: "Peeters", Number: "1", Addresses: []string{"jan@peeters.example"}})
	bakker = d.client(Client{Name: "Bakker", Number: "2", Addresses: []string{"bas@bakker.example"}})
	return d, peeters, bakker
}

var jan = mail.Address{Name: "Jan Peeters", Address: "jan@peeters.example"}

// answer is a mail of the office to Jan.
func answer(by, to string) Letter {
	return Letter{From: from(by), To: []mail.Address{jan}, Replies: []string{to}}
}

func (d *desk) as(who string) Sight {
	d.t.Helper()
	see, err := d.Sight(who)
	d.must(err)
	return see
}

func (d *desk) talk(see Sight, id string) *ConversationPassages {
	d.t.Helper()
	v, err := d.Conversation(see, id, 0, 1<<30)
	d.must(err)
	return v
}

func (d *desk) stands(what, id string, s Standing, why string) {
	d.t.Helper()
	v := d.talk(Everything(), id)
	if got := v.Why.In("en"); v.State != s || !strings.Contains(got, why) {
		d.t.Errorf("%s: the conversation is %s because %q, want %s because %q", what, v.State, got, s, why)
	}
}

// said are a conversation's passages in short.
func said(v *ConversationPassages) (list []string) {
	for _, p := range v.Passages {
		text := p.Text + p.Value
		if p.Mail != nil {
			text = p.Mail.Letter.MessageID
		}
		list = append(list, p.Kind+" "+text)
	}
	return list
}

func (d *desk) has(what, id string, want ...string) {
	d.t.Helper()
	if got := said(d.talk(Everything(), id)); !slices.Equal(got, want) {
		d.t.Errorf("%s: the conversation holds %q, want %q", what, got, want)
	}
}

func TestConversationStandsAsItsMailsAndPeopleSay(t *testing.T) {
	d, _, _ := talking(t)
	at := today.Add(-24 * time.Hour)
	next := func(l Letter) Item {
		at = at.Add(time.Minute)
		if l.Received.IsZero() {
			l.Received = at
		}
		return d.take(l)
	}
	first := next(Letter{From: jan, MessageID: "<1@x>", Subject: "A question"})
	id := first.Talk()
	d.stands("a client's mail", id, StandsOpen, "Jan Peeters wrote last")
	if i := next(answer("an@kantoor.example", "<1@x>")); i.Talk() != id {
		t.Errorf("the answer is in %q, want %q", i.Talk(), id)
	}
	d.stands("an answer", id, StandsWaiting, "an@kantoor.example answered")
	next(Letter{From: from("an@kantoor.example"), To: []mail.Address{from("cas@kantoor.example")}, Replies: []string{"<1@x>"}, Numbers: []Number{{KindClient, "1", InSubject}}})
	d.stands("colleagues", id, StandsWaiting, "answered")
	next(Letter{From: jan, Replies: []string{"<1@x>"}, MessageID: "<3@x>"})
	d.stands("the client again", id, StandsOpen, "wrote last")
	d.must(d.SetStanding(d.as("An"), id, StandsDone))
	d.stands("done", id, StandsDone, "An set this on 2026-11-23")
	next(answer("an@kantoor.example", "<3@x>"))
	d.stands("a last answer", id, StandsDone, "An set this")
	late := next(Letter{From: jan, Replies: []string{"<3@x>"}, Received: at.Add(-time.Hour)})
	d.stands("a mail that was filed late", id, StandsWaiting, "answered") // the answer is younger than it
	next(Letter{From: jan, Replies: []string{"<3@x>"}})
	d.stands("reopened", id, StandsOpen, "It was done, and Jan Peeters wrote again")
	if late.Talk() != id {
		t.Errorf("the late mail is in %q", late.Talk())
	}
	v := d.talk(Everything(), id)
	if v.Mails != 7 || v.Subject != "" || v.Client == nil || v.Client.Name != "Peeters" || !slices.Equal(v.Participants, []string{"an@kantoor.example", "cas@kantoor.example"}) {
		t.Errorf("the conversation is %+v", v.ConversationItem)
	}
	if other := next(Letter{From: jan, MessageID: "<other@x>"}); other.Talk() == id || other.Talk() == "" {
		t.Errorf("a mail of another thread is in %q", other.Talk())
	}
	if aside := next(Letter{From: jan, Auto: true, Replies: []string{"<3@x>"}}); aside.Talk() != "" {
		t.Errorf("what was set aside is in the conversation %q", aside.Talk())
	}
	before := d.talk(d.as("An"), id)
	d.reopen()
	if after := d.talk(d.as("An"), id); !reflect.DeepEqual(before, after) {
		t.Errorf("after a restart the conversation is %+v, before it was %+v", after, before)
	}
}

func TestMailMovesToItsClientsConversationAndUndoBringsItBack(t *testing.T) {
	d, _, bakker := talking(t)
	one := d.take(Letter{From: jan, MessageID: "<1@x>"})
	two := d.take(Letter{From: jan, MessageID: "<2@x>", Replies: []string{"<1@x>"}})
	id := one.Talk()
	d.must(d.Note(d.as("An"), id, "He called"))
	d.must(d.SetStanding(d.as("An"), id, StandsDone))
	_, err := d.Assign(t.Context(), two.Seq, bakker.ID, LearnNothing)
	d.must(err)
	other := d.item(two.Seq).Talk()
	d.has("the first client's", id, "mail <1@x>", "note He called", "state done")
	d.has("the other client's", other, "mail <2@x>")
	d.stands("the other client's", other, StandsOpen, "wrote last")
	d.stands("the first client's", id, StandsDone, "An")
	_, err = d.Assign(t.Context(), one.Seq, bakker.ID, LearnNothing)
	d.must(err)
	d.has("with the last mail goes what was said", other, "mail <1@x>", "mail <2@x>", "note He called", "state done")
	_, err = d.Conversation(Everything(), id, 0, 10)
	d.code("a conversation without mails", err, "conversation-unknown")
	d.stands("mails that came to what was done", other, StandsOpen, "wrote again")
	for range 2 {
		_, err = d.Undo(t.Context(), true)
		d.must(err)
	}
	d.has("undone", id, "mail <1@x>", "mail <2@x>", "note He called", "state done")
	d.stands("undone", id, StandsDone, "An")
	u, err := d.Undo(t.Context(), true)
	if err != nil || u.What != ActTalk || u.Conversations != 1 {
		t.Errorf("undone is %+v, %v, want what was done about one conversation", u, err)
	}
	d.stands("not done any more", id, StandsOpen, "wrote last")
	_, err = d.Undo(t.Context(), true)
	d.must(err)
	d.has("without the note", id, "mail <1@x>", "mail <2@x>")
	d.reopen()
	d.has("after a restart", id, "mail <1@x>", "mail <2@x>")
}

func TestMergedClientsConversationsAreCarriedOver(t *testing.T) {
	d, peeters, bakker := talking(t)
	one := d.take(Letter{From: from("bas@bakker.example"), MessageID: "<1@x>"})
	id := one.Talk()
	d.must(d.Note(d.as("An"), id, "Call him"))
	d.must(d.AssignTalk(d.as("An"), id, "Cas"))
	d.must(d.SetDue(d.as("An"), id, "2026-12-01"))
	d.must(d.SetStanding(d.as("An"), id, StandsDone))
	d.must(d.ReadTalk(d.as("Cas"), id, 0))
	_, err := d.Merge(t.Context(), peeters.ID, bakker.ID)
	d.must(err)
	into := d.item(one.Seq).Talk()
	if into == id {
		t.Fatal("the merged client has the other's conversation")
	}
	d.has("carried over", into, "mail <1@x>", "note Call him", "assigned cas@kantoor.example", "due 2026-12-01", "state done")
	d.stands("carried over", into, StandsDone, "An")
	if v := d.talk(d.as("Cas"), into); v.Assigned != "cas@kantoor.example" || v.Due != "2026-12-01" || v.Unread != 0 {
		t.Errorf("carried over is %+v", v.ConversationItem)
	}
	_, err = d.Undo(t.Context(), true)
	d.must(err)
	d.has("undone", id, "mail <1@x>", "note Call him", "assigned cas@kantoor.example", "due 2026-12-01", "state done")
	d.stands("undone", id, StandsDone, "An")
	d.reopen()
	d.has("after a restart", id, "mail <1@x>", "note Call him", "assigned cas@kantoor.example", "due 2026-12-01", "state done")
}

func (d *desk) unread(who, id string, want int) {
	d.t.Helper()
	v := d.talk(d.as(who), id)
	marked := 0
	for _, p := range v.Passages {
		if p.Unread {
			marked++
		}
	}
	if v.Unread != want || marked != want {
		d.t.Errorf("%s has not read %d, of which %d are marked, want %d", who, v.Unread, marked, want)
	}
}

func TestEverybodyHasTheirOwnUnread(t *testing.T) {
	d, _, _ := talking(t)
	one := d.take(Letter{From: jan, MessageID: "<1@x>", Received: today})
	id := one.Talk()
	d.unread("An", id, 1)
	d.unread("Bert", id, 0) // he sees everything and takes part in nothing
	d.must(d.ReadTalk(d.as("An"), id, 0))
	d.unread("An", id, 0)
	d.unread("Cas", id, 1)
	d.must(d.Note(d.as("An"), id, "I'll ask the tax office"))
	d.unread("An", id, 0)
	d.unread("Cas", id, 2)
	seen := d.talk(d.as("Cas"), id)
	d.take(Letter{From: jan, Replies: []string{"<1@x>"}, Received: today.Add(time.Minute)}) // while Cas reads
	d.must(d.ReadTalk(d.as("Cas"), id, seen.Last))
	d.unread("Cas", id, 1)
	l := answer("cas@kantoor.example", "<1@x>")
	l.Received = today.Add(time.Hour)
	d.take(l)
	d.unread("Cas", id, 0) // who answers has read
	d.unread("An", id, 1)
	wrong := d.take(Letter{From: from("bas@bakker.example"), MessageID: "<old@x>"})
	d.take(Letter{From: from("bas@bakker.example"), MessageID: "<old2@x>", Replies: []string{"<old@x>"}})
	d.must(d.ReadTalk(d.as("An"), wrong.Talk(), 0))
	_, err := d.Assign(t.Context(), wrong.Seq, "Peeters", LearnNothing)
	d.must(err)
	d.unread("An", d.item(wrong.Seq).Talk(), 1) // it is news there, old as it is
	_, err = d.Undo(t.Context(), true)
	d.must(err)
	d.unread("An", wrong.Talk(), 0)
	d.reopen()
	d.unread("An", wrong.Talk(), 0)
	d.code("nobody reads", d.ReadTalk(Everything(), id, 0), "member-missing")
}

func TestConversationRefusesWhatCannotBe(t *testing.T) {
	d, _, _ := talking(t)
	id := d.take(Letter{From: jan, MessageID: "<1@x>"}).Talk()
	see := d.as("An")
	d.code("a note of 1 MB", d.Note(see, id, strings.Repeat("x", 1<<20)), "note-long")
	d.code("a note of too many characters", d.Note(see, id, strings.Repeat("é", maxNote+1)), "note-long")
	d.code("an empty note", d.Note(see, id, " \n\u202e\x00"), "note-empty")
	for _, day := range []string{"0000-01-01", "0001-01-01", "2026-02-30", "9999-01-01", "tomorrow", "2026-11-23T00:00:00Z"} {
		d.code("due on "+day, d.SetDue(see, id, day), "due-day")
	}
	d.code("an unknown member", d.AssignTalk(see, id, "zoe@kantoor.example"), "member-unknown")
	d.code("an unknown state", d.SetStanding(see, id, "odd"), "standing-unknown")
	for _, none := range []string{"", "odd", "0000000000000000", strings.Repeat("f", 1000), "../../etc"} {
		d.code("the conversation "+none, d.Note(see, none, "x"), "conversation-unknown")
		d.code("reading "+none, d.ReadTalk(see, none, 0), "conversation-unknown")
	}
	d.must(d.Note(see, id, "Two\r\nlines\x07 and \u202eleft"))
	d.has("only what can be", id, "mail <1@x>", "note Two\nlines and left")
	d.must(d.AssignTalk(see, id, ""))
	d.must(d.SetDue(see, id, ""))
	if u, err := d.Undo(t.Context(), true); err != nil || u.What != ActTalk {
		t.Errorf("undone is %+v, %v, want the note", u, err)
	}
	d.has("what changed nothing can't be undone", id, "mail <1@x>")
}

func TestManyWorkOnConversationsAtOnce(t *testing.T) {
	d, _, bakker := talking(t)
	var ids []string
	var seqs []uint64
	for n := range 8 {
		i := d.take(Letter{From: jan, MessageID: fmt.Sprintf("<%d@x>", n)})
		ids, seqs = append(ids, i.Talk()), append(seqs, i.Seq)
	}
	var all sync.WaitGroup
	do := func(fn func(n int) error) {
		all.Go(func() {
			for n := range 8 {
				if err := fn(n); err != nil {
					t.Error(err)
				}
			}
		})
	}
	an, everything := d.as("An"), Everything()
	do(func(n int) error { return d.Note(an, ids[0], "a note") })
	do(func(n int) error { return d.SetStanding(everything, ids[0], Standings[n%3]) })
	do(func(n int) error { return d.ReadTalk(an, ids[0], 0) })
	do(func(n int) error { return d.AssignTalk(an, ids[0], []string{"An", "Cas"}[n%2]) })
	do(func(n int) error {
		_, err := d.Process(d.t.Context(), []Letter{{Seq: uint64(100 + n), Mailbox: info, From: jan, Replies: []string{"<0@x>"}, Received: today}})
		return err
	})
	do(func(n int) error {
		if n == 0 {
			return nil
		}
		_, err := d.Assign(t.Context(), seqs[n], bakker.ID, LearnNothing)
		return err
	})
	do(func(int) error { _, err := d.Conversations(an, ConversationQuery{Unread: true}, 0, 5); return err })
	do(func(int) error { _, err := d.Work(an, 0, 5); return err })
	do(func(int) error { _, err := d.Concerns(an, 0, 5); return err })
	do(func(int) error { _, err := d.Conversation(an, ids[0], 0, 5); return err })
	all.Wait()
	v := d.talk(everything, ids[0])
	if v.Mails != 9 || v.Notes != 8 {
		t.Errorf("the conversation has %d mails and %d notes, want 9 and 8", v.Mails, v.Notes)
	}
	for v.Notes > 0 {
		_, err := d.Undo(t.Context(), true)
		d.must(err)
		v = d.talk(everything, ids[0])
	}
	before, err := d.Conversations(everything, ConversationQuery{}, 0, 100)
	d.must(err)
	d.reopen()
	after, err := d.Conversations(everything, ConversationQuery{}, 0, 100)
	if d.must(err); !reflect.DeepEqual(before, after) {
		t.Errorf("after a restart there is %+v, before it was %+v", after, before)
	}
}
