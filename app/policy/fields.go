package policy

import (
	"fmt"
	"net/url"
	"strings"
)

// whole is a policy: every field, what it may be, and what it is for.
var whole = &shape{kind: kindObject, about: "What an administrator has decided for Postroom on this machine.", fields: []member{
	{name: "$schema", shape: &shape{kind: kindString, pattern: anyText, about: "Where an editor finds this description. Postroom ignores it."}},
	{name: "clientId", shape: &shape{kind: kindString, pattern: oneWord, about: "Application (client) id of the app registration in Entra ID.",
		example: `"00000000-0000-0000-0000-000000000000"`}},
	{name: "tenant", shape: &shape{kind: kindString, pattern: `^(common|organizations|consumers|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$`,
		wrong: wrongTenant, about: "Who may sign in: common (work and personal accounts), organizations, consumers, or the id of one tenant.", example: `"organizations"`}},
	{name: "cloud", shape: cloudShape},
	{name: "proxy", shape: proxyShape},
	{name: "pollSeconds", shape: &shape{kind: kindNumber, low: 1, high: 300, about: "Seconds from one look at a mailbox to the next.", example: "60"}},
	{name: "settingsGroup", shape: groupShape},
	{name: "destination", shape: destinationShape},
	{name: "tsaURL", shape: &shape{kind: kindString, pattern: oneTSA, wrong: wrongTSA, example: `"https://timestamp.example/tsr"`,
		about: "Address of an RFC 3161 timestamp authority that confirms the head of the register each day. It is sent a hash, nothing else. Without it there are no timestamps."}},
	{name: "language", shape: &shape{kind: kindString, choices: []string{"en", "nl", "fr", "de"}, about: "Language of the window."}},
	{name: "appearance", shape: &shape{kind: kindString, choices: []string{"system", "light", "dark"}, about: "Look of the window."}},
	{name: "startAtLogin", shape: &shape{kind: kindBool, about: "Whether Postroom starts when the person logs in."}},
	{name: "closeToTray", shape: &shape{kind: kindBool, about: "Whether closing the window leaves Postroom running in the tray."}},
	{name: "clientsTree", shape: &shape{kind: kindBool, about: "Whether documents lie by client, too: as links in the folder Clients of the archive folder."}},
	{name: "notifications", shape: &shape{kind: kindObject, about: "What the person is notified of.", fields: []member{
		{name: "signIn", shape: &shape{kind: kindBool, about: "A sign-in is needed."}},
		{name: "destination", shape: &shape{kind: kindBool, about: "The archive folder can't be reached."}},
		{name: "diskFull", shape: &shape{kind: kindBool, about: "The disk is full."}},
		{name: "failures", shape: &shape{kind: kindBool, about: "Mails could not be filed."}},
		{name: "work", shape: &shape{kind: kindBool, about: "Something in a conversation concerns the person."}},
	}}},
}}

var cloudShape = &shape{kind: kindString, choices: cloudNames(),
	about: "Where Microsoft 365 is reached: Microsoft's own cloud by name, or an object with addresses of your own.",
	or: []*shape{{kind: kindObject, about: "A cloud by name or by addresses, with certificates to trust.", fields: []member{
		{name: "name", shape: &shape{kind: kindString, choices: cloudNames(), about: "One of Microsoft's own clouds."}},
		{name: "authority", shape: &shape{kind: kindString, pattern: oneHost, wrong: func(s string) string { return wrongAddress(s, false) },
			about: "Address of the sign-in service, without a path.", example: `"https://login.microsoftonline.com"`}},
		{name: "graph", shape: &shape{kind: kindString, pattern: oneAddr, wrong: func(s string) string { return wrongAddress(s, true) },
			about: "Address of Microsoft Graph, with its version.", example: `"https://graph.microsoft.com/v1.0"`}},
		{name: "caFile", shape: &shape{kind: kindString, pattern: anyText, example: `"company-ca.pem"`,
			about: "PEM file with certificate authorities to trust beside the system's, such as that of a proxy that looks into TLS. A relative path is relative to the policy file."}},
	}, needs: [][2]string{{"graph", "authority"}, {"authority", "graph"}}, apart: [][2]string{{"name", "authority"}, {"name", "graph"}}}}}

