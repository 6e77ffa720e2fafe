package policy

import (
	"bytes"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// parse reads a policy file's content.
func parse(file string, data []byte) (*Policy, error) {
	// Windows' Notepad writes a byte order mark in front of UTF-8.
	d := &decoder{file: file, data: bytes.TrimPrefix(data, []byte("\ufeff"))}
	root, err := d.tree()
	if err != nil {
		return nil, err
	}
	p := &Policy{File: file, Cloud: clouds["global"]}
	err = d.object(root, "", map[string]func(*node) error{
		"clientId":      func(n *node) (err error) { p.ClientID, err = d.word(n, "clientId"); return },
		"tenant":        func(n *node) (err error) { p.Tenant, err = d.tenant(n); return },
		"cloud":         func(n *node) (err error) { p.Cloud, err = d.cloud(n); return },
		"pollSeconds":   func(n *node) (err error) { p.Poll, err = d.poll(n); return },
		"settingsGroup": func(n *node) (err error) { p.Group, err = d.word(n, "settingsGroup"); return },
		"destination":   func(n *node) (err error) { p.Destination, err = d.destination(n); return },
	})
	if err != nil {
		return nil, err
	}
	for _, f := range root.fields {
		if f.value.kind != kindNull {
			p.Set = append(p.Set, f.name)
		}
	}
	return p, nil
}

// object hands each field to its reader. A null field counts as absent, one without a reader is refused.
func (d *decoder) object(n *node, name string, readers map[string]func(*node) error) error {
	if n.kind != kindObject {
		return d.wrong(n, "%s has to be an object, not %s", name, n.kind)
	}
	for _, f := range n.fields {
		read, ok := readers[f.name]
		if !ok {
			in := "a policy"
			if name != "" {
				in = name
			}
			return d.broken(f.at, "the field %q is unknown; %s may have %s", f.name, in,
				strings.Join(slices.Sorted(maps.Keys(readers)), ", "))
		}
		if f.value.kind == kindNull {
			continue
		}
		if err := read(f.value); err != nil {
			return err
		}
	}
	return nil
}

// text reads a text that is not empty.
func (d *decoder) text(n *node, field string) (string, error) {
	if n.kind != kindString {
		return "", d.wrong(n, "%s has to be a text, not %s", field, n.kind)
	}
	if strings.TrimSpace(n.text) == "" {
		return "", d.wrong(n, "%s is empty; leave the field out instead", field)
	}
	if strings.ContainsFunc(n.text, unicode.IsControl) {
		return "", d.wrong(n, "%s has a control character in it", field)
	}
	return n.text, nil
}

// word reads a text without spaces: an id.
func (d *decoder) word(n *node, field string) (string, error) {
	s, err := d.text(n, field)
	if err == nil && strings.ContainsFunc(s, unicode.IsSpace) {
		err = d.wrong(n, "%s has a space in it", field)
	}
	return s, err
}

var guid = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func (d *decoder) tenant(n *node) (string, error) {
	s, err := d.text(n, "tenant")
	if err != nil {
		return "", err
	}
	switch s {
	case "common", "organizations", "consumers":
		return s, nil
	}
	if !guid.MatchString(s) {
		return "", d.wrong(n, "tenant has to be common, organizations, consumers or the tenant's id "+
			"(a GUID such as 11111111-2222-3333-4444-555555555555), not %q", s)
	}
	return s, nil
}

// poll reads pollSeconds. Above five minutes would break the promise that new mail is fetched at least that often.
func (d *decoder) poll(n *node) (time.Duration, error) {
	if n.kind != kindNumber {
		return 0, d.wrong(n, "pollSeconds has to be a number, not %s", n.kind)
	}
	s, err := strconv.Atoi(n.text)
	if err != nil || s < 1 || s > 300 {
		return 0, d.wrong(n, "pollSeconds has to be a whole number from 1 to 300, not %s", n.text)
	}
	return time.Duration(s) * time.Second, nil
}

func (d *decoder) destination(n *node) (*Destination, error) {
	if n.kind != kindObject {
		return nil, d.wrong(n, "destination has to be an object, not %s", n.kind)
	}
	dest, err := d.destinationKind(n)
	if err != nil {
		return nil, err
	}
	err = d.object(n, "destination", map[string]func(*node) error{
		"kind": func(*node) error { return nil },
		"path": func(n *node) (err error) { dest.Path, err = d.text(n, "destination.path"); return },
	})
	if err != nil {
		return nil, err
	}
	if dest.Path == "" {
		return nil, d.wrong(n, "destination.path is missing")
	}
	if !filepath.IsAbs(dest.Path) {
		dest.Path = filepath.Join(filepath.Dir(d.file), dest.Path)
	}
	return dest, nil
}

// destinationKind reads the kind first: the other fields depend on it.
func (d *decoder) destinationKind(n *node) (*Destination, error) {
	for _, f := range n.fields {
		if f.name != "kind" || f.value.kind == kindNull {
			continue
		}
		kind, err := d.text(f.value, "destination.kind")
		if err != nil {
			return nil, err
		}
		switch kind {
		case "folder":
			return &Destination{Kind: kind}, nil
		case "webdav", "s3", "sharepoint", "paperless":
			return nil, d.wrong(f.value, `destination.kind %q: this version files into folders only; write "folder"`, kind)
		}
		return nil, d.wrong(f.value, `destination.kind %q is unknown; write "folder"`, kind)
	}
	return nil, d.wrong(n, "destination.kind is missing")
}
