package simulator

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"postroom/app/simulator/entra"
)

// Options is what a Simulator needs; every field may be left zero.
type Options struct {
	// Authority issues and checks the tokens, and answers the paths it owns. AddUser makes every person an account
	// there. Nil: a bearer token is an address, or "app:CLIENT-ID".
	Authority *entra.Authority
	Now       func() time.Time
	Log       *slog.Logger // requests and what they were answered, without tokens or mail
	Seed      uint64       // of ids and of all that is random
	// Control opens the control API under /control/, to anybody.
	Control bool
	Page    http.Handler // answers "/" and what nothing else answers
	// Hosts are further names for the certificate. Those of Microsoft are in it already, for clients that keep the
	// real names and dial the simulator.
	Hosts []string
	CA    []byte // certificate and key, PEM, as CABundle gives them; empty: a new one
	HTTP2 bool   // offer HTTP/2 in the TLS handshake

	Latency   time.Duration // before every answer
	Bandwidth int           // bytes per second and answer; 0: unlimited
	// NoRateLimit lifts the limit of 10,000 requests in 10 minutes, for benchmarks. Four at once always holds.
	NoRateLimit  bool
	Behaviour    Behaviour
	Organization string // display name; default "Kantoor"
	// Requests is how many requests Stats remembers one by one; default 10,000.
	Requests int
}

// Simulator is a simulated Microsoft 365. Its methods may be called at any time, from any goroutine.
type Simulator struct {
	opts    Options
	log     *slog.Logger
	epoch   uint64 // where generations of sync tokens start: those of an earlier process are forgotten
	routes  map[string]route
	control http.Handler
	stats   *stats

	mu             sync.RWMutex
	users          []*user // a place stays that of its user, also when that is deleted
	userLog        []int   // places of users, for users/delta
	userGeneration uint64
	byName         map[string]*user // by address and by id, lower case
	mailboxes      map[string]*box  // by user id
	lastBox        uint32
	apps           map[string]*appRights // by client id, lower case: what Exchange says about applications

	groups groups

	presences presences

	behaviour atomic.Pointer[Behaviour]
	rolls     atomic.Uint64
	latency   atomic.Int64
	bandwidth atomic.Int64
	rateOff   atomic.Bool

	faultMu   sync.Mutex
	rules     []*rule
	lastFault int
	faulty    atomic.Bool

	authority authority
	server    *http.Server
	listener  net.Listener
	running   sync.WaitGroup
	timers    timers
}

// New makes a simulator without users.
func New(o Options) (*Simulator, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Organization == "" {
		o.Organization = "Kantoor"
	}
	if o.Requests == 0 {
		o.Requests = 10000
	}
	s := &Simulator{
		opts: o, log: o.Log, epoch: uint64(time.Now().UnixMicro()),
		byName: map[string]*user{}, mailboxes: map[string]*box{}, apps: map[string]*appRights{}, stats: newStats(o.Requests),
	}
	s.SetBehaviour(o.Behaviour)
	s.rolls.Store(o.Seed)
	s.SetLatency(o.Latency)
	s.SetBandwidth(o.Bandwidth)
	s.SetRateLimit(!o.NoRateLimit)
	s.routes = s.graphRoutes()
	if o.Control {
		s.control = s.controlAPI()
	}
	var err error
	if s.authority, err = newAuthority(o.CA, o.Hosts); err != nil {
		return nil, fmt.Errorf("making the simulator's certificate: %w", err)
	}
	return s, nil
}

func (s *Simulator) now() time.Time { return s.opts.Now() }

// SetLatency changes the time before every answer.
func (s *Simulator) SetLatency(d time.Duration) { s.latency.Store(int64(d)) }

// SetBandwidth changes the bytes per second of every answer; 0 is unlimited.
func (s *Simulator) SetBandwidth(perSecond int) { s.bandwidth.Store(int64(perSecond)) }

// SetRateLimit turns the limit of 10,000 requests in 10 minutes on or off.
func (s *Simulator) SetRateLimit(on bool) { s.rateOff.Store(!on) }

// Start listens on addr, such as "127.0.0.1:0", and serves HTTPS until Close.
func (s *Simulator) Start(addr string) error {
	if s.listener != nil {
		return errors.New("starting the simulator: it runs already")
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("starting the simulator: %w", err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{s.authority.leaf}, NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12}
	s.server = &http.Server{Handler: s, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug), ReadHeaderTimeout: time.Minute}
	if s.opts.HTTP2 {
		config.NextProtos = []string{"h2", "http/1.1"}
		s.server.TLSConfig = config // Serve sets HTTP/2 up when the configuration offers it
	}
	s.listener = tls.NewListener(l, config)
	s.running.Go(func() {
		if err := s.server.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("the simulator stopped", "error", err)
		}
	})
	return nil
}

// Close stops the server, breaks its connections and waits for the end of what runs.
func (s *Simulator) Close() error {
	s.timers.stop()
	if s.server == nil {
		return nil
	}
	err := s.server.Close()
	s.running.Wait()
	return err
}

// URL is the address of the running server, such as "https://127.0.0.1:40123"; Graph lies below it at /v1.0.
func (s *Simulator) URL() string {
	if s.listener == nil {
		return ""
	}
	return "https://" + s.listener.Addr().String()
}

// ServeHTTP answers as Graph, as the authority, as the control API or as the page does.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	switch {
	case len(path) >= 5 && strings.EqualFold(path[:5], "/v1.0"):
		s.graph(w, r)
	case s.control != nil && strings.HasPrefix(path, "/control/"):
		s.control.ServeHTTP(w, r)
	case s.opts.Authority != nil && s.opts.Authority.Owns(path):
		s.opts.Authority.ServeHTTP(w, r)
	case s.opts.Page != nil:
		s.opts.Page.ServeHTTP(w, r)
	default:
		http.NotFound(w, r)
	}
}

// wait waits for d or for the end of ctx, whichever comes first.
func (s *Simulator) wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// timers are the things that happen later by themselves, until Close.
type timers struct {
	mu      sync.Mutex
	set     map[*time.Timer]bool
	stopped bool
}

func (t *timers) after(d time.Duration, do func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stopped {
		return
	}
	if t.set == nil {
		t.set = map[*time.Timer]bool{}
	}
	var timer *time.Timer
	timer = time.AfterFunc(d, func() {
		t.mu.Lock()
		gone := t.stopped
		delete(t.set, timer)
		t.mu.Unlock()
		if !gone {
			do()
		}
	})
	t.set[timer] = true
}

func (t *timers) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stopped = true
	for timer := range t.set {
		timer.Stop()
	}
}
