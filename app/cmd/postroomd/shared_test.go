package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const (
	info  = "info@kantoor.example"
	sofie = "sofie.maes@outlook.example"
)

// signIn connects a person, who picks their account in the browser that opens.
func (w *world) signIn(kind, who string) answer {
	w.t.Helper()
	was := w.who
	w.who = who
	defer func() { w.who = was }()
	return w.do("connect", kind, "--json")
}

type sharedAnswer struct {
	Account, Address string
	Everything       bool
	Selection        struct {
		Added, Selected []string
		Before          int
	}
	SentCopies struct {
		Settings   []struct{ Name, Command string }
		All, Check string
	}
}

// share adds a shared mailbox to emma's account; her browser opens if Microsoft has to ask.
func (w *world) share(args ...string) (m sharedAnswer) {
	w.t.Helper()
	w.do(append([]string{"shared", "add", emma, "--json"}, args...)...).want(0).into(&m)
	return m
}

type filedMail struct {
	ID, Mailbox, Folder, Subject string
	AlsoIn                       []struct{ ID, Mailbox, Folder string }
}

func (w *world) filedMails() (docs []filedMail) {
	w.t.Helper()
	w.do("documents", "--json").want(0).into(&docs)
	return docs
}

// wantFiled checks what is filed, each as "mailbox: subject".
func (w *world) wantFiled(want ...string) {
	w.t.Helper()
	got := []string{}
	for _, d := range w.filedMails() {
		got = append(got, d.Mailbox+": "+d.Subject)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.t.Errorf("filed are %q, want %q", got, want)
	}
}

// mailboxes are those of an account, as "address kind".
func (w *world) mailboxes(account string) []string {
	w.t.Helper()
	var accounts []struct {
		Address, State string
		Mailboxes      []struct{ Address, Kind string }
	}
	w.do("accounts", "--json").want(0).into(&accounts)
	list := []string{}
	for _, a := range accounts {
		for _, m := range a.Mailboxes {
			if a.Address == account {
				list = append(list, m.Address+" "+m.Kind)
			}
		}
	}
	slices.Sort(list)
	return list
}

func (w *world) wantMailboxes(account string, want ...string) {
	w.t.Helper()
	if got := w.mailboxes(account); !slices.Equal(got, want) {
		w.t.Errorf("%s has the mailboxes %q, want %q", account, got, want)
	}
}

// scopes are the permissions that an account was granted.
func (w *world) scopes(account string) []string {
	w.t.Helper()
	var accounts []struct {
		Address string
		Scopes  []string
	}
	w.do("accounts", "--json").want(0).into(&accounts)
	for _, a := range accounts {
		if a.Address == account {
			return a.Scopes
		}
	}
	w.t.Fatalf("there is no account %s in %+v", account, accounts)
	return nil
}

func TestSharedMailboxIsFiledAsAWhole(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	if got := w.scopes(emma); !slices.Equal(got, []string{"User.Read", "Mail.Read"}) {
		t.Errorf("a sign-in asks for %q, want the base only", got)
	}
	w.deliver(info, "inbox", letter("lay there"))
	m := w.share(info)
	if !m.Everything || m.Selection.Before != 1 || !slices.Equal(m.Selection.Selected, []string{"Archive", "Inbox", "Sent Items"}) {
		t.Errorf("added is %+v, want everything, with one mail before", m)
	}
	if s := m.SentCopies; len(s.Settings) != 2 || s.Settings[0].Command != "Set-Mailbox -Identity 'info@kantoor.example' -MessageCopyForSentAsEnabled $true" ||
		s.Settings[1].Command != "Set-Mailbox -Identity 'info@kantoor.example' -MessageCopyForSendOnBehalfEnabled $true" {
		t.Errorf("the commands for sent copies are %+v", s)
	}
	if got := w.scopes(emma); !slices.Equal(got, []string{"User.Read", "Mail.Read", "Mail.Read.Shared"}) {
		t.Errorf("granted are %q, want the permission for shared mailboxes, too", got)
	}
	w.wantMailboxes(emma, emma+" own", info+" shared")
	w.control("POST", "mailboxes/"+info+"/folders", `{"path":"Projects/Roof"}`)
	for folder, subject := range map[string]string{"inbox": "one", "sentitems": "two", "Projects/Roof": "three", "drafts": "four", "junkemail": "five"} {
		w.deliver(info, folder, letter(subject))
	}
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(info+": one", info+": two", info+": three")

	var status struct {
		Mailboxes []struct {
			Address, Kind string
			Everything    bool
			Notes         []any
		}
	}
	w.do("status", "--json").want(0).into(&status)
	i := slices.IndexFunc(status.Mailboxes, func(m struct {
		Address, Kind string
		Everything    bool
		Notes         []any
	}) bool {
		return m.Address == info
	})
	if i < 0 || status.Mailboxes[i].Kind != "shared" || !status.Mailboxes[i].Everything || status.Mailboxes[i].Notes == nil {
		t.Errorf("the status is %+v, want %s as a shared mailbox that is filed as a whole", status.Mailboxes, info)
	}
	var tree []struct {
		Path     string
		Selected bool
	}
	w.do("folders", info, "--json").want(0).into(&tree)
	for _, f := range tree {
		if want := !slices.Contains([]string{"Drafts", "Deleted Items", "Junk Email", "Outbox", "Conversation History"}, f.Path); f.Selected != want {
			t.Errorf("%s is ticked: %v, want %v", f.Path, f.Selected, want)
		}
	}
	if again := w.share(info); again.Selection.Before != 1 {
		t.Errorf("added again it is %+v, want it as it was", again)
	}
}

