package register

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// entry is the filing of mail n.
func entry(n int) Entry {
	return Entry{Time: noon.Add(time.Duration(n) * time.Second), Event: Filed, Mailbox: "emma@kantoor.example", Folder: "Inbox/Clients", ID: fmt.Sprint("id-", n),
		Subject: "Invoice <2026-114> & reminder", From: "Jan Peeters <jan@peeters.example>", To: []string{"emma@kantoor.example"},
		Files: []File{{Path: fmt.Sprintf("emma@kantoor.example/Inbox/%d.eml", n), SHA256: hashOf(fmt.Append(nil, n)), Size: int64(n), Kind: "mail"}}}
}

func entries(from, to int) []Entry {
	var list []Entry
	for n := from; n <= to; n++ {
		list = append(list, entry(n))
	}
	return list
}

func openAt(t testing.TB, dir string, known Head) *Register {
	t.Helper()
	r, err := Open(dir, known)
	if err != nil {
		t.Fatalf("opening the register: %v", err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func add(t testing.TB, r *Register, list ...Entry) []Line {
	t.Helper()
	lines, err := r.Append(list)
	if err != nil {
		t.Fatalf("appending: %v", err)
	}
	return lines
}

// all collects lines up to the first error.
func all(seq iter.Seq2[Line, error]) ([]Line, error) {
	var lines []Line
	for line, err := range seq {
		if err != nil {
			return lines, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// wantIDs checks which mails lines are about: "1 2 3".
func wantIDs(t *testing.T, what string, seq iter.Seq2[Line, error], want string) {
	t.Helper()
	lines, err := all(seq)
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
	var ids []string
	for _, l := range lines {
		ids = append(ids, strings.TrimPrefix(l.ID, "id-"))
	}
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("%s gives %q, want %q", what, got, want)
	}
}

func TestLinesAreReadAsTheyWereAppended(t *testing.T) {
	dir := t.TempDir()
	r := openAt(t, dir, Head{})
	full := entry(1)
	full.FolderID, full.MessageID, full.Received = "folder", "<1@peeters.example>", noon.In(time.FixedZone("", 3600))
	full.Detail = map[string]string{"b": "2", "a": "line\nfeed \u2028"}
	wrote := add(t, r, full, entry(2))
	wrote = append(wrote, add(t, r, entry(3))...)
	got, err := all(Read(dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(wrote) {
		t.Fatalf("%d lines read, %d written", len(got), len(wrote))
	}
	for i := range got {
		if got[i].Number != i+1 || got[i].In != "register-2026.jsonl" {
			t.Errorf("line %d says it is %s line %d", i+1, got[i].In, got[i].Number)
		}
		got[i].Number = 0
		if !reflect.DeepEqual(got[i], wrote[i]) {
			t.Errorf("line %d read as\n%+v, written as\n%+v", i+1, got[i], wrote[i])
		}
	}
	if want := (Head{3, got[2].Hash}); r.Head() != want {
		t.Errorf("head is %v, want %v", r.Head(), want)
	}
}

// The format is a promise to whoever checks a register with tools of their own.
func TestFormatOfALine(t *testing.T) {
	dir := t.TempDir()
	e := entry(1)
	e.Received = noon
	add(t, openAt(t, dir, Head{}), e)
	text, err := os.ReadFile(filepath.Join(dir, "register-2026.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"seq":1,"time":"2026-11-22T12:00:01Z","event":"filed","mailbox":"emma@kantoor.example","folder":"Inbox/Clients","id":"id-1",` +
		`"subject":"Invoice <2026-114> & reminder","from":"Jan Peeters <jan@peeters.example>","to":["emma@kantoor.example"],"received":"2026-11-22T12:00:00Z",` +
		`"files":[{"path":"emma@kantoor.example/Inbox/1.eml","sha256":"6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b","size":1,"kind":"mail"}],` +
		`"prev":"` + Zero + `"}` + "\n"
	if string(text) != want {
		t.Errorf("the line is\n%swant\n%s", text, want)
	}
}

func TestChainGoesOnOverRestartsAndYears(t *testing.T) {
	dir := t.TempDir()
	for n := 1; n <= 6; n++ {
		e := entry(n)
		e.Time = noon.AddDate(n/2, 0, 0)
		if n == 5 {
			e.Time = noon.AddDate(-3, 0, 0) // the clock was set back
		}
		r := openAt(t, dir, Head{})
		lines := add(t, r, e)
		if lines[0].Seq != uint64(n) {
			t.Errorf("line %d has number %d", n, lines[0].Seq)
		}
	}
	wantIDs(t, "the chain", Read(dir), "1 2 3 4 5 6")
	names, err := list(dir)
	if got := strings.Join(names, " "); err != nil || got != "register-2026.jsonl register-2027.jsonl register-2028.jsonl register-2029.jsonl" {
		t.Errorf("the files are %s, %v", got, err)
	}
	r := openAt(t, dir, Head{})
	for seq, want := range []string{"1 2 3 4 5 6", "2 3 4 5 6", "3 4 5 6", "4 5 6", "5 6", "6", "", ""} {
		wantIDs(t, fmt.Sprintf("After(%d)", seq), r.After(uint64(seq)), want)
	}
}

func TestTornLastLineIsCutAndTheRestKept(t *testing.T) {
	for _, torn := range []string{`{"seq":3,"ti`, "\x00\x00\x00\x00", strings.Repeat("x", 200_000)} {
		dir := t.TempDir()
		add(t, openAt(t, dir, Head{}), entries(1, 2)...)
		name := filepath.Join(dir, "register-2026.jsonl")
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, append(bytes.Clone(whole), torn...), 0o600); err != nil {
			t.Fatal(err)
		}
		wantIDs(t, "reading before it is cut", Read(dir), "1 2")
		r := openAt(t, dir, Head{})
		if err := r.Damaged(); err != nil {
			t.Errorf("a torn line counts as damage: %v", err)
		}
		if got, _ := os.ReadFile(name); !bytes.Equal(got, whole) {
			t.Errorf("the file has %d bytes, want the %d of its whole lines", len(got), len(whole))
		}
		add(t, r, entry(3))
		wantIDs(t, "the chain afterwards", Read(dir), "1 2 3")
	}
}

func TestTornLineOfTheVeryFirstAppend(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "register-2026.jsonl"), []byte(`{"se`), 0o600); err != nil {
		t.Fatal(err)
	}
	add(t, openAt(t, dir, Head{}), entry(1))
	wantIDs(t, "the chain", Read(dir), "1")
}

// damage opens a register of lines 1 to 5, of which the database knows 5, after its text was changed.
func damage(t *testing.T, change func(lines []string) []string) (dir string, known Head) {
	t.Helper()
	dir = t.TempDir()
	r := openAt(t, dir, Head{})
	add(t, r, entries(1, 5)...)
	known = r.Head()
	rewrite(t, dir, change)
	return dir, known
}

func rewrite(t *testing.T, dir string, change func(lines []string) []string) {
	t.Helper()
	name := filepath.Join(dir, "register-2026.jsonl")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	lines = lines[:len(lines)-1]
	if err := os.WriteFile(name, []byte(strings.Join(change(lines), "")), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestBreaksAreNamedWithFileAndLine(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(l []string) []string
		line   int
	}{
		"changed":       {func(l []string) []string { l[2] = strings.Replace(l[2], "Jan", "Jon", 1); return l }, 4},
		"first changed": {func(l []string) []string { l[0] = strings.Replace(l[0], "Jan", "Jon", 1); return l }, 2},
		"removed":       {func(l []string) []string { return append(l[:2], l[3:]...) }, 3},
		"first removed": {func(l []string) []string { return l[1:] }, 1},
		"reordered":     {func(l []string) []string { l[1], l[2] = l[2], l[1]; return l }, 2},
		"inserted twin": {func(l []string) []string { return append(l[:3:3], append([]string{l[2]}, l[3:]...)...) }, 4},
		"inserted":      {func(l []string) []string { return append(l[:3:3], append([]string{"{}\n"}, l[3:]...)...) }, 4},
		"garbage":       {func(l []string) []string { l[3] = "\x00\x00\n"; return l }, 4},
		"white space":   {func(l []string) []string { l[3] = " " + l[3]; return l }, 5},
		"endless":       {func(l []string) []string { l[3] = strings.Repeat("x", longest+1) + "\n"; return l }, 4},
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := damage(t, tt.change)
			before, err := os.ReadFile(filepath.Join(dir, "register-2026.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			lines, err := all(Read(dir))
			broke, ok := errors.AsType[*Break](err)
			if !ok || broke.In != "register-2026.jsonl" || broke.Line != tt.line || len(lines) != tt.line-1 {
				t.Errorf("reading gave %d lines and %v, want a break at line %d", len(lines), err, tt.line)
			}
			if fault.CodeOf(err) != "register-broken" || !fault.Known("en", "register-broken") {
				t.Errorf("code %s, want register-broken, with words", fault.CodeOf(err))
			}
			if words := fault.Explain("en", err).What; !strings.Contains(words, fmt.Sprintf("register-2026.jsonl, line %d", tt.line)) {
				t.Errorf("the words are %q, want file and line in them", words)
			}
			r := openAt(t, dir, Head{})
			if r.Damaged() == nil {
				t.Error("opening found no damage")
			}
			if after, _ := os.ReadFile(filepath.Join(dir, "register-2026.jsonl")); !bytes.Equal(before, after) {
				t.Error("opening changed the file, want nothing cut")
			}
		})
	}
}

func TestSurveyGoesOnAfterABreak(t *testing.T) {
	dir, _ := damage(t, func(l []string) []string { l[1] = "garbage\n"; return l })
	var seen []uint64
	breaks := 0
	for line, err := range Survey(dir) {
		if err != nil {
			breaks++
		}
		seen = append(seen, line.Seq)
	}
	if !reflect.DeepEqual(seen, []uint64{1, 0, 3, 4, 5}) || breaks != 2 {
		t.Errorf("lines %v with %d breaks, want 1 0 3 4 5 with 2", seen, breaks)
	}
}

func TestAbsentFolderIsUnreachableAndNotMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "drive")
	if _, err := Open(dir, Head{}); fault.CodeOf(err) != "destination-unreachable" {
		t.Errorf("opening: %v", err)
	}
	if _, err := all(Read(dir)); fault.CodeOf(err) != "destination-unreachable" {
		t.Errorf("reading: %v", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	r := openAt(t, dir, Head{})
	add(t, r, entry(1))
	if err := os.Rename(dir, dir+".unplugged"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Append(entries(2, 2)); fault.CodeOf(err) != "destination-unreachable" || fault.ClassOf(err) != fault.RetryLater {
		t.Errorf("appending: %v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder was made anew")
	}
	if err := os.Rename(dir+".unplugged", dir); err != nil {
		t.Fatal(err)
	}
	add(t, r, entry(2))
	wantIDs(t, "the chain", Read(dir), "1 2")
}
