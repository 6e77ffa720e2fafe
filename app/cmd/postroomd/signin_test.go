package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postroom/app/simulator/entra"
)

// account is what the contract says of an account.
type account struct {
	ID, Kind, Address, Name, State string
	Error                          *struct{ Code, Message, Remedy string }
	Mailboxes                      []struct{ Address, Kind string }
}

func (w *world) account() account {
	w.t.Helper()
	var accounts []account
	w.do("accounts", "--json").want(0).into(&accounts)
	if len(accounts) != 1 {
		w.t.Fatalf("there are %d accounts, want 1", len(accounts))
	}
	return accounts[0]
}

func TestPersonConnectsWithACode(t *testing.T) {
	w := newWorld(t)
	p := w.start("connect", "work", "--device-code", "--json")
	w.enter(p, emma)
	var connected account
	if err := json.NewDecoder(p.stdout).Decode(&connected); err != nil {
		t.Fatalf("connect printed no JSON: %v\n%s", err, p.stderr.String())
	}
	if code := p.wait(); code != 0 {
		t.Fatalf("connect ended with %d\n%s", code, p.stderr.String())
	}
	a := w.account()
	if a.ID != connected.ID || a.ID == "" || a.Kind != "work" || a.Address != emma || a.Name != "Emma Janssens" || a.State != "active" || a.Error != nil {
		t.Errorf("accounts shows %+v, connect showed %+v", a, connected)
	}
	if len(a.Mailboxes) != 1 || a.Mailboxes[0].Address != emma || a.Mailboxes[0].Kind != "own" {
		t.Errorf("its mailboxes are %+v, want her own", a.Mailboxes)
	}
	w.secretsArePrivate()
	if !strings.Contains(p.stderr.String(), "keyring") {
		t.Errorf("the key file was not told of: %s", p.stderr.String())
	}
	if again := w.do("accounts"); strings.Contains(again.stderr, "keyring") {
		t.Errorf("the key file was told of a second time: %s", again.stderr)
	}
}

