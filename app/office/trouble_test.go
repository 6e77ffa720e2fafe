package office

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/simulator"
	"postroom/app/simulator/entra"
	"postroom/app/store"
	"postroom/app/vault"
)

const strict = "tim@streng.example" // in a tenant where only an administrator consents

// bench is a simulated Microsoft 365 behind a server of the test's, and a person's machine.
type bench struct {
	t         *testing.T
	sim       *simulator.Simulator
	authority *entra.Authority
	server    *httptest.Server
	options   Options
	who       string // in front of the browser
	fetched   atomic.Int32
	onMIME    func(n int)   // called before the nth MIME is served
	ahead     time.Duration // Microsoft's clock, as its answers show it
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchOf(t, entra.Config{})
}

func newBenchOf(t *testing.T, c entra.Config) *bench {
	t.Helper()
	b := &bench{t: t, authority: entra.New(c), who: emma}
	b.authority.AddTenant(entra.Tenant{Name: "Kantoor", Domains: []string{"kantoor.example"}})
	b.authority.AddTenant(entra.Tenant{Name: "Streng", Domains: []string{"streng.example"}, AdminOnly: true})
	b.authority.AddApp(entra.App{ClientID: client, Public: true})
	var err error
	b.sim, err = simulator.New(simulator.Options{Authority: b.authority, NoRateLimit: true})
	must(t, err)
	t.Cleanup(func() { b.sim.Close() })
	for _, u := range []simulator.User{{Address: emma, Name: "Emma Janssens"}, {Address: strict, Name: "Emma Janssens"}} {
		_, err = b.sim.AddUser(u)
		must(t, err)
	}
	b.server = httptest.NewTLSServer(http.HandlerFunc(b.serve))
	t.Cleanup(b.server.Close)
	dir := t.TempDir()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b.server.Certificate().Raw})
	must(t, os.WriteFile(filepath.Join(dir, "ca.pem"), ca, 0o600))
	policy := filepath.Join(dir, "policy.json")
	must(t, os.WriteFile(policy, fmt.Appendf(nil, `{"clientId":%q,"tenant":"common","cloud":{"authority":%q,"graph":%q,"caFile":"ca.pem"}}`,
		client, b.server.URL, b.server.URL+"/v1.0"), 0o600))
	b.options = Options{Data: filepath.Join(dir, "data"), Policy: policy, Keyring: noKeyring{}, OpenURL: b.browse}
	return b
}

func (b *bench) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/$value") {
		if n := int(b.fetched.Add(1)); b.onMIME != nil {
			b.onMIME(n)
		}
	}
	if b.ahead != 0 {
		w.Header().Set("Date", time.Now().Add(b.ahead).UTC().Format(http.TimeFormat))
	}
	b.sim.ServeHTTP(w, r)
}

func (b *bench) browse(address string) error {
	person := entra.Person{Client: b.server.Client(), Address: b.who}
	go person.Visit(context.Background(), address) // it goes on to the loopback, so that it must not be waited for
	return nil
}

func (b *bench) open() *Office {
	b.t.Helper()
	o, err := Open(b.t.Context(), b.options)
	must(b.t, err)
	return o
}

// connect signs somebody in and ticks their inbox.
func (b *bench) connect(o *Office, who string) {
	b.t.Helper()
	b.who = who
	_, err := o.Connect(b.t.Context(), store.Work, SignIn{})
	must(b.t, err)
	_, err = o.Select(b.t.Context(), who, []string{"inbox"}, nil, false)
	must(b.t, err)
}

func (b *bench) deliver(who string, n int) {
	b.t.Helper()
	for i := range n {
		_, err := b.sim.Deliver(who, "Inbox", fmt.Appendf(nil, "From: jan@peeters.example\r\nTo: %s\r\nSubject: Letter %d\r\nMessage-ID: <%d.%s>\r\n\r\nHello\r\n",
			who, i, i, who), simulator.Delivery{})
		must(b.t, err)
	}
}

// account gives an account by address.
func (b *bench) account(o *Office, address string) Account {
	b.t.Helper()
	accounts, err := o.Accounts()
	must(b.t, err)
	for _, a := range accounts {
		if a.Address == address {
			return a
		}
	}
	b.t.Fatalf("there is no account %s among %+v", address, accounts)
	return Account{}
}

// round runs a round and says how many mails are filed in all.
func (b *bench) round(o *Office) (*Round, int) {
	b.t.Helper()
	r, err := o.SyncOnce(b.t.Context(), false)
	must(b.t, err)
	docs, err := o.Documents("", 0)
	must(b.t, err)
	return r, len(docs)
}

