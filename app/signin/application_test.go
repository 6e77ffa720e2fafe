package signin

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"testing"

	"postroom/app/fault"
	"postroom/app/simulator/entra"
)

const graphDefault = "https://graph.microsoft.com/.default"

// certificate makes a PEM file with a certificate and its key.
func certificate(t *testing.T) ([]byte, *x509.Certificate) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})...), cert
}

func TestOrganisationSignsInWithSecretOrCertificate(t *testing.T) {
	w := newWorld(t)
	file, cert := certificate(t)
	w.AddApp(entra.App{ClientID: daemonID, Secrets: []entra.Secret{{Value: "example-secret"}}, Certificates: []*x509.Certificate{cert}, Roles: []string{"Mail.Read"}})
	w.config.ClientID, w.config.Tenant = daemonID, "kantoor.example"
	for name, cred := range map[string]Credential{"secret": {Secret: "example-secret"}, "certificate": {PEM: file}} {
		tokens, err := w.client().Application(cred, graphDefault)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		before := w.Served(entra.Application)
		got := w.ask(tokens, 20, TokenRequest{})
		if n := w.Served(entra.Application) - before; n != 1 || len(got) != 1 {
			t.Errorf("%s: 20 callers caused %d requests and got %d tokens, want 1 and 1", name, n, len(got))
		}
		for token := range got {
			if who, challenge := w.check(token); challenge != nil || !who.App || who.TenantID != tenantID || !who.Has("Mail.Read") {
				t.Errorf("%s: Graph sees %+v, %+v", name, who, challenge)
			}
			if w.token(tokens, TokenRequest{Rejected: token}) == token {
				t.Errorf("%s: the refused token was given again", name)
			}
		}
	}
	if entries, err := os.ReadDir(w.config.Dir); err != nil || len(entries) != 0 {
		t.Errorf("the organisation's tokens left files: %v, %v", entries, err)
	}
}

func TestOrganisationThatCannotSignIn(t *testing.T) {
	w := newWorld(t)
	w.config.ClientID = daemonID
	_, err := w.client().Application(Credential{Secret: "example-secret"}, graphDefault)
	wantFault(t, err, fault.FixSetting, "tenant-needed")
	w.config.Tenant = tenantID
	for name, cred := range map[string]Credential{"nothing": {}, "no PEM": {PEM: []byte("example")}} {
		_, err = w.client().Application(cred, graphDefault)
		t.Log(name)
		wantFault(t, err, fault.FixSetting, "credential-invalid")
	}
	foreign, _ := certificate(t)
	for code, cred := range map[string]Credential{"AADSTS7000215": {Secret: "example-wrong"}, "AADSTS700027": {PEM: foreign}} {
		tokens, err := w.client().Application(cred, graphDefault)
		if err != nil {
			t.Fatal(err)
		}
		_, err = tokens.Token(t.Context(), TokenRequest{})
		wantFault(t, err, fault.FixSetting, code)
	}
}
