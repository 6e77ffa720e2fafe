package signin

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"postroom/app/fault"
)

// Session is a sign-in that succeeded. Its tokens are in memory only until Save.
type Session struct {
	Account Account

	client  *Client
	account *account
}

// DeviceCode is what a person needs to sign in on another machine.
type DeviceCode struct {
	VerificationURI string
	UserCode        string
	Expires         time.Time
	Message         string // Microsoft's own sentence about it
}

// Interactive lets the person sign in with the system's browser and waits for it. The context has to have a deadline and
// to be cancelled when the person gives up: a sign-in that ends on one of Microsoft's error pages never comes back.
// loginHint, an address or empty, is offered to the person.
func (c *Client) Interactive(ctx context.Context, scopes []string, loginHint string) (*Session, error) {
	const op = "sign in with the browser"
	if err := c.checkLoopback(op); err != nil {
		return nil, err
	}
	return c.signIn(ctx, op, func(ctx context.Context, client public.Client) (public.AuthResult, error) {
		options := []public.AcquireInteractiveOption{public.WithOpenURL(c.opener(ctx))}
		if loginHint != "" {
			options = append(options, public.WithLoginHint(loginHint))
		}
		if claims := c.demands(loginHint); claims != "" {
			options = append(options, public.WithClaims(claims))
		}
		return client.AcquireTokenInteractive(ctx, c.named(scopes), options...)
	})
}

// DeviceCode lets the person sign in on any machine by entering a code, which show is called with once.
func (c *Client) DeviceCode(ctx context.Context, scopes []string, show func(DeviceCode)) (*Session, error) {
	const op = "sign in with a code"
	return c.signIn(ctx, op, func(ctx context.Context, client public.Client) (public.AuthResult, error) {
		code, err := client.AcquireTokenByDeviceCode(ctx, c.named(scopes))
		if err != nil {
			return public.AuthResult{}, err
		}
		show(DeviceCode{
			VerificationURI: code.Result.VerificationURL,
			UserCode:        code.Result.UserCode,
			Expires:         code.Result.ExpiresOn,
			Message:         code.Result.Message,
		})
		result, err := code.AuthenticationResult(withPolling(ctx))
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil { // MSAL's own deadline: the code's
			err = classify(op, answer{Error: "expired_token", Codes: []int{70019}})
		}
		return result, err
	})
}

// named are the permissions as this cloud's sign-in service is asked for them.
func (c *Client) named(scopes []string) []string {
	full := make([]string, len(scopes))
	for i, s := range scopes {
		full[i] = c.config.Resource + s
	}
	return full
}

// signIn runs one of the ways to sign in with a fresh MSAL client, so that nothing of another account is touched.
func (c *Client) signIn(ctx context.Context, op string, acquire func(context.Context, public.Client) (public.AuthResult, error)) (*Session, error) {
	s := &store{box: c.config.Box, log: c.config.Log}
	client, err := c.public(s)
	if err != nil {
		return nil, err
	}
	result, err := acquire(ctx, client)
	if err != nil {
		return nil, ended(op, explain(ctx, op, err))
	}
	who := accountOf(result)
	if who.ID == "" {
		return nil, &fault.Error{Class: fault.Bug, Code: "sign-in-failed", Op: op, Detail: "the answer does not say who signed in"}
	}
	a := &account{client: c, msal: client, who: result.Account, store: s}
	a.keeper = newKeeper(a, c.config.Now, c.config.Log)
	return &Session{Account: who, client: c, account: a}, nil
}

// accountOf reads who signed in from the id token.
func accountOf(r public.AuthResult) Account {
	tenant := r.IDToken.TenantID
	if _, home, ok := strings.Cut(r.Account.HomeAccountID, "."); ok && tenant == "" {
		tenant = home
	}
	return Account{
		ID:       r.Account.HomeAccountID,
		Address:  r.Account.PreferredUsername,
		Name:     r.IDToken.Name,
		ObjectID: r.Account.LocalAccountID,
		TenantID: tenant,
		Personal: tenant == PersonalTenant,
	}
}

// Tokens gives access tokens of a session that is not saved yet, to look who it is.
func (s *Session) Tokens(scopes []string) *Tokens {
	return &Tokens{scopes: scopes, keeper: func() (*keeper, error) { return s.account.keeper, nil }}
}

// Save writes the encrypted session under the account's id and lets Tokens use it. It takes the place of the account's
// older session, if there is one; other accounts are not touched.
func (s *Session) Save() error {
	c := s.client
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.accounts[s.Account.ID]; old != nil && old != s.account {
		old.store.close() // a refresh that is still under way must not write over the new session
	}
	if err := s.account.store.keep(s.Account.ID, c.path(s.Account.ID)); err != nil {
		return err
	}
	c.accounts[s.Account.ID] = s.account
	delete(c.demanded, strings.ToLower(s.Account.Address))
	return nil
}

// demand remembers claims that only an interactive sign-in can meet.
func (c *Client) demand(address, claims string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.demanded[strings.ToLower(address)] = claims
}

func (c *Client) demands(address string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.demanded[strings.ToLower(address)]
}

// account is a signed-in account: MSAL's client object for it, and the tokens at hand.
type account struct {
	client *Client
	msal   public.Client
	who    public.Account
	store  *store
	keeper *keeper
}

// accountFor gives the account with a saved session, read from disk the first time.
func (c *Client) accountFor(id string) (*account, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a := c.accounts[id]; a != nil {
		return a, nil
	}
	s, err := c.load(id)
	if err != nil {
		return nil, err
	}
	client, err := c.public(s)
	if err != nil {
		return nil, err
	}
	list, err := client.Accounts(context.Background()) // reads memory only
	if err != nil {
		return nil, c.putAside(s.path, err)
	}
	for _, who := range list {
		if who.HomeAccountID == id {
			a := &account{client: c, msal: client, who: who, store: s}
			a.keeper = newKeeper(a, c.config.Now, c.config.Log)
			c.accounts[id] = a
			return a, nil
		}
	}
	return nil, c.putAside(s.path, fmt.Errorf("%w of this account", errBroken))
}

// acquire gets a token from MSAL's cache or from Entra.
func (a *account) acquire(ctx context.Context, scopes []string, claims string) (grant, error) {
	const op = "renew the session"
	if err := a.store.flush(); err != nil {
		a.client.config.Log.Warn("the session still can't be written to disk", "error", err)
	}
	options := []public.AcquireSilentOption{public.WithSilentAccount(a.who)}
	if claims != "" {
		options = append(options, public.WithClaims(claims))
	}
	result, err := a.msal.AcquireTokenSilent(ctx, a.client.named(scopes), options...)
	g := grant{token: result.AccessToken, expires: result.ExpiresOn, refresh: result.Metadata.RefreshOn}
	if err == nil {
		return g, nil
	}
	if r, ok := errors.AsType[*refusal](err); ok && r.fault.Class == fault.SignInAgain {
		if demanded := firstOf(r.claims, claims); demanded != "" && demanded != anyClaims {
			a.client.demand(a.who.PreferredUsername, demanded)
		}
	}
	return g, explain(ctx, op, err) // with a token, if only its early refresh failed
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
