package graph

import (
	"context"
	"errors"
	"testing"

	"postroom/app/fault"
	"postroom/app/simulator"
)

func TestReachTellsWhetherTheWholeMailboxMayBeRead(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	for _, b := range []struct {
		address   string
		noMailbox bool
	}{{"full@kantoor.example", false}, {"folder@kantoor.example", false}, {"none@kantoor.example", false}, {"bare@kantoor.example", true}} {
		if _, err := sim.AddUser(simulator.User{Address: b.address, Kind: simulator.Shared, NoMailbox: b.noMailbox}); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(sim.Grant("full@kantoor.example", emma), sim.ShareFolder("folder@kantoor.example", "inbox", emma)); err != nil {
		t.Fatal(err)
	}
	client := clientOf(t, sim, nil)
	for address, code := range map[string]string{
		"full@kantoor.example": "", "folder@kantoor.example": "mailbox-no-access", "none@kantoor.example": "mailbox-no-access",
		"bare@kantoor.example": "MailboxNotEnabledForRESTAPI", "ghost@kantoor.example": "ErrorInvalidUser",
	} {
		err := client.Mailbox(address, false).Reach(t.Context())
		if err == nil && code != "" || err != nil && fault.CodeOf(err) != code {
			t.Errorf("%s: %v, want the code %q", address, err, code)
		}
	}
	if err := client.Mailbox(emma, true).Reach(t.Context()); err != nil {
		t.Errorf("her own mailbox: %v", err)
	}
	if _, err := client.Mailbox("folder@kantoor.example", false).Messages(t.Context(), "inbox", ""); err != nil {
		t.Errorf("a folder that is shared: %v", err)
	}
}

func TestWellKnownFoldersAreFoundByName(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	m := clientOf(t, sim, nil).Mailbox(emma, true)
	found, err := m.WellKnown(t.Context(), []string{"inbox", "sentitems", "syncissues"})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 3 || found["inbox"] == "" || found["inbox"] == found["sentitems"] || found["syncissues"] == "" {
		t.Errorf("found are %v, want the inbox, Sent Items and Sync Issues", found)
	}
	if got := folderID(t, m, "Inbox"); got != found["inbox"] {
		t.Errorf("the inbox is %s by its name and %s in the tree", found["inbox"], got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.WellKnown(ctx, []string{"inbox"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled look-up gives %v", err)
	}
}
