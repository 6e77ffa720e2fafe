package register

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// long writes a register of n lines, two thirds of them in an older year, without a sync for each.
func long(t testing.TB, dir string, n int) Head {
	t.Helper()
	var head Head
	for _, part := range []struct{ year, to int }{{2025, n * 2 / 3}, {2026, n}} {
		f, err := os.Create(filepath.Join(dir, nameOf(part.year)))
		if err != nil {
			t.Fatal(err)
		}
		w := bufio.NewWriterSize(f, 1<<20)
		var buf bytes.Buffer
		for head.Seq < uint64(part.to) {
			e := entry(int(head.Seq) + 1)
			e.Seq, e.Prev = head.Seq+1, head.prev()
			buf.Reset()
			hash, err := encode(&buf, e)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(buf.Bytes()); err != nil {
				t.Fatal(err)
			}
			head = Head{e.Seq, hash}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return head
}

// The place is found by reading little: what is read is counted, not the time.
func TestPlaceInALongRegisterIsFoundWithoutReadingIt(t *testing.T) {
	const n = 30_000
	dir := t.TempDir()
	head := long(t, dir, n)
	r := openAt(t, dir, head)
	for _, seq := range []uint64{0, 1, n / 3, n*2/3 - 1, n * 2 / 3, n*2/3 + 1, n - 1000, n - 1, n, n + 5} {
		want := max(0, n-int64(seq))
		got, next := int64(0), seq+1
		for line, err := range r.After(seq) {
			if err != nil {
				t.Fatalf("After(%d): %v", seq, err)
			}
			if line.Seq != next {
				t.Fatalf("After(%d) gives line %d, want %d", seq, line.Seq, next)
			}
			next++
			got++
		}
		if got != want {
			t.Errorf("After(%d) gives %d lines, want %d", seq, got, want)
		}
	}
	f, err := os.Open(filepath.Join(dir, nameOf(2025)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	c := &counting{f: f}
	if _, err := find(c, info.Size(), n/3); err != nil {
		t.Fatal(err)
	}
	if c.bytes > info.Size()/4 {
		t.Errorf("finding a line read %d of %d bytes", c.bytes, info.Size())
	}
}

type counting struct {
	f     *os.File
	bytes int64
}

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.f.ReadAt(p, off)
	c.bytes += int64(n)
	return n, err
}

func TestReadingNeedsConstantMemory(t *testing.T) {
	dir := t.TempDir()
	long(t, dir, 60_000)
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var peak uint64
	lines := 0
	for _, err := range Read(dir) {
		if err != nil {
			t.Fatal(err)
		}
		if lines++; lines%10_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
		}
	}
	if lines != 60_000 {
		t.Errorf("%d lines read", lines)
	}
	if peak > before.HeapAlloc+2<<20 {
		t.Errorf("reading 60,000 lines held %d KB, want less than 2 MB", (peak-before.HeapAlloc)>>10)
	}
}

// BenchmarkAppend appends groups of 50 lines, each group synced to disk.
func BenchmarkAppend(b *testing.B) {
	r := openAt(b, b.TempDir(), Head{})
	group := entries(1, 50)
	for b.Loop() {
		if _, err := r.Append(group); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(50*b.N)/b.Elapsed().Seconds(), "lines/s")
}

// BenchmarkMillion reads a register of 1,000,000 lines, opens it, and finds its last 50 lines.
func BenchmarkMillion(b *testing.B) {
	const n = 1_000_000
	dir := b.TempDir()
	head := long(b, dir, n)
	b.Run("Read", func(b *testing.B) {
		for b.Loop() {
			for _, err := range Read(dir) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "lines/s")
	})
	for _, seq := range []uint64{n, n - 50, n / 2} {
		b.Run(fmt.Sprintf("OpenAndAfter=%d", seq), func(b *testing.B) {
			for b.Loop() {
				start := time.Now()
				r := openAt(b, dir, head)
				for line, err := range r.After(seq) {
					if err != nil {
						b.Fatal(err)
					}
					if line.Seq > n-50 {
						b.ReportMetric(float64(time.Since(start).Microseconds()), "µs-to-first")
					}
					break
				}
			}
		})
	}
}
