package search

import (
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
)

// Words are kept as they are written, and the words of a query are looked up in all their forms, in every language at
// once: a subject of three words says too little about its language, an office writes in several, and the index holds
// no word twice.
var stemmers = [...]func(*snowballstem.Env) bool{dutch.Stem, french.Stem, german.Stem, english.Stem}

// stems are a word's stems, one for each language.
type stems [len(stemmers)]string

// stemsOf gives the stems of a folded word.
func stemsOf(term string) (s stems) {
	for i, stem := range stemmers {
		env := snowballstem.NewEnv(term)
		stem(env)
		s[i] = env.Current()
	}
	// Without its accents a French participle loses one ending only: "facturee" becomes "facture", then "factur".
	env := snowballstem.NewEnv(s[1])
	french.Stem(env)
	s[1] = env.Current()
	// A y at a stem's end becomes an i, but not where the first pass has left an e behind it: "payer" and "payee".
	if stem, ok := strings.CutSuffix(s[1], "y"); ok {
		s[1] = stem + "i"
	}
	return s
}

// shares says whether two words are forms of one word in some language.
func (s stems) shares(t stems) bool {
	for i := range s {
		if s[i] == t[i] {
			return true
		}
	}
	return false
}

// shortest is the length of the shortest stem.
func (s stems) shortest() int {
	n := len(s[0])
	for _, stem := range s {
		n = min(n, len(stem))
	}
	return n
}

// inflected says whether a word can have other forms: numbers have none, and what is very short is a name or an
// abbreviation.
func inflected(term string) bool {
	return len(term) >= 4 && !strings.ContainsAny(term, "0123456789")
}

// common are the words that say nothing in one of the languages.
var common = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, list := range [][]byte{nl.DutchStopWords, fr.FrenchStopWords, de.GermanStopWords, en.EnglishStopWords} {
		m := analysis.NewTokenMap()
		if err := m.LoadBytes(list); err != nil {
			panic(err) // the lists are built in
		}
		for w := range m {
			words[foldText(w)] = true
		}
	}
	return words
})

// elided are French articles and the like, as they stand before an apostrophe.
var elided = map[string]bool{"l": true, "m": true, "t": true, "qu": true, "n": true, "s": true, "j": true, "d": true, "c": true,
	"jusqu": true, "quoiqu": true, "lorsqu": true, "puisqu": true}

// umlaut is a word without the e by which a German vowel is written where there is no key for it; false if that changes
// nothing. After another vowel, or a q, it is no such e: "Steuererklaerung" has only one.
func umlaut(term string) (string, bool) {
	var b strings.Builder
	last := byte(' ')
	for i := range len(term) {
		c := term[i]
		if c == 'e' && i > 0 && strings.IndexByte("aou", last) >= 0 && (i == 1 || strings.IndexByte("aeiouq", term[i-2]) < 0) {
			continue
		}
		b.WriteByte(c)
		last = c
	}
	return b.String(), b.Len() < len(term)
}
