package search

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// Request is a query and what of its answer is wanted.
type Request struct {
	Query         *Query
	Mailbox       string    // only what was filed from it; empty: from any
	Folder        string    // PATH, likewise
	Sender        string    // beginning of a name or address
	Attachment    bool      // only with an attachment
	From, To      time.Time // received from (inclusive) to (exclusive); zero: any time
	Oldest        bool      // the oldest first; else the newest, or what fits best
	ByDate        bool      // instead of by how well it fits
	Offset, Limit int
	// Keep says which documents are meant at all, by their numbers; nil: all.
	Keep func(seq uint64) bool
}

// Result is a page of what a query finds.
type Result struct {
	Total int
	Seqs  []uint64
}

// hit is a document that was found.
type hit struct {
	score  float32
	moment uint64
	seg    int
	doc    uint32
}

// Search answers a query from one state of the index.
func (x *Index) Search(ctx context.Context, r Request) (_ *Result, err error) {
	defer func() {
		if isDamage(err) {
			x.harm(err)
		}
	}()
	defer caught(&err)
	defer faultsPanic()()
	x.mu.Lock()
	err = x.usable()
	x.mu.Unlock()
	if err != nil {
		return nil, err
	}
	reader, err := x.idx.Reader()
	if err != nil {
		return nil, fmt.Errorf("read the search index: %w", err)
	}
	defer reader.Close()
	segs, err := segments(reader)
	if err != nil {
		return nil, err
	}
	f := &finder{reader: reader, cache: map[wanted][]form{}}
	f.each(fieldDay, "", func(day string) { f.allDays = append(f.allDays, day) })
	q := r.restricted()
	var hits []hit
	for i, seg := range segs {
		s := &seeker{ctx: ctx, seg: seg, dicts: map[string]segment.TermDictionary{}, known: map[known]*roaring.Bitmap{}, find: f}
		found, err := s.matching(q)
		if err == nil {
			hits, err = x.collect(hits, s, q, found, i, &r)
		}
		if err = cmp.Or(err, f.err); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
	}
	x.trim(segs)
	return page(hits, segs, r)
}

// trim forgets the times of segments that have become part of larger ones.
func (x *Index) trim(segs []*scorch.SegmentSnapshot) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.moments) <= 2*len(segs) {
		return
	}
	gone := func(id uint64, _ []uint64) bool {
		return !slices.ContainsFunc(segs, func(s *scorch.SegmentSnapshot) bool { return s.Id() == id })
	}
	maps.DeleteFunc(x.moments, gone)
	maps.DeleteFunc(x.seqs, gone)
}

// restricted is the query with what the request asks beside it.
func (r *Request) restricted() *Query {
	q := *r.Query
	q.clauses = slices.Clone(q.clauses)
	if r.Mailbox != "" {
		q.clauses = append(q.clauses, clause{tag: mailboxTag(r.Mailbox)})
	}
	if r.Folder != "" {
		q.clauses = append(q.clauses, clause{tag: folderTag(r.Folder)})
	}
	if r.Attachment {
		q.clauses = append(q.clauses, clause{tag: "has:attachment"})
	}
	p := parser{q: q}
	p.words(fieldFrom, r.Sender, false, false, false, 0)
	return &p.q
}

// inTime says whether a document was received when the request asks for.
func (r *Request) inTime(at uint64) bool {
	return (r.From.IsZero() || at >= stamp(r.From)) && (r.To.IsZero() || at < stamp(r.To))
}

// collect adds what was found in a segment.
func (x *Index) collect(hits []hit, s *seeker, q *Query, found *roaring.Bitmap, seg int, r *Request) ([]hit, error) {
	if found.IsEmpty() {
		return hits, nil
	}
	moments, err := x.momentsOf(s.seg)
	if err != nil {
		return nil, err
	}
	var scores []float32
	if !r.ByDate {
		if scores, err = s.scores(q, found); err != nil {
			return nil, err
		}
	}
	var seqs []uint64
	if r.Keep != nil {
		if seqs, err = x.seqsOf(s.seg); err != nil {
			return nil, err
		}
	}
	hits = slices.Grow(hits, int(found.GetCardinality()))
	for i := found.Iterator(); i.HasNext(); {
		n := i.Next()
		if !r.inTime(moments[n]) || seqs != nil && !r.Keep(seqs[n]) {
			continue
		}
		h := hit{doc: n, seg: seg, moment: moments[n]}
		if scores != nil {
			h.score = scores[n]
		}
		hits = append(hits, h)
	}
	return hits, nil
}

// page puts the hits in order and gives those that are wanted.
func page(hits []hit, segs []*scorch.SegmentSnapshot, r Request) (*Result, error) {
	slices.SortFunc(hits, func(a, b hit) int {
		c := cmp.Compare(b.moment, a.moment)
		if r.Oldest {
			c = -c
		}
		return cmp.Or(cmp.Compare(b.score, a.score), c, cmp.Compare(b.seg, a.seg), cmp.Compare(b.doc, a.doc))
	})
	v := &Result{Total: len(hits)}
	begin := min(max(r.Offset, 0), len(hits))
	for _, h := range hits[begin:min(begin+max(r.Limit, 0), len(hits))] {
		seq, err := seqIn(segs[h.seg], uint64(h.doc))
		if err != nil {
			return nil, err
		}
		v.Seqs = append(v.Seqs, seq)
	}
	return v, nil
}

// seqIn is the number of a document in a segment.
func seqIn(seg *scorch.SegmentSnapshot, doc uint64) (uint64, error) {
	id, err := seg.DocID(doc)
	if err != nil {
		return 0, err
	}
	seq, err := strconv.ParseUint(string(id), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: a document without a number", errDamaged)
	}
	return seq, nil
}

// seqsOf are the numbers of a segment's documents. A segment never changes, so they are read once.
func (x *Index) seqsOf(seg *scorch.SegmentSnapshot) (seqs []uint64, err error) {
	x.mu.Lock()
	seqs, ok := x.seqs[seg.Id()]
	x.mu.Unlock()
	if ok {
		return seqs, nil
	}
	seqs = make([]uint64, seg.FullSize())
	for i := range seqs {
		if seqs[i], err = seqIn(seg, uint64(i)); err != nil {
			return nil, err
		}
	}
	x.mu.Lock()
	x.seqs[seg.Id()] = seqs
	x.mu.Unlock()
	return seqs, nil
}

// momentsOf are the times at which a segment's documents were received. A segment never changes, so they are read once.
func (x *Index) momentsOf(seg *scorch.SegmentSnapshot) ([]uint64, error) {
	x.mu.Lock()
	moments, ok := x.moments[seg.Id()]
	x.mu.Unlock()
	if ok {
		return moments, nil
	}
	visitable, ok := seg.Segment().(segment.DocValueVisitable)
	if !ok {
		return nil, fmt.Errorf("%w: a segment without times", errDamaged)
	}
	moments = make([]uint64, seg.FullSize())
	var state segment.DocVisitState
	for i := range moments {
		var err error
		state, err = visitable.VisitDocValues(uint64(i), []string{fieldMoment}, func(_ string, term []byte) {
			if v, err := strconv.ParseUint(string(term), 16, 64); err == nil {
				moments[i] = v
			}
		}, state)
		if err != nil {
			return nil, err
		}
	}
	x.mu.Lock()
	x.moments[seg.Id()] = moments
	x.mu.Unlock()
	return moments, nil
}
