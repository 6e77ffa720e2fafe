package office

import (
	"maps"
	"slices"
	"sync"
)

// pending is what a worker beside filing has still to see of what is filed. Its zero value doesn't know: then, and after
// whatever went wrong, what is missing is looked for among all filed mails, which takes the longer the more there are.
type pending struct {
	mu    sync.Mutex
	known bool // seqs are all there are
	seqs  map[uint64]bool
}

// add adds filed mails, which are in the database.
func (p *pending) add(seqs ...uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seqs == nil {
		p.seqs = map[uint64]bool{}
	}
	for _, seq := range seqs {
		p.seqs[seq] = true
	}
}

// take gives what is pending, in order, to a worker that sees all of it or calls giveBack; all says that it has to look for it.
func (p *pending) take() (seqs []uint64, all bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	seqs, all = slices.Sorted(maps.Keys(p.seqs)), !p.known
	p.seqs, p.known = nil, true
	return seqs, all
}

// giveBack takes back what take gave, for the next time: part of it may be seen by now, which does no harm.
func (p *pending) giveBack(seqs []uint64, all bool) {
	p.add(seqs...)
	if all {
		p.lost()
	}
}

// lost says that it isn't known any more what is pending.
func (p *pending) lost() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known = false
}

// following gives those of some numbers, in order, from one on, that a test lets through, at most limit.
func following(seqs []uint64, from uint64, limit int, through func(seq uint64) bool) (some []uint64) {
	at, _ := slices.BinarySearch(seqs, from)
	for _, seq := range seqs[at:] {
		if len(some) == limit {
			break
		}
		if through(seq) {
			some = append(some, seq)
		}
	}
	return some
}
