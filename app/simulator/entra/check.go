package entra

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Identity is whom an access token stands for.
type Identity struct {
	UserID   string // object id; empty for an application
	Address  string
	TenantID string
	ClientID string
	App      bool     // an application on its own, by client credentials
	Scopes   []string // permissions by their short names; an application's roles
}

// Has says whether the token carries one of the permissions, whatever their case.
func (i Identity) Has(permissions ...string) bool {
	for _, have := range i.Scopes {
		for _, want := range permissions {
			if strings.EqualFold(have, want) {
				return true
			}
		}
	}
	return false
}

// Challenge is the refusal of an access token, as Graph words it.
type Challenge struct {
	Status          int
	WWWAuthenticate string
	Code, Message   string
}

// access is an access token that was issued.
type access struct {
	Identity
	user     *user // nil for an application
	sessions int
	claims   []any
	issued   time.Time
	expires  time.Time
	resource string // host of the Graph that it is good for, empty for any
}

// Check reads the bearer token of a request to Graph.
func (a *Authority) Check(r *http.Request) (Identity, *Challenge) {
	a.mu.Lock()
	defer a.mu.Unlock()
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(kind, "Bearer") || token == "" {
		return Identity{}, a.challenge(r, "Access token is empty.", "", "")
	}
	t := a.access[token]
	switch {
	case t == nil:
		return Identity{}, a.challenge(r, "CompactToken parsing failed with error code: 80049217", "invalid_token", "")
	case !a.now().Before(t.expires):
		return Identity{}, a.challenge(r, "Access token has expired or is not yet valid.", "invalid_token", "")
	case t.resource != "" && graphHost("https://"+loginHost(r)) != "" && t.resource != loginHost(r):
		return Identity{}, a.challenge(r, "Access token validation failure. Invalid audience.", "invalid_token", "")
	case t.user == nil:
		return t.Identity, nil
	}
	// Continuous access evaluation: only a client that declared CP1 is told before its token expires.
	if t.sessions != t.user.sessions && t.capable() {
		claims := fmt.Sprintf(`{"access_token":{"nbf":{"essential":true,"value":"%s"}}}`, strconv.FormatInt(t.user.revoked.Unix(), 10))
		return Identity{}, a.challenge(r, "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp", "insufficient_claims", claims)
	}
	for _, want := range t.user.claims {
		if !t.acquiredWith(want) && t.capable() {
			return Identity{}, a.challenge(r, "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: LocationConditionEvaluationSatisfied", "insufficient_claims", jsonText(want))
		}
	}
	return t.Identity, nil
}

func (a *Authority) challenge(r *http.Request, message, kind, claims string) *Challenge {
	h := fmt.Sprintf(`Bearer realm="", authorization_uri="%s/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`, origin(r))
	if kind != "" {
		h += fmt.Sprintf(`, error="%s"`, kind)
	}
	if claims != "" {
		h += fmt.Sprintf(`, claims="%s"`, base64.StdEncoding.EncodeToString([]byte(claims)))
	}
	return &Challenge{Status: http.StatusUnauthorized, WWWAuthenticate: h, Code: "InvalidAuthenticationToken", Message: message}
}

func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "{}" // it came from JSON, so it becomes JSON
	}
	return string(b)
}

// capable says whether the client declared CP1: that it understands claims challenges.
func (t *access) capable() bool {
	return t.acquiredWith(map[string]any{"access_token": map[string]any{"xms_cc": map[string]any{"values": []any{"CP1"}}}})
}

func (t *access) acquiredWith(want any) bool {
	for _, have := range t.claims {
		if contains(have, want) {
			return true
		}
	}
	return false
}

// contains says whether all of want is in have, JSON values both.
func contains(have, want any) bool {
	switch want := want.(type) {
	case map[string]any:
		h, ok := have.(map[string]any)
		if !ok {
			return false
		}
		for k, v := range want {
			if !contains(h[k], v) {
				return false
			}
		}
		return true
	case []any:
		h, ok := have.([]any)
		if !ok {
			return false
		}
		for _, v := range want {
			found := false
			for _, x := range h {
				found = found || contains(x, v)
			}
			if !found {
				return false
			}
		}
		return true
	}
	return have == want
}

// Revoke ends all sessions of a user, as a changed password or an administrator does: refresh tokens answer AADSTS50173,
// and Graph answers access tokens of clients that declared CP1 with a claims challenge.
func (a *Authority) Revoke(who string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	u, err := a.userNamed(who)
	if err != nil {
		return err
	}
	u.sessions++
	u.revoked = a.now()
	return nil
}

// Challenge makes Graph ask for claims, given as JSON, from a user's tokens: only a token that was acquired with them is
// accepted from now on. Empty claims lift all such demands.
func (a *Authority) Challenge(who, claims string) error {
	parsed, f := parseClaims(claims)
	if f != nil {
		return fmt.Errorf("challenge %s: %s", who, f.Message)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u, err := a.userNamed(who)
	if err != nil {
		return err
	}
	if u.claims = append(u.claims, parsed...); parsed == nil {
		u.claims = nil
	}
	return nil
}

// ExpireTokens makes every access token expire now: a user's, or all of them if who is empty.
func (a *Authority) ExpireTokens(who string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var u *user
	if who != "" {
		var err error
		if u, err = a.userNamed(who); err != nil {
			return err
		}
	}
	for _, t := range a.access {
		if u == nil || t.user == u {
			t.expires = a.now()
		}
	}
	return nil
}
