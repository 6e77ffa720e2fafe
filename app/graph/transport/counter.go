package transport

import "sync/atomic"

// Counter counts what went over the line. Its methods may be called at any time from anywhere.
type Counter struct {
	requests, bytes atomic.Int64
	sum             *Counter
}

// NewCounter returns a counter that adds what it counts to sum too, nil for none.
func NewCounter(sum *Counter) *Counter { return &Counter{sum: sum} }

// Requests is the number of requests sent, repetitions included.
func (c *Counter) Requests() int64 { return c.requests.Load() }

// Bytes is the number of body bytes received, after decompression.
func (c *Counter) Bytes() int64 { return c.bytes.Load() }

func (c *Counter) request() {
	for ; c != nil; c = c.sum {
		c.requests.Add(1)
	}
}

func (c *Counter) read(n int) {
	for ; c != nil; c = c.sum {
		c.bytes.Add(int64(n))
	}
}
