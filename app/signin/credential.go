package signin

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"postroom/app/fault"
	"postroom/app/vault"
)

// Credential proves an application to be itself: a secret, or a certificate with its RSA key.
type Credential struct {
	Secret string
	// PEM holds certificates and a private key, PKCS#8 or PKCS#1; Password decrypts the key, if it is encrypted.
	PEM      []byte
	Password string
}

// SecretCredential is a client secret's value. It refuses what is certainly none: an empty text, and the secret's id,
// which the Entra admin centre shows beside the value (code "secret-is-id").
func SecretCredential(value string) (Credential, error) {
	const op = "read the client secret"
	value = strings.TrimSpace(value)
	switch {
	case value == "":
		return Credential{}, setting(op, "credential-invalid", nil, nil)
	case guidPattern.MatchString(value):
		return Credential{}, setting(op, "secret-is-id", nil, nil)
	}
	return Credential{Secret: value}, nil
}

// CertificateCredential reads a file with a certificate and its RSA key, PEM or PFX (PKCS#12). The password decrypts the
// key, empty if it is not encrypted. Codes: "certificate-no-key", "certificate-password", "certificate-not-rsa",
// "credential-invalid".
func CertificateCredential(file []byte, password string) (Credential, error) {
	const op = "read the certificate"
	if !bytes.Contains(file, []byte("-----BEGIN ")) {
		return fromPFX(op, file, password)
	}
	if !bytes.Contains(file, []byte("PRIVATE KEY-----")) {
		return Credential{}, setting(op, "certificate-no-key", nil, nil)
	}
	certs, key, err := confidential.CertFromPEM(file, password)
	switch {
	case err != nil && bytes.Contains(file, []byte("ENCRYPTED")):
		return Credential{}, setting(op, "certificate-password", nil, err)
	case err != nil:
		return Credential{}, setting(op, "credential-invalid", nil, err)
	}
	return sealable(op, certs, key)
}

func fromPFX(op string, file []byte, password string) (Credential, error) {
	key, cert, chain, err := pkcs12.DecodeChain(file, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return Credential{}, setting(op, "certificate-password", nil, err)
	case err != nil:
		return Credential{}, setting(op, "credential-invalid", nil, err)
	}
	return sealable(op, append([]*x509.Certificate{cert}, chain...), key)
}

// sealable makes one form of whatever the file was: PEM without a password. It is only ever kept sealed.
func sealable(op string, certs []*x509.Certificate, key any) (Credential, error) {
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return Credential{}, setting(op, "certificate-not-rsa", nil, nil)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return Credential{}, setting(op, "credential-invalid", nil, err)
	}
	own := -1
	var text []byte
	for i, c := range certs {
		if public, ok := c.PublicKey.(*rsa.PublicKey); ok && own < 0 && public.Equal(private.Public()) {
			own = i
			text = append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}), text...)
			continue
		}
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	if own < 0 {
		return Credential{}, setting(op, "certificate-no-key", nil, nil) // the key of another certificate
	}
	return Credential{PEM: append(text, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})...)}, nil
}

// Expires is when a certificate ends; the zero time for a secret, which does not say.
func (c Credential) Expires() time.Time {
	for rest := c.PEM; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return time.Time{}
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return time.Time{}
		}
		return cert.NotAfter.UTC()
	}
}

// proof makes MSAL's credential. The errors of MSAL and crypto/x509 name formats, never what is in them.
func (c Credential) proof() (confidential.Credential, error) {
	if len(c.PEM) == 0 {
		return confidential.NewCredFromSecret(c.Secret)
	}
	certs, key, err := confidential.CertFromPEM(c.PEM, c.Password)
	if err != nil {
		return confidential.Credential{}, err
	}
	return confidential.NewCredFromCert(certs, key)
}

// SaveCredential keeps what proves an application, sealed, under the account's id; it takes the place of an older one.
// Forget removes it.
func (c *Client) SaveCredential(accountID string, cred Credential) error {
	plain, err := json.Marshal(cred)
	if err != nil {
		return setting("keep the credential", "credential-invalid", nil, nil) // the error might quote it
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	path := c.path(accountID)
	if err := vault.WriteFile(path, c.config.Box.Seal(plain, []byte(accountID))); err != nil {
		return setting("keep the credential", "session-file", map[string]string{"path": path}, err)
	}
	return nil
}

// Credential reads what SaveCredential kept. One that is lost or can't be read is an error of class SignInAgain: it has
// to be entered again.
func (c *Client) Credential(accountID string) (Credential, error) {
	const op = "read the credential"
	sealed, err := os.ReadFile(c.path(accountID))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return Credential{}, &fault.Error{Class: fault.SignInAgain, Code: "credential-missing", Op: op, Err: err}
	case err != nil:
		return Credential{}, setting(op, "session-file", map[string]string{"path": c.path(accountID)}, err)
	}
	var cred Credential
	plain, err := c.config.Box.Open(sealed, []byte(accountID))
	if err != nil || json.Unmarshal(plain, &cred) != nil {
		return Credential{}, &fault.Error{Class: fault.SignInAgain, Code: "credential-missing", Op: op, Err: err}
	}
	return cred, nil
}
