package processing

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"postroom/app/fault"
	"postroom/app/mail"
)

// Client is somebody whom the office works for. Addresses and domains are in lower case, numbers without spaces and dots.
type Client struct {
	ID            string            `json:"id"`
	Name          string            `json:"name"`
	Number        string            `json:"number"`
	Addresses     []string          `json:"addresses"`
	Domains       []string          `json:"domains"`
	VAT           []string          `json:"vat"`
	Registrations []string          `json:"registrations"` // numbers in a register of companies
	IBANs         []string          `json:"ibans"`
	Language      string            `json:"language"`
	Ended         string            `json:"ended"` // day on which the work for them ended, "2026-11-22"; empty: it goes on
	Roles         map[string]string `json:"roles"` // who holds a role for them: role to a member's address
}

// ended says whether the work for a client had ended on the day of a mail.
func (c *Client) endedBy(t time.Time) bool {
	return c.Ended != "" && (t.IsZero() || t.Format(time.DateOnly) >= c.Ended)
}

func (c *Client) clone() Client {
	d := *c
	d.Addresses, d.Domains, d.VAT = slices.Clone(c.Addresses), slices.Clone(c.Domains), slices.Clone(c.VAT)
	d.Registrations, d.IBANs, d.Roles = slices.Clone(c.Registrations), slices.Clone(c.IBANs), maps.Clone(c.Roles)
	return d
}

// equal says whether two clients say the same.
func (c *Client) equal(d *Client) bool {
	return c.ID == d.ID && c.Name == d.Name && c.Number == d.Number && c.Language == d.Language && c.Ended == d.Ended &&
		slices.Equal(c.Addresses, d.Addresses) && slices.Equal(c.Domains, d.Domains) && slices.Equal(c.VAT, d.VAT) &&
		slices.Equal(c.Registrations, d.Registrations) && slices.Equal(c.IBANs, d.IBANs) && maps.Equal(c.Roles, d.Roles)
}

// What a client's details may come to.
const (
	maxName   = 300  // characters
	maxDetail = 5000 // addresses, domains and numbers, together
)

// The details that can be wrong: the codes of their errors.
var detailCodes = map[string]string{
	"name": "client-name", "address": "client-address", "domain": "client-domain", "public": "client-public", "vat": "client-vat",
	"iban": "client-iban", "ended": "client-ended-day", "language": "client-language", "many": "client-many",
}

// maxTold of a wrong detail are told, in characters: enough to find it.
const maxTold = 80

func wrongDetail(detail, value string) error {
	if told := []rune(value); len(told) > maxTold {
		value = string(told[:maxTold]) + "…"
	}
	return &fault.Error{Class: fault.FixSetting, Code: detailCodes[detail], Op: "look at a client", Args: map[string]string{"value": value}}
}

// tidy brings a client's details into the form in which they are compared, and says which one can't be right.
func (c *Client) tidy() error {
	c.Name, c.Number = line(c.Name), line(c.Number)
	if c.Name == "" || len([]rune(c.Name)) > maxName || len([]rune(c.Number)) > maxName {
		return wrongDetail("name", c.Name)
	}
	var err error
	each := func(list []string, one func(string) (string, error)) []string {
		tidied, seen := []string{}, map[string]bool{}
		for _, s := range list {
			if s = line(s); s == "" || err != nil {
				continue
			}
			var t string
			if t, err = one(s); err == nil && !seen[t] {
				seen[t] = true
				tidied = append(tidied, t)
			}
		}
		return tidied
	}
	c.Addresses, c.Domains = each(c.Addresses, tidyAddress), each(c.Domains, tidyDomain)
	c.VAT, c.IBANs = each(c.VAT, tidyVAT), each(c.IBANs, tidyIBAN)
	c.Registrations = each(c.Registrations, func(s string) (string, error) { return compact(s), nil })
	if err != nil {
		return err
	}
	if err := c.tooMany(); err != nil {
		return err
	}
	if c.Ended != "" {
		if _, err := time.Parse(time.DateOnly, c.Ended); err != nil {
			return wrongDetail("ended", c.Ended)
		}
	}
	if c.Language = strings.ToLower(line(c.Language)); c.Language != "" && !slices.Contains(languages, c.Language) {
		return wrongDetail("language", c.Language)
	}
	if c.Roles == nil {
		c.Roles = map[string]string{}
	}
	return nil
}

