package capture_test

import (
	"slices"
	"testing"
	"time"

	"postroom/app/capture"
	"postroom/app/simulator"
	"postroom/app/store"
)

// everything ticks all folders of the mailbox.
func (w *world) everything() capture.SelectResult {
	w.Helper()
	r, err := w.engine.Everything(w.Context(), emma)
	w.must(err)
	return r
}

// ticked are the paths of the ticked folders, sorted.
func (w *world) ticked() []string {
	w.Helper()
	var paths []string
	for _, f := range w.mailbox().Folders {
		paths = append(paths, f.Path.String())
	}
	slices.Sort(paths)
	return paths
}

func (w *world) mailbox() store.Mailbox {
	w.Helper()
	mailboxes, err := w.db.Mailboxes()
	w.must(err)
	if len(mailboxes) != 1 {
		w.Fatalf("there are %d mailboxes, want one", len(mailboxes))
	}
	return mailboxes[0]
}

func (w *world) addFolder(path string) {
	w.Helper()
	_, err := w.sim.AddFolder(emma, path)
	w.must(err)
}

func (w *world) wantTicked(want ...string) {
	w.Helper()
	if got := w.ticked(); !slices.Equal(got, want) {
		w.Errorf("ticked are %q, want %q", got, want)
	}
}

func TestEverythingLeavesOutWhatNoMailArrivesIn(t *testing.T) {
	w := newWorld(t)
	w.addFolder("Inbox/Clients/2026")
	w.addFolder("Projects")
	w.addFolder("Deleted Items/Old")
	w.deliver("Inbox", "lay there")
	w.deliver("Projects", "lay there, too")
	if r := w.everything(); r.Before != 2 || len(r.Added) != 6 {
		t.Errorf("the result is %+v, want 2 mails before in 6 folders", r)
	}
	w.wantTicked("Archive", "Inbox", "Inbox/Clients", "Inbox/Clients/2026", "Projects", "Sent Items")
	for _, folder := range []string{"Inbox", "Sent Items", "Inbox/Clients/2026", "Drafts", "Junk Email", "Deleted Items/Old", "Conversation History"} {
		w.deliver(folder, "new in "+folder)
	}
	w.sync()
	w.wantFiled("new in Inbox", "new in Sent Items", "new in Inbox/Clients/2026")
}

func TestFoldersThatAppearAreFiledWithAllThatIsInThem(t *testing.T) {
	w := newWorld(t)
	w.everything()
	w.addFolder("Projects/Roof")
	w.addFolder("Deleted Items/Old")
	w.addFolder("Inbox/Clients")
	w.deliver("Projects", "one")
	w.deliver("Projects/Roof", "two")
	w.deliver("Inbox/Clients", "three")
	w.deliver("Deleted Items/Old", "thrown away")
	w.sync()
	w.sync()
	w.wantFiled("one", "two", "three")
	w.addFolder("Projects/Roof/Tiles") // the rule's own folders are followed, too
	w.deliver("Projects/Roof/Tiles", "four")
	w.sync()
	w.wantFiled("one", "two", "three", "four")
	w.reopen()
	w.addFolder("After a restart")
	w.deliver("After a restart", "five")
	w.sync()
	w.wantFiled("one", "two", "three", "four", "five")
}

func TestFolderUntickedByHandStaysSoUnderTheRule(t *testing.T) {
	w := newWorld(t)
	w.addFolder("Newsletters")
	w.everything()
	_, err := w.engine.Select(t.Context(), emma, capture.Change{Remove: []string{"Newsletters"}})
	w.must(err)
	w.addFolder("Newsletters/Weekly")
	w.addFolder("Projects")
	w.deliver("Newsletters", "not wanted")
	w.deliver("Newsletters/Weekly", "not wanted either")
	w.deliver("Projects", "wanted")
	w.sync()
	w.wantFiled("wanted")
	w.tick("Newsletters")
	w.deliver("Newsletters", "wanted again")
	w.sync()
	w.wantFiled("wanted", "wanted again")
}

func TestChosenFoldersEndTheRule(t *testing.T) {
	w := newWorld(t)
	w.everything()
	if w.mailbox().Rule == nil {
		t.Error("there is no rule, want one")
	}
	w.must(w.engine.Chosen(emma))
	w.addFolder("Projects")
	w.deliver("Projects", "not chosen")
	w.deliver("Inbox", "chosen")
	w.sync()
	w.wantFiled("chosen")
	w.everything()
	w.deliver("Projects", "chosen now")
	w.sync()
	w.wantFiled("chosen", "chosen now")
	_, err := w.engine.Select(t.Context(), emma, capture.Change{Remove: w.ticked()})
	w.must(err)
	if m := w.mailbox(); m.Rule != nil || len(m.Folders) != 0 {
		t.Errorf("all folders are unticked and the mailbox is %+v, want no rule", m)
	}
}

func TestForgottenMailboxFilesWhatHasArrivedAndStartsAfresh(t *testing.T) {
	w := newWorld(t)
	w.everything()
	w.deliver("Inbox", "one")
	left, err := w.engine.Forget(t.Context(), emma)
	w.must(err)
	if left != 0 {
		t.Errorf("%d mails are left, want none", left)
	}
	w.wantFiled("one")
	if mailboxes, err := w.db.Mailboxes(); err != nil || len(mailboxes) != 0 {
		t.Errorf("the mailboxes are %+v, %v; want none", mailboxes, err)
	}
	w.deliver("Inbox", "in between")
	w.connect()
	if r := w.everything(); r.Before != 1 {
		t.Errorf("%d mails lay there before, want 1: what is filed is known", r.Before)
	}
	w.deliver("Inbox", "two")
	w.sync()
	w.wantFiled("one", "two")
}

func TestMailboxThatCannotBeOpenedIsForgottenAllTheSame(t *testing.T) {
	w := newWorld(t)
	w.everything()
	w.must(w.sim.SetFault("norights", "on"))
	_, err := w.engine.Forget(t.Context(), emma)
	w.must(err)
	if mailboxes, err := w.db.Mailboxes(); err != nil || len(mailboxes) != 0 {
		t.Errorf("the mailboxes are %+v, %v; want none", mailboxes, err)
	}
	w.wantVerified()
}

func TestArrivalOfMailIsNotedInItsFolder(t *testing.T) {
	w := newWorld(t)
	w.deliver("Inbox", "lay there")
	w.everything()
	if at := w.folder("Inbox").Arrived; !at.IsZero() {
		t.Errorf("mail arrived at %v, want none yet", at)
	}
	w.clock.pass(time.Hour)
	if _, err := w.sim.Deliver(emma, "Inbox", message("new"), simulator.Delivery{}); err != nil {
		t.Fatal(err)
	}
	w.sync()
	if at := w.folder("Inbox").Arrived; w.clock.now().Sub(at) > 30*time.Minute {
		t.Errorf("mail arrived at %v, want just now", at)
	}
	if at := w.folder("Sent Items").Arrived; !at.IsZero() || w.mailbox().Sent != w.folder("Sent Items").ID {
		t.Errorf("mail was sent at %v, and Sent Items is %q; want none, and its id", at, w.mailbox().Sent)
	}
}
