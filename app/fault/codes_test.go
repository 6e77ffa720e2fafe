package fault

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// program reads the sources of the app: every string in them, and the codes that errors are made with.
func program(t *testing.T) (texts, codes map[string]string) {
	t.Helper()
	texts, codes = map[string]string{}, map[string]string{}
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "simulator" {
			return filepath.SkipDir // not of the app
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
					texts[text] = name
				}
			case *ast.CompositeLit:
				if code := codeOf(n); code != "" {
					codes[code] = name
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts, codes
}

// codeOf is the code of a literal fault.Error, empty if it is none or its code is not written there.
func codeOf(lit *ast.CompositeLit) string {
	sel, ok := lit.Type.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Error" {
		return ""
	}
	if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "fault" {
		return ""
	}
	for _, e := range lit.Elts {
		field, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := field.Key.(*ast.Ident); !ok || key.Name != "Code" {
			continue
		}
		if value, ok := field.Value.(*ast.BasicLit); ok {
			code, _ := strconv.Unquote(value.Value)
			return code
		}
	}
	return ""
}

func TestEveryCodeOfTheProgramHasWordsAndEveryWordsACode(t *testing.T) {
	texts, codes := program(t)
	if len(codes) < 40 {
		t.Fatalf("expected forty codes or more in the sources, saw %d: is the folder the right one?", len(codes))
	}
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		if code != "bug" && !Known("en", code) { // a bug is explained by its class
			t.Errorf("%s: expected words for the code %q, saw none", codes[code], code)
		}
	}
	for _, name := range names(t, "en") {
		if name == "class.json" || name == "values.json" {
			continue
		}
		for code := range file(t, "words/en/"+name) {
			if theirs := code != strings.ToLower(code) || name == "graph.json" || strings.HasPrefix(code, "entra-"); theirs {
				continue // comes from Microsoft
			}
			if texts[code] == "" {
				t.Errorf("en/%s: expected %q somewhere in the program, saw it nowhere", name, code)
			}
		}
	}
}
