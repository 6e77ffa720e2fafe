package entra

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	clientID = "11111111-2222-4333-8444-555555555555"
	daemonID = "66666666-7777-4888-8999-aaaaaaaaaaaa"
	tenantID = "0e5ce2b2-0000-4000-8000-000000000001"
)

// clock is time that passes when a test says so.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// world is an authority with one organisation, served over TLS.
type world struct {
	*Authority
	t      *testing.T
	server *httptest.Server
	clock  *clock
	emma   string
	posted chan url.Values // what the app's loopback received
	app    *httptest.Server
}

func newWorld(t *testing.T) *world {
	t.Helper()
	c := &clock{t: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	w := &world{Authority: New(Config{Now: c.now}), t: t, clock: c, posted: make(chan url.Values, 10)}
	w.AddTenant(Tenant{ID: tenantID, Name: "Kantoor Janssens", Domains: []string{"kantoor.example"}})
	w.AddApp(App{ClientID: clientID, Name: "Postroom", Public: true})
	w.AddApp(App{ClientID: daemonID, Name: "Postroom service", Roles: []string{"Mail.Read"},
		Secrets: []Secret{{Value: "example-secret"}, {Value: "example-old", Expires: c.t.Add(-time.Hour)}}})
	w.emma = w.user("Emma Janssens", "emma@kantoor.example", "")
	w.user("Otto Personal", "otto@outlook.example", PersonalTenant)
	w.server = httptest.NewTLSServer(w)
	w.app = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		w.posted <- r.Form
	}))
	t.Cleanup(w.server.Close)
	t.Cleanup(w.app.Close)
	return w
}

func (w *world) user(name, address, tenant string) string {
	w.t.Helper()
	id, err := w.AddUser(User{Name: name, Address: address, TenantID: tenant})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// redirect is the loopback address of the app as MSAL names it.
func (w *world) redirect() string {
	return strings.Replace(w.app.URL, "127.0.0.1", "localhost", 1)
}

const verifier = "0123456789-0123456789-0123456789-0123456789"

// authorizeURL is what MSAL Go opens, changed by pairs of name and value.
func (w *world) authorizeURL(tenant, scope string, change ...string) string {
	sum := sha256.Sum256([]byte(verifier))
	q := url.Values{
		"client_id": {clientID}, "response_type": {"code"}, "redirect_uri": {w.redirect()}, "response_mode": {"form_post"},
		"scope": {scope + " openid offline_access profile"}, "state": {"a-state"}, "prompt": {"select_account"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(change); i += 2 {
		q.Set(change[i], change[i+1])
	}
	return w.server.URL + "/" + tenant + "/oauth2/v2.0/authorize?" + q.Encode()
}

// visit lets somebody sign in and returns the last page.
func (w *world) visit(p Person, address string) string {
	w.t.Helper()
	p.Client = w.server.Client()
	page, err := p.Visit(w.t.Context(), address)
	if err != nil {
		w.t.Fatal(err)
	}
	return page
}

// post sends a form and decodes the answer.
func (w *world) post(path string, pairs ...string) (int, map[string]any) {
	w.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	resp, err := w.server.Client().PostForm(w.server.URL+path, form)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.decode(resp)
}

func (w *world) decode(resp *http.Response) (int, map[string]any) {
	w.t.Helper()
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		w.t.Fatalf("answer %d is no JSON: %v\n%s", resp.StatusCode, err, b)
	}
	return resp.StatusCode, got
}

// code lets Emma sign in and returns the authorization code.
func (w *world) code(scope string, change ...string) string {
	w.t.Helper()
	w.visit(Person{Address: "emma@kantoor.example"}, w.authorizeURL("common", scope, change...))
	got := <-w.posted
	if got.Get("code") == "" || got.Get("state") != "a-state" {
		w.t.Fatalf("the app received %v, want a code and the state", got)
	}
	return got.Get("code")
}

// redeem exchanges a code as MSAL does.
func (w *world) redeem(code, scope string) (int, map[string]any) {
	w.t.Helper()
	return w.post("/common/oauth2/v2.0/token", "grant_type", "authorization_code", "client_id", clientID, "client_info", "1",
		"code", code, "code_verifier", verifier, "redirect_uri", w.redirect(), "scope", scope+" openid offline_access profile",
		"claims", `{"access_token":{"xms_cc":{"values":["CP1"]}}}`)
}

func (w *world) refreshWith(token, scope, claims string) (int, map[string]any) {
	w.t.Helper()
	return w.post("/common/oauth2/v2.0/token", "grant_type", "refresh_token", "client_id", clientID, "client_info", "1",
		"refresh_token", token, "scope", scope+" openid offline_access profile", "claims", claims)
}

// wantError checks an error answer: OAuth error, number in list and text, suberror.
func (w *world) wantError(status int, got map[string]any, wantStatus int, oauth string, code float64) {
	w.t.Helper()
	codes, _ := got["error_codes"].([]any)
	if status != wantStatus || got["error"] != oauth || len(codes) != 1 || codes[0] != code {
		w.t.Errorf("answer is %d %v %v, want %d %s [%v]", status, got["error"], codes, wantStatus, oauth, code)
	}
}

// check asks whether Graph would accept a token.
func (w *world) check(token string) (Identity, *Challenge) {
	r := httptest.NewRequest(http.MethodGet, w.server.URL+"/v1.0/me", nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return w.Check(r)
}
