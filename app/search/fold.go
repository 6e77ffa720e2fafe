package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold appends a character as it is compared: in lower case, without accents, in its plain form. A mark that stands on
// the character before it becomes nothing.
func fold(to []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(to, byte(r))
	}
	if r < rune(len(folded)) {
		return append(to, folded[r]...)
	}
	return append(to, foldRune(r)...)
}

// folded are the characters of European languages, which make up nearly all that is not ASCII.
var folded = func() (t [0x250]string) {
	for r := range t {
		t[r] = foldRune(rune(r))
	}
	return t
}()

// letters are those that Unicode does not take apart, as people type them without the key for them.
var letters = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ı': "i", 'ł': "l", 'þ': "th", 'ŧ': "t"}

func foldRune(r rune) string {
	if r == softHyphen {
		return ""
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(string(unicode.ToLower(r))) {
		if unicode.Is(unicode.M, r) {
			continue
		}
		r = unicode.ToLower(r)
		if s, ok := letters[r]; ok {
			b.WriteString(s)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// foldText is a text as it is compared, signs and all.
func foldText(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		b = fold(b, r)
	}
	return string(b)
}
