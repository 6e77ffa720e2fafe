package capture

import "time"

// longestPause is more than any pause that an entry is given; a service that asks for a longer one is given this.
const longestPause = 24 * time.Hour

// awaits says whether a moment that was set here, at most longest ahead, is still to come. One that is further ahead was
// set by a clock that has been set back since: to wait for it would let work rest for months.
func awaits(now, moment time.Time, longest time.Duration) bool {
	left := moment.Sub(now)
	return left > 0 && left <= longest
}

// passed says whether that long has gone by since a moment; one to come by more than that was noted by a clock that has
// been set back since.
func passed(now, since time.Time, long time.Duration) bool {
	return now.Sub(since).Abs() >= long
}
