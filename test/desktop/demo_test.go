//go:build desktop

package desktop

import (
	"slices"
	"strings"
	"syscall"
	"testing"
)

// overview is the part of face.Overview that these tests look at.
type overview struct {
	State, Title string
	Total        int
}

const (
	callAPI = `return await window.go.face.API[args[0]](...args.slice(1))`
	listen  = `window.heard = []; window.runtime.EventsOn("postroom", e => window.heard.push(e)); return true`
	rooms   = `return window.heard.filter(e => e.kind === "room").map(e => e.room + " " + e.target)`
)

// api calls a method of face.API from the page, as the page does.
func (b *browser) api(result any, method string, args ...any) {
	b.s.t.Helper()
	b.mustRun(callAPI, result, append([]any{method}, args...)...)
}

// connectSofie signs in the demonstration's person and ticks her inbox.
func connectSofie(b *browser) {
	b.s.t.Helper()
	b.api(nil, "Connect", "work", false)
	var accounts []struct {
		Mailboxes []struct{ Address string }
	}
	b.s.eventually("a connected account", func() bool {
		b.api(&accounts, "Accounts")
		return len(accounts) == 1 && len(accounts[0].Mailboxes) == 1
	})
	mailbox := accounts[0].Mailboxes[0].Address
	var tree struct {
		Folders []struct{ ID, WellKnownName string }
	}
	b.api(&tree, "Folders", mailbox, true)
	n := slices.IndexFunc(tree.Folders, func(f struct{ ID, WellKnownName string }) bool { return f.WellKnownName == "inbox" })
	if n < 0 {
		b.s.t.Fatalf("expected an inbox in %v", tree.Folders)
	}
	b.api(nil, "Select", mailbox, map[string]any{"add": []string{tree.Folders[n].ID}, "remove": []string{}, "follow": []any{}})
}

func (b *browser) expectRoom(room string) {
	b.s.t.Helper()
	b.s.eventually("the page is asked for the room "+room, func() bool {
		var heard []string
		b.mustRun(rooms, &heard)
		return slices.ContainsFunc(heard, func(h string) bool { return strings.HasPrefix(h, room) })
	})
}

func TestTheTrayShowsAndCommandsTheWork(t *testing.T) {
	s := newSession(t)
	say, sayPage := wordsOfTray(t, "nl"), wordsOfPage(t, "nl")
	french := wordsOfTray(t, "fr")
	tray, notes := newPanel(s), newNotes(s)
	a, page := s.drive("--demo")
	icon := tray.item()
	var app struct {
		Language, Platform string
		Demo, Tray         bool
	}
	page.api(&app, "App")
	if app.Language != "nl" || app.Platform != "linux" || !app.Demo || !app.Tray {
		t.Errorf("expected the demonstration in Dutch on Linux with a tray, saw %+v", app)
	}
	page.mustRun(listen, nil)
	s.eventually("the offer to connect a mailbox", func() bool { return slices.Contains(icon.labels(), say("menu.connect")) })
	nobody := icon.pixels()
	icon.click(say("menu.connect"))
	page.expectRoom("mailboxes connect")

	connectSofie(page)
	s.eventually("a calm icon", func() bool { return icon.pixels() != nobody })
	s.eventually("a filed mail in the menu", func() bool {
		labels := icon.labels()
		n := slices.Index(labels, say("menu.recent"))
		return n >= 0 && n+1 < len(labels) && strings.HasPrefix(labels[n+1], "· ") && !strings.Contains(labels[n+1], say("menu.recentNone"))
	})
	you, _, _ := strings.Cut(say("own.free"), ":")
	s.eventually("the own status in the menu", func() bool {
		return slices.ContainsFunc(icon.labels(), func(l string) bool { return strings.HasPrefix(l, you+": ") })
	})
	s.picture("connected")
	lines := icon.menu()
	n := slices.IndexFunc(lines, func(l menuLine) bool { return l.label == say("menu.recent") })
	icon.click(lines[n+1].label)
	page.expectRoom("documents ")

	working := icon.pixels()
	icon.click(say("menu.pauseHour"))
	s.eventually("a paused tray", func() bool { return slices.Contains(icon.labels(), say("menu.resume")) && icon.pixels() != working })
	var v overview
	page.api(&v, "Overview")
	if v.State != "paused" || !strings.Contains(icon.tooltip(), v.Title) {
		t.Errorf("expected a pause and its sentence in the tooltip, saw %+v and %q", v, icon.tooltip())
	}
	icon.click(say("menu.resume"))
	s.eventually("a tray that goes on", func() bool { return slices.Contains(icon.labels(), say("menu.sync")) })
	icon.click(say("menu.sync"))
	icon.click(say("menu.settings"))
	page.expectRoom("settings ")
	icon.click(say("menu.about"))
	page.expectRoom("settings about")
	icon.click(say("menu.diagnostics"))
	page.shows(sayPage("settings", "diagnostics.text"))

	page.api(nil, "SetSetting", "language", "fr")
	s.eventually("a menu in French", func() bool { return slices.Contains(icon.labels(), french("menu.sync")) })

	s.closeWindow()
	s.waitGone()
	hint := notes.expect(french("hidden.title"))
	notes.click(hint.id)
	s.waitShown()
	page.expectRoom("overview")

	icon.click(french("menu.quit"))
	if code := a.end(); code != 0 {
		t.Errorf("expected status 0, saw %d", code)
	}
	if left, err := s.output("find", s.home+"/cache", "-name", "demo-*"); err != nil || left != "" {
		t.Errorf("expected nothing left of the demonstration, saw %q, %v", left, err)
	}
}

func TestTheWindowShowsThePageAndItsWorkGoesOnWhileHidden(t *testing.T) {
	s := newSession(t)
	tray := newPanel(s)
	a, page := s.drive("--demo", "--hidden")
	icon := tray.item()
	connectSofie(page)
	filed := func() int {
		var v overview
		page.api(&v, "Overview")
		return v.Total
	}
	s.eventually("mail filed by a hidden window", func() bool { return filed() > 0 })
	if n := s.windows(); len(n) != 0 {
		t.Errorf("expected no window, saw %v", n)
	}
	icon.click(wordsOfTray(t, "nl")("menu.open"))
	s.waitShown()
	page.shows(wordsOfPage(t, "nl")("shell", "demo"))
	var blocked []string
	page.mustRun(`const tried = [];
		for (const url of ["https://example.com/x.png", "http://127.0.0.1:1/x"]) {
			try { await fetch(url); tried.push(url) } catch { }
		}
		return tried`, &blocked)
	if len(blocked) != 0 {
		t.Errorf("expected that the page loads nothing from any network, saw %v", blocked)
	}
	const nonces = `const meta = n => document.querySelector("meta[" + n + "]").content;
		return [meta("name=style-nonce"), /'nonce-([^']+)'/.exec(meta("http-equiv=Content-Security-Policy"))[1], String([...document.styleSheets].some(s => s.ownerNode.nonce && s.cssRules.length > 0))]`
	var seen []string
	page.mustRun(nonces, &seen)
	if seen[0] == "" || seen[0] == "postroom-page" || seen[0] != seen[1] || seen[2] != "true" {
		t.Errorf("expected a nonce of this load's own, with which its styles are let in, saw %q", seen)
	}
	s.picture("shown")
	if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := a.end(); code != 0 {
		t.Errorf("expected status 0, saw %d", code)
	}
}
