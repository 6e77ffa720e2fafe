package office

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/processing"
	"postroom/app/store"
)

// threaded is a mail of a thread.
func threaded(sender, to, id, answers, more string) []byte {
	return []byte("From: " + sender + "\r\nTo: " + to + "\r\nSubject: About " + id + "\r\nMessage-ID: <" + id + "@x>\r\nIn-Reply-To: <" + answers + "@x>\r\n" + more)
}

const withFile = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHere it is\r\n" +
	"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=payslip.pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n"

func (a *archive) inConversation(id string) string {
	a.Helper()
	e := a.entryOf(id)
	if e.Conversation == nil {
		a.Fatalf("mail %s is in no conversation: %s because %v", id, e.State, e.Evidence)
	}
	return *e.Conversation
}

// as has a member look from now on.
func (a *archive) as(who string) *Office {
	a.opts.As = who
	return a.Office
}

func (a *archive) wantCode(what string, err error, code string) {
	a.Helper()
	if err == nil || fault.CodeOf(err) != code {
		a.Errorf("%s: %v, want the code %s", what, err, code)
	}
}

func TestConversationHoldsMailsDocumentsNotesAndChangesInOrder(t *testing.T) {
	a := newArchive(t)
	handled(a)
	_, err := a.PutMember(t.Context(), processing.Member{Name: "Piet", Address: "piet@kantoor.example"})
	a.must(err)
	one := a.receive(threaded("Jan <jan@peeters.example>", emma, "1", "0", withFile))
	two := a.receive(threaded("Emma <"+emma+">", "jan@peeters.example", "2", "1", "\r\nThanks\r\n"))
	unknown := a.receive(threaded("Lies <lies@gmail.com>", emma, "3", "9", "\r\nHi\r\n"))
	a.processed()
	id := a.inConversation(one)
	if other := a.inConversation(two); other != id {
		t.Errorf("the answer is in %s, want %s", other, id)
	}
	if e := a.entryOf(unknown); e.Conversation != nil {
		t.Errorf("a mail that needs somebody is in the conversation %s", *e.Conversation)
	}
	c, err := a.as("Emma").NoteConversation(id, "Call him")
	if a.must(err); c.Notes != 1 || c.State != processing.StandsWaiting || !strings.Contains(c.Why, "Emma answered") || c.Client.Name != "Peeters BV" {
		t.Errorf("the conversation is %+v", c)
	}
	_, err = a.AssignConversation(id, "piet")
	a.must(err)
	_, err = a.DueConversation(id, "2026-12-01")
	a.must(err)
	c, err = a.SetConversation(id, "open")
	if a.must(err); c.State != processing.StandsOpen || *c.Assigned != "piet@kantoor.example" || *c.Due != "2026-12-01" || c.Overdue || c.Subject != "About 1" || c.Mails != 2 {
		t.Errorf("the conversation is %+v", c)
	}
	v, err := a.Conversation(id, 0, 0)
	a.must(err)
	var got []string
	for _, e := range v.Entries {
		s := e.Kind
		switch {
		case e.Document != nil:
			s += " " + e.Document.ID + " " + string(e.Way)
			for _, at := range e.Document.Attachments {
				s += " " + at.Name
			}
		case e.Text != nil:
			s += " " + *e.Text + " " + *e.By
		case e.Value != nil:
			s += " " + *e.Value
		}
		got = append(got, s)
	}
	want := []string{"mail " + one + " came payslip.pdf", "mail " + two + " sent", "note Call him " + emma, "assigned piet@kantoor.example", "due 2026-12-01", "state open"}
	if !slices.Equal(got, want) || v.Total != len(want) {
		t.Errorf("the conversation holds %q, want %q", got, want)
	}
	if last, err := a.Conversation(id, -1, 2); err != nil || len(last.Entries) != 2 || last.Offset != 4 || last.Entries[1].Kind != "state" {
		t.Errorf("its end is %+v, %v", last, err)
	}
	w, err := a.as("piet").MyWork(0, 0)
	if a.must(err); w.Member.Name != "Piet" || w.Counts.Conversations != 1 || w.Counts.Assigned != 1 || w.Conversations[0].ID != id || !slices.Contains(w.Conversations[0].Reasons, "assigned") {
		t.Errorf("Piet has to do %+v", w)
	}
	w, err = a.as("Emma").MyWork(0, 0)
	if a.must(err); w.Counts.Conversations != 0 || w.Counts.Attention != 1 || w.Attention[0].ID != unknown {
		t.Errorf("Emma has to do %+v", w)
	}
	a.handling.room = nil // as after a kill
	a.as("")
	after, err := a.Conversation(id, 0, 0)
	if a.must(err); len(after.Entries) != len(want) || after.State != processing.StandsOpen {
		t.Errorf("after a restart the conversation is %+v", after)
	}
}

