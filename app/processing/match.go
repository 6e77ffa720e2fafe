package processing

import (
	"cmp"
	"slices"
	"strings"

	"postroom/app/mail"
)

// maxCandidates are kept of what may fit a mail.
const maxCandidates = 10

// maxSuggestions are made for a mail of somebody unknown.
const maxSuggestions = 3

// How much each kind of evidence says, for the order of candidates only: it never decides between them.
const (
	saysAddress = 0.9
	saysThread  = 0.8
	saysNumber  = 0.75
	saysDomain  = 0.6
	saysRelated = 0.3
	saysDoubted = 0.3 // what people corrected too often
)

// matching is the search for one mail's client.
type matching struct {
	x      *index
	letter *Letter
	thread thread
	left   []*Client
	by     string // kind of evidence that found them first
	found  map[*Client]*Candidate
}

// match finds the clients that fit a mail, in the order of what says most. One is the answer; several are never chosen
// between, but what comes later in the order may leave one of them.
func (x *index) match(l *Letter, found thread) (m *matching, who []string) {
	m = &matching{x: x, letter: l, thread: found, found: map[*Client]*Candidate{}}
	who = m.people()
	m.tier("address", m.byAddress(who))
	m.tier("thread", m.byThread())
	m.tier("number", m.byNumber())
	if m.by != "address" { // what an address shares, its domain can't tell apart
		m.tier("domain", m.byDomain(who))
	}
	if len(m.left) == 0 {
		m.byRelation(who)
	}
	return m, who
}

// people are those of a mail who can tell the client: the sender; for what the office sent the recipients; for what was
// forwarded the sender of what is inside.
func (m *matching) people() []string {
	l := m.letter
	outside := func(people []mail.Address) []string {
		return slices.DeleteFunc(addressesOf(people), func(a string) bool { return m.x.isInside(a, l.Mailbox) })
	}
	from := strings.ToLower(l.From.Address)
	if from == "" || !strings.Contains(from, "@") {
		return outside(l.Originals)
	}
	if m.x.isInside(from, l.Mailbox) {
		if to := outside(l.To); len(to) > 0 {
			return to
		}
		return outside(l.Originals)
	}
	if _, known := m.x.byDomain(from); !isForward(l.Subject) || len(m.x.address[from]) > 0 || len(known) > 0 {
		return []string{from}
	}
	for _, o := range outside(l.Originals) {
		if _, known := m.x.byDomain(o); len(m.x.address[o]) > 0 || len(known) > 0 {
			return []string{o}
		}
	}
	return []string{from}
}

// tier takes what a kind of evidence found: it settles what was open, or narrows what was not.
func (m *matching) tier(by string, clients []*Client) {
	switch {
	case len(clients) == 0 || len(m.left) == 1:
	case len(m.left) == 0:
		m.left, m.by = clients, by
	default:
		both := slices.DeleteFunc(slices.Clone(m.left), func(c *Client) bool { return !slices.Contains(clients, c) })
		if len(both) > 0 {
			m.left = both
		}
	}
}

// noteOf adds evidence for a client that an address or a number names: what people corrected too often settles nothing.
func (m *matching) noteOf(f feature, c *Client, says float64, list *[]*Client, e Evidence) {
	if shared := len(m.x.address[f.value]) > 1; !shared && m.x.lore.doubt(f, c.ID) { // of a tie nobody is left by being right more often
		says, list = saysDoubted, new([]*Client)
	}
	m.note(c, says, list, e)
}

// note adds evidence for a client, and the client to a list.
func (m *matching) note(c *Client, says float64, list *[]*Client, e Evidence) {
	one := m.found[c]
	if one == nil {
		one = &Candidate{Client: c.ID}
		m.found[c] = one
	}
	if len(one.Evidence) < maxCandidates && !slices.ContainsFunc(one.Evidence, func(o Evidence) bool { return o.Code == e.Code && slices.Equal(o.Args, e.Args) }) {
		one.Evidence = append(one.Evidence, e)
		one.Score = 1 - (1-one.Score)*(1-says)
	}
	if !slices.Contains(*list, c) {
		*list = append(*list, c)
	}
}

func (m *matching) byAddress(who []string) (list []*Client) {
	for _, a := range who {
		for _, c := range m.x.address[a] {
			m.noteOf(feature{fromAddress, a}, c, saysAddress, &list, Evidence{"address", []string{a, c.label()}})
		}
		if d, clients := m.x.byDomain(a); len(who) > 1 && len(m.x.address[a]) == 0 { // of several recipients none counts less
			for _, c := range clients {
				m.noteOf(feature{fromAddress, a}, c, saysDomain, &list, Evidence{"domain", []string{d, c.label()}})
			}
		}
	}
	return list
}

func (m *matching) byThread() (list []*Client) {
	for _, id := range m.thread.clients {
		if c := m.x.byID[id]; c != nil {
			m.note(c, saysThread, &list, Evidence{"thread", []string{c.label()}})
		}
	}
	return list
}

func (m *matching) byNumber() (list []*Client) {
	for _, n := range m.letter.Numbers {
		for _, c := range m.x.numbered(n) {
			value := n.Value
			if n.Kind == KindClient {
				value = c.Number
			}
			m.noteOf(feature{n.Kind, value}, c, saysNumber, &list, Evidence{n.Kind, []string{value, c.label(), n.Where}})
		}
	}
	return list
}

func (m *matching) byDomain(who []string) (list []*Client) {
	if len(who) > 1 {
		return nil // it has counted already: see byAddress
	}
	for _, a := range who {
		d, clients := m.x.byDomain(a)
		for _, c := range clients {
			if f := (feature{fromDomain, d}); m.x.lore.doubt(f, c.ID) {
				m.noteOf(f, c, saysDomain, &list, Evidence{"domain", []string{d, c.label()}})
			} else {
				m.noteOf(feature{fromAddress, a}, c, saysDomain, &list, Evidence{"domain", []string{d, c.label()}})
			}
		}
	}
	return list
}

// byRelation finds clients of whom somebody else writes from the same domain: never more than a suggestion.
func (m *matching) byRelation(who []string) {
	var list []*Client
	for _, a := range who {
		for _, c := range m.x.related[domainOf(a)] {
			m.note(c, saysRelated, &list, Evidence{"related", []string{domainOf(a), c.label()}})
			if len(list) >= maxCandidates {
				return
			}
		}
	}
}

func (m *matching) ranked() []Candidate {
	list := make([]Candidate, 0, len(m.found))
	for _, c := range m.found {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Client, b.Client))
	})
	return list[:min(len(list), maxCandidates)]
}
