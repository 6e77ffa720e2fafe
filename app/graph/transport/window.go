package transport

import "time"

// window counts requests in the last span of time, second by second, so that its memory does not grow with their
// number. It errs on the safe side by up to two seconds: one because a second is counted as a whole, one for requests
// that overtake others on their way, since it is the service's count that matters.
type window struct {
	limit  int
	counts []uint16 // a ring: second s is at s modulo the length
	start  time.Time
	last   int64 // newest second counted, since start
	sum    int
}

const windowMargin = 2

func newWindow(span time.Duration, limit int) *window {
	return &window{limit: limit, counts: make([]uint16, int(span/time.Second)+windowMargin)}
}

// advance forgets what is older than the span. A clock that went back counts as standing still.
func (w *window) advance(now time.Time) {
	if w.start.IsZero() {
		w.start = now
	}
	second := int64(now.Sub(w.start) / time.Second)
	for n := int64(len(w.counts)); w.last < second; {
		if second-w.last > n { // everything is older: skip the rounds that would only clear zeros
			w.last = second - n
		}
		w.last++
		slot := &w.counts[w.last%n]
		w.sum -= int(*slot)
		*slot = 0
	}
}

func (w *window) add(now time.Time) {
	w.advance(now)
	w.counts[w.last%int64(len(w.counts))]++
	w.sum++
}

// free is when one more request may be sent: the zero time if that is now.
func (w *window) free(now time.Time) time.Time {
	w.advance(now)
	if w.sum < w.limit {
		return time.Time{}
	}
	n := int64(len(w.counts))
	for s := max(w.last-n+1, 0); s <= w.last; s++ {
		if w.counts[s%n] > 0 {
			return w.start.Add(time.Duration(s+n) * time.Second)
		}
	}
	return time.Time{}
}
