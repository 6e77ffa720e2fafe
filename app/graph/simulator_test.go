package graph

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/simulator"
)

func TestSimulatedFoldersAtAnyDepth(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	const depth = 40
	path := "Inbox"
	for n := range depth {
		path += fmt.Sprintf("/%d", n)
		if _, err := sim.AddFolder(emma, path); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 150 {
		if _, err := sim.AddFolder(emma, fmt.Sprintf("Inbox/Clients %03d", n)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := sim.AddHiddenFolder(emma, "Inbox/Hidden"); err != nil {
		t.Fatal(err)
	}
	if _, err := sim.AddSearchFolder(emma, "Unread", "isRead eq false", "Inbox"); err != nil {
		t.Fatal(err)
	}
	m := clientOf(t, sim, nil).Mailbox(emma, true)
	folders, err := m.Folders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	byPath := map[string]mail.Folder{}
	for _, f := range folders {
		byPath[f.Path.String()] = f
	}
	if _, ok := byPath[path]; !ok {
		t.Errorf("the folder at depth %d is missing", depth+1)
	}
	if len(byPath) != len(folders) || byPath["Inbox"].WellKnown != "inbox" || byPath["Inbox/Clients 149"].ID == "" {
		t.Errorf("%d folders of %d paths; inbox is %+v", len(folders), len(byPath), byPath["Inbox"])
	}
	if _, ok := byPath["Inbox/Hidden"]; ok {
		t.Error("a hidden folder is offered")
	}
	if search := slices.IndexFunc(folders, func(f mail.Folder) bool { return f.Name == "Unread" && !f.Search }); search >= 0 {
		t.Errorf("a search folder can be ticked: %+v", folders[search])
	}
	changes, link, err := m.FolderChanges(t.Context(), "")
	if err != nil || len(changes) < depth+150 {
		t.Fatalf("%d folders in the first round of the tree, %v", len(changes), err)
	}
	if changes, link, err = m.FolderChanges(t.Context(), link); err != nil || len(changes) != 0 {
		t.Fatalf("%v, %v; want no change", changes, err)
	}
	if err := sim.RenameFolder(emma, "Inbox/Clients 149", "Renamed"); err != nil {
		t.Fatal(err)
	}
	if changes, _, err = m.FolderChanges(t.Context(), link); err != nil || len(changes) != 1 || changes[0].Name != "Renamed" {
		t.Errorf("%v, %v; want the renamed folder", changes, err)
	}
	if got := sim.Stats().MaxConcurrent; slices.Max(slices.Collect(maps.Values(got))) > 4 {
		t.Errorf("at once per mailbox: %v, want at most 4", got)
	}
}

// TestSimulatedRoundsUnderHostileBehaviour follows a folder through deliveries, moves and deletions while the service
// does all it may: duplicates, replays, empty pages, random order.
func TestSimulatedRoundsUnderHostileBehaviour(t *testing.T) {
	sim := simulated(t, simulator.Options{Seed: 7})
	sim.Hostile(7)
	m := clientOf(t, sim, nil).Mailbox(emma, true)
	inbox := folderID(t, m, "Inbox")
	if _, err := sim.AddFolder(emma, "Other"); err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	link := ""
	data := mails(t, 40)
	var delivered []string
	for n := range 6 {
		for i := range 130 {
			id, err := sim.Deliver(emma, "Inbox", data[(n*130+i)%len(data)], simulator.Delivery{})
			if err != nil {
				t.Fatal(err)
			}
			delivered = append(delivered, id)
		}
		if n > 0 {
			if err := errors.Join(sim.Move(emma, delivered[n*7], "Other"), sim.DeleteMessage(emma, delivered[n*7+1], true), sim.SetRead(emma, delivered[n*7+2], true)); err != nil {
				t.Fatal(err)
			}
		}
		var err error
		if link, err = round(t.Context(), m, inbox, link, there); err != nil {
			t.Fatal(err)
		}
		want, err := sim.Messages(emma, "Inbox")
		if err != nil {
			t.Fatal(err)
		}
		got := slices.Sorted(maps.Keys(there))
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("round %d: %d ids, want %d, all immutable ones", n, len(got), len(want))
		}
	}
	if err := sim.EvictTokens(emma, "Inbox"); err != nil {
		t.Fatal(err)
	}
	if _, err := round(t.Context(), m, inbox, link, there); !errors.Is(err, mail.ErrCursorLost) {
		t.Errorf("an evicted cursor gives %v, want that it is lost", err)
	}
}

func TestSimulatedMailsAreFetchedByteForByteFourAtOnce(t *testing.T) {
	t.Run("HTTP/1.1", func(t *testing.T) { fetchAll(t, simulator.Options{}) })
	t.Run("HTTP/2", func(t *testing.T) { fetchAll(t, simulator.Options{HTTP2: true}) })
}

func fetchAll(t *testing.T, o simulator.Options) {
	sim := simulated(t, o)
	data := mails(t, 100)
	want := map[string][]byte{}
	for _, mime := range data {
		id, err := sim.Deliver(emma, "Inbox", mime, simulator.Delivery{})
		if err != nil {
			t.Fatal(err)
		}
		want[id] = mime
	}
	client := clientOf(t, sim, nil)
	m := client.Mailbox(emma, true)
	sim.ResetStats()
	var wg sync.WaitGroup
	for id, mime := range want {
		wg.Go(func() {
			body, err := m.MIME(t.Context(), id)
			if err != nil {
				t.Error(err)
				return
			}
			got, err := io.ReadAll(body)
			if err = errors.Join(err, body.Close()); err != nil || !bytes.Equal(got, mime) {
				t.Errorf("%s: %d bytes, %v; want the %d that lie there", id, len(got), err, len(mime))
			}
		})
	}
	wg.Wait()
	stats := sim.Stats()
	if most := slices.Max(slices.Collect(maps.Values(stats.MaxConcurrent))); most > 4 {
		t.Errorf("%d at once, want at most 4", most)
	}
	if stats.ByStatus[429] > 2 || stats.Requests > 102 {
		t.Errorf("%d requests for 100 mails, answered %v; want at most 1.02 per mail", stats.Requests, stats.ByStatus)
	}
	if client.Count().Requests() != int64(stats.Requests) {
		t.Errorf("counted %d requests, the service %d", client.Count().Requests(), stats.Requests)
	}
}

func TestSimulatedFaultsEndAsTheyShould(t *testing.T) {
	t.Run("HTTP/1.1", func(t *testing.T) { meetFaults(t, simulator.Options{}) })
	t.Run("HTTP/2", func(t *testing.T) { meetFaults(t, simulator.Options{HTTP2: true}) })
}

func meetFaults(t *testing.T, o simulator.Options) {
	sim := simulated(t, o)
	id, err := sim.Deliver(emma, "Inbox", mails(t, 1)[0], simulator.Delivery{})
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.AddMailbox("info@kantoor.example", "Info", emma); err != nil {
		t.Fatal(err)
	}
	changes := func(m *Mailbox) error { _, err := m.Changes(t.Context(), "inbox", ""); return err }
	mime := func(m *Mailbox) error { return discard(t.Context(), m, id) }
	folders := func(m *Mailbox) error { _, err := m.Folders(t.Context()); return err }
	me := func(m *Mailbox) error { _, err := m.client.Me(t.Context()); return err }
	for _, tt := range []struct {
		f     simulator.Fault
		call  func(*Mailbox) error
		class fault.Class
		code  string // "": it succeeds in the end
		is    error
		wait  time.Duration // at least that long in sum
	}{
		{simulator.Fault{Kind: simulator.Throttle, RetryAfter: "2.5", Count: 2}, changes, 0, "", nil, 5 * time.Second},
		{simulator.Fault{Kind: simulator.Throttle, RetryAfter: "130", Count: 1}, me, 0, "", nil, 130 * time.Second},
		{simulator.Fault{Kind: simulator.Throttle, RetryAfter: "date:90", Count: 1}, mime, 0, "", nil, 80 * time.Second},
		{simulator.Fault{Kind: simulator.Throttle, RetryAfter: "200"}, changes, fault.RetryLater, "TooManyRequests", nil, 0},
		{simulator.Fault{Kind: simulator.Unavailable, Count: 3}, folders, 0, "", nil, 0},
		{simulator.Fault{Kind: simulator.Internal, Count: 4}, changes, 0, "", nil, 0},
		{simulator.Fault{Kind: simulator.BadGateway, Count: 4}, changes, 0, "", nil, 0},
		{simulator.Fault{Kind: simulator.BadGateway}, me, fault.RetryLater, "bad-answer", nil, 0},
		{simulator.Fault{Kind: simulator.GatewayTimeout, Count: 1}, changes, 0, "", nil, 0},
		{simulator.Fault{Kind: simulator.Drop, Count: 3}, changes, 0, "", nil, 0},
		{simulator.Fault{Kind: simulator.Cut}, changes, fault.RetryLater, "bad-answer", nil, 0},
		{simulator.Fault{Kind: simulator.Cut}, mime, fault.RetryLater, "bad-answer", nil, 0},
		{simulator.Fault{Kind: simulator.Truncated}, changes, fault.RetryLater, "bad-answer", nil, 0},
		{simulator.Fault{Kind: simulator.Truncated}, folders, fault.RetryLater, "bad-answer", nil, 0},
		{simulator.Fault{Kind: simulator.WrongType}, changes, fault.RetryLater, "captive-portal", nil, 0},
		{simulator.Fault{Kind: simulator.WrongType}, mime, fault.RetryLater, "captive-portal", nil, 0},
		{simulator.Fault{Kind: simulator.WrongType}, me, fault.RetryLater, "captive-portal", nil, 0},
		{simulator.Fault{Kind: simulator.WrongJSON}, changes, fault.RetryLater, "bad-answer", nil, 0},
		{simulator.Fault{Kind: simulator.WrongJSON}, me, fault.RetryLater, "bad-answer", nil, 0},
		{simulator.Fault{Kind: simulator.Expired, Count: 1}, changes, 0, "", nil, 0},
		{simulator.Fault{Kind: simulator.Expired}, me, fault.SignInAgain, "InvalidAuthenticationToken", nil, 0},
		{simulator.Fault{Kind: simulator.Claims, Count: 1}, folders, 0, "", nil, 0},
		{simulator.Fault{Kind: simulator.AccessPolicy}, changes, fault.FixSetting, "mailbox-not-released", nil, 0},
		{simulator.Fault{Kind: simulator.Denied}, folders, fault.FixSetting, "ErrorAccessDenied", nil, 0},
		{simulator.Fault{Kind: simulator.NoRights}, folders, fault.FixSetting, "mailbox-no-access", nil, 0},
		{simulator.Fault{Kind: simulator.NotEnabled}, folders, fault.FixSetting, "MailboxNotEnabledForRESTAPI", nil, 0},
		{simulator.Fault{Kind: simulator.FullMailbox}, changes, fault.FixSetting, "ErrorQuotaExceeded", mail.ErrDeltaUnavailable, 0},
		{simulator.Fault{Kind: simulator.MIMENotFound}, mime, fault.SkipMail, "ErrorItemNotFound", mail.ErrNotFound, 0},
		{simulator.Fault{Kind: simulator.MIMECorrupt}, mime, fault.SkipMail, "ErrorCorruptData", nil, 0},
		{simulator.Fault{Kind: simulator.MIMELarge, Size: 20 << 20}, mime, 0, "", nil, 0},
	} {
		name := fmt.Sprintf("%s %s ×%d", tt.f.Kind, tt.f.RetryAfter, tt.f.Count)
		sim.ClearFaults()
		if _, err := sim.AddFault(tt.f); err != nil {
			t.Fatal(err)
		}
		clock := newLeap()
		start := clock.Now()
		err := tt.call(clientOf(t, sim, clock.patient).Mailbox(emma, true))
		if tt.code == "" && err != nil {
			t.Errorf("%s: %v, want success in the end", name, err)
		}
		if tt.code != "" && (fault.CodeOf(err) != tt.code || fault.ClassOf(err) != tt.class || tt.is != nil && !errors.Is(err, tt.is)) {
			t.Errorf("%s: %v (%v), want %v %s, %v", name, err, fault.ClassOf(err), tt.class, tt.code, tt.is)
		}
		if waited := clock.Now().Sub(start); waited < tt.wait {
			t.Errorf("%s: waited %v, want at least %v", name, waited, tt.wait)
		}
	}
	sim.ClearFaults()
	info := clientOf(t, sim, nil).Mailbox("info@kantoor.example", false)
	if _, err := info.Folders(t.Context()); err != nil {
		t.Errorf("a shared mailbox with Full Access: %v", err)
	}
	if err := sim.Revoke("info@kantoor.example", emma); err != nil {
		t.Fatal(err)
	}
	_, err = info.Folders(t.Context())
	if fault.ClassOf(err) != fault.FixSetting || !strings.HasPrefix(fault.CodeOf(err), "mailbox-") && fault.CodeOf(err) != "ErrorAccessDenied" {
		t.Errorf("a shared mailbox without rights: %v", err)
	}
}

// TestSimulatedStorm reads a mailbox while a third of all answers go wrong: everything arrives in the end.
func TestSimulatedStorm(t *testing.T) {
	sim := simulated(t, simulator.Options{Seed: 3})
	data := mails(t, 60)
	for _, mime := range data {
		if _, err := sim.Deliver(emma, "Inbox", mime, simulator.Delivery{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []simulator.Fault{
		{Kind: simulator.Throttle, RetryAfter: "1.5", Probability: 0.1}, {Kind: simulator.Unavailable, Probability: 0.1},
		{Kind: simulator.BadGateway, Probability: 0.1}, {Kind: simulator.Drop, Probability: 0.05},
	} {
		if _, err := sim.AddFault(f); err != nil {
			t.Fatal(err)
		}
	}
	clock := newLeap()
	m := clientOf(t, sim, clock.patient).Mailbox(emma, true)
	there := map[string]bool{}
	err := persist(func() error { _, err := round(t.Context(), m, "inbox", "", there); return err })
	if err != nil || len(there) != len(data) {
		t.Fatalf("%d ids, %v; want %d", len(there), err, len(data))
	}
	var wg sync.WaitGroup
	for id := range there {
		wg.Go(func() {
			if err := persist(func() error { return discard(t.Context(), m, id) }); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := sim.Stats().MaxConcurrent; slices.Max(slices.Collect(maps.Values(got))) > 4 {
		t.Errorf("at once per mailbox: %v, want at most 4", got)
	}
}
