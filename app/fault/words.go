package fault

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// Words explain an error to a person: what happened, what to do, and who can do it.
type Words struct {
	What string `json:"what"`
	Do   string `json:"do"`
	// Who is "you", "administrator", "nobody" (time cures it) or "support".
	Who string `json:"who"`
	// Command does it on the command line, empty if there is no command for it. It is the same in every language.
	Command string `json:"command,omitempty"`
}

//go:embed words
var files embed.FS

// tables maps a language to a code to its words. A code is looked up without regard to case.
var tables = sync.OnceValue(func() map[string]map[string]Words {
	tables := map[string]map[string]Words{}
	err := fs.WalkDir(files, "words", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		language := path.Base(path.Dir(name))
		if tables[language] == nil {
			tables[language] = map[string]Words{}
		}
		var words map[string]Words
		if err := json.Unmarshal(data, &words); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for code, w := range words {
			code = strings.ToLower(code)
			if _, twice := tables[language][code]; twice {
				return fmt.Errorf("%s: %s has words already", name, code)
			}
			tables[language][code] = w
		}
		return nil
	})
	if err != nil {
		panic(err) // a broken file is built in: the tests of this package load them all
	}
	return tables
})

// Known says whether a code has words of its own in a language.
func Known(language, code string) bool {
	_, ok := tables()[language][strings.ToLower(code)]
	return ok
}

// Explain gives the words for an error in a language ("nl", "fr", "de", "en"). An error without words of its own gets
// those of its class, so there are always some.
func Explain(language string, err error) Words {
	table, ok := tables()[language]
	if !ok {
		table = tables()["en"]
	}
	var args map[string]string
	if e, ok := errors.AsType[*Error](err); ok {
		args = e.Args
	}
	w, ok := table[strings.ToLower(CodeOf(err))]
	if !ok {
		w = table["class: "+ClassOf(err).String()]
	}
	fill := filler(table, args)
	return Words{What: fill(w.What), Do: fill(w.Do), Who: w.Who, Command: fill(w.Command)}
}

// Value puts a word of ours, such as a kind of account, into a language. A value without words is given back as it is.
func Value(language, name, value string) string {
	table, ok := tables()[language]
	if !ok {
		table = tables()["en"]
	}
	return valueOf(table, name, value)
}

func valueOf(table map[string]Words, name, value string) string {
	if w, ok := table["value: "+name+" "+strings.ToLower(value)]; ok {
		return w.What
	}
	return value
}

// filler puts args into the places {name} of a text, all at once: a value that holds {name} itself stays as it is. A
// value that is a word of ours, such as a kind of account, is put into the language by the entry "value: name value".
func filler(table map[string]Words, args map[string]string) func(string) string {
	var pairs []string
	for name, value := range args {
		pairs = append(pairs, "{"+name+"}", valueOf(table, name, value))
	}
	return strings.NewReplacer(pairs...).Replace
}