// TestSessionRevokedWhile40MailsAreInFlight: none is lost, none is filed twice, and a new sign-in is all it takes.
func TestSessionRevokedWhile40MailsAreInFlight(t *testing.T) {
	b := newBench(t)
	o := b.open()
	defer func() { must(t, o.Close()) }()
	b.connect(o, emma)
	b.deliver(emma, 40)
	revoked := make(chan error, 1)
	b.onMIME = func(n int) {
		if n == 10 {
			revoked <- b.authority.Revoke(emma)
		}
	}
	r, filed := b.round(o)
	must(t, <-revoked)
	if filed == 0 || filed >= 40 || filed+r.Waiting != 40 || len(r.SignIn) != 1 {
		t.Errorf("with the session revoked, %d of 40 mails are filed in the round %+v; want some, the others waiting, and a sign-in needed", filed, r)
	}
	for _, f := range r.Failures {
		if f.ID != "" {
			t.Errorf("a mail has failed: %+v; want it waiting", f)
		}
	}
	if a := b.account(o, emma); a.State != store.Reauthenticate || a.Error == nil || a.Error.Code != "AADSTS50173" {
		t.Errorf("the account is %s, %+v; want reauthenticate because of AADSTS50173", a.State, a.Error)
	}
	_, err := o.Reauthenticate(t.Context(), emma, SignIn{})
	must(t, err)
	r, filed = b.round(o)
	if filed != 40 || r.Partial() || r.Waiting > 0 {
		t.Errorf("after signing in again, %d mails are filed in the round %+v; want 40", filed, r)
	}
	seen := map[string]bool{}
	docs, err := o.Documents("", 0)
	must(t, err)
	for _, d := range docs {
		if seen[d.MessageID] {
			t.Errorf("%s is filed twice", d.MessageID)
		}
		seen[d.MessageID] = true
	}
	v, err := o.Verify(t.Context(), nil)
	must(t, err)
	if !v.Good() || v.Checked != 40 {
		t.Errorf("verify says %+v, want 40 files unchanged", v)
	}
}

func TestAdministratorsConsentIsAskedForWithALinkToSend(t *testing.T) {
	b := newBench(t)
	o := b.open()
	defer func() { must(t, o.Close()) }()
	b.who = strict
	ctx, giveUp := context.WithCancel(t.Context())
	b.options.OpenURL = nil
	o.opts.OpenURL = func(address string) error {
		defer giveUp() // they read "Need admin approval", and press Cancel in our window
		page, err := entra.Person{Client: b.server.Client(), Address: strict}.Visit(context.Background(), address)
		if err == nil && !strings.Contains(strings.ToLower(page), "approval") {
			err = errors.New("the page does not ask for an approval")
		}
		return err
	}
	_, err := o.Connect(ctx, store.Work, SignIn{})
	p := ProblemOf("en", err)
	want := b.server.URL + "/organizations/adminconsent?client_id=" + client
	if p == nil || p.Code != "sign-in-cancelled" || p.Link != want || !strings.Contains(p.Remedy, "administrator") {
		t.Errorf("the problem is %+v, want sign-in-cancelled with the link %s", p, want)
	}
	must(t, b.authority.AdminConsent("streng.example", client, "User.Read", "Mail.Read"))
	o.opts.OpenURL = b.browse
	o.sessions.reset()
	b.connect(o, strict)
	if p := ProblemOf("en", o.withConsentPage(&fault.Error{Class: fault.RetryLater, Code: "timeout"})); p.Link != "" {
		t.Errorf("an error that no consent cures has the link %s", p.Link)
	}
}

func TestTwoAccountsOfOnePersonInTwoTenantsFileApart(t *testing.T) {
	b := newBench(t)
	o := b.open()
	defer func() { must(t, o.Close()) }()
	must(t, b.authority.AdminConsent("streng.example", client, "User.Read", "Mail.Read"))
	b.connect(o, emma)
	b.connect(o, strict)
	b.deliver(emma, 2)
	b.deliver(strict, 3)
	must(t, b.authority.Revoke(emma))
	r, filed := b.round(o)
	if filed != 3 || r.Blocked || len(r.SignIn) != 1 || r.SignIn[0] != emma {
		t.Errorf("with one session lost, %d mails are filed in %+v; want the 3 of the other tenant", filed, r)
	}
	b.who = strict
	_, err := o.Reauthenticate(t.Context(), emma, SignIn{})
	if fault.CodeOf(err) != "wrong-account" {
		t.Errorf("signing in to the other tenant gives %v, want wrong-account", err)
	}
	b.who = emma
	_, err = o.Reauthenticate(t.Context(), emma, SignIn{})
	must(t, err)
	if r, filed = b.round(o); filed != 5 || r.Partial() {
		t.Errorf("after signing in again, %d mails are filed in %+v; want 5", filed, r)
	}
}

