package store

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

// resident is how many KB of a file are mapped into this process's memory.
func resident(t *testing.T, path string) (kb int) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	here := false
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); strings.Contains(fields[0], "-") {
			here = strings.HasSuffix(strings.TrimSpace(line), path)
		}
		var n int
		if _, err := fmt.Sscanf(line, "Rss: %d kB", &n); err == nil && here {
			kb += n
		}
	}
	return kb
}

func TestReleaseGivesMemoryBackAndLosesNothing(t *testing.T) {
	path := t.TempDir() + "/postroom.db"
	db := openAt(t, path)
	value := bytes.Repeat([]byte("x"), 3000)
	put := func(numbers ...int) {
		err := db.Update(func(tx *Tx) error {
			for _, n := range numbers {
				if err := tx.PutRecord(Clients, SeqKey(uint64(n)), value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	const records = 500
	read := func() (n int) {
		err := db.View(func(tx *Tx) error {
			for i := range records {
				var got []byte
				if ok, err := tx.Record(Clients, SeqKey(uint64(i)), &got); err != nil {
					return err
				} else if ok && bytes.Equal(got, value) {
					n++
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		return n
	}
	all := make([]int, records)
	for n := range all {
		all[n] = n
	}
	put(all...)
	if n := read(); n != records {
		t.Fatalf("%d of %d records are there", n, records)
	}
	before := resident(t, path)
	if err := db.Release(); err != nil {
		t.Fatal(err)
	}
	if after := resident(t, path); before < 1000 || after > before/4 {
		t.Errorf("%d KB of the database are in memory, %d before", after, before)
	}
	var beside sync.WaitGroup
	beside.Go(func() {
		for n := range 50 {
			put(n)
		}
	})
	for range 50 {
		if err := db.Release(); err != nil {
			t.Error(err)
		}
		if n := read(); n != records {
			t.Errorf("%d of %d records are there", n, records)
		}
	}
	beside.Wait()
}
