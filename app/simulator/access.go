package simulator

import (
	"net/http"
	"slices"
	"strings"

	"postroom/app/simulator/entra"
)

// everything is the permission of tokens that name a person without an authority.
const everything = "*"

// check reads the bearer token: by the authority or, without one, as the name of who is signed in.
func (s *Simulator) check(r *http.Request) (entra.Identity, *entra.Challenge) {
	if s.opts.Authority != nil {
		return s.opts.Authority.Check(r)
	}
	name, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || name == "" {
		return entra.Identity{}, &entra.Challenge{
			Status: http.StatusUnauthorized, WWWAuthenticate: `Bearer realm=""`, Code: "InvalidAuthenticationToken", Message: "Access token is empty.",
		}
	}
	if client, ok := strings.CutPrefix(name, "app:"); ok {
		return entra.Identity{ClientID: client, App: true, Scopes: []string{everything}}, nil
	}
	name, client, _ := strings.Cut(name, ";client=")
	name, scopes, limited := strings.Cut(name, ";scopes=")
	u := s.user(name)
	if u == nil || u.Kind != Person {
		return entra.Identity{}, &entra.Challenge{
			Status: http.StatusUnauthorized, WWWAuthenticate: `Bearer realm="", error="invalid_token"`,
			Code: "InvalidAuthenticationToken", Message: "CompactToken parsing failed with error code: 80049217",
		}
	}
	who := entra.Identity{UserID: u.ID, Address: u.Address, ClientID: client, Scopes: []string{everything}}
	if limited {
		who.Scopes = strings.Fields(scopes)
	}
	return who, nil
}

func (c *call) has(permissions []string) bool {
	if c.personal() && !slices.ContainsFunc(permissions, entra.PersonalMay) {
		return false
	}
	return slices.Contains(c.who.Scopes, everything) || c.who.Has(permissions...)
}

// personal says whether a personal account asks: it has neither a directory nor mailboxes of others.
func (c *call) personal() bool {
	u := c.sim.user(c.who.UserID)
	return u != nil && u.Personal && !c.who.App
}

// enterMailbox finds the mailbox; false when the request is answered.
func (c *call) enterMailbox() bool {
	b, err := c.sim.mailbox(c.user.ID)
	if err != nil {
		a := faultAnswers[NotEnabled]
		c.fail(a.status, a.code, a.message)
		return false
	}
	c.box = b
	return true
}

// allowed checks permissions, and the rights in Exchange. The pictures that the service shows differ: a missing
// permission is 403, missing rights are 404.
func (c *call) allowed(r route) bool {
	foreign := !c.who.App && c.user != nil && !strings.EqualFold(c.user.ID, c.who.UserID) && !strings.EqualFold(c.user.Address, c.who.Address)
	switch r.kind {
	case openRoute:
		return true
	case directoryRoute:
		scopes := r.scopes
		if foreign {
			scopes = people
		}
		if c.has(scopes) {
			return true
		}
		c.fail(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
		return false
	}
	scopes := r.scopes
	if foreign && len(scopes) > 0 && (strings.HasPrefix(scopes[0], "Mail.") || strings.HasPrefix(scopes[0], "Contacts.")) {
		scopes = make([]string, 0, 2*len(r.scopes))
		for _, s := range r.scopes {
			scopes = append(scopes, s+".Shared")
		}
	}
	if c.who.App {
		return c.allowedApp(scopes)
	}
	if len(scopes) > 0 && !c.has(scopes) {
		c.failAs(Denied)
		return false
	}
	if !foreign {
		return true
	}
	c.box.mu.RLock()
	full, shares := c.box.fullAccess[c.who.UserID], c.box.shares[c.who.UserID]
	c.box.mu.RUnlock()
	switch {
	case full:
		return true
	case len(shares) == 0:
		c.failAs(NoRights)
		return false
	case c.path[0].name != "mailfolders" || !c.path[0].is: // only by way of the folder
		c.failAs(MIMENotFound)
		return false
	}
	c.shared = &share{shares}
	return true
}

func (c *call) failAs(k FaultKind) {
	a := faultAnswers[k]
	c.fail(a.status, a.code, a.message)
}
