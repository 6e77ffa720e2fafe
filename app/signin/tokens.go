package signin

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"postroom/app/fault"
)

// TokenRequest says what is special about a request for a token.
type TokenRequest struct {
	Claims   string // JSON of a claims challenge that the token has to meet; empty: none
	Rejected string // the access token that the service refused; empty: none
}

// Tokens gives access tokens for one account, or one application, and one set of scopes.
type Tokens struct {
	scopes []string
	keeper func() (*keeper, error)
}

// Tokens gives access tokens of a saved session. Whether there is one shows when a token is asked for: a session that is
// lost, revoked or unreadable is an error of class SignInAgain.
func (c *Client) Tokens(accountID string, scopes []string) *Tokens {
	return &Tokens{scopes: scopes, keeper: func() (*keeper, error) {
		a, err := c.accountFor(accountID)
		if err != nil {
			return nil, err
		}
		return a.keeper, nil
	}}
}

// Token gives an access token that is valid for a while, from memory if it can. A token that was refused is never given
// again.
func (t *Tokens) Token(ctx context.Context, req TokenRequest) (string, error) {
	k, err := t.keeper()
	if err != nil {
		return "", err
	}
	return k.token(ctx, t.scopes, req)
}

// grant is an access token with its times.
type grant struct {
	token   string
	expires time.Time
	refresh time.Time // when to renew it although it is valid; zero: not before it ends
}

// source acquires tokens: an account or an application. With claims it asks Entra, else it may have a token at hand.
// It may return a valid token and an error together: MSAL does so when an early renewal fails.
type source interface {
	acquire(ctx context.Context, scopes []string, claims string) (grant, error)
}

// anyClaims makes MSAL pass over the tokens it has and ask Entra.
const anyClaims = "{}"

// keeper keeps the tokens of one source at hand and sees to it that Entra is asked by one at a time.
type keeper struct {
	source source
	now    func() time.Time
	log    *slog.Logger
	gate   chan struct{} // holds one value while somebody asks Entra

	mu      sync.Mutex
	held    map[string]*held // by scopes
	refused [][sha256.Size]byte
}

// held is what is known for one set of scopes.
type held struct {
	grant
	claims string    // that the token was acquired with
	until  time.Time // when the token is no longer given out
	err    error     // the last failure
	again  time.Time // nobody asks Entra before
}

func newKeeper(s source, now func() time.Time, log *slog.Logger) *keeper {
	return &keeper{source: s, now: now, log: log, gate: make(chan struct{}, 1), held: map[string]*held{}}
}

func (k *keeper) token(ctx context.Context, scopes []string, req TokenRequest) (string, error) {
	key := scopeKey(scopes)
	k.refuse(req.Rejected)
	token, due, err := k.atHand(key, req)
	if err != nil || token != "" && !due {
		return token, err
	}
	if token != "" { // valid, but it is time to renew it: one does, the others go on with what there is
		select {
		case k.gate <- struct{}{}:
		default:
			return token, nil
		}
	} else {
		select {
		case k.gate <- struct{}{}:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	defer func() { <-k.gate }()
	// While we waited, another may have got what we need, or failed to.
	if token, due, err = k.atHand(key, req); err != nil || token != "" && !due {
		return token, err
	}
	return k.renew(ctx, key, scopes, req, token)
}

// renew asks the source. valid is a token that may be given out if that fails; empty if there is none.
func (k *keeper) renew(ctx context.Context, key string, scopes []string, req TokenRequest, valid string) (string, error) {
	claims := req.Claims
	if claims == "" && req.Rejected != "" { // what ended this token has ended those of other scopes, which MSAL may hold
		claims = anyClaims
	}
	g, err := k.source.acquire(ctx, scopes, claims)
	if err == nil && claims == "" && k.isRefused(g.token) { // it comes from MSAL's cache
		g, err = k.source.acquire(ctx, scopes, anyClaims)
	}
	now := k.now()
	good := g.token != "" && now.Before(g.expires) && !k.isRefused(g.token)
	switch {
	case good && err != nil, !good && valid != "" && err != nil:
		if !good {
			g.token, g.expires = valid, k.expiry(key)
		}
		g.refresh = now.Add(soon)
		k.log.Warn("the session could not be renewed early; the token at hand is still good", "error", err)
	case err != nil:
		if ctx.Err() == nil {
			k.failed(key, err)
		}
		return "", err
	case !good:
		err := &fault.Error{Class: fault.SignInAgain, Code: "token-refused", Op: "renew the session"}
		k.failed(key, err)
		return "", err
	}
	k.hold(key, g, req.Claims)
	return g.token, nil
}

// atHand gives the token in memory if it serves, and whether it is time to renew it; or the last failure, if it is too
// early to ask again.
func (k *keeper) atHand(key string, req TokenRequest) (token string, due bool, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	h := k.held[key]
	if h == nil {
		return "", false, nil
	}
	now := k.now()
	if h.token != "" && now.Before(h.until) && !k.has(h.token) && (req.Claims == "" || req.Claims == h.claims) {
		return h.token, !h.refresh.IsZero() && !now.Before(h.refresh), nil
	}
	if h.err != nil && now.Before(h.again) {
		return "", false, h.err
	}
	return "", false, nil
}

// hold remembers a token. It is given out until five minutes before it ends, or a tenth of its life if that is shorter.
func (k *keeper) hold(key string, g grant, claims string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	margin := min(5*time.Minute, g.expires.Sub(k.now())/10)
	h := &held{grant: g, claims: claims, until: g.expires.Add(-margin)}
	if old := k.held[key]; old != nil && old.token == g.token {
		h.until, h.claims = old.until, old.claims
	}
	k.held[key] = h
}

// failed remembers that asking again makes no sense for a while.
func (k *keeper) failed(key string, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	h := k.held[key]
	if h == nil {
		h = &held{}
		k.held[key] = h
	}
	h.err, h.again = err, pause(err, k.now())
}

func (k *keeper) expiry(key string) time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.held[key].expires
}

// refuse remembers a token that the service does not take, by its hash. Few are ever refused; the last ones do.
func (k *keeper) refuse(token string) {
	if token == "" {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.has(token) {
		return
	}
	if len(k.refused) == 64 {
		k.refused = slices.Delete(k.refused, 0, 1)
	}
	k.refused = append(k.refused, sha256.Sum256([]byte(token)))
}

func (k *keeper) isRefused(token string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.has(token)
}

// has says whether a token was refused; the caller holds k.mu.
func (k *keeper) has(token string) bool {
	return slices.Contains(k.refused, sha256.Sum256([]byte(token)))
}

func scopeKey(scopes []string) string {
	sorted := slices.Clone(scopes)
	for i, s := range sorted {
		sorted[i] = strings.ToLower(s)
	}
	slices.Sort(sorted)
	return strings.Join(sorted, " ")
}
