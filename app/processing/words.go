package processing

import (
	"embed"
	"strconv"
	"strings"

	"postroom/app/words"
)

//go:embed words
var files embed.FS

// tables say evidence by its code; {0}, {1} … are its arguments. What was learned is said so that it needs no plural: how
// many of how many.
var tables = words.Of[map[string]string](files)

// In says the evidence in a language, or in English.
func (e Evidence) In(language string) string {
	say := tables.In(language)
	var pairs []string
	for i, arg := range e.Args {
		if place := say["in-"+arg]; i == 2 && place != "" {
			arg = place
		}
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", arg)
	}
	return strings.NewReplacer(pairs...).Replace(say[e.Code])
}
