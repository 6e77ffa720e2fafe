package people

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"postroom/app/mail"
)

// maxAlike is how many contacts may share an address or a name and still be compared: an address that hundreds have says
// nothing about who they are.
const maxAlike = 100

// Same finds, for each of the contacts, which of them are most likely the same person: those of one number. They share an
// address and their names agree, or they share a name of two words and a telephone number or the company. They are shown
// together; nothing is ever merged.
func Same(contacts []Contact) []int {
	group := make([]int, len(contacts))
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	names := make([]string, len(contacts))
	by := map[string][]int{}
	for i, c := range contacts {
		names[i] = foldName(c.Contact)
		for _, e := range c.Emails {
			if a := strings.ToLower(strings.TrimSpace(e.Address)); a != "" {
				by["address "+a] = append(by["address "+a], i)
			}
		}
		if strings.Contains(names[i], " ") {
			by["name "+names[i]] = append(by["name "+names[i]], i)
		}
	}
	for key, list := range by {
		if len(list) > maxAlike {
			continue
		}
		named := map[string]bool{}
		for _, i := range list {
			if names[i] != "" {
				named[names[i]] = true
			}
		}
		for n, i := range list {
			for _, j := range list[n+1:] {
				same := names[i] == names[j] || len(named) == 1 // who has no name is the only one who has the address
				if strings.HasPrefix(key, "name ") {
					same = shareDetail(contacts[i].Contact, contacts[j].Contact)
				}
				if x, y := root(i), root(j); same && x != y {
					group[max(x, y)] = min(x, y)
				}
			}
		}
	}
	for i := range group {
		group[i] = root(i)
	}
	return group
}

func shareDetail(x, y mail.Contact) bool {
	if c := foldWords(x.Company); c != "" && c == foldWords(y.Company) {
		return true
	}
	phones := func(c mail.Contact) (list []string) {
		for _, p := range append(slices.Concat(c.Business, c.Home), c.Mobile) {
			if p = digits(p); len(p) >= 6 {
				list = append(list, p)
			}
		}
		return list
	}
	other := phones(y)
	return slices.ContainsFunc(phones(x), func(p string) bool { return slices.Contains(other, p) })
}

// digits are those of a telephone number that tell it apart, however it is written: its last nine.
func digits(phone string) string {
	d := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	return d[max(0, len(d)-9):]
}

// foldName is a person's name as names are compared, empty if the contact has none of its own: "Maes, An" is "an maes".
func foldName(c mail.Contact) string {
	name := strings.TrimSpace(c.Given + " " + c.Surname)
	if name == "" {
		name = c.Name
	}
	if strings.Contains(name, "@") || foldWords(name) == foldWords(c.Company) {
		return ""
	}
	return foldWords(name)
}

// foldWords are the words of a text without case, accents and signs, in alphabetical order.
func foldWords(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(s))
	words := strings.Fields(s)
	slices.Sort(words)
	return strings.Join(words, " ")
}
