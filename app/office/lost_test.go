package office

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"postroom/app/simulator"
	"postroom/app/simulator/entra"
	"postroom/app/store"
)

const (
	emma   = "emma@kantoor.example"
	client = "11111111-2222-3333-4444-555555555555"
)

// clock is a clock that a test sets.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

func (c *clock) advance(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }

// noKeyring is a machine without one.
type noKeyring struct{}

func (noKeyring) Get(string, string) (string, error) { return "", os.ErrNotExist }
func (noKeyring) Set(string, string, string) error   { return os.ErrNotExist }
func (noKeyring) Delete(string, string) error        { return os.ErrNotExist }

// connected is an office with Emma's account in a simulated Microsoft 365, under a clock of the test's.
func connected(t *testing.T) (*Office, *entra.Authority, *clock) {
	t.Helper()
	c := &clock{t: time.Now()}
	authority := entra.New(entra.Config{Now: c.now})
	authority.AddTenant(entra.Tenant{Name: "Kantoor", Domains: []string{"kantoor.example"}})
	authority.AddApp(entra.App{ClientID: client, Public: true})
	sim, err := simulator.New(simulator.Options{Authority: authority, Now: c.now, NoRateLimit: true})
	must(t, err)
	_, err = sim.AddUser(simulator.User{Address: emma, Name: "Emma"})
	must(t, err)
	must(t, sim.Start("127.0.0.1:0"))
	t.Cleanup(func() { sim.Close() })
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "ca.pem"), sim.CAPEM(), 0o600))
	policy := filepath.Join(dir, "policy.json")
	must(t, os.WriteFile(policy, []byte(`{"clientId":"`+client+`","tenant":"common","cloud":{"authority":"`+sim.URL()+
		`","graph":"`+sim.URL()+`/v1.0","caFile":"ca.pem"}}`), 0o600))
	o, err := Open(t.Context(), Options{Data: filepath.Join(dir, "data"), Policy: policy, Keyring: noKeyring{}, Now: c.now,
		OpenURL: func(address string) error { return visit(sim.Client(), address) }})
	must(t, err)
	t.Cleanup(func() { must(t, o.Close()) })
	_, err = o.Connect(t.Context(), store.Work, SignIn{})
	must(t, err)
	return o, authority, c
}

// visit plays Emma in front of her browser. The page goes on to the loopback, so it must not be waited for.
func visit(c *http.Client, address string) error {
	go entra.Person{Client: c, Address: emma}.Visit(context.Background(), address)
	return nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// asked counts the requests for tokens at Entra.
func asked(a *entra.Authority) int {
	return a.Served(entra.Silent)
}

func TestLostSessionIsAskedAboutAtMostOnceAMinute(t *testing.T) {
	o, authority, c := connected(t)
	_, err := o.Select(t.Context(), emma, []string{"inbox"}, nil, false)
	must(t, err)
	must(t, authority.Revoke(emma))
	before := asked(authority)
	for range 50 {
		r, err := o.SyncOnce(t.Context(), false)
		must(t, err)
		if !r.Blocked {
			t.Fatalf("a round with a lost session is %+v, want it blocked", r)
		}
		c.advance(time.Second)
	}
	if n := asked(authority) - before; n != 1 {
		t.Errorf("Entra was asked %d times in 50 seconds, want once", n)
	}
	for range 5 {
		c.advance(time.Minute)
		_, err := o.SyncOnce(t.Context(), false)
		must(t, err)
	}
	if n := asked(authority) - before; n < 4 || n > 6 {
		t.Errorf("Entra was asked %d times in 6 minutes, want about once a minute", n)
	}
}

func TestAccountThatTheServiceTakesAgainComesBackByItself(t *testing.T) {
	o, authority, c := connected(t)
	_, err := o.Select(t.Context(), emma, []string{"inbox"}, nil, false)
	must(t, err)
	must(t, authority.FailNext(entra.Silent, 50057, 1)) // account disabled, by mistake
	must(t, authority.ExpireTokens(emma))
	r, err := o.SyncOnce(t.Context(), false)
	must(t, err)
	if !r.Blocked {
		t.Fatalf("the round is %+v, want it blocked", r)
	}
	c.advance(2 * time.Minute)
	r, err = o.SyncOnce(t.Context(), false)
	must(t, err)
	if r.Blocked || r.Partial() {
		t.Errorf("the round after the mistake is %+v, want it done", r)
	}
	accounts, err := o.Accounts()
	must(t, err)
	if accounts[0].State != store.Active || accounts[0].Error != nil {
		t.Errorf("the account is %+v, want it active", accounts[0])
	}
}
