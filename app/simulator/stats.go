package simulator

import (
	"maps"
	"sync"
	"time"
)

// Request is one request as the record keeps it.
type Request struct {
	Time     time.Time     `json:"time"`
	Method   string        `json:"method"`
	Path     string        `json:"path"` // below /v1.0, with the query
	Endpoint string        `json:"endpoint"`
	Mailbox  string        `json:"mailbox,omitempty"`
	App      string        `json:"app,omitempty"`
	Prefer   []string      `json:"prefer,omitempty"`
	Status   int           `json:"status"` // 0: the connection was broken before the answer
	Bytes    int64         `json:"bytes"`
	Took     time.Duration `json:"took"`
	Batched  bool          `json:"batched,omitempty"`
}

// Stats is what the simulator has seen since the start or ResetStats.
type Stats struct {
	Requests      int            `json:"requests"` // parts of batches included
	Calls         int            `json:"calls"`    // over HTTP: a batch is one
	Bytes         int64          `json:"bytes"`    // of bodies, compressed as sent
	ByStatus      map[int]int    `json:"byStatus"`
	ByEndpoint    map[string]int `json:"byEndpoint"` // "GET /me/mailfolders/{}/messages/delta"
	ByMailbox     map[string]int `json:"byMailbox"`
	MaxConcurrent map[string]int `json:"maxConcurrent"` // by mailbox, of requests that were let in
	Last          []Request      `json:"last"`          // the last ones, oldest first
}

type stats struct {
	mu      sync.Mutex
	keep    int
	total   Stats
	ring    []Request
	next    int
	running map[string]int
}

func newStats(keep int) *stats {
	s := &stats{keep: keep, running: map[string]int{}}
	s.reset()
	return s
}

func (s *stats) reset() {
	s.total = Stats{ByStatus: map[int]int{}, ByEndpoint: map[string]int{}, ByMailbox: map[string]int{}, MaxConcurrent: map[string]int{}}
	s.ring, s.next = nil, 0
}

func (s *stats) enter(mailbox string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running[mailbox]++
	s.total.MaxConcurrent[mailbox] = max(s.total.MaxConcurrent[mailbox], s.running[mailbox])
	return mailbox
}

func (s *stats) leave(mailbox string) {
	s.mu.Lock()
	s.running[mailbox]--
	s.mu.Unlock()
}

// record notes a request that is answered.
func (s *Simulator) record(c *call, started time.Time) {
	r := Request{
		Time: s.now(), Method: c.r.Method, Path: c.target, Endpoint: c.route, App: c.who.ClientID, Prefer: c.r.Header.Values("Prefer"),
		Status: c.status, Bytes: c.sent, Took: time.Since(started), Batched: c.inner,
	}
	if c.user != nil {
		r.Mailbox = c.user.Address
	}
	s.log.Debug("graph request", "endpoint", r.Endpoint, "status", r.Status, "bytes", r.Bytes, "took", r.Took)
	st := s.stats
	st.mu.Lock()
	defer st.mu.Unlock()
	st.total.Requests++
	if !c.inner {
		st.total.Calls++
	}
	st.total.Bytes += r.Bytes
	st.total.ByStatus[r.Status]++
	st.total.ByEndpoint[r.Endpoint]++
	if r.Mailbox != "" {
		st.total.ByMailbox[r.Mailbox]++
	}
	switch {
	case st.keep < 0:
	case len(st.ring) < st.keep:
		st.ring = append(st.ring, r)
	default:
		st.ring[st.next] = r
		st.next = (st.next + 1) % st.keep
	}
}

// Stats is what was seen since the start or ResetStats.
func (s *Simulator) Stats() Stats {
	st := s.stats
	st.mu.Lock()
	defer st.mu.Unlock()
	out := st.total
	out.ByStatus, out.ByEndpoint = maps.Clone(out.ByStatus), maps.Clone(out.ByEndpoint)
	out.ByMailbox, out.MaxConcurrent = maps.Clone(out.ByMailbox), maps.Clone(out.MaxConcurrent)
	out.Last = append(append([]Request{}, st.ring[st.next:]...), st.ring[:st.next]...)
	return out
}

// ResetStats starts counting afresh.
func (s *Simulator) ResetStats() {
	s.stats.mu.Lock()
	defer s.stats.mu.Unlock()
	s.stats.reset()
}
