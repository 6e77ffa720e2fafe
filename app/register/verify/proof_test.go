package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"postroom/app/register"
	"postroom/app/register/stamp"
	"postroom/app/register/stamp/stamptest"
)

// proven is an archive of four days, three of which are over and timestamped, with what its database remembers.
type proven struct {
	*archive
	authority *stamptest.Authority
	known     Remembered
	head      register.Head
}

func day(n int) string { return fmt.Sprintf("2026-11-%02d", n) }

func newProven(t *testing.T) *proven {
	t.Helper()
	p := &proven{archive: newArchive(t), authority: stamptest.New(t), known: Remembered{Stamps: map[string]string{}}}
	for d := 20; d <= 23; d++ {
		p.fileOn(d, fmt.Sprintf("in/%d a.eml", d), fmt.Sprintf("in/%d b.eml", d))
	}
	heads, err := p.register.CloseDays(time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC))
	p.must(err)
	for _, h := range heads {
		p.known.Head = h
		p.stamp(h)
	}
	p.head = p.register.Head()
	return p
}

func (p *proven) fileOn(d int, names ...string) {
	p.t.Helper()
	for _, name := range names {
		p.write(name, "content of "+name)
		sum := sha256.Sum256([]byte("content of " + name))
		_, err := p.register.Append([]register.Entry{{Time: time.Date(2026, 11, d, 12, 0, 0, 0, time.UTC), Event: register.Filed, ID: name,
			Files: []register.File{{Path: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len("content of " + name)), Kind: "mail"}}}})
		p.must(err)
	}
}

func (p *proven) stamp(h register.DayHead) {
	p.t.Helper()
	raw, err := hex.DecodeString(h.Hash)
	p.must(err)
	s, err := stamp.Ask(p.t.Context(), http.DefaultClient, p.authority.URL, [32]byte(raw), p.authority.Roots)
	p.must(err)
	p.must(p.register.PutStamp(h.Day, s.Token))
	sum := sha256.Sum256(s.Token)
	p.known.Stamps[h.Day] = hex.EncodeToString(sum[:])
}

func (p *proven) token(d int) string { return filepath.Join(p.dir(), register.StampFile(day(d))) }

// edit changes one of Postroom's own files.
func (p *proven) edit(name string, change func(lines []string) []string) {
	p.t.Helper()
	text, err := os.ReadFile(name)
	p.must(err)
	p.must(os.WriteFile(name, []byte(strings.Join(change(strings.SplitAfter(string(text), "\n")), "")), 0o600))
}

func (p *proven) heads() string { return filepath.Join(p.dir(), "heads-2026.jsonl") }

func (p *proven) Head(context.Context) (register.Head, error)    { return p.head, nil }
func (p *proven) Remembered(context.Context) (Remembered, error) { return p.known, nil }

func (p *proven) found() *Result {
	p.t.Helper()
	return p.verify(Options{Chain: register.Dir(p.dir()), Destination: p, Database: p, Proof: &Proof{Dir: p.dir(), Roots: p.authority.Roots}})
}

