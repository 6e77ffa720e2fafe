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
}

// forms say what kind of company somebody is, not who.
var forms = wordSet("bv nv sa srl sprl bvba cvba cv vof gmbh ag ug kg ohg gbr sas sarl eurl vzw asbl ltd llc inc plc co and et und en de la le les der die das van het the dr mr mrs")

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
		of: make(map[*Client][]string, len(clients)), whole: make(map[*Client]string, len(clients)), spoken: make(map[*Client]string, len(clients))}
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
		return
	}
	n.whole[c], n.spoken[c] = spaced(whole), spaced(words)
	n.joined[joined] = append(n.joined[joined], c)
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
func (n *names) in(text string) (list []*Client) {
	words := wordsOf(text)
	seen := map[*Client]bool{}
	for _, w := range words {
		if len(n.words[w]) > maxNamesakes {
			continue
		}
		for _, c := range n.words[w] {
			if !seen[c] && allIn(n.of[c], words) {
				list = append(list, c)
			}
			seen[c] = true
		}
	}
	if len(list) < 2 {
		return list
	}
	exact := func(c *Client) int { return n.exact(c, words) }
	found := slices.Clone(list)
	return slices.DeleteFunc(list, func(c *Client) bool {
		return slices.ContainsFunc(found, func(o *Client) bool {
			if !allIn(n.of[c], n.of[o]) {
				return false
			}
			return len(n.of[o]) > len(n.of[c]) || len(n.of[o]) == len(n.of[c]) && exact(o) > exact(c)
		})
	})
}

// exact says how a name stands among words: 2 whole, 1 but for what kind of company it is, 0 in some other order.
func (n *names) exact(c *Client, words []string) int {
	switch all := spaced(words); {
	case strings.Contains(all, n.whole[c]):
		return 2
	case strings.Contains(spaced(withoutForms(words)), n.spoken[c]):
		return 1
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

// oneOf finds the one of a few clients of whose name a word stands in a text, also with two letters mixed up; nil if that
// is true of several.
func (n *names) oneOf(few []*Client, text string) *Client {
	most, best := 0, []*Client(nil)
	words := wordsOf(text)
	for _, c := range few {
		hits := 0
		for _, own := range n.of[c] {
			if len(own) >= 3 && slices.ContainsFunc(words, func(w string) bool { return w == own || swapped(w, own) }) {
				hits++
			}
		}
		switch {
		case hits > most:
			most, best = hits, []*Client{c}
		case hits == most && hits > 0:
			best = append(best, c)
		}
	}
	if len(best) != 1 {
		return nil
	}
	return best[0]
}

// swapped says whether two longer words differ by two neighbours that changed places.
func swapped(a, b string) bool {
	if len(a) != len(b) || len(a) < 4 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
