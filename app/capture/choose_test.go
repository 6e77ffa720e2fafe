package capture_test

import (
	"testing"

	"postroom/app/capture"
	"postroom/app/fault"
)

// id finds a folder of Emma's.
func (w *world) id(path string) string {
	w.Helper()
	folders, err := w.sim.Folders(emma)
	w.must(err)
	for _, f := range folders {
		if f.Path == path {
			return f.ID
		}
	}
	w.Fatalf("there is no folder %s", path)
	return ""
}

func (w *world) choose(c capture.Choice) capture.SelectResult {
	w.Helper()
	r, err := w.engine.Choose(w.Context(), emma, c)
	w.must(err)
	return r
}

func TestFoldersChosenInATreeAreTickedAndNothingElse(t *testing.T) {
	w := newWorld(t)
	for _, f := range []string{"Inbox/Clients/Peeters", "Inbox/Clients/Smit"} {
		w.must2(w.sim.AddFolder(emma, f))
		w.deliver(f, "lay in "+f)
	}
	inbox, clients, smit := w.id("Inbox"), w.id("Inbox/Clients"), w.id("Inbox/Clients/Smit")
	r := w.choose(capture.Choice{Add: []string{clients, inbox, smit, smit}, Follow: map[string]bool{clients: true}})
	if len(r.Added) != 3 || r.Before != 1 || r.Added[0].String() != "Inbox" {
		t.Errorf("ticking has come to %+v, want three folders from the top and one mail before", r)
	}
	w.must2(w.sim.AddFolder(emma, "Inbox/Clients/New"))
	for _, f := range []string{"Inbox", "Inbox/Clients", "Inbox/Clients/Peeters", "Inbox/Clients/Smit", "Inbox/Clients/New"} {
		w.deliver(f, "new in "+f)
	}
	w.sync()
	w.wantFiled("new in Inbox", "new in Inbox/Clients", "new in Inbox/Clients/Smit", "new in Inbox/Clients/New")
}

func TestFollowingBeginsAndEndsWithoutTouchingWhatIsThere(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Private"))
	inbox := w.id("Inbox")
	w.choose(capture.Choice{Add: []string{inbox}})
	w.choose(capture.Choice{Follow: map[string]bool{inbox: true}})
	w.must2(w.sim.AddFolder(emma, "Inbox/Seen by nobody yet"))
	w.choose(capture.Choice{Add: []string{w.id("Sent Items")}}) // another change, before the new folder was noticed
	w.deliver("Inbox/Private", "private")
	w.deliver("Inbox/Seen by nobody yet", "followed")
	w.sync()
	w.wantFiled("followed")
	private := w.id("Inbox/Private")
	w.choose(capture.Choice{Add: []string{private}})
	w.choose(capture.Choice{Remove: []string{private}})
	w.deliver("Inbox/Private", "still private")
	w.sync()
	w.wantFiled("followed")
	w.choose(capture.Choice{Follow: map[string]bool{inbox: false}})
	w.must2(w.sim.AddFolder(emma, "Inbox/Later"))
	w.deliver("Inbox/Later", "not followed")
	w.sync()
	w.wantFiled("followed")
}

func TestChoiceOfAnUnknownFolderChangesNothing(t *testing.T) {
	w := newWorld(t)
	inbox := w.id("Inbox")
	w.must2(w.sim.AddSearchFolder(emma, "Unread", "isRead eq false", "inbox"))
	for code, c := range map[string]capture.Choice{
		"folder-unknown": {Add: []string{inbox, "nowhere"}},
		"search-folder":  {Add: []string{w.id("Unread")}},
	} {
		if _, err := w.engine.Choose(t.Context(), emma, c); fault.CodeOf(err) != code {
			t.Errorf("the error is %v, want %s", err, code)
		}
	}
	if _, err := w.engine.Choose(t.Context(), emma, capture.Choice{Remove: []string{inbox}}); fault.CodeOf(err) != "folder-unknown" {
		t.Errorf("unticking what is not ticked gives %v", err)
	}
	boxes, err := w.db.Mailboxes()
	w.must(err)
	if len(boxes[0].Folders) != 0 {
		t.Errorf("ticked are %+v, want none", boxes[0].Folders)
	}
}

func TestSubfolderThatAppearsBeforeAnotherSelectionIsFollowed(t *testing.T) {
	w := newWorld(t)
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Add: []string{"inbox"}, WithSubfolders: true}))
	w.must2(w.sim.AddFolder(emma, "Inbox/New"))
	w.tick("sentitems")
	w.deliver("Inbox/New", "in the new one")
	w.sync()
	w.wantFiled("in the new one")
}
