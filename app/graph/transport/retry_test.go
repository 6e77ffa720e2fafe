package transport

import (
	"net/http"
	"testing"
	"time"
)

func TestDecide(t *testing.T) {
	get := func(status int) attempts {
		return attempts{tries: 1, outcome: outcome{status: status, sent: true, idempotent: true, repeatable: true}}
	}
	with := func(a attempts, change func(*attempts)) attempts { change(&a); return a }
	after := func(d time.Duration) func(*attempts) {
		return func(a *attempts) { a.asked, a.retryAfter = true, d }
	}
	post := func(a *attempts) { a.idempotent = false }
	for _, tt := range []struct {
		name  string
		a     attempts
		again bool
		delay time.Duration
		fence bool
	}{
		{"throttled, fraction of a second", with(get(429), after(2128*time.Millisecond)), true, 2128 * time.Millisecond, true},
		{"throttled for long", with(get(429), after(130*time.Second)), true, 130 * time.Second, true},
		{"throttled for longer than anybody waits", with(get(429), after(301*time.Second)), false, 301 * time.Second, true},
		{"throttled without a time", get(429), true, 250 * time.Millisecond, true},
		{"asked to come back at once", with(get(503), after(0)), true, 250 * time.Millisecond, true},
		{"waits sum up", with(get(429), func(a *attempts) { after(20 * time.Second)(a); a.waited = 290 * time.Second }), false, 20 * time.Second, true},
		{"too many at once", with(get(429), func(a *attempts) { after(time.Second)(a); a.crowded = true }), true, time.Second, false},
		{"asked again and again", with(get(429), func(a *attempts) { after(time.Second)(a); a.tries = 50 }), true, time.Second, true},
		{"asked for ever", with(get(429), func(a *attempts) { after(0)(a); a.tries = maxAsked }), false, 15 * time.Second, true},
		{"busy with a time", with(get(503), after(time.Second)), true, time.Second, true},
		{"busy without a time", get(503), true, 250 * time.Millisecond, false},
		{"bandwidth", with(get(509), after(7*time.Second)), true, 7 * time.Second, true},
		{"gateway timeout with a time", with(get(504), after(3*time.Second)), true, 3 * time.Second, true},
		{"server fault", get(500), true, 250 * time.Millisecond, false},
		{"bad gateway", get(502), true, 250 * time.Millisecond, false},
		{"request timeout", get(408), true, 250 * time.Millisecond, false},
		{"third try doubles twice", with(get(502), func(a *attempts) { a.tries = 3 }), true, time.Second, false},
		{"fifth try was the last", with(get(502), func(a *attempts) { a.tries = 5 }), false, 4 * time.Second, false},
		{"corrupt mail", with(get(500), func(a *attempts) { a.final = true }), false, 0, false},
		{"mailbox is moved, with a time", with(get(503), func(a *attempts) { after(9 * time.Second)(a); a.final = true }), true, 9 * time.Second, true},
		{"mailbox is moved, without", with(get(503), func(a *attempts) { a.final = true }), false, 0, false},
		{"not found", get(404), false, 0, false},
		{"forbidden", get(403), false, 0, false},
		{"a page instead of an answer", get(200), false, 0, false},
		{"connection lost", with(get(0), func(a *attempts) { a.noAnswer = lost }), true, 250 * time.Millisecond, false},
		{"no answer in time", with(get(0), func(a *attempts) { a.noAnswer = timedOut }), true, 250 * time.Millisecond, false},
		{"untrusted", with(get(0), func(a *attempts) { a.noAnswer = untrusted }), false, 0, false},
		{"POST lost after it was sent", with(get(0), func(a *attempts) { post(a); a.noAnswer = lost }), false, 0, false},
		{"POST lost before it was sent", with(get(0), func(a *attempts) { post(a); a.noAnswer = lost; a.sent = false }), true, 250 * time.Millisecond, false},
		{"POST and a server fault", with(get(500), post), false, 0, false},
		{"POST and a gateway timeout", with(get(504), post), false, 0, false},
		{"POST throttled", with(get(429), func(a *attempts) { post(a); after(time.Second)(a) }), true, time.Second, true},
		{"POST and a busy service", with(get(503), post), true, 250 * time.Millisecond, false},
		{"body used up", with(get(429), func(a *attempts) { a.repeatable = false }), false, 0, false},
	} {
		v := decide(tt.a, 5*time.Minute, 0.5)
		if v.again != tt.again || v.delay != tt.delay || v.fence != tt.fence {
			t.Errorf("%s: again %v after %v, fence %v; want %v after %v, %v", tt.name, v.again, v.delay, v.fence, tt.again, tt.delay, tt.fence)
		}
		if v.again && v.why == "" {
			t.Errorf("%s: no reason for the log", tt.name)
		}
	}
}

func TestBackoffStaysBelowItsCap(t *testing.T) {
	for n := 1; n < 200; n++ {
		if d := backoff(n, 0.999999); d > backoffCap || d <= 0 {
			t.Fatalf("wait after attempt %d is %v", n, d)
		}
	}
	if backoff(1, 0) != 0 {
		t.Error("jitter is not full")
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		value, date string
		want        time.Duration
		ok          bool
	}{
		{"", "", 0, false},
		{"10", "", 10 * time.Second, true},
		{" 2.128 ", "", 2128 * time.Millisecond, true},
		{"0.5", "", 500 * time.Millisecond, true},
		{"0", "", 0, true},
		{"-3", "", 0, false},
		{"NaN", "", 0, false},
		{"1e300", "", maxRetryAfter, true},
		{"soon", "", 0, false},
		{"Sun, 22 Nov 2026 10:01:00 GMT", "", time.Minute, true},
		{"Sun, 22 Nov 2026 09:00:00 GMT", "", 0, true},
		// Our clock is an hour slow: the service's own counts.
		{"Sun, 22 Nov 2026 11:00:20 GMT", "Sun, 22 Nov 2026 11:00:00 GMT", 20 * time.Second, true},
	} {
		h := http.Header{}
		h.Set("Retry-After", tt.value)
		h.Set("Date", tt.date)
		if got, ok := retryAfter(h, now); got != tt.want || ok != tt.ok {
			t.Errorf("Retry-After %q (Date %q) is %v, %v; want %v, %v", tt.value, tt.date, got, ok, tt.want, tt.ok)
		}
	}
}
