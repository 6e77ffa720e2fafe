package processing

import (
	"slices"
	"strings"
)

// names finds clients whose names stand somewhere.
type names struct {
	words  map[string][]*Client // by each word of their names
	joined map[string][]*Client // by their words in one, as domains are written
	of     map[*Client][]string
}

// forms say what kind of company somebody is, not who.
var forms = map[string]bool{}

func init() {
	for w := range strings.FieldsSeq("bv nv sa srl sprl bvba cvba cv vof gmbh ag ug kg ohg gbr sas sarl eurl vzw asbl ltd llc inc plc co and et und en de la le les der die das van het the dr mr mrs") {
		forms[w] = true
	}
}

// maxNamesakes share a word that can still lead to a client by itself.
const maxNamesakes = 200

func newNames(clients []*Client) *names {
	n := &names{words: make(map[string][]*Client, len(clients)), joined: make(map[string][]*Client, len(clients)), of: make(map[*Client][]string, len(clients))}
	for _, c := range clients {
		n.add(c)
	}
	return n
}

func (n *names) add(c *Client) {
	words := slices.DeleteFunc(wordsOf(c.Name), func(w string) bool { return forms[w] })
	if len(strings.Join(words, "")) < 4 {
		return
	}
	slices.Sort(words)
	words = slices.Compact(words)
	n.of[c] = words
	for _, w := range words {
		n.words[w] = append(n.words[w], c)
	}
	all := slices.DeleteFunc(wordsOf(c.Name), func(w string) bool { return forms[w] })
	n.joined[strings.Join(all, "")] = append(n.joined[strings.Join(all, "")], c)
}

// in finds the clients whose whole names stand among words: of "Peeters" and "Peeters Bouw" only the longer one, where both
// do. Several are as good as each other.
func (n *names) in(words []string) (list []*Client) {
	seen := map[*Client]bool{}
	for _, w := range words {
		if len(n.words[w]) > maxNamesakes {
			continue
		}
		for _, c := range n.words[w] {
			if seen[c] {
				continue
			}
			seen[c] = true
			if !slices.ContainsFunc(n.of[c], func(part string) bool { return !slices.Contains(words, part) }) {
				list = append(list, c)
			}
		}
	}
	return slices.DeleteFunc(list, func(c *Client) bool {
		return slices.ContainsFunc(list, func(o *Client) bool {
			return len(n.of[o]) > len(n.of[c]) && !slices.ContainsFunc(n.of[c], func(part string) bool { return !slices.Contains(n.of[o], part) })
		})
	})
}

// inAddress finds the clients who are called as the name of a domain is, or a part of an address at a public provider.
func (n *names) inAddress(a string) []*Client {
	local, domain, _ := strings.Cut(a, "@")
	if !isPublic(domain) {
		local, _, _ = strings.Cut(domain, ".")
		if parts := strings.Split(domain, "."); len(parts) > 2 {
			local = parts[len(parts)-2]
		}
	}
	words := wordsOf(local)
	if list := n.joined[strings.Join(words, "")]; len(list) > 0 {
		return list
	}
	if len(words) < 2 {
		return nil
	}
	return n.in(words)
}
