package search

import (
	"encoding/binary"
	"slices"
)

// ranges is a set of numbers, as ranges from lo to hi, sorted, none touching the next: mails are filed nearly in the
// order of their numbers.
type ranges []span

type span struct{ lo, hi uint64 }

func (r ranges) has(n uint64) bool {
	i, found := r.find(n)
	return found || i > 0 && n <= r[i-1].hi
}

// find gives the place of the range that begins at n, or the place before which it would stand.
func (r ranges) find(n uint64) (int, bool) {
	return slices.BinarySearchFunc(r, n, func(s span, n uint64) int {
		switch {
		case s.lo < n:
			return -1
		case s.lo > n:
			return 1
		}
		return 0
	})
}

func (r ranges) with(n uint64) ranges {
	if r.has(n) {
		return r
	}
	i, _ := r.find(n)
	below, above := i > 0 && r[i-1].hi+1 == n, i < len(r) && r[i].lo == n+1
	switch {
	case below && above:
		r[i-1].hi = r[i].hi
		return slices.Delete(r, i, i+1)
	case below:
		r[i-1].hi = n
		return r
	case above:
		r[i].lo = n
		return r
	}
	return slices.Insert(r, i, span{n, n})
}

func (r ranges) without(n uint64) ranges {
	i, found := r.find(n)
	if !found {
		i--
	}
	if i < 0 || n > r[i].hi {
		return r
	}
	s := r[i]
	switch {
	case s.lo == s.hi:
		return slices.Delete(r, i, i+1)
	case s.lo == n:
		r[i].lo++
		return r
	case s.hi == n:
		r[i].hi--
		return r
	}
	r[i].hi = n - 1
	return slices.Insert(r, i+1, span{n + 1, s.hi})
}

func (r ranges) count() (n int) {
	for _, s := range r {
		n += int(s.hi - s.lo + 1)
	}
	return n
}

func (r ranges) encode() []byte {
	var b []byte
	last := uint64(0)
	for _, s := range r {
		b = binary.AppendUvarint(b, s.lo-last)
		b = binary.AppendUvarint(b, s.hi-s.lo)
		last = s.hi
	}
	return b
}

// decodeRanges reads what encode wrote; false if it is something else.
func decodeRanges(b []byte) (r ranges, ok bool) {
	last := uint64(0)
	for len(b) > 0 {
		lo, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, false
		}
		length, m := binary.Uvarint(b[n:])
		if m <= 0 || last+lo < last || last+lo+length < last+lo {
			return nil, false
		}
		b = b[n+m:]
		r = append(r, span{last + lo, last + lo + length})
		last += lo + length
	}
	return r, true
}
