package face

import (
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/demo"
	"postroom/app/processing"
)

// worked is a world in which Sofie and Jan handle the mail of a client, and who is signed in is Sofie.
func worked(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	o := w.face.office
	for name, address := range map[string]string{"Sofie": demo.Sofie, "Jan": demo.Jan} {
		_, err := o.PutMember(t.Context(), processing.Member{Name: name, Address: address})
		w.must(err)
	}
	_, err := o.Tie(t.Context(), demo.Sofie, "contact")
	w.must(err)
	_, _, err = o.AddClient(t.Context(), processing.Client{Name: "Maes Bouw", Addresses: []string{"lies@maesbouw.example"}})
	w.must(err)
	return w
}

func TestConversationIsReadAssignedNotedAndDoneInTheWindow(t *testing.T) {
	w := worked(t)
	m := w.entry(w.file(unknownMail).ID)
	if m.Conversation == "" {
		t.Fatalf("the processed mail has no conversation: %+v", m)
	}
	id := m.Conversation
	p, err := w.api.MyWork(0, 0)
	w.must(err)
	if !p.Member || p.Total != 1 || p.Counts.Unread != 1 || p.Items[0].ID != id || !slices.Equal(p.Items[0].Reasons, []string{"unread", "open"}) {
		t.Errorf("Sofie has to do %+v", p)
	}
	v, err := w.api.Conversation(id, -1, 10)
	w.must(err)
	if e := v.Entries[0]; v.Total != 1 || v.Conversation.Client.Name != "Maes Bouw" || !e.Unread || e.Way != "came" || e.Document.ID != m.ID || len(e.Evidence) == 0 {
		t.Errorf("the conversation is %+v", v)
	}
	w.must(w.api.ReadConversation(id, v.Number))
	w.must(w.api.NoteConversation(id, " Call her "))
	sees, err := w.api.AssignConversation(id, demo.Jan)
	w.must(err)
	if !sees {
		t.Error("Sofie does not see it any more, though she takes part in it")
	}
	w.must(w.api.DueConversation(id, "2020-01-31"))
	list, err := w.api.Conversations(ConversationQuery{Assigned: demo.Jan, DueBy: "2020-02-01", State: "open"})
	w.must(err)
	if c := list.Items; len(c) != 1 || c[0].Name != "Jan" || !c[0].Overdue || c[0].Unread != 0 || c[0].Notes != 1 || !slices.Contains(c[0].People, "Jan") || list.Counts.Open != 1 {
		t.Errorf("what Jan is to see to is %+v", list)
	}
	w.must(w.api.SetConversation(id, "done"))
	v, err = w.api.Conversation(id, -1, 4)
	w.must(err)
	var said []string
	for _, e := range v.Entries {
		said = append(said, strings.Join([]string{e.Kind, e.By, e.Text + e.Value}, " "))
	}
	if want := []string{"note Sofie Call her", "assigned Sofie Jan", "due Sofie 2020-01-31", "state Sofie done"}; !slices.Equal(said, want) || v.Offset != 1 || v.Conversation.State != "done" {
		t.Errorf("its end is %q of %+v, want %q", said, v.Conversation, want)
	}
	if code := problemIn(w.api.NoteConversation(id, " ")); code != "note-empty" {
		t.Errorf("an empty note gives %q, want note-empty", code)
	}
	_, err = w.api.UndoProcessing()
	w.must(err)
	if list, err = w.api.Conversations(ConversationQuery{State: "open"}); err != nil || list.Total != 1 {
		t.Errorf("after undo there is %+v, %v, want it open again", list, err)
	}
}

func TestMailsThatNeedSomebodyComeAfterTheConversationsOfMyWork(t *testing.T) {
	w := worked(t)
	w.entry(w.file(unknownMail).ID)
	stranger := w.entry(w.file(strings.NewReplacer("lies@maesbouw", "an@nobody", "<1@", "<2@").Replace(unknownMail)).ID)
	p, err := w.api.MyWork(0, 1)
	w.must(err)
	if p.Total != 2 || p.Counts.Attention != 1 || len(p.Items) != 1 || p.Items[0].Conversation == nil {
		t.Errorf("the first page is %+v", p)
	}
	if p, err = w.api.MyWork(1, 5); err != nil || len(p.Items) != 1 || p.Items[0].Mail == nil || p.Items[0].ID != stranger.ID {
		t.Errorf("the second page is %+v, %v, want the mail of a stranger", p, err)
	}
}

func TestWhoIsNotInTheTeamHasNoWorkAndNoMarks(t *testing.T) {
	w := worked(t)
	id := w.entry(w.file(unknownMail).ID).Conversation
	_, err := w.face.office.DropMember(t.Context(), demo.Sofie)
	w.must(err)
	if p, err := w.api.MyWork(0, 0); err != nil || p.Member || p.Total != 0 {
		t.Errorf("the work is %+v, %v, want none", p, err)
	}
	w.must(w.api.ReadConversation(id, 1))
	if code := problemIn(w.api.SetConversation("0", "done")); code != "conversation-unknown" {
		t.Errorf("an unknown conversation gives %q", code)
	}
}

func TestDemonstrationRemarksOnEachConversationOnce(t *testing.T) {
	w := worked(t)
	w.entry(w.file(unknownMail).ID)
	for _, language := range []string{"nl", "fr", "de", "en"} {
		members := demo.Team(language).Members
		for _, r := range demo.Remarks(language, time.Now()) {
			if r.Note == "" || !slices.ContainsFunc(members, func(m processing.Member) bool { return m.Address == r.Assigned }) {
				t.Errorf("in %s the remark %+v is for nobody in the team", language, r)
			}
		}
	}
	r := demo.Remarks("en", time.Now())[0]
	for _, want := range []bool{true, false} {
		if found, err := w.face.Remark(r.Note, r.Assigned, r.Due); err != nil || found != want {
			t.Errorf("a remark finds a conversation: %v, %v, want %v", found, err, want)
		}
	}
	p, err := w.api.MyWork(0, 0)
	w.must(err)
	if p.Total != 1 || !slices.Contains(p.Items[0].Reasons, "today") || p.Items[0].Conversation.Notes != 1 {
		t.Errorf("Sofie has to do %+v", p)
	}
}
