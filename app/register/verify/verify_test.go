package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
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

var ten = []string{"in/0.eml", "in/1.eml", "in/2.eml", "in/3.eml", "in/4.eml", "in/5.eml", "in/6.eml", "in/7.eml", "in/8.eml", "in/9/a.pdf"}

func TestFindings(t *testing.T) {
	for name, tt := range map[string]struct {
		harm func(a *archive)
		want func(r *Result)
	}{
		"nothing": {func(a *archive) {}, func(r *Result) {}},
		"changed byte": {func(a *archive) { a.write(ten[3], "Content of "+ten[3]) }, func(r *Result) {
			r.OK, r.Changed = 9, []string{ten[3]}
		}},
		"changed size": {func(a *archive) { a.write(ten[3], "") }, func(r *Result) {
			r.OK, r.Changed = 9, []string{ten[3]}
		}},
		"missing": {func(a *archive) { a.must(os.Remove(a.at(ten[3]))) }, func(r *Result) {
			r.OK, r.Missing = 9, []string{ten[3]}
		}},
		"unregistered": {func(a *archive) { a.write("in/added.pdf", "x"); a.write("elsewhere/deep/added.txt", "x") }, func(r *Result) {
			r.Unregistered = []string{"elsewhere/deep/added.txt", "in/added.pdf"}
		}},
		"a file manager's own": {func(a *archive) { a.write("in/.DS_Store", "x"); a.write("in/desktop.ini", "x") }, func(r *Result) {}},
		"renamed": {func(a *archive) { a.must(os.Rename(a.at(ten[3]), a.at("in/my invoice.eml"))) }, func(r *Result) {
			r.OK, r.Missing, r.Unregistered = 9, []string{ten[3]}, []string{"in/my invoice.eml"}
			r.Renamed = []Renamed{{ten[3], "in/my invoice.eml"}}
		}},
		"renamed folder": {func(a *archive) { a.must(os.Rename(a.at("in/9"), a.at("moved"))) }, func(r *Result) {
			r.OK, r.Missing, r.Unregistered = 9, []string{ten[9]}, []string{"moved/a.pdf"}
			r.Renamed = []Renamed{{ten[9], "moved/a.pdf"}}
		}},
		"renamed and copied": {func(a *archive) {
			a.must(os.Rename(a.at(ten[3]), a.at("in/b.eml")))
			a.write("in/a.eml", "content of "+ten[3])
			a.write("in/c.eml", strings.Repeat("x", len("content of "+ten[3])))
		}, func(r *Result) {
			r.OK, r.Missing, r.Unregistered = 9, []string{ten[3]}, []string{"in/a.eml", "in/b.eml", "in/c.eml"}
			r.Renamed = []Renamed{{ten[3], "in/a.eml"}}
		}},
		"two names exchanged": {func(a *archive) {
			a.must(os.Rename(a.at(ten[3]), a.at("aside")))
			a.must(os.Rename(a.at(ten[4]), a.at(ten[3])))
			a.must(os.Rename(a.at("aside"), a.at(ten[4])))
		}, func(r *Result) { r.OK, r.Changed = 8, []string{ten[3], ten[4]} }},
		"case changed": {func(a *archive) { a.must(os.Rename(a.at(ten[3]), a.at("in/3.EML"))) }, func(r *Result) {
			r.OK, r.Missing, r.Unregistered = 9, []string{ten[3]}, []string{"in/3.EML"}
			r.Renamed = []Renamed{{ten[3], "in/3.EML"}}
		}},
		"not readable": {func(a *archive) { a.denied = ten[3] }, func(r *Result) { r.OK, r.Unreadable = 9, []string{ten[3]} }},
		"registered twice": {func(a *archive) { a.file(ten[3]) }, func(r *Result) {
			r.Checked, r.OK, r.Twice = 11, 11, []string{ten[3]}
		}},
		"line removed at the end": {func(a *archive) { a.rewrite(func(l []string) []string { return l[:9] }) }, func(r *Result) {
			r.Checked, r.OK, r.Unregistered = 9, 9, []string{ten[9]}
			r.Chain = "broken at register-2026.jsonl line 9: the register ends here, the database knows 1 more"
		}},
		"all lines removed": {func(a *archive) { a.rewrite(func([]string) []string { return nil }) }, func(r *Result) {
			r.Checked, r.OK, r.Unregistered = 0, 0, ten
			r.Chain = "broken at its beginning: the register ends here, the database knows 10 more"
		}},
		"line removed": {func(a *archive) { a.rewrite(func(l []string) []string { return append(l[:3], l[4:]...) }) }, func(r *Result) {
			r.Checked, r.OK, r.Unregistered = 9, 9, []string{ten[3]}
			r.Chain = "broken at register-2026.jsonl line 4: entry 4 is missing before it"
		}},
		"line changed": {func(a *archive) {
			a.rewrite(func(l []string) []string { l[3] = strings.Replace(l[3], "12:00", "12:01", 1); return l })
		}, func(r *Result) {
			r.Chain = "broken at register-2026.jsonl line 5: it does not follow from the line before: one of the two was changed"
		}},
		"last line changed": {func(a *archive) {
			a.rewrite(func(l []string) []string { l[9] = strings.Replace(l[9], "12:00", "12:01", 1); return l })
		}, func(r *Result) {
			r.Chain = "broken at register-2026.jsonl line 10: entry 10 differs from the one that the database knows"
		}},
		"lines reordered": {func(a *archive) {
			a.rewrite(func(l []string) []string { l[3], l[4] = l[4], l[3]; return l })
		}, func(r *Result) { r.Chain = "broken at register-2026.jsonl line 4: entry 4 is missing before it" }},
		"line inserted": {func(a *archive) {
			a.rewrite(func(l []string) []string { return slices.Insert(l, 3, l[3]) })
		}, func(r *Result) {
			r.Checked, r.OK, r.Twice = 11, 11, []string{ten[3]}
			r.Chain = "broken at register-2026.jsonl line 5: entry 4 stands in the wrong place, or twice"
		}},
		"garbage in place of a line": {func(a *archive) {
			a.rewrite(func(l []string) []string { l[3] = "garbage\n"; return l })
		}, func(r *Result) {
			r.Checked, r.OK, r.Unregistered = 9, 9, []string{ten[3]}
			r.Chain = "broken at register-2026.jsonl line 4: it is no register entry"
		}},
		"forged line at the end": {func(a *archive) {
			a.file("forged.pdf") // as somebody does who knows how the chain is made
		}, func(r *Result) {
			r.Checked, r.OK = 11, 11
			r.Chain = "broken at register-2026.jsonl line 11: the database does not know entry 11"
		}},
		"all registers gone": {func(a *archive) { a.must(os.Remove(a.journal())) }, func(r *Result) {
			r.Checked, r.OK, r.Unregistered = 0, 0, ten
			r.Chain = "broken at its beginning: the register ends here, the database knows 10 more"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			a.file(ten...)
			known := a.register.Head()
			tt.harm(a)
			o := a.options()
			if name != "registered twice" {
				o.Database = headOnly{known} // it heard nothing of the harm
			}
			want := clean(10)
			tt.want(want)
			got := a.verify(o)
			if !reflect.DeepEqual(findings(got), want) {
				t.Errorf("found\n%+v, want\n%+v", got, want)
			}
			if good := reflect.DeepEqual(want, clean(10)); got.Good() != good {
				t.Errorf("Good says %v, want %v", got.Good(), good)
			}
		})
	}
}

