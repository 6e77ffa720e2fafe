package signin

import (
	"net/url"
	"strings"
)

// Endpoint is where an organisation gets its tokens.
type Endpoint struct {
	Authority string // "https://login.microsoftonline.com"
	Tenant    string // id or domain
}

// aliases are other names of the sign-in of Microsoft's global cloud ("Azure AD/Entra authentication endpoints"): what is
// copied from an older guide may hold one of them.
var aliases = map[string]string{
	"login.windows.net":                "login.microsoftonline.com",
	"login.microsoft.com":              "login.microsoftonline.com",
	"sts.windows.net":                  "login.microsoftonline.com",
	"login-us.microsoftonline.com":     "login.microsoftonline.us",
	"login.partner.microsoftonline.cn": "login.chinacloudapi.cn",
}

// ParseEndpoint reads a token endpoint as the Entra admin centre shows it under Endpoints:
// https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token, or that of another of Microsoft's clouds. The other
// addresses of the same page, such as the authorization endpoint, name the same organisation and are taken, too. An
// endpoint of version 1 is refused with the code "token-endpoint-v1", anything else with "token-endpoint-invalid".
func ParseEndpoint(text string) (Endpoint, error) {
	const op = "read the token endpoint"
	text = strings.TrimSpace(text)
	args := map[string]string{"endpoint": text}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return Endpoint{}, setting(op, "token-endpoint-invalid", args, nil)
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	e := Endpoint{Authority: "https://" + strings.ToLower(u.Host), Tenant: parts[0]}
	if main := aliases[strings.ToLower(u.Hostname())]; main != "" && u.Port() == "" {
		e.Authority = "https://" + main
	}
	rest := strings.ToLower(strings.Join(parts[1:], "/"))
	switch {
	case !tenantPattern.MatchString(e.Tenant):
		return Endpoint{}, setting(op, "token-endpoint-invalid", args, nil)
	case rest == "oauth2/token", rest == "oauth2/authorize":
		args["v2"] = e.Authority + "/" + e.Tenant + "/oauth2/v2.0/token"
		return Endpoint{}, setting(op, "token-endpoint-v1", args, nil)
	case rest == "", rest == "v2.0", strings.HasPrefix(rest, "v2.0/"), strings.HasPrefix(rest, "oauth2/v2.0"):
		return e, nil
	}
	return Endpoint{}, setting(op, "token-endpoint-invalid", args, nil)
}
