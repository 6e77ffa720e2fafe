package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"postroom/app/destination"
	"postroom/app/destination/folder"
	"postroom/app/fault"
	"postroom/app/search"
	"postroom/app/store"
)

// searching keeps the search index in step with what is filed. The index is derived from the documents and has no part in
// filing: whatever goes wrong with it is told here, and cured by making it anew.
type searching struct {
	wake  chan struct{}
	pass  sync.Mutex   // one pass at a time
	filed atomic.Int64 // when a mail was filed last, Unix milliseconds

	mu       sync.Mutex
	index    *search.Index // nil: not open
	harmed   bool          // the last thing that happened to the index was damage
	progress SearchProgress
	stop     context.CancelFunc // ends the pass that goes on
	shut     bool
}

// SearchProgress is how far the search index is.
type SearchProgress struct {
	Ready   bool     `json:"ready"`   // all that is filed can be found
	Indexed int      `json:"indexed"` // mails that can be found
	Filed   int      `json:"filed"`   // mails that there are
	Missing int      `json:"missing"` // of those added since the start: documents whose files were not there to read
	Problem *Problem `json:"problem"`
}

// What is put into the index at once, and how long it is left alone.
const (
	indexedAtOnce = 64
	indexedBytes  = 4 << 20 // of text
	filingBusy    = 2 * time.Second
	longestRest   = 5 * time.Second
	searchFolder  = "search"
)

func (s *searching) nudge() {
	select {
	case s.wake <- struct{}{}:
	default: // it is awake already
	}
}

// keepSearchable adds what is filed to the search index until the context ends. It rests as long as it works while mails
// are being filed, so that it takes no more than its share.
func (o *Office) keepSearchable(ctx context.Context) {
	again := time.NewTimer(lookAgain)
	defer again.Stop()
	for {
		again.Stop()
		if err := o.indexFiled(ctx, indexing{polite: true, recognised: true}); err != nil && ctx.Err() == nil {
			o.log.Warn("the search index can't be brought up to date now", "code", fault.CodeOf(err), "error", err)
			again.Reset(lookAgain)
		}
		select {
		case <-ctx.Done():
			return
		case <-o.searching.wake:
		case <-again.C:
		}
	}
}

// indexing is how a pass goes on.
type indexing struct {
	polite     bool // it rests
	recognised bool // mails that nobody has looked at for invoices wait until that is done
	progress   func(done, total int)
}

// indexFiled adds all filed mails to the index that it does not hold, the newest first.
func (o *Office) indexFiled(ctx context.Context, how indexing) error {
	s := &o.searching
	s.pass.Lock()
	defer s.pass.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.mu.Lock()
	s.stop = cancel
	s.mu.Unlock()
	err := o.indexAll(ctx, how)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stop = nil
	s.progress.Problem = nil
	if ctx.Err() == nil {
		s.progress.Problem = ProblemOf(o.language(), err)
	}
	return err
}

