package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"postroom/app/fault"
)

// service answers request n (from 1) without a network, so that time can be a test's own.
type service struct {
	mu     sync.Mutex
	answer func(n int, r *http.Request) (*http.Response, error)
	seen   []*http.Request
	at     []time.Duration
	start  time.Time
	open   int // bodies not closed
}

func (s *service) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.seen = append(s.seen, r)
	s.at = append(s.at, time.Since(s.start))
	n := len(s.seen)
	s.mu.Unlock()
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.WroteHeaders != nil && r.Header.Get("Unsent") == "" {
		trace.WroteHeaders()
	}
	if r.Body != nil {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
		if err := r.Body.Close(); err != nil {
			return nil, err
		}
	}
	resp, err := s.answer(n, r)
	if resp != nil {
		s.mu.Lock()
		s.open++
		s.mu.Unlock()
		resp.Request = r
		resp.Body = &closeNoted{resp.Body, sync.OnceFunc(func() { s.mu.Lock(); s.open--; s.mu.Unlock() })}
	}
	return resp, err
}

type closeNoted struct {
	io.ReadCloser
	closed func()
}

func (c *closeNoted) Close() error { c.closed(); return c.ReadCloser.Close() }

// endNoted says when a body was read to its end.
type endNoted struct {
	io.ReadCloser
	ended func()
}

func (e *endNoted) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	if err != nil {
		e.ended()
	}
	return n, err
}

func reply(status int, body string, header ...string) (*http.Response, error) {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}, nil
}

func fails(status int, code, message string, header ...string) (*http.Response, error) {
	return reply(status, fmt.Sprintf(`{"error":{"code":%q,"message":%q,"innerError":{"request-id":"1111-2222","date":"2026-11-22T10:00:00"}}}`, code, message), header...)
}

// tokens gives tokens "t1", "t2" … and notes what it was asked.
type tokens struct {
	mu    sync.Mutex
	n     int
	asked []string
}

func (s *tokens) Token(_ context.Context, claims, rejected string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, claims+"|"+rejected)
	if s.n == 0 || claims != "" || rejected != "" {
		s.n++
	}
	return fmt.Sprint("t", s.n), nil
}

func line(t *testing.T, s *service, change func(*Config)) *Transport {
	t.Helper()
	s.start = time.Now()
	base, _ := url.Parse("https://graph.example/v1.0")
	c := Config{Base: base, Next: s, Tokens: &tokens{}, Limits: NewLimits(LimitsConfig{}), Count: NewCounter(nil)}
	if change != nil {
		change(&c)
	}
	l, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// get sends a GET and reads the answer's body.
func get(ctx context.Context, l *Transport) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://graph.example/v1.0/me/messages", nil)
	if err != nil {
		return "", err
	}
	resp, err := l.RoundTrip(req)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(resp.Body)
	return string(body), errors.Join(err, resp.Body.Close())
}

func wantFault(t *testing.T, err error, class fault.Class, code string) {
	t.Helper()
	if err == nil || fault.ClassOf(err) != class || fault.CodeOf(err) != code {
		t.Fatalf("error is %v (%v), want class %v, code %s", err, fault.ClassOf(err), class, code)
	}
}

func TestRetryAfterIsObeyedToTheFraction(t *testing.T) {
	for _, tt := range []struct {
		status int
		header string
		want   time.Duration
	}{
		{429, "2.128", 2128 * time.Millisecond},
		{429, "0.5", 500 * time.Millisecond},
		{503, "130", 130 * time.Second},
		{504, "3", 3 * time.Second},
		{509, "299", 299 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &service{answer: func(n int, _ *http.Request) (*http.Response, error) {
				if n == 1 {
					return fails(tt.status, "TooManyRequests", "", "Retry-After", tt.header)
				}
				return reply(200, `{}`)
			}}
			l := line(t, s, nil)
			if _, err := get(t.Context(), l); err != nil {
				t.Fatal(err)
			}
			if len(s.at) != 2 || s.at[1] != tt.want {
				t.Errorf("HTTP %d, Retry-After %s: sent at %v, want the second after %v", tt.status, tt.header, s.at, tt.want)
			}
			if s.open != 0 {
				t.Errorf("%d bodies are still open", s.open)
			}
		})
	}
}

func TestThrottlingOfOneRequestFencesTheWholeMailbox(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{answer: func(n int, _ *http.Request) (*http.Response, error) {
			if n == 1 {
				return fails(429, "ApplicationThrottled", "Application is over its RequestRate limit.", "Retry-After", "20")
			}
			return reply(200, `{}`)
		}}
		l := line(t, s, nil)
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := get(t.Context(), l); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		if n := l.limits.InFlight("me"); n != 0 {
			t.Errorf("a waiting request holds %d slots", n)
		}
		for range 6 {
			wg.Go(func() {
				if _, err := get(t.Context(), l); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for i, at := range s.at[1:] {
			if at < 20*time.Second {
				t.Errorf("request %d was sent after %v, before the 20 s were over", i+2, at)
			}
		}
	})
}

func TestConcurrencyRefusalWaitsForAnotherRequestToEndNotForTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{}
		s.answer = func(n int, r *http.Request) (*http.Response, error) {
			switch n {
			case 1:
				time.Sleep(300 * time.Millisecond)
			case 2:
				return fails(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", "Retry-After", "1")
			}
			return reply(200, `{}`)
		}
		l := line(t, s, nil)
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				if _, err := get(t.Context(), l); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		wg.Wait()
		if len(s.at) != 3 || s.at[2] != 300*time.Millisecond {
			t.Errorf("sent at %v, want the third when the first ended, after 300ms", s.at)
		}
	})
}

