package mail

import (
	"errors"
	"testing"
)

func TestPathIsWrittenAndReadBack(t *testing.T) {
	for _, tt := range []struct {
		path    Path
		written string
	}{
		{Path{"Inbox"}, "Inbox"},
		{Path{"Inbox", "Clients", "2026"}, "Inbox/Clients/2026"},
		{Path{"Inbox", "A/B"}, `Inbox/A\/B`},
		{Path{`C:\x`, "/"}, `C:\\x/\/`},
		{Path{"Postvak IN", "Élise & Zoë", "税"}, "Postvak IN/Élise & Zoë/税"},
	} {
		if got := tt.path.String(); got != tt.written {
			t.Errorf("%q written as %q, want %q", []string(tt.path), got, tt.written)
		}
		back, err := ParsePath(tt.written)
		if err != nil || !back.Equal(tt.path) {
			t.Errorf("%q read back as %q, %v", tt.written, []string(back), err)
		}
	}
}

func TestBrokenPathIsRefused(t *testing.T) {
	for _, s := range []string{"", "/", "Inbox/", "/Inbox", "a//b", `a\b`, `a\`} {
		if p, err := ParsePath(s); !errors.Is(err, ErrPath) {
			t.Errorf("%q was read as %q, %v", s, []string(p), err)
		}
	}
}

func TestPathKnowsWhatLiesBelow(t *testing.T) {
	clients := Path{"Inbox", "Clients"}
	for _, tt := range []struct {
		path Path
		want bool
	}{
		{Path{"Inbox", "Clients"}, true},
		{Path{"Inbox", "Clients", "2026"}, true},
		{Path{"Inbox"}, false},
		{Path{"Inbox", "Clients 2"}, false},
	} {
		if got := tt.path.HasPrefix(clients); got != tt.want {
			t.Errorf("%v in %v: %v, want %v", tt.path, clients, got, tt.want)
		}
		if got, want := tt.path.Below(clients), tt.want && !tt.path.Equal(clients); got != want {
			t.Errorf("%v below %v: %v, want %v", tt.path, clients, got, want)
		}
	}
	if got := clients.Parent().String(); got != "Inbox" {
		t.Errorf("parent is %q", got)
	}
}
