package processing

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Acquaintance is what somebody's contacts say of an address: whose company its holder works for.
type Acquaintance struct {
	Address string
	Company string
	Mailbox string // of whose mails alone this may be said, as the contact is private; empty: of all
}

// saysContact is how much a contact's company says. It is for the order of suggestions and decides nothing: who keeps a
// contact writes down what they like.
const saysContact = 0.5

// private is the code of what a private contact says. Only whose mailbox it is may read it.
const private = "contact-own"

// Confided is an item as others may see it than the person whose mailbox the mail came to: without what private contacts say.
func (i Item) Confided() Item {
	candidates := []Suggestion{}
	for _, c := range i.Candidates {
		left := slices.DeleteFunc(slices.Clone(c.Evidence), func(e Evidence) bool { return e.Code == private })
		if len(left) == 0 && len(c.Evidence) > 0 {
			continue
		}
		c.Evidence = left
		candidates = append(candidates, c)
	}
	i.Candidates = candidates
	return i
}

// Acquaint says what contacts tell, in place of what they told before; it says whether that is anything else.
func (r *Room) Acquaint(list []Acquaintance) bool {
	now := map[string][]Acquaintance{}
	for _, a := range list {
		a.Address, a.Mailbox, a.Company = strings.ToLower(strings.TrimSpace(a.Address)), strings.ToLower(a.Mailbox), line(a.Company)
		if a.Address != "" && a.Company != "" && !slices.Contains(now[a.Address], a) {
			now[a.Address] = append(now[a.Address], a)
		}
	}
	r.change.Lock()
	defer r.change.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	o := r.index.lore
	if maps.EqualFunc(o.acquainted, now, slices.Equal) {
		return false
	}
	o.acquainted = now
	r.changed.Store(true)
	return true
}

// companyOf is a company's name as names are compared: without signs and the form of the company, where more than that
// is left.
func companyOf(name string) string {
	words := wordsOf(strings.ReplaceAll(name, ".", "")) // "B.V." is "BV"
	if own := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return forms[w] }); len(own) > 0 {
		words = own
	}
	return strings.Join(words, " ")
}

// byCompany finds clients by the names of their companies.
func byCompany(clients []*Client) map[string][]*Client {
	m := make(map[string][]*Client, len(clients))
	for _, c := range clients {
		if name := companyOf(c.Name); name != "" {
			m[name] = append(m[name], c)
		}
	}
	return m
}

// withContacts adds to the candidates of a mail that nothing settled what contacts say of who wrote it. Where several
// clients fit already, none is added to them.
func (m *matching) withContacts(who []string, candidates []Candidate) []Candidate {
	tied, known := len(m.left) > 0, m.x.lore.acquainted
	if len(known) == 0 {
		return candidates
	}
	for _, address := range who {
		for _, a := range known[address] {
			if a.Mailbox != "" && a.Mailbox != strings.ToLower(m.letter.Mailbox) {
				continue
			}
			for _, c := range m.x.company()[companyOf(a.Company)] {
				e := Evidence{"contact", []string{address, a.Company}}
				if a.Mailbox != "" {
					e.Code = private
				}
				at := slices.IndexFunc(candidates, func(o Candidate) bool { return o.Client == c.ID })
				switch {
				case at >= 0:
					candidates[at].Evidence = append(slices.Clone(candidates[at].Evidence), e)
					candidates[at].Score = max(candidates[at].Score, saysContact)
				case !tied:
					candidates = append(candidates, Candidate{Client: c.ID, Score: saysContact, Evidence: []Evidence{e}})
				}
			}
		}
	}
	slices.SortStableFunc(candidates, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
	if !tied {
		candidates = candidates[:min(len(candidates), maxSuggestions)]
	}
	return candidates
}
