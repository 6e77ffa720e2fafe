package signin

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"testing"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"postroom/app/fault"
	"postroom/app/simulator/entra"
)

func TestTokenEndpointNamesAuthorityAndTenant(t *testing.T) {
	const id = "0e5ce2b2-0000-4000-8000-000000000001"
	for text, want := range map[string]Endpoint{
		"https://login.microsoftonline.com/" + id + "/oauth2/v2.0/token":           {"https://login.microsoftonline.com", id},
		"  https://login.microsoftonline.com/kantoor.example/oauth2/v2.0/token/\n": {"https://login.microsoftonline.com", "kantoor.example"},
		"https://login.microsoftonline.us/" + id + "/oauth2/v2.0/token":            {"https://login.microsoftonline.us", id},
		"https://login.chinacloudapi.cn/" + id + "/oauth2/v2.0/authorize":          {"https://login.chinacloudapi.cn", id},
		"https://login.windows.net/" + id + "/oauth2/v2.0/token":                   {"https://login.microsoftonline.com", id},
		"https://login.microsoftonline.com/" + id + "/v2.0":                        {"https://login.microsoftonline.com", id},
		"https://127.0.0.1:4433/" + id + "/oauth2/v2.0/token":                      {"https://127.0.0.1:4433", id},
	} {
		if got, err := ParseEndpoint(text); err != nil || got != want {
			t.Errorf("%q is %+v, %v; want %+v", text, got, err, want)
		}
	}
	for text, code := range map[string]string{
		"": "token-endpoint-invalid", "kantoor.example": "token-endpoint-invalid",
		"http://login.microsoftonline.com/" + id + "/oauth2/v2.0/token": "token-endpoint-invalid",
		"https://login.microsoftonline.com/":                            "token-endpoint-invalid",
		"https://login.microsoftonline.com/a b/oauth2/v2.0/token":       "token-endpoint-invalid",
		"https://graph.microsoft.com/" + id + "/users":                  "token-endpoint-invalid",
		"https://x:y@login.microsoftonline.com/" + id + "/v2.0":         "token-endpoint-invalid",
		"https://login.microsoftonline.com/" + id + "/oauth2/token":     "token-endpoint-v1",
		"https://login.microsoftonline.us/" + id + "/oauth2/authorize":  "token-endpoint-v1",
	} {
		_, err := ParseEndpoint(text)
		t.Log(text)
		wantFault(t, err, fault.FixSetting, code)
	}
}

// keyPair is a self-signed certificate that ends in a year, with its RSA key.
func keyPair(t *testing.T) (*rsa.PrivateKey, *x509.Certificate, time.Time) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ends := time.Date(2027, 11, 22, 9, 0, 0, 0, time.UTC)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: ends}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return key, cert, ends
}

func TestCertificateIsReadFromPEMAndPFXWithItsEnd(t *testing.T) {
	w := newWorld(t)
	key, cert, ends := keyPair(t)
	w.AddApp(entra.App{ClientID: daemonID, Certificates: []*x509.Certificate{cert}, Roles: []string{"Mail.Read"}})
	w.config.ClientID, w.config.Tenant = daemonID, tenantID
	pkcs1 := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
	modern, err := pkcs12.Modern.Encode(key, cert, nil, "example")
	if err != nil {
		t.Fatal(err)
	}
	legacy, err := pkcs12.LegacyDES.Encode(key, cert, nil, "example")
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]struct {
		data     []byte
		password string
	}{"PEM, key first": {append(bytes.Clone(pkcs1), public...), ""}, "PFX": {modern, "example"}, "older PFX": {legacy, "example"}} {
		cred, err := CertificateCredential(file.data, file.password)
		if err != nil || !cred.Expires().Equal(ends) {
			t.Errorf("%s: ends %v, %v; want %v", name, cred.Expires(), err, ends)
			continue
		}
		c := w.client()
		if err := c.SaveCredential("organisation", cred); err != nil {
			t.Fatal(err)
		}
		if cred, err = w.client().Credential("organisation"); err != nil {
			t.Fatal(err)
		}
		tokens, err := c.Application(cred, graphDefault)
		if err != nil {
			t.Fatal(err)
		}
		p := PermissionsOf(w.token(tokens, TokenRequest{}))
		if !p.Known || p.Tenant != tenantID || len(p.Roles) != 1 || p.Roles[0] != "Mail.Read" {
			t.Errorf("%s: the token says %+v", name, p)
		}
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(curve)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := certificate(t)
	foreign := other[bytes.Index(other, []byte("-----BEGIN PRIVATE")):]
	for name, bad := range map[string]struct {
		data           []byte
		password, code string
	}{
		"no key":          {public, "", "certificate-no-key"},
		"another's key":   {append(bytes.Clone(public), foreign...), "", "certificate-no-key"},
		"wrong password":  {modern, "example-wrong", "certificate-password"},
		"not a file":      {[]byte("example"), "", "credential-invalid"},
		"elliptic curves": {append(bytes.Clone(public), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})...), "", "certificate-not-rsa"},
	} {
		_, err := CertificateCredential(bad.data, bad.password)
		t.Log(name)
		wantFault(t, err, fault.FixSetting, bad.code)
	}
}

func TestCredentialIsSealedOnDiskAndForgotten(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	cred, err := SecretCredential(" example-secret\n")
	if err != nil || cred.Secret != "example-secret" || !cred.Expires().IsZero() {
		t.Fatalf("the credential is not as entered, or ends %v: %v", cred.Expires(), err)
	}
	if err := c.SaveCredential("organisation", cred); err != nil {
		t.Fatal(err)
	}
	sealed, err := os.ReadFile(c.path("organisation"))
	if err != nil || bytes.Contains(sealed, []byte("example-secret")) {
		t.Errorf("the secret lies in clear on the disk (%v)", err)
	}
	if err := os.WriteFile(c.path("another"), sealed, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Credential("another"); fault.CodeOf(err) != "credential-missing" {
		t.Errorf("one organisation's credential opened as another's: %v", err)
	}
	if err := c.Forget("organisation"); err != nil {
		t.Fatal(err)
	}
	_, err = c.Credential("organisation")
	wantFault(t, err, fault.SignInAgain, "credential-missing")
	for text, code := range map[string]string{" ": "credential-invalid", "0e5ce2b2-0000-4000-8000-000000000001": "secret-is-id"} {
		_, err := SecretCredential(text)
		wantFault(t, err, fault.FixSetting, code)
	}
}

func TestTokenThatCannotBeReadSaysNothing(t *testing.T) {
	for _, token := range []string{"", "EwAexample", "a.b.c", "a.e30.c", "a.bnVsbA.c"} {
		if p := PermissionsOf(token); p.Known {
			t.Errorf("%q says %+v", token, p)
		}
	}
}
