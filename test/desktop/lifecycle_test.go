//go:build desktop

package desktop

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestClosingHidesInTheTrayAndSaysSoOnce(t *testing.T) {
	s := newSession(t)
	say := wordsOfTray(t, "nl")
	tray, notes := newPanel(s), newNotes(s)
	a := s.app(nil)
	icon := tray.item()
	s.waitShown()
	s.closeWindow()
	notes.expect(say("hidden.title"))
	s.waitGone()
	icon.click(say("menu.open"))
	s.waitShown()
	s.closeWindow()
	s.waitGone()
	select {
	case n := <-notes.sent:
		t.Errorf("the second closing: expected nothing, saw the notification %q", n.title)
	default:
	}
	icon.click(say("menu.quit"))
	if code := a.end(); code != 0 {
		t.Errorf("quit in the tray: expected status 0, saw %d", code)
	}

	b := s.app(nil) // the hint was given: for good
	icon = tray.item()
	s.waitShown()
	s.closeWindow()
	s.waitGone()
	icon.click(say("menu.quit"))
	b.end()
	select {
	case n := <-notes.sent:
		t.Errorf("the next start: expected nothing, saw the notification %q", n.title)
	default:
	}
}

func TestWithoutATrayClosingMinimisesAndSaysSoAndCtrlQEnds(t *testing.T) {
	s := newSession(t)
	say := wordsOfTray(t, "nl")
	notes := newNotes(s)
	a := s.app(nil)
	s.waitShown()
	s.closeWindow()
	note := notes.expect(say("hidden.title"))
	if !strings.Contains(note.text, "geminimaliseerd") {
		t.Errorf("expected that it says minimised, saw %q", note.text)
	}
	s.eventually("a minimised window", func() bool { return len(s.windows()) == 0 })
	if err := s.command("wmctrl", "-F", "-a", "Postroom"); err != nil {
		t.Fatalf("bring the minimised window back: %v", err)
	}
	s.waitShown()
	s.eventually("the page hears Ctrl+Q", func() bool {
		if err := s.command("xdotool", "key", "--clearmodifiers", "ctrl+q"); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-a.ended:
			a.ended <- err
			return true
		default:
			return false
		}
	})
	if code := a.end(); code != 0 {
		t.Errorf("Ctrl+Q: expected status 0, saw %d", code)
	}
}

func TestASecondStartBringsTheFirstToTheFront(t *testing.T) {
	s := newSession(t)
	tray := newPanel(s)
	s.app(nil, "--hidden")
	tray.item()
	hidden := s.app(nil, "--hidden") // the autostart entry of a program that runs already
	hidden.end()
	if n := s.windows(); len(n) != 0 {
		t.Errorf("a second hidden start: expected no window, saw %v", n)
	}
	second := s.app(nil)
	second.end()
	s.waitShown()
	other := s.app(nil, "--data", filepath.Join(s.home, "other"))
	tray.item() // another data folder is another Postroom
	s.eventually("two windows", func() bool { return len(s.windows()) == 2 })
	if err := other.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	other.end()
}

func TestSignalsEndTheProgramAlthoughClosingHides(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		t.Run(signal.String(), func(t *testing.T) {
			s := newSession(t)
			tray := newPanel(s)
			a := s.app(nil)
			tray.item()
			s.waitShown()
			if err := a.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if code := a.end(); code != 0 {
				t.Errorf("expected status 0, saw %d", code)
			}
		})
	}
}

func TestAHiddenStartShowsNothingButTheTray(t *testing.T) {
	s := newSession(t)
	say := wordsOfTray(t, "nl")
	tray := newPanel(s)
	a := s.app(nil, "--hidden")
	icon := tray.item()
	s.eventually("an open office", func() bool { return slices.Contains(icon.labels(), say("menu.connect")) })
	if n := s.windows(); len(n) != 0 {
		t.Errorf("expected no window, saw %v", n)
	}
	if _, err := os.Stat(filepath.Join(s.home, "data", "postroom", "postroom.db")); err != nil {
		t.Errorf("expected that the office works: %v", err)
	}
	if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := a.end(); code != 0 {
		t.Errorf("expected status 0, saw %d", code)
	}
}

func TestAHiddenStartWithoutATrayIsFoundInTheTaskBar(t *testing.T) {
	s := newSession(t)
	s.app(nil, "--hidden")
	s.eventually("a minimised window", func() bool {
		list, err := s.output("wmctrl", "-l")
		return err == nil && strings.Contains(list, "Postroom") && len(s.windows()) == 0
	})
	if err := s.command("wmctrl", "-F", "-a", "Postroom"); err != nil {
		t.Fatal(err)
	}
	s.waitShown()
}

func TestWithoutAMessageBusThereIsAWindowThatEnds(t *testing.T) {
	s := newSession(t)
	a := s.app([]string{"DBUS_SESSION_BUS_ADDRESS=unix:path=" + s.home + "/nobody"})
	s.waitShown()
	if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := a.end(); code != 0 {
		t.Errorf("expected status 0, saw %d", code)
	}
}

func TestTheWindowComesBackWhereItWas(t *testing.T) {
	s := newSession(t)
	newPanel(s)
	geometry := func() string {
		out, err := s.output("xdotool", "getwindowgeometry", "--shell", s.windows()[0])
		if err != nil {
			t.Fatal(err)
		}
		var keep []string
		for line := range strings.Lines(out) {
			if !strings.HasPrefix(line, "WINDOW=") {
				keep = append(keep, strings.TrimSpace(line))
			}
		}
		return strings.Join(keep, " ")
	}
	a := s.app(nil)
	s.waitShown()
	first := geometry()
	if err := s.command("wmctrl", "-F", "-r", "Postroom", "-e", "0,120,90,1000,640"); err != nil {
		t.Fatal(err)
	}
	s.eventually("a moved window", func() bool { g := geometry(); return g != first && strings.Contains(g, "WIDTH=1000 HEIGHT=640") })
	moved := geometry()
	if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	a.end()
	s.app(nil)
	s.waitShown()
	s.eventually("the window at "+moved, func() bool { return len(s.windows()) > 0 && geometry() == moved })
}
