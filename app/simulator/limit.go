package simulator

import (
	"strconv"
	"sync"
	"time"
)

// The limits of Outlook for one application on one mailbox (Microsoft Graph service-specific throttling limits).
const (
	maxConcurrent = 4
	maxRequests   = 10000
	windowSeconds = 600
)

// limiters holds the limiters of one mailbox, by application.
type limiters struct {
	mu    sync.Mutex
	byApp map[string]*limiter
}

func (l *limiters) of(app string) *limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byApp == nil {
		l.byApp = map[string]*limiter{}
	}
	if l.byApp[app] == nil {
		l.byApp[app] = &limiter{}
	}
	return l.byApp[app]
}

// limiter counts the requests of one application on one mailbox: those under way, and those of the last ten minutes in
// a window that slides by the second.
type limiter struct {
	mu        sync.Mutex
	running   int
	perSecond [windowSeconds]int
	second    int64 // that perSecond was brought up to
	inWindow  int
}

// enter lets a request in, or says why not and the Retry-After to send. Refused requests count in the window too.
func (l *limiter) enter(now time.Time, rate bool) (refused, retryAfter string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if rate {
		l.advance(now.Unix())
		l.perSecond[l.second%windowSeconds]++
		l.inWindow++
		if l.inWindow > maxRequests {
			return "RequestRate", strconv.Itoa(l.untilFree())
		}
	}
	if l.running >= maxConcurrent {
		return "MailboxConcurrency", "1"
	}
	l.running++
	return "", ""
}

func (l *limiter) leave() {
	l.mu.Lock()
	l.running--
	l.mu.Unlock()
}

// advance empties the seconds that have left the window.
func (l *limiter) advance(second int64) {
	if second <= l.second {
		return
	}
	if second-l.second >= windowSeconds {
		clear(l.perSecond[:])
		l.inWindow = 0
	} else {
		for s := l.second + 1; s <= second; s++ {
			l.inWindow -= l.perSecond[s%windowSeconds]
			l.perSecond[s%windowSeconds] = 0
		}
	}
	l.second = second
}

// untilFree is the number of seconds until one more request fits.
func (l *limiter) untilFree() int {
	over := l.inWindow - maxRequests
	for wait := 1; wait < windowSeconds; wait++ {
		if over -= l.perSecond[(l.second+int64(wait))%windowSeconds]; over < 0 {
			return wait
		}
	}
	return windowSeconds
}