func TestDatabaseThatKnowsEveryLineNamesTheChangedOne(t *testing.T) {
	a := newArchive(t)
	a.file(ten...)
	a.rewrite(func(l []string) []string { l[3] = strings.Replace(l[3], "12:00", "12:01", 1); return l })
	o := a.options()
	o.Database = everyLine{a.lines}
	if got, want := a.verify(o).Chain, "broken at register-2026.jsonl line 4: entry 4 differs from the one that the database knows"; got != want {
		t.Errorf("chain: %s, want %s", got, want)
	}
}

func TestCaseCountsForNothingWhereTheFileSystemIgnoresIt(t *testing.T) {
	a := newArchive(t)
	a.file("Inbox/x.eml")
	a.caseless = true
	a.must(os.Rename(a.at("Inbox"), a.at("aside")))
	a.must(os.Rename(a.at("aside"), a.at("INBOX")))
	o := a.options()
	o.Destination = ignoringCase{a}
	if got := a.verify(o); !reflect.DeepEqual(findings(got), clean(1)) {
		t.Errorf("found %+v, want nothing", got)
	}
}

// ignoringCase finds "Inbox" when it is named "INBOX", as Windows and macOS do.
type ignoringCase struct{ *archive }

func (i ignoringCase) Hash(ctx context.Context, path string) (string, int64, error) {
	return i.archive.Hash(ctx, strings.Replace(path, "Inbox", "INBOX", 1))
}

