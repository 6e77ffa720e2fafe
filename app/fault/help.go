package fault

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// Help is what a help page says of one error: its words, with … for what only a real error can name.
type Help struct {
	Code    string `json:"code"`
	Group   string `json:"group"` // key of what the error is about: sign-in, mailbox, network, documents, settings, program
	What    string `json:"what"`
	Do      string `json:"do"`
	Who     string `json:"who"` // "you", "administrator", "nobody" or "support"
	Command string `json:"command,omitempty"`
}

// Groups are the keys of the groups, in the order of a help page.
var Groups = []string{"sign-in", "network", "mailbox", "documents", "settings", "program"}

// groups says which group the errors of a file of words belong to. Those of other files are the program's own.
var groups = map[string]string{
	"entra": "sign-in", "signin": "sign-in", "organisation": "sign-in", "vault": "sign-in",
	"network": "network",
	"graph":   "mailbox", "capture": "mailbox",
	"destination": "documents", "document": "documents", "register": "documents",
	"policy": "settings", "settings": "settings",
}

// others are files with words for something else than errors.
var others = []string{"check.json", "class.json", "values.json"}

// known is a code as it is written, with its group.
type known struct{ code, group string }

// catalogue lists all codes with words of their own, by group and name.
var catalogue = sync.OnceValue(func() []known {
	var list []known
	names, err := fs.Glob(files, "words/en/*.json")
	for _, name := range names {
		base := path.Base(name)
		if slices.Contains(others, base) {
			continue
		}
		var words map[string]Words
		var data []byte
		if data, err = files.ReadFile(name); err == nil {
			err = json.Unmarshal(data, &words)
		}
		if err != nil {
			break
		}
		group := cmp.Or(groups[strings.TrimSuffix(base, ".json")], "program")
		for code := range words {
			if !strings.HasPrefix(code, "value: ") {
				list = append(list, known{code, group})
			}
		}
	}
	if err != nil {
		panic(fmt.Errorf("the catalogue of errors: %w", err)) // built in: the tests of this package load them all
	}
	slices.SortFunc(list, func(a, b known) int {
		return cmp.Or(cmp.Compare(slices.Index(Groups, a.group), slices.Index(Groups, b.group)), number(a.code)-number(b.code),
			strings.Compare(strings.ToLower(a.code), strings.ToLower(b.code)))
	})
	return list
})

// number is that of an AADSTS code, larger than any for another code: Microsoft's come first, as one counts.
func number(code string) int {
	n := 0
	if _, err := fmt.Sscanf(code, "AADSTS%d", &n); err != nil {
		return 1 << 31
	}
	return n
}

// aliases are other names by which people know an error: 524 is what a sign-in that never came back was called before.
var aliases = map[string]string{"524": "sign-in-timeout"}

// HelpFor gives the help for a code, whatever its case. The number of an AADSTS code alone will do. It is not ok if
// there is no such code.
func HelpFor(language, code string) (h Help, ok bool) {
	code = strings.TrimSpace(code)
	if other, ok := aliases[code]; ok {
		code = other
	}
	for _, k := range catalogue() {
		if strings.EqualFold(k.code, code) || strings.EqualFold(k.code, "AADSTS"+code) {
			return helpOf(language, k), true
		}
	}
	return Help{}, false
}

// AllHelp gives the help for every code, in the order of a help page.
func AllHelp(language string) []Help {
	var list []Help
	for _, k := range catalogue() {
		list = append(list, helpOf(language, k))
	}
	return list
}

func helpOf(language string, k known) Help {
	w := Explain(language, &Error{Code: k.code})
	return Help{Code: k.code, Group: k.group, What: general(w.What), Do: general(w.Do), Who: w.Who, Command: commandOf(w.Command)}
}

// general is a text without the values that only a real error has.
func general(text string) string { return placeholder.ReplaceAllString(text, "…") }

// commandOf shows the places of a command as its help does: in capitals.
func commandOf(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(p string) string { return strings.ToUpper(strings.Trim(p, "{}")) })
}
