package entra

import (
	"net"
	"net/http"
	"slices"
	"strings"
)

// graphs are the hosts of Microsoft Graph, by the host of the sign-in service that gives tokens for them; the first is
// meant where a scope names none ("Microsoft Graph national cloud deployments"). Where sign-in has a host of its own,
// Graph is at home there too and nothing is compared.
var graphs = map[string][]string{
	"login.microsoftonline.com": {"graph.microsoft.com"},
	"login.microsoftonline.us":  {"graph.microsoft.us", "dod-graph.microsoft.us"},
	"login.chinacloudapi.cn":    {"microsoftgraph.chinacloudapi.cn"},
}

// graphHost is the host of a Graph that a scope names, empty if it names none.
func graphHost(scope string) string {
	rest, ok := strings.CutPrefix(strings.ToLower(scope), "https://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	for _, known := range graphs {
		if slices.Contains(known, host) {
			return host
		}
	}
	return ""
}

// resourceOf is the Graph that a token for these scopes is good for, empty for any; false if the sign-in service at this
// host does not give tokens for it.
func resourceOf(login string, scopes []string) (host string, ok bool) {
	known, national := graphs[login]
	for _, s := range scopes {
		if h := graphHost(s); h != "" {
			host = h
		}
	}
	switch {
	case !national && host == "graph.microsoft.com": // a simulator on a host of its own is the global cloud, too
		return "", true
	case !national:
		return "", host == ""
	case host == "":
		return known[0], true
	}
	return host, slices.Contains(known, host)
}

// standing are the scopes of OpenID Connect: they need no consent of their own.
var standing = []string{"openid", "profile", "email", "offline_access"}

// elsewhere refuses scopes of another cloud's Graph.
func elsewhere(r *http.Request, scopes []string) *Failure {
	if _, ok := resourceOf(loginHost(r), scopes); ok {
		return nil
	}
	return &Failure{Code: 500011, Message: "The resource principal named in the scope was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant."}
}

func loginHost(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	return strings.ToLower(host)
}

// shortScope is the name of a permission in lower case: "https://graph.microsoft.com/Mail.Read" is "mail.read",
// and so it is with the name of another cloud's Graph.
func shortScope(s string) string {
	s = strings.ToLower(s)
	if host := graphHost(s); host != "" {
		return strings.TrimLeft(strings.TrimPrefix(s, "https://"+host), "/")
	}
	return s
}

// resourceScopes are the scopes of a request that are permissions, in the client's own spelling.
func resourceScopes(scope string) []string {
	var list []string
	for _, s := range strings.Fields(scope) {
		if !slices.Contains(standing, strings.ToLower(s)) && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// unknownScope is the first scope that no permission has the name of, empty if all are known.
func unknownScope(scopes []string) string {
	for _, s := range scopes {
		short := shortScope(s)
		if _, ok := permissionByName[short]; !ok && short != ".default" {
			return s
		}
	}
	return ""
}

// grantable drops what a user's kind of account can't delegate: a personal account has no Mail.Read.Shared. Microsoft
// leaves such a scope out of its answer without a word, and MSAL then reports it as declined.
func grantable(u *user, scopes []string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), func(s string) bool {
		p, ok := permissionByName[shortScope(s)]
		return ok && (u.personal() && !p.personal || !u.personal() && !p.work)
	})
}

// PersonalMay says whether a personal account can have a permission, by its short name.
func PersonalMay(name string) bool { return permissionByName[strings.ToLower(name)].personal }

// missing lists the scopes that neither the user nor an administrator has accepted.
func (u *user) missing(c *app, scopes []string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), func(s string) bool {
		short := shortScope(s)
		return short == ".default" || u.consent[strings.ToLower(c.ClientID)][short] || c.adminScopes[u.TenantID][short]
	})
}

// needsAdmin says whether only an administrator may accept one of the scopes.
func (u *user) needsAdmin(t *Tenant, scopes []string) bool {
	if u.Admin || u.personal() || len(scopes) == 0 {
		return false
	}
	return t.AdminOnly || slices.ContainsFunc(scopes, func(s string) bool { return permissionByName[shortScope(s)].admin })
}

// scopeAnswer writes the scope of a token answer: what was granted in the client's spelling, then the standing scopes.
// offline_access is never in it.
func scopeAnswer(granted []string, asked string) string {
	out := slices.Clone(granted)
	for _, s := range []string{"profile", "openid", "email"} {
		if s == "email" || slices.Contains(strings.Fields(strings.ToLower(asked)), s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}