// secretsArePrivate checks modes: nobody else on the machine may read what lies in the data folder.
func (w *world) secretsArePrivate() {
	w.t.Helper()
	err := filepath.WalkDir(w.data, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			w.t.Errorf("%s has the mode %v: others can get at it", path, info.Mode())
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestPersonConnectsInTheBrowser(t *testing.T) {
	w := newWorld(t)
	var a account
	w.do("connect", "work", "--json").want(0).into(&a)
	if a.Address != emma || a.State != "active" {
		t.Errorf("connected %+v", a)
	}
	w.who = jan
	w.do("connect", "work", "--json").want(0).into(&a)
	if a.Address != jan {
		t.Errorf("connected %s as a second account, want %s", a.Address, jan)
	}
}

func TestSecondPersonIsRefusedOnReauthenticate(t *testing.T) {
	w := newWorld(t)
	w.connect()
	before := w.account()
	w.who = jan
	refused := w.do("reauthenticate", emma, "--json").want(1).failure("wrong-account")
	for _, address := range []string{emma, jan} {
		if !strings.Contains(refused.stdout, address) {
			t.Errorf("the refusal does not name %s: %s", address, refused.stdout)
		}
	}
	if after := w.account(); after.ID != before.ID || after.State != "active" || after.Address != emma {
		t.Errorf("the account is now %+v", after)
	}
	w.do("folders", emma, "--json").want(0)
	w.do("folders", jan, "--json").want(1).failure("mailbox-unknown")
}

func TestLostSessionIsToldAndTakenUpAgain(t *testing.T) {
	w := newWorld(t)
	w.connect()
	w.do("select", emma, "--add", "inbox", "--json").want(0)
	w.control("POST", "signins/"+emma+"/revoke", "")
	w.deliver(emma, "inbox", letter("Sent while the session was lost"))

	w.do("sync", "--once", "--json").want(3).failure("sign-in-needed")
	if a := w.account(); a.State != "reauthenticate" || a.Error == nil || a.Error.Message == "" || a.Error.Remedy == "" {
		t.Errorf("the account is %+v, want reauthenticate with words", a)
	}
	var s statusDoc
	w.do("status", "--json").want(0).into(&s)
	if s.State != "attention" || s.Mailboxes[0].State != "reauthenticate" {
		t.Errorf("status is %s, the mailbox %s; want attention, reauthenticate", s.State, s.Mailboxes[0].State)
	}
	var checks []checkDoc
	w.do("validate", "--json").want(1).into(&checks)
	if checks[0].Check != "token" || checks[0].OK || checks[0].Code == nil || checks[0].Remedy == nil {
		t.Errorf("validate begins with %+v, want a token that is not ok", checks[0])
	}

	w.do("reauthenticate", emma, "--json").want(0)
	var r roundDoc
	w.do("sync", "--once", "--json").want(0).into(&r)
	if r.Filed != 1 {
		t.Errorf("%d mails filed after signing in again, want 1", r.Filed)
	}
	w.do("status", "--json").want(0).into(&s)
	if s.State != "idle" || len(s.Mailboxes[0].Folders) != 1 {
		t.Errorf("status is %s with %d folders, want idle with 1", s.State, len(s.Mailboxes[0].Folders))
	}
}

func TestDisconnectedAccountComesBackWithItsFolders(t *testing.T) {
	w := newWorld(t)
	w.connect()
	w.do("select", emma, "--add", "inbox", "--json").want(0)
	w.deliver(emma, "inbox", letter("Before"))
	w.do("sync", "--once", "--json").want(0)

	var a account
	w.do("disconnect", emma, "--json").want(0).into(&a)
	if a.State != "disconnected" {
		t.Errorf("its state is %s, want disconnected", a.State)
	}
	if left, _ := filepath.Glob(filepath.Join(w.data, "tokens", "*")); len(left) > 0 {
		t.Errorf("tokens are left: %v", left)
	}
	w.do("sync", "--once", "--json").want(3).failure("no-account")
	w.deliver(emma, "inbox", letter("Meanwhile"))
	w.connect()
	var r roundDoc
	w.do("sync", "--once", "--json").want(0).into(&r)
	if r.Filed != 1 {
		t.Errorf("%d mails filed after connecting again, want the one that came meanwhile", r.Filed)
	}

	w.do("disconnect", emma, "--forget", "--json").want(0)
	var accounts []account
	if got := w.do("accounts", "--json").want(0).into(&accounts); len(accounts) != 0 {
		t.Errorf("accounts are left: %s", got.stdout)
	}
	var docs []document
	w.do("documents", "--json").want(0).into(&docs)
	if len(docs) != 2 {
		t.Errorf("%d documents are left, want 2", len(docs))
	}
	w.connect()
	w.do("select", emma, "--add", "inbox", "--json").want(0)
	w.do("sync", "--once", "--json").want(0).into(&r)
	if r.Filed != 0 {
		t.Errorf("%d mails filed a second time", r.Filed)
	}
	w.do("verify", "--json").want(0)
}

func TestDisconnectWorksWithoutAPolicy(t *testing.T) {
	w := newWorld(t)
	w.connect()
	w.policy = ""
	w.do("disconnect", emma, "--json").want(0)
	w.do("connect", "work", "--json").want(1).failure("no-client-id")
}

func TestOneLostSessionDoesNotStopTheOthers(t *testing.T) {
	w := newWorld(t)
	w.connect()
	w.who = jan
	w.do("connect", "work", "--json").want(0)
	for _, mailbox := range []string{emma, jan} {
		w.do("select", mailbox, "--add", "inbox", "--json").want(0)
		w.deliver(mailbox, "inbox", letter("For "+mailbox))
	}
	w.control("POST", "signins/"+emma+"/revoke", "")
	var r struct {
		Filed  int
		SignIn []string
	}
	w.do("sync", "--once", "--json").want(4).into(&r)
	if r.Filed != 1 || len(r.SignIn) != 1 || r.SignIn[0] != emma {
		t.Errorf("the round said %+v, want jan's mail filed and emma to sign in", r)
	}
	w.do("sync", "--once", "--json").want(4)
}

func TestConnectThatFailsHalfwayLeavesNothing(t *testing.T) {
	w := newWorld(t)
	w.control("POST", "faults", `{"kind":"denied","path":"^/me"}`)
	w.do("connect", "work", "--json").want(1)
	var accounts []account
	if got := w.do("accounts", "--json").want(0).into(&accounts); len(accounts) != 0 {
		t.Errorf("an account is left: %s", got.stdout)
	}
	if left, _ := filepath.Glob(filepath.Join(w.data, "tokens", "*")); len(left) > 0 {
		t.Errorf("tokens are left: %v", left)
	}
}

func TestPersonWhoDeclinesIsNotConnected(t *testing.T) {
	w := newWorld(t)
	p := w.start("connect", "work", "--device-code", "--json")
	var code struct {
		URI  string `json:"verification_uri"`
		Code string `json:"user_code"`
	}
	if err := json.Unmarshal([]byte(p.firstLine()), &code); err != nil {
		t.Fatal(err)
	}
	person := entra.Person{Client: w.client, Address: emma, Code: code.Code, Decline: true}
	if page, err := person.Visit(t.Context(), code.URI); err != nil {
		t.Fatalf("%v\n%s", err, page)
	}
	if got := p.wait(); got != 1 {
		t.Errorf("connect ended with %d, want 1\n%s", got, p.stderr.String())
	}
}
