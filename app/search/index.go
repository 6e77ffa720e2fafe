// Package search keeps the words of filed mails and of their attachments in a full-text index on this machine, and answers
// queries. It keeps no text: what is shown of a hit is read from the document itself. Where documents come from, and when
// they are added, is decided above.
package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	index "github.com/blevesearch/bleve_index_api"

	"postroom/app/fault"
)

// version is that of what the index holds. One of another version is made anew.
const version = "2"

var (
	keyVersion = []byte("postroom-version")
	keyDone    = []byte("postroom-done")
)

// Options tell where the index lies.
type Options struct {
	Dir  string         // made if it is not there; nobody else uses it
	Zone *time.Location // of days; nil: UTC
	Log  *slog.Logger
}

// Index is an open index. Its methods may be called from several goroutines.
type Index struct {
	opts Options
	idx  index.Index

	put    sync.Mutex // held while documents are put
	rarity rarity

	mu      sync.Mutex
	done    ranges
	damage  error // what came to light while the index was in use
	moments map[uint64][]uint64
	seqs    map[uint64][]uint64 // of segments in which something was looked for that only some may see
	closed  bool
}

// Open opens the index. One that is damaged, or of another version, is thrown away and begun anew.
func Open(opts Options) (*Index, error) {
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	x := &Index{opts: opts, moments: map[uint64][]uint64{}, seqs: map[uint64][]uint64{}}
	err := x.open()
	if err == nil {
		return x, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		opts.Log.Warn("the search index can't be used and is made anew", "error", err)
	}
	if err := x.begin(); err != nil {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "search-index", Op: "make the search index",
			Args: map[string]string{"path": opts.Dir}, Err: err}
	}
	return x, nil
}

// store is where the index itself lies in its folder.
func (o *Options) store() string { return filepath.Join(o.Dir, "index") }

// open opens what is there.
func (x *Index) open() (err error) {
	defer caught(&err)
	if _, err := os.Stat(filepath.Join(x.opts.store(), "root.bolt")); err != nil {
		return err
	}
	if x.idx, err = x.scorch(); err != nil {
		return err
	}
	if err := x.state(); err != nil {
		return errors.Join(err, x.idx.Close())
	}
	return nil
}

// begin makes an empty index in place of what is there.
func (x *Index) begin() (err error) {
	defer caught(&err)
	if err := os.RemoveAll(x.opts.store()); err != nil {
		return err
	}
	if err := os.MkdirAll(x.opts.Dir, 0o700); err != nil {
		return err
	}
	if err := os.Chmod(x.opts.Dir, 0o700); err != nil {
		return err
	}
	if x.idx, err = x.scorch(); err != nil {
		return err
	}
	x.done = nil
	b := index.NewBatch()
	b.SetInternal(keyVersion, []byte(version))
	b.SetInternal(keyDone, nil)
	if err := x.idx.Batch(b); err != nil {
		return errors.Join(err, x.idx.Close())
	}
	return nil
}

// scorch opens bleve's index. What its own goroutines run into is heard, not lost, and not the end of the program.
func (x *Index) scorch() (index.Index, error) {
	idx, err := scorch.NewScorch(scorch.Name, map[string]any{"path": x.opts.store(), "bolt_timeout": "5s", "asyncErrorCallbackName": hearing}, queue)
	if err != nil {
		return nil, err
	}
	hear(x.opts.store(), x.harm)
	if err := idx.Open(); err != nil {
		return nil, err
	}
	return idx, nil
}

// queue makes the postings of documents, whose words are there already: one at a time is enough, and polite.
var queue = index.NewAnalysisQueue(1)

// state reads how far the index is.
func (x *Index) state() error {
	r, err := x.idx.Reader()
	if err != nil {
		return err
	}
	defer r.Close()
	v, err := r.GetInternal(keyVersion)
	if err != nil {
		return err
	}
	if err := whole(r); err != nil {
		return err
	}
	if string(v) != version {
		return fmt.Errorf("its version is %q, this program writes %q", v, version)
	}
	d, err := r.GetInternal(keyDone)
	if err != nil {
		return err
	}
	done, ok := decodeRanges(d)
	if !ok {
		return errors.New("what it holds can't be told")
	}
	x.done = done
	return nil
}

// Zone is the time zone of the index's days.
func (x *Index) Zone() *time.Location { return x.opts.Zone }

// Close lets go of the index. What was put is on disk already.
func (x *Index) Close() error {
	x.put.Lock()
	defer x.put.Unlock()
	x.mu.Lock()
	closed := x.closed
	x.closed = true
	x.mu.Unlock()
	if closed {
		return nil
	}
	hear(x.opts.store(), nil)
	return x.idx.Close()
}