// tooMany is the error for a client with more details than anybody has.
func (c *Client) tooMany() error {
	if len(c.Addresses)+len(c.Domains)+len(c.VAT)+len(c.IBANs)+len(c.Registrations) > maxDetail {
		return wrongDetail("many", c.Name)
	}
	return nil
}

// languages are those that a client can be written to in.
var languages = []string{"en", "nl", "fr", "de"}

// line is a text on one line, without what no name holds.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar, r == '\u200b', r == '\ufeff':
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(s, "")))
	return strings.Join(strings.Fields(s), " ")
}

func tidyAddress(s string) (string, error) {
	if i := strings.LastIndexByte(s, '<'); i >= 0 && strings.HasSuffix(s, ">") {
		s = s[i+1 : len(s)-1]
	}
	s = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(strings.ToLower(s), "mailto:")))
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || strings.ContainsAny(s, " ,;<>\"()") || !isDomain(domain) {
		return "", wrongDetail("address", s)
	}
	return s, nil
}

// tidyDomain reads a domain, also from an address or a web address.
func tidyDomain(s string) (string, error) {
	d := strings.ToLower(s)
	if _, rest, ok := strings.Cut(d, "://"); ok {
		d = rest
	}
	d, _, _ = strings.Cut(d, "/")
	if i := strings.LastIndexByte(d, '@'); i >= 0 {
		d = d[i+1:]
	}
	if d = strings.TrimPrefix(strings.TrimSuffix(d, "."), "www."); !isDomain(d) {
		return "", wrongDetail("domain", s)
	}
	if isPublic(d) {
		return "", wrongDetail("public", d)
	}
	return d, nil
}

func isDomain(d string) bool {
	if len(d) > 253 || !strings.Contains(d, ".") {
		return false
	}
	for label := range strings.SplitSeq(d, ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		}) {
			return false
		}
	}
	return true
}

// domainOf is what stands behind the @ of an address, in lower case.
func domainOf(address string) string {
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}

// Brief is a client as a list names them.
type Brief struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Number string `json:"number"`
}

func (c *Client) brief() Brief { return Brief{c.ID, c.Name, c.Number} }

// label is what people call a client.
func (c *Client) label() string { return cmp.Or(c.Name, c.Number, c.ID) }

// matches says whether a client holds all words of a query, each in any detail.
func (c *Client) matches(words []string) bool {
	if len(words) == 0 {
		return true
	}
	if len(words) == 1 && words[0] == c.ID {
		return true
	}
	details := [][]string{{c.Name, c.Number}, c.Addresses, c.Domains, c.VAT, c.Registrations, c.IBANs}
	for _, w := range words {
		if !slices.ContainsFunc(details, func(list []string) bool {
			return slices.ContainsFunc(list, func(s string) bool { return strings.Contains(fold(s), w) })
		}) {
			return false
		}
	}
	return true
}

// fold is a text as it is compared: without case and accents.
func fold(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			s = strings.Map(func(r rune) rune {
				if unicode.Is(unicode.Mn, r) {
					return -1
				}
				return r
			}, norm.NFKD.String(s))
			break
		}
	}
	return strings.ToLower(s)
}

// addressesOf are the addresses of people, in lower case, without repeats.
func addressesOf(people []mail.Address) (list []string) {
	seen := map[string]bool{}
	for _, p := range people {
		if a := strings.ToLower(p.Address); a != "" && !seen[a] {
			seen[a] = true
			list = append(list, a)
		}
	}
	return list
}
