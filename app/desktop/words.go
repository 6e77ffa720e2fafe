package desktop

import (
	"embed"
	"encoding/json"
	"strings"
	"sync"
)

// Languages that the tray and its notifications speak; the first is what others fall back to.
var languages = []string{"en", "nl", "fr", "de"}

//go:embed words/*.json
var wordFiles embed.FS

var wordTables = sync.OnceValue(func() map[string]map[string]string {
	tables := map[string]map[string]string{}
	for _, language := range languages {
		data, err := wordFiles.ReadFile("words/" + language + ".json")
		var table map[string]string
		if err == nil {
			err = json.Unmarshal(data, &table)
		}
		if err != nil {
			panic(err) // a broken file is built in: the tests load them all
		}
		tables[language] = table
	}
	return tables
})

// spoken is the language that the tray speaks for a system's, such as "nl_BE.UTF-8" or "de-AT".
func spoken(system string) string {
	for _, language := range languages {
		rest, ok := strings.CutPrefix(strings.ToLower(system), language)
		if ok && (rest == "" || strings.ContainsRune("-_.@:", rune(rest[0]))) {
			return language
		}
	}
	return languages[0]
}

// word is a text in a language, with args ("address", "info@kantoor.example") put into its places {address}.
func word(language, key string, args ...string) string {
	table, ok := wordTables()[language]
	if !ok {
		table = wordTables()[languages[0]]
	}
	text := table[key]
	for i := 0; i+1 < len(args); i += 2 {
		text = strings.ReplaceAll(text, "{"+args[i]+"}", args[i+1])
	}
	return text
}