func TestWaitBeyondMaxWaitIsHandedBackWithItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{answer: func(int, *http.Request) (*http.Response, error) {
			return fails(429, "TooManyRequests", "", "Retry-After", "120")
		}}
		l := line(t, s, nil)
		_, err := get(t.Context(), l)
		wantFault(t, err, fault.RetryLater, "TooManyRequests")
		if len(s.at) != 3 || s.at[2] != 240*time.Second {
			t.Errorf("sent at %v, want three times: a fourth would wait more than 5 minutes in sum", s.at)
		}
		if want := s.start.Add(360 * time.Second); !fault.RetryAfter(err).Equal(want) {
			t.Errorf("to be tried again at %v, want %v", fault.RetryAfter(err), want)
		}
		if until, _ := l.limits.Waiting("me"); !until.Equal(s.start.Add(360 * time.Second)) {
			t.Errorf("the mailbox waits until %v, want until the service's time", until)
		}
	})
}

func TestPassingFaultsAreTriedFiveTimesWithBackOff(t *testing.T) {
	for _, status := range []int{408, 500, 502, 503, 504} {
		synctest.Test(t, func(t *testing.T) {
			s := &service{answer: func(int, *http.Request) (*http.Response, error) {
				return reply(status, "<html>bad gateway</html>", "Content-Type", "text/html")
			}}
			l := line(t, s, nil)
			_, err := get(t.Context(), l)
			wantFault(t, err, fault.RetryLater, "bad-answer")
			if !strings.Contains(err.Error(), fmt.Sprintf("HTTP %d", status)) {
				t.Errorf("the status is lost: %v", err)
			}
			if len(s.at) != maxTries || s.at[4] > 7500*time.Millisecond || s.open != 0 || l.limits.InFlight("me") != 0 {
				t.Errorf("HTTP %d: sent at %v, %d bodies open, %d in flight", status, s.at, s.open, l.limits.InFlight("me"))
			}
		})
	}
}

func TestLostConnectionsAreTriedAgain(t *testing.T) {
	for _, lost := range []error{syscall.ECONNRESET, io.EOF, io.ErrUnexpectedEOF, syscall.ECONNREFUSED} {
		synctest.Test(t, func(t *testing.T) {
			s := &service{answer: func(n int, _ *http.Request) (*http.Response, error) {
				if n < 3 {
					return nil, lost
				}
				return reply(200, `{"ok":true}`)
			}}
			if body, err := get(t.Context(), line(t, s, nil)); err != nil || body != `{"ok":true}` || len(s.at) != 3 {
				t.Errorf("%v: got %q, %v after %d requests; want the third answer", lost, body, err, len(s.at))
			}
		})
	}
}

func TestWhatIsNotIdempotentIsNotDoneTwice(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int // 0: the connection breaks
		unsent bool
		want   int
	}{
		{"server fault", 500, false, 1},
		{"gateway timeout", 504, false, 1},
		{"connection broke", 0, false, 1},
		{"connection never stood", 0, true, 2},
		{"throttled", 429, false, 2},
		{"busy", 503, false, 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			var bodies []string
			s := &service{answer: func(n int, _ *http.Request) (*http.Response, error) {
				switch {
				case n > 1:
					return reply(200, `{}`)
				case tt.status == 0:
					return nil, syscall.ECONNRESET
				}
				return fails(tt.status, "x", "")
			}}
			l := line(t, s, nil)
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://graph.example/v1.0/me/x", bytes.NewReader([]byte("body")))
			if tt.unsent {
				req.Header.Set("Unsent", "yes")
			}
			resp, err := l.RoundTrip(req)
			if resp != nil {
				defer resp.Body.Close()
			}
			if len(s.seen) != tt.want || (err == nil) != (tt.want == 2) {
				t.Errorf("%s: %d requests, %v, %v; want %d", tt.name, len(s.seen), err, bodies, tt.want)
			}
		})
	}
}

func TestCancelledRequestEndsItsWaitAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{answer: func(int, *http.Request) (*http.Response, error) { return reply(502, "") }}
		l := line(t, s, nil)
		for _, answer := range []func(int, *http.Request) (*http.Response, error){
			s.answer,
			func(int, *http.Request) (*http.Response, error) { return fails(429, "x", "", "Retry-After", "100") },
			func(_ int, r *http.Request) (*http.Response, error) {
				<-r.Context().Done()
				return nil, r.Context().Err()
			},
		} {
			s.answer = answer
			ctx, cancel := context.WithCancel(t.Context())
			start := time.Now()
			time.AfterFunc(time.Millisecond, cancel)
			_, err := get(ctx, l)
			if !errors.Is(err, context.Canceled) || time.Since(start) > time.Millisecond {
				t.Errorf("ended after %v with %v, want cancelled at once", time.Since(start), err)
			}
			time.Sleep(2 * time.Minute)
		}
		if l.limits.InFlight("me") != 0 {
			t.Error("a slot is lost")
		}
	})
}

func TestDeadlineOfTheCallerIsARetryLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{answer: func(int, *http.Request) (*http.Response, error) { return fails(429, "x", "", "Retry-After", "100") }}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := get(ctx, line(t, s, nil))
		wantFault(t, err, fault.RetryLater, "timeout")
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v does not tell that it was the deadline", err)
		}
	})
}
