package verify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
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

// known is how many documents wait for their turn.
const known = 256

// readFiles has all documents of the chain read back. The first that can't be ends it for all.
func (v *run) readFiles(ctx context.Context, head register.Head) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	work := make(chan document, known)
	next := func(wait bool) (path string, tell func(string, int64, error), ok bool) {
		var d document
		if wait {
			d, ok = <-work
		} else {
			select {
			case d, ok = <-work:
			default:
			}
		}
		return d.path, func(sum string, size int64, err error) {
			if err := v.readFile(d, sum, size, err); err != nil {
				fail(err)
			}
		}, ok
	}
	var read sync.WaitGroup
	if d, ok := v.Destination.(eachHasher); ok {
		for range runtime.GOMAXPROCS(0) + 1 { // one may wait for the disk, and another reads the chain
			read.Go(func() { d.HashEach(ctx, next) })
		}
	} else {
		for range v.Workers {
			read.Go(func() {
				for path, tell, ok := next(true); ok; path, tell, ok = next(true) {
					tell(v.Destination.Hash(ctx, path))
				}
			})
		}
	}
	if err := v.readChain(ctx, head, work); err != nil {
		fail(err)
	}
	close(work)
	read.Wait()
	return context.Cause(ctx)
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

// readFile takes what was read back of a file.
func (v *run) readFile(d document, sum string, size int64, err error) error {
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
