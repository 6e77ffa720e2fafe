package graph

import (
	"sync"
	"time"
)

// leap is a clock on which every wait is over at once, and took its time all the same. Limits of a day and more never
// come, so that a test can switch off those it is not about.
type leap struct {
	mu   sync.Mutex
	now  time.Time
	took []time.Duration
}

func newLeap() *leap { return &leap{now: time.Now()} }

// patient makes a client wait on the leaping clock, without limits to silence.
func (l *leap) patient(c *Config) {
	c.Clock, c.Answer, c.Idle = l, 24*time.Hour, 24*time.Hour
	c.Limits = NewLimits(LimitsConfig{Clock: l})
}

func (l *leap) Now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

func (l *leap) AfterFunc(d time.Duration, f func()) Timer {
	if d >= 24*time.Hour {
		return time.AfterFunc(d, f)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = l.now.Add(d)
	l.took = append(l.took, d)
	return time.AfterFunc(0, f)
}

func (l *leap) waits() []time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]time.Duration(nil), l.took...)
}
