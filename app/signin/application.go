package signin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"
)

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

// Permissions are what an access token of an application says about itself.
type Permissions struct {
	Known  bool     // false: the token can't be read, which says nothing about it
	Tenant string   // id of the organisation
	Roles  []string // application permissions that an administrator has granted in Entra ID
}

// PermissionsOf looks into an application's access token. Who gets a token is not meant to read it, and its form may
// change; so this is for explaining what is missing, and nothing depends on it.
func PermissionsOf(token string) Permissions {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return Permissions{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return Permissions{}
	}
	var claims struct {
		Tenant string   `json:"tid"`
		Roles  []string `json:"roles"`
	}
	if json.Unmarshal(payload, &claims) != nil || claims.Tenant == "" {
		return Permissions{}
	}
	return Permissions{Known: true, Tenant: claims.Tenant, Roles: claims.Roles}
}
