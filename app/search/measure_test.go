package search

import (
	"flag"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var mails = flag.Int("mails", 400, "how many mails are written to measure with")

// size is how many bytes a folder holds.
func size(tb testing.TB, dir string) (n int64) {
	tb.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		n += info.Size()
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// fill puts so many mails, as the office does it, and gives the time that took without writing them.
func fill(tb testing.TB, x *Index, m *model, n int) (took time.Duration) {
	tb.Helper()
	for seq := 1; seq <= n; {
		var batch []Document
		for ; seq <= n && len(batch) < 200; seq++ {
			batch = append(batch, m.mail(seq))
		}
		begun := time.Now()
		put(tb, x, batch...)
		took += time.Since(begun)
	}
	return took
}

// settled is the size of an index once the files of segments that became part of another are gone, which closing and
// opening it again sees to.
func settled(tb testing.TB, x *Index, dir string) int64 {
	tb.Helper()
	if err := x.Close(); err != nil {
		tb.Fatal(err)
	}
	if err := opened(tb, dir).Close(); err != nil {
		tb.Fatal(err)
	}
	return size(tb, dir)
}

// asked asks 300 queries for somebody who sees what keep says, and gives how long they took, the quickest first, and how many
// found something.
func asked(tb testing.TB, x *Index, m *model, keep func(uint64) bool) (times []time.Duration, hits int) {
	tb.Helper()
	for range 300 {
		text := m.query()
		begun := time.Now()
		q, _ := Parse(text, Context{Now: now})
		r, err := x.Search(tb.Context(), Request{Query: q, Limit: 50, Keep: keep})
		times = append(times, time.Since(begun))
		if err != nil {
			tb.Fatalf("%s: %v", text, err)
		}
		if r.Total > 0 {
			hits++
		}
	}
	slices.Sort(times)
	return times, hits
}

// Run with -mails 100000 it gives the figures of a large office.
func TestIndexIsSmallAndAnswersQuickly(t *testing.T) {
	dir := t.TempDir()
	x, m := opened(t, dir), newModel(1)
	took := fill(t, x, m, *mails)
	begun := time.Now()
	if err := x.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	compacting := time.Since(begun)
	all, hits := asked(t, x, m, nil)
	if hits < 50 {
		t.Errorf("expected many of 300 queries to find something, saw %d", hits)
	}
	some, fewer := asked(t, x, m, func(seq uint64) bool { return seq%2 == 0 })
	if fewer == 0 {
		t.Error("expected queries of somebody who sees half of the mails to find something, saw none that did")
	}
	share := float64(settled(t, x, dir)) / float64(m.written)
	t.Logf("%d mails, %.1f MB of text: %.0f mails/s, compacted in %v, index %.1f %% of the text", *mails, float64(m.written)/1e6,
		float64(*mails)/took.Seconds(), compacting.Round(time.Millisecond), 100*share)
	for who, times := range map[string][]time.Duration{"who sees all": all, "who sees half of it": some} {
		t.Logf("queries of somebody %s: median %v, 95th percentile %v, slowest %v", who, times[len(times)/2], times[len(times)*95/100], times[len(times)-1])
	}
	limit := 1.5 // most of a small index are words that only one mail has
	if *mails >= 100_000 {
		limit = 0.4
	}
	if share > limit {
		t.Errorf("expected an index of at most %.0f %% of the text, saw %.1f %%", 100*limit, 100*share)
	}
}
