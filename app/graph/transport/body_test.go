package transport

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"postroom/app/fault"
)

func TestAnAnswerThatNeverBeginsIsGivenUpAndTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{answer: func(n int, r *http.Request) (*http.Response, error) {
			if n == 1 {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return reply(200, `{}`)
		}}
		if _, err := get(t.Context(), line(t, s, nil)); err != nil {
			t.Fatal(err)
		}
		if len(s.at) != 2 || s.at[1] < 100*time.Second {
			t.Errorf("sent at %v, want the second after the limit of 100 s", s.at)
		}
	})
}

// slow gives a byte per interval, up to n bytes, then stays silent until ctx ends.
type slow struct {
	ctx      context.Context
	interval time.Duration
	n        int
}

func (s *slow) Read(p []byte) (int, error) {
	if s.n == 0 {
		<-s.ctx.Done()
		return 0, s.ctx.Err()
	}
	s.n--
	time.Sleep(s.interval)
	p[0] = 'x'
	return 1, nil
}
func (s *slow) Close() error { return nil }

func TestASlowBodyMayTakeHoursASilentOneIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{answer: func(_ int, r *http.Request) (*http.Response, error) {
			resp, err := reply(200, "")
			resp.Body, resp.ContentLength = &slow{r.Context(), 50 * time.Second, 200}, -1
			return resp, err
		}}
		l := line(t, s, nil)
		body, err := get(t.Context(), l)
		wantFault(t, err, fault.RetryLater, "timeout")
		if took := time.Since(s.start); len(body) != 200 || took != 200*50*time.Second+time.Minute {
			t.Errorf("%d bytes in %v, want all 200 and the end a minute after the last", len(body), took)
		}
		if l.limits.InFlight("me") != 0 {
			t.Error("the slot was not given back")
		}
	})
}

func TestAReaderMayTakeItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{answer: func(int, *http.Request) (*http.Response, error) { return reply(200, "ab") }}
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://graph.example/v1.0/me/messages", nil)
		resp, err := line(t, s, nil).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		one := make([]byte, 1)
		for _, want := range "ab" {
			if _, err := resp.Body.Read(one); err != nil || rune(one[0]) != want {
				t.Fatalf("read %q, %v; want %q: the time between reads is the reader's own", one, err, want)
			}
			time.Sleep(time.Hour)
		}
	})
}

func TestASlotIsHeldUntilTheBodyIsClosedOrRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{answer: func(int, *http.Request) (*http.Response, error) { return reply(200, "abc") }}
		l := line(t, s, nil)
		for _, finish := range []func(io.ReadCloser) error{
			func(b io.ReadCloser) error { return b.Close() },
			func(b io.ReadCloser) error { _, err := io.ReadAll(b); return err },
		} {
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://graph.example/v1.0/users/Info@Kantoor.example/messages", nil)
			resp, err := l.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			if n := l.limits.InFlight("info@kantoor.example"); n != 1 {
				t.Fatalf("%d in flight while the body is open, want 1", n)
			}
			if err := finish(resp.Body); err != nil {
				t.Fatal(err)
			}
			if n := l.limits.InFlight("info@kantoor.example"); n != 0 {
				t.Fatalf("%d in flight after the body, want none", n)
			}
			_ = resp.Body.Close()
		}
	})
}

func TestATruncatedBodyIsNotTakenForAWholeOne(t *testing.T) {
	for _, cut := range []error{io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET} {
		s := &service{answer: func(int, *http.Request) (*http.Response, error) {
			resp, err := reply(200, "")
			resp.Body = io.NopCloser(io.MultiReader(strings.NewReader("half"), failing{cut}))
			resp.ContentLength = 8
			return resp, err
		}}
		_, err := get(t.Context(), line(t, s, nil))
		wantFault(t, err, fault.RetryLater, "bad-answer")
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestFourAtOnceHoldsUnderLoad(t *testing.T) {
	var now, most atomic.Int32
	s := &service{answer: func(int, *http.Request) (*http.Response, error) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		resp, err := reply(200, strings.Repeat("x", 10_000))
		resp.Body = &endNoted{resp.Body, sync.OnceFunc(func() { now.Add(-1) })}
		return resp, err
	}}
	l := line(t, s, nil)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 50 {
				if _, err := get(t.Context(), l); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if most.Load() > 4 {
		t.Errorf("%d at once, want at most 4", most.Load())
	}
	if len(s.seen) != 800 {
		t.Errorf("%d requests, want 800", len(s.seen))
	}
}