// Put makes documents findable, in place of what was known of them, and notes that they are done. Both are on disk when
// it returns, or none is.
func (x *Index) Put(docs []Document) error {
	b := index.NewBatch()
	x.put.Lock()
	defer x.put.Unlock()
	for i := range docs {
		doc := docs[i].build(x.opts.Zone, &x.rarity)
		doc.AddIDField()
		b.Update(doc)
	}
	return x.change(b, func(done ranges) ranges {
		for i := range docs {
			done = done.with(docs[i].Seq)
		}
		return done
	})
}

// Forget notes that documents have to be put again, since there is more to know of them. Until then they are found as
// they were.
func (x *Index) Forget(seqs ...uint64) error {
	x.put.Lock()
	defer x.put.Unlock()
	return x.change(index.NewBatch(), func(done ranges) ranges {
		for _, seq := range seqs {
			done = done.without(seq)
		}
		return done
	})
}

// Remove takes documents out of the index.
func (x *Index) Remove(seqs ...uint64) error {
	b := index.NewBatch()
	for _, seq := range seqs {
		b.Delete(strconv.FormatUint(seq, 10))
	}
	x.put.Lock()
	defer x.put.Unlock()
	return x.change(b, func(done ranges) ranges {
		for _, seq := range seqs {
			done = done.without(seq)
		}
		return done
	})
}

// Compare holds the index against the documents that there are, whose numbers are given, the highest first: which are not
// in it, in that order, and which of its documents are no longer there.
func (x *Index) Compare(there []uint64) (missing, gone []uint64) {
	x.mu.Lock()
	done := slices.Clone(x.done)
	x.mu.Unlock()
	var all ranges
	for _, seq := range there {
		all = all.with(seq)
		if !done.has(seq) {
			missing = append(missing, seq)
		}
	}
	for _, s := range done {
		for n := s.lo; ; n++ {
			if !all.has(n) {
				gone = append(gone, n)
			}
			if n == s.hi {
				break
			}
		}
	}
	return missing, gone
}

// change writes a batch and what is done with it; the caller holds put.
func (x *Index) change(b *index.Batch, mark func(ranges) ranges) (err error) {
	defer caught(&err)
	x.mu.Lock()
	done, err := append(ranges(nil), x.done...), x.usable()
	x.mu.Unlock()
	if err != nil {
		return err
	}
	done = mark(done)
	b.SetInternal(keyDone, done.encode())
	if err := x.idx.Batch(b); err != nil {
		return fmt.Errorf("write the search index: %w", err)
	}
	x.mu.Lock()
	x.done = done
	x.mu.Unlock()
	return x.Damaged()
}

// Compact puts the index's segments together into one, which makes it a third smaller. It takes a few seconds for each
// hundred thousand mails, while the index can be used.
func (x *Index) Compact(ctx context.Context) (err error) {
	x.put.Lock()
	defer x.put.Unlock()
	defer caught(&err)
	x.mu.Lock()
	err = x.usable()
	x.mu.Unlock()
	if err != nil {
		return err
	}
	merger, ok := x.idx.(interface {
		ForceMerge(context.Context, *mergeplan.MergePlanOptions) error
	})
	if !ok {
		return nil
	}
	if err := merger.ForceMerge(ctx, &mergeplan.SingleSegmentMergePlanOptions); err != nil {
		return fmt.Errorf("compact the search index: %w", err)
	}
	// The merge alone is on disk some time later: a batch waits for it, and a start before would find the old segments.
	return x.change(index.NewBatch(), func(done ranges) ranges { return done })
}

// Segments is how many segments the index consists of.
func (x *Index) Segments() (int, error) {
	r, err := x.idx.Reader()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	s, err := segments(r)
	return len(s), err
}

// usable says why the index can't be used; the caller holds mu.
func (x *Index) usable() error {
	if x.closed {
		return errClosed
	}
	return x.damage
}

var errClosed = errors.New("the search index is closed")

// Has says whether a document is in the index as it is known now.
func (x *Index) Has(seq uint64) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.done.has(seq)
}

// Count is how many documents the index holds.
func (x *Index) Count() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.done.count()
}

// Damaged is what has come to light while the index was in use, nil if it is well. A damaged index is closed and opened
// anew.
func (x *Index) Damaged() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.damage
}

// harm notes damage.
func (x *Index) harm(err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.damage == nil {
		x.damage = fmt.Errorf("the search index is damaged: %w", err)
	}
}

// caught turns a panic of the library, which is how some damage shows, into an error. Reading where a file has been cut
// is one, too, as long as the goroutine has said so.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", errDamaged, p)
	}
}

var errDamaged = errors.New("the search index is damaged")

// faultsPanic makes reading beyond the end of a file in memory a panic instead of the end of the program.
func faultsPanic() (restore func()) {
	was := debug.SetPanicOnFault(true)
	return func() { debug.SetPanicOnFault(was) }
}