func TestReassignedMailMovesAndDoneConversationReopens(t *testing.T) {
	a := newArchive(t)
	handled(a)
	_, _, err := a.AddClient(t.Context(), processing.Client{Name: "Bakker", Number: "1002"})
	a.must(err)
	one := a.receive(threaded("jan@peeters.example", emma, "1", "0", "\r\nHi\r\n"))
	two := a.receive(threaded("jan@peeters.example", emma, "2", "1", "\r\nHi\r\n"))
	a.processed()
	id := a.inConversation(one)
	_, err = a.SetConversation(id, "done")
	a.must(err)
	_, err = a.Assign(t.Context(), two, "1002", "nothing")
	a.must(err)
	if other := a.inConversation(two); other == id {
		t.Error("the mail is in the first client's conversation still")
	}
	list, err := a.Conversations(ConversationQuery{Client: "1002"}, 0, 0)
	if a.must(err); list.Total != 1 || list.Conversations[0].Client.Name != "Bakker" || list.Conversations[0].State != processing.StandsOpen {
		t.Errorf("the other client's conversations are %+v", list)
	}
	_, err = a.UndoProcessing(t.Context())
	a.must(err)
	if other := a.inConversation(two); other != id {
		t.Errorf("after undo the mail is in %s, want %s", other, id)
	}
	if list, err = a.Conversations(ConversationQuery{}, 0, 0); err != nil || list.Total != 1 || list.Conversations[0].State != processing.StandsDone {
		t.Errorf("after undo there is %+v, %v", list, err)
	}
	a.receive(threaded("jan@peeters.example", emma, "3", "2", "\r\nAnd\r\n"))
	a.processed()
	if list, err = a.Conversations(ConversationQuery{State: "open"}, 0, 0); err != nil || list.Total != 1 || list.Conversations[0].ID != id || list.Conversations[0].Mails != 3 {
		t.Errorf("open is %+v, %v, want the reopened one", list, err)
	}
}

func TestConversationsRefuseWhatCannotBe(t *testing.T) {
	a := newArchive(t)
	handled(a)
	id := a.receive(threaded("jan@peeters.example", emma, "1", "0", "\r\nHi\r\n"))
	a.processed()
	id = a.inConversation(id)
	_, err := a.NoteConversation(id, strings.Repeat("x", 1<<20))
	a.wantCode("a note of 1 MB", err, "note-long")
	_, err = a.DueConversation(id, "0000-01-01")
	a.wantCode("the year 0", err, "due-day")
	_, err = a.AssignConversation(id, "zoe")
	a.wantCode("somebody unknown", err, "member-unknown")
	_, err = a.as("zoe").NoteConversation(id, "x")
	a.as("")
	a.wantCode("a note of somebody unknown", err, "member-unknown")
	_, err = a.SetConversation(id, "later")
	a.wantCode("an unknown state", err, "standing-unknown")
	_, err = a.Conversation("no", 0, 0)
	a.wantCode("an unknown conversation", err, "conversation-unknown")
	_, err = a.Conversations(ConversationQuery{Client: "no"}, 0, 0)
	a.wantCode("an unknown client", err, "client-unknown")
	_, err = a.Conversations(ConversationQuery{Assigned: "zoe"}, 0, 0)
	a.wantCode("those of somebody unknown", err, "member-unknown")
	_, err = a.MyWork(0, 0)
	a.wantCode("the work of nobody", err, "member-missing")
	_, err = a.ReadConversation(id, 0)
	a.wantCode("read by nobody", err, "member-missing")
	if c, err := a.Concerns(0, 3); err != nil || c.Total != 0 {
		t.Errorf("nobody is told %+v, %v", c, err)
	}
}

