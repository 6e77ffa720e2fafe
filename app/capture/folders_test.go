package capture_test

import (
	"testing"

	"postroom/app/capture"
	"postroom/app/fault"
	"postroom/app/store"
)

func (w *world) must2(_ any, err error) {
	w.Helper()
	w.must(err)
}

func TestNewSubfolderOfAFollowedFolderIsFiledWithAllThatIsInIt(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Clients/Old"))
	w.deliver("Inbox/Clients/Old", "lay in the old one")
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Add: []string{"Inbox/Clients"}, WithSubfolders: true}))
	w.must2(w.sim.AddFolder(emma, "Inbox/Clients/2026/Q4"))
	w.deliver("Inbox/Clients/2026/Q4", "in the new one")
	w.deliver("Inbox/Clients/Old", "new in the old one")
	w.sync()
	w.wantFiled("in the new one", "new in the old one")
	if f := w.folder("Inbox/Clients/2026/Q4"); !f.Followed {
		t.Errorf("the new folder is %+v, want it followed", f)
	}
}

func TestSubfolderUntickedByHandIsNotFollowedAgain(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Private"))
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Add: []string{"inbox"}, WithSubfolders: true}))
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Remove: []string{"Inbox/Private"}}))
	w.must2(w.sim.AddFolder(emma, "Inbox/Other"))
	w.deliver("Inbox/Private", "private")
	w.deliver("Inbox/Other", "other")
	w.sync()
	w.wantFiled("other")
}

func TestTickFollowsARenameAndAMove(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Clients/Peeters"))
	w.must2(w.sim.AddFolder(emma, "Former"))
	w.tick("Inbox/Clients/Peeters")
	w.must(w.sim.RenameFolder(emma, "Inbox/Clients", "Relations"))
	w.deliver("Inbox/Relations/Peeters", "after the rename")
	w.sync()
	w.must(w.sim.MoveFolder(emma, "Inbox/Relations/Peeters", "Former"))
	w.deliver("Former/Peeters", "after the move")
	w.sync()
	w.wantFiled("after the rename", "after the move")
	docs, err := w.engine.Documents(capture.Query{})
	w.must(err)
	for i, want := range []string{"Former/Peeters", "Inbox/Relations/Peeters"} {
		if docs[i].Folder != want {
			t.Errorf("document %d was filed under %s, want %s", i, docs[i].Folder, want)
		}
	}
}

func TestVanishedFolderIsToldAndCanBeUntickedByItsOldPath(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Project"))
	w.tick("inbox", "Inbox/Project")
	w.must(w.sim.DeleteFolder(emma, "Inbox/Project", true))
	w.deliver("Inbox", "still coming")
	r := w.sync()
	if len(r.Failures) != 1 || r.Failures[0].Err.Code != "folder-vanished" || r.Failures[0].Folder != "Inbox/Project" {
		t.Errorf("the round gave %+v, want Inbox/Project told as vanished", r.Failures)
	}
	w.wantFiled("still coming")
	if f := w.folder("Inbox/Project"); !f.Vanished || f.State != store.FolderError {
		t.Errorf("the folder is %+v, want it vanished", f)
	}
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Remove: []string{"Inbox/Project"}}))
	if r := w.sync(); len(r.Failures) != 0 {
		t.Errorf("after unticking it the round gave %+v", r.Failures)
	}
}

// Who deletes a subfolder, or empties the bin where it lay, is not to be alarmed for ever.
func TestVanishedFolderThatNobodyNamedIsLetGo(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Before"))
	w.must2(w.sim.AddFolder(emma, "Inbox/Named"))
	w.tick("Inbox/Named")
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Add: []string{"inbox"}, WithSubfolders: true}))
	w.must2(w.sim.AddFolder(emma, "Inbox/After"))
	w.deliver("Inbox/After", "in the new one")
	w.sync()
	w.wantFiled("in the new one")
	w.must(w.sim.DeleteFolder(emma, "Inbox/Before", true))
	w.must(w.sim.DeleteFolder(emma, "Inbox/After", false)) // to the bin, where it is still followed
	w.deliver("Deleted Items/After", "in the bin")
	if r := w.sync(); len(r.Failures) != 0 {
		t.Errorf("the round gave %+v, want no failure", r)
	}
	w.wantFiled("in the new one", "in the bin")
	w.wantTicked("Deleted Items/After", "Inbox", "Inbox/Named")
	w.must(w.sim.DeleteFolder(emma, "Deleted Items/After", true))
	w.must(w.sim.DeleteFolder(emma, "Inbox/Named", true))
	r := w.sync()
	if len(r.Failures) != 1 || r.Failures[0].Folder != "Inbox/Named" {
		t.Errorf("the round gave %+v, want the folder told that was ticked by name", r.Failures)
	}
	w.wantTicked("Inbox", "Inbox/Named")
}

func TestUnknownFolderIsRefusedAndChangesNothing(t *testing.T) {
	w := newWorld(t)
	_, err := w.engine.Select(t.Context(), emma, capture.Change{Add: []string{"inbox", "Inbox/Nowhere"}})
	if fault.CodeOf(err) != "folder-unknown" {
		t.Errorf("got %v, want folder-unknown", err)
	}
	mailboxes, err := w.db.Mailboxes()
	w.must(err)
	if n := len(mailboxes[0].Folders); n != 0 {
		t.Errorf("%d folders are ticked, want none", n)
	}
}

func TestFoldersOfAnyDepthAndNameAreTicked(t *testing.T) {
	w := newWorld(t)
	deep := `Inbox/1/2/3/4/5/6/7/8/9/A\/B`
	w.must2(w.sim.AddFolder(emma, deep))
	w.tick(deep)
	w.deliver(deep, "deep down")
	w.sync()
	w.wantFiled("deep down")
}

func TestUntickingWithSubfoldersUnticksWhatLiesBelow(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Clients/2026"))
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Add: []string{"inbox"}, WithSubfolders: true}))
	r, err := w.engine.Select(t.Context(), emma, capture.Change{Remove: []string{"Inbox/Clients"}, WithSubfolders: true})
	w.must(err)
	if len(r.Removed) != 2 {
		t.Errorf("unticked were %v, want Clients and 2026", r.Removed)
	}
	w.deliver("Inbox/Clients/2026", "not wanted")
	w.deliver("Inbox", "wanted")
	w.sync()
	w.wantFiled("wanted")
}

func TestQuietRoundCostsOneRequestPerTickedFolderWithSubfoldersToo(t *testing.T) {
	w := newWorld(t)
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Add: []string{"inbox"}, WithSubfolders: true}))
	w.deliver("Inbox", "first")
	w.sync()
	ticked := len(w.ticked())
	w.sim.ResetStats()
	w.sync()
	if calls := w.sim.Stats().Calls; calls > ticked {
		t.Errorf("a round in which nothing happened took %d requests for %d ticked folders", calls, ticked)
	}
}
