package entra

import (
	"net/http"
	"strings"
)

// devicePage asks for the code.
func (a *Authority) devicePage(w http.ResponseWriter, r *http.Request) {
	a.show(w, r, view{name: "device", data: map[string]any{"Complaint": ""}})
}

// decideDevice takes the code, and then every page of the sign-in that follows.
func (a *Authority) decideDevice(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		a.show(w, r, problem(Failure{Code: 9002313}))
		return
	}
	a.mu.Lock()
	var v view
	if id := r.PostForm.Get("request"); id != "" {
		v = a.step(r, id)
	} else {
		v = a.enterCode(r)
	}
	a.mu.Unlock()
	a.show(w, r, v)
}

func (a *Authority) enterCode(r *http.Request) view {
	d := a.waiting(r.PostForm.Get("otc"))
	if d == nil {
		return view{name: "device", data: map[string]any{"Complaint": "That code didn't work. Check the code and try again."}}
	}
	q := *d.request
	q.device = d
	id := secret("")
	a.requests[id] = &q
	return a.choose(r, id, &q, "")
}

// endDevice ends the sign-in of a device code: the machine that polls gets tokens or a refusal.
func (a *Authority) endDevice(q *request, u *user, f *Failure) view {
	if q.device.state != pending {
		return notice("This code was used already", "Start again on your device.")
	}
	if f != nil {
		q.device.state = declined
		return notice("You have cancelled the sign-in", "You can close this window.")
	}
	q.device.state, q.device.user = approved, u
	return notice("You have signed in", "You have signed in to "+q.app.Name+" on your device. You may now close this window.")
}

// adminConsent is the page behind the link that an administrator is sent: /{tenant}/adminconsent.
func (a *Authority) adminConsent(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	v, _, _, _ := a.adminRequest(r)
	a.mu.Unlock()
	a.show(w, r, v)
}

// adminRequest checks an admin consent link; without an application or tenant the view is a problem page.
func (a *Authority) adminRequest(r *http.Request) (view, *app, *Tenant, []string) {
	if err := r.ParseForm(); err != nil {
		return problem(Failure{Code: 9002313}), nil, nil, nil
	}
	d, c, f := a.client(r)
	switch {
	case f != nil:
		return problem(*f), nil, nil, nil
	case d.tenant == nil || d.tenant.ID == PersonalTenant:
		return problem(Failure{Code: 50059}), nil, nil, nil
	case !c.allows(r.Form.Get("redirect_uri")):
		return problem(Failure{Code: 50011}), nil, nil, nil
	}
	scopes := resourceScopes(r.Form.Get("scope"))
	if bad := unknownScope(scopes); bad != "" {
		return problem(*unknownScopeFailure(bad)), nil, nil, nil
	}
	return view{name: "admin", data: map[string]any{
		"Action": r.URL.RequestURI(), "App": c.Name, "Tenant": d.tenant, "Scopes": explain(scopes),
	}}, c, d.tenant, scopes
}

func (a *Authority) decideAdminConsent(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	a.mu.Lock()
	v, c, t, scopes := a.adminRequest(r)
	if c != nil {
		v = a.endAdminConsent(r, c, t, scopes)
	}
	a.mu.Unlock()
	a.show(w, r, v)
}

func (a *Authority) endAdminConsent(r *http.Request, c *app, t *Tenant, scopes []string) view {
	v := view{name: "callback", redirect: r.Form.Get("redirect_uri"), values: map[string][]string{}}
	if state := r.Form.Get("state"); state != "" {
		v.values.Set("state", state)
	}
	if r.PostForm.Has("cancel") {
		v.values.Set("error", "permission_denied")
		v.values.Set("error_description", "The admin canceled the request.")
		return v
	}
	if c.adminScopes[t.ID] == nil {
		c.adminScopes[t.ID] = map[string]bool{}
	}
	for _, s := range scopes {
		c.adminScopes[t.ID][strings.ToLower(shortScope(s))] = true
	}
	v.values.Set("admin_consent", "True")
	v.values.Set("tenant", t.ID)
	return v
}
