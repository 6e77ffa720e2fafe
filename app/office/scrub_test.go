package office

import (
	"strings"
	"testing"
)

func TestScrubberTakesOutWhatIsPrivate(t *testing.T) {
	s := newScrubber([]string{"Emma Janssens", ""}, "/home/emma/Documents/Postroom",
		map[string]string{"/home/emma": "<home>", "/home/emma/.local/share/postroom": "<data>"})
	for _, tt := range []struct{ name, text, keeps, loses string }{
		{"an address", "mailbox emma@kantoor.example: refused", "refused", "emma@kantoor.example"},
		{"an address in brackets", "from <jan@peeters.example>, yes", "yes", "peeters"},
		{"a path below the root", `open /home/emma/Documents/Postroom/emma@kantoor.example/Inbox/2026 Jan - Secret deal.eml: permission denied`, "permission denied", "Secret"},
		{"a relative path", `put emma@kantoor.example/Inbox/2026 Jan - Secret deal/invoice.pdf: no space left`, "no space left", "invoice"},
		{"a Windows path", `put emma@kantoor.example\Inbox\Secret deal.eml: denied`, "denied", "Secret"},
		{"a JWT", "token eyJhbGciOiJub25lIn0.eyJvaWQiOiJleGFtcGxlIn0.c2ln refused", "refused", "eyJ"},
		{"an opaque token", "got 0.AXkAexampleexampleexampleexampleexample-_", "got", "example"},
		{"a folder of the person", "open /home/emma/x: denied", "open <home>/x: denied", "emma"},
		{"a name", "hello Emma Janssens", "hello person-", "Janssens"},
		{"a request id", "request-id a8ba19b2-dbe7-44d5-8c46-ba65b7cc08bf", "a8ba19b2-dbe7-44d5-8c46-ba65b7cc08bf", "\x00"},
		{"plain words", "ErrorCorruptData (HTTP 500)", "ErrorCorruptData (HTTP 500)", "\x00"},
	} {
		got := s.text(tt.text)
		if !strings.Contains(got, tt.keeps) || strings.Contains(got, tt.loses) {
			t.Errorf("%s: %q became %q, want it to keep %q and lose %q", tt.name, tt.text, got, tt.keeps, tt.loses)
		}
	}
}

func TestScrubberMarksTheSameThingTheSameWayInOneReportOnly(t *testing.T) {
	a, b := newScrubber(nil, "", nil), newScrubber(nil, "", nil)
	if a.text("emma@kantoor.example") != a.text("EMMA@kantoor.example") {
		t.Error("one address has two marks in one report")
	}
	if a.text("emma@kantoor.example") == b.text("emma@kantoor.example") {
		t.Error("an address has the same mark in two reports: it can be looked up")
	}
}

func TestScrubberCleansLogLines(t *testing.T) {
	s := newScrubber(nil, "", nil)
	clean, ok := s.line([]byte(`{"msg":"filed","subject":"Secret","folder":"Inbox/Peeters","n":3,"list":["jan@peeters.example"],"deep":{"name":"Jan"}}`))
	if !ok {
		t.Fatal("a log line was not taken for one")
	}
	for _, secret := range []string{"Secret", "Peeters", "jan@", "Jan"} {
		if strings.Contains(string(clean), secret) {
			t.Errorf("%s still holds %s", clean, secret)
		}
	}
	if !strings.Contains(string(clean), `"n":3`) || !strings.Contains(string(clean), `"filed"`) {
		t.Errorf("%s has lost what is harmless", clean)
	}
	if _, ok := s.line([]byte("panic: jan@peeters.example\n")); ok {
		t.Error("a line that is no JSON was taken into the report")
	}
}
