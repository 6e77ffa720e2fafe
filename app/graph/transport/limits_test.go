package transport

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postroom/app/fault"
)

const patient = time.Hour

// take gets a slot that must be free at once.
func take(t *testing.T, l *Limits, mailbox string) func() {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	release, err := l.acquire(ctx, mailbox, l.next(), patient)
	if err != nil {
		t.Fatalf("no slot for %s: %v", mailbox, err)
	}
	return release
}

// grants collects who got a slot when.
type grants struct {
	mu    sync.Mutex
	start time.Time
	got   []string
}

// request asks for a slot in the background, keeps it for a while and notes when it got it.
func (g *grants) request(ctx context.Context, l *Limits, name, mailbox string, keep time.Duration) {
	ticket := l.next()
	go func() {
		release, err := l.acquire(ctx, mailbox, ticket, patient)
		if err != nil {
			return
		}
		g.mu.Lock()
		g.got = append(g.got, fmt.Sprintf("%s@%v", name, time.Since(g.start)))
		g.mu.Unlock()
		time.Sleep(keep)
		release()
	}()
	synctest.Wait()
}

func (g *grants) want(t *testing.T, want ...string) {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	if fmt.Sprint(g.got) != fmt.Sprint(want) {
		t.Errorf("slots were given as %v, want %v", g.got, want)
	}
}

func TestSlotsAreGivenFirstComeFirstServedFourAtOncePerMailbox(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(LimitsConfig{})
		g := grants{start: time.Now()}
		for i := range 9 {
			g.request(t.Context(), l, fmt.Sprint(i), "emma@kantoor.example", time.Second)
		}
		if n := l.InFlight("Emma@kantoor.example"); n != 4 {
			t.Errorf("%d in flight, want 4", n)
		}
		g.request(t.Context(), l, "other", "info@kantoor.example", time.Second)
		time.Sleep(time.Minute)
		g.mu.Lock()
		defer g.mu.Unlock()
		at := map[string]int{}
		for _, s := range g.got {
			at[s[1:]]++
			if s == "other@0s" {
				at["other"]++
			}
		}
		if at["@0s"] != 4 || at["@1s"] != 4 || at["@2s"] != 1 || at["other"] != 1 {
			t.Errorf("slots were given as %v, want 4 at once, the next ones as they end, another mailbox at once", g.got)
		}
	})
}

func TestQueueKeepsItsOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(LimitsConfig{PerMailbox: 1})
		g := grants{start: time.Now()}
		first := l.next() // draws its ticket, asks last: a repetition
		for _, name := range []string{"a", "b", "c"} {
			g.request(t.Context(), l, name, "emma", time.Second)
		}
		go func() {
			release, err := l.acquire(t.Context(), "emma", first, patient)
			if err != nil {
				t.Error(err)
				return
			}
			g.mu.Lock()
			g.got = append(g.got, "repeated")
			g.mu.Unlock()
			release()
		}()
		time.Sleep(time.Minute)
		g.want(t, "a@0s", "repeated", "b@1s", "c@2s")
	})
}

func TestAllMailboxesTogetherHaveACap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(LimitsConfig{Total: 6})
		var releases []func()
		for i := range 6 {
			releases = append(releases, take(t, l, fmt.Sprint("box", i/2)))
		}
		g := grants{start: time.Now()}
		g.request(t.Context(), l, "late", "box9", 0)
		g.want(t)
		time.Sleep(time.Second)
		releases[0]()
		synctest.Wait()
		g.want(t, "late@1s")
	})
}

func TestFenceHoldsAllRequestsOfItsMailboxOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(LimitsConfig{})
		g := grants{start: time.Now()}
		until := time.Now().Add(2500 * time.Millisecond)
		l.hold("emma", until)
		l.hold("emma", time.Now().Add(time.Second)) // a shorter one takes nothing away
		g.request(t.Context(), l, "a", "emma", 0)
		take(t, l, "info")()
		if at, why := l.Waiting("EMMA"); !at.Equal(until) || why != Throttled {
			t.Errorf("waiting until %v (%s), want %v (throttled)", at, why, until)
		}
		time.Sleep(time.Minute)
		g.want(t, "a@2.5s")
		if at, why := l.Waiting("emma"); !at.IsZero() || why != "" {
			t.Errorf("still waiting until %v (%s)", at, why)
		}
	})
}

func TestTooManyAtOnceWaitsForOneToEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(LimitsConfig{})
		releases := []func(){take(t, l, "emma"), take(t, l, "emma"), take(t, l, "emma"), take(t, l, "emma")}
		releases[3]() // refused by the service
		l.crowd("emma", time.Now().Add(time.Hour))
		g := grants{start: time.Now()}
		g.request(t.Context(), l, "again", "emma", time.Minute)
		time.Sleep(time.Second)
		g.want(t)
		releases[0]()
		synctest.Wait()
		g.want(t, "again@1s")

		// Three are what the service takes now; a fourth is tried again later.
		g.request(t.Context(), l, "fourth", "emma", 0)
		g.want(t, "again@1s")
		time.Sleep(raiseEvery)
		releases[1]()
		time.Sleep(time.Hour)
		if l.box("emma").allowed != 4 {
			if take(t, l, "emma")(); l.box("emma").allowed != 4 {
				t.Errorf("%d at once an hour later, want 4", l.box("emma").allowed)
			}
		}
	})
}

