package entra

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// PersonalTenant is the tenant id of every personal Microsoft account.
const PersonalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

// ErrUnknown is wrapped by errors about a user, an application, a tenant or a code that does not exist.
var ErrUnknown = errors.New("not known to the authority")

// Tenant is an organisation.
type Tenant struct {
	ID      string // made from the first domain if empty
	Name    string
	Domains []string // first the main one
	// AdminOnly lets no user consent to anything: they meet "Need admin approval" (AADSTS90094).
	AdminOnly bool
}

// User is a person with an account.
type User struct {
	ID       string // object id; made from the address if empty
	Name     string
	Address  string // user principal name and mail address
	TenantID string // empty: the tenant of the address's domain; PersonalTenant for a personal account
	Admin    bool   // may consent for the organisation
}

// App is an application registration, known to every tenant.
type App struct {
	ClientID     string
	Name         string // shown on the consent page
	Public       bool   // "Allow public client flows", redirect URI http://localhost as a mobile or desktop app
	Redirects    []string
	Secrets      []Secret
	Certificates []*x509.Certificate
	Roles        []string // application permissions that an administrator has granted
	// Tenants that know the application; empty: all.
	Tenants []string
}

// Secret is a client secret. Expires may be zero: never.
type Secret struct {
	Value   string
	Expires time.Time
}

type app struct {
	App
	adminScopes map[string]map[string]bool // tenant → scope (lower case) that an administrator consented to for all
}

type user struct {
	User
	blocked  int                        // AADSTS number that every sign-in and renewal ends with; 0: none
	sessions int                        // grows when the sessions are revoked: what was issued before is void
	revoked  time.Time                  // when it grew last
	claims   []any                      // claims that every token has to be acquired with
	consent  map[string]map[string]bool // client id → scope (lower case)
}

func (u *user) personal() bool { return u.TenantID == PersonalTenant }

// AddTenant adds an organisation and returns its id.
func (a *Authority) AddTenant(t Tenant) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if t.ID == "" {
		t.ID = guid("tenant " + strings.Join(t.Domains, " "))
	}
	a.tenants = append(a.tenants, &t)
	return t.ID
}

// AddApp adds an application registration, or replaces the one with the same client id.
func (a *Authority) AddApp(registration App) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if registration.Name == "" {
		registration.Name = registration.ClientID
	}
	a.apps[strings.ToLower(registration.ClientID)] = &app{App: registration, adminScopes: map[string]map[string]bool{}}
}

// AddUser adds a person and returns the object id. An address that is taken replaces the user who had it.
func (a *Authority) AddUser(u User) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if u.TenantID == "" {
		_, domain, _ := strings.Cut(u.Address, "@")
		t := a.tenantNamed(domain)
		if t == nil {
			return "", fmt.Errorf("tenant of %s: %w", u.Address, ErrUnknown)
		}
		u.TenantID = t.ID
	}
	if a.tenantNamed(u.TenantID) == nil {
		return "", fmt.Errorf("tenant %s of %s: %w", u.TenantID, u.Address, ErrUnknown)
	}
	if u.ID == "" {
		u.ID = guid("user " + u.TenantID + " " + strings.ToLower(u.Address))
	}
	a.users = slices.DeleteFunc(a.users, func(old *user) bool { return strings.EqualFold(old.Address, u.Address) })
	a.users = append(a.users, &user{User: u, consent: map[string]map[string]bool{}})
	return u.ID, nil
}

// RemoveUser deletes an account: its sessions are gone, and refreshing one answers AADSTS50034.
func (a *Authority) RemoveUser(who string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	u, err := a.userNamed(who)
	if err != nil {
		return err
	}
	a.users = slices.DeleteFunc(a.users, func(other *user) bool { return other == u })
	return nil
}

