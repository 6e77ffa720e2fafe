// Package layout holds the tests of the project's own shape: which package may
// import which, and what no file may contain. It looks at source text only, for
// every operating system at once, and nothing here is part of the program.
package layout

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "postroom"

// layers is the picture of ARCHITECTURE.md, from the top down. A package may
// import packages of lower layers and those below its own folder. Packages of
// one layer don't know each other.
var layers = [][]string{
	{"app/cmd/postroomd", "app/desktop"},
	{"app/face"},
	{"app/demo"},
	{"app/office"},
	{"app/capture", "app/processing", "app/people", "app/recognition", "app/text"},
	{"app/graph", "app/signin", "app/store", "app/document", "app/invoice", "app/destination", "app/register", "app/search", "app/preview", "app/export"},
	{"app/vault", "app/policy", "app/settings", "app/proxy", "app/pdf"},
	{"app/mail", "app/fault", "app/words"},
}

// simulator stands beside the app: a server that speaks HTTP. Only the command
// that starts it, the demonstration, and tests, import it.
const (
	simulator     = "app/simulator"
	demonstration = "app/demo"
)

// owners names, for a library that one package keeps to itself, that package.
var owners = []struct{ library, owner string }{
	{"github.com/microsoftgraph/", "app/graph"},
	{"github.com/microsoft/kiota-", "app/graph"},
	{"github.com/AzureAD/microsoft-authentication-library-for-go", "app/signin"},
	{"github.com/wailsapp/wails", "app/desktop"},
	{"fyne.io/systray", "app/desktop"},
	{"go.etcd.io/bbolt", "app/store"},
	{"github.com/zalando/go-keyring", "app/vault"},
	{"github.com/blevesearch/", "app/search"},
	{"github.com/digitorus/", "app/register/stamp"},
}

// source is one Go file with what it imports.
type source struct {
	file    string // from the project's root, with slashes
	folder  string
	test    bool
	imports []string
}

// within says whether folder is owner or lies below it.
func within(folder, owner string) bool {
	return folder == owner || strings.HasPrefix(folder, owner+"/")
}

// layerOf gives the layer's number, 0 at the top, and the listed folder that
// the given one belongs to; -1 when it isn't listed.
func layerOf(folder string) (int, string) {
	for n, layer := range layers {
		for _, listed := range layer {
			if within(folder, listed) {
				return n, listed
			}
		}
	}
	return -1, ""
}

func TestPackagesImportOnlyWhatLiesBelowThem(t *testing.T) {
	for _, s := range sources(t) {
		if !within(s.folder, "app") || within(s.folder, simulator) {
			continue
		}
		from, listed := layerOf(s.folder)
		if from < 0 {
			t.Errorf("%s: the package has no place in the table of layers; expected one", s.file)
			continue
		}
		for _, name := range s.imports {
			folder, ours := strings.CutPrefix(name, module+"/")
			if !ours || within(folder, listed) {
				continue
			}
			if within(folder, simulator) {
				if !s.test && from != 0 && listed != demonstration {
					t.Errorf("%s imports %s; expected only the command, the demonstration and tests to know the simulator", s.file, folder)
				}
				continue
			}
			if listed == demonstration && within(folder, "testdata") {
				continue // the real mails that its people have written
			}
			if to, _ := layerOf(folder); to <= from {
				t.Errorf("%s imports %s; expected imports from lower layers only", s.file, folder)
			}
		}
	}
}

func TestSimulatorImportsNothingOfTheApp(t *testing.T) {
	for _, s := range sources(t) {
		if !within(s.folder, simulator) {
			continue
		}
		for _, name := range s.imports {
			if folder, ours := strings.CutPrefix(name, module+"/"); ours && !within(folder, simulator) {
				t.Errorf("%s imports %s; expected nothing of the app", s.file, folder)
			}
		}
	}
}

// Tests outside of app are clients of the simulator like any other, so they may
// use the libraries that a client would.
func TestLibraryIsKeptByItsPackage(t *testing.T) {
	for _, s := range sources(t) {
		if !within(s.folder, "app") {
			continue
		}
		for _, name := range s.imports {
			for _, o := range owners {
				if strings.HasPrefix(name, o.library) && !within(s.folder, o.owner) {
					t.Errorf("%s imports %s; expected that only in %s", s.file, name, o.owner)
				}
			}
		}
	}
}

// sources parses the imports of every Go file of the project, whatever system
// or tag it is for.
func sources(t *testing.T) []source {
	t.Helper()
	var found []source
	walk(t, func(name string) {
		if path.Ext(name) != ".go" || !strings.Contains(name, "/") {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, filepath.FromSlash(name)), nil, parser.ImportsOnly)
		if err != nil {
			t.Errorf("%s: expected Go source: %v", name, err)
			return
		}
		s := source{file: name, folder: path.Dir(name), test: strings.HasSuffix(name, "_test.go")}
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Errorf("%s: expected an import path, found %s", name, spec.Path.Value)
				continue
			}
			s.imports = append(s.imports, imported)
		}
		found = append(found, s)
	})
	if len(found) == 0 {
		t.Fatal("no Go file found; expected the project's")
	}
	return found
}

// root is the project's folder, seen from this test.
var root = filepath.Join("..", "..")

// leftOut are the folders that hold nothing of ours: other people's data,
// what is built, what npm installs.
var leftOut = map[string]bool{".git": true, "build/out": true, "frontend/dist": true}

// walk calls visit for every file of the project, named from its root.
func walk(t *testing.T, visit func(name string)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (leftOut[name] || path.Base(name) == "testdata" || path.Base(name) == "node_modules") {
			return fs.SkipDir
		}
		if e.Type().IsRegular() && name != ".git" { // a file in a working tree beside the first
			visit(name)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("walking the project: %v", err)
	}
}
