package entra

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// device is a sign-in with a code that a person enters on another machine.
type device struct {
	code    string // user_code
	request *request
	state   deviceState
	user    *user
	spent   bool // tokens were given out
}

type deviceState uint8

const (
	pending deviceState = iota
	approved
	declined
)

// startDevice answers a device authorization request, RFC 8628 3.1.
func (a *Authority) startDevice(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		a.refuse(w, r, Failure{Code: 9002313, Message: "Invalid request. Request is malformed or invalid."})
		return
	}
	if f, ok := a.next(DeviceCode); ok {
		a.refuse(w, r, f)
		return
	}
	a.mu.Lock()
	code, name, f := a.newDevice(r)
	life := a.life.Device
	a.mu.Unlock()
	if f != nil {
		a.refuse(w, r, *f)
		return
	}
	page := origin(r) + "/devicelogin"
	answer(w, http.StatusOK, map[string]any{
		"user_code":        code,
		"device_code":      name,
		"verification_uri": page,
		"expires_in":       int(life / time.Second),
		"interval":         5,
		"message":          fmt.Sprintf("To sign in, use a web browser to open the page %s and enter the code %s to authenticate.", page, code),
	})
}

func (a *Authority) newDevice(r *http.Request) (code, name string, f *Failure) {
	d, c, f := a.client(r)
	if f != nil {
		return "", "", f
	}
	if !c.Public {
		return "", "", &Failure{Code: 7000218, Message: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."}
	}
	asked := r.Form.Get("scope")
	if bad := unknownScope(resourceScopes(asked)); bad != "" {
		return "", "", unknownScopeFailure(bad)
	}
	if f := elsewhere(r, resourceScopes(asked)); f != nil {
		return "", "", f
	}
	claims, f := parseClaims(r.Form.Get("claims"))
	if f != nil {
		return "", "", f
	}
	now := a.now()
	for name, old := range a.devices {
		if now.After(old.request.expires.Add(time.Hour)) {
			delete(a.devices, name)
		}
	}
	q := &request{app: c, audience: d, asked: asked, claims: claims, expires: now.Add(a.life.Device)}
	code, name = rand.Text()[:9], secret("D") // letters and digits that are hard to mix up, as Microsoft's nine
	a.devices[name] = &device{code: code, request: q}
	return code, name, nil
}

// pollDevice answers a poll, RFC 8628 3.5.
func (a *Authority) pollDevice(r *http.Request, d audience, c *app) (*tokenAnswer, *Failure) {
	v := a.devices[r.Form.Get("device_code")]
	switch {
	case v == nil || v.request.app != c:
		return nil, &Failure{Code: 70018, Message: "The device code is not valid."}
	case v.state == declined:
		return nil, &Failure{Code: 70000, Error: "authorization_declined", Message: "The end user denied the authorization request."}
	case v.spent:
		return nil, &Failure{Code: 54005, Message: "The device code was already redeemed."}
	case a.now().After(v.request.expires):
		return nil, &Failure{Code: 70019, Message: "Verification code expired. Have the user retry the sign-in."}
	case v.state == pending:
		return nil, &Failure{Code: 70016, Message: "OAuth 2.0 device flow error. Authorization is pending. Continue polling."}
	}
	v.spent = true
	g := v.request.grant(v.user)
	return a.issue(r, d, g, g.scopes, g.asked), nil
}

// Approve signs a user in to a device code and accepts its scopes, as if they had entered it on the page.
func (a *Authority) Approve(userCode, who string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	v := a.waiting(userCode)
	if v == nil {
		return fmt.Errorf("device code %s: %w", userCode, ErrUnknown)
	}
	u, err := a.userNamed(who)
	if err != nil {
		return err
	}
	if n := v.request.audience.refuses(u); n != 0 {
		return fmt.Errorf("AADSTS%d: %s may not sign in here", n, who)
	}
	u.accept(v.request.app.ClientID, grantable(u, resourceScopes(v.request.asked)))
	v.state, v.user = approved, u
	return nil
}

// Decline refuses a device code, as Cancel on its page does.
func (a *Authority) Decline(userCode string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	v := a.waiting(userCode)
	if v == nil {
		return fmt.Errorf("device code %s: %w", userCode, ErrUnknown)
	}
	v.state = declined
	return nil
}

// waiting finds a device sign-in that nobody has decided yet.
func (a *Authority) waiting(userCode string) *device {
	userCode = strings.ToUpper(strings.TrimSpace(userCode))
	for _, v := range a.devices {
		if v.code == userCode && v.state == pending && a.now().Before(v.request.expires) {
			return v
		}
	}
	return nil
}
