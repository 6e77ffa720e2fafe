package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/simulator/entra"
	"postroom/app/vault"
)

const (
	appID    = "11111111-2222-4333-8444-555555555555"
	daemonID = "66666666-7777-4888-8999-aaaaaaaaaaaa"
	tenantID = "0e5ce2b2-0000-4000-8000-000000000001"
	emma     = "emma@kantoor.example"
	jan      = "jan@kantoor.example"
	otto     = "otto@outlook.example"
)

var base = []string{"User.Read", "Mail.Read"}

// noRing is a machine without a keyring.
type noRing struct{}

func (noRing) Get(string, string) (string, error) { return "", os.ErrNotExist }
func (noRing) Set(string, string, string) error   { return os.ErrNotExist }
func (noRing) Delete(string, string) error        { return os.ErrNotExist }

// world is a simulated Entra ID over TLS, and a place for the app's data.
type world struct {
	*entra.Authority
	t      *testing.T
	server *httptest.Server
	config Config
	log    *bytes.Buffer

	mu     sync.Mutex
	passed time.Duration // how far the app's clock is ahead
	person entra.Person  // who sits in front of the browser
	page   string        // what they saw last
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Authority: entra.New(entra.Config{}), t: t, log: &bytes.Buffer{}}
	w.AddTenant(entra.Tenant{ID: tenantID, Name: "Kantoor Janssens", Domains: []string{"kantoor.example"}})
	w.AddApp(entra.App{ClientID: appID, Name: "Postroom", Public: true})
	w.AddApp(entra.App{ClientID: daemonID, Secrets: []entra.Secret{{Value: "example-secret"}}, Roles: []string{"Mail.Read"}})
	for _, u := range []entra.User{{Name: "Emma Janssens", Address: emma}, {Name: "Jan Peeters", Address: jan},
		{Name: "Otto", Address: otto, TenantID: entra.PersonalTenant}} {
		if _, err := w.AddUser(u); err != nil {
			t.Fatal(err)
		}
	}
	w.server = httptest.NewTLSServer(w)
	t.Cleanup(w.server.Close)
	w.person = entra.Person{Client: w.server.Client(), Address: emma}
	w.config = Config{
		ClientID: appID, Authority: w.server.URL, Tenant: "common", HTTPClient: w.server.Client(),
		Dir: t.TempDir(), Box: newBox(t), Now: w.now, Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		OpenURL: w.browse,
	}
	return w
}

func newBox(t *testing.T) *vault.Box {
	t.Helper()
	v, err := vault.Open(t.Context(), vault.Options{Dir: t.TempDir(), Keyring: noRing{}})
	if err != nil {
		t.Fatal(err)
	}
	return v.Box("tokens")
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Now().Add(w.passed)
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.passed += d
}

// browse is the system's browser with the person in front of it.
func (w *world) browse(address string) error {
	page, err := w.person.Visit(context.Background(), address)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.page = page
	return err
}

func (w *world) client() *Client {
	w.t.Helper()
	c, err := New(w.config)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// signIn signs somebody in with the browser and saves the session.
func (w *world) signIn(c *Client, who string) *Session {
	w.t.Helper()
	w.person.Address = who
	s, err := c.Interactive(w.t.Context(), base, who)
	if err != nil {
		w.t.Fatalf("sign in as %s: %v", who, err)
	}
	if err := s.Save(); err != nil {
		w.t.Fatal(err)
	}
	return s
}

// token gets a token and fails the test if there is none.
func (w *world) token(t *Tokens, req TokenRequest) string {
	w.t.Helper()
	token, err := t.Token(w.t.Context(), req)
	if err != nil {
		w.t.Fatal(err)
	}
	return token
}

// check is Graph looking at a token.
func (w *world) check(token string) (entra.Identity, *entra.Challenge) {
	r := httptest.NewRequest(http.MethodGet, w.server.URL+"/v1.0/me", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	return w.Check(r)
}

// edit changes the saved session of an account as time would: every access token gets these fields.
func (w *world) edit(c *Client, id string, fields map[string]string) {
	w.t.Helper()
	plain := w.unseal(c, id)
	var all map[string]map[string]map[string]any
	if err := json.Unmarshal(plain, &all); err != nil {
		w.t.Fatal(err)
	}
	if len(all["AccessToken"]) == 0 {
		w.t.Fatalf("no access token in the saved session: %v", all)
	}
	for _, token := range all["AccessToken"] {
		for name, value := range fields {
			token[name] = value
		}
	}
	plain, err := json.Marshal(all)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(c.path(id), w.config.Box.Seal(plain, []byte(id)), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) unseal(c *Client, id string) []byte {
	w.t.Helper()
	sealed, err := os.ReadFile(c.path(id))
	if err != nil {
		w.t.Fatal(err)
	}
	plain, err := w.config.Box.Open(sealed, []byte(id))
	if err != nil {
		w.t.Fatal(err)
	}
	return plain
}

// wantFault checks class, code and that a person gets words for the error.
func wantFault(t *testing.T, err error, class fault.Class, code string) {
	t.Helper()
	if fault.CodeOf(err) != code || fault.ClassOf(err) != class {
		t.Errorf("error is %v (%s, %s), want %s, %s", err, fault.CodeOf(err), fault.ClassOf(err), code, class)
		return
	}
	wantWords(t, err)
}

func wantWords(t *testing.T, err error) {
	t.Helper()
	words := fault.Explain("en", err)
	who := map[string]bool{"you": true, "administrator": true, "nobody": true, "support": true}[words.Who]
	if !fault.Known("en", fault.CodeOf(err)) || words.What == "" || words.Do == "" || !who || bytes.ContainsAny([]byte(words.What+words.Do), "{}") {
		t.Errorf("words of %s are not complete: %+v", fault.CodeOf(err), words)
	}
}
