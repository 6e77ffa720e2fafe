package face

import (
	"embed"
	"maps"
	"strings"
	"time"

	"postroom/app/words"
)

// Args are what a text names in braces. "n" chooses between one and many, and Say writes "time", an RFC 3339 text, as a
// clock shows it.
type Args map[string]string

//go:embed words/*.json
var wordFiles embed.FS

// texts are those that Go makes, by language and key. A text that counts has the keys KEY.one and
// KEY.other, and KEY.zero where nothing at all is said in another way.
var texts = words.Of[map[string]string](wordFiles)

// Say gives a text in the person's language.
func (f *Face) Say(key string, args Args) string {
	if text, ok := args["time"]; ok {
		args = maps.Clone(args)
		args["time"] = clock(text, f.opts.Now())
	}
	return say(f.language(), key, args)
}

func say(language, key string, args Args) string {
	table := texts()[language]
	text, ok := table[key]
	if n, counts := args["n"]; counts && !ok {
		if text, ok = table[key+".zero"]; !ok || n != "0" {
			text = table[key+"."+plural(language, n)]
		}
	}
	if text == "" && language != "en" {
		return say("en", key, args)
	}
	for name, value := range args {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// plural is the form of a noun after a number (CLDR, "Language Plural Rules"): French counts nothing as one.
func plural(language, n string) string {
	if n == "1" || n == "0" && language == "fr" {
		return "one"
	}
	return "other"
}

// clock writes the time of an RFC 3339 text as a clock here shows it; that of another day with its date.
func clock(text string, now time.Time) string {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	t, now = t.Local(), now.Local()
	if t.YearDay() != now.YearDay() || t.Year() != now.Year() {
		return t.Format("02-01 15:04")
	}
	return t.Format("15:04")
}
