package limits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"postroom/app/destination/folder"
	"postroom/app/register"
	"postroom/app/register/verify"
)

// BenchmarkVerify reads an archive back, from the disk and from the system's memory, and holds the speed against that of
// the disk (one large file, and these very documents with nothing done to them) and that of one core's hash.
// POSTROOM_VERIFY_DOCUMENTS says how many documents (2,000 by itself), of 75 KB on average: most small, some large, as mail is.
func BenchmarkVerify(b *testing.B) {
	documents := 2000
	if s := os.Getenv("POSTROOM_VERIFY_DOCUMENTS"); s != "" {
		var err error
		if documents, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	root := b.TempDir()
	f, err := folder.Open(folder.Options{Root: root, Office: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	a := &bulk{b: b, root: root}
	head := a.fill(documents)
	hash, disk, bare := a.hashSpeed(), a.diskSpeed(), a.readSpeed()
	for _, cold := range []bool{true, false} {
		name, limit := "in memory", hash
		if cold {
			name, limit = "from disk", min(hash, disk)
		}
		b.Run(name, func(b *testing.B) {
			var bytes int64
			var took, busy time.Duration
			for b.Loop() {
				a.forget()
				if !cold {
					a.recall()
				}
				began, used := time.Now(), processorTime()
				r, err := verify.Run(b.Context(), verify.Options{Chain: register.Dir(f.Dir()), Destination: f, Database: head})
				if err != nil || !r.Good() || r.Checked != documents {
					b.Fatalf("verified %+v, %v", r, err)
				}
				took += time.Since(began)
				busy += processorTime() - used
				bytes += r.Bytes
			}
			speed := float64(bytes) / took.Seconds()
			b.ReportMetric(speed/1e6, "MB/s")
			b.ReportMetric(hash/1e6, "hash-MB/s")
			b.ReportMetric(disk/1e6, "disk-MB/s")
			b.ReportMetric(100*speed/limit, "%-of-limit")
			b.ReportMetric(busy.Seconds()/(float64(bytes)/1e9), "cpu-s/GB")
			if cold {
				b.ReportMetric(bare/1e6, "documents-MB/s")
				b.ReportMetric(100*speed/min(hash, bare), "%-of-documents")
			}
		})
	}
}

// bulk is an archive of many documents.
type bulk struct {
	b     *testing.B
	root  string
	paths []string
}

func (a *bulk) must(err error) {
	a.b.Helper()
	if err != nil {
		a.b.Fatal(err)
	}
}

// headOnly is a database that knows the register's head.
type headOnly register.Head

func (h headOnly) Head(context.Context) (register.Head, error) { return register.Head(h), nil }

// fill puts documents away and registers them.
func (a *bulk) fill(documents int) verify.Database {
	r, err := register.Open(filepath.Join(a.root, ".postroom"), register.Head{})
	a.must(err)
	defer r.Close()
	random := rand.New(rand.NewPCG(1, 2))
	content := make([]byte, 2<<20)
	for i := range content {
		content[i] = byte(random.Uint32())
	}
	var entries []register.Entry
	for n := range documents {
		size := 5_000 + random.IntN(40_000)
		if n%20 == 0 {
			size = random.IntN(2 << 20)
		}
		name := fmt.Sprintf("emma@kantoor.example/Inbox/%03d/2026-11-22 0915 Jan Peeters - Invoice %06d.eml", n/500, n)
		data := content[:size]
		copy(data, name)
		sum := sha256.Sum256(data)
		a.must(os.MkdirAll(filepath.Dir(filepath.Join(a.root, name)), 0o700))
		a.must(os.WriteFile(filepath.Join(a.root, name), data, 0o600))
		a.paths = append(a.paths, name)
		entries = append(entries, register.Entry{Time: time.Date(2026, 11, 22, 9, 15, 0, 0, time.UTC), Event: register.Filed, ID: name, Subject: "Invoice",
			Files: []register.File{{Path: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(size), Kind: "mail"}}})
		if len(entries) == 1000 || n == documents-1 {
			_, err := r.Append(entries)
			a.must(err)
			entries = entries[:0]
		}
	}
	return headOnly(r.Head())
}

// forget has the system forget what it holds of the documents in memory.
func (a *bulk) forget() {
	unix.Sync()
	for _, name := range a.paths {
		a.drop(filepath.Join(a.root, name))
	}
}

// recall has the system hold all documents in memory.
func (a *bulk) recall() {
	for _, name := range a.paths {
		_, err := os.ReadFile(filepath.Join(a.root, name))
		a.must(err)
	}
}

func (a *bulk) drop(name string) {
	f, err := os.Open(name)
	a.must(err)
	defer f.Close()
	a.must(unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED))
}

// readSpeed is what is read in a second of the documents themselves when nothing is done to them, in bytes: four at a time,
// each announced to the system before it is read, in the order in which they were written.
func (a *bulk) readSpeed() float64 {
	a.forget()
	began := time.Now()
	names, files := make(chan string, 64), make(chan *os.File, 64)
	var opening, reading sync.WaitGroup
	var total atomic.Int64
	for range 4 {
		opening.Go(func() {
			for name := range names {
				f, err := os.Open(filepath.Join(a.root, name))
				if err != nil {
					a.b.Error(err)
					continue
				}
				unix.Fadvise(int(f.Fd()), 0, 1<<20, unix.FADV_WILLNEED)
				files <- f
			}
		})
	}
	for range 4 {
		reading.Go(func() {
			buffer := make([]byte, 256<<10)
			for f := range files {
				n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{f}, buffer)
				if err = errors.Join(err, f.Close()); err != nil {
					a.b.Error(err)
				}
				total.Add(n)
			}
		})
	}
	for _, name := range a.paths {
		names <- name
	}
	close(names)
	opening.Wait()
	close(files)
	reading.Wait()
	return float64(total.Load()) / time.Since(began).Seconds()
}

// processorTime is what this process has used of all processors, the kernel's work for it included.
func processorTime() time.Duration {
	var u unix.Rusage
	unix.Getrusage(unix.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// hashSpeed is what one core hashes in a second, in bytes.
func (a *bulk) hashSpeed() float64 {
	data := make([]byte, 64<<20)
	best := 0.0
	for range 4 {
		began := time.Now()
		sha256.Sum256(data)
		best = max(best, float64(len(data))/time.Since(began).Seconds())
	}
	return best
}

// diskSpeed is what is read of one large file in a second, in bytes.
func (a *bulk) diskSpeed() float64 {
	name := filepath.Join(a.b.TempDir(), "large")
	f, err := os.Create(name)
	a.must(err)
	defer f.Close()
	data := make([]byte, 16<<20)
	for i := range data {
		data[i] = byte(i * i)
	}
	for range 32 {
		_, err := f.Write(data)
		a.must(err)
	}
	a.must(f.Sync())
	a.drop(name)
	_, err = f.Seek(0, io.SeekStart)
	a.must(err)
	began := time.Now()
	n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{f}, make([]byte, 1<<20))
	a.must(err)
	return float64(n) / time.Since(began).Seconds()
}
