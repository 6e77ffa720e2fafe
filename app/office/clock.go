package office

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"postroom/app/fault"
)

// clockLimit is how far the machine's clock may be off: tokens are valid from and until a time, with five minutes of
// patience ("Access tokens in the Microsoft identity platform").
const clockLimit = 5 * time.Minute

// dated notes how far the service's clock is from ours, whatever the answer was.
type dated struct {
	next http.RoundTripper
	now  func() time.Time

	mu   sync.Mutex
	seen bool
	off  time.Duration // ours minus the service's
}

func (d *dated) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := d.next.RoundTrip(r)
	if err != nil {
		return resp, err
	}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		d.mu.Lock()
		d.seen, d.off = true, d.now().Sub(date)
		d.mu.Unlock()
	}
	return resp, nil
}

func (d *dated) skew() (off time.Duration, seen bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.off, d.seen
}

func (o *Office) checkClock() Check {
	off, seen := o.dated.skew()
	var err error
	switch {
	case !seen:
		err = &fault.Error{Class: fault.RetryLater, Code: "clock-unknown", Op: "compare clocks"}
	case off.Abs() > clockLimit:
		err = &fault.Error{Class: fault.FixSetting, Code: "clock-wrong", Op: "compare clocks",
			Args: map[string]string{"off": span(off.Abs()), "way": way(off)}}
	}
	return o.check("clock", o.here(), o.well("check-clock", map[string]string{"off": span(off.Abs() + time.Second)}), err)
}

// here is this computer as the subject of a test.
func (o *Office) here() string { return fault.Value(o.language(), "subject", "this computer") }

// way is a word that fault.Explain puts into the language.
func way(off time.Duration) string {
	if off > 0 {
		return "ahead"
	}
	return "behind"
}

// span is a length of time as a person says it; the units are the same in all our languages.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}
