package entra

import (
	"cmp"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// clientCredentials gives an application a token of its own: an organisation, no person.
func (a *Authority) clientCredentials(r *http.Request, d audience, c *app) (*tokenAnswer, *Failure) {
	if d.tenant == nil && d.segment == "organizations" {
		return nil, &Failure{Code: 50059, Message: "No tenant-identifying information found in either the request or implied by any provided credentials."}
	}
	if d.tenant == nil || d.tenant.ID == PersonalTenant {
		return nil, &Failure{Code: 9001023, Message: "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint."}
	}
	if f := a.authenticate(r, c); f != nil {
		return nil, f
	}
	scopes := resourceScopes(r.Form.Get("scope"))
	if len(scopes) != 1 || graphHost(scopes[0]) == "" || shortScope(scopes[0]) != ".default" {
		return nil, unknownScopeFailure(strings.Join(scopes, " "))
	}
	if f := elsewhere(r, scopes); f != nil {
		return nil, f
	}
	resource, _ := resourceOf(loginHost(r), scopes)
	now := a.now()
	t := &access{
		Identity: Identity{TenantID: d.tenant.ID, ClientID: c.ClientID, App: true, Scopes: slices.Clone(c.Roles)},
		issued:   now, expires: now.Add(a.life.Access), resource: resource,
	}
	return a.answerWith(t, a.appToken(r, t, c)), nil
}

// appToken is an access token of an application as Entra makes them for Graph: a JWT. An application without any
// permission gets one, too, without the claim "roles". Its signature is nonsense: Check knows the tokens that were issued.
func (a *Authority) appToken(r *http.Request, t *access, c *app) string {
	claims := map[string]any{
		"aud": "https://" + cmp.Or(t.resource, "graph.microsoft.com"), "iss": origin(r) + "/" + t.TenantID + "/", "idtyp": "app", "ver": "1.0",
		"iat": t.issued.Unix(), "nbf": t.issued.Unix(), "exp": t.expires.Unix(),
		"appid": t.ClientID, "app_displayname": c.Name, "tid": t.TenantID, "oid": guid("service principal " + t.TenantID + c.ClientID),
	}
	if len(c.Roles) > 0 {
		claims["roles"] = c.Roles
	}
	return segment(map[string]string{"typ": "JWT", "alg": "RS256"}) + "." + segment(claims) + "." + secret("")
}

// authenticate checks secret or certificate of an application that is not a public client.
func (a *Authority) authenticate(r *http.Request, c *app) *Failure {
	if assertion := r.Form.Get("client_assertion"); assertion != "" {
		if err := a.checkAssertion(r, c, assertion); err != nil {
			return &Failure{Code: 700027, Message: "Client assertion failed signature validation: " + err.Error() + "."}
		}
		return nil
	}
	given := r.Form.Get("client_secret")
	if given == "" {
		return &Failure{Code: 7000218, Message: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."}
	}
	for _, s := range c.Secrets {
		if subtle.ConstantTimeCompare([]byte(s.Value), []byte(given)) != 1 {
			continue
		}
		if !s.Expires.IsZero() && a.now().After(s.Expires) {
			return &Failure{Code: 7000222, Message: fmt.Sprintf("The provided client secret keys for app '%s' are expired.", c.ClientID)}
		}
		return nil
	}
	return &Failure{Code: 7000215, Message: fmt.Sprintf("Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.", c.ClientID)}
}

// checkAssertion checks a JWT signed with the application's certificate, as Microsoft's "certificate credentials"
// describes it: PS256 with x5t#S256, or the older RS256.
func (a *Authority) checkAssertion(r *http.Request, c *app, assertion string) error {
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		return fmt.Errorf("the assertion is not a signed token")
	}
	var header struct {
		Alg   string `json:"alg"`
		Thumb string `json:"x5t#S256"`
	}
	var claims struct {
		Aud, Iss, Sub string
		Exp, Nbf      int64
	}
	if err := decode(parts[0], &header); err != nil {
		return err
	}
	if err := decode(parts[1], &claims); err != nil {
		return err
	}
	cert := certificateOf(c, header.Thumb)
	if cert == nil {
		return fmt.Errorf("no certificate with this thumbprint is registered")
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return fmt.Errorf("the signature is not base64url")
	}
	if err := checkSignature(cert, header.Alg, parts[0]+"."+parts[1], signature); err != nil {
		return err
	}
	now := a.now()
	switch {
	case claims.Iss != c.ClientID || claims.Sub != c.ClientID:
		return fmt.Errorf("issuer and subject have to be the application id")
	case claims.Aud != origin(r)+r.URL.Path:
		return fmt.Errorf("the audience has to be this endpoint")
	case now.After(time.Unix(claims.Exp, 0)) || now.Add(5*time.Minute).Before(time.Unix(claims.Nbf, 0)):
		return fmt.Errorf("the assertion is not within its valid time range")
	}
	return nil
}

// certificateOf finds a registered certificate by its thumbprint, in either base64 alphabet, padded or not.
func certificateOf(c *app, thumb string) *x509.Certificate {
	thumb = strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(thumb)
	for _, cert := range c.Certificates {
		sum := sha256.Sum256(cert.Raw)
		if base64.RawStdEncoding.EncodeToString(sum[:]) == thumb {
			return cert
		}
	}
	return nil
}

func checkSignature(cert *x509.Certificate, alg, signed string, signature []byte) error {
	key, ok := cert.PublicKey.(*rsa.PublicKey)
	if !ok {
		return fmt.Errorf("the certificate holds no RSA key")
	}
	sum := sha256.Sum256([]byte(signed))
	switch alg {
	case "PS256":
		return rsa.VerifyPSS(key, crypto.SHA256, sum[:], signature, nil)
	case "RS256":
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature)
	}
	return fmt.Errorf("the algorithm %q is not supported", alg)
}

func decode(part string, into any) error {
	b, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return fmt.Errorf("the assertion is not base64url")
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("the assertion is not JSON")
	}
	return nil
}
