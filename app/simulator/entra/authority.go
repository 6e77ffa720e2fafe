package entra

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Config is what an Authority needs; every field may be left zero.
type Config struct {
	Now  func() time.Time // the authority's clock
	Log  *slog.Logger     // requests and refusals, without tokens
	Life Life
}

// Life says how long what the authority issues is valid. A zero field takes the default.
type Life struct {
	Access    time.Duration // access token; default 3599 s
	RefreshIn time.Duration // refresh_in of an access token; 0 leaves it out, as Microsoft does for short tokens
	Refresh   time.Duration // refresh token that is not used; default 90 days
	Code      time.Duration // authorization code; default 10 min
	Device    time.Duration // device code; default 15 min
}

func (l Life) withDefaults() Life {
	set := func(d *time.Duration, to time.Duration) {
		if *d <= 0 {
			*d = to
		}
	}
	set(&l.Access, 3599*time.Second)
	set(&l.Refresh, 90*24*time.Hour)
	set(&l.Code, 10*time.Minute)
	set(&l.Device, 15*time.Minute)
	return l
}

// Authority is the simulated Entra ID. Its methods may be called at any time, from any goroutine.
type Authority struct {
	now func() time.Time
	log *slog.Logger
	mux *http.ServeMux

	mu       sync.Mutex
	life     Life
	tenants  []*Tenant
	apps     map[string]*app
	users    []*user
	requests map[string]*request // sign-in pages that a person has open
	codes    map[string]*grant   // authorization codes
	refresh  map[string]*grant   // refresh tokens
	access   map[string]*access
	devices  map[string]*device // by device code
	failures map[Phase][]Failure
	served   map[Phase]int
	sweepAt  int // size of access at which old tokens are thrown away
}

// New makes an authority without tenants, users or applications; personal accounts have their tenant already.
func New(c Config) *Authority {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	a := &Authority{
		now:      c.Now,
		log:      c.Log,
		mux:      http.NewServeMux(),
		life:     c.Life.withDefaults(),
		tenants:  []*Tenant{{ID: PersonalTenant, Name: "Personal accounts"}},
		apps:     map[string]*app{},
		requests: map[string]*request{},
		codes:    map[string]*grant{},
		refresh:  map[string]*grant{},
		access:   map[string]*access{},
		devices:  map[string]*device{},
		failures: map[Phase][]Failure{},
		served:   map[Phase]int{},
		sweepAt:  1024,
	}
	a.routes()
	return a
}

func (a *Authority) routes() {
	a.mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", a.openIDConfiguration)
	a.mux.HandleFunc("GET /common/discovery/instance", a.instances)
	a.mux.HandleFunc("GET /{tenant}/discovery/v2.0/keys", a.keys)
	a.mux.HandleFunc("GET /{tenant}/oauth2/v2.0/authorize", a.authorize)
	a.mux.HandleFunc("POST /{tenant}/oauth2/v2.0/authorize", a.decide)
	a.mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", a.token)
	a.mux.HandleFunc("POST /{tenant}/oauth2/v2.0/devicecode", a.startDevice)
	a.mux.HandleFunc("GET /{tenant}/oauth2/v2.0/logout", a.logout)
	a.mux.HandleFunc("GET /devicelogin", a.devicePage)
	a.mux.HandleFunc("POST /devicelogin", a.decideDevice)
	a.mux.HandleFunc("GET /{tenant}/adminconsent", a.adminConsent)
	a.mux.HandleFunc("POST /{tenant}/adminconsent", a.decideAdminConsent)
}

// ServeHTTP answers as login.microsoftonline.com does.
func (a *Authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.log.Debug("entra request", "method", r.Method, "path", r.URL.Path)
	a.mux.ServeHTTP(w, r)
}

// Owns says whether a path belongs to the authority, for a host that serves other things too.
func (a *Authority) Owns(path string) bool {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	switch {
	case path == "/devicelogin":
		return true
	case len(parts) < 2:
		return false
	case parts[1] == "oauth2", parts[1] == "discovery", parts[1] == "adminconsent" && len(parts) == 2:
		return true
	}
	return len(parts) == 4 && parts[1] == "v2.0" && parts[2] == ".well-known"
}

// SetLife changes how long tokens last that are issued from now on.
func (a *Authority) SetLife(l Life) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.life = l.withDefaults()
}

// Served counts the requests that reached a phase, refused ones included.
func (a *Authority) Served(p Phase) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.served[p]
}

// origin is scheme and host as the client sees them: the issuer has to have the same.
func origin(r *http.Request) string {
	scheme := "https"
	if r.TLS == nil {
		scheme = "http"
	}
	return scheme + "://" + r.Host
}

// secret makes an unguessable name. It holds no dot, so nobody takes it for a JWT.
func secret(prefix string) string { return prefix + rand.Text() + rand.Text() }

// guid makes a random id, or with a seed always the same one.
func guid(seed string) string {
	if seed == "" {
		seed = rand.Text()
	}
	sum := sha256.Sum256([]byte(seed))
	h := hex.EncodeToString(sum[:16])
	return fmt.Sprintf("%s-%s-4%s-8%s-%s", h[:8], h[8:12], h[13:16], h[17:20], h[20:32])
}
