package main

import (
	"slices"
	"strings"
	"testing"
)

type conversationDoc struct {
	ID, Subject, State, Why string
	Client                  *struct{ Name string }
	Assigned, Due           *string
	Overdue                 bool
	Participants, Reasons   []string
	Mails, Notes, Unread    int
	Entries                 []struct {
		Kind        string
		By, Text    *string
		Value       *string
		Way         string
		Number      uint64
		Unread      bool
		Document    *struct{ Subject string }
		Evidence    []string
		Attachments []struct{ Name string }
	}
}

func TestConversationOfAClientFromMailToDone(t *testing.T) {
	w := ready(t)
	w.do("clients", "add", "--name", "Peeters BV", "--number", "1001", "--address", "jan@peeters.example", "--json").want(0)
	w.do("team", "add", "Emma", "--address", emma, "--json").want(0)
	w.do("team", "add", "Jan", "--address", jan, "--json").want(0)
	w.do("team", "tie", emma, "contact", "--json").want(0)
	w.deliver(emma, "inbox", mailFrom("Jan <jan@peeters.example>", "question", "\r\nHello\r\n"))
	w.deliver(emma, "inbox", mailFrom("Jan <jan@peeters.example>", "again", "In-Reply-To: <question@test.example>\r\n\r\nAnd?\r\n"))
	w.deliver(emma, "inbox", mailFrom("Jan <jan@peeters.example>", "other", "\r\nHello\r\n"))
	w.do("sync", "--once", "--json").want(0)
	list := func(args ...string) (docs []conversationDoc) {
		t.Helper()
		w.do(append([]string{"conversations", "--json"}, args...)...).want(0).into(&docs)
		return docs
	}
	if n := len(list()); n != 2 {
		t.Fatalf("there are %d conversations, want 2", n)
	}
	var entry []struct{ Subject, Conversation string }
	w.do("processing", "--json").want(0).into(&entry)
	id := ""
	for _, e := range entry {
		if e.Subject == "question" {
			id = e.Conversation
		}
	}
	var one conversationDoc
	w.do("conversations", "note", id, "Ask the tax office", "--as", "Emma", "--json").want(0).into(&one)
	w.do("conversations", "assign", id, "Jan", "--as", emma, "--json").want(0).into(&one)
	w.do("conversations", "due", id, "2020-01-31", "--json").want(0).into(&one)
	if one.State != "open" || one.Mails != 2 || one.Notes != 1 || *one.Assigned != jan || *one.Due != "2020-01-31" || !one.Overdue || one.Client.Name != "Peeters BV" || !slices.Equal(one.Participants, []string{emma, jan}) {
		t.Errorf("the conversation is %+v", one)
	}
	w.do("conversations", "show", id, "--json").want(0).into(&one)
	var kinds []string
	for _, e := range one.Entries {
		kinds = append(kinds, e.Kind)
	}
	if !slices.Equal(kinds, []string{"mail", "mail", "note", "assigned", "due"}) || one.Entries[0].Document.Subject != "question" || *one.Entries[2].Text != "Ask the tax office" || *one.Entries[2].By != emma {
		t.Errorf("it holds %v, %+v", kinds, one.Entries)
	}
	var work struct {
		Member        struct{ Name string }
		Counts        map[string]int
		Conversations []conversationDoc
	}
	w.do("processing", "work", "--as", "Jan", "--json").want(0).into(&work)
	if work.Member.Name != "Jan" || len(work.Conversations) != 1 || work.Conversations[0].Reasons[0] != "overdue" || work.Counts["assigned"] != 1 {
		t.Errorf("Jan has to do %+v", work)
	}
	w.do("processing", "work", "--json").want(0).into(&work) // Emma is signed in
	if work.Member.Name != "Emma" || work.Counts["unread"] == 0 {
		t.Errorf("who is signed in has to do %+v", work)
	}
	if docs := list("--as", "Jan"); len(docs) != 1 || docs[0].ID != id {
		t.Errorf("Jan sees %+v, want what he was asked to see to", docs)
	}
	if docs := list("--as", "Emma", "--unread"); len(docs) != 2 {
		t.Errorf("Emma has not read %+v", docs)
	}
	w.do("conversations", "read", id, "--as", "Emma", "--json").want(0)
	if docs := list("--as", "Emma", "--unread"); len(docs) != 1 || docs[0].ID == id {
		t.Errorf("after she read one, Emma has not read %+v", docs)
	}
	w.do("conversations", "state", id, "done", "--json").want(0)
	if docs := list("--due-by", "2026-11-23"); len(docs) != 0 {
		t.Errorf("due is %+v although it is done", docs)
	}
	if docs := list("--state", "done", "--assigned", "Jan", "--client", "1001"); len(docs) != 1 {
		t.Errorf("done are %+v", docs)
	}
	w.do("processing", "undo", "--json").want(0)
	w.do("conversations", "assign", id, "nobody", "--json").want(0)
	if docs := list("--assigned", "nobody"); len(docs) != 2 {
		t.Errorf("nobody sees to %+v", docs)
	}
	if out := w.do("conversations").want(0); !strings.Contains(out.stdout, "Peeters BV") {
		t.Errorf("the table is %s", out.stdout)
	}
	w.do("conversations", "show", id).want(0)
	w.do("processing", "work", "--as", "Emma").want(0)
	w.do("conversations", "due", id, "none", "--json").want(0)
	w.do("conversations", "show", "none", "--json").want(1).failure("conversation-unknown")
	w.do("conversations", "due", id, "0000-01-01", "--json").want(1).failure("due-day")
	w.do("conversations", "assign", id, "zoe", "--json").want(1).failure("member-unknown")
	w.do("conversations", "state", id, "later", "--json").want(1).failure("standing-unknown")
	w.do("conversations", "--state", "odd", "--json").want(2)
	w.do("conversations", "--unread", "--json").want(2)
}