func TestFoldersOfASharedMailboxCanBeChosen(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	if m := w.share(info, "--folder", "inbox"); m.Everything || !slices.Equal(m.Selection.Selected, []string{"Inbox"}) {
		t.Errorf("added is %+v, want the inbox alone", m)
	}
	w.deliver(info, "sentitems", letter("not chosen"))
	w.do("select", info, "--everything", "--json").want(0)
	w.deliver(info, "sentitems", letter("chosen"))
	w.do("select", info, "--remove", "Archive", "--json").want(0)
	w.deliver(info, "archive", letter("unticked by hand"))
	w.do("select", info, "--everything=false", "--json").want(0)
	w.control("POST", "mailboxes/"+info+"/folders", `{"path":"Projects"}`)
	w.deliver(info, "Projects", letter("new folder"))
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(info + ": chosen")
	w.do("select", info, "--everything", "--add", "inbox", "--json").want(2)
}

func TestReauthenticationKeepsTheSharedMailboxes(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	w.share(info)
	w.control("POST", "signins/"+emma+"/revoke", "")
	w.deliver(info, "inbox", letter("one"))
	w.do("sync", "--once", "--json").want(3)
	w.do("reauthenticate", emma, "--json").want(0)
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(info + ": one")
	w.do("disconnect", emma, "--json").want(0)
	w.deliver(info, "inbox", letter("two"))
	w.signIn("work", emma).want(0)
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(info+": one", info+": two")
}

func TestRemovedSharedMailboxKeepsItsDocuments(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	w.share(info)
	w.deliver(info, "inbox", letter("one"))
	var removed struct {
		Address string
		Left    int
	}
	w.do("shared", "remove", emma, info, "--json").want(0).into(&removed)
	if removed.Address != info || removed.Left != 0 {
		t.Errorf("removed is %+v, want %s with nothing left", removed, info)
	}
	w.wantMailboxes(emma, emma+" own")
	w.wantFiled(info + ": one")
	w.deliver(info, "inbox", letter("in between"))
	w.share(info)
	w.deliver(info, "inbox", letter("two"))
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(info+": one", info+": two")
	w.do("verify", "--json").want(0)
}

func TestMailInTwoMailboxesIsFiledInBothAndKnownToBeOne(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	w.do("select", emma, "--add", "inbox", "--add", "sentitems", "--json").want(0)
	w.share(info)
	w.deliver(emma, "inbox", letter("to both"))
	w.deliver(info, "inbox", letter("to both"))
	w.deliver(info, "inbox", letter("to one"))
	w.control("PUT", "mailboxes/"+info+"/sentcopies", `{"as":true}`)
	w.control("POST", "mailboxes/"+info+"/send?who="+emma, letter("sent as info"))
	w.control("POST", "mailboxes/"+info+"/send?behalf=true&who="+emma, letter("sent on behalf"))
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(emma+": to both", info+": to both", info+": to one", emma+": sent as info", info+": sent as info", emma+": sent on behalf")
	docs := w.filedMails()
	for _, d := range docs {
		var others []string
		for _, other := range docs {
			if other.Subject == d.Subject && other.ID != d.ID {
				others = append(others, other.ID+" "+other.Mailbox+" "+other.Folder)
			}
		}
		var linked []string
		for _, l := range d.AlsoIn {
			linked = append(linked, l.ID+" "+l.Mailbox+" "+l.Folder)
		}
		if d.AlsoIn == nil || !slices.Equal(linked, others) {
			t.Errorf("%s: %s is also in %q, want %q", d.Mailbox, d.Subject, linked, others)
		}
	}
}

func TestSharedSaysWhatItCanDo(t *testing.T) {
	w := alone(t)
	for _, args := range [][]string{{"shared"}, {"shared", "give", emma, info}, {"shared", "add", emma}, {"shared", "add", emma, info, "--with-subfolders"}} {
		w.do(append(args, "--json")...).want(2).failure("usage")
	}
}

func TestSharedMailboxIsTakenUpAfterTheDatabaseWasLost(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	w.deliver(info, "inbox", letter("lay there"))
	w.share(info)
	w.deliver(info, "inbox", letter("one"))
	w.do("sync", "--once", "--json").want(0)
	if err := os.Remove(filepath.Join(w.data, "postroom.db")); err != nil {
		t.Fatal(err)
	}
	w.signIn("work", emma).want(0)
	w.do("rebuild", "--json").want(0)
	w.deliver(info, "inbox", letter("two"))
	w.control("POST", "mailboxes/"+info+"/folders", `{"path":"Projects"}`)
	w.share(info)
	w.wantMailboxes(emma, emma+" own", info+" shared")
	w.control("POST", "mailboxes/"+info+"/folders", `{"path":"Later"}`)
	w.deliver(info, "Later", letter("three"))
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(info+": one", info+": two", info+": three")
	w.do("verify", "--json").want(0)
}
