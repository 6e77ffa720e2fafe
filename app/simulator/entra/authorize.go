package entra

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// request is a sign-in that a person has open in a browser.
type request struct {
	app      *app
	audience audience
	asked    string // scope
	claims   []any
	expires  time.Time
	device   *device // set when it belongs to a device code

	redirect, mode, state, nonce, challenge string
	prompt, hint                            string
}

// grant is what the request becomes when a user agrees to it.
func (q *request) grant(u *user) *grant {
	return &grant{
		app: q.app, user: u, sessions: u.sessions,
		scopes: grantable(u, resourceScopes(q.asked)), asked: q.asked, claims: q.claims,
		redirect: q.redirect, challenge: q.challenge, nonce: q.nonce,
	}
}

// authorize opens the sign-in page.
func (a *Authority) authorize(w http.ResponseWriter, r *http.Request) {
	failure, failing := a.next(Interactive)
	if err := r.ParseForm(); err != nil {
		a.show(w, r, problem(Failure{Code: 9002313}))
		return
	}
	a.mu.Lock()
	q, f := a.newRequest(r)
	var v view
	switch {
	case f != nil:
		v = problem(*f)
	case failing && (codeByNumber[failure.Code].Page && !failure.Redirect || failure.Body != ""):
		v = problem(failure)
	case failing:
		v = a.callBack(r, q, nil, &failure)
	default:
		v = a.open(r, q)
	}
	a.mu.Unlock()
	a.show(w, r, v)
}

// newRequest checks an authorization request. What is wrong here stays on the page: before the redirect URI is known to
// be the app's own, nothing may be sent to it.
func (a *Authority) newRequest(r *http.Request) (*request, *Failure) {
	d, c, f := a.client(r)
	if f != nil {
		return nil, f
	}
	form := r.Form
	q := &request{
		app: c, audience: d, asked: form.Get("scope"), expires: a.now().Add(time.Hour),
		redirect: form.Get("redirect_uri"), mode: form.Get("response_mode"), state: form.Get("state"),
		nonce: form.Get("nonce"), challenge: form.Get("code_challenge"), prompt: form.Get("prompt"), hint: form.Get("login_hint"),
	}
	if !c.allows(q.redirect) {
		return nil, &Failure{Code: 50011, Message: fmt.Sprintf("The redirect URI '%s' specified in the request does not match the redirect URIs configured for the application '%s'.", q.redirect, c.ClientID)}
	}
	if form.Get("response_type") != "code" {
		return nil, &Failure{Code: 700054, Error: "unsupported_response_type", Message: "response_type 'code' is the only one enabled for the application."}
	}
	if q.challenge != "" && form.Get("code_challenge_method") != "S256" {
		return nil, &Failure{Code: 9002313, Message: "The code_challenge_method has to be S256."}
	}
	if q.claims, f = parseClaims(form.Get("claims")); f != nil {
		return nil, f
	}
	return q, nil
}

// allows says whether a redirect URI is registered. For http://localhost the port is not compared, as RFC 8252 7.3 asks.
func (c *app) allows(redirect string) bool {
	if slices.Contains(c.Redirects, redirect) {
		return true
	}
	u, err := url.Parse(redirect)
	return err == nil && c.Public && u.Scheme == "http" && u.Hostname() == "localhost" && (u.Path == "" || u.Path == "/") && u.RawQuery == ""
}

// open decides what the person sees first: the users to choose from, unless nothing may be shown.
func (a *Authority) open(r *http.Request, q *request) view {
	if bad := unknownScope(resourceScopes(q.asked)); bad != "" {
		return a.callBack(r, q, nil, unknownScopeFailure(bad))
	}
	if f := elsewhere(r, resourceScopes(q.asked)); f != nil {
		return a.callBack(r, q, nil, f)
	}
	if q.prompt == "none" {
		return a.callBack(r, q, nil, &Failure{Code: 50058, Message: "A silent sign-in request was sent but no user is signed in."})
	}
	id := secret("")
	a.requests[id] = q
	return a.choose(r, id, q, "")
}

