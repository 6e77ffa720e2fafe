package entra

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// grant is what a person agreed to: behind an authorization code, an approved device code and a refresh token.
type grant struct {
	app      *app
	user     *user
	sessions int      // user.sessions when it was made
	scopes   []string // granted, in the client's spelling
	asked    string   // scope of the request
	claims   []any    // claims it was acquired with
	expires  time.Time

	redirect, challenge, nonce string // authorization code only
	redeemed                   bool   // authorization code only
}

// tokenAnswer is a successful answer of the token endpoint.
type tokenAnswer struct {
	TokenType    string `json:"token_type"`
	Scope        string `json:"scope,omitempty"`
	ExpiresIn    int    `json:"expires_in"`
	ExtExpiresIn int    `json:"ext_expires_in"`
	RefreshIn    int    `json:"refresh_in,omitempty"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	ClientInfo   string `json:"client_info,omitempty"`
}

func (a *Authority) token(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		a.refuse(w, r, Failure{Code: 9002313, Message: "Invalid request. Request is malformed or invalid."})
		return
	}
	phase, exchange := a.exchangeOf(r.PostForm.Get("grant_type"))
	if exchange == nil {
		a.refuse(w, r, Failure{Code: 70003, Error: "unsupported_grant_type", Message: "The app requested an unsupported grant type '" + r.PostForm.Get("grant_type") + "'."})
		return
	}
	if f, ok := a.next(phase); ok {
		a.refuse(w, r, f)
		return
	}
	a.mu.Lock()
	got, f := a.exchange(r, phase, exchange)
	a.mu.Unlock()
	if f != nil {
		a.refuse(w, r, *f)
		return
	}
	answer(w, http.StatusOK, got)
}

type exchange func(r *http.Request, d audience, c *app) (*tokenAnswer, *Failure)

func (a *Authority) exchangeOf(grantType string) (Phase, exchange) {
	switch grantType {
	case "authorization_code":
		return Redeem, a.redeemCode
	case "refresh_token":
		return Silent, a.refreshTokens
	case "client_credentials":
		return Application, a.clientCredentials
	case "device_code", "urn:ietf:params:oauth:grant-type:device_code": // MSAL Go sends the short form
		return Device, a.pollDevice
	}
	return "", nil
}

// exchange checks what all grants have in common, tenant and application, and then makes the exchange.
func (a *Authority) exchange(r *http.Request, phase Phase, do exchange) (*tokenAnswer, *Failure) {
	d, c, f := a.client(r)
	if f != nil {
		return nil, f
	}
	if phase != Application && !c.Public {
		if f := a.authenticate(r, c); f != nil {
			return nil, f
		}
	}
	if _, f := parseClaims(r.Form.Get("claims")); f != nil {
		return nil, f
	}
	return do(r, d, c)
}

// withClaims adds what a token request asks for to the claims of the sign-in behind it: a session that once met a demand
// keeps meeting it.
func (g *grant) withClaims(asked []any) {
	g.claims = slices.Clone(g.claims)
	for _, v := range asked {
		if !slices.ContainsFunc(g.claims, func(have any) bool { return contains(have, v) }) {
			g.claims = append(g.claims, v)
		}
	}
}

// client finds tenant and application of a request.
func (a *Authority) client(r *http.Request) (audience, *app, *Failure) {
	d, ok := a.audienceOf(r.PathValue("tenant"))
	if !ok {
		f := noTenant(r.PathValue("tenant"))
		return d, nil, &f
	}
	id := r.Form.Get("client_id")
	c, ok := a.apps[strings.ToLower(id)]
	if !ok || d.tenant != nil && !c.knows(d.tenant.ID) {
		return d, nil, &Failure{Code: 700016, Message: fmt.Sprintf("Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.", id, d.segment)}
	}
	return d, c, nil
}

// verify checks a PKCE code verifier, RFC 7636 4.6.
func (g *grant) verify(verifier string) bool {
	if g.challenge == "" {
		return true
	}
	sum := sha256.Sum256([]byte(verifier))
	return subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(g.challenge)) == 1
}

func (a *Authority) redeemCode(r *http.Request, d audience, c *app) (*tokenAnswer, *Failure) {
	g := a.codes[r.Form.Get("code")]
	switch {
	case g == nil || g.app != c:
		return nil, &Failure{Code: 70000, Message: "The provided value for the 'code' parameter is not valid."}
	case g.redeemed:
		return nil, &Failure{Code: 54005, Message: "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."}
	case a.now().After(g.expires):
		return nil, &Failure{Code: 70008, Message: "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource."}
	case r.Form.Get("redirect_uri") != g.redirect:
		return nil, &Failure{Code: 500112, Error: "invalid_client", Message: "The reply address does not match the reply address provided when requesting the authorization code."}
	case !g.verify(r.Form.Get("code_verifier")):
		return nil, &Failure{Code: 501481, Error: "invalid_grant", Message: "The Code_Verifier does not match the code_challenge supplied in the authorization request."}
	}
	g.redeemed = true
	return a.issue(r, d, g, g.scopes, g.asked), nil
}

func (a *Authority) refreshTokens(r *http.Request, d audience, c *app) (*tokenAnswer, *Failure) {
	g := a.refresh[r.Form.Get("refresh_token")]
	switch {
	case g == nil || g.app != c:
		return nil, &Failure{Code: 70000, Suberror: "bad_token", Message: "The provided value for the 'refresh_token' parameter is not valid."}
	case !slices.Contains(a.users, g.user):
		return nil, &Failure{Code: 50034, Message: "The user account does not exist in the directory."}
	case g.user.sessions != g.sessions:
		return nil, &Failure{Code: 50173, Message: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password."}
	case a.now().After(g.expires):
		return nil, &Failure{Code: 700082, Message: "The refresh token has expired due to inactivity."}
	case g.user.blocked != 0:
		return nil, &Failure{Code: g.user.blocked}
	}
	if n := d.refuses(g.user); n != 0 {
		return nil, &Failure{Code: n, Error: "invalid_grant"}
	}
	asked := r.Form.Get("scope")
	scopes := resourceScopes(asked)
	if bad := unknownScope(scopes); bad != "" {
		return nil, unknownScopeFailure(bad)
	}
	if f := elsewhere(r, scopes); f != nil {
		return nil, f
	}
	if len(scopes) == 0 {
		scopes, asked = g.scopes, g.asked
	}
	scopes = grantable(g.user, scopes)
	if missing := g.user.missing(c, scopes); len(missing) > 0 {
		return nil, &Failure{Code: 65001, Message: fmt.Sprintf("The user or administrator has not consented to use the application with ID '%s'. Send an interactive authorization request for this user and resource.", c.ClientID)}
	}
	next := *g // the old refresh token stays valid: Microsoft rotates without revoking
	return a.issue(r, d, &next, scopes, asked), nil
}

func unknownScopeFailure(scope string) *Failure {
	return &Failure{Code: 70011, Message: fmt.Sprintf("The provided value for the input parameter 'scope' isn't valid. The scope %s isn't valid.", scope)}
}

// parseClaims reads the claims parameter; an empty one is no claims.
func parseClaims(s string) ([]any, *Failure) {
	if s == "" {
		return nil, nil
	}
	var v map[string]any
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		return nil, &Failure{Code: 9002313, Message: "The claims parameter is not a JSON object."}
	}
	return []any{v}, nil
}

// issue makes an access token and, if the client asked to stay signed in, a refresh token.
func (a *Authority) issue(r *http.Request, d audience, g *grant, scopes []string, asked string) *tokenAnswer {
	now := a.now()
	if claims, f := parseClaims(r.Form.Get("claims")); f == nil { // exchange has refused broken ones
		g.withClaims(claims)
	}
	t := &access{
		Identity: Identity{UserID: g.user.ID, Address: g.user.Address, TenantID: g.user.TenantID, ClientID: g.app.ClientID},
		user:     g.user, sessions: g.sessions, claims: g.claims, issued: now, expires: now.Add(a.life.Access),
	}
	t.resource, _ = resourceOf(loginHost(r), scopes) // refused before if it is another cloud's
	for _, s := range scopes {
		if shortScope(s) == ".default" {
			t.Scopes = append(t.Scopes, g.app.consented(g.user)...)
			continue
		}
		t.Scopes = append(t.Scopes, permissionByName[shortScope(s)].Name)
	}
	got := a.answerWith(t, secret("EwA"))
	got.Scope = scopeAnswer(scopes, asked)
	if slices.Contains(strings.Fields(asked), "offline_access") {
		next := *g
		next.scopes, next.asked, next.expires, next.challenge = scopes, asked, now.Add(a.life.Refresh), ""
		got.RefreshToken = secret("1.A")
		a.refresh[got.RefreshToken] = &next
	}
	if slices.Contains(strings.Fields(asked), "openid") {
		got.IDToken = a.idToken(r, g)
	}
	if r.Form.Get("client_info") == "1" {
		got.ClientInfo = segment(map[string]string{"uid": g.user.ID, "utid": g.user.TenantID})
	}
	return got
}

// answerWith registers an access token and begins the answer that brings it.
func (a *Authority) answerWith(t *access, token string) *tokenAnswer {
	a.sweep()
	got := &tokenAnswer{
		TokenType:    "Bearer",
		AccessToken:  token,
		ExpiresIn:    int(a.life.Access / time.Second),
		ExtExpiresIn: int(a.life.Access / time.Second),
		RefreshIn:    int(a.life.RefreshIn / time.Second),
	}
	a.access[got.AccessToken] = t
	return got
}

// sweep throws away access tokens and codes that expired an hour ago, now and then.
func (a *Authority) sweep() {
	if len(a.access)+len(a.codes)+len(a.requests) < a.sweepAt {
		return
	}
	limit := a.now().Add(-time.Hour)
	for s, t := range a.access {
		if t.expires.Before(limit) {
			delete(a.access, s)
		}
	}
	for s, g := range a.codes {
		if g.expires.Before(limit) {
			delete(a.codes, s)
		}
	}
	for s, q := range a.requests {
		if q.expires.Before(limit) {
			delete(a.requests, s)
		}
	}
	a.sweepAt = max(1024, 2*(len(a.access)+len(a.codes)+len(a.requests)))
}

// consented are the scopes that a user, or an administrator for the user, has accepted: what .default stands for.
func (c *app) consented(u *user) []string {
	var names []string
	for _, p := range permissions {
		short := strings.ToLower(p.Name)
		if u.consent[strings.ToLower(c.ClientID)][short] || c.adminScopes[u.TenantID][short] {
			names = append(names, p.Name)
		}
	}
	return names
}

// idToken says who signed in. Its signature is none: public clients get it straight from the authority over TLS and
// read the payload only.
func (a *Authority) idToken(r *http.Request, g *grant) string {
	now := a.now().Unix()
	claims := map[string]any{
		"aud": g.app.ClientID, "iss": origin(r) + "/" + g.user.TenantID + "/v2.0",
		"iat": now, "nbf": now, "exp": now + 3600,
		"name": g.user.Name, "preferred_username": g.user.Address, "email": g.user.Address,
		"oid": g.user.ID, "tid": g.user.TenantID, "sub": guid("sub " + g.user.ID + g.app.ClientID), "ver": "2.0",
	}
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	return segment(map[string]string{"typ": "JWT", "alg": "RS256"}) + "." + segment(claims) + ".x"
}

// segment encodes a part of a JWT.
func segment(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only maps of strings and numbers come here
	}
	return base64.RawURLEncoding.EncodeToString(b)
}
