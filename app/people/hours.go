package people

import (
	"slices"
	"strings"
	"time"

	"postroom/app/mail"
)

// Worked are the times of work between two instants, in order, by the clock where the hours are at home; false if that can't be
// told. A night shift belongs to the day that it began on.
func Worked(h *mail.Hours, from, to time.Time) ([]Span, bool) {
	if h == nil {
		return nil, false
	}
	zone, err := mail.Zone(h.Zone)
	if err != nil {
		return nil, false
	}
	list := []Span{}
	on := func(day time.Time, clock time.Duration) time.Time {
		y, m, d := day.Date()
		return time.Date(y, m, d, int(clock/time.Hour), int(clock/time.Minute)%60, int(clock/time.Second)%60, 0, zone)
	}
	for day := from.In(zone).AddDate(0, 0, -1); on(day, 0).Before(to); day = day.AddDate(0, 0, 1) {
		last := day
		if h.End <= h.Start {
			last = day.AddDate(0, 0, 1)
		}
		s := Span{Start: latest(on(day, h.Start), from), End: on(last, h.End)}
		if s.End.After(to) {
			s.End = to
		}
		if s.End.After(s.Start) && slices.Contains(h.Days, day.Weekday()) {
			list = append(list, s)
		}
	}
	return list, true
}

// Worked tells when somebody works between two instants; false if that is not known.
func (b *Board) Worked(address string, from, to time.Time) ([]Span, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.people[strings.ToLower(address)]
	if p == nil || !p.told(b.now()) {
		return nil, false
	}
	return Worked(p.home.Hours, from, to)
}
