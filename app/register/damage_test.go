package register

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"postroom/app/fault"
)

func TestRegisterBehindTheDatabaseIsSaidAndGoesOn(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(l []string) []string
		next   uint64 // number of the next line
		after  string // After(5), once two lines were added
	}{
		"last lines removed": {func(l []string) []string { return l[:3] }, 6, "6 7"},
		"all removed":        {func(l []string) []string { return nil }, 6, "6 7"},
		"last line changed":  {func(l []string) []string { l[4] = strings.Replace(l[4], "Jan", "Jon", 1); return l }, 6, "6 7"},
		"forged line added": {func(l []string) []string {
			return append(l, strings.Replace(l[4], `"seq":5`, `"seq":6`, 1))
		}, 7, "5 6 7"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, known := damage(t, tt.change)
			r := openAt(t, dir, known)
			err := r.Damaged()
			if code := fault.CodeOf(err); code != "register-behind" && code != "register-broken" || !fault.Known("en", code) {
				t.Errorf("damage is %v (%s)", err, code)
			}
			lines := add(t, r, entry(6))
			if lines[0].Seq != tt.next || lines[0].Prev != known.Hash {
				t.Errorf("the next line has number %d and follows %s, want %d and %s", lines[0].Seq, lines[0].Prev, tt.next, known.Hash)
			}
			// Later openings find what the database knows, and add to it; the hole stays for verify to find.
			r = openAt(t, dir, r.Head())
			if err := r.Damaged(); err != nil {
				t.Errorf("opened later: %v, want the damage to be past", err)
			}
			add(t, r, entry(7))
			// The forged line carries the id of the one it was made from, mail 5.
			wantIDs(t, "After(5)", openAt(t, dir, known).After(5), tt.after)
			if _, err := all(Read(dir)); err == nil {
				t.Error("reading the whole chain found nothing")
			}
		})
	}
}

func TestCrashAfterGoingOnFromADamageIsRecovered(t *testing.T) {
	dir, known := damage(t, func(l []string) []string { return l[:3] })
	add(t, openAt(t, dir, known), entry(6))
	// The database did not hear of line 6.
	r := openAt(t, dir, known)
	wantIDs(t, "After(5)", r.After(5), "6")
	add(t, r, entry(7))
	lines, _ := all(openAt(t, dir, r.Head()).After(5))
	if len(lines) != 2 || lines[1].Prev != lines[0].Hash {
		t.Errorf("lines 6 and 7 are %+v, want the second to follow from the first", lines)
	}
}

func TestDatabaseBehindTheRegisterIsNoDamage(t *testing.T) {
	dir := t.TempDir()
	first := add(t, openAt(t, dir, Head{}), entries(1, 3)...)
	add(t, openAt(t, dir, Head{}), entries(4, 5)...)
	r := openAt(t, dir, Head{first[2].Seq, first[2].Hash})
	if err := r.Damaged(); err != nil {
		t.Errorf("damage: %v", err)
	}
	wantIDs(t, "After(3)", r.After(3), "4 5")
	if r.Head().Seq != 5 {
		t.Errorf("the head is line %d, want 5", r.Head().Seq)
	}
}

func TestDamageIsReportedOnceAndReadableFilingsAreGiven(t *testing.T) {
	dir, _ := damage(t, func(l []string) []string { l[2] = "garbage\n"; return l })
	r := openAt(t, dir, Head{}) // a database that has to be rebuilt
	if r.Damaged() == nil {
		t.Error("no damage found")
	}
	wantIDs(t, "After(0)", r.After(0), "1 2 4 5")
}

func TestBreakThatHappensWhileOpenIsAnError(t *testing.T) {
	dir := t.TempDir()
	r := openAt(t, dir, Head{})
	add(t, r, entries(1, 5)...)
	rewrite(t, dir, func(l []string) []string { l[3] = strings.Repeat("x", len(l[3])-1) + "\n"; return l })
	lines, err := all(r.After(1))
	if broke, ok := errors.AsType[*Break](err); !ok || broke.Line != 4 || len(lines) != 2 {
		t.Errorf("After(1) gave %d lines and %v, want 2 and a break at line 4", len(lines), err)
	}
	if _, err := all(r.After(4)); err != nil {
		t.Errorf("After(4): %v, want what lies before left alone", err)
	}
}

