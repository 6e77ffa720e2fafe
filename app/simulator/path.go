package simulator

import (
	"net/url"
	"strings"
)

// part is one step of a path: a name, in lower case, and the key that follows it, in either style.
type part struct {
	name string
	key  string
	is   bool // there is a key
}

// collections are the names that a key may follow as the next segment.
var collections = map[string]bool{
	"users": true, "mailfolders": true, "childfolders": true, "messages": true, "attachments": true,
	"contacts": true, "contactfolders": true, "events": true, "calendars": true, "drives": true, "items": true, "sites": true, "subscriptions": true, "groups": true,
}

// parsePath reads an escaped path below the version: every form that the service takes, with keys as segments or in
// parentheses, function names with or without namespace and parentheses, and fixed words in any case.
func parsePath(escaped string) []part {
	var parts []part
	open := false // the part before takes a key
	for raw := range strings.SplitSeq(escaped, "/") {
		if raw == "" {
			continue
		}
		text, err := url.PathUnescape(raw)
		if err != nil {
			text = raw
		}
		function := functionName(text)
		if open && function == "" {
			p := &parts[len(parts)-1]
			p.key, p.is = text, true
			open = false
			continue
		}
		open = false
		if name, key, ok := parenthesised(text); ok {
			parts = append(parts, part{strings.ToLower(name), key, true})
			continue
		}
		if function == "" {
			function = strings.ToLower(text)
		}
		parts = append(parts, part{name: function})
		open = collections[function]
	}
	return collapse(parts)
}

// functionName gives the plain name of a bound function, "" if text is none: delta, delta(), microsoft.graph.delta().
// Names that start with $ are like functions: they never are keys.
func functionName(text string) string {
	name := strings.TrimSuffix(strings.ToLower(text), "()")
	name = strings.TrimPrefix(name, "microsoft.graph.")
	switch name {
	case "delta", "$count", "$value":
		return name
	}
	if len(name) != len(text) {
		return name
	}
	return ""
}

// parenthesised splits name('key').
func parenthesised(text string) (name, key string, ok bool) {
	name, rest, ok := strings.Cut(text, "('")
	if !ok || !strings.HasSuffix(rest, "')") {
		return "", "", false
	}
	return name, strings.ReplaceAll(strings.TrimSuffix(rest, "')"), "''", "'"), true
}

// collapse makes mailFolders/a/childFolders/b the same as mailFolders/b, and so for contactFolders.
func collapse(parts []part) []part {
	out := parts[:0]
	for _, p := range parts {
		if p.name == "childfolders" && p.is && len(out) > 0 {
			if above := out[len(out)-1].name; above == "mailfolders" || above == "contactfolders" {
				p.name = above
				out[len(out)-1] = p
				continue
			}
		}
		out = append(out, p)
	}
	return out
}

// pattern is what the routes are found by: "mailfolders/{}/messages".
func pattern(parts []part) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteByte('/')
		}
		b.WriteString(p.name)
		if p.is {
			b.WriteString("/{}")
		}
	}
	return b.String()
}
