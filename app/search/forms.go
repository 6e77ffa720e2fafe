package search

import (
	"cmp"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// form is a word of the index that a word of a query stands for.
type form struct {
	term  string
	exact bool // it is the very word
}

// What a word may stand for at most.
const (
	maxForms  = 2000   // words of the index for one of the query
	maxLooked = 50_000 // words of the index that are looked at
)

// finder is one search in one state of the index.
type finder struct {
	reader  index.IndexReader
	cache   map[wanted][]form
	allDays []string
	err     error
}

type wanted struct {
	field string
	place place
}

// forms are the words of the index that a word of a query stands for. What goes wrong is noted in err.
func (f *finder) forms(field string, p place) []form {
	key := wanted{field, p}
	if found, ok := f.cache[key]; ok {
		return found
	}
	found := []form{{term: p.text, exact: true}}
	if p.prefix {
		found = append(found, f.beginning(field, p.text)...)
	}
	if !p.exact && inflected(p.text) {
		found = append(found, f.inflections(field, p.text)...)
		if other, ok := umlaut(p.text); ok {
			found = append(found, form{term: other})
			found = append(found, f.inflections(field, other)...)
		}
	}
	found = unique(found)
	f.cache[key] = found
	return found
}

func unique(forms []form) []form {
	seen := map[string]bool{}
	return slices.DeleteFunc(forms, func(f form) bool {
		was := seen[f.term]
		seen[f.term] = true
		return was
	})
}

// beginning are the words of the index that begin so; if they are too many, the shortest, which are the most frequent.
func (f *finder) beginning(field, prefix string) []form {
	var found []form
	f.each(field, prefix, func(term string) {
		if term != prefix {
			found = append(found, form{term: term})
		}
	})
	if len(found) > maxForms {
		slices.SortStableFunc(found, func(a, b form) int { return cmp.Compare(len(a.term), len(b.term)) })
		found = found[:maxForms]
	}
	return found
}

// inflections are the words of the index that are other forms of a word in one of the languages.
func (f *finder) inflections(field, term string) []form {
	own := stemsOf(term)
	begin := min(max(own.shortest()-1, 3), len(term))
	var found []form
	f.each(field, term[:begin], func(other string) {
		if other != term && len(other) <= len(term)+6 && inflected(other) && own.shares(stemsOf(other)) && len(found) < maxForms {
			found = append(found, form{term: other})
		}
	})
	return found
}

// each calls fn with the words of a field that begin so.
func (f *finder) each(field, prefix string, fn func(term string)) {
	dict, err := f.reader.FieldDictPrefix(field, []byte(prefix))
	if err != nil {
		f.err = err
		return
	}
	for range maxLooked {
		e, err := dict.Next()
		if err != nil || e == nil {
			f.err = cmp.Or(f.err, err)
			break
		}
		fn(e.Term)
	}
	f.err = cmp.Or(f.err, dict.Close())
}
