package desktop

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"postroom/app/words"
)

var hole = regexp.MustCompile(`\{\w+\}`)

func TestEveryLanguageHasEveryTextWithTheSamePlaces(t *testing.T) {
	files, err := fs.Glob(wordFiles, "words/*.json")
	if err != nil || len(files) != len(words.Languages) {
		t.Fatalf("expected one file for each of %v, saw %v, %v", words.Languages, files, err)
	}
	want := wordTables()["en"]
	for _, language := range words.Languages {
		got := wordTables()[language]
		for key, text := range want {
			switch {
			case strings.TrimSpace(got[key]) == "":
				t.Errorf("%s: %q has no text", language, key)
			case !slices.Equal(hole.FindAllString(got[key], -1), hole.FindAllString(text, -1)):
				t.Errorf("%s: %q: expected the places of %q, saw %q", language, key, text, got[key])
			}
		}
		for key := range got {
			if _, ok := want[key]; !ok {
				t.Errorf("%s: %q is in no other language", language, key)
			}
		}
	}
}

// used finds the keys that the program asks for: the second argument of every call of word.
func used(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 {
				return true
			}
			f, ok := call.Fun.(*ast.Ident)
			if !ok || f.Name != "word" {
				return true
			}
			key, ok := call.Args[1].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: word is asked for a key that is not a literal", name)
				return true
			}
			text, err := strconv.Unquote(key.Value)
			if err != nil {
				t.Fatal(err)
			}
			keys[text] = true
			return true
		})
	}
	return keys
}

func TestEveryTextIsUsedAndEveryTextUsedIsThere(t *testing.T) {
	used, there := used(t), wordTables()["en"]
	for _, key := range slices.Sorted(maps.Keys(used)) {
		if _, ok := there[key]; !ok {
			t.Errorf("%q is asked for and has no text", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(there)) {
		if !used[key] {
			t.Errorf("%q has a text that nobody asks for", key)
		}
	}
}
