package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"postroom/app/simulator/entra"
)

// enrol makes a person an account of the authority, if there is one. The organisation of a domain that no tenant has is
// made on the way.
func (s *Simulator) enrol(u User) error {
	if s.opts.Authority == nil || u.Kind != Person {
		return nil
	}
	account := entra.User{ID: u.ID, Name: u.Name, Address: u.Address, Admin: u.Admin}
	if u.Personal {
		account.TenantID = entra.PersonalTenant
	}
	_, err := s.opts.Authority.AddUser(account)
	if errors.Is(err, entra.ErrUnknown) {
		_, domain, _ := strings.Cut(u.Address, "@")
		s.opts.Authority.AddTenant(entra.Tenant{Name: s.opts.Organization, Domains: []string{domain}})
		_, err = s.opts.Authority.AddUser(account)
	}
	return err
}

// errNoAuthority is what the sign-in part of the control API answers when tokens are plain names.
var errNoAuthority = errors.New("there is no authority: bearer tokens are addresses")

// controlSignIns is the part of the control API that is about accounts and their sessions.
func (s *Simulator) controlSignIns(handle handleFunc) {
	with := func(do func(*entra.Authority, *http.Request) (any, error)) func(*http.Request) (any, error) {
		return func(r *http.Request) (any, error) {
			if s.opts.Authority == nil {
				return nil, errNoAuthority
			}
			v, err := do(s.opts.Authority, r)
			if errors.Is(err, entra.ErrUnknown) {
				err = fmt.Errorf("%w: %w", ErrNoUser, err)
			}
			return v, err
		}
	}
	handle("GET /control/signins", with(func(a *entra.Authority, _ *http.Request) (any, error) {
		type account struct {
			ID       string `json:"id"`
			Address  string `json:"address"`
			Name     string `json:"name"`
			TenantID string `json:"tenant"`
			Admin    bool   `json:"admin"`
		}
		list := []account{}
		for _, u := range a.Users() {
			list = append(list, account{u.ID, u.Address, u.Name, u.TenantID, u.Admin})
		}
		return list, nil
	}))
	handle("POST /control/signins/expire", with(func(a *entra.Authority, _ *http.Request) (any, error) { return nil, a.ExpireTokens("") }))
	handle("POST /control/signins/{who}/expire", with(func(a *entra.Authority, r *http.Request) (any, error) {
		return nil, a.ExpireTokens(r.PathValue("who"))
	}))
	handle("POST /control/signins/{who}/revoke", with(func(a *entra.Authority, r *http.Request) (any, error) {
		return nil, a.Revoke(r.PathValue("who"))
	}))
	handle("POST /control/signins/{who}/withdraw", with(func(a *entra.Authority, r *http.Request) (any, error) {
		var in struct{ ClientID, Scope string }
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return nil, a.WithdrawConsent(r.PathValue("who"), in.ClientID, strings.Fields(in.Scope)...)
	}))
	handle("POST /control/signins/{who}/challenge", with(func(a *entra.Authority, r *http.Request) (any, error) {
		var in struct{ Claims string }
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return nil, a.Challenge(r.PathValue("who"), in.Claims)
	}))
	handle("POST /control/signins/{who}/block", with(func(a *entra.Authority, r *http.Request) (any, error) {
		var in struct{ Code int }
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return nil, a.Block(r.PathValue("who"), in.Code)
	}))
	handle("POST /control/signins/fail", with(func(a *entra.Authority, r *http.Request) (any, error) {
		in := struct {
			Phase       entra.Phase
			Code, Count int
		}{Count: 1}
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return nil, a.FailNext(in.Phase, in.Code, in.Count)
	}))
}
