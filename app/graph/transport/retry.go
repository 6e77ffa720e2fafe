package transport

import (
	"math/rand/v2"
	"net/http"
	"time"
)

// How often and how long. Waits that the service asks for are bounded by Config.MaxWait, not by a number of tries that
// people would meet; maxAsked only ends a service that asks for no wait at all, for ever.
const (
	backoffBase = 500 * time.Millisecond
	backoffCap  = 30 * time.Second
	maxTries    = 5
	maxAsked    = 100
)

// attempts is what the decision about one more attempt is made from.
type attempts struct {
	tries  int           // attempts made so far
	waited time.Duration // in sum, before those attempts
	outcome
}

// outcome is how the last attempt ended.
type outcome struct {
	status     int           // 0: no answer came
	noAnswer   noAnswer      // why no answer came
	final      bool          // the answer says that time does not cure it, or only hours do
	asked      bool          // there was a Retry-After
	retryAfter time.Duration // what it said
	crowded    bool          // too many requests at once: wait for one to end
	sent       bool          // bytes of the request went out
	idempotent bool          // doing it twice does no harm
	repeatable bool          // the request's body can be had again
}

// noAnswer says why no answer came.
type noAnswer uint8

const (
	answered  noAnswer = iota
	lost               // refused, reset, EOF, no such host for now
	timedOut           // no answer in time
	untrusted          // certificate, proxy, guest network: a person has to act
)

// verdict is what happens next.
type verdict struct {
	again bool
	delay time.Duration
	why   string // for the log
	// fence says that the delay is for the whole mailbox, not for this request alone.
	fence bool
}

// decide says whether and when one more attempt is made. It is the only place that does. maxWait bounds the summed
// waits; random is in [0,1).
func decide(a attempts, maxWait time.Duration, random float64) verdict {
	// A certificate that is not trusted, a proxy that wants a password: a person has to act.
	if a.noAnswer == untrusted {
		return verdict{}
	}
	// The request's body is used up and can't be had again.
	if !a.repeatable {
		return verdict{}
	}
	// The service refused before doing anything, so that a repetition can't do it twice, whatever the method.
	refused := a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable
	// Anything else may have been done already, once bytes went out.
	if !a.idempotent && a.sent && !refused {
		return verdict{}
	}

	v := verdict{again: true, delay: backoff(a.tries, random)}
	tries := maxTries
	switch a.status {
	case 0:
		v.why = "no answer"
	case http.StatusTooManyRequests:
		// Throttled. Without a Retry-After the whole mailbox backs off: requests sent while throttled count too
		// ("Microsoft Graph throttling guidance").
		v.why, v.fence = "throttled", !a.crowded
	case http.StatusServiceUnavailable, 509:
		// Overloaded or out of bandwidth: the mailbox, not this request, when it says for how long.
		v.why, v.fence = "service busy", a.asked
	case http.StatusGatewayTimeout:
		v.why, v.fence = "gateway timeout", a.asked
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusRequestTimeout:
		// A passing fault of one server behind the gateway; a second attempt reaches another one.
		v.why = "server fault"
	default:
		return verdict{} // every other status says the same thing again
	}
	if a.asked && a.status != http.StatusInternalServerError && a.status != http.StatusBadGateway {
		// The service knows when: to the second, however long. Asked for no wait at all, back off all the same.
		tries = maxAsked
		if a.retryAfter > 0 {
			v.delay = a.retryAfter
		}
	} else if a.final {
		// The code says that this answer will not change soon: a corrupt mail, a mailbox that is being moved.
		return verdict{}
	}
	if a.tries >= tries || a.waited+v.delay > maxWait {
		return verdict{delay: v.delay, fence: v.fence, why: v.why}
	}
	return v
}

// backoff is the wait after the n-th attempt: a random part ("full jitter") of a span that doubles each time, so that
// clients that failed together do not come back together.
func backoff(n int, random float64) time.Duration {
	span := backoffCap
	if n < 7 { // 500 ms · 2^6 is beyond the cap
		span = min(backoffBase<<(n-1), backoffCap)
	}
	return time.Duration(random * float64(span))
}

// idempotent says whether a method may be done twice (RFC 9110, 9.2.2).
func idempotent(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return true
	}
	return false
}

func random() float64 { return rand.Float64() }
