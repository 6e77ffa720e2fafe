// Package signin signs people and the organisation in to Microsoft Entra ID with MSAL, keeps their sessions encrypted on
// disk, and gives out access tokens. What the tokens are for, who may sign in and how an error is shown is others'
// business.
package signin

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"postroom/app/fault"
	"postroom/app/vault"
)

// PersonalTenant is the tenant id of every personal Microsoft account.
const PersonalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

// Config of a Client.
type Config struct {
	ClientID  string // application (client) id of the registration
	Authority string // "https://login.microsoftonline.com"
	Tenant    string // "common", "organizations", "consumers", a tenant id or a domain

	// Resource stands before the names of permissions in clouds where a short name would not do, such as
	// "https://dod-graph.microsoft.us/"; empty where it does.
	Resource string

	HTTPClient *http.Client // nil: a client of our own
	// InstanceDiscovery lets MSAL ask login.microsoftonline.com whether an authority it does not know is Microsoft's.
	// It has to be off for a private or simulated one.
	InstanceDiscovery bool

	Dir     string             // folder of the sessions, one file each
	Box     *vault.Box         // seals the sessions
	OpenURL func(string) error // opens the person's browser; nil: the system's
	Now     func() time.Time
	Log     *slog.Logger
}

// Client signs in with one application registration. Its methods may be called from any goroutine.
type Client struct {
	config   Config
	http     *transport
	loopback string // address that the browser comes back to

	mu       sync.Mutex
	accounts map[string]*account // by account id
	demanded map[string]string   // address (lower case) → claims that the next interactive sign-in has to meet
}

// Account is who signed in.
type Account struct {
	ID       string // home account id: stays the same whatever the address becomes
	Address  string
	Name     string
	ObjectID string
	TenantID string
	Personal bool // outlook.com and the like, not an organisation's
}

var (
	clientPattern = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)
	tenantPattern = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$`)
	guidPattern   = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
)

// New checks the configuration. It asks nobody yet: an application or a tenant that Entra does not know is found out by
// the first sign-in.
func New(c Config) (*Client, error) {
	const op = "prepare signing in"
	if !clientPattern.MatchString(c.ClientID) {
		return nil, setting(op, "client-id-invalid", map[string]string{"client": c.ClientID}, nil)
	}
	if !tenantPattern.MatchString(c.Tenant) {
		return nil, setting(op, "tenant-invalid", map[string]string{"tenant": c.Tenant}, nil)
	}
	u, err := url.Parse(c.Authority)
	if err != nil || u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil, setting(op, "authority-invalid", map[string]string{"authority": c.Authority}, err)
	}
	c.Authority = "https://" + u.Host
	if c.Box == nil || c.Dir == "" {
		return nil, fmt.Errorf("%s: Dir and Box have to be given", op)
	}
	if c.HTTPClient == nil {
		c.HTTPClient = &http.Client{}
	}
	if c.OpenURL == nil {
		c.OpenURL = openBrowser
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, setting(op, "session-file", map[string]string{"path": c.Dir}, err)
	}
	return &Client{
		config:   c,
		http:     &transport{client: c.HTTPClient, now: c.Now},
		loopback: loopback,
		accounts: map[string]*account{},
		demanded: map[string]string{},
	}, nil
}

// setting is an error that a person cures by changing something.
func setting(op, code string, args map[string]string, err error) *fault.Error {
	return &fault.Error{Class: fault.FixSetting, Code: code, Op: op, Args: args, Err: err}
}

// public makes an MSAL client for one account. MSAL recommends one client object per user: its cache is one blob.
func (c *Client) public(s *store) (public.Client, error) {
	client, err := public.New(c.config.ClientID,
		public.WithAuthority(c.config.Authority+"/"+c.config.Tenant),
		public.WithCache(s),
		public.WithHTTPClient(c.http),
		public.WithInstanceDiscovery(c.config.InstanceDiscovery),
		public.WithClientCapabilities([]string{"CP1"})) // continuous access evaluation: we answer claims challenges
	if err != nil {
		return client, setting("prepare signing in", "authority-invalid", map[string]string{"authority": c.config.Authority}, err)
	}
	return client, nil
}

// path is the file of an account's session. The name says nothing about the account.
func (c *Client) path(accountID string) string {
	return filepath.Join(c.config.Dir, sessionName(accountID))
}

// Forget removes an account's session from memory and disk. What Microsoft knows of it ends by itself.
func (c *Client) Forget(accountID string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a := c.accounts[accountID]; a != nil {
		a.store.close()
		delete(c.accounts, accountID)
	}
	if err := removeFile(c.path(accountID)); err != nil {
		return setting("forget a session", "session-file", map[string]string{"path": c.path(accountID)}, err)
	}
	return nil
}