func TestHeadsAndTimestampsThatWereTamperedWithAreFound(t *testing.T) {
	type finding = Finding
	for name, tt := range map[string]struct {
		harm   func(p *proven)
		days   []finding
		stamps []finding
		chain  bool // broken, too
	}{
		"nothing": {harm: func(*proven) {}},
		"a head changed": {harm: func(p *proven) {
			p.edit(p.heads(), func(l []string) []string {
				l[1] = strings.Replace(l[1], `"hash":"`, `"hash":"00`, 1)
				l[1] = l[1][:len(l[1])-5] + "\"}\n"
				return l
			})
		}, days: []finding{{day(21), Changed, ""}}, stamps: []finding{{day(21), Broken, ""}}},
		"the day of a head changed": {harm: func(p *proven) {
			p.edit(p.heads(), func(l []string) []string { l[1] = strings.Replace(l[1], day(21), "2026-11-19", 1); return l })
		}, days: []finding{{"2026-11-19", Changed, ""}}, stamps: []finding{{day(21), NoHead, ""}}},
		"a head moved to another entry": {harm: func(p *proven) {
			p.edit(p.heads(), func(l []string) []string { l[1] = strings.Replace(l[1], `"seq":4`, `"seq":3`, 1); return l })
		}, days: []finding{{day(21), Changed, ""}}},
		"a head of an entry that isn't there": {harm: func(p *proven) {
			p.edit(p.heads(), func(l []string) []string { l[2] = strings.Replace(l[2], `"seq":6`, `"seq":60`, 1); return l })
		}, days: []finding{{day(22), Changed, ""}}},
		"a head removed": {harm: func(p *proven) {
			p.edit(p.heads(), func(l []string) []string { return append(l[:1], l[2:]...) })
		}, days: []finding{{day(21), Missing, ""}}, stamps: []finding{{day(21), NoHead, ""}}},
		"the last head removed": {harm: func(p *proven) {
			p.edit(p.heads(), func(l []string) []string { return l[:2] })
		}, days: []finding{{day(22), Missing, ""}}, stamps: []finding{{day(22), NoHead, ""}}},
		"all heads removed": {harm: func(p *proven) { p.must(os.Remove(p.heads())) },
			days:   []finding{{day(20), Missing, ""}, {day(21), Missing, ""}, {day(22), Missing, ""}},
			stamps: []finding{{day(20), NoHead, ""}, {day(21), NoHead, ""}, {day(22), NoHead, ""}}},
		"garbage among the heads": {harm: func(p *proven) {
			p.edit(p.heads(), func(l []string) []string { l[1] = "garbage\n"; return l })
		}, days: []finding{{"", Unreadable, ""}, {day(21), Missing, ""}}, stamps: []finding{{day(21), NoHead, ""}}},
		"a head twice": {harm: func(p *proven) {
			p.edit(p.heads(), func(l []string) []string { l[1] += l[1]; return l })
		}, days: []finding{{day(21), Changed, ""}}},
		"a timestamp removed": {harm: func(p *proven) { p.must(os.Remove(p.token(21))) }, stamps: []finding{{day(21), Missing, ""}}},
		"a timestamp changed": {harm: func(p *proven) {
			p.edit(p.token(21), func(l []string) []string { l[len(l)-1] += "x"; return l })
		}, stamps: []finding{{day(21), Changed, ""}}},
		"a timestamp changed that the database doesn't know": {harm: func(p *proven) {
			delete(p.known.Stamps, day(21))
			p.edit(p.token(21), func(l []string) []string {
				token := []byte(strings.Join(l, "")) // it is no text: a line may end in the signature, too
				token[len(token)-3] ^= 1             // in the signature
				return []string{string(token)}
			})
		}, stamps: []finding{{day(21), Broken, ""}}},
		"timestamps exchanged": {harm: func(p *proven) {
			clear(p.known.Stamps)
			p.must(os.Rename(p.token(20), p.token(20)+".aside"))
			p.must(os.Rename(p.token(21), p.token(20)))
			p.must(os.Rename(p.token(20)+".aside", p.token(21)))
		}, stamps: []finding{{day(20), Broken, ""}, {day(21), Broken, ""}}},
		"the end of the register cut off": {harm: func(p *proven) {
			p.rewrite(func(l []string) []string { return l[:4] })
		}, days: []finding{{day(22), NoEntry, ""}}, chain: true},
		"a day's last line changed": {harm: func(p *proven) {
			p.rewrite(func(l []string) []string { l[3] = strings.Replace(l[3], "12:00", "12:01", 1); return l })
		}, days: []finding{{day(21), Changed, ""}}, chain: true},
		"the register forged anew, with its heads and a database that believes it": {harm: func(p *proven) {
			p.must(os.Remove(p.journal()))
			p.must(os.Remove(p.heads()))
			forged, err := register.Open(p.dir(), register.Head{})
			p.must(err)
			defer forged.Close()
			was := p.register
			p.register = forged
			for d := 20; d <= 23; d++ {
				p.fileOn(d, fmt.Sprintf("in/%d a.eml", d), fmt.Sprintf("in/%d B.eml", d))
				p.must(os.Remove(p.at(fmt.Sprintf("in/%d b.eml", d))))
			}
			heads, err := forged.CloseDays(time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC))
			p.must(err)
			p.known.Head, p.head = heads[2], forged.Head()
			p.register = was
		}, stamps: []finding{{day(20), Broken, ""}, {day(21), Broken, ""}, {day(22), Broken, ""}}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProven(t)
			tt.harm(p)
			got := p.found()
			for i := range got.Days.Findings {
				got.Days.Findings[i].Detail = ""
			}
			for i := range got.Stamps.Findings {
				got.Stamps.Findings[i].Detail = ""
			}
			if !reflect.DeepEqual(got.Days.Findings, append([]finding{}, tt.days...)) {
				t.Errorf("of heads was found %v, want %v", got.Days.Findings, tt.days)
			}
			if !reflect.DeepEqual(got.Stamps.Findings, append([]finding{}, tt.stamps...)) {
				t.Errorf("of timestamps was found %v, want %v", got.Stamps.Findings, tt.stamps)
			}
			if (got.Chain != Intact) != tt.chain {
				t.Errorf("the chain is %s", got.Chain)
			}
			if clean := name == "nothing"; got.Good() != clean {
				t.Errorf("Good says %v, want %v", got.Good(), clean)
			}
		})
	}
}

