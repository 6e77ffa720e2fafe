package search

import (
	"errors"
	"math"

	"github.com/RoaringBitmap/roaring/v2"
)

// weights say what it is worth to have a word in a field; the very word counts double. What fits equally well is sorted
// by date, so that nothing has to be known of how often a word stands in a text.
var weights = []struct {
	field string
	worth float32
}{{fieldSubject, 6}, {fieldFrom, 5}, {fieldInvoice, 4}, {fieldFiles, 3}, {fieldTo, 2}, {fieldAll, 1}}

// Words of a query that stand next to each other count as much as another field. With more hits than maxNear that is not
// looked at.
const (
	worthNear = 6
	maxNear   = 3000
)

// scores say of each document that was found how well it fits.
func (s *seeker) scores(q *Query, found *roaring.Bitmap) ([]float32, error) {
	scores := make([]float32, s.seg.FullSize())
	var plain []place
	for _, list := range [][]clause{q.clauses, q.soft} {
		for _, c := range list {
			if c.not || len(c.words) == 0 {
				continue
			}
			if err := s.score(scores, &c, found); err != nil {
				return nil, err
			}
		}
	}
	for _, c := range q.clauses {
		if !c.not && c.field == fieldAll {
			plain = append(plain, c.words...)
		}
	}
	if len(plain) < 2 || found.GetCardinality() > maxNear {
		return scores, nil
	}
	near, err := s.adjacent(&clause{field: fieldAll, words: plain}, found)
	if err != nil {
		return nil, err
	}
	for i := near.Iterator(); i.HasNext(); {
		scores[i.Next()] += worthNear
	}
	return scores, nil
}

// score adds what the words of a condition are worth.
func (s *seeker) score(scores []float32, c *clause, found *roaring.Bitmap) error {
	for _, w := range c.words {
		forms := s.find.forms(c.field, w)
		all, err := s.any(c.field, forms)
		if err != nil {
			return err
		}
		rare := float32(math.Log1p(float64(len(scores)) / float64(1+all.GetCardinality())))
		for _, field := range weights {
			if c.field != fieldAll && c.field != field.field {
				continue
			}
			worth := field.worth * max(rare, 0.1)
			any := all
			if field.field != c.field {
				if any, err = s.any(field.field, forms); err != nil {
					return err
				}
			}
			exact, err := s.holding(field.field, w.text)
			if err != nil {
				return err
			}
			add(scores, any, found, worth)
			add(scores, exact, found, worth)
		}
	}
	return nil
}

func add(scores []float32, have, found *roaring.Bitmap, worth float32) {
	for i := roaring.And(have, found).Iterator(); i.HasNext(); {
		scores[i.Next()] += worth
	}
}

func isDamage(err error) bool { return errors.Is(err, errDamaged) }