func TestWhoIsSignedInIsToldOnceOfWhatConcernsThem(t *testing.T) {
	a := newArchive(t)
	handled(a)
	a.must(a.db.PutAccount(store.Account{ID: "1", Kind: store.Work, Address: strings.ToUpper(emma), State: store.Active}))
	a.must(a.db.PutMailbox(store.Mailbox{Mailbox: mail.Mailbox{Address: emma}}))
	for n := range 5 {
		a.receive(threaded("jan@peeters.example", emma, fmt.Sprint("n", n), fmt.Sprint("o", n), "\r\nHi\r\n"))
	}
	a.processed()
	c, err := a.Concerns(0, 3)
	if a.must(err); c.Total != 5 || len(c.Conversations) != 3 {
		t.Errorf("Emma is told %+v", c)
	}
	again, err := a.Concerns(c.Number, 3)
	if a.must(err); again.Total != 0 || again.Number != c.Number {
		t.Errorf("Emma is told again: %+v", again)
	}
	w, err := a.MyWork(0, 2)
	if a.must(err); w.Member.Address != emma || w.Counts.Conversations != c.Total || w.Counts.Unread != c.Total {
		t.Errorf("Emma has to do %+v", w)
	}
	for _, one := range w.Conversations {
		if read, err := a.ReadConversation(one.ID, 0); err != nil || read.Unread != 0 {
			t.Errorf("what was read is %+v, %v", read, err)
		}
	}
}

func TestConversationsAreUsedWhileMailsAreProcessed(t *testing.T) {
	a := newArchive(t)
	handled(a)
	first := a.receive(threaded("jan@peeters.example", emma, "1", "0", "\r\nHi\r\n"))
	a.processed()
	id := a.inConversation(first)
	var seqs []uint64
	for n := range 40 {
		a.receive(threaded("jan@peeters.example", emma, fmt.Sprint("m", n), "1", "\r\nHi\r\n"))
		seqs = append(seqs, a.seq)
	}
	room, err := a.room()
	a.must(err)
	a.as("Emma")
	var all sync.WaitGroup
	all.Go(func() {
		for part := range slices.Chunk(seqs, 5) {
			if _, err := a.processSome(t.Context(), room, a.dest, part); err != nil {
				t.Error(err)
			}
		}
	})
	for n := range 4 {
		all.Go(func() {
			for range 10 {
				if _, err := a.NoteConversation(id, "x"); err != nil {
					t.Error(err)
				}
				if _, err := a.SetConversation(id, []string{"open", "done"}[n%2]); err != nil {
					t.Error(err)
				}
				if _, err := a.ReadConversation(id, 0); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	v, err := a.Conversation(id, 0, 0)
	if a.must(err); v.Mails != 41 || v.Notes != 40 || v.Total != 41+40+40 {
		t.Errorf("the conversation has %d mails, %d notes, %d entries; want 41, 40, 121", v.Mails, v.Notes, v.Total)
	}
}

func TestWhoIsAskedToSeeToAConversationSeesItsDocuments(t *testing.T) {
	a := newArchive(t)
	handled(a)
	for _, m := range []processing.Member{{Name: "Piet", Address: "piet@kantoor.example"}, {Name: "Bert", Address: "bert@kantoor.example", Manager: true}} {
		_, err := a.PutMember(t.Context(), m)
		a.must(err)
	}
	doc, other := a.receive(threaded("jan@peeters.example", emma, "1", "0", withFile)), a.receive(threaded("jan@peeters.example", emma, "2", "9", withFile))
	a.processed()
	id := a.inConversation(doc)
	sees := func(what string, want ...string) {
		t.Helper()
		docs, err := a.as("Piet").Documents("", 0)
		a.must(err)
		var got []string
		for _, d := range docs {
			got = append(got, d.ID)
		}
		list, err := a.Conversations(ConversationQuery{}, 0, 0)
		if a.must(err); !slices.Equal(got, want) || list.Total != len(want) {
			t.Errorf("%s: Piet sees the documents %v and %d conversations, want %v", what, got, list.Total, want)
		}
		for _, d := range []string{doc, other} {
			if _, err := a.Document(d); (err == nil) != slices.Contains(want, d) {
				t.Errorf("%s: Piet opens the document %s: %v", what, d, err)
			}
		}
	}
	sees("at first")
	_, err := a.Conversation(id, 0, 0)
	a.wantCode("somebody else's conversation", err, "conversation-unknown")
	_, err = a.AssignConversation(id, "Piet")
	a.wantCode("taking it", err, "conversation-unknown")
	_, err = a.as("Bert").AssignConversation(id, "Piet")
	a.must(err)
	sees("asked by the manager", doc)
	gone, err := a.AssignConversation(id, Nobody)
	if a.must(err); gone != nil {
		t.Errorf("who gave it away still sees %+v", gone)
	}
	sees("at last")
}
