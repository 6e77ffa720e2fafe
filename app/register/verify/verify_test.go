package verify

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"postroom/app/register"
)

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

// eachArchive reads documents back, of two at hand the later one first, and counts them.
type eachArchive struct {
	*archive
	read atomic.Int64
}

func (e *eachArchive) HashEach(ctx context.Context, next func(wait bool) (path string, tell func(sha256 string, size int64, err error), ok bool)) {
	read := func(path string, tell func(string, int64, error)) {
		e.read.Add(1)
		tell(e.Hash(ctx, path))
	}
	for path, tell, ok := next(true); ok; path, tell, ok = next(true) {
		if path, tell, ok := next(false); ok {
			read(path, tell)
		}
		read(path, tell)
	}
}

func TestDestinationThatReadsManyIsAskedForEachDocumentOnce(t *testing.T) {
	a := newArchive(t)
	a.file(ten...)
	for i := range 300 {
		a.file(fmt.Sprintf("more/%d.eml", i))
	}
	e := &eachArchive{archive: a}
	o := a.options()
	o.Destination = e
	if got := a.verify(o); !reflect.DeepEqual(findings(got), clean(310)) {
		t.Errorf("found %+v, want nothing", got)
	}
	if n := e.read.Load(); n != 310 {
		t.Errorf("%d documents were read back, want each of 310 once", n)
	}
	a.err = errors.New("the drive is gone")
	if _, err := Run(t.Context(), o); !errors.Is(err, a.err) {
		t.Errorf("got %v; want the destination's error", err)
	}
}
