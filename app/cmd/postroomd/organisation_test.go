package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	daemonID = "00000000-0000-4000-8000-00000000da30"
	infoBox  = "info@firm.example"
	boardBox = "board@firm.example"
)

// anAccount is what the tests look at of an account.
type anAccount struct {
	ID, Kind, Address, State string
	Error                    *struct{ Code, Remedy string }
	Mailboxes                []struct{ Address, Kind string }
	Organisation             struct {
		ClientID, Tenant, Credential string
		Expires                      *time.Time
		Warning                      *struct{ Code, Message string }
		On                           bool
	}
}

// anAddress is an entry of addresses.
type anAddress struct {
	Address, Name, Kind, State string
	Active                     bool
	Error                      *struct{ Code, Remedy string }
}

// app makes an app registration, or changes it: its secret and the permissions that were granted to it.
func (w *world) app(id, secret string, expires time.Time, roles ...string) {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"clientId": id, "name": "Postroom for the firm", "roles": roles,
		"secrets": []map[string]any{{"value": secret, "expires": expires}}})
	if err != nil {
		w.t.Fatal(err)
	}
	w.control("POST", "apps", string(body))
}

// file writes a file in the person's home and gives its name.
func (w *world) file(name, text string) string {
	w.t.Helper()
	path := filepath.Join(w.home, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

func (w *world) connectOrganisation(secret string, more ...string) answer {
	w.t.Helper()
	args := []string{"--json", "connect", "organisation", "--tenant", "kantoor.example", "--client-id", daemonID,
		"--client-secret-file", w.file("secret.txt", secret+"\n")}
	return w.do(append(args, more...)...)
}

// newFirm is a Microsoft 365 with shared mailboxes, a room, somebody without a mailbox, and an app that may read them.
func newFirm(t *testing.T) *world {
	w := newWorld(t, "--user", "Emma Janssens <emma@kantoor.example>")
	for _, m := range []string{
		`{"address":"info@firm.example","name":"Info","kind":"shared"}`, `{"address":"board@firm.example","name":"Board","kind":"shared"}`,
		`{"address":"hall@firm.example","name":"Hall","kind":"room"}`, `{"address":"scan@firm.example","name":"Scan","kind":"shared","noMailbox":true}`,
	} {
		w.control("POST", "mailboxes", m)
	}
	w.app(daemonID, "example-secret", time.Time{}, "User.ReadBasic.All", "Mail.Read", "MailboxSettings.Read")
	return w
}

func TestOrganisationIsConnectedActivatedFiledAndDeactivated(t *testing.T) {
	w := newFirm(t)
	var a anAccount
	w.connectOrganisation("example-secret").want(0).into(&a)
	if a.Kind != "organisation" || a.State != "active" || a.Address != "kantoor.example" || a.Organisation.Tenant != w.sim.Tenant || !a.Organisation.On {
		t.Errorf("connected is %+v", a)
	}
	var list []anAddress
	w.do("--json", "addresses", a.ID).want(0).into(&list)
	kinds := map[string]string{}
	for _, one := range list {
		kinds[one.Address] = one.Kind
		if one.Active || one.State != "available" {
			t.Errorf("%s is %+v before anything is activated", one.Address, one)
		}
	}
	if kinds[infoBox] != "shared" || kinds["hall@firm.example"] != "room" || kinds[emma] != "user" || kinds["scan@firm.example"] != "" {
		t.Errorf("the kinds are %v", kinds)
	}
	w.do("--json", "addresses", "kantoor.example", "--query", "BOAR").want(0).into(&list)
	if len(list) != 1 || list[0].Address != boardBox {
		t.Errorf("looking for the board finds %+v", list)
	}

	w.deliver(infoBox, "Inbox", letter("before"))
	var one struct {
		anAddress
		Before int
	}
	w.do("--json", "activate", "kantoor.example", infoBox).want(0).into(&one)
	if !one.Active || one.Before != 1 || one.Kind != "shared" {
		t.Errorf("activated is %+v, want one mail that lay there", one)
	}
	w.do("validate").want(0)
	w.deliver(infoBox, "Inbox", letter("first"))
	w.deliver(infoBox, "Sent Items", letter("answer"))
	w.deliver(infoBox, "Drafts", letter("draft"))
	w.deliver(infoBox, "Junk Email", letter("junk"))
	w.deliver(boardBox, "Inbox", letter("secret"))
	var r struct{ Filed, Failed int }
	w.do("--json", "sync", "--once").want(0).into(&r)
	if r.Filed != 2 || r.Failed != 0 {
		t.Errorf("the round gave %+v, want the mail that arrived and the one that was sent", r)
	}

	w.deliver(infoBox, "Inbox", letter("last"))
	w.do("--json", "deactivate", "kantoor.example", infoBox).want(0).into(&one)
	if one.Active {
		t.Errorf("deactivated is %+v", one)
	}
	w.deliver(infoBox, "Inbox", letter("after"))
	w.do("sync", "--once").want(0)
	var docs []struct{ Subject, Mailbox string }
	w.do("--json", "documents").want(0).into(&docs)
	if len(docs) != 3 {
		t.Errorf("documents are %+v, want the two and the one that had arrived before it was deactivated", docs)
	}
	w.do("verify").want(0)
	w.do("--json", "deactivate", "kantoor.example", infoBox).want(1).failure("address-not-active")
	w.do("--json", "activate", emma, infoBox).want(1).failure("account-unknown")
}

func TestWholeConnectionIsSwitchedOffAndOn(t *testing.T) {
	w := newFirm(t)
	w.connectOrganisation("example-secret").want(0)
	w.do("activate", "kantoor.example", infoBox, boardBox).want(0)
	w.deliver(infoBox, "Inbox", letter("meanwhile"))
	var a anAccount
	w.do("--json", "deactivate", "kantoor.example").want(0).into(&a)
	if a.Organisation.On || len(a.Mailboxes) != 2 {
		t.Errorf("switched off is %+v, want off with both mailboxes kept", a)
	}
	var list []anAddress
	w.do("--json", "addresses", "kantoor.example", "--active").want(0).into(&list)
	if len(list) != 2 || list[0].State != "off" {
		t.Errorf("addresses are %+v, want two that are off", list)
	}
	var r struct{ Filed int }
	w.do("--json", "sync", "--once").want(0).into(&r)
	if r.Filed != 0 {
		t.Errorf("%d mails were filed while it was off", r.Filed)
	}
	w.do("--json", "activate", "kantoor.example").want(0).into(&a)
	w.do("--json", "sync", "--once").want(0).into(&r)
	if !a.Organisation.On || r.Filed != 1 {
		t.Errorf("on again it filed %d (%+v), want what came meanwhile", r.Filed, a)
	}
}

func TestOrganisationThatCannotBeConnectedSaysWhy(t *testing.T) {
	w := newFirm(t)
	secret := w.file("secret.txt", "example-secret")
	tenant := []string{"--tenant", "kantoor.example"}
	try := func(code string, want int, where []string, client, file string) {
		t.Helper()
		args := append([]string{"--json", "connect", "organisation", "--client-id", client, "--client-secret-file", file}, where...)
		w.do(args...).want(want).failure(code)
	}
	try("AADSTS7000215", 1, tenant, daemonID, w.file("wrong.txt", "example-wrong"))
	try("secret-is-id", 1, tenant, daemonID, w.file("id.txt", daemonID))
	try("AADSTS90002", 1, []string{"--tenant", "nobody.example"}, daemonID, secret)
	try("tenant-needed", 1, []string{"--tenant", "common"}, daemonID, secret)
	try("AADSTS700016", 1, tenant, "00000000-0000-4000-8000-00000000dead", secret)
	try("client-id-invalid", 1, tenant, "not an id", secret)
	try("token-endpoint-v1", 1, []string{"--token-endpoint", w.sim.Authority + "/kantoor.example/oauth2/token"}, daemonID, secret)
	try("token-endpoint-cloud", 1, []string{"--token-endpoint", "https://login.microsoftonline.us/kantoor.example/oauth2/v2.0/token"}, daemonID, secret)
	try("usage", 2, nil, daemonID, secret)
	try("usage", 2, tenant, daemonID, filepath.Join(w.home, "missing.txt"))

	w.app(daemonID, "example-secret", time.Now().Add(-time.Hour), "User.ReadBasic.All")
	try("AADSTS7000222", 1, tenant, daemonID, secret)
	w.app(daemonID, "example-secret", time.Time{})
	try("consent-missing", 1, tenant, daemonID, secret)
	var accounts []anAccount
	w.do("--json", "accounts").want(0).into(&accounts)
	if len(accounts) != 0 {
		t.Errorf("what could not be connected was kept: %+v", accounts)
	}
	w.app(daemonID, "example-secret", time.Time{}, "Mail.Read")
	w.do("--json", "connect", "organisation", "--token-endpoint", w.sim.Authority+"/kantoor.example/oauth2/v2.0/token",
		"--client-id", daemonID, "--client-secret-file", secret).want(0)
	w.do("--json", "addresses", "kantoor.example").want(1).failure("directory-permission-missing")
	w.do("--json", "activate", "kantoor.example", infoBox).want(0) // its address is enough
}

func TestMailboxThatIsNotReleasedIsToldFromAPermissionThatIsMissing(t *testing.T) {
	w := newFirm(t)
	w.app(daemonID, "example-secret", time.Time{}, "User.ReadBasic.All")
	w.connectOrganisation("example-secret").want(0)
	w.do("--json", "activate", "kantoor.example", infoBox).want(1).failure("mail-permission-missing")
	w.control("POST", "apps/"+daemonID+"/roles", `{"role":"Application Mail.Read","mailboxes":["`+infoBox+`"]}`)
	w.do("--json", "activate", "kantoor.example", infoBox).want(0)
	w.do("--json", "activate", "kantoor.example", boardBox).want(1).failure("mailbox-excluded")
	w.do("--json", "activate", "kantoor.example", "nobody@firm.example").want(1).failure("address-unknown")
	w.do("--json", "activate", "kantoor.example", "scan@firm.example").want(1).failure("MailboxNotEnabledForRESTAPI")
	var several []anAddress
	w.do("--json", "activate", "kantoor.example", infoBox, boardBox).want(4).into(&several)
	if len(several) != 2 || !several[0].Active || several[1].Active || several[1].Error == nil || several[1].Error.Code != "mailbox-excluded" {
		t.Errorf("two at once give %+v, want one active and one excluded", several)
	}
	var list []anAddress
	w.do("--json", "addresses", "kantoor.example", "--active").want(0).into(&list)
	if len(list) != 1 || list[0].Address != infoBox {
		t.Errorf("active are %+v, want the one that was released", list)
	}
}

func TestSecretThatExpiresIsReplacedAndNothingIsLost(t *testing.T) {
	w := newFirm(t)
	soon := time.Now().Add(5 * 24 * time.Hour).UTC().Format(time.DateOnly)
	var a anAccount
	w.connectOrganisation("example-secret", "--secret-expires", soon).want(0).into(&a)
	if a.Organisation.Expires == nil || a.Organisation.Expires.Format(time.DateOnly) != soon || a.Organisation.Warning == nil || a.Organisation.Warning.Code != "credential-expires" {
		t.Errorf("the connection says %+v, want the end of the secret and a warning", a.Organisation)
	}
	w.do("activate", "kantoor.example", infoBox).want(0)
	if out := w.do("sync", "--once").want(0); !strings.Contains(out.stderr, soon) {
		t.Errorf("the first round does not announce the end: %q", out.stderr)
	}
	if out := w.do("sync", "--once").want(0); strings.Contains(out.stderr, soon) {
		t.Errorf("the second round announces it again: %q", out.stderr)
	}
	w.deliver(infoBox, "Inbox", letter("waits"))
	w.app(daemonID, "example-secret", time.Now().Add(-time.Hour), "User.ReadBasic.All", "Mail.Read")
	w.control("POST", "signins/expire", "")
	var refused struct{ Error struct{ Code string } }
	w.do("--json", "sync", "--once").want(3).into(&refused)
	if refused.Error.Code != "AADSTS7000222" {
		t.Errorf("the round says %q, want that the secret has expired", refused.Error.Code)
	}
	var accounts []anAccount
	w.do("--json", "accounts").want(0).into(&accounts)
	if len(accounts) != 1 || accounts[0].State != "reauthenticate" || accounts[0].Error == nil || accounts[0].Error.Code != "AADSTS7000222" {
		t.Errorf("accounts are %+v, want the expired secret", accounts)
	}
	w.do("--json", "reauthenticate", "kantoor.example").want(1).failure("organisation-credential")
	w.app(daemonID, "example-renewed", time.Time{}, "User.ReadBasic.All", "Mail.Read")
	w.connectOrganisation("example-renewed").want(0).into(&a)
	if len(a.Mailboxes) != 1 || a.State != "active" {
		t.Errorf("renewed is %+v, want the mailbox kept", a)
	}
	var r struct{ Filed int }
	w.do("--json", "sync", "--once").want(0).into(&r)
	if r.Filed != 1 {
		t.Errorf("%d mails were filed with the new secret, want the one that waited", r.Filed)
	}
}

func TestOrganisationSignsInWithACertificateAndIsForgotten(t *testing.T) {
	w := newFirm(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Date(2040, 1, 2, 3, 4, 5, 0, time.UTC)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	private := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	body, err := json.Marshal(map[string]any{"clientId": daemonID, "certificate": cert, "roles": []string{"User.ReadBasic.All", "Mail.Read"}})
	if err != nil {
		t.Fatal(err)
	}
	w.control("POST", "apps", string(body))
	connect := []string{"--json", "connect", "organisation", "--tenant", "kantoor.example", "--client-id", daemonID, "--certificate-file"}
	w.do(append(connect, w.file("public.pem", cert))...).want(1).failure("certificate-no-key")
	var a anAccount
	w.do(append(connect, w.file("both.pem", cert+private))...).want(0).into(&a)
	if a.Organisation.Credential != "certificate" || a.Organisation.Expires == nil || a.Organisation.Expires.Year() != 2040 {
		t.Errorf("connected is %+v, want a certificate that ends in 2040", a.Organisation)
	}
	err = filepath.WalkDir(w.data, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if strings.Contains(string(data), "PRIVATE KEY") || strings.Contains(string(data), private[40:100]) {
			t.Errorf("%s holds the key in clear", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.do("activate", "kantoor.example", infoBox).want(0)
	w.do("disconnect", "kantoor.example", "--forget").want(0)
	var accounts []anAccount
	w.do("--json", "accounts").want(0).into(&accounts)
	if files, err := filepath.Glob(filepath.Join(w.data, "tokens", "*")); len(accounts) != 0 || len(files) != 0 || err != nil {
		t.Errorf("forgotten, there are still %+v and %v (%v)", accounts, files, err)
	}
}

func TestSimulatedOrganisationHasAnAppAndMailboxesByTheHundred(t *testing.T) {
	w := newWorld(t, "--mailboxes", "200")
	var a anAccount
	app := w.sim.Organisation
	w.do("--json", "connect", "organisation", "--token-endpoint", app.Endpoint, "--client-id", app.ClientID, "--client-secret-file", app.SecretFile).want(0).into(&a)
	var list []anAddress
	w.do("--json", "addresses", a.ID).want(0).into(&list)
	count := map[string]int{}
	for _, one := range list {
		count[one.Kind]++
	}
	if len(list) < 200 || count["shared"] < 20 || count["room"] < 20 || count["user"] < 160 {
		t.Errorf("%d addresses of the kinds %v, want 200 and more of every kind", len(list), count)
	}
}
