package verify

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"strings"
	"testing"

	"postroom/app/register"
)

// many is a register of so many lines, and the destination with all their documents but one in a thousand, which was
// renamed. It makes up each line and each document when it is asked for.
type many int

func (m many) path(n int) string {
	return fmt.Sprintf("emma@kantoor.example/Inbox/Clients/2026/2026-11-22 0915 Jan Peeters - Invoice 2026-%07d.eml", n)
}

func (m many) sum(n int) string { return fmt.Sprintf("%064d", n) }

func (m many) Survey() iter.Seq2[register.Line, error] {
	return func(yield func(register.Line, error) bool) {
		for n := 1; n <= int(m); n++ {
			e := register.Entry{Seq: uint64(n), Event: register.Filed, Files: []register.File{{Path: m.path(n), SHA256: m.sum(n), Size: int64(n)}}}
			if !yield(register.Line{Entry: e, Hash: m.sum(n), In: "register-2026.jsonl", Number: n}, nil) {
				return
			}
		}
	}
}

func (m many) Head(context.Context) (register.Head, error) {
	return register.Head{Seq: uint64(m), Hash: m.sum(int(m))}, nil
}

const renamedPrefix = "renamed/"

func (m many) Hash(_ context.Context, path string) (string, int64, error) {
	var n int
	if _, err := fmt.Sscanf(path[len(path)-11:], "%07d.eml", &n); err != nil {
		return "", 0, err
	}
	if n%1000 == 0 && !strings.HasPrefix(path, renamedPrefix) {
		return "", 0, fs.ErrNotExist
	}
	return m.sum(n), int64(n), nil
}

func (m many) Walk(_ context.Context, fn func(string, int64) error) error {
	for n := 1; n <= int(m); n++ {
		path := m.path(n)
		if n%1000 == 0 {
			path = renamedPrefix + path
		}
		if err := fn(path, int64(n)); err != nil {
			return err
		}
	}
	return nil
}

// verifyMany gives the largest heap seen, in bytes.
func verifyMany(t testing.TB, m many) uint64 {
	t.Helper()
	var peak, before uint64
	look := func() uint64 {
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		return s.HeapAlloc
	}
	runtime.GC()
	before = look()
	r, err := Run(t.Context(), Options{Chain: m, Destination: m, Database: m, Progress: func(p Progress) {
		if p.Files%(int(m)/20) == 0 {
			peak = max(peak, look())
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	peak = max(peak, look())
	gone := int(m) / 1000
	if r.Checked != int(m) || r.OK != int(m)-gone || len(r.Missing) != gone || len(r.Unregistered) != gone || len(r.Renamed) != gone || r.Chain != Intact {
		t.Errorf("checked %d, ok %d, missing %d, unregistered %d, renamed %d, chain %s; want %d of %d renamed",
			r.Checked, r.OK, len(r.Missing), len(r.Unregistered), len(r.Renamed), r.Chain, gone, int(m))
	}
	return peak - min(before, peak)
}

func TestMemoryDoesNotGrowWithPaths(t *testing.T) {
	const n = 200_000
	if peak := verifyMany(t, n); peak > 40<<20 {
		t.Errorf("verifying %d files held %d MB, want at most 40", n, peak>>20)
	}
}

// BenchmarkMillionFiles shows what verify costs itself: no file is read.
func BenchmarkMillionFiles(b *testing.B) {
	for b.Loop() {
		b.ReportMetric(float64(verifyMany(b, 1_000_000)>>20), "MB-heap")
	}
}