// Block turns a user away at every sign-in and every renewal, with an AADSTS error: the account is disabled (50057), a
// second step has to be set up first (50079), a rule of the organisation forbids it (53003). In the browser it stays on
// Microsoft's page, so that the app is not called back. A code of 0 lets the user in again.
func (a *Authority) Block(who string, code int) error {
	if _, ok := codeByNumber[code]; !ok && code != 0 {
		return fmt.Errorf("AADSTS%d: %w", code, ErrUnknown)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u, err := a.userNamed(who)
	if err == nil {
		u.blocked = code
	}
	return err
}

// Users lists the accounts in the order they were added.
func (a *Authority) Users() []User {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := make([]User, len(a.users))
	for i, u := range a.users {
		list[i] = u.User
	}
	return list
}

// Consent accepts scopes for a user without a page; AdminConsent does it for a whole tenant.
func (a *Authority) Consent(who, clientID string, scopes ...string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	u, err := a.userNamed(who)
	if err != nil {
		return err
	}
	u.accept(clientID, scopes)
	return nil
}

// WithdrawConsent forgets that a user accepted scopes, or all of them if none is named: silent requests answer AADSTS65001
// until the user accepts again.
func (a *Authority) WithdrawConsent(who, clientID string, scopes ...string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	u, err := a.userNamed(who)
	if err != nil {
		return err
	}
	if len(scopes) == 0 {
		delete(u.consent, strings.ToLower(clientID))
	}
	for _, s := range scopes {
		delete(u.consent[strings.ToLower(clientID)], shortScope(s))
	}
	return nil
}

// AdminConsent accepts scopes for everybody in a tenant.
func (a *Authority) AdminConsent(tenant, clientID string, scopes ...string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	t, c := a.tenantNamed(tenant), a.apps[strings.ToLower(clientID)]
	if t == nil || c == nil {
		return fmt.Errorf("tenant %s or application %s: %w", tenant, clientID, ErrUnknown)
	}
	if c.adminScopes[t.ID] == nil {
		c.adminScopes[t.ID] = map[string]bool{}
	}
	for _, s := range scopes {
		c.adminScopes[t.ID][shortScope(s)] = true
	}
	return nil
}

func (u *user) accept(clientID string, scopes []string) {
	clientID = strings.ToLower(clientID)
	if u.consent[clientID] == nil {
		u.consent[clientID] = map[string]bool{}
	}
	for _, s := range scopes {
		u.consent[clientID][shortScope(s)] = true
	}
}

// userNamed finds a user by object id or address. The caller holds a.mu, as for all methods in lower case below.
func (a *Authority) userNamed(who string) (*user, error) {
	for _, u := range a.users {
		if strings.EqualFold(u.ID, who) || strings.EqualFold(u.Address, who) {
			return u, nil
		}
	}
	return nil, fmt.Errorf("user %s: %w", who, ErrUnknown)
}

// tenantNamed finds a tenant by id or domain; "consumers" is the one of personal accounts.
func (a *Authority) tenantNamed(name string) *Tenant {
	if strings.EqualFold(name, "consumers") {
		name = PersonalTenant
	}
	for _, t := range a.tenants {
		if strings.EqualFold(t.ID, name) || slices.ContainsFunc(t.Domains, func(d string) bool { return strings.EqualFold(d, name) }) {
			return t
		}
	}
	return nil
}

// audience is who may sign in at a tenant segment of a URL.
type audience struct {
	segment string  // as in the URL
	tenant  *Tenant // nil for common and organizations
}

// audienceOf resolves the tenant segment of a URL; false if there is no such tenant.
func (a *Authority) audienceOf(segment string) (audience, bool) {
	switch strings.ToLower(segment) {
	case "common", "organizations":
		return audience{segment: strings.ToLower(segment)}, true
	}
	t := a.tenantNamed(segment)
	return audience{segment: segment, tenant: t}, t != nil
}

// refuses gives the AADSTS number with which Entra turns a user away at this audience, 0 if it lets them in.
func (d audience) refuses(u *user) int {
	switch {
	case d.segment == "organizations" && u.personal():
		return 500208
	case d.tenant == nil || d.tenant.ID == u.TenantID:
		return 0
	case d.tenant.ID == PersonalTenant:
		return 500208
	}
	return 50020
}

// knows says whether an application may be used in a tenant.
func (c *app) knows(tenantID string) bool {
	return len(c.Tenants) == 0 || slices.ContainsFunc(c.Tenants, func(t string) bool { return strings.EqualFold(t, tenantID) })
}
