package capture_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"postroom/app/capture"
	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/simulator"
)

func TestExpiredCursorFilesWhatCameInBetweenAndNothingTwice(t *testing.T) {
	for _, hostile := range []bool{false, true} {
		w := newWorld(t)
		for i := range 30 {
			w.deliver("Inbox", fmt.Sprintf("old %02d", i))
		}
		w.tick("inbox")
		if hostile {
			w.sim.Hostile(7)
		}
		var want []string
		for round := range 4 {
			for i := range 7 {
				s := fmt.Sprintf("new %d %d", round, i)
				w.deliver("Inbox", s)
				want = append(want, s)
			}
			w.must(w.sim.EvictTokens(emma, "Inbox"))
			w.sync()
		}
		w.wantFiled(want...)
	}
}

func TestCursorThatExpiresInMidWalkBeginsAgain(t *testing.T) {
	w := newWorld(t)
	for i := range 1200 {
		w.deliver("Inbox", fmt.Sprintf("old %d", i))
	}
	w.must2(w.sim.AddFault(simulator.Fault{Kind: simulator.Code, Path: `skiptoken`, Status: 410, Code: "SyncStateNotFound", Count: 1}))
	if r := w.tick("inbox"); r.Before != 1200 {
		t.Errorf("%d mails lay there, want 1200", r.Before)
	}
	w.deliver("Inbox", "new")
	w.sync()
	w.wantFiled("new")
}

func TestFullMailboxIsListedInstead(t *testing.T) {
	w := newWorld(t)
	w.deliver("Inbox", "old")
	w.must2(w.sim.AddFault(simulator.Fault{Kind: simulator.FullMailbox}))
	w.must2(w.sim.AddFault(simulator.Fault{Kind: simulator.Code, Path: "^/me/mailFolders/delta", Status: 403, Code: "ErrorQuotaExceeded"}))
	w.tick("inbox")
	w.deliver("Inbox", "new")
	w.sync()
	w.wantFiled("new")
	w.sim.ClearFaults()
	w.deliver("Inbox", "newer")
	w.syncWith(capture.Options{TrueUp: true})
	if f := w.folder("Inbox"); f.Listed {
		t.Error("the folder is still listed although change tracking works again")
	}
	w.deliver("Inbox", "newest")
	w.sync()
	w.wantFiled("new", "newer", "newest")
}

func TestTrueUpFindsWhatDeltaHasLost(t *testing.T) {
	w := newWorld(t)
	w.deliver("Inbox", "old")
	w.tick("inbox")
	w.sim.SetBehaviour(simulator.Behaviour{LoseReturned: true})
	id := w.deliver("Inbox", "goes and comes")
	w.must2(w.sim.AddFault(simulator.Fault{Kind: simulator.Code, Method: "GET", Path: `^/me/messages/[^/?]+(\?|$)`, Status: 404, Code: "ErrorItemNotFound"}))
	w.must(w.sim.Move(emma, id, "Archive"))
	w.must(w.sim.Move(emma, id, "Inbox"))
	w.sync()
	w.sim.ClearFaults()
	w.wantFiled() // delta has lost it, and the look-up was in vain
	w.syncWith(capture.Options{TrueUp: true})
	w.wantFiled("goes and comes")
	up := w.folder("Inbox").TrueUp
	if up == nil || up.InFolder != 2 || up.Filed != 1 || up.Before != 1 || up.Added != 1 {
		t.Errorf("the true-up says %+v, want 2 in the folder: 1 from before, 1 filed, which it added", up)
	}
}

func TestMailThatIsMovedAwayAndBackWithinARoundIsFiled(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.sim.SetBehaviour(simulator.Behaviour{LoseReturned: true})
	id := w.deliver("Inbox", "goes and comes")
	w.must(w.sim.Move(emma, id, "Archive"))
	w.must(w.sim.Move(emma, id, "Inbox"))
	w.sync()
	w.wantFiled("goes and comes")
}

func TestHostileDeltaFilesEverythingOnce(t *testing.T) {
	for seed := range uint64(5) {
		w := newWorld(t)
		for i := range 40 {
			w.deliver("Inbox", fmt.Sprintf("old %02d", i))
		}
		w.sim.Hostile(seed)
		w.tick("inbox", "archive")
		var want []string
		for i := range 60 {
			s := fmt.Sprintf("new %02d", i)
			id := w.deliver("Inbox", s)
			want = append(want, s)
			if i%7 == 0 {
				w.sync()
			}
			if i%3 == 0 {
				w.must(w.sim.SetRead(emma, id, true))
			}
			if i%5 == 0 {
				w.must(w.sim.Move(emma, id, "Archive"))
			}
		}
		w.sync()
		w.wantFiled(want...)
	}
}

