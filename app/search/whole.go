package search

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// whole says whether the files that the index consists of are as they were written: each ends with the checksum of all that
// comes before (zapx, zap.md). Bleve does not look at it, and one that is not whole would be met much later, by a query.
// Files that a killed process left half-written are not part of the index, and bleve removes them.
func whole(r index.IndexReader) error {
	snapshot, err := segments(r)
	if err != nil {
		return err
	}
	for _, s := range snapshot {
		if file, ok := s.Segment().(interface{ Path() string }); ok {
			if err := wholeSegment(file.Path()); err != nil {
				return fmt.Errorf("%s: %w", filepath.Base(file.Path()), err)
			}
		}
	}
	return nil
}

func wholeSegment(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < crc32.Size {
		return io.ErrUnexpectedEOF
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-crc32.Size); err != nil {
		return err
	}
	var want [crc32.Size]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(want[:]) != sum.Sum32() {
		return errDamaged
	}
	return nil
}

// hearing is the name under which bleve knows whom to tell what its own goroutines run into; who hears it is found by the
// index's folder.
const hearing = "postroom"

var hearers = struct {
	mu sync.Mutex
	by map[string]func(error)
}{by: map[string]func(error){}}

func init() {
	scorch.RegistryAsyncErrorCallbacks[hearing] = func(err error, path string) {
		hearers.mu.Lock()
		fn := hearers.by[path]
		hearers.mu.Unlock()
		if fn != nil {
			fn(err)
		}
	}
}

// hear has fn told what goes wrong in an index; nil: nobody any more.
func hear(path string, fn func(error)) {
	hearers.mu.Lock()
	defer hearers.mu.Unlock()
	if fn == nil {
		delete(hearers.by, path)
		return
	}
	hearers.by[path] = fn
}
