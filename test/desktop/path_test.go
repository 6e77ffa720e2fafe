//go:build desktop

package desktop

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/godbus/dbus/v5"
)

func TestTheWayFromFirstRunToAnOpenDocumentInTheRealWindow(t *testing.T) {
	s := newSession(t)
	say := wordsOfPage(t, "nl")
	tray := newPanel(s)
	a, page := s.drive("--demo")
	tray.item()
	page.shows(say("shell", "demo"))
	s.picture("1-first-run")
	page.press(say("signin", "first.connect"))
	page.shows("sofie@vandijk.example")
	page.shows(say("mailboxes", "save.save"))
	s.picture("2-tree")
	page.press(say("mailboxes", "save.save"))
	page.press(say("shell", "room.overview"))
	var v overview
	s.eventually("a filed mail", func() bool { page.api(&v, "Overview"); return v.Total > 0 })
	s.picture("3-overview")
	page.press(say("shell", "room.documents"))
	var list struct {
		Items []struct{ ID, Subject string }
	}
	s.eventually("a document in the list", func() bool {
		page.api(&list, "Documents", map[string]any{"limit": 10})
		return len(list.Items) > 0
	})
	first := list.Items[len(list.Items)-1]
	page.shows(first.Subject)
	s.picture("4-documents")
	page.pressRow(first.Subject)
	var preview struct {
		Headers []struct{ Name, Value string }
	}
	page.api(&preview, "Document", first.ID)
	n := slices.IndexFunc(preview.Headers, func(h struct{ Name, Value string }) bool { return strings.EqualFold(h.Name, "Message-ID") })
	if n < 0 {
		t.Fatalf("expected a mail with a Message-ID, saw %+v", preview)
	}
	page.press(say("documents", "view.headers"))
	page.shows(preview.Headers[n].Value)
	s.picture("5-preview")
	if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := a.end(); code != 0 {
		t.Errorf("expected status 0, saw %d", code)
	}
}

// systemBus is a bus in the place of the system's, with somebody in the place of logind.
func (s *session) systemBus() *dbus.Conn {
	s.t.Helper()
	config := filepath.Join(s.home, "system.conf")
	if err := os.WriteFile(config, []byte(strings.Replace(busConfig, "%s", filepath.Join(s.home, "run", "system"), 1)), 0o600); err != nil {
		s.t.Fatal(err)
	}
	address := s.line("dbus-daemon", "--config-file="+config, "--nofork", "--nopidfile", "--print-address=3")
	s.env = append(s.env, "DBUS_SYSTEM_BUS_ADDRESS="+address)
	conn, err := dbus.Connect(address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	own(s.t, conn, "org.freedesktop.login1")
	return conn
}

func TestAfterSleepTheMailboxesAreLookedAtAtOnce(t *testing.T) {
	s := newSession(t)
	logind := s.systemBus()
	tray := newPanel(s)
	_, page := s.drive("--demo", "--hidden")
	tray.item()
	page.mustRun(listen, nil)
	connectSofie(page)
	page.api(nil, "SetSetting", "pollSeconds", "300")
	rounds := func() int {
		var n int
		page.mustRun(`return window.heard.filter(e => e.kind === "round").length`, &n)
		return n
	}
	s.eventually("a first round", func() bool { return rounds() > 0 })
	before := rounds()
	for _, asleep := range []bool{true, false} {
		if err := logind.Emit("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", asleep); err != nil {
			t.Fatal(err)
		}
	}
	s.eventually("a round after sleep", func() bool { return rounds() > before })
}
