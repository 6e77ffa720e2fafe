package entra

import (
	"slices"
	"strings"
)

const graphResource = "https://graph.microsoft.com/"

// standing are the scopes of OpenID Connect: they need no consent of their own.
var standing = []string{"openid", "profile", "email", "offline_access"}

// shortScope is the name of a permission in lower case: "https://graph.microsoft.com/Mail.Read" is "mail.read".
func shortScope(s string) string {
	s = strings.ToLower(s)
	if rest, ok := strings.CutPrefix(s, graphResource); ok {
		return strings.TrimPrefix(rest, "/")
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