func TestClockTwoHoursWrongIsToldAndFilingGoesOn(t *testing.T) {
	b := newBench(t)
	b.ahead = 2 * time.Hour
	o := b.open()
	defer func() { must(t, o.Close()) }()
	b.connect(o, emma)
	b.deliver(emma, 1)
	if r, filed := b.round(o); filed != 1 || r.Partial() {
		t.Errorf("%d mails are filed in %+v, want 1", filed, r)
	}
	checks, err := o.Validate(t.Context(), emma)
	must(t, err)
	for _, c := range checks {
		switch {
		case c.Check != "clock" && !c.OK:
			t.Errorf("the check %+v does not hold", c)
		case c.Check == "clock" && (c.OK || *c.Code != "clock-wrong" || !strings.Contains(c.Message, "behind")):
			t.Errorf("the clock is %+v, want it two hours behind", c)
		}
	}
}

// lockable is a keyring that a person can lock.
type lockable struct {
	vault.Memory
	locked, lost bool
}

func (l *lockable) Get(service, user string) (string, error) {
	switch {
	case l.locked:
		return "", errors.New("the collection is locked")
	case l.lost:
		return new(vault.Memory).Get(service, user)
	}
	return l.Memory.Get(service, user)
}

func TestKeyringThatIsLockedOrHasLostItsEntryLosesNothing(t *testing.T) {
	b := newBench(t)
	ring := &lockable{}
	b.options.Keyring = ring
	o := b.open()
	b.connect(o, emma)
	b.deliver(emma, 3)
	if _, filed := b.round(o); filed != 3 {
		t.Fatalf("%d mails are filed, want 3", filed)
	}
	must(t, o.Close())

	refused := func(code string) {
		t.Helper()
		_, err := Open(t.Context(), b.options)
		w := fault.Explain("en", err)
		if fault.CodeOf(err) != code || fault.ClassOf(err) != fault.FixSetting || strings.ContainsAny(w.What+w.Do, "{}") {
			t.Fatalf("opening gives %v with %+v, want %s with words", err, w, code)
		}
	}
	whole := func(o *Office, filed int) {
		t.Helper()
		if r, n := b.round(o); n != filed || r.Partial() {
			t.Errorf("%d mails are filed in %+v, want %d", n, r, filed)
		}
		v, err := o.Verify(t.Context(), nil)
		must(t, err)
		if !v.Good() || v.Checked != filed {
			t.Errorf("verify says %+v, want %d files unchanged", v, filed)
		}
	}
	ring.locked = true
	refused("keyring-unavailable")
	ring.locked = false
	o = b.open()
	whole(o, 3)
	must(t, o.Close())

	ring.lost = true
	refused("key-lost")
	ring.lost = false // it came back from a backup
	o = b.open()
	b.deliver(emma, 1)
	whole(o, 4)
	must(t, o.Close())

	// It is lost for good while one mail was just about to be put away: what the words say is done.
	o = b.open()
	b.aboutToBePutAway(o)
	must(t, o.Close())
	ring.lost = true
	refused("key-lost")
	ring.lost = false // a new one can be kept
	must(t, os.Remove(filepath.Join(b.options.Data, "vault.json")))
	o = b.open()
	if r, err := o.SyncOnce(t.Context(), false); err != nil || !r.Blocked || b.account(o, emma).Error.Code != "session-unreadable" {
		t.Errorf("with a new key, the round is %+v, %v; want the sign-in unreadable", r, err)
	}
	b.who = emma
	_, err := o.Reauthenticate(t.Context(), emma, SignIn{})
	must(t, err)
	whole(o, 5)
	docs, err := o.Documents("", 0)
	must(t, err)
	for _, d := range docs {
		if !strings.HasPrefix(d.Subject, "Letter") || len(d.To) != 1 || d.Path == "" || d.SHA256 == "" {
			t.Errorf("with a new key, a document is %+v; want all that was known of it", d)
		}
	}
	must(t, o.Close())
}

// aboutToBePutAway leaves a mail as a crash would between the plan to put it away and the deed.
func (b *bench) aboutToBePutAway(o *Office) {
	b.t.Helper()
	id, err := b.sim.Deliver(emma, "Inbox", []byte("From: jan@peeters.example\r\nTo: "+emma+"\r\nSubject: Letter in between\r\nMessage-ID: <between@peeters.example>\r\n\r\nHello\r\n"),
		simulator.Delivery{})
	must(b.t, err)
	intent, err := o.db.SealIntent(store.Intent{})
	must(b.t, err)
	mailboxes, err := o.db.Mailboxes()
	must(b.t, err)
	must(b.t, o.db.Update(func(tx *store.Tx) error {
		return tx.AddEntry(&store.Entry{Mailbox: emma, ID: id, Folder: mailboxes[0].Folders[0].ID, Noticed: o.opts.Now(), Intent: intent})
	}))
}
