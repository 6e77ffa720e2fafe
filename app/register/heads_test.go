package register

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// on is the filing of mail n on a day of November, 2026.
func on(day, n int) Entry {
	e := entry(n)
	e.Time = time.Date(2026, 11, day, 12, 0, n, 0, time.UTC)
	return e
}

func closeDays(t *testing.T, r *Register, day int) []DayHead {
	t.Helper()
	heads, err := r.CloseDays(time.Date(2026, 11, day, 0, 0, 1, 0, time.UTC))
	if err != nil {
		t.Fatalf("closing days: %v", err)
	}
	return heads
}

func headsAt(t *testing.T, dir string) []DayHead {
	t.Helper()
	var heads []DayHead
	for h, err := range Heads(dir) {
		if err != nil {
			t.Fatalf("reading heads: %v", err)
		}
		heads = append(heads, h)
	}
	return heads
}

func TestHeadOfADayIsItsLastEntryOnceTheDayIsOver(t *testing.T) {
	dir := t.TempDir()
	r := openAt(t, dir, Head{})
	l := add(t, r, on(20, 1), on(20, 2), on(22, 3))
	want := []DayHead{{"2026-11-20", 2, l[1].Hash}}
	if got := closeDays(t, r, 22); !reflect.DeepEqual(got, want) {
		t.Errorf("on the 22nd closed %v, want %v", got, want)
	}
	l = append(l, add(t, r, on(22, 4))...)
	want = []DayHead{{"2026-11-22", 4, l[3].Hash}}
	if got := closeDays(t, r, 23); !reflect.DeepEqual(got, want) {
		t.Errorf("on the 23rd closed %v, want %v", got, want)
	}
	if got := closeDays(t, r, 24); len(got) != 0 {
		t.Errorf("a day without entries has the head %v", got)
	}
	if got := headsAt(t, dir); len(got) != 2 {
		t.Errorf("beside the register lie %v, want two heads", got)
	}
}

func TestClockSetBackClosesNoDayTwice(t *testing.T) {
	dir := t.TempDir()
	r := openAt(t, dir, Head{})
	add(t, r, on(20, 1))
	closeDays(t, r, 21)
	l := add(t, r, on(20, 2), on(19, 3), on(22, 4))
	if got := closeDays(t, r, 22); len(got) != 0 {
		t.Errorf("closed %v, want nothing: the 20th was closed, and the 22nd isn't over", got)
	}
	want := []DayHead{{"2026-11-22", 4, l[2].Hash}}
	if got := closeDays(t, r, 23); !reflect.DeepEqual(got, want) {
		t.Errorf("closed %v, want %v", got, want)
	}
}

func TestHeadsOfEachYearLieInAFileOfTheirOwn(t *testing.T) {
	dir := t.TempDir()
	r := openAt(t, dir, Head{})
	e := on(20, 1)
	e.Time = time.Date(2025, 12, 31, 23, 59, 0, 0, time.UTC)
	add(t, r, e, on(20, 2))
	closeDays(t, r, 21)
	for _, name := range []string{"heads-2025.jsonl", "heads-2026.jsonl"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || strings.Count(string(text), "\n") != 1 {
			t.Errorf("%s holds %q (%v), want one line", name, text, err)
		}
	}
	lines, err := all(Read(dir))
	if err != nil || len(lines) != 2 {
		t.Errorf("beside heads the register reads as %d lines, %v", len(lines), err)
	}
}

func TestHeadThatACrashCutOffIsWrittenAnew(t *testing.T) {
	dir := t.TempDir()
	r := openAt(t, dir, Head{})
	add(t, r, on(20, 1), on(21, 2), on(22, 3))
	want := closeDays(t, r, 22)
	name := filepath.Join(dir, "heads-2026.jsonl")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text[:len(text)-20], 0o600); err != nil {
		t.Fatal(err)
	}
	if got := headsAt(t, dir); len(got) != 1 {
		t.Errorf("of a cut file were read %v, want the first head", got)
	}
	if got := closeDays(t, r, 22); !reflect.DeepEqual(got, want[1:]) {
		t.Errorf("written anew were %v, want %v", got, want[1:])
	}
	if got := headsAt(t, dir); !reflect.DeepEqual(got, want) {
		t.Errorf("there are %v now, want %v", got, want)
	}
}

func TestTimestampsLieBesideTheHeads(t *testing.T) {
	dir := t.TempDir()
	r := openAt(t, dir, Head{})
	if days, err := Stamps(dir); err != nil || len(days) != 0 {
		t.Errorf("a new register has the timestamps %v, %v", days, err)
	}
	for _, day := range []string{"2026-11-21", "2026-11-20", "2026-11-21"} {
		if err := r.PutStamp(day, []byte("token of "+day)); err != nil {
			t.Fatal(err)
		}
	}
	days, err := Stamps(dir)
	if want := []string{"2026-11-20", "2026-11-21"}; err != nil || !reflect.DeepEqual(days, want) {
		t.Errorf("there are timestamps of %v (%v), want %v", days, err, want)
	}
	if token, err := ReadStamp(dir, "2026-11-20"); err != nil || string(token) != "token of 2026-11-20" {
		t.Errorf("read %q, %v", token, err)
	}
}
