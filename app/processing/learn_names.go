package processing

import (
	"slices"
	"strings"
)

// names finds clients whose names stand somewhere.
type names struct {
	words  map[string][]*Client // by each word of their names
	joined map[string][]*Client // by their words in one, as domains are written
	of     map[*Client][]string // their words, without what kind of company it is
	whole  map[*Client]string   // all words of their names in their order, spaced
	spoken map[*Client]string   // and without what kind of company it is
	short  map[*Client]bool     // whose names are words of three letters, too: they count in full only
}

// forms say what kind of company somebody is, not who; legal are those of law.
var (
	legal = wordSet("bv nv sa srl sprl bvba cvba cv vof gmbh ag ug kg ohg gbr sas sarl eurl vzw asbl ltd llc inc plc")
	forms = wordSet("bv nv sa srl sprl bvba cvba cv vof gmbh ag ug kg ohg gbr sas sarl eurl vzw asbl ltd llc inc plc co and et und en de la le les der die das van het the dr mr mrs")
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// maxNamesakes share a word that can still lead to a client by itself.
const maxNamesakes = 200

func newNames(clients []*Client) *names {
	n := &names{words: make(map[string][]*Client, len(clients)), joined: make(map[string][]*Client, len(clients)),
		short: map[*Client]bool{}, of: make(map[*Client][]string, len(clients)), whole: make(map[*Client]string, len(clients)), spoken: make(map[*Client]string, len(clients))}
	for _, c := range clients {
		n.add(c)
	}
	return n
}

func (n *names) add(c *Client) {
	whole := wordsOf(c.Name)
	words := withoutForms(whole)
	joined := strings.Join(words, "")
	if len(joined) < 4 {
		if len(words) == 0 {
			return
		}
		n.short[c] = true
	}
	n.whole[c], n.spoken[c] = spaced(whole), spaced(words)
	if !n.short[c] {
		n.joined[joined] = append(n.joined[joined], c)
	}
	for _, w := range words {
		if !slices.Contains(n.of[c], w) {
			n.of[c], n.words[w] = append(n.of[c], w), append(n.words[w], c)
		}
	}
}

func withoutForms(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return forms[w] })
}

// spaced are words with a space around each, so that one is found as a whole.
func spaced(words []string) string { return " " + strings.Join(words, " ") + " " }

// in finds the clients whose names stand in a text: all of their words but for what kind of company it is. Of "Peeters" and
// "Peeters Bouw" only the longer one where both do; of namesakes the one whose words stand there just so. Several that are
// left are as good as each other.
func (n *names) in(text string) []*Client { return n.all(wordsOf(text), allIn) }

// near finds those, too, one word of whose names is mistyped while all others stand there.
func (n *names) near(text string) []*Client { return n.all(wordsOf(text), nearlyIn) }

func (n *names) all(words []string, fit func(part, words []string) bool) (list []*Client) {
	seen := map[*Client]bool{}
	for _, w := range words {
		if len(n.words[w]) > maxNamesakes {
			continue
		}
		for _, c := range n.words[w] {
			if !seen[c] && fit(n.of[c], words) && (!n.short[c] || n.exact(c, words) == fullName) {
				list = append(list, c)
			}
			seen[c] = true
		}
	}
	if len(list) < 2 {
		return list
	}
	found := slices.Clone(list)
	return slices.DeleteFunc(list, func(c *Client) bool {
		return slices.ContainsFunc(found, func(o *Client) bool {
			if !allIn(n.of[c], n.of[o]) {
				return false
			}
			return len(n.of[o]) > len(n.of[c]) || len(n.of[o]) == len(n.of[c]) && n.exact(o, words) > n.exact(c, words)
		})
	})
}

// How a name stands among words.
const (
	bareName  = 1 // but for what kind of company it is
	wholeName = 2
	fullName  = 3 // with what kind of company it is
)

// exact says how a name stands among words; 0 in some other order, or as that of another kind of company.
func (n *names) exact(c *Client, words []string) int {
	all := spaced(words)
	if strings.Contains(all, n.whole[c]) && n.whole[c] != n.spoken[c] {
		return fullName
	}
	if _, behind, ok := strings.Cut(all, n.spoken[c]); ok {
		if next, _, _ := strings.Cut(behind, " "); legal[next] {
			return 0
		}
	}
	switch {
	case strings.Contains(all, n.whole[c]):
		return wholeName
	case strings.Contains(spaced(withoutForms(words)), n.spoken[c]):
		return bareName
	}
	return 0
}

func allIn(part, words []string) bool {
	return !slices.ContainsFunc(part, func(w string) bool { return !slices.Contains(words, w) })
}

// is finds the clients who are called just as a line says.
func (n *names) is(l string) []*Client {
	words := withoutForms(wordsOf(l))
	return slices.DeleteFunc(n.in(l), func(c *Client) bool { return len(n.of[c]) != len(words) })
}

// inAddress finds the clients who are called as the name of a domain is, or a part of an address at a public provider.
func (n *names) inAddress(a string) []*Client {
	local, domain, _ := strings.Cut(a, "@")
	if !isPublic(domain) {
		parts := strings.Split(domain, ".")
		local = parts[max(0, len(parts)-2)]
	}
	words := withoutForms(wordsOf(local))
	joined := strings.Join(words, "")
	if list := n.joined[joined]; len(list) > 0 {
		return list
	}
	for f := range forms { // peetersbv.example
		if short, ok := strings.CutSuffix(joined, f); ok && len(n.joined[short]) > 0 {
			return n.joined[short]
		}
	}
	if len(words) < 2 {
		return nil
	}
	return n.in(local)
}

// fitting finds those of a few clients of whose names most words stand in a text, also mistyped; and how many of all others
// it fits as well. Where it fits another one better it is none of them.
func (n *names) fitting(few []*Client, text string) (fits []*Client, others int) {
	words := wordsOf(text)
	most, said := 0, map[string]bool{}
	hits := func(c *Client) (hits int, own []string) {
		for _, w := range n.of[c] {
			if len(w) >= 3 && slices.ContainsFunc(words, func(o string) bool { return w == o || mistyped(w, o) }) {
				hits, own = hits+1, append(own, w)
			}
		}
		return hits, own
	}
	for _, c := range few {
		h, own := hits(c)
		if h == 0 || h < most {
			continue
		}
		if h > most {
			most, fits = h, nil
		}
		fits = append(fits, c)
		for _, w := range own {
			said[w] = true
		}
	}
	seen := map[*Client]bool{}
	for w := range said {
		if len(n.words[w]) > maxNamesakes {
			return nil, 0
		}
		for _, c := range n.words[w] {
			if seen[c] || slices.Contains(few, c) {
				continue
			}
			seen[c] = true
			switch h, _ := hits(c); {
			case h > most:
				return nil, 0
			case h == most:
				others++
			}
		}
	}
	return fits, others
}

// nearlyIn says whether all words of a name stand among others, one of several perhaps mistyped.
func nearlyIn(part, words []string) bool {
	missing := ""
	for _, w := range part {
		if !slices.Contains(words, w) {
			if missing != "" {
				return false
			}
			missing = w
		}
	}
	return missing == "" || len(part) > 1 && slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(part, w) && mistyped(missing, w) })
}

// mistyped says whether two words differ by one slip of a finger: two neighbours that changed places, or in longer words one
// letter that is missing, too many or another one.
func mistyped(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == b || len(a) < 3 || len(b) > len(a)+1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return len(a) >= 4 && a[i:] == b[i+1:]
	}
	if i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] {
		return true
	}
	return len(a) >= 5 && a[i+1:] == b[i+1:]
}
