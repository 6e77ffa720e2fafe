package search

import (
	"unicode"
	"unicode/utf8"
)

// maxWord is the longest word that is kept, in bytes of its folded form: an IBAN has 34. What is longer is no word.
const maxWord = 40

// word is a word of a text: its folded form, valid until the next one is asked for, and where it stands.
type word struct {
	term       []byte
	start, end int // bytes of the text
}

// scanner gives the words of a text one by one. Letters and digits make words; characters of writing without spaces are
// a word each.
type scanner struct {
	text string
	at   int
	buf  [4 * maxWord]byte
}

func (s *scanner) next() (word, bool) {
	for s.at < len(s.text) {
		r, size := s.rune()
		if inWord(r) {
			break
		}
		s.at += size
	}
	if s.at == len(s.text) {
		return word{}, false
	}
	w := word{term: s.buf[:0], start: s.at}
	for s.at < len(s.text) {
		r, size := s.rune()
		alone := r >= 0x0e00 && unspaced(r)
		if !inWord(r) || alone && s.at > w.start {
			break
		}
		s.at += size
		if len(w.term) <= maxWord {
			w.term = fold(w.term, r)
		}
		if alone {
			break
		}
	}
	w.end = s.at
	if len(w.term) == 0 { // nothing but marks
		return s.next()
	}
	return w, true
}

func (s *scanner) rune() (rune, int) {
	if c := s.text[s.at]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[s.at:])
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == softHyphen
}

// softHyphen says where a word may be divided; it belongs to the word.
const softHyphen = '\u00ad'

// unspaced says whether a character belongs to writing that puts no spaces between words.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// number puts together a number that people write in groups, such as "BE 0123.456.749" or "NL91 ABNA 0417 1643 00", so
// that it is found however it was written and is looked for.
type number struct {
	digits  int
	groups  int
	sep     byte // between the groups, 0 before the second
	end     int  // of the last group
	joined  []byte
	begun   int // where the first group begins
	country bool
}

// joinedDigits is how many digits make a number worth finding in one piece: dates have eight.
const joinedDigits = 9

// add takes the next word of a text. When that ends a number of several groups, it gives the number; the bytes are
// valid until the next call.
func (n *number) add(text string, w word) (joined []byte, start, end int) {
	letters, digits := count(w.term)
	if n.groups > 0 && n.follows(text, w, digits) {
		n.take(w, digits)
		return nil, 0, 0
	}
	joined, start, end = n.finish()
	n.groups, n.digits, n.sep, n.joined = 0, 0, 0, n.joined[:0]
	n.country = letters == 2 && digits == 0
	if digits > 0 && letters <= 2 || n.country {
		n.begun = w.start
		n.take(w, digits)
	}
	return joined, start, end
}

// finish gives the number that was begun, nil if it is none.
func (n *number) finish() (joined []byte, start, end int) {
	if n.groups < 2 || n.digits < joinedDigits || len(n.joined) > maxWord {
		return nil, 0, 0
	}
	return append([]byte(nil), n.joined...), n.begun, n.end
}

func (n *number) take(w word, digits int) {
	n.joined = append(n.joined, w.term...)
	n.groups++
	n.digits += digits
	n.end = w.end
}

// follows says whether a word is the next group of the number: one sign between them, always the same, but for the one
// after a country's letters.
func (n *number) follows(text string, w word, digits int) bool {
	if w.start != n.end+1 || len(n.joined)+len(w.term) > maxWord {
		return false
	}
	sep := text[n.end]
	if sep != ' ' && sep != '.' && sep != '-' && sep != '/' {
		return false
	}
	if digits == 0 && (len(w.term) != 4 || n.digits != 2) { // the bank's letters in an IBAN
		return false
	}
	if n.country && n.groups == 1 {
		return digits > 0
	}
	if n.sep == 0 {
		n.sep = sep
	}
	return sep == n.sep
}

func count(term []byte) (letters, digits int) {
	for _, c := range term {
		if '0' <= c && c <= '9' {
			digits++
		} else {
			letters++
		}
	}
	return letters, digits
}

// bare is a VAT or company number without the country's letters that it begins with, nil if it has none.
func bare(term []byte) []byte {
	if len(term) < 2+8 || len(term) > 2+12 || isDigit(term[0]) || isDigit(term[1]) {
		return nil
	}
	for _, c := range term[2:10] {
		if !isDigit(c) {
			return nil
		}
	}
	return term[2:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// terms calls fn with every word of a text, its numbers in one piece, and them without their country. order is false for
// what stands for words that were given already.
func terms(text string, fn func(term []byte, order bool)) {
	s := scanner{text: text}
	var n number
	one := func(term []byte, order bool) {
		fn(term, order)
		if b := bare(term); b != nil {
			fn(b, false)
		}
	}
	for {
		w, ok := s.next()
		if !ok {
			break
		}
		if joined, _, _ := n.add(text, w); joined != nil {
			one(joined, false)
		}
		one(w.term, true)
	}
	if joined, _, _ := n.finish(); joined != nil {
		one(joined, false)
	}
}
