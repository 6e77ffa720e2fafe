package simulator

import (
	"regexp"
	"strings"
)

var (
	callFilter = regexp.MustCompile(`(?i)^(startswith|endswith)\((\w+),\s*'((?:[^']|'')*)'\)$`)
	eqFilter   = regexp.MustCompile(`(?i)^(\w+) (eq|ne) (?:'((?:[^']|'')*)'|(true|false|null))$`)
	anyFilter  = regexp.MustCompile(`(?i)^(\w+)/any\((\w+):(.+)\)$`)
	innerEq    = regexp.MustCompile(`(?i)^\w+/(\w+) eq '?([^']*)'?$`)
	searchTerm = regexp.MustCompile(`"(\w+):([^"]*)"`)
)

// userFilter reads the $filter forms that the examples of the reference use, joined by "and": startswith, endswith, eq,
// ne, and any over a collection of objects.
func userFilter(text string) (func(*user) bool, bool) {
	var all []func(*user) bool
	for _, term := range splitAnd(text) {
		one, ok := userTerm(strings.TrimSpace(term))
		if !ok {
			return nil, false
		}
		all = append(all, one)
	}
	return func(u *user) bool {
		for _, holds := range all {
			if !holds(u) {
				return false
			}
		}
		return true
	}, len(all) > 0
}

// splitAnd splits at " and " outside of quotes and parentheses.
func splitAnd(text string) []string {
	var out []string
	depth, quoted, start := 0, false, 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\'':
			quoted = !quoted
		case quoted:
		case text[i] == '(':
			depth++
		case text[i] == ')':
			depth--
		case depth == 0 && len(text)-i >= 5 && strings.EqualFold(text[i:i+5], " and "):
			out = append(out, text[start:i])
			start = i + 5
		}
	}
	return append(out, text[start:])
}

func userTerm(term string) (func(*user) bool, bool) {
	if m := callFilter.FindStringSubmatch(term); m != nil {
		want := strings.ToLower(strings.ReplaceAll(m[3], "''", "'"))
		has := strings.HasPrefix
		if strings.EqualFold(m[1], "endswith") {
			has = strings.HasSuffix
		}
		return func(u *user) bool { return has(strings.ToLower(u.text(m[2])), want) }, true
	}
	if m := eqFilter.FindStringSubmatch(term); m != nil {
		equal := strings.EqualFold(m[2], "eq")
		return func(u *user) bool { return u.equals(m[1], strings.ReplaceAll(m[3], "''", "'"), m[4]) == equal }, true
	}
	if m := anyFilter.FindStringSubmatch(term); m != nil {
		var pairs [][2]string
		for _, inner := range splitAnd(m[3]) {
			p := innerEq.FindStringSubmatch(strings.TrimSpace(inner))
			if p == nil {
				return nil, false
			}
			pairs = append(pairs, [2]string{p[1], p[2]})
		}
		return func(u *user) bool { return u.any(m[1], pairs) }, true
	}
	return nil, false
}

func (u *user) equals(property, text, word string) bool {
	switch strings.ToLower(word) {
	case "":
		return strings.EqualFold(u.text(property), text)
	case "null":
		return u.profile[property] == nil
	}
	v, _ := u.profile[property].(bool)
	return v == strings.EqualFold(word, "true")
}

// any says whether one object of a collection has all the values.
func (u *user) any(collection string, pairs [][2]string) bool {
	list, _ := u.profile[collection].([]any)
	for _, item := range list {
		object, _ := item.(map[string]any)
		all := true
		for _, p := range pairs {
			v, _ := object[p[0]].(string)
			all = all && strings.EqualFold(v, p[1])
		}
		if all {
			return true
		}
	}
	return false
}

// searches says whether one of the terms of a $search, joined by OR, is the start of a word of its property.
func searches(query string, u *user) bool {
	for _, m := range searchTerm.FindAllStringSubmatch(query, -1) {
		for _, word := range strings.Fields(strings.ToLower(u.text(m[1]))) {
			if strings.HasPrefix(word, strings.ToLower(m[2])) {
				return true
			}
		}
	}
	return false
}