// choose is the page that lists the users, the hinted one first.
func (a *Authority) choose(r *http.Request, id string, q *request, complaint string) view {
	var list []User
	for _, u := range a.users {
		switch {
		case q.audience.refuses(u) != 0:
		case strings.EqualFold(u.Address, q.hint):
			list = append([]User{u.User}, list...)
		default:
			list = append(list, u.User)
		}
	}
	return view{name: "choose", data: map[string]any{
		"Action": r.URL.Path, "Request": id, "App": q.app.Name, "Users": list, "Hint": q.hint, "Complaint": complaint,
	}}
}

// decide takes what the person did on a page of a sign-in.
func (a *Authority) decide(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		a.show(w, r, problem(Failure{Code: 9002313}))
		return
	}
	a.mu.Lock()
	v := a.step(r, r.PostForm.Get("request"))
	a.mu.Unlock()
	a.show(w, r, v)
}

// step goes from one page of a sign-in to the next.
func (a *Authority) step(r *http.Request, id string) view {
	q := a.requests[id]
	if q == nil || a.now().After(q.expires) {
		return problem(Failure{Code: 50089, Message: "This sign-in has expired. Start again in the app."})
	}
	if r.PostForm.Has("cancel") {
		delete(a.requests, id)
		return a.callBack(r, q, nil, &Failure{Code: 65004, Message: "User declined to consent to access the app."})
	}
	u, err := a.userNamed(r.PostForm.Get("user"))
	if err != nil {
		return a.choose(r, id, q, "This account doesn't exist. Enter a different account.")
	}
	if n := q.audience.refuses(u); n != 0 {
		return problem(Failure{Code: n})
	}
	if u.blocked != 0 {
		return problem(Failure{Code: u.blocked})
	}
	if !q.app.knows(u.TenantID) {
		return problem(Failure{Code: 700016})
	}
	missing := u.missing(q.app, grantable(u, resourceScopes(q.asked)))
	tenant := a.tenantNamed(u.TenantID)
	if u.needsAdmin(tenant, missing) {
		delete(a.requests, id)
		return view{status: http.StatusOK, name: "approval", data: map[string]any{"App": q.app.Name, "Scopes": explain(missing), "User": u.Address}}
	}
	if (len(missing) > 0 || q.prompt == "consent") && r.PostForm.Get("consent") != "accept" {
		return view{name: "consent", data: map[string]any{
			"Action": r.URL.Path, "Request": id, "App": q.app.Name, "User": u.User, "Scopes": explain(missing),
		}}
	}
	u.accept(q.app.ClientID, missing)
	delete(a.requests, id)
	return a.callBack(r, q, u, nil)
}

// explain lists permissions for the consent page, by name and in Microsoft's words.
func explain(scopes []string) []permission {
	list := make([]permission, len(scopes))
	for i, s := range scopes {
		list[i] = permissionByName[shortScope(s)]
	}
	return list
}

// callBack ends a sign-in: with a code for the user, or with a failure that the app gets to know.
func (a *Authority) callBack(r *http.Request, q *request, u *user, f *Failure) view {
	if q.device != nil {
		return a.endDevice(q, u, f)
	}
	values := url.Values{}
	if q.state != "" {
		values.Set("state", q.state)
	}
	if f != nil {
		e := a.describe(f.filled(), r)
		values.Set("error", e.Error)
		values.Set("error_description", e.Description)
		if e.Suberror != "" {
			values.Set("error_subcode", e.Suberror)
		}
		if f.Code == 65004 {
			values.Set("error_subcode", "cancel")
		}
	} else {
		g := q.grant(u)
		g.expires = a.now().Add(a.life.Code)
		code := secret("1.C")
		a.codes[code] = g
		values.Set("code", code)
		values.Set("session_state", guid(""))
	}
	return view{name: "callback", mode: q.mode, redirect: q.redirect, values: values}
}
