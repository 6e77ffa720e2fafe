package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"postroom/app/office"
)

func TestStrangersCannotMoveTheCursor(t *testing.T) {
	got := plain("Invoice\x1b[2J\r\nPaid \u202egnp.exe\u2066 é税")
	if strings.ContainsAny(got, "\x1b\r\n\u202e\u2066") || !strings.Contains(got, "é税") {
		t.Errorf("a hostile subject is printed as %q", got)
	}
}

func TestTableLinesUp(t *testing.T) {
	var out bytes.Buffer
	c := &cli{out: &out, err: &out}
	c.table([][]string{{"A", "B"}, {"long cell", "x"}, {"é", "y\tz"}})
	if want := "A          B\nlong cell  x\né          y z\n"; out.String() != want {
		t.Errorf("the table is\n%swant\n%s", out.String(), want)
	}
}

func TestProgressIsForTerminalsOnly(t *testing.T) {
	for _, tt := range []struct {
		name       string
		live, json bool
		shown      bool
	}{{"piped", false, false, false}, {"terminal", true, false, true}, {"terminal, JSON", true, true, false}} {
		var screen bytes.Buffer
		p := (&cli{err: &screen, live: tt.live, json: tt.json}).progress()
		p.step("Checking", 1, 2)
		p.end()
		if shown := screen.Len() > 0; shown != tt.shown {
			t.Errorf("%s: shown %v, want %v: %q", tt.name, shown, tt.shown, screen.String())
		}
	}
}

func TestProgressLineIsDrawnOverAndTakenAway(t *testing.T) {
	var screen bytes.Buffer
	p := (&cli{err: &screen, live: true}).progress()
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	p.now = func() time.Time { return now }
	hear := p.round()
	hear(office.Event{Kind: office.EventBaseline, Folder: "Inbox", Done: 500, Total: 1000})
	hear(office.Event{Kind: office.EventBaseline, Folder: "Inbox", Done: 600, Total: 1000}) // too soon to draw again
	now = now.Add(time.Second)
	hear(office.Event{Kind: office.EventRound, Done: 4})
	hear(office.Event{Kind: office.EventFiled})
	p.end()
	want := "\rLooking at what lies in Inbox: 500 of 1000 (50 %)" +
		"\rFiling: 1 of 4 (25 %)" + strings.Repeat(" ", len("Looking at what lies in Inbox: 500 of 1000 (50 %)")-len("Filing: 1 of 4 (25 %)"))
	if got := screen.String(); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "\r") || strings.Contains(got, "600") {
		t.Errorf("the screen got %q, want it to begin with %q and to end with an empty line", got, want)
	}
}

func TestGateHoldsBackUntilTheFirstLineIsWritten(t *testing.T) {
	var out bytes.Buffer
	g := &gate{to: &out}
	g.Write([]byte("before\n"))
	g.close()
	g.Write([]byte("held\n"))
	g.first([]byte("first\n"))
	g.Write([]byte("after\n"))
	if want := "before\nfirst\nheld\nafter\n"; out.String() != want {
		t.Errorf("written: %q, want %q", out.String(), want)
	}
}
