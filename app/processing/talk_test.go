package processing

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"postroom/app/store"
)

func TestThreadOfFiveThousandMailsIsReadInParts(t *testing.T) {
	d, _, _ := talking(t)
	const mails = 5000
	var letters []Letter
	for n := range mails {
		l := Letter{Seq: uint64(n + 1), Mailbox: info, From: jan, MessageID: fmt.Sprintf("<%d@x>", n), Received: today.Add(time.Duration(n) * time.Second)}
		if n > 0 {
			l.Replies = []string{fmt.Sprintf("<%d@x>", n-1)}
		}
		letters = append(letters, l)
	}
	for part := range slices.Chunk(letters, 500) {
		d.process(part...)
	}
	id := d.item(1).Talk()
	v, err := d.Conversation(d.as("An"), id, -1, 50)
	if d.must(err); v.Total != mails || v.Offset != mails-50 || len(v.Passages) != 50 || v.Passages[49].Mail.Letter.MessageID != "<4999@x>" || v.Unread != mails {
		t.Errorf("of %d passages %d are given from %d on, %d unread", v.Total, len(v.Passages), v.Offset, v.Unread)
	}
	if v, err = d.Conversation(d.as("An"), id, mails, 50); err != nil || len(v.Passages) != 0 {
		t.Errorf("beyond its end the conversation has %d passages, %v", len(v.Passages), err)
	}
}

func TestMailThatWasFiledTwiceIsOneOfTheConversation(t *testing.T) {
	d, _, _ := talking(t)
	one := d.take(Letter{From: jan, MessageID: "<1@x>"})
	two := d.take(Letter{From: jan, MessageID: "<1@x>", Mailbox: "dora@kantoor.example"})
	if one.Talk() != two.Talk() {
		t.Fatal("the same mail is in two conversations")
	}
	v := d.talk(Everything(), one.Talk())
	if v.Mails != 1 || len(v.Passages) != 1 || !slices.Equal(v.Passages[0].Copies, []uint64{two.Seq}) {
		t.Errorf("the conversation is %+v", v)
	}
	v = d.talk(d.as("Dora"), one.Talk())
	if v.Mails != 1 || len(v.Passages) != 1 || v.Passages[0].Mail.Seq != two.Seq || len(v.Passages[0].Copies) != 0 {
		t.Errorf("Dora sees %+v, want her copy", v)
	}
}

func TestSlipsFromBeforeThereWereConversationsAreInThem(t *testing.T) {
	d, _, _ := talking(t)
	one := d.take(Letter{From: jan, MessageID: "<1@x>", Subject: "Old", Received: today})
	d.must(d.store.Update(func(tx Tx) error {
		s, _, err := tx.Slip(one.Seq)
		d.must(err)
		s.Turn = Turn{}
		return tx.PutSlip(s)
	}))
	d.reopen()
	v := d.talk(d.as("An"), one.Talk())
	if v.Subject != "Old" || v.State != StandsOpen || v.Unread != 0 || !v.First.Equal(today) {
		t.Errorf("the old mail's conversation is %+v", v)
	}
}

func TestNotesGoWithTheLastDeletedMail(t *testing.T) {
	d, _, _ := talking(t)
	gone, moved := d.take(Letter{From: jan, MessageID: "<1@x>"}), d.take(Letter{From: jan, MessageID: "<2@x>"})
	for _, i := range []Item{gone, moved} {
		d.must(d.Note(d.as("An"), i.Talk(), "Remember"))
	}
	d.must(d.SetAside(t.Context(), moved.Seq))
	d.must(d.db.Update(func(tx *store.Tx) error {
		d.must(tx.DropRecord(store.Letters, store.SeqKey(gone.Seq)))
		return tx.DropRecord(store.Slips, store.SeqKey(gone.Seq))
	}))
	d.reopen()
	d.must(d.DropEmpty(t.Context()))
	kept := 0
	d.must(d.store.View(func(tx Tx) error {
		return tx.Conversations(func(c Conversation) error {
			text, ok, err := tx.Note(c.Marks[0].Number)
			if kept++; err != nil || !ok || text != "Remember" || c.ID != moved.Talk() {
				t.Errorf("kept is %+v with the note %q, %v", c, text, err)
			}
			return nil
		})
	}))
	if kept != 1 {
		t.Errorf("%d conversations are kept, want that of the mail that is filed still", kept)
	}
	notes := 0
	d.must(d.db.View(func(tx *store.Tx) error {
		return tx.Records(store.TalkNotes, nil, func([]byte, func(any) error) (bool, error) { notes++; return true, nil })
	}))
	if notes != 1 {
		t.Errorf("%d notes are kept, want 1", notes)
	}
	_, err := d.Undo(t.Context(), true)
	d.must(err)
	d.has("the mail that came back", moved.Talk(), "mail <2@x>", "note Remember")
}

// unwritten is a store that may be read only.
type unwritten struct {
	Store
	t *testing.T
}

func (u unwritten) Update(fn func(Tx) error) error {
	u.t.Error("written was where nothing is to be dropped")
	return u.Store.Update(fn)
}

func TestNothingIsWrittenWhereNoConversationIsToBeDropped(t *testing.T) {
	d, _, _ := talking(t)
	moved := d.take(Letter{From: jan, MessageID: "<1@x>"})
	d.must(d.Note(d.as("An"), moved.Talk(), "Remember"))
	d.must(d.SetAside(t.Context(), moved.Seq))
	d.reopen()
	d.store = unwritten{d.store, t}
	d.must(d.DropEmpty(t.Context()))
}

func TestNotesFollowAThreadThatIsCorrected(t *testing.T) {
	d, _, bakker := talking(t)
	one := d.take(Letter{From: from("x@stranger.example"), MessageID: "<1@x>"})
	_, err := d.Assign(t.Context(), one.Seq, "Peeters", LearnNothing)
	d.must(err)
	two := d.take(Letter{From: from("y@stranger.example"), MessageID: "<2@x>", Replies: []string{"<1@x>"}})
	id := two.Talk()
	d.must(d.Note(d.as("An"), id, "Wrong client?"))
	_, err = d.Assign(t.Context(), one.Seq, bakker.ID, LearnNothing)
	d.must(err)
	other := d.item(one.Seq).Talk()
	if d.item(two.Seq).Talk() != other || other == id || other == "" {
		t.Fatalf("after the correction the mails are in %q and %q, not in %q", other, d.item(two.Seq).Talk(), id)
	}
	d.has("corrected", other, "mail <1@x>", "mail <2@x>", "note Wrong client?")
	_, err = d.Undo(t.Context(), true)
	d.must(err)
	d.has("undone", id, "mail <1@x>", "mail <2@x>", "note Wrong client?")
}
