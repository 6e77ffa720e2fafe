package face

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/demo"
	"postroom/app/settings"
	"postroom/app/simulator"
)

func TestArchiveThatIsAwayIsToldAndFilingGoesOnWhenItIsBack(t *testing.T) {
	root := filepath.Join(t.TempDir(), "drive", "archive")
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	w.must2(w.api.MoveDestination(root, false))
	w.must(w.face.Close())
	drive := filepath.Dir(root)
	w.must(os.Rename(drive, drive+" away"))

	w.desk = &desk{heard: make(chan struct{}, 1)}
	w.next = 0
	o := w.face.opts
	o.Host = w.desk
	w.face = New(o)
	w.api = w.face.API()
	w.must(w.face.Open(t.Context()))
	v := w.wait("the archive is away", func(e Event) bool { return e.Kind == "overview" && e.Overview.State == "attention" }).Overview
	if len(v.Needs) != 1 || v.Needs[0].Kind != "destination" || v.Needs[0].Action != "tryAgain" || v.Needs[0].Problem.Code != "destination-unreachable" {
		t.Errorf("the needs are %+v", v.Needs)
	}
	if code := problemIn(w.api.SyncNow()); code != "destination-unreachable" {
		t.Errorf("trying again while it is away gives %q", code)
	}
	s, err := w.api.Settings()
	w.must(err)
	if s.Destination.Reachable || s.Destination.Problem == nil {
		t.Errorf("the settings say %+v", s.Destination)
	}
	w.must(os.Rename(drive+" away", drive))
	d := w.file(invoiceMail)
	if d.Subject == "" {
		t.Error("nothing was filed after the archive is back")
	}
	w.wait("all is well", func(e Event) bool { return e.Kind == "overview" && len(e.Overview.Needs) == 0 })
	w.must(w.face.Close())
}

func TestArchiveThatGoesAwayMeanwhileIsOneNeedHoweverManyMailsWait(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	w.file(invoiceMail)
	root := filepath.Join(w.dir, "data", "documents")
	w.must(os.Rename(root, root+" away"))
	for range 3 {
		w.must2(w.demo.Simulator().Deliver(demo.Sofie, "inbox", []byte(strings.ReplaceAll(invoiceMail, "\n", "\r\n")), simulator.Delivery{}))
	}
	w.must(w.api.SyncNow())
	v := w.wait("the archive is away", func(e Event) bool {
		return e.Kind == "overview" && slices.ContainsFunc(e.Overview.Needs, func(n Need) bool { return n.Kind == "destination" })
	}).Overview
	if len(v.Needs) != 1 || v.State != "attention" || v.Needs[0].Action != "tryAgain" {
		t.Errorf("the overview is %s with the needs %+v", v.State, v.Needs)
	}
	w.must(os.Rename(root+" away", root))
	w.must(w.api.SyncNow())
	w.wait("all are filed", func(e Event) bool { return e.Kind == "overview" && e.Overview.Today == 4 && len(e.Overview.Needs) == 0 })
}

func (w *world) must2(_ any, err error) {
	w.t.Helper()
	w.must(err)
}

func TestMailThatCannotBeHadNeedsThePersonAndIsTriedAgain(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	id, err := w.demo.Simulator().Deliver(demo.Sofie, "inbox", []byte(strings.ReplaceAll(invoiceMail, "\n", "\r\n")), simulator.Delivery{})
	w.must(err)
	w.must2(w.demo.Simulator().AddFault(simulator.Fault{Kind: simulator.MIMECorrupt, Mailbox: demo.Sofie, Message: id}))
	w.must(w.api.SyncNow())
	w.kind("failed")
	v := w.wait("a failure is shown", func(e Event) bool { return e.Kind == "overview" && e.Overview.Failed == 1 }).Overview
	if i := slices.IndexFunc(v.Activity, func(a Activity) bool { return a.State == "failed" }); i < 0 || v.Activity[i].Problem == nil || v.State == "upToDate" {
		t.Errorf("the overview is %+v", v)
	}
	list, err := w.api.Failures()
	w.must(err)
	if len(list) != 1 || list[0].ID == "" || list[0].Problem.Message == "" || list[0].Problem.Since == "" {
		t.Fatalf("the failures are %+v", list)
	}
	w.demo.Simulator().ClearFaults()
	n, err := w.api.Retry([]string{list[0].ID})
	w.must(err)
	if n != 1 {
		t.Errorf("tried again are %d, want 1", n)
	}
	w.kind("filed")
	if code := problemIn(func() error { _, err := w.api.Retry([]string{"nonsense"}); return err }()); code != "entry-unknown" {
		t.Errorf("an unknown entry gives %q", code)
	}
}