func TestUnicodeFormOfNamesCountsForNothing(t *testing.T) {
	k := keys{}
	k.add("Ge\u0301rard.eml")
	k.sort()
	if !k.has("G\u00e9rard.eml") {
		t.Error("the composed form of a name is not found under its decomposed one")
	}
}

// growing files one mail more each time the destination has been listed.
type growing struct {
	*archive
	next func()
}

func (g growing) Walk(ctx context.Context, fn func(string, int64) error) error {
	g.next()
	return g.archive.Walk(ctx, fn)
}

// live is a database that knows what the register has.
type live struct{ register *register.Register }

func (l live) Head(context.Context) (register.Head, error) { return l.register.Head(), nil }

func TestWhatIsFiledMeanwhileIsNoFinding(t *testing.T) {
	a := newArchive(t)
	a.file(ten...)
	o := a.options()
	o.Destination = growing{a, func() { a.file("in/new.eml") }}
	o.Database = live{a.register}
	if got := a.verify(o); !reflect.DeepEqual(findings(got), clean(10)) {
		t.Errorf("found %+v, want nothing", got)
	}
	o.Destination, o.Progress = a, func(p Progress) {
		if p.Files == 1 {
			a.file("in/newer.eml")
		}
	}
	if got := a.verify(o); got.Chain != Intact || !got.Good() {
		t.Errorf("found %+v, want nothing", got)
	}
}

func TestUnreachableDestinationIsNoListOfMissingFiles(t *testing.T) {
	a := newArchive(t)
	a.file(ten...)
	a.err = errors.New("the drive is gone")
	if r, err := Run(t.Context(), a.options()); !errors.Is(err, a.err) {
		t.Errorf("got %+v, %v; want the destination's error", r, err)
	}
}

func TestProgressCountsUpAndRunCanBeCancelled(t *testing.T) {
	a := newArchive(t)
	a.file(ten...)
	o := a.options()
	var last Progress
	o.Progress = func(p Progress) {
		if p.Files != last.Files+1 || p.Of != 10 {
			t.Errorf("progress went from %+v to %+v", last, p)
		}
		last = p
	}
	a.verify(o)
	if last.Files != 10 || last.Lines != 10 || last.Bytes == 0 {
		t.Errorf("the last progress is %+v, want 10 files of 10 lines", last)
	}
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(p Progress) { cancel() }
	for i := range 300 {
		a.file(fmt.Sprintf("more/%d.eml", i))
	}
	if r, err := Run(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run gave %+v, %v", r, err)
	}
}

// begunArchive counts the documents that are begun and not read yet.
type begunArchive struct {
	*archive
	open, most atomic.Int64
}

func (b *begunArchive) Start(ctx context.Context, path string) func() (string, int64, error) {
	b.most.Store(max(b.most.Load(), b.open.Add(1)))
	return func() (string, int64, error) {
		b.open.Add(-1)
		return b.Hash(ctx, path)
	}
}

func TestEveryDocumentThatIsBegunIsLetGo(t *testing.T) {
	a := newArchive(t)
	a.file(ten...)
	for i := range 300 {
		a.file(fmt.Sprintf("more/%d.eml", i))
	}
	b := &begunArchive{archive: a}
	o := a.options()
	o.Destination = b
	if got := a.verify(o); !reflect.DeepEqual(findings(got), clean(310)) {
		t.Errorf("found %+v, want nothing", got)
	}
	if most := b.most.Load(); most < 1 || most > 100 {
		t.Errorf("%d documents were begun at the same time, want at least one and no more than may be open", most)
	}
	a.err = errors.New("the drive is gone")
	if _, err := Run(t.Context(), o); !errors.Is(err, a.err) {
		t.Errorf("got %v; want the destination's error", err)
	}
	if n := b.open.Load(); n != 0 {
		t.Errorf("%d documents were begun and never let go", n)
	}
}
