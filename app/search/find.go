package search

import (
	"context"
	"errors"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// The conditions of a query are answered by bleve's posting lists themselves, as sets of documents for each segment of the
// index: that is exact, and a hundred times as fast as walking them document by document.

// segments are the parts of an index.
func segments(r index.IndexReader) ([]*scorch.SegmentSnapshot, error) {
	s, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.New("the search index is of another kind")
	}
	return s.Segments(), nil
}

// seeker answers conditions in one segment.
type seeker struct {
	ctx   context.Context
	seg   *scorch.SegmentSnapshot
	dicts map[string]segment.TermDictionary
	known map[known]*roaring.Bitmap
	find  *finder
}

type known struct{ field, term string }

// holding are the documents that have a word in a field. It must not be changed.
func (s *seeker) holding(field, term string) (*roaring.Bitmap, error) {
	key := known{field, term}
	if found, ok := s.known[key]; ok {
		return found, nil
	}
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	dict := s.dicts[field]
	if dict == nil {
		var err error
		if dict, err = s.seg.Segment().Dictionary(field); err != nil {
			return nil, err
		}
		s.dicts[field] = dict
	}
	list, err := dict.PostingsList([]byte(term), s.seg.Deleted(), nil)
	if err != nil {
		return nil, err
	}
	found := roaring.New()
	if it, ok := list.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator); ok {
		if one, only := it.DocNum1Hit(); only {
			found.Add(uint32(one))
		} else if actual := it.ActualBitmap(); actual != nil {
			found = actual
		}
	}
	s.known[key] = found
	return found, nil
}

// any are the documents that have one of several words in a field.
func (s *seeker) any(field string, forms []form) (*roaring.Bitmap, error) {
	sets := make([]*roaring.Bitmap, 0, len(forms))
	for _, f := range forms {
		set, err := s.holding(field, f.term)
		if err != nil {
			return nil, err
		}
		if !set.IsEmpty() {
			sets = append(sets, set)
		}
	}
	switch len(sets) {
	case 0:
		return roaring.New(), nil
	case 1:
		return sets[0], nil
	}
	return roaring.FastOr(sets...), nil
}

// matching are the documents for which a query holds.
func (s *seeker) matching(q *Query) (*roaring.Bitmap, error) {
	found := s.seg.DocNumbersLive().Clone()
	for _, c := range q.clauses {
		if c.not || found.IsEmpty() {
			continue
		}
		set, err := s.clause(&c, found)
		if err != nil {
			return nil, err
		}
		found.And(set)
	}
	for _, c := range q.clauses {
		if !c.not || found.IsEmpty() {
			continue
		}
		set, err := s.clause(&c, found)
		if err != nil {
			return nil, err
		}
		found.AndNot(set)
	}
	return found, nil
}

// clause are the documents for which a condition holds, without regard to its not; of those that matter.
func (s *seeker) clause(c *clause, among *roaring.Bitmap) (*roaring.Bitmap, error) {
	switch {
	case c.tag != "":
		return s.holding(fieldTag, c.tag)
	case c.lo != "":
		return s.days(c.lo, c.hi)
	case len(c.words) == 1:
		return s.any(c.field, s.find.forms(c.field, c.words[0]))
	}
	found, err := s.together(c, among)
	if err != nil || c.joined == "" {
		return found, err
	}
	joined, err := s.holding(c.field, c.joined)
	if err != nil {
		return nil, err
	}
	return roaring.Or(found, joined), nil
}

// together are the documents that hold all words of a condition, next to each other if it asks for that.
func (s *seeker) together(c *clause, among *roaring.Bitmap) (*roaring.Bitmap, error) {
	found := among
	for _, w := range c.words {
		set, err := s.any(c.field, s.find.forms(c.field, w))
		if err != nil {
			return nil, err
		}
		found = roaring.And(found, set)
	}
	if c.loose || c.field == fieldPlace || found.IsEmpty() {
		return found, nil
	}
	return s.adjacent(c, found)
}

// adjacent keeps the documents in which the words of a phrase stand next to each other.
func (s *seeker) adjacent(c *clause, among *roaring.Bitmap) (*roaring.Bitmap, error) {
	phrase := make([]step, len(c.words))
	for i, w := range c.words {
		var list []string
		for _, f := range s.find.forms(c.field, w) {
			list = append(list, f.term)
		}
		phrase[i] = newStep(list)
	}
	wanted := partsOf(c.field)
	found := roaring.New()
	for i := among.Iterator(); i.HasNext(); {
		n := i.Next()
		if n%1024 == 0 && s.ctx.Err() != nil {
			return nil, s.ctx.Err()
		}
		err := s.seg.VisitDocument(uint64(n), func(field string, _ byte, value []byte, _ []uint64) bool {
			if field != fieldPrint {
				return true
			}
			if holds(value, phrase, wanted) {
				found.Add(n)
			}
			return false
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// partsOf says which parts of a document's print belong to a field.
func partsOf(field string) func(int) bool {
	only := map[string]int{fieldSubject: partSubject, fieldFrom: partFrom, fieldTo: partTo, fieldFiles: partFiles, fieldInvoice: partInvoice}
	part, ok := only[field]
	return func(p int) bool { return !ok || p == part }
}

// days are the documents received from one day to another.
func (s *seeker) days(lo, hi string) (*roaring.Bitmap, error) {
	var forms []form
	for _, d := range s.find.allDays {
		if lo <= d && d <= hi {
			forms = append(forms, form{term: d})
		}
	}
	return s.any(fieldDay, forms)
}
