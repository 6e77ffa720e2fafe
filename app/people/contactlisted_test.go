package people

import (
	"fmt"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

func TestContactsWhoseChangesAreNotToldAreListed(t *testing.T) {
	b, _ := newBook(t)
	c := newCards("top", "clients")
	c.refused = &fault.Error{Class: fault.FixSetting, Code: "ErrorQuotaExceeded", Err: mail.ErrDeltaUnavailable}
	r := &cardRound{t, b, c, clock("23 09:00")}
	c.put("top", card("1", "An"))
	c.put("top", card("2", "Bea"))
	r.round(false, ContactRound{Added: 2}, "An/top Bea/top", "folder changes, folders, top, top list, clients, clients list")
	must(t, b.ShowContacts("1", []string{"1"}, true))
	c.drop("top", "2")
	c.put("top", card("1", "Anke"))
	c.put("clients", card("3", "Cas"))
	r.round(false, ContactRound{Added: 1, Changed: 1, Deleted: 1}, "Anke/top* Cas/clients", "top, top list, clients, clients list")
	c.drop("top", "1")
	c.put("clients", card("1", "Anke"))
	r.round(false, ContactRound{Changed: 1}, "Anke/clients* Cas/clients", "")
	r.now = r.now.Add(2 * time.Hour)
	r.round(false, ContactRound{}, "Anke/clients* Cas/clients", "folder changes, folders, top, top list, clients, clients list")
	c.drop("clients", "1")
	c.failed = "clients"
	if _, err := b.SyncContacts(t.Context(), "1", c, false, r.now); err == nil {
		t.Error("a list that could not be read counts as read")
	}
	c.failed, c.refused = "", nil // there is room in the mailbox again
	r.round(true, ContactRound{Deleted: 1}, "Cas/clients", "folder changes, folders, top, clients")
	c.put("clients", card("4", "Dirk"))
	r.round(false, ContactRound{Added: 1}, "Cas/clients Dirk/clients", "top, clients")
	c.refused = fmt.Errorf("cut off: %w", &fault.Error{Class: fault.RetryLater, Code: "unreachable"})
	if _, err := b.SyncContacts(t.Context(), "1", c, true, r.now); err == nil {
		t.Error("what time may cure was listed instead")
	}
}
