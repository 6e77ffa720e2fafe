package office

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/simulator"
	"postroom/app/simulator/entra"
)

const daemonID = "00000000-0000-4000-8000-00000000da30"

// firm is an organisation in a simulated Microsoft 365, and an office that is opened on it, under a clock of the test's.
type firm struct {
	t         *testing.T
	clock     *clock
	authority *entra.Authority
	sim       *simulator.Simulator
	opts      Options
	office    *Office

	mu     sync.Mutex
	events []Event
}

func newFirm(t *testing.T, mailboxes int) *firm {
	t.Helper()
	f := &firm{t: t, clock: &clock{t: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}}
	f.authority = entra.New(entra.Config{Now: f.clock.now})
	f.authority.AddTenant(entra.Tenant{Name: "Kantoor", Domains: []string{"kantoor.example"}})
	f.app("example-secret", "User.ReadBasic.All", "Mail.Read", "MailboxSettings.Read", "Organization.Read.All")
	var err error
	f.sim, err = simulator.New(simulator.Options{Authority: f.authority, Now: f.clock.now, NoRateLimit: true, Organization: "Kantoor Janssens"})
	must(t, err)
	_, err = f.sim.AddMailboxes(mailboxes, "kantoor.example")
	must(t, err)
	must(t, f.sim.Start("127.0.0.1:0"))
	t.Cleanup(func() { f.sim.Close() })
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "ca.pem"), f.sim.CAPEM(), 0o600))
	policy := filepath.Join(dir, "policy.json")
	must(t, os.WriteFile(policy, fmt.Appendf(nil, `{"cloud":{"authority":"%s","graph":"%s/v1.0","caFile":"ca.pem"}}`, f.sim.URL(), f.sim.URL()), 0o600))
	f.opts = Options{Data: filepath.Join(dir, "data"), Policy: policy, Keyring: noKeyring{}, Now: f.clock.now, Notify: f.hear}
	f.open()
	t.Cleanup(func() { must(t, f.office.Close()) })
	return f
}

// app makes the app registration, or changes it.
func (f *firm) app(secret string, roles ...string) {
	f.authority.AddApp(entra.App{ClientID: daemonID, Secrets: []entra.Secret{{Value: secret}}, Roles: roles})
}

func (f *firm) open() {
	f.t.Helper()
	var err error
	f.office, err = Open(f.t.Context(), f.opts)
	must(f.t, err)
}

func (f *firm) hear(e Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events = append(f.events, e)
}

// told takes the announcements since the last time: how many days are left, and the code.
func (f *firm) told() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := []string{}
	for _, e := range f.events {
		if e.Kind == EventExpiry {
			list = append(list, fmt.Sprint(e.Done, " ", e.Problem.Code))
		}
	}
	f.events = nil
	return list
}

func (f *firm) connect(expires time.Time) *Account {
	f.t.Helper()
	a, err := f.office.ConnectOrganisation(f.t.Context(), OrganisationForm{Tenant: "kantoor.example", ClientID: daemonID, Secret: "example-secret", SecretExpires: expires})
	must(f.t, err)
	return a
}

func TestEndOfASecretIsAnnouncedThirtySevenAndOneDaysBeforeOnceEach(t *testing.T) {
	f := newFirm(t, 3)
	const day = 24 * time.Hour
	f.connect(f.clock.now().Add(40 * day))
	at := func(left time.Duration, want ...string) {
		t.Helper()
		f.clock.t = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC).Add(40*day - left)
		for range 2 { // the second time says nothing more
			must(t, f.office.announce(t.Context()))
		}
		if got := f.told(); !slices.Equal(got, want) {
			t.Errorf("%v before the end: told %q, want %q", left, got, want)
		}
	}
	at(40 * day)
	at(31 * day)
	at(30*day, "30 credential-expires")
	at(29 * day)
	at(8 * day)
	must(t, f.office.Close())
	f.open() // a new start forgets nothing
	at(8 * day)
	at(6*day+time.Hour, "7 credential-expires")
	at(2 * day)
	at(20*time.Hour, "1 credential-expires")
	at(-time.Minute, "0 credential-expired")
	at(-50 * day)
}

func TestAfterALongAbsenceTheLastAnnouncementIsMadeAlone(t *testing.T) {
	f := newFirm(t, 1)
	const day = 24 * time.Hour
	f.connect(f.clock.now().Add(6 * day))
	must(t, f.office.announce(t.Context()))
	f.connect(f.clock.now().Add(100 * day)) // a new secret begins anew
	f.clock.advance(95 * day)
	must(t, f.office.announce(t.Context()))
	if got, want := f.told(), []string{"6 credential-expires", "5 credential-expires"}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q: of the first secret, and once of the second", got, want)
	}
}

