package signin

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/simulator/entra"
)

// TestTroubleWithASavedSession: what happens at Microsoft to somebody who is signed in, what Postroom makes of it, and
// how it goes on afterwards. What is lost is the session alone.
func TestTroubleWithASavedSession(t *testing.T) {
	for _, tt := range []struct {
		name    string
		happens func(w *world) error
		code    string
		class   fault.Class
		over    func(w *world) error // nil: a new sign-in cures it
	}{
		{"the password was changed, or all sessions revoked", func(w *world) error { return w.Revoke(emma) }, "AADSTS50173", fault.SignInAgain, nil},
		{"the account was removed", func(w *world) error { return w.RemoveUser(emma) }, "AADSTS50034", fault.SignInAgain,
			func(w *world) error {
				_, err := w.AddUser(entra.User{Name: "Emma Janssens", Address: emma})
				return err
			}},
		{"the account is disabled", func(w *world) error { return w.Block(emma, 50057) }, "AADSTS50057", fault.SignInAgain, lift},
		{"a second step has to be set up", func(w *world) error { return w.Block(emma, 50079) }, "AADSTS50079", fault.SignInAgain, lift},
		{"a rule forbids the device", func(w *world) error { return w.Block(emma, 53000) }, "AADSTS53000", fault.SignInAgain, lift},
		{"a rule asks for a second step at this place", func(w *world) error { return w.Block(emma, 50076) }, "AADSTS50076", fault.SignInAgain, lift},
		{"a rule blocks", func(w *world) error { return w.Block(emma, 53003) }, "AADSTS53003", fault.SignInAgain, lift},
		{"the organisation asks everybody again", func(w *world) error { return w.Block(emma, 70043) }, "AADSTS70043", fault.SignInAgain, lift},
		{"consent was withdrawn", func(w *world) error { return w.WithdrawConsent(emma, appID) }, "AADSTS65001", fault.SignInAgain, nil},
		{"the application is disabled", func(w *world) error { return w.FailNext(entra.Silent, 7000112, 1) }, "AADSTS7000112", fault.FixSetting,
			func(*world) error { return nil }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			c := w.client()
			id := w.signIn(c, emma).Account.ID
			tokens := c.Tokens(id, base)
			first := w.token(tokens, TokenRequest{})
			if err := tt.happens(w); err != nil {
				t.Fatal(err)
			}
			_, err := tokens.Token(t.Context(), TokenRequest{Rejected: first})
			wantFault(t, err, tt.class, tt.code)
			if tt.over == nil {
				w.signIn(c, emma)
			} else if err := tt.over(w); err != nil {
				t.Fatal(err)
			}
			w.pass(10 * soon)
			if tt.name == "the account was removed" { // the new one is another person to Microsoft
				return
			}
			if again := w.token(c.Tokens(id, base), TokenRequest{Rejected: first}); again == first {
				t.Error("the refused token came back")
			}
		})
	}
}

func lift(w *world) error { return w.Block(emma, 0) }

func TestSessionThatWasNotUsedFor90DaysHasToBeSignedInAgain(t *testing.T) {
	w := newWorld(t)
	w.SetLife(entra.Life{Refresh: time.Nanosecond})
	c := w.client()
	tokens := c.Tokens(w.signIn(c, emma).Account.ID, base)
	_, err := tokens.Token(t.Context(), TokenRequest{Rejected: w.token(tokens, TokenRequest{})})
	wantFault(t, err, fault.SignInAgain, "AADSTS700082")
	if words := fault.Explain("en", err); !strings.Contains(words.What, "90 days") {
		t.Errorf("the words do not name the reason: %+v", words)
	}
}

