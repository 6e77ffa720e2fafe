package desktop

import (
	"embed"
	"strings"

	"postroom/app/words"
)

//go:embed words/*.json
var wordFiles embed.FS

var wordTables = words.Of[map[string]string](wordFiles)

// spoken is the language that the tray speaks for a system's, such as "nl_BE.UTF-8" or "de-AT".
func spoken(system string) string {
	for _, language := range words.Languages {
		rest, ok := strings.CutPrefix(strings.ToLower(system), language)
		if ok && (rest == "" || strings.ContainsRune("-_.@:", rune(rest[0]))) {
			return language
		}
	}
	return words.Languages[0]
}

// word is a text in a language, with args ("address", "info@kantoor.example") put into its places {address}.
func word(language, key string, args ...string) string {
	text := wordTables.In(language)[key]
	for i := 0; i+1 < len(args); i += 2 {
		text = strings.ReplaceAll(text, "{"+args[i]+"}", args[i+1])
	}
	return text
}
