package face

import (
	"slices"
	"strings"
	"testing"

	"postroom/app/demo"
	"postroom/app/simulator"
)

// share adds the office's shared mailbox and gives it.
func (w *world) share(account string) Mailbox {
	w.t.Helper()
	w.must(w.api.AddShared(account, demo.Info, false))
	w.wait("it is added", func(e Event) bool { return e.Kind == "connect:done" && e.Mailbox == demo.Info })
	return w.mailbox(demo.Info)
}

// mailbox finds a mailbox by its address.
func (w *world) mailbox(address string) Mailbox {
	w.t.Helper()
	list, err := w.api.Accounts()
	w.must(err)
	for _, a := range list {
		for _, m := range a.Mailboxes {
			if m.Address == address {
				return m
			}
		}
	}
	w.t.Fatalf("there is no mailbox %s", address)
	return Mailbox{}
}

func (w *world) deliver(box string) {
	w.t.Helper()
	w.must2(w.demo.Simulator().Deliver(box, "inbox", []byte(strings.ReplaceAll(invoiceMail, "\n", "\r\n")), simulator.Delivery{}))
}

func TestSharedMailboxIsAddedWithThePermissionAskedForThenAndThere(t *testing.T) {
	w := newWorld(t, nil)
	a := w.connect()
	p, err := w.api.Permissions(a.ID)
	w.must(err)
	if p.Rows[1].Permission != "Mail.Read.Shared" || p.Rows[1].State != "later" || p.Missing != 0 {
		t.Errorf("before the first shared mailbox the permissions are %+v", p.Rows)
	}
	w.must(w.api.AddShared(a.ID, " INFO@vandijk.example", false))
	w.wait("the person is asked", func(e Event) bool { return e.Kind == "connect:waiting" && strings.Contains(e.URL, "Mail.Read.Shared") })
	for _, step := range []string{"access", "folders"} {
		w.wait(step, func(e Event) bool { return e.Kind == "connect:step" && e.Text == step })
	}
	if e := w.kind("connect:done"); e.Account != a.ID || e.Mailbox != demo.Info {
		t.Errorf("added is %+v, want %s of %s", e, demo.Info, a.ID)
	}
	if s, err := w.api.ConnectState(); err != nil || s.State != "none" {
		t.Errorf("after it the state is %+v, %v", s, err)
	}
	m := w.mailbox(demo.Info)
	if m.Kind != "shared" || !m.Everything || m.Folders == 0 || m.NeverSends || len(m.Notes) > 0 {
		t.Errorf("the mailbox is %+v, want all of it filed", m)
	}
	w.deliver(demo.Info)
	w.must(w.api.SyncNow())
	w.wait("mail in it is filed", func(e Event) bool { return e.Kind == "filed" && e.Document.Mailbox == demo.Info })
	if p, err = w.api.Permissions(a.ID); err != nil || p.Rows[1].State != "granted" {
		t.Errorf("afterwards the permission is %+v, %v", p.Rows[1], err)
	}
}

func TestMailThatCameToTwoMailboxesSaysWhereElseItIs(t *testing.T) {
	w := newWorld(t, nil)
	a := w.connect()
	w.tick()
	w.share(a.ID)
	w.deliver(demo.Sofie)
	w.deliver(demo.Info)
	w.must(w.api.SyncNow())
	ids := map[string]string{}
	w.wait("both are filed", func(e Event) bool {
		if e.Kind == "filed" {
			ids[e.Document.Mailbox] = e.Document.ID
		}
		return len(ids) == 2
	})
	for here, there := range map[string]string{demo.Sofie: demo.Info, demo.Info: demo.Sofie} {
		v, err := w.api.Document(ids[here])
		w.must(err)
		if len(v.AlsoIn) != 1 || v.AlsoIn[0].ID != ids[there] || v.AlsoIn[0].Mailbox != there || v.AlsoIn[0].Folder == "" {
			t.Errorf("the mail of %s is also in %+v, want %s", here, v.AlsoIn, there)
		}
	}
}

