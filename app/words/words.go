// Package words reads the tables of words that a package says to people: a JSON file a language, built in beside its code.
// What the words mean is that package's business; the words for errors are in package fault.
package words

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"sync"
)

// Languages are the languages in which everything is said. The first stands in for any other.
var Languages = []string{"en", "nl", "fr", "de"}

// Tables are a package's words by language. They are read when they are first asked for; a broken file is built in, so
// that this ends the program: the tests of each package read all of its own.
type Tables[T any] func() map[string]T

// Of gives the words in the files words/en.json, words/nl.json and so on.
func Of[T any](files fs.FS) Tables[T] {
	return sync.OnceValue(func() map[string]T {
		all := map[string]T{}
		for _, language := range Languages {
			text, err := fs.ReadFile(files, "words/"+language+".json")
			var table T
			if err == nil {
				err = json.Unmarshal(text, &table)
			}
			if err != nil {
				panic(fmt.Errorf("words of %s: %w", language, err))
			}
			all[language] = table
		}
		return all
	})
}

// In gives the words of a language, or the English ones if there are none.
func (t Tables[T]) In(language string) T {
	table, ok := t()[language]
	if !ok {
		table = t()[Languages[0]]
	}
	return table
}
