package policy

import (
	"crypto/x509"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Cloud is where Microsoft 365 is reached.
type Cloud struct {
	Name      string // "global", "usgov", "usgov-dod", "china"; empty if the file gives addresses of its own
	Authority string // sign-in, "https://login.microsoftonline.com"
	Graph     string // "https://graph.microsoft.com/v1.0"
	CAFile    string // PEM file with certificate authorities to trust beside the system's, absolute; may be empty
	CA        []byte // its content
}

// clouds are Microsoft's own, from "Microsoft Graph national cloud deployments"
// (https://learn.microsoft.com/graph/deployments).
var clouds = map[string]Cloud{
	"global":    {Name: "global", Authority: "https://login.microsoftonline.com", Graph: "https://graph.microsoft.com/v1.0"},
	"usgov":     {Name: "usgov", Authority: "https://login.microsoftonline.us", Graph: "https://graph.microsoft.us/v1.0"},
	"usgov-dod": {Name: "usgov-dod", Authority: "https://login.microsoftonline.us", Graph: "https://dod-graph.microsoft.us/v1.0"},
	"china":     {Name: "china", Authority: "https://login.chinacloudapi.cn", Graph: "https://microsoftgraph.chinacloudapi.cn/v1.0"},
}

// cloud reads the field "cloud": a name, or an object with addresses.
func (d *decoder) cloud(n *node) (Cloud, error) {
	if n.kind == kindString {
		if c, ok := clouds[n.text]; ok {
			return c, nil
		}
		return Cloud{}, d.wrong(n, "cloud %q is unknown; write one of %s, or an object with authority and graph", n.text,
			strings.Join(slices.Sorted(maps.Keys(clouds)), ", "))
	}
	if n.kind != kindObject {
		return Cloud{}, d.wrong(n, "cloud has to be a name or an object, not %s", n.kind)
	}
	var c Cloud
	err := d.object(n, "cloud", map[string]func(*node) error{
		"authority": func(n *node) (err error) { c.Authority, err = d.address(n, "cloud.authority", false); return },
		"graph":     func(n *node) (err error) { c.Graph, err = d.address(n, "cloud.graph", true); return },
		"caFile":    func(n *node) (err error) { c.CAFile, c.CA, err = d.authorities(n); return },
	})
	switch {
	case err != nil:
		return Cloud{}, err
	case c.Authority == "" && c.Graph == "": // only a caFile: a company whose proxy looks into TLS
		c.Name, c.Authority, c.Graph = "global", clouds["global"].Authority, clouds["global"].Graph
	case c.Authority == "":
		return Cloud{}, d.wrong(n, "cloud.graph is given without cloud.authority: a token of one cloud must not go to another")
	case c.Graph == "":
		return Cloud{}, d.wrong(n, "cloud.authority is given without cloud.graph: a token of one cloud must not go to another")
	}
	return c, nil
}

// address reads an https address without a trailing slash.
func (d *decoder) address(n *node, field string, path bool) (string, error) {
	s, err := d.text(n, field)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https":
		return "", d.wrong(n, "%s has to be an address that begins with https://, not %q", field, s)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
		return "", d.wrong(n, "%s has to be a plain address, without user, ? or #", field)
	case !path && strings.Trim(u.Path, "/") != "":
		return "", d.wrong(n, "%s has to be a host without a path; the tenant has a field of its own", field)
	}
	return strings.TrimRight(s, "/"), nil
}

// authorities reads the PEM file that the field "cloud.caFile" names.
func (d *decoder) authorities(n *node) (file string, pem []byte, err error) {
	file, err = d.text(n, "cloud.caFile")
	if err != nil {
		return "", nil, err
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(filepath.Dir(d.file), file)
	}
	pem, err = os.ReadFile(file)
	if err != nil {
		return "", nil, d.wrong(n, "cloud.caFile can't be read: %v", err)
	}
	if !x509.NewCertPool().AppendCertsFromPEM(pem) {
		return "", nil, d.wrong(n, "cloud.caFile %s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", file)
	}
	return file, pem, nil
}
