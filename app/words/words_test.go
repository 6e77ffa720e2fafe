package words

import (
	"testing"
	"testing/fstest"
)

func TestUnknownLanguageIsEnglish(t *testing.T) {
	files := fstest.MapFS{}
	for _, language := range Languages {
		files["words/"+language+".json"] = &fstest.MapFile{Data: []byte(`{"hello":"hello in ` + language + `"}`)}
	}
	tables := Of[map[string]string](files)
	for language, want := range map[string]string{"de": "hello in de", "nl": "hello in nl", "pl": "hello in en", "": "hello in en"} {
		if got := tables.In(language)["hello"]; got != want {
			t.Errorf("in %q it says %q, want %q", language, got, want)
		}
	}
}

func TestBrokenOrMissingWordsEndTheProgram(t *testing.T) {
	whole := []byte(`{}`)
	for name, files := range map[string]fstest.MapFS{
		"missing": {"words/en.json": {Data: whole}},
		"broken":  {"words/en.json": {Data: whole}, "words/nl.json": {Data: whole}, "words/fr.json": {Data: []byte(`{`)}, "words/de.json": {Data: whole}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("words that are not there were read")
				}
			}()
			Of[map[string]string](files)()
		})
	}
}