func TestWhatHoldsIsCounted(t *testing.T) {
	p := newProven(t)
	got := p.found()
	if got.Days.Checked != 3 || got.Days.OK != 3 || got.Stamps.Checked != 3 || got.Stamps.OK != 3 || got.Entries != 8 || got.Head != p.head || got.Bytes == 0 {
		t.Errorf("counted %+v", got)
	}
	if s := got.Stamps.Newest; s == nil || s.Day != day(22) || s.Authority != "Example Time Authority" || !s.Trusted {
		t.Errorf("the newest timestamp is %+v", s)
	}
}

func TestDaysThatWereNotClosedYetAreNoFinding(t *testing.T) {
	p := newProven(t)
	p.fileOn(25, "in/25.eml")
	p.fileOn(28, "in/28.eml")
	p.head = p.register.Head()
	if got := p.found(); !got.Good() {
		t.Errorf("found %+v", got)
	}
}

func TestDeletedFilesAreExpectedToBeGone(t *testing.T) {
	a := newArchive(t)
	a.file(ten...)
	gone := func(names ...string) {
		var files []register.File
		for _, name := range names {
			files = append(files, register.File{Path: name})
		}
		_, err := a.register.Append([]register.Entry{{Time: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Event: register.Deleted, Files: files}})
		a.must(err)
	}
	gone(ten[2], ten[3])
	a.must(os.Remove(a.at(ten[2])))
	a.must(os.Remove(a.at(ten[3])))
	want := clean(8)
	want.Deleted = 2
	if got := a.verify(a.options()); !reflect.DeepEqual(findings(got), want) || !got.Good() {
		t.Errorf("found %+v, want %+v", got, want)
	}
	gone(ten[4])
	got := a.verify(a.options())
	if want := []string{ten[4]}; !reflect.DeepEqual(got.Undeleted, want) || got.Good() || got.Deleted != 2 {
		t.Errorf("one that was to go is there: found %+v", got)
	}
	a.must(os.Remove(a.at(ten[5])))
	if got := a.verify(a.options()); !reflect.DeepEqual(got.Missing, []string{ten[5]}) {
		t.Errorf("one that is missing beside deleted ones: found %v", got.Missing)
	}
}

func TestEveryBreakOfTheChainIsListed(t *testing.T) {
	a := newArchive(t)
	a.file(ten...)
	a.rewrite(func(l []string) []string {
		l[2] = strings.Replace(l[2], "12:00", "12:01", 1)
		l[6], l[7] = l[7], l[6]
		return l
	})
	var lines []int
	for _, b := range a.verify(a.options()).Breaks {
		lines = append(lines, b.Line)
	}
	if want := []int{4, 7, 8, 9}; !reflect.DeepEqual(lines, want) {
		t.Errorf("breaks are listed at lines %v, want %v", lines, want)
	}
}
