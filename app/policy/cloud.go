package policy

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
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

func cloudNames() []string { return slices.Sorted(maps.Keys(clouds)) }

// Resource is what permissions are asked for where their short names would not do, such as
// "https://dod-graph.microsoft.us/": one sign-in service there serves two Graphs. It is empty in the global cloud and
// for addresses of one's own, where a short name means the Graph there is.
func (c Cloud) Resource() string {
	if c.Name == "" || c.Name == "global" {
		return ""
	}
	u, err := url.Parse(c.Graph)
	if err != nil {
		return ""
	}
	return "https://" + u.Host + "/"
}

// DefaultScope stands for all permissions that an administrator has granted to an application on its own.
func (c Cloud) DefaultScope() string {
	return cmp.Or(c.Resource(), "https://graph.microsoft.com/") + ".default"
}

// Proxy is how the network is reached. The zero value, as no Proxy at all, leaves it to the environment and the system.
type Proxy struct {
	None    bool     // no proxy, whatever the system says
	Address *url.URL // this one; may hold a user and a password
	Except  string   // hosts that are reached without it, as in NO_PROXY
}