// TestTroubleOnMicrosoftsPages: sign-ins that end on a page, which tells the app nothing. The person gives up; what they
// read to us is understood; when the trouble is over, the next sign-in succeeds.
func TestTroubleOnMicrosoftsPages(t *testing.T) {
	const strict = "tim@streng.example"
	for _, tt := range []struct {
		name    string
		who     string
		happens func(w *world) error
		shows   string // on the page
		over    func(w *world) error
	}{
		{"an administrator has to approve", strict, func(*world) error { return nil }, "approval",
			func(w *world) error { return w.AdminConsent("streng.example", appID, base...) }},
		{"a second step is not set up yet", emma, func(w *world) error { return w.Block(emma, 50079) }, "AADSTS50079", lift},
		{"the account is disabled", emma, func(w *world) error { return w.Block(emma, 50057) }, "AADSTS50057", lift},
		{"the device is not known", emma, func(w *world) error { return w.Block(emma, 53001) }, "AADSTS53001", lift},
		{"the place is not allowed", emma, func(w *world) error { return w.Block(emma, 53003) }, "AADSTS53003", lift},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.AddTenant(entra.Tenant{Name: "Streng", Domains: []string{"streng.example"}, AdminOnly: true})
			if _, err := w.AddUser(entra.User{Name: "Tim", Address: strict}); err != nil {
				t.Fatal(err)
			}
			if err := tt.happens(w); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			w.person.Address = tt.who
			w.config.OpenURL = func(address string) error {
				defer cancel() // they read the page, and press Cancel in our window
				return w.browse(address)
			}
			_, err := w.client().Interactive(ctx, base, tt.who)
			wantFault(t, err, fault.SignInAgain, "sign-in-cancelled")
			if !strings.Contains(w.page, tt.shows) {
				t.Errorf("the page does not show %s: %s", tt.shows, w.page)
			}
			if strings.HasPrefix(tt.shows, "AADSTS") {
				wantFault(t, FromText(w.page), fault.SignInAgain, tt.shows)
			}
			if err := tt.over(w); err != nil {
				t.Fatal(err)
			}
			w.config.OpenURL = w.browse
			w.signIn(w.client(), tt.who)
		})
	}
}

func TestBlockedLoopbackNamesTheDeviceCode(t *testing.T) {
	w := newWorld(t)
	taken, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	c := w.client()
	c.loopback = taken.Addr().String()
	_, err = c.Interactive(t.Context(), base, "")
	wantFault(t, err, fault.FixSetting, "loopback-blocked")
	if words := fault.Explain("en", err); words.Command != "--device-code" {
		t.Errorf("the command is %q, want --device-code", words.Command)
	}
	if n := w.Served(entra.Interactive); n != 0 {
		t.Errorf("the browser was opened %d times although it could not come back", n)
	}
	s, err := c.DeviceCode(t.Context(), base, func(d DeviceCode) {
		p := entra.Person{Client: w.server.Client(), Address: emma, Code: d.UserCode}
		if _, err := p.Visit(t.Context(), d.VerificationURI); err != nil {
			t.Error(err)
		}
	})
	if err != nil || s.Account.Address != emma {
		t.Errorf("with a code: %v, want %s signed in", err, emma)
	}
}

func TestTwoAccountsOfOnePersonInTwoTenantsAreApart(t *testing.T) {
	const other = "emma@filiaal.example"
	w := newWorld(t)
	w.AddTenant(entra.Tenant{Name: "Filiaal", Domains: []string{"filiaal.example"}})
	if _, err := w.AddUser(entra.User{Name: "Emma Janssens", Address: other}); err != nil {
		t.Fatal(err)
	}
	c := w.client()
	here, there := w.signIn(c, emma).Account, w.signIn(c, other).Account
	if here.ID == there.ID || here.TenantID == there.TenantID || here.Name != there.Name {
		t.Fatalf("the accounts are %+v and %+v, want one name in two tenants", here, there)
	}
	lost := w.token(c.Tokens(here.ID, base), TokenRequest{})
	if err := w.Revoke(emma); err != nil {
		t.Fatal(err)
	}
	_, err := c.Tokens(here.ID, base).Token(t.Context(), TokenRequest{Rejected: lost})
	wantFault(t, err, fault.SignInAgain, "AADSTS50173")
	if who, challenge := w.check(w.token(c.Tokens(there.ID, base), TokenRequest{})); challenge != nil || who.Address != other {
		t.Errorf("the other account's token is of %+v, %+v; want %s", who, challenge, other)
	}
	if err := c.Forget(here.ID); err != nil {
		t.Fatal(err)
	}
	w.token(w.client().Tokens(there.ID, base), TokenRequest{})
}
