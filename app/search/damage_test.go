package search

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// files are the segments of an index on disk.
func files(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "index", "*.zap"))
	if err != nil || len(names) == 0 {
		t.Fatalf("expected segments in the index, saw %v, %v", names, err)
	}
	return names
}

func filled(t *testing.T, dir string) {
	t.Helper()
	x := opened(t, dir)
	put(t, x, office...)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestIndexIsThereAgainWhenItIsOpenedAgain(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir)
	x := opened(t, dir)
	if x.Count() != len(office) || !x.Has(3) || x.Has(5) {
		t.Errorf("expected the four documents to be known, saw %d", x.Count())
	}
	if got := found(t, x, "jaarrekening"); !slices.Equal(got, []uint64{1}) {
		t.Errorf("expected the first mail, saw %v", got)
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("expected a folder for this person's eyes only, saw %v, %v", info.Mode(), err)
	}
}

func TestDamagedIndexIsBegunAnew(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, dir string){
		"a byte is changed": func(t *testing.T, dir string) {
			name := files(t, dir)[0]
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			data[len(data)/2] ^= 0x55
			if err := os.WriteFile(name, data, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"a file is cut": func(t *testing.T, dir string) {
			if err := os.Truncate(files(t, dir)[0], 100); err != nil {
				t.Fatal(err)
			}
		},
		"a file is empty": func(t *testing.T, dir string) {
			if err := os.Truncate(files(t, dir)[0], 0); err != nil {
				t.Fatal(err)
			}
		},
		"a file is gone": func(t *testing.T, dir string) {
			if err := os.Remove(files(t, dir)[0]); err != nil {
				t.Fatal(err)
			}
		},
		"its list is rubbish": func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "index", "root.bolt"), slices.Repeat([]byte("rubbish "), 5000), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"its list is cut": func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, "index", "root.bolt"), 5000); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			filled(t, dir)
			harm(t, dir)
			x := opened(t, dir)
			if x.Count() != 0 {
				t.Fatalf("expected an empty index, saw %d documents", x.Count())
			}
			put(t, x, office...)
			if got := found(t, x, "jaarrekening"); !slices.Equal(got, []uint64{1}) {
				t.Errorf("expected it to work again, saw %v", got)
			}
		})
	}
}

// What a killed process left half-written is no part of the index.
func TestHalfWrittenFileIsPassedOver(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "index", "0000000000ff.zap"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if x := opened(t, dir); x.Count() != len(office) {
		t.Errorf("expected all documents to be known, saw %d", x.Count())
	}
}

func TestIndexOfAnotherVersionIsBegunAnew(t *testing.T) {
	dir := t.TempDir()
	x := opened(t, dir)
	put(t, x, office...)
	was := keyVersion
	keyVersion = []byte("another")
	t.Cleanup(func() { keyVersion = was })
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if x := opened(t, dir); x.Count() != 0 {
		t.Errorf("expected an empty index, saw %d documents", x.Count())
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	x := opened(t, t.TempDir())
	put(t, x, office...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	q, _ := Parse("peeters", Context{Now: now})
	if _, err := x.Search(ctx, Request{Query: q, Limit: 10}); !errors.Is(err, context.Canceled) {
		t.Errorf("expected the search to be cancelled, saw %v", err)
	}
	if err := x.Damaged(); err != nil {
		t.Errorf("expected no damage, saw %v", err)
	}
}

func TestCompactIndexHoldsTheSame(t *testing.T) {
	x := opened(t, t.TempDir())
	for _, d := range office {
		put(t, x, d)
	}
	put(t, x, office[2])
	if err := x.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := x.Segments(); n != 1 || err != nil {
		t.Errorf("expected one segment, saw %d, %v", n, err)
	}
	for query, want := range map[string][]uint64{"": {1, 2, 3, 4}, "mietvertrag ": {3}, "BE0123456749": {1}, `"annual accounts"`: {4}, "haus": {3}} {
		if got := found(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: expected %v, saw %v", query, want, got)
		}
	}
}

func TestQueriesThatNobodyMeansAreAnswered(t *testing.T) {
	x := opened(t, t.TempDir())
	put(t, x, office...)
	for _, text := range []string{"\"", "--", "-", ":", "from:\"", "\"\"", "\x00\xff", "a:b:c", "((", "*", "e", "from:-x", "-from:", "before:99999-1-1", "\u0301", "契約 書"} {
		q, _ := Parse(text, Context{Now: now, Done: true})
		if _, err := x.Search(t.Context(), Request{Query: q, Limit: 10}); err != nil {
			t.Errorf("%q: expected an answer, saw %v", text, err)
		}
		q.Marker().Find(Text, office[0].Text)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`from:peeters "annual acc`, "BE 0123.456.749", "-has:attachment 2026-114", "l'entreprise after:2026-11"} {
		f.Add(s, "Jan Peeters schrijft: BE 0123.456.749, l'entreprise 2026/114 annual accounts")
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		q, problem := Parse(query, Context{Now: now})
		if n := len([]rune(query)); problem != nil && (problem.Start < 0 || problem.Length < 0 || problem.Start+problem.Length > n) {
			t.Fatalf("%q has %d characters, the problem is at %+v", query, n, problem)
		}
		q.Marker().Find(Text, text)
		d := Document{Seq: 1, Subject: query, Text: text}
		d.build(now.Location(), &rarity{})
	})
}