func TestLostSignInLosesNothing(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.deliver("Inbox", "while signed out")
	w.signIn = signInNeeded()
	r := w.sync()
	if len(r.SignIn) != 1 || r.SignIn[0] != "emma" {
		t.Errorf("the round gave %+v, want emma to sign in", r)
	}
	accounts, err := w.db.Accounts()
	w.must(err)
	if a := accounts[0]; a.State != "reauthenticate" || a.Problem == nil {
		t.Errorf("the account is %+v, want reauthenticate with the reason", a)
	}
	w.signIn = nil
	w.sync()
	w.wantFiled("while signed out")
	if accounts, _ = w.db.Accounts(); accounts[0].State != "active" {
		t.Errorf("the account is %+v, want active again", accounts[0])
	}
}

func TestLostDatabaseIsRebuiltWithoutFilingTwiceOrLosingMail(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Clients"))
	old := w.deliver("Inbox", "old")
	w.tick("inbox", "Inbox/Clients")
	w.deliver("Inbox", "first")
	w.deliver("Inbox/Clients", "second")
	w.sync()
	w.deliver("Inbox", "just before the loss")
	w.close()
	w.must(os.Remove(filepath.Join(w.data, "postroom.db")))
	w.open()
	w.deliver("Inbox", "after the loss")
	w.connect()
	r, err := w.engine.Rebuild(t.Context())
	w.must(err)
	if r.Documents != 2 || r.Folders != 2 {
		t.Errorf("restored were %+v, want 2 documents and 2 folders", r)
	}
	w.sync()
	w.wantFiled("first", "second", "just before the loss", "after the loss")
	w.must(w.sim.Move(emma, old, "Inbox/Clients"))
	w.sync()
	w.wantFiled("first", "second", "just before the loss", "after the loss", "old")
}

func TestStrangersFileInTheWayIsLeftAlone(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.deliver("Inbox", "Invoice")
	w.sync()
	docs, err := w.engine.Documents(capture.Query{})
	w.must(err)
	mine := filepath.Join(w.root(), filepath.FromSlash(docs[0].Path))
	w.must(os.Remove(mine))
	w.must(os.WriteFile(mine, []byte("somebody else's"), 0o600))
	w.close()
	w.must(os.Remove(filepath.Join(w.data, "postroom.db"))) // nothing is known of any name
	w.must(os.RemoveAll(w.to.Dir()))
	w.open()
	w.connect()
	w.tick("sentitems")
	id, err := w.sim.Messages(emma, "Inbox")
	w.must(err)
	w.must(w.sim.Move(emma, id[0], "Sent Items"))
	w.must(w.sim.RenameFolder(emma, "Sent Items", "Inbox2"))
	w.sync()
	if data, err := os.ReadFile(mine); err != nil || string(data) != "somebody else's" {
		t.Errorf("the stranger's file now holds %q, %v", data, err)
	}
	if got := w.filed(); len(got) != 1 {
		t.Errorf("filed are %q, want the invoice", got)
	}
}

func TestMailForADestinationThatIsAwayWaitsUntilItIsBack(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	away := w.root() + " away"
	w.must(os.Rename(w.root(), away))
	w.deliver("inbox", "Arrived meanwhile")
	r := w.sync()
	if r.Filed != 0 || len(r.Failures) != 1 || r.Failures[0].Err.Code != "destination-unreachable" || r.Failures[0].Err.Class != fault.RetryLater {
		t.Errorf("the round came to %+v, want one mail that waits for the destination", r)
	}
	if _, err := os.Stat(w.root()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the destination was made anew (%v)", err)
	}
	w.must(os.Rename(away, w.root()))
	w.clock.pass(time.Minute)
	w.sync()
	w.wantFiled("Arrived meanwhile")
	w.wantVerified()
}

func TestRoundWhoseLinksGoInACircleIsGivenUp(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	for name, next := range map[string]map[string]string{
		"to itself": {"a": "a"},
		"a circle":  {"a": "b", "b": "a"},
	} {
		var asked int
		w.changes = func(link string) mail.Page {
			if asked++; next[link] == "" {
				return mail.Page{Next: "a"}
			}
			return mail.Page{Next: next[link]}
		}
		if r := w.sync(); len(r.Failures) != 1 || r.Failures[0].Err.Code != "page-repeats" || asked > 1100 {
			t.Errorf("%s: the round came to %+v after %d pages, want it given up", name, r.Failures, asked)
		}
	}
	// Many empty pages that do lead on are no circle.
	var asked int
	w.changes = func(string) mail.Page {
		if asked++; asked < 500 {
			return mail.Page{Next: fmt.Sprint("page ", asked)}
		}
		return mail.Page{Delta: "end"}
	}
	if r := w.sync(); len(r.Failures) != 0 {
		t.Errorf("500 empty pages: %+v, want no failure", r.Failures)
	}
}
