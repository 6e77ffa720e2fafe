package policy

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"postroom/app/fault"
)

// Problem is something that is wrong with a policy file. Line and Column count from 1.
type Problem struct {
	Field  string `json:"field"` // "cloud.graph"; empty if it is about the file as a whole
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Text   string `json:"message"`
}

// parse reads a policy file's content; the policy is of use only if there are no problems. They come in the file's order.
func parse(file string, data []byte) (*Policy, []Problem) {
	// Windows' Notepad writes a byte order mark in front of UTF-8.
	d := &decoder{file: file, data: bytes.TrimPrefix(data, []byte("\ufeff"))}
	var p *Policy
	if root, err := d.tree(); err == nil {
		p = d.policy(root)
	}
	slices.SortStableFunc(d.problems, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
	if len(d.problems) > 0 {
		return nil, d.problems
	}
	return p, nil
}

// shown is how many problems an error tells; Check tells all.
const shown = 5

// faulty makes one error of all problems; its place is that of the first.
func faulty(file string, problems []Problem) error {
	first := problems[0]
	text := first.Text
	for i, p := range problems[1:] {
		if i == shown-1 {
			text += fmt.Sprintf("; and %d more, which “postroomd policy check” lists", len(problems)-shown)
			break
		}
		text += fmt.Sprintf("; line %d, column %d: %s", p.Line, p.Column, p.Text)
	}
	return &fault.Error{Class: fault.FixSetting, Code: "policy-broken", Op: "read the policy",
		Detail: fmt.Sprintf("%s:%d:%d: %s", file, first.Line, first.Column, text),
		Args: map[string]string{"file": file, "line": strconv.Itoa(first.Line), "column": strconv.Itoa(first.Column),
			"field": first.Field, "problem": text}}
}

// policy reads the fields; those with a problem are left out.
func (d *decoder) policy(root *node) *Policy {
	p := &Policy{File: d.file, Cloud: clouds["global"], Settings: map[string]string{}}
	d.object(root, whole, "")
	bad := len(d.problems) > 0
	for _, f := range root.fields {
		if f.value.kind == kindNull || f.name == "$schema" {
			continue
		}
		p.Set = append(p.Set, f.name)
		if !bad {
			d.field(p, f.name, f.value)
		}
	}
	if bad { // what only reading more can tell is told in the same breath
		if n := root.get("cloud"); n != nil {
			d.authorities(n)
		}
	}
	return p
}

// field takes over a field that has its shape.
func (d *decoder) field(p *Policy, name string, n *node) {
	switch name {
	case "clientId":
		p.ClientID = n.text
	case "tenant":
		p.Tenant = n.text
	case "cloud":
		p.Cloud = d.cloud(n)
	case "proxy":
		p.Proxy = proxyOf(n)
	case "pollSeconds":
		seconds, _ := strconv.Atoi(n.text) // it has its shape
		p.Poll = time.Duration(seconds) * time.Second
	case "settingsGroup":
		p.Group = strings.ToLower(cmp.Or(n.text, n.say("id")))
		p.GroupName = n.say("name")
	case "destination":
		p.Destination = &Destination{Kind: n.say("kind"), Path: d.absolute(n.say("path"))}
	case "notifications":
		for _, f := range n.fields {
			if f.value.kind != kindNull {
				p.Settings["notify"+strings.ToUpper(f.name[:1])+f.name[1:]] = f.value.text
			}
		}
	default: // a setting of the same name
		p.Settings[name] = n.text
	}
}

func (d *decoder) absolute(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(d.file), path)
}

// cloud reads the field "cloud": a name, or an object.
func (d *decoder) cloud(n *node) Cloud {
	c, named := clouds[cmp.Or(n.text, n.say("name"))]
	if !named {
		c = Cloud{Authority: strings.TrimRight(n.say("authority"), "/"), Graph: strings.TrimRight(n.say("graph"), "/")}
	}
	if c.Authority == "" { // only a caFile: a company whose proxy looks into TLS
		c = clouds["global"]
	}
	c.CAFile, c.CA = d.authorities(n)
	return c
}

// authorities reads the PEM file that the field "cloud.caFile" names.
func (d *decoder) authorities(cloud *node) (file string, pem []byte) {
	n := cloud.get("caFile")
	if n == nil || n.kind != kindString || strings.TrimSpace(n.text) == "" {
		return "", nil
	}
	file = d.absolute(n.text)
	pem, err := os.ReadFile(file)
	switch {
	case err != nil:
		d.wrong(n, "cloud.caFile", "cloud.caFile can't be read: %v", err)
	case !x509.NewCertPool().AppendCertsFromPEM(pem):
		d.wrong(n, "cloud.caFile", "cloud.caFile %s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", file)
	}
	return file, pem
}

// proxyOf reads the field "proxy": a text, or an object.
func proxyOf(n *node) *Proxy {
	p := &Proxy{Except: n.say("except")}
	switch address := cmp.Or(n.text, n.say("address")); address {
	case "system":
	case "none":
		p.None = true
	default:
		p.Address, _ = url.Parse(strings.TrimRight(address, "/")) // it has its shape
	}
	return p
}