func TestAddressesAreReadOnceFoundAndPaged(t *testing.T) {
	f := newFirm(t, 120)
	a := f.connect(time.Time{})
	if a.Name != "Kantoor Janssens" || a.Organisation == nil || a.Organisation.Expires != nil || a.Organisation.Warning != nil {
		t.Errorf("connected is %+v", a)
	}
	list := func(q AddressQuery) *Addresses {
		t.Helper()
		v, err := f.office.Addresses(t.Context(), a.ID, q)
		must(t, err)
		return v
	}
	if v := list(AddressQuery{}); v.Total != 120 || len(v.Addresses) != 120 || !v.Kinds || v.Active != 0 {
		t.Errorf("all are %d of %d", len(v.Addresses), v.Total)
	}
	f.sim.ResetStats()
	if v := list(AddressQuery{Text: "TEAM", Offset: 5, Limit: 4}); v.Total != 12 || len(v.Addresses) != 4 || v.Addresses[0].Kind != "shared" {
		t.Errorf("a page of the teams is %+v", v)
	}
	if n := f.sim.Stats().Requests; n != 0 {
		t.Errorf("%d requests for a list that was read just now, want none", n)
	}
	_, err := f.sim.AddUser(simulator.User{Address: "new@kantoor.example"})
	must(t, err)
	f.clock.advance(11 * time.Minute)
	if v := list(AddressQuery{}); v.Total != 121 {
		t.Errorf("%d addresses after eleven minutes, want the new one, too", v.Total)
	}
	if n := f.sim.Stats().Requests; n > 5 {
		t.Errorf("%d requests for one new address, want the list and one kind", n)
	}
}

func TestOrganisationWhoseNameCannotBeReadIsConnectedAllTheSame(t *testing.T) {
	f := newFirm(t, 1)
	_, err := f.sim.AddFault(simulator.Fault{Kind: simulator.Code, Path: "^/organization", Status: 404, Code: "ResourceNotFound"})
	must(t, err)
	if a := f.connect(time.Time{}); a.Name != "kantoor.example" {
		t.Errorf("it is called %q, want the tenant as it was entered", a.Name)
	}
}

func TestWithoutThePermissionForKindsAllCountAsPeoples(t *testing.T) {
	f := newFirm(t, 50)
	f.app("example-secret", "User.ReadBasic.All", "Mail.Read")
	a := f.connect(time.Time{})
	f.sim.ResetStats()
	v, err := f.office.Addresses(t.Context(), a.ID, AddressQuery{Text: "team"})
	must(t, err)
	if v.Kinds || v.Total != 5 || v.Addresses[0].Kind != "user" || v.Addresses[0].State != "available" {
		t.Errorf("the teams are %+v", v)
	}
	if n := f.sim.Stats().Requests; n > 1+2*asking {
		t.Errorf("%d requests, want it given up after the first refusals", n)
	}
}

func TestExcludedMailboxesAreShownAsSuch(t *testing.T) {
	f := newFirm(t, 10)
	must(t, f.sim.RestrictApp(daemonID, "person0000@kantoor.example"))
	a := f.connect(time.Time{})
	v, err := f.office.Addresses(t.Context(), a.ID, AddressQuery{})
	must(t, err)
	for _, one := range v.Addresses {
		want := "excluded"
		if one.Address == "person0000@kantoor.example" {
			want = "available"
		}
		if one.State != want || (one.Error != nil) != (want == "excluded") || one.Error != nil && one.Error.Code != "mailbox-excluded" {
			t.Errorf("%s is %+v, want it %s", one.Address, one, want)
		}
	}
	results, err := f.office.Activate(t.Context(), a.ID, "person0000@kantoor.example", "person0001@kantoor.example")
	must(t, err)
	if !results[0].Active || results[1].Active || results[1].Error.Code != "mailbox-excluded" || results[1].Error.Who != "administrator" {
		t.Errorf("activated are %+v", results)
	}
	if v, err = f.office.Addresses(t.Context(), a.ID, AddressQuery{}); err != nil || !v.Addresses[0].Active || v.Active != 1 {
		t.Errorf("the first is %+v, %v; want the active one", v.Addresses[0], err)
	}
	if _, err := f.office.Activate(t.Context(), a.ID, "person0000@kantoor.example"); err != nil {
		t.Errorf("activating it again: %v, want nothing to happen", err)
	}
}

func TestRevokedAppWaitsAndGoesOnByItself(t *testing.T) {
	f := newFirm(t, 2)
	a := f.connect(time.Time{})
	_, err := f.office.Activate(t.Context(), a.ID, "person0000@kantoor.example")
	must(t, err)
	f.app("example-other", "User.ReadBasic.All", "Mail.Read")
	f.authority.ExpireTokens("")
	r, err := f.office.SyncOnce(t.Context(), false)
	must(t, err)
	if !r.Blocked || fault.CodeOf(r.SignInNeeded()) != "AADSTS7000215" || fault.ClassOf(r.SignInNeeded()) != fault.SignInAgain {
		t.Errorf("with a wrong secret the round gave %+v, want it to wait for a sign-in", r)
	}
	f.app("example-secret", "User.ReadBasic.All", "Mail.Read") // put right in Entra
	f.clock.advance(2 * time.Minute)
	if r, err = f.office.SyncOnce(t.Context(), false); err != nil || r.Blocked || r.Failed > 0 {
		t.Errorf("put right, the round gave %+v, %v; want it to go on", r, err)
	}
}
