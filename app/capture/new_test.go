package capture_test

import (
	"testing"
	"time"

	"postroom/app/capture"
	"postroom/app/simulator"
)

func TestOnlyMailThatComesAfterTickingIsFiled(t *testing.T) {
	w := newWorld(t)
	for _, s := range []string{"old 1", "old 2", "old 3"} {
		w.deliver("Inbox", s)
	}
	if r := w.tick("inbox"); r.Before != 3 {
		t.Errorf("%d mails lay there, want 3", r.Before)
	}
	w.deliver("Inbox", "new 1")
	w.deliver("Inbox", "new 2")
	w.deliver("Drafts", "elsewhere")
	if r := w.sync(); r.Filed != 2 || r.Failed != 0 || r.Waiting != 0 {
		t.Errorf("the round gave %+v, want 2 filed", r)
	}
	w.wantFiled("new 1", "new 2")
	if r := w.sync(); r.Filed != 0 {
		t.Errorf("a second round filed %d more", r.Filed)
	}
}

func TestSentMailIsFiledWhenSentItemsIsTicked(t *testing.T) {
	w := newWorld(t)
	w.tick("sentitems")
	w.deliver("Sent Items", "an answer")
	w.sync()
	w.wantFiled("an answer")
}

func TestOldMailThatIsMovedInIsFiled(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Clients"))
	id, err := w.sim.Deliver(emma, "Inbox", message("from last year"), simulator.Delivery{Received: w.clock.now().AddDate(-1, 0, 0)})
	w.must(err)
	w.tick("Inbox/Clients")
	w.must(w.sim.Move(emma, id, "Inbox/Clients"))
	w.sync()
	w.wantFiled("from last year")
}

func TestMailThatLayInOneTickedFolderAndIsMovedToAnotherIsFiled(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Clients"))
	id := w.deliver("Inbox", "lay there")
	w.tick("inbox", "Inbox/Clients")
	w.must(w.sim.Move(emma, id, "Inbox/Clients"))
	w.sync()
	w.wantFiled("lay there")
}

func TestFiledMailThatIsMovedBetweenTickedFoldersIsFiledOnce(t *testing.T) {
	w := newWorld(t)
	w.must2(w.sim.AddFolder(emma, "Inbox/Clients"))
	w.tick("inbox", "Inbox/Clients")
	id := w.deliver("Inbox", "wanders")
	w.sync()
	for _, to := range []string{"Inbox/Clients", "Inbox", "Inbox/Clients"} {
		w.must(w.sim.Move(emma, id, to))
		w.sync()
	}
	w.wantFiled("wanders")
}

func TestMailThatLayThereLeavesAndComesBackIsFiled(t *testing.T) {
	w := newWorld(t)
	id := w.deliver("Inbox", "lay there")
	w.tick("inbox")
	w.must(w.sim.Move(emma, id, "Archive"))
	w.sync()
	w.wantFiled()
	w.must(w.sim.Move(emma, id, "Inbox"))
	w.sync()
	w.wantFiled("lay there")
}

func TestChangesOfOldMailFileNothing(t *testing.T) {
	w := newWorld(t)
	w.sim.SetBehaviour(simulator.Behaviour{Partial: true})
	id := w.deliver("Inbox", "lay there")
	w.tick("inbox")
	w.must(w.sim.SetRead(emma, id, true))
	w.must(w.sim.SetFlag(emma, id, true))
	w.sync()
	w.wantFiled()
}

func TestDraftIsFiledWhenItIsSentAndNotBefore(t *testing.T) {
	for _, ticked := range [][]string{{"drafts"}, {"sentitems"}, {"drafts", "sentitems"}} {
		for _, before := range []bool{false, true} {
			w := newWorld(t)
			draft := func() string {
				id, err := w.sim.Deliver(emma, "Drafts", message("a proposal"), simulator.Delivery{Draft: true})
				w.must(err)
				return id
			}
			var id string
			if before {
				id = draft()
			}
			w.tick(ticked...)
			if !before {
				id = draft()
			}
			w.sync()
			w.must(w.sim.EditDraft(emma, id, message("a better proposal")))
			w.sync()
			w.wantFiled()
			appear, err := w.sim.SendDraftLate(emma, id)
			w.must(err)
			w.sync() // it has left Drafts and is nowhere yet
			appear()
			w.sync()
			w.wantFiled("a better proposal")
			if docs, _ := w.engine.Documents(capture.Query{}); len(docs) == 1 && docs[0].Folder != "Sent Items" {
				t.Errorf("ticked %q: filed under %s, want Sent Items, where it lies", ticked, docs[0].Folder)
			}
		}
	}
}

func TestDraftThatIsThrownAwayIsForgotten(t *testing.T) {
	w := newWorld(t)
	w.tick("drafts")
	id, err := w.sim.Deliver(emma, "Drafts", message("never mind"), simulator.Delivery{Draft: true})
	w.must(err)
	w.sync()
	w.must(w.sim.DeleteMessage(emma, id, true))
	w.sync()
	w.clock.pass(time.Hour)
	if r := w.sync(); r.Waiting != 0 || r.Failed != 0 {
		t.Errorf("an hour later the round gave %+v, want nothing open", r)
	}
	w.wantFiled()
}

func TestMailWithoutAnythingIsFiled(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	for _, raw := range []string{"\r\n", "X: y\r\n\r\n", "no header at all"} {
		_, err := w.sim.Deliver(emma, "Inbox", []byte(raw), simulator.Delivery{})
		w.must(err)
	}
	if r := w.sync(); r.Filed != 3 {
		t.Errorf("the round gave %+v, want 3 filed", r)
	}
	w.wantVerified()
}

func TestMailThatVanishesBeforeItIsFetchedIsSkippedAndSaid(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	id := w.deliver("Inbox", "here")
	w.must2(w.sim.AddFault(simulator.Fault{Kind: simulator.MIMENotFound, Mailbox: emma, Message: id, Count: 1}))
	w.must2(w.sim.AddFault(simulator.Fault{Kind: simulator.Code, Method: "GET", Path: `^/me/messages/[^/]+(\?|$)`, Status: 404, Code: "ErrorItemNotFound", Count: 1}))
	if r := w.sync(); r.Skipped != 1 || r.Failed != 0 {
		t.Errorf("the round gave %+v, want 1 skipped", r)
	}
	w.wantFiled()
}

func TestSameNameForTwoMailsGivesTwoFiles(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	at := time.Date(2026, 11, 22, 9, 15, 0, 0, time.UTC)
	for range 5 {
		_, err := w.sim.Deliver(emma, "Inbox", message("Invoice"), simulator.Delivery{Received: at})
		w.must(err)
	}
	w.sync()
	w.wantFiled("Invoice", "Invoice", "Invoice", "Invoice", "Invoice")
}

func TestMailThatCameJustBeforeUntickingIsFiled(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox", "archive")
	w.deliver("Inbox", "in time")
	w.must2(w.engine.Select(t.Context(), emma, capture.Change{Remove: []string{"Inbox"}}))
	w.deliver("Inbox", "too late")
	w.sync()
	w.wantFiled("in time")
}

func TestUntickingAndTickingAgainTakesANewBaseline(t *testing.T) {
	w := newWorld(t)
	w.tick("inbox")
	w.deliver("Inbox", "first")
	w.sync()
	_, err := w.engine.Select(t.Context(), emma, capture.Change{Remove: []string{"Inbox"}})
	w.must(err)
	w.deliver("Inbox", "while unticked")
	w.sync()
	w.tick("inbox")
	w.deliver("Inbox", "after")
	w.sync()
	w.wantFiled("first", "after")
}