func TestFoldersAreTickedFollowedAndToldWhenTheyVanish(t *testing.T) {
	w := newWorld(t, nil)
	a := w.connect()
	klanten, inbox := w.folder("Klanten"), w.folder("inbox")
	if klanten.Parent != inbox.ID || klanten.Depth != 2 || !klanten.Selectable {
		t.Errorf("the folder is %+v, want it below %s", klanten, inbox.ID)
	}
	s, err := w.api.Select(a.Address, Selection{Add: []string{inbox.ID, klanten.ID}, Follow: []Follow{{klanten.ID, true}}})
	w.must(err)
	if len(s.Added) != 2 || !w.folder("Klanten").WithSubfolders || w.folder("inbox").WithSubfolders || w.folder("Peeters BV").Selected {
		t.Errorf("ticking has come to %+v, %+v", s, w.folder("Klanten"))
	}
	w.must(w.demo.Simulator().RenameFolder(demo.Sofie, "inbox/Klanten", "Relaties"))
	tree, err := w.api.Folders(a.Address, true)
	w.must(err)
	i := slices.IndexFunc(tree.Folders, func(f Folder) bool { return f.ID == klanten.ID })
	if tree.Folders[i].Name != "Relaties" || !tree.Folders[i].Selected || tree.Read == "" {
		t.Errorf("after a rename the folder is %+v", tree.Folders[i])
	}
	w.must(w.demo.Simulator().DeleteFolder(demo.Sofie, "inbox/Relaties", true))
	w.must(w.api.SyncNow())
	w.wait("the folder has vanished", func(e Event) bool {
		return e.Kind == "overview" && slices.ContainsFunc(e.Overview.Needs, func(n Need) bool { return n.Kind == "folder" || n.Kind == "mailbox" })
	})
	tree, err = w.api.Folders(a.Address, true)
	w.must(err)
	last := tree.Folders[len(tree.Folders)-1]
	if !last.Vanished || last.ID != klanten.ID || !last.Selected || last.Problem == nil {
		t.Errorf("the last folder is %+v, want the vanished one", last)
	}
	w.must2(w.api.Select(a.Address, Selection{Remove: []string{klanten.ID}}))
	w.wait("it is unticked", func(e Event) bool { return e.Kind == "overview" && len(e.Overview.Needs) == 0 })
}

func TestPageThatIsLoadedAnewCatchesUp(t *testing.T) {
	w := newWorld(t, nil)
	w.face.Show("settings", "about")
	w.must(w.face.SetSetting(settings.ToldTray, "true"))
	list, err := w.api.Events(0)
	w.must(err)
	i := slices.IndexFunc(list, func(e Event) bool { return e.Kind == "room" && e.Room == "settings" && e.Target == "about" })
	if i < 0 {
		t.Fatalf("the events are %+v, want the room", list)
	}
	later, err := w.api.Events(list[i].Seq)
	w.must(err)
	if slices.ContainsFunc(later, func(e Event) bool { return e.Seq <= list[i].Seq }) {
		t.Errorf("events from before come again: %+v", later)
	}
	if w.face.Setting(settings.ToldTray) != "true" {
		t.Error("what the desktop remembers is lost")
	}
}