func TestFileChangedBySomebodyElseWhileOpenIsNotOverwritten(t *testing.T) {
	for name, change := range map[string]func(l []string) []string{
		"shorter": func(l []string) []string { return l[:2] },
		"longer":  func(l []string) []string { return append(l, "somebody else's line\n") },
		"gone":    nil,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			r := openAt(t, dir, Head{})
			add(t, r, entries(1, 3)...)
			was := r.Head()
			if change == nil {
				if err := os.Remove(filepath.Join(dir, r.name)); err != nil {
					t.Fatal(err)
				}
			} else {
				rewrite(t, dir, change)
			}
			line := add(t, r, entry(4))[0]
			if line.Seq != 4 || line.Prev != was.Hash {
				t.Errorf("the next line is %d after %s, want 4 after %s", line.Seq, line.Prev, was.Hash)
			}
			if r.Damaged() == nil {
				t.Error("no damage is reported")
			}
			text, err := os.ReadFile(filepath.Join(dir, r.name))
			if err != nil {
				t.Fatal(err)
			}
			if name == "longer" && !strings.Contains(string(text), "somebody else's line\n{\"seq\":4") {
				t.Errorf("the file is\n%s", text)
			}
		})
	}
}

// failing makes the next writes stop halfway, and cutting back fail as long as stuck says.
func failing(r *Register, errno syscall.Errno, stuck *bool) (heal func()) {
	write, cut := r.write, r.cut
	r.write = func(f *os.File, p []byte, off int64) (int, error) {
		n, _ := f.WriteAt(p[:len(p)/2], off)
		return n, &os.PathError{Op: "write", Path: f.Name(), Err: errno}
	}
	r.cut = func(f *os.File, size int64) error {
		if *stuck {
			return &os.PathError{Op: "truncate", Path: f.Name(), Err: syscall.EIO}
		}
		return cut(f, size)
	}
	return func() { r.write, r.cut = write, cut }
}

func TestFailedAppendLeavesTheChainWhole(t *testing.T) {
	for name, firstFile := range map[string]bool{"in the first file": true, "after other lines": false} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			r := openAt(t, dir, Head{})
			want := "4 5"
			if !firstFile {
				add(t, r, entry(1))
				want = "1 4 5"
			}
			stuck := false
			heal := failing(r, syscall.ENOSPC, &stuck)
			for range 3 {
				if _, err := r.Append(entries(2, 3)); fault.CodeOf(err) != "disk-full" || fault.ClassOf(err) != fault.RetryLater {
					t.Errorf("on a full disk: %v", err)
				}
			}
			heal()
			add(t, r, entries(4, 5)...)
			wantIDs(t, "the chain", Read(dir), want)
			wantIDs(t, "the chain opened again", openAt(t, dir, r.Head()).After(0), want)
		})
	}
}

func TestAppendIsRefusedUntilAFailedOneIsUndone(t *testing.T) {
	dir := t.TempDir()
	r := openAt(t, dir, Head{})
	add(t, r, entry(1))
	stuck := true
	heal := failing(r, syscall.EIO, &stuck)
	for range 2 {
		_, err := r.Append(entries(2, 2))
		if fault.CodeOf(err) != "register-stuck" || !fault.Known("en", "register-stuck") {
			t.Errorf("append that can't be undone: %v", err)
		}
	}
	wantIDs(t, "After(0) meanwhile", r.After(0), "1")
	stuck = false
	heal()
	add(t, r, entry(3))
	wantIDs(t, "the chain", Read(dir), "1 3")
}

func TestEntryThatCannotBeWrittenIsRefused(t *testing.T) {
	dir := t.TempDir()
	r := openAt(t, dir, Head{})
	broken := entry(2)
	broken.Files[0].Path = "\xff.eml"
	long := entry(2)
	long.Subject = strings.Repeat("x", longest)
	for _, e := range []Entry{broken, long} {
		if _, err := r.Append([]Entry{entry(1), e}); fault.CodeOf(err) != "register-entry" || !fault.Known("en", "register-entry") {
			t.Errorf("got %v", err)
		}
	}
	add(t, r, entry(3))
	wantIDs(t, "the chain", Read(dir), "3")
}
