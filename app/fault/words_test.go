package fault

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var languages = []string{"en", "nl", "fr", "de"}

// same lists the codes of which a text is rightly the English one, with the languages it is so in. None is, by now.
var same = map[string][]string{}

var place = regexp.MustCompile(`\{\w+\}`)

// file reads one file of words as it is written: unknown fields and second keys are errors.
func file(t *testing.T, name string) map[string]Words {
	t.Helper()
	f, err := files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	dec.DisallowUnknownFields()
	var words map[string]Words
	if err := dec.Decode(&words); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return words
}

func names(t *testing.T, language string) []string {
	t.Helper()
	found, err := fs.Glob(files, "words/"+language+"/*")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range found {
		found[i] = path.Base(name)
	}
	return found
}

func TestEveryLanguageHasTheWordsThatEnglishHas(t *testing.T) {
	dirs, err := fs.Glob(files, "words/*")
	if err != nil || len(dirs) != len(languages) {
		t.Fatalf("expected one folder for each of %v, saw %v, %v", languages, dirs, err)
	}
	if len(names(t, "en")) < 10 {
		t.Fatalf("expected ten files of words or more, saw %v", names(t, "en"))
	}
	for _, language := range languages[1:] {
		if want, got := names(t, "en"), names(t, language); !slices.Equal(got, want) {
			t.Errorf("%s: expected the files %v, saw %v", language, want, got)
			continue
		}
		for _, name := range names(t, "en") {
			english, words := file(t, "words/en/"+name), file(t, "words/"+language+"/"+name)
			for _, code := range slices.Sorted(maps.Keys(english)) {
				if w, ok := words[code]; !ok {
					t.Errorf("%s/%s: %s has no words", language, name, code)
				} else {
					compare(t, language, code, english[code], w)
				}
			}
			for code := range words {
				if _, ok := english[code]; !ok {
					t.Errorf("%s/%s: %s is one too many, English does not have it", language, name, code)
				}
			}
		}
	}
}

// compare holds the words of a language against the English ones.
func compare(t *testing.T, language, code string, english, w Words) {
	t.Helper()
	if w.Who != english.Who || w.Command != english.Command {
		t.Errorf("%s: %s: expected who %q and command %q as in English, saw %q and %q", language, code, english.Who, english.Command, w.Who, w.Command)
	}
	for _, text := range []struct{ name, want, got string }{{"what", english.What, w.What}, {"do", english.Do, w.Do}} {
		if want, got := places(text.want), places(text.got); !slices.Equal(want, got) {
			t.Errorf("%s: %s: expected the places %v in %q, saw %v", language, code, want, text.name, got)
		}
		if text.want != "" && text.got == text.want && !slices.Contains(same[code], language) {
			t.Errorf("%s: %s: %q is still in English: %q", language, code, text.name, text.got)
		}
	}
}

func places(text string) []string {
	return slices.Sorted(slices.Values(place.FindAllString(text, -1)))
}

func TestEveryTextSaysWhatWhatToDoAndWho(t *testing.T) {
	for _, language := range languages {
		for _, name := range names(t, language) {
			for code, w := range file(t, "words/"+language+"/"+name) {
				at := language + "/" + name + ": " + code
				texts := []string{w.What, w.Do}
				if strings.HasPrefix(code, "value: ") {
					if w.Do != "" || w.Who != "" || w.Command != "" {
						t.Errorf("%s: expected a value to be one text, saw %+v", at, w)
					}
					texts = texts[:1]
				} else if !slices.Contains([]string{"you", "administrator", "nobody", "support"}, w.Who) {
					t.Errorf("%s: expected who to be you, administrator, nobody or support, saw %q", at, w.Who)
				}
				for _, text := range texts {
					switch {
					case strings.TrimSpace(text) == "":
						t.Errorf("%s: a text is empty", at)
					case text != strings.TrimSpace(text) || strings.Contains(text, "  "):
						t.Errorf("%s: %q holds spaces that nobody sees", at, text)
					case strings.ContainsAny(place.ReplaceAllString(text, ""), `{}"`) || strings.ContainsFunc(text, unicode.IsControl):
						t.Errorf("%s: %q holds a broken place or typewriter quotes", at, text)
					case len(texts) == 2 && !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ".”"):
						t.Errorf("%s: expected a sentence, saw %q", at, text)
					case strings.Contains(text, "postroomd"):
						t.Errorf("%s: %q names a command; it belongs into the field for it", at, text)
					}
				}
			}
		}
	}
}

