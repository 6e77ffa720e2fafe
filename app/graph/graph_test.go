package graph

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"postroom/app/fault"
	"postroom/app/mail"
)

// tokens gives token after token and notes how it was asked.
type tokens struct {
	mu    sync.Mutex
	n     int
	asked []string // "claims|rejected"
	last  string
}

func (s *tokens) Token(_ context.Context, claims, rejected string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, claims+"|"+rejected)
	if s.last == "" || rejected != "" || claims != "" {
		s.n++
		s.last = fmt.Sprintf("example-token-%d", s.n)
	}
	return s.last, nil
}

// service is a Graph over TLS with its own CA, as far as one test needs it.
type service struct {
	*httptest.Server
	mux *http.ServeMux

	mu   sync.Mutex
	seen []*http.Request
}

func newService(t *testing.T) *service {
	t.Helper()
	s := &service{mux: http.NewServeMux()}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.seen = append(s.seen, r)
		s.mu.Unlock()
		s.mux.ServeHTTP(w, r)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes are broken off on purpose
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func (s *service) json(pattern, body string) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) { answer(w, 200, s.fill(body)) })
}

// fill puts the service's own address into a body.
func (s *service) fill(body string) string { return strings.ReplaceAll(body, "{base}", s.URL+"/v1.0") }

func (s *service) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.seen...)
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json;odata.metadata=minimal")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	answer(w, status, fmt.Sprintf(`{"error":{"code":%q,"message":%q,"innerError":{"date":"2026-11-22T10:00:00","request-id":"11111111-2222"}}}`, code, message))
}

func (s *service) client(t *testing.T, change func(*Config)) *Client {
	t.Helper()
	c := Config{BaseURL: s.URL + "/v1.0", Transport: s.Client().Transport, Tokens: &tokens{}, Limits: NewLimits(LimitsConfig{})}
	if change != nil {
		change(&c)
	}
	client, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (s *service) mailbox(t *testing.T, change func(*Config)) *Mailbox {
	return s.client(t, change).Mailbox("emma@kantoor.example", true)
}

func wantFault(t *testing.T, err error, class fault.Class, code string) {
	t.Helper()
	if err == nil || fault.ClassOf(err) != class || fault.CodeOf(err) != code {
		t.Fatalf("error is %v (%v, %s), want class %v, code %s", err, fault.ClassOf(err), fault.CodeOf(err), class, code)
	}
}

func ids(p mail.Page) string {
	var all []string
	for _, i := range p.Items {
		all = append(all, i.ID)
	}
	return strings.Join(all, " ")
}
