package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// shape is what a value in a policy may be. The reader holds a file against it and Schema writes it down: neither can
// know a field or a value that the other does not.
type shape struct {
	kind    kind
	about   string   // for whoever writes a policy; one sentence or two
	choices []string // of a text; empty: any
	pattern string   // of a text, as JSON Schema has it
	wrong   func(text string) string
	low     int // of a number
	high    int
	fields  []member
	needs   [][2]string // where the first field is, the second has to be
	apart   [][2]string // fields that exclude each other
	or      []*shape    // alternatives of other kinds
	example string      // JSON, for editors
}

// member is a field of an object.
type member struct {
	name   string
	needed bool
	*shape
}

// Patterns of texts; the functions below say the same in words.
const (
	anyText  = `^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$`
	oneWord  = `^[^\s\x00-\x1f\x7f]+$`
	oneGUID  = `^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`
	oneHost  = `^https://[^/?#@\s]+/?$`
	oneAddr  = `^https://[^/?#@\s]+(/[^?#\s]*)?$`
	oneTSA   = `^https?://[^/?#@\s]+([/?][^#\s]*)?$`
	oneProxy = `^(system|none|(https?|socks5)://([^/?#@\s]+@)?[^/?#@\s]+/?)$`
)

var guid = regexp.MustCompile(oneGUID)

// conform holds a value against a shape and notes every problem. It says whether there was none.
func (d *decoder) conform(n *node, s *shape, path string) bool {
	for _, other := range s.or {
		if n.kind == other.kind {
			return d.conform(n, other, path)
		}
	}
	if n.kind != s.kind {
		want := string(s.kind)
		for i, other := range s.or {
			if i == 0 && s.kind == kindString && len(s.choices) > 0 {
				want = "a name"
			}
			want += " or " + string(other.kind)
		}
		return d.wrong(n, path, "%s has to be %s, not %s", path, want, n.kind)
	}
	switch n.kind {
	case kindString:
		if problem := s.text(n.text, path); problem != "" {
			return d.wrong(n, path, "%s", problem)
		}
	case kindNumber:
		v, err := strconv.Atoi(n.text)
		if err != nil || v < s.low || v > s.high {
			return d.wrong(n, path, "%s has to be a whole number from %d to %d, not %s", path, s.low, s.high, n.text)
		}
	case kindObject:
		return d.object(n, s, path)
	}
	return true
}

// text says what is wrong with a text, nothing if it is well.
func (s *shape) text(text, path string) string {
	switch {
	case strings.TrimSpace(text) == "":
		return path + " is empty; leave the field out instead"
	case strings.ContainsFunc(text, unicode.IsControl):
		return path + " has a control character in it"
	case s.wrong != nil:
		if problem := s.wrong(text); problem != "" {
			return path + " " + problem
		}
	case s.pattern == oneWord && strings.ContainsFunc(text, unicode.IsSpace):
		return path + " has a space in it"
	case len(s.choices) > 0 && !slices.Contains(s.choices, text):
		or := ""
		if len(s.or) > 0 {
			or = ", or an object"
		}
		return fmt.Sprintf("%s %q is unknown; write one of %s%s", path, text, strings.Join(s.choices, ", "), or)
	}
	return ""
}

// object holds each field against its shape. A null field counts as absent, an unknown one is refused.
func (d *decoder) object(n *node, s *shape, path string) bool {
	well := !n.twice
	for _, f := range n.fields {
		name := join(path, f.name)
		i := slices.IndexFunc(s.fields, func(m member) bool { return m.name == f.name })
		switch {
		case i < 0:
			in := path
			if in == "" {
				in = "a policy"
			}
			well = d.broken(f.at, name, "the field %q is unknown; %s may have %s", f.name, in, strings.Join(s.names(), ", "))
		case f.value.kind != kindNull:
			well = d.conform(f.value, s.fields[i].shape, name) && well
		}
	}
	if !well {
		return false // what seems to be missing may be there with a slip in its name
	}
	for _, m := range s.fields {
		if m.needed && n.get(m.name) == nil {
			well = d.wrong(n, join(path, m.name), "%s is missing", join(path, m.name))
		}
	}
	for _, pair := range s.needs {
		if n.get(pair[0]) != nil && n.get(pair[1]) == nil {
			well = d.wrong(n, join(path, pair[1]), "%s is given without %s", join(path, pair[0]), join(path, pair[1]))
		}
	}
	for _, pair := range s.apart {
		if n.get(pair[0]) != nil && n.get(pair[1]) != nil {
			well = d.wrong(n.get(pair[1]), join(path, pair[1]), "%s and %s exclude each other", join(path, pair[0]), join(path, pair[1]))
		}
	}
	return well
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// names lists the fields in the order of the alphabet.
func (s *shape) names() []string {
	var list []string
	for _, m := range s.fields {
		list = append(list, m.name)
	}
	slices.Sort(list)
	return list
}

// get is the value of a field, nil if it is absent or null.
func (n *node) get(name string) *node {
	for _, f := range n.fields {
		if f.name == name && f.value.kind != kindNull {
			return f.value
		}
	}
	return nil
}

// say is the text of a field, empty if it is absent.
func (n *node) say(name string) string {
	if v := n.get(name); v != nil {
		return v.text
	}
	return ""
}
