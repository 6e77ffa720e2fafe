package graph

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"postroom/app/fault"
	"postroom/app/simulator"
)

// noted remembers the addresses that were asked.
type noted struct {
	http.RoundTripper
	mu    sync.Mutex
	asked []string
}

func (n *noted) RoundTrip(r *http.Request) (*http.Response, error) {
	n.mu.Lock()
	n.asked = append(n.asked, r.URL.RequestURI())
	n.mu.Unlock()
	return n.RoundTripper.RoundTrip(r)
}

func TestDirectoryIsListedPageAfterPageWithoutGuestsAndPeopleWithoutMail(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	all, err := sim.AddMailboxes(1100, "kantoor.example")
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []simulator.User{
		{Address: "nobox@kantoor.example", NoMailbox: true}, // has no mail address in the directory
		{Address: "guest@client.example", Profile: map[string]any{"userPrincipalName": "guest_client.example#EXT#@kantoor.example"}},
	} {
		if _, err := sim.AddUser(u); err != nil {
			t.Fatal(err)
		}
	}
	wire := &noted{RoundTripper: sim.Client().Transport}
	c := clientOf(t, sim, func(c *Config) { c.Tokens, c.Transport = asPerson("app:example"), wire })
	var got []string
	if err := c.Users(t.Context(), func(u DirectoryUser) { got = append(got, u.Address) }); err != nil {
		t.Fatal(err)
	}
	want := append([]string{emma}, all...)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d addresses were listed, want %d", len(got), len(want))
	}
	if len(wire.asked) != 2 {
		t.Errorf("asked were %q, want two pages", wire.asked)
	}
}

func TestKindOfAMailboxAndWhetherItMayBeOpened(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	if err := sim.AddMailbox("info@kantoor.example", "Info"); err != nil {
		t.Fatal(err)
	}
	if _, err := sim.AddUser(simulator.User{Address: "hall@kantoor.example", Kind: simulator.Room}); err != nil {
		t.Fatal(err)
	}
	c := clientOf(t, sim, func(c *Config) { c.Tokens = asPerson("app:example") })
	for address, want := range map[string]string{emma: "user", "info@kantoor.example": "shared", "hall@kantoor.example": "room"} {
		m := c.Mailbox(address, false)
		if got, err := m.Purpose(t.Context()); err != nil || got != want {
			t.Errorf("%s is for %q, %v; want %q", address, got, err, want)
		}
		if err := m.Open(t.Context()); err != nil {
			t.Errorf("%s can't be opened: %v", address, err)
		}
	}
	for _, r := range sim.Stats().Last {
		if strings.Contains(r.Path, "/messages") && !slices.Contains(r.Prefer, preferImmutable) {
			t.Errorf("%s asks for ordinary ids", r.Path)
		}
	}
	if err := c.Listable(t.Context()); err != nil {
		t.Errorf("the directory can't be asked: %v", err)
	}
	if err := sim.RestrictApp("example", emma); err != nil {
		t.Fatal(err)
	}
	for address, code := range map[string]string{"info@kantoor.example": "mailbox-not-released", "nobody@kantoor.example": "ErrorInvalidUser"} {
		if err := c.Mailbox(address, false).Open(t.Context()); fault.CodeOf(err) != code {
			t.Errorf("opening %s: %v, want %s", address, err, code)
		}
	}
	few := clientOf(t, sim, func(c *Config) { c.Tokens = asPerson(emma + ";scopes=User.Read") })
	if err := few.Users(t.Context(), func(DirectoryUser) {}); fault.CodeOf(err) != "Authorization_RequestDenied" {
		t.Errorf("without the permission: %v", err)
	}
}

// loops answers every page with the same link.
type loops struct{ base string }

func (l loops) RoundTrip(r *http.Request) (*http.Response, error) {
	body := fmt.Sprintf(`{"value":[],"@odata.nextLink":"%s/users?$skiptoken=x"}`, l.base)
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func TestDirectoryThatNeverEndsIsGivenUp(t *testing.T) {
	const base = "https://graph.example/v1.0"
	c, err := New(Config{BaseURL: base, Transport: loops{base}, Tokens: asPerson("app:example"), Limits: NewLimits(LimitsConfig{})})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Users(t.Context(), func(DirectoryUser) {}); fault.CodeOf(err) != "bad-answer" {
		t.Errorf("pages without an end: %v, want bad-answer", err)
	}
	stolen := loops{"https://elsewhere.example/v1.0"}
	if c, err = New(Config{BaseURL: base, Transport: stolen, Tokens: asPerson("app:example"), Limits: NewLimits(LimitsConfig{})}); err != nil {
		t.Fatal(err)
	}
	if err := c.Users(t.Context(), func(DirectoryUser) {}); err == nil {
		t.Error("a link that leads elsewhere was followed")
	}
}
