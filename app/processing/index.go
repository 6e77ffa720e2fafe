package processing

import (
	"strings"
	"sync"
)

// index finds clients by what names them. It is made anew for every change and never changed.
type index struct {
	clients []*Client // in the order of their ids
	byID    map[string]*Client
	address map[string][]*Client
	domain  map[string][]*Client
	related map[string][]*Client // by the domains of their addresses, but for public ones
	number  map[Number][]*Client // without Where
	inside  map[string]bool      // addresses of the office itself
	ourOwn  map[string]bool      // its domains
	rules   Rules
	byName  func() []*Client // in the order of their names
	names   func() *names
	company func() map[string][]*Client // by name, see companyOf
	lore    *lore                       // what was learned: this changes
}

func newIndex(clients []*Client, t *Team, o *lore) *index {
	x := &index{clients: clients, byID: make(map[string]*Client, len(clients)), address: map[string][]*Client{}, domain: map[string][]*Client{},
		related: map[string][]*Client{}, number: map[Number][]*Client{}, inside: map[string]bool{}, ourOwn: map[string]bool{}, lore: o}
	x.byName = sync.OnceValue(func() []*Client { return sortedByName(clients) })
	x.company = sync.OnceValue(func() map[string][]*Client { return byCompany(clients) })
	x.names = sync.OnceValue(func() *names { return newNames(clients) })
	for _, c := range clients {
		x.add(c)
	}
	for _, m := range t.Members {
		x.house(m.Address)
		for _, a := range m.Also {
			x.house(a)
		}
	}
	for mailbox := range t.Ties {
		x.house(mailbox)
	}
	return x
}

func (x *index) house(address string) {
	address = strings.ToLower(address)
	x.inside[address] = true
	if d := domainOf(address); !isPublic(d) {
		x.ourOwn[d] = true
	}
}

func (x *index) add(c *Client) {
	x.byID[c.ID] = c
	put := func(m map[string][]*Client, key string) {
		for _, other := range m[key] {
			if other == c {
				return
			}
		}
		m[key] = append(m[key], c)
	}
	for _, a := range c.Addresses {
		put(x.address, a)
		if d := domainOf(a); !isPublic(d) {
			put(x.related, d)
		}
	}
	for _, d := range c.Domains {
		put(x.domain, d)
	}
	number := func(kind, value string) {
		key := Number{Kind: kind, Value: value}
		for _, other := range x.number[key] {
			if other == c {
				return
			}
		}
		x.number[key] = append(x.number[key], c)
	}
	for _, v := range c.VAT {
		number(KindVAT, v)
	}
	for _, v := range c.IBANs {
		number(KindIBAN, v)
	}
	for _, v := range c.Registrations {
		number(KindRegistration, v)
		if validBE(v) {
			number(KindVAT, "BE"+v)
		}
	}
	if n := ownNumber(c.Number); n != "" {
		number(KindClient, n)
	}
}

// isInside says whether an address is one of the office's own.
func (x *index) isInside(address, mailbox string) bool {
	address = strings.ToLower(address)
	if x.inside[address] || strings.EqualFold(address, mailbox) {
		return true
	}
	d := domainOf(address)
	return x.ourOwn[d] || !isPublic(d) && d == domainOf(mailbox)
}

// byDomain finds the clients of an address's domain, or of one above it.
func (x *index) byDomain(address string) (domain string, list []*Client) {
	for d := domainOf(address); strings.Contains(d, "."); _, d, _ = strings.Cut(d, ".") {
		if list := x.domain[d]; len(list) > 0 && !isPublic(d) {
			return d, list
		}
	}
	return "", nil
}

// numbered finds the clients that a number names.
func (x *index) numbered(n Number) []*Client {
	list := x.number[Number{Kind: n.Kind, Value: n.Value}]
	if n.Kind == KindRegistration && len(n.Value) == 14 && len(list) == 0 {
		list = x.number[Number{Kind: KindRegistration, Value: n.Value[:9]}] // a SIRET begins with its SIREN
	}
	return list
}
