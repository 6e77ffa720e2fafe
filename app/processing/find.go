package processing

import (
	"slices"
	"strings"
	"unicode"
	"unique"
)

// MaxWords are looked for at once; what somebody pastes beyond that says no more.
const MaxWords = 64

// Words are looked for in the list: a mail is found when each of them occurs in the mail itself, in the name of its client or
// of one that it may belong to, or begins a part of that one's number.
type Words struct {
	List []string                // at most MaxWords
	In   func(seq uint64) uint64 // those that occur in the mail itself: a bit for each, by its place in List
}

// wanted are words made ready for many mails of the list. Nil wants every mail.
type wanted struct {
	*Words
	all     uint64            // the bits of all words
	clients map[string]uint64 // by id: the words that a client's name or number holds
	lists   map[unique.Handle[string]]uint64
}

func (w *Words) wanted(x *index) *wanted {
	if w == nil || len(w.List) == 0 {
		return nil
	}
	v := &wanted{Words: w, all: ^uint64(0) >> (MaxWords - len(w.List)), clients: map[string]uint64{}, lists: map[unique.Handle[string]]uint64{}}
	words := make([]string, len(w.List))
	for i, word := range w.List {
		words[i] = strings.TrimFunc(fold(word), func(r rune) bool { return strings.ContainsRune("()[],;", r) }) // as "Peeters BV (1001)" is shown
	}
	for _, c := range x.clients {
		name, number, held := fold(c.Name), fold(c.Number), uint64(0)
		for i, word := range words {
			if word != "" && (strings.Contains(name, word) || begins(number, word)) {
				held |= 1 << i
			}
		}
		if held != 0 {
			v.clients[c.ID] = held
		}
	}
	return v
}

// begins says whether a part of a number begins with a word: a part begins where no letter or digit is before.
func begins(number, word string) bool {
	for at := 0; at <= len(number)-len(word); at++ {
		i := strings.Index(number[at:], word)
		if i < 0 {
			return false
		}
		if at += i; at == 0 || !strings.ContainsFunc(number[at-1:at], isAlphanumeric) {
			return true
		}
	}
	return false
}

func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// has says whether a mail is found.
func (w *wanted) has(x *row) bool {
	if w == nil {
		return true
	}
	held := w.of(x.client) | w.of(x.fits)
	return held == w.all || held|w.In(x.seq) == w.all
}

// of are the words that clients hold, by their ids, joined.
func (w *wanted) of(list unique.Handle[string]) uint64 {
	if len(w.clients) == 0 || list == (unique.Handle[string]{}) {
		return 0
	}
	held, known := w.lists[list]
	if !known {
		for id := range strings.SplitSeq(list.Value(), "\n") {
			held |= w.clients[id]
		}
		w.lists[list] = held
	}
	return held
}

// mayBe are the clients that a mail may belong to, by their ids, but for what only a private contact says: a mail is found by
// those that everybody may read who sees it.
func (s *Slip) mayBe() (ids []string) {
	for _, c := range s.Candidates {
		if len(c.Evidence) == 0 || slices.ContainsFunc(c.Evidence, func(e Evidence) bool { return e.Code != private }) {
			ids = append(ids, c.Client)
		}
	}
	return ids
}
