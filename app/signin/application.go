package signin

import (
	"context"
	"strings"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"
)

// Credential proves an application to be itself: a secret, or a certificate with its RSA key.
type Credential struct {
	Secret string
	// PEM holds certificates and a private key, PKCS#8 or PKCS#1; Password decrypts the key, if it is encrypted.
	PEM      []byte
	Password string
}

// application is the organisation itself signing in, by client credentials. Its tokens stay in memory: a new one takes
// one request and no person.
type application struct {
	msal confidential.Client
}

// Application gives access tokens for the application itself, with the permissions that an administrator has granted.
// The scope is a resource's default, such as "https://graph.microsoft.com/.default". The tenant has to be named in the
// configuration: at "common" there is no organisation.
func (c *Client) Application(cred Credential, scope string) (*Tokens, error) {
	const op = "prepare the organisation's sign-in"
	switch strings.ToLower(c.config.Tenant) {
	case "common", "organizations", "consumers":
		return nil, setting(op, "tenant-needed", map[string]string{"tenant": c.config.Tenant}, nil)
	}
	proof, err := cred.proof()
	if err != nil {
		return nil, setting(op, "credential-invalid", nil, err)
	}
	client, err := confidential.New(c.config.Authority+"/"+c.config.Tenant, c.config.ClientID, proof,
		confidential.WithHTTPClient(c.http),
		confidential.WithInstanceDiscovery(c.config.InstanceDiscovery),
		confidential.WithClientCapabilities([]string{"CP1"}))
	if err != nil {
		return nil, setting(op, "authority-invalid", map[string]string{"authority": c.config.Authority}, err)
	}
	k := newKeeper(&application{client}, c.config.Now, c.config.Log)
	return &Tokens{scopes: []string{scope}, keeper: func() (*keeper, error) { return k, nil }}, nil
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

func (a *application) acquire(ctx context.Context, scopes []string, claims string) (grant, error) {
	var options []confidential.AcquireByCredentialOption
	if claims != "" {
		options = append(options, confidential.WithClaims(claims))
	}
	result, err := a.msal.AcquireTokenByCredential(ctx, scopes, options...)
	g := grant{token: result.AccessToken, expires: result.ExpiresOn, refresh: result.Metadata.RefreshOn}
	if err != nil {
		return g, explain(ctx, "sign the organisation in", err)
	}
	return g, nil
}
