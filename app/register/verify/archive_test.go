package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/register"
)

// archive is a destination and its register, with a database that remembers every line.
type archive struct {
	t        testing.TB
	root     string
	register *register.Register
	lines    []register.Line
	caseless bool
	denied   string // path that may not be read
	err      error  // what the destination answers instead
}

func newArchive(t testing.TB) *archive {
	t.Helper()
	a := &archive{t: t, root: t.TempDir()}
	if err := os.Mkdir(a.dir(), 0o700); err != nil {
		t.Fatal(err)
	}
	r, err := register.Open(a.dir(), register.Head{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	a.register = r
	return a
}

func (a *archive) dir() string           { return filepath.Join(a.root, ".postroom") }
func (a *archive) journal() string       { return filepath.Join(a.dir(), "register-2026.jsonl") }
func (a *archive) at(name string) string { return filepath.Join(a.root, filepath.FromSlash(name)) }

// file puts documents away and registers each as a mail.
func (a *archive) file(names ...string) {
	a.t.Helper()
	var entries []register.Entry
	for _, name := range names {
		content := "content of " + name
		a.write(name, content)
		sum := sha256.Sum256([]byte(content))
		entries = append(entries, register.Entry{Time: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), Event: register.Filed, ID: name,
			Files: []register.File{{Path: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content)), Kind: "mail"}}})
	}
	lines, err := a.register.Append(entries)
	if err != nil {
		a.t.Fatal(err)
	}
	a.lines = append(a.lines, lines...)
}

func (a *archive) write(name, content string) {
	a.t.Helper()
	if err := os.MkdirAll(filepath.Dir(a.at(name)), 0o700); err != nil {
		a.t.Fatal(err)
	}
	if err := os.WriteFile(a.at(name), []byte(content), 0o600); err != nil {
		a.t.Fatal(err)
	}
}

func (a *archive) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

// rewrite changes the register's lines.
func (a *archive) rewrite(change func(lines []string) []string) {
	a.t.Helper()
	text, err := os.ReadFile(a.journal())
	a.must(err)
	lines := strings.SplitAfter(string(text), "\n")
	a.must(os.WriteFile(a.journal(), []byte(strings.Join(change(lines[:len(lines)-1]), "")), 0o600))
}

func (a *archive) Hash(_ context.Context, path string) (string, int64, error) {
	if a.err != nil {
		return "", 0, a.err
	}
	if path == a.denied {
		return "", 0, &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission}
	}
	data, err := os.ReadFile(a.at(path))
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), int64(len(data)), err
}

func (a *archive) Walk(_ context.Context, fn func(string, int64) error) error {
	return filepath.WalkDir(a.root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && d.Name() != ".postroom" {
			return err
		}
		if d.IsDir() {
			return fs.SkipDir
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(a.root, name)
		if err != nil {
			return err
		}
		return fn(filepath.ToSlash(rel), info.Size())
	})
}

func (a *archive) IgnoresCase() bool { return a.caseless }

// headOnly is a database that remembers the last line and no other.
type headOnly struct{ head register.Head }

func (h headOnly) Head(context.Context) (register.Head, error) { return h.head, nil }

// everyLine is a database that remembers all lines.
type everyLine struct{ lines []register.Line }

func (d everyLine) Head(context.Context) (register.Head, error) {
	if len(d.lines) == 0 {
		return register.Head{}, nil
	}
	last := d.lines[len(d.lines)-1]
	return register.Head{Seq: last.Seq, Hash: last.Hash}, nil
}

func (d everyLine) Hash(_ context.Context, seq uint64) (string, bool, error) {
	i := slices.IndexFunc(d.lines, func(l register.Line) bool { return l.Seq == seq })
	if i < 0 {
		return "", false, nil
	}
	return d.lines[i].Hash, true, nil
}

func (a *archive) options() Options {
	return Options{Chain: register.Dir(a.dir()), Destination: a, Database: headOnly{a.register.Head()}}
}

func (a *archive) verify(o Options) *Result {
	a.t.Helper()
	r, err := Run(a.t.Context(), o)
	a.must(err)
	return r
}

// findings is a result without what merely counts.
func findings(r *Result) *Result {
	bare := *r
	bare.Entries, bare.Bytes, bare.Head, bare.Breaks = 0, 0, register.Head{}, []Break{}
	return &bare
}

// clean is the result when all is well.
func clean(files int) *Result {
	return &Result{Checked: files, OK: files, Changed: []string{}, Missing: []string{}, Unregistered: []string{}, Renamed: []Renamed{},
		Twice: []string{}, Unreadable: []string{}, Undeleted: []string{}, Chain: Intact, Breaks: []Break{}, Days: Days{Findings: []Finding{}}, Stamps: Stamps{Findings: []Finding{}}}
}