func TestSharedMailboxThatCantBeAddedIsExplained(t *testing.T) {
	w := newWorld(t, nil)
	a := w.connect()
	for _, tt := range []struct{ address, code string }{
		{"info", "shared-address"}, {demo.Sofie, "shared-own"}, {demo.Jan, "shared-no-access"}, {"nobody@vandijk.example", "shared-unknown"},
	} {
		w.must(w.api.AddShared(a.ID, tt.address, false))
		e := w.kind("connect:failed")
		if e.Problem.Code != tt.code || e.Problem.Remedy == "" || e.Mailbox != tt.address {
			t.Errorf("%s gives %+v, want %s", tt.address, e.Problem, tt.code)
		}
	}
	c, err := w.api.SharedCommands(a.Address, demo.Jan)
	w.must(err)
	if !strings.Contains(c.Access, "'"+demo.Jan+"' -User '"+demo.Sofie+"'") || len(c.Copies) != 2 || c.All == "" || c.Check == "" || c.Connect == "" {
		t.Errorf("the commands are %+v", c)
	}
	if list, err := w.api.Accounts(); err != nil || len(list[0].Mailboxes) != 1 {
		t.Errorf("something was added: %+v, %v", list, err)
	}
}

func TestSharedMailboxIsFiledWholeOrByFoldersAndRemoved(t *testing.T) {
	w := newWorld(t, nil)
	a := w.connect()
	whole := w.share(a.ID)
	if s, err := w.api.FileEverything(demo.Info, false); err != nil || len(s.Removed) > 0 || w.mailbox(demo.Info).Everything {
		t.Errorf("choosing folders has come to %+v, %v", s, err)
	}
	tree, err := w.api.Folders(demo.Info, true)
	w.must(err)
	i := slices.IndexFunc(tree.Folders, func(f Folder) bool { return f.WellKnownName == "inbox" })
	w.must2(w.api.Select(demo.Info, Selection{Remove: []string{tree.Folders[i].ID}}))
	s, err := w.api.FileEverything(demo.Info, true)
	w.must(err)
	if m := w.mailbox(demo.Info); !m.Everything || m.Folders != whole.Folders || len(s.Added) != 1 || s.Before == 0 {
		t.Errorf("filing all again has come to %+v in %+v", s, m)
	}
	if page, err := w.api.ConsentPage(); err != nil || !strings.Contains(page, "/adminconsent?client_id="+demo.ClientID) {
		t.Errorf("the page for an administrator is %q, %v", page, err)
	}
	w.must(w.api.NeverSends(demo.Info, true))
	if !w.mailbox(demo.Info).NeverSends {
		t.Error("that nobody sends from it is forgotten")
	}
	r, err := w.api.RemoveShared(a.ID, demo.Info)
	w.must(err)
	if r.Mailbox != demo.Info || r.Left != 0 {
		t.Errorf("removing gives %+v", r)
	}
	if list, err := w.api.Accounts(); err != nil || len(list) != 1 || len(list[0].Mailboxes) != 1 {
		t.Errorf("after it the accounts are %+v, %v", list, err)
	}
	if _, err := w.api.RemoveShared(a.ID, demo.Info); problemIn(err) != "shared-unknown-here" {
		t.Errorf("removing it twice gives %v", err)
	}
	w.share(a.ID)
	w.must(w.api.Disconnect(a.ID, false))
	w.must2(w.api.RemoveShared(a.ID, demo.Info))
	if list, err := w.api.Accounts(); err != nil || len(list) != 1 || len(list[0].Mailboxes) != 1 {
		t.Errorf("removed from a disconnected account, the accounts are %+v, %v", list, err)
	}
}

func TestPersonalAccountIsConnectedAndTellsWhatItCantHave(t *testing.T) {
	w := newWorld(t, nil)
	if app, err := w.api.App(); err != nil || !slices.Equal(app.Kinds, []string{"work", "personal"}) {
		t.Errorf("may be connected: %v, %v", app.Kinds, err)
	}
	w.must(w.api.Connect("personal", false))
	e := w.kind("connect:done")
	if e.Mailbox != demo.Private {
		t.Fatalf("connected is %+v, want %s", e, demo.Private)
	}
	p, err := w.api.Permissions(e.Account)
	w.must(err)
	if p.Missing != 0 || p.Rows[1].Permission != "Mail.Read.Shared" || p.Rows[1].State != "never" || !strings.Contains(p.Rows[1].Why, "personal") {
		t.Errorf("its permissions are %+v", p)
	}
	w.must(w.api.AddShared(e.Account, demo.Info, false))
	if p := w.kind("connect:failed").Problem; p.Code != "shared-personal" {
		t.Errorf("adding a shared mailbox gives %+v", p)
	}
	w.must(w.api.Reauthenticate(e.Account, true))
	w.kind("connect:code")
	w.must(w.api.OpenConnectPage())
	if again := w.kind("connect:done"); again.Account != e.Account {
		t.Errorf("signed in again is %+v", again)
	}
}