// The formal address of each language, and the words of the window: filed, not archived.
var unwanted = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)\b(archived|captured?|token|please|oops|sorry)\b`),
	"nl": regexp.MustCompile(`(?i)\b(je|jij|jou|jouw|jullie|gearchiveerd|token|inloggen)\b`),
	"fr": regexp.MustCompile(`(?i)(?:^|[^\pL])(tu|ton|ta|tes|toi|archivé|jeton|email|courriel)(?:[^\pL]|$)`),
	"de": regexp.MustCompile(`(?i)\b(du|dein|deine|deinen|dich|dir|archiviert|token|einloggen|passwort)\b`),
}

func TestTextsAddressAPersonFormallyAndInTheWordsOfTheWindow(t *testing.T) {
	for _, language := range languages {
		for _, name := range names(t, language) {
			for code, w := range file(t, "words/"+language+"/"+name) {
				if found := unwanted[language].FindString(w.What + " " + w.Do); found != "" {
					t.Errorf("%s/%s: %s says %q: %q", language, name, code, found, w.What+" "+w.Do)
				}
			}
		}
	}
}

func TestAFileNamesACodeOnce(t *testing.T) {
	seen := map[string]string{}
	for _, name := range names(t, "en") {
		data, err := files.ReadFile("words/en/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^\s*"([^"]+)": \{`).FindAllStringSubmatch(string(data), -1) {
			code := strings.ToLower(m[1])
			if seen[code] != "" {
				t.Errorf("%s: %s has words in %s already", name, code, seen[code])
			}
			seen[code] = name
		}
	}
	if got, want := len(tables()["en"]), len(seen); got != want {
		t.Errorf("expected the table to hold the %d codes of the files, saw %d", want, got)
	}
}

func TestExplainSpeaksTheLanguageAndFillsThePlaces(t *testing.T) {
	wrong := &Error{Class: FixSetting, Code: "wrong-account", Args: map[string]string{"seen": "{expected}", "expected": "an@office.example"}}
	clock := &Error{Class: FixSetting, Code: "clock-wrong", Args: map[string]string{"off": "7 min", "way": "ahead"}}
	for _, tt := range []struct {
		name, language string
		err            error
		want           string // in what or do
	}{
		{"Dutch", "nl", clock, "De klok van deze computer loopt 7 min voor."},
		{"French puts words in another order", "fr", clock, "L'horloge de cet ordinateur est en avance de 7 min."},
		{"German", "de", clock, "Die Uhr dieses Computers geht 7 min vor."},
		{"a language that is not there", "eo", clock, "This computer's clock is 7 min ahead."},
		{"a value that looks like a place", "en", wrong, "{expected} signed in, but this connection is that of an@office.example."},
		{"a code without words of its own", "de", &Error{Class: RetryLater, Code: "nobody-knows"}, "Der Dienst hat nicht so geantwortet, wie er sollte."},
		{"an error that nobody classified", "nl", errors.New("odd"), "Er is iets onverwachts gebeurd."},
		{"a code in other letters", "fr", &Error{Class: RetryLater, Code: "TOOMANYREQUESTS"}, "Microsoft demande de ralentir."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if w := Explain(tt.language, tt.err); w.What != tt.want || w.Do == "" || w.Who == "" {
				t.Errorf("expected %q and what to do, saw %+v", tt.want, w)
			}
		})
	}
	needed := Explain("de", &Error{Class: SignInAgain, Code: "sign-in-needed", Args: map[string]string{"address": "an@office.example"}})
	if want := "postroomd reauthenticate an@office.example"; cmp.Or(needed.Command, "none") != want {
		t.Errorf("expected the command %q, saw %q", want, needed.Command)
	}
}
