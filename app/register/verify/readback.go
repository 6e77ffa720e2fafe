package verify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"sync"

	"postroom/app/register"
)

// readBack goes through the whole chain once, checks it, and reads every registered file back.
func (v *run) readBack(ctx context.Context) error {
	head, err := v.Database.Head(ctx)
	if err != nil {
		return fmt.Errorf("reading the database's head: %w", err)
	}
	v.tally.progress.Of = head.Seq
	if err := v.readFiles(ctx, head); err != nil {
		return err
	}
	v.keys.sort()
	v.settleDeleted()
	return nil
}

const (
	starters = 4  // how many begin to read documents, which may mean to wait for the disk
	begun    = 64 // how many documents are begun and wait for their turn
	waiting  = 6  // how many threads wait for the disk at a time, about
)

// reading is a document that is being read. hash must be called.
type reading struct {
	document
	hash func() (sha256 string, size int64, err error)
}

// readFiles passes the documents on from hand to hand: one reads the chain, some have the disk begin with a document, some hash
// it. The first who fails ends it for all.
func (v *run) readFiles(ctx context.Context, head register.Head) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	defer moreThreads()()
	work, open := make(chan document, begun), make(chan reading, begun)
	var start, read sync.WaitGroup
	for range starters {
		start.Go(func() {
			for d := range work {
				open <- reading{d, v.start(ctx, d.path)}
			}
		})
	}
	for range v.Workers {
		read.Go(func() {
			for r := range open { // to the end, whatever happens: they hold files open
				if err := v.readFile(r); err != nil {
					fail(err)
				}
			}
		})
	}
	if err := v.readChain(ctx, head, work); err != nil {
		fail(err)
	}
	close(work)
	start.Wait()
	close(open)
	read.Wait()
	return context.Cause(ctx)
}

// moreThreads lets more of Go's threads run at the same time until the function that it gives is called. A thread that waits
// for the disk counts as running until the runtime notices, which takes as long as the disk: with as many as there are
// processors, those would have nothing to do most of the time. Who has set a number keeps it.
func moreThreads() (fewer func()) {
	if os.Getenv("GOMAXPROCS") != "" {
		return func() {}
	}
	runtime.GOMAXPROCS(runtime.NumCPU() + waiting)
	return runtime.SetDefaultGOMAXPROCS
}

// start begins to read a document, if the destination knows how.
func (v *run) start(ctx context.Context, path string) func() (string, int64, error) {
	if d, ok := v.Destination.(starter); ok {
		return d.Start(ctx, path)
	}
	return func() (string, int64, error) { return v.Destination.Hash(ctx, path) }
}

// settleDeleted takes files whose deletion is registered off the list of missing ones. Those that are still there were
// found like any other.
func (v *run) settleDeleted() {
	t := &v.tally
	t.missing = slices.DeleteFunc(t.missing, func(d document) bool {
		k := v.keys.of(d.path)
		_, deleted := v.deleted[k]
		if deleted {
			delete(v.deleted, k)
			t.checked--
			t.deleted++
		}
		return deleted
	})
	for _, path := range v.deleted {
		t.undeleted = append(t.undeleted, path)
	}
}

// readChain checks the chain and hands its files on.
func (v *run) readChain(ctx context.Context, head register.Head, work chan<- document) (err error) {
	c := chainCheck{head: head}
	c.known, _ = v.Database.(hasher)
	if v.heads, err = newHeadCheck(ctx, v.Proof, v.Database); err != nil {
		return err
	}
	v.deleted = map[key]string{}
	for line, err := range v.Chain.Survey() {
		if cancelled := ctx.Err(); cancelled != nil {
			return cancelled
		}
		if broke, ok := errors.AsType[*register.Break](err); ok {
			c.note(broke)
		} else if err != nil {
			return err
		}
		if err := c.look(ctx, line); err != nil {
			return err
		}
		v.heads.look(line)
		v.tally.line()
		if line.Event == register.Deleted {
			for _, f := range line.Files {
				v.deleted[v.keys.of(f.Path)] = f.Path
			}
			continue
		}
		for _, f := range line.Files {
			v.keys.add(f.Path)
			select {
			case work <- document{f.Path, f.SHA256, f.Size}:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	if err := v.Settle(ctx); err != nil { // the database is to know the last line that was read
		return err
	}
	end, err := v.Database.Head(ctx)
	if err != nil {
		return fmt.Errorf("reading the database's head: %w", err)
	}
	v.chain, v.breaks, v.head = c.verdict(end), c.breaks, register.Head{Seq: c.last.Seq, Hash: c.last.Hash}
	v.heads.end()
	return nil
}

// readFile reads one file back.
func (v *run) readFile(r reading) error {
	d := r.document
	sum, size, err := r.hash()
	t := &v.tally
	t.mu.Lock()
	defer t.mu.Unlock()
	t.checked++
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.missing = append(t.missing, d)
	case errors.Is(err, fs.ErrPermission):
		t.unreadable = append(t.unreadable, d.path)
	case err != nil:
		return fmt.Errorf("reading a document back: %w", err)
	case sum != d.sha256 || size != d.size:
		t.changed = append(t.changed, d.path)
	default:
		t.ok++
	}
	t.progress.Files++
	t.progress.Bytes += size
	v.Progress(t.progress)
	return nil
}

// tally is what the workers count together.
type tally struct {
	mu         sync.Mutex
	deleted    int
	undeleted  []string
	checked    int
	ok         int
	missing    []document
	changed    []string
	unreadable []string
	progress   Progress
}

func (t *tally) line() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.progress.Lines++
}