func (o *Office) indexAll(ctx context.Context, how indexing) error {
	x, err := o.searchIndex()
	if err != nil {
		return err
	}
	missing, err := o.unindexed(x, how.recognised)
	if err != nil || len(missing) == 0 {
		return err
	}
	dest, done, err := o.readable()
	if err != nil {
		return err
	}
	defer done()
	total, began := len(missing), x.Count()
	for len(missing) > 0 {
		start := time.Now()
		n, err := o.indexSome(ctx, x, dest, missing)
		if err != nil {
			return o.harmed(x, err)
		}
		missing = missing[n:]
		o.tellIndexed(x)
		if how.progress != nil {
			how.progress(total-len(missing), total)
		}
		if how.polite {
			o.rest(ctx, time.Since(start))
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	o.searching.mu.Lock()
	o.searching.harmed = false
	o.searching.mu.Unlock()
	return o.tidy(ctx, x, began)
}

// tellIndexed tells how many mails can be found.
func (o *Office) tellIndexed(x *search.Index) {
	e := Event{Kind: EventIndexed, Done: x.Count()}
	err := o.db.View(func(tx *store.Tx) error {
		e.Total = tx.FiledInAll()
		return nil
	})
	if err == nil { // else the next one tells
		o.tell(e)
	}
}

// tidy puts the index's pieces together when a good part of it is new: many small ones take half as much room again.
func (o *Office) tidy(ctx context.Context, x *search.Index, before int) error {
	n, err := x.Segments()
	if err != nil {
		return o.harmed(x, err)
	}
	if n < 2 || x.Count()-before < 100+before/5 {
		return nil
	}
	return o.harmed(x, x.Compact(ctx))
}

// unindexed are the numbers of filed mails that the index does not hold, the highest first. Mails that are no longer there
// are taken out of it.
func (o *Office) unindexed(x *search.Index, recognised bool) (missing []uint64, err error) {
	var gone []uint64
	err = o.db.View(func(tx *store.Tx) error {
		if tx.FiledInAll() == x.Count() {
			return nil
		}
		there := make([]uint64, 0, tx.FiledInAll())
		tx.DocumentNumbers(func(seq uint64) bool {
			there = append(there, seq)
			return true
		})
		missing, gone = x.Compare(there)
		if recognised {
			missing = slices.DeleteFunc(missing, func(seq uint64) bool { return !tx.Looked(seq) })
		}
		return nil
	})
	if err != nil || len(gone) == 0 {
		return missing, err
	}
	return missing, o.harmed(x, x.Remove(gone...))
}

// indexSome adds the first of some mails, and says how many.
func (o *Office) indexSome(ctx context.Context, x *search.Index, dest destination.Destination, seqs []uint64) (int, error) {
	var docs []search.Document
	n, text, lost := 0, 0, 0
	for n < len(seqs) && len(docs) < indexedAtOnce && text < indexedBytes {
		d, gone, err := o.searchable(ctx, dest, seqs[n])
		if err != nil {
			return 0, err
		}
		n++
		lost += gone
		if d == nil {
			continue
		}
		docs = append(docs, *d)
		text += len(d.Text)
		for _, f := range d.Files {
			text += len(f.Text)
		}
	}
	if err := x.Put(docs); err != nil {
		return 0, err
	}
	if lost > 0 {
		o.log.Warn("documents are missing at the destination; of their mails only what the register knows can be found", "documents", lost)
	}
	o.searching.mu.Lock()
	o.searching.progress.Missing += lost
	o.searching.mu.Unlock()
	return n, nil
}

// rest lets others have the processor: as long as was worked while mails are filed, a little otherwise.
func (o *Office) rest(ctx context.Context, worked time.Duration) {
	pause := worked / 4
	if time.Since(time.UnixMilli(o.searching.filed.Load())) < filingBusy {
		pause = worked
	}
	t := time.NewTimer(min(pause, longestRest))
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// searchIndex gives the index, opened at first use.
func (o *Office) searchIndex() (*search.Index, error) {
	s := &o.searching
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shut {
		return nil, errors.New("the office is closed")
	}
	if s.index != nil {
		return s.index, nil
	}
	zone := "UTC"
	err := o.db.View(func(tx *store.Tx) error {
		zone = cmp.Or(tx.Zone(), zone)
		return nil
	})
	if err != nil {
		return nil, err
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		location = time.UTC // what a day is matters little here; filing tells about the zone
	}
	s.index, err = search.Open(search.Options{Dir: filepath.Join(o.data, searchFolder), Zone: location, Log: o.log})
	return s.index, err
}

// harmed closes an index that has turned out to be damaged: opened again, it is checked. The second time in a row it is
// thrown away, whatever it looks like.
func (o *Office) harmed(x *search.Index, err error) error {
	if err == nil || x.Damaged() == nil {
		return err
	}
	s := &o.searching
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.index != x {
		return err
	}
	s.index = nil
	again := s.harmed
	s.harmed = true
	err = errors.Join(err, x.Close())
	if again {
		err = errors.Join(err, os.RemoveAll(filepath.Join(o.data, searchFolder)))
	}
	s.nudge()
	return err
}

// foundOut has mails added to the index, or added again, since there is more to know of them. With open it opens the index
// for that, if there is one; otherwise they are not in it.
func (o *Office) foundOut(seqs []uint64, open bool) {
	defer o.searching.nudge()
	o.searching.mu.Lock()
	x := o.searching.index
	o.searching.mu.Unlock()
	var err error
	if x == nil && open {
		if _, err := os.Stat(filepath.Join(o.data, searchFolder)); err != nil {
			return // nothing was ever added
		}
		x, err = o.searchIndex()
	}
	if x == nil {
		return
	}
	known := slices.DeleteFunc(slices.Clone(seqs), func(seq uint64) bool { return !x.Has(seq) })
	if err == nil && len(known) > 0 {
		err = x.Forget(known...)
	}
	if err != nil {
		o.log.Warn("what was found out about a mail is not in the search index", "error", err)
	}
}

// closeSearch lets go of the index.
func (o *Office) closeSearch() error {
	s := &o.searching
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shut = true
	if s.index == nil {
		return nil
	}
	err := s.index.Close()
	s.index = nil
	return err
}

// readable gives the destination to read documents from, and what lets go of it.
func (o *Office) readable() (destination.Destination, func(), error) {
	o.mu.Lock()
	dest := o.dest
	o.mu.Unlock()
	if dest != nil {
		return dest, func() {}, nil
	}
	root, err := o.destinationFolder()
	if err != nil {
		return nil, nil, err
	}
	f, err := folder.OpenToRead(folder.Options{Root: root, Office: o.db.Office(), Log: o.log})
	if err != nil {
		return nil, nil, fmt.Errorf("open the destination: %w", err)
	}
	return f, func() {
		if err := f.Close(); err != nil {
			o.log.Warn("the destination can't be closed", "error", err)
		}
	}, nil
}