var proxyShape = &shape{kind: kindString, pattern: oneProxy, wrong: wrongProxy, example: `"http://proxy.office.example:3128"`,
	about: "How the network is reached: system (HTTPS_PROXY and NO_PROXY, else the system's settings), none, or the address of a proxy.",
	or: []*shape{{kind: kindObject, about: "A proxy with exceptions.", fields: []member{
		{name: "address", needed: true, shape: &shape{kind: kindString, pattern: oneProxy, wrong: wrongProxy, about: "system, none, or the address of a proxy: http://, https:// or socks5://."}},
		{name: "except", shape: &shape{kind: kindString, pattern: anyText, about: "Hosts that are reached without it, as in NO_PROXY: names, .domains, addresses, networks, with commas between."}},
	}}}}

var groupShape = &shape{kind: kindString, pattern: oneGUID, wrong: wrongGroup, example: `"11111111-2222-3333-4444-555555555555"`,
	about: "Object id of the Entra group whose members may change settings and connections.",
	or: []*shape{{kind: kindObject, about: "The group, with a name that is shown to people who are not in it.", fields: []member{
		{name: "id", needed: true, shape: &shape{kind: kindString, pattern: oneGUID, wrong: wrongGroup, about: "Object id of the Entra group."}},
		{name: "name", shape: &shape{kind: kindString, pattern: anyText, about: "Who to ask, in a word or two.", example: `"the IT team"`}},
	}}}}

var destinationShape = &shape{kind: kindObject, about: "Where documents go.", fields: []member{
	{name: "kind", needed: true, shape: &shape{kind: kindString, choices: []string{"folder"}, wrong: wrongKind, about: "What it is."}},
	{name: "path", needed: true, shape: &shape{kind: kindString, pattern: anyText, about: "The folder. A relative path is relative to the policy file.", example: `"/srv/postroom"`}},
}}

func wrongTenant(s string) string {
	switch {
	case s == "common", s == "organizations", s == "consumers", guid.MatchString(s):
		return ""
	}
	return fmt.Sprintf("has to be common, organizations, consumers or the tenant's id (a GUID such as "+
		"11111111-2222-3333-4444-555555555555), not %q", s)
}

func wrongGroup(s string) string {
	if guid.MatchString(s) {
		return ""
	}
	return fmt.Sprintf("has to be the group's object id (a GUID such as 11111111-2222-3333-4444-555555555555), not %q", s)
}

func wrongKind(s string) string {
	switch s {
	case "folder":
		return ""
	case "webdav", "s3", "sharepoint", "paperless":
		return fmt.Sprintf(`%q: this version files into folders only; write "folder"`, s)
	}
	return fmt.Sprintf(`%q is unknown; write "folder"`, s)
}

func wrongAddress(s string, path bool) string {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" || strings.ContainsAny(u.Host, " \t"):
		return fmt.Sprintf("has to be an address that begins with https://, not %q", s)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery || strings.HasSuffix(s, "#"):
		return "has to be a plain address, without user, ? or #"
	case !path && strings.Trim(u.Path, "/") != "":
		return "has to be a host without a path; the tenant has a field of its own"
	}
	return ""
}

// wrongTSA never repeats the text either: some authorities have a key in their address.
func wrongTSA(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || strings.ContainsAny(s, " \t#") {
		return "has to be an address that begins with https:// or http://"
	}
	return ""
}

// wrongProxy never repeats the text: it may hold a password.
func wrongProxy(s string) string {
	if s == "system" || s == "none" {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5") {
		return "has to be system, none, or the address of a proxy such as http://proxy.office.example:3128 (http, https or socks5)"
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "has to be a proxy's host and port, without a path, ? or #"
	}
	return ""
}