func TestTooManyAtOnceByAnotherMachineWaitsForTheTimeGiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(LimitsConfig{})
		l.crowd("emma", time.Now().Add(time.Second))
		g := grants{start: time.Now()}
		g.request(t.Context(), l, "a", "emma", 0)
		time.Sleep(time.Minute)
		g.want(t, "a@1s")
	})
}

func TestNoSlidingWindowHoldsMoreThanItsRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const limit, span = 7, 10 * time.Second
		l := NewLimits(LimitsConfig{Requests: limit, Window: span})
		r := rand.New(rand.NewPCG(1, 2))
		var times []time.Time
		for range 200 {
			release, err := l.acquire(t.Context(), "emma", l.next(), patient)
			if err != nil {
				t.Fatal(err)
			}
			times = append(times, time.Now())
			release()
			time.Sleep(time.Duration(r.Int64N(int64(2 * time.Second))))
		}
		for i := limit; i < len(times); i++ {
			if d := times[i].Sub(times[i-limit]); d < span {
				t.Fatalf("request %d came %v after request %d: %d in less than %v", i, d, i-limit, limit+1, span)
			}
		}
		if all := times[len(times)-1].Sub(times[0]); all > 200/limit*(span+3*time.Second) {
			t.Errorf("200 requests took %v: the window is used badly", all)
		}
	})
}

func TestTenThousandGoAtOnceAndTheNextWaitsForTheWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(LimitsConfig{})
		for range 10_000 {
			take(t, l, "emma")()
		}
		at, why := l.Waiting("emma")
		if wait := time.Until(at); wait < 10*time.Minute || wait > 10*time.Minute+2*time.Second || why != Allowance {
			t.Errorf("the next one waits %v (%s), want 10 minutes and little more (allowance)", wait, why)
		}
		g := grants{start: time.Now()}
		g.request(t.Context(), l, "next", "emma", 0)
		time.Sleep(9*time.Minute + 59*time.Second)
		g.want(t)
		time.Sleep(5 * time.Second)
		g.want(t, "next@10m2s")
	})
}

func TestWindowForgetsAfterALongSilence(t *testing.T) {
	w := newWindow(10*time.Second, 3)
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for _, step := range []time.Duration{0, time.Second, time.Second} {
		now = now.Add(step)
		w.add(now)
	}
	if w.free(now).IsZero() {
		t.Fatal("three of three are used up, but there is room")
	}
	if now = now.Add(-time.Hour); w.free(now).IsZero() {
		t.Error("a clock set back made room")
	}
	if now = now.Add(1000 * time.Hour); !w.free(now).IsZero() || w.sum != 0 {
		t.Errorf("%d counted after a long silence, want none", w.sum)
	}
}

func TestWhoGivesUpLeavesTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(LimitsConfig{PerMailbox: 1})
		release := take(t, l, "emma")
		ctx, cancel := context.WithCancel(t.Context())
		g := grants{start: time.Now()}
		g.request(ctx, l, "gives up", "emma", 0)
		g.request(t.Context(), l, "stays", "emma", 0)
		cancel()
		synctest.Wait()
		release()
		synctest.Wait()
		g.want(t, "stays@0s")
		if n := l.InFlight("emma"); n != 0 || len(l.queued) != 0 || l.inFlight != 0 {
			t.Errorf("%d in flight, %d queued, want none", n, len(l.queued))
		}
	})
}

func TestAWaitBeyondPatienceIsRefusedAtOnceWithItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(LimitsConfig{})
		start, until := time.Now(), time.Now().Add(20*time.Minute)
		failed := make(chan error, 1)
		l.hold("emma", start.Add(time.Minute))
		go func() {
			_, err := l.acquire(t.Context(), "emma", l.next(), 5*time.Minute)
			failed <- err
		}()
		synctest.Wait()
		l.hold("emma", until) // it waits already
		err := <-failed
		if fault.ClassOf(err) != fault.RetryLater || !fault.RetryAfter(err).Equal(until) || !time.Now().Equal(start) {
			t.Errorf("got %v after %v, want retry later at %v, at once", err, time.Since(start), until)
		}
		if _, err = l.acquire(t.Context(), "emma", l.next(), 5*time.Minute); fault.CodeOf(err) != "waiting" {
			t.Errorf("a new one got %v, want to be refused too", err)
		}
		if errors.Is(err, context.Canceled) {
			t.Error("refused as if it had been cancelled")
		}
	})
}
