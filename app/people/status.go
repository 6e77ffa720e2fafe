// Package people knows the people of an office: whether they are there now, as their calendars tell, who is in the
// organisation's directory, and whom they have as contacts. It knows neither filing nor processing: package office joins
// them.
package people

import (
	"slices"
	"time"

	"postroom/app/mail"
)

// Span is a time in which a person shows as one thing.
type Span struct {
	Start, End time.Time
	Show       mail.ShowAs
}

// Status is how a person shows at an instant.
type Status struct {
	Show  mail.ShowAs
	Until time.Time // when that ends; zero: no end is known
	Next  *Span     // what comes then; nil if that is not known
}

// order ranks what overlaps as Outlook does: out of office over busy over tentative over working elsewhere over free. What
// an event does not tell counts only where nothing else does.
var order = []mail.ShowAs{mail.Free, mail.Untold, mail.Elsewhere, mail.Tentative, mail.Busy, mail.Out}

func rank(s mail.ShowAs) int { return max(slices.Index(order, s), 0) }

// forever stands for an end that is not known.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// Spans turns events into spans of time. Days begin and end at midnight where the calendar is at home, in a day of 23, 24
// or 25 hours. What has no length, or ends before it starts, takes no time. Automatic replies show as out of office.
func Spans(events []mail.Event, home *time.Location, replies mail.Replies) []Span {
	var list []Span
	add := func(s Span) {
		if s.End.After(s.Start) && rank(s.Show) > 0 {
			list = append(list, s)
		}
	}
	for _, e := range events {
		start, end := e.Start, e.End
		if e.Days {
			start, end = midnight(start, home), midnight(end, home)
		}
		add(Span{start, end, e.Show})
	}
	if replies.On {
		end := replies.End
		if end.IsZero() {
			end = forever
		}
		add(Span{replies.Start, end, mail.Out})
	}
	return list
}

// midnight is the beginning of a day in a zone.
func midnight(day time.Time, zone *time.Location) time.Time {
	y, m, d := day.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// Timeline tells how a person shows from one instant to another, without gaps; neighbours differ.
func Timeline(spans []Span, from, to time.Time) []Span {
	type edge struct {
		at   time.Time
		rank int
		by   int
	}
	var edges []edge
	for _, s := range spans {
		if s.End.After(from) && s.Start.Before(to) {
			edges = append(edges, edge{latest(s.Start, from), rank(s.Show), 1}, edge{s.End, rank(s.Show), -1})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return a.at.Compare(b.at) })
	counts := make([]int, len(order))
	var line []Span
	at, i := from, 0
	for at.Before(to) {
		for ; i < len(edges) && !edges[i].at.After(at); i++ {
			counts[edges[i].rank] += edges[i].by
		}
		next := to
		if i < len(edges) && edges[i].at.Before(to) {
			next = edges[i].at
		}
		show := highest(counts)
		if n := len(line); n > 0 && line[n-1].Show == show {
			line[n-1].End = next
		} else {
			line = append(line, Span{at, next, show})
		}
		at = next
	}
	return line
}

func highest(counts []int) mail.ShowAs {
	for r := len(order) - 1; r > 0; r-- {
		if counts[r] > 0 {
			return order[r]
		}
	}
	return mail.Free
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// At says how a person shows at an instant. Spans are known until another: what begins after that is not, and an end that
// lies beyond is told, but not what follows it.
func At(spans []Span, now, known time.Time) Status {
	end := known
	for _, s := range spans {
		end = latest(end, s.End)
	}
	line := Timeline(spans, now, end)
	if len(line) == 0 {
		return Status{Show: mail.Untold}
	}
	status := Status{Show: line[0].Show}
	switch until := line[0].End; {
	case !until.Before(forever), until.Equal(end) && !until.After(known):
	case until.Before(known) && len(line) > 1:
		status.Until, status.Next = until, &line[1]
	case status.Show != mail.Free:
		status.Until = until
	}
	return status
}

// Working says whether an instant lies within working hours; false if it can't be told.
func Working(h *mail.Hours, now time.Time) (working, known bool) {
	if h == nil {
		return false, false
	}
	zone, err := mail.Zone(h.Zone)
	if err != nil {
		return false, false
	}
	local := now.In(zone)
	clock := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second
	if h.End <= h.Start { // a night shift: it belongs to the day that it began on
		yesterday := (local.Weekday() + 6) % 7
		return clock >= h.Start && slices.Contains(h.Days, local.Weekday()) || clock < h.End && slices.Contains(h.Days, yesterday), true
	}
	return slices.Contains(h.Days, local.Weekday()) && clock >= h.Start && clock < h.End, true
}

// back says when somebody who is out is there again: the first moment in working hours, if these are known, at which they
// are not out any more.
func back(spans []Span, h *mail.Hours, s Status, known time.Time) time.Time {
	if s.Show != mail.Out || s.Until.IsZero() {
		return time.Time{}
	}
	at := s.Until
	for range 100 {
		at = nextWorking(h, at)
		again := At(spans, at, known)
		if again.Show != mail.Out || at.After(known) {
			return at
		}
		if again.Until.IsZero() {
			return time.Time{} // out with no end
		}
		at = again.Until
	}
	return at
}

// nextWorking is the first moment of working hours, from one on; that one itself if hours are not known.
func nextWorking(h *mail.Hours, from time.Time) time.Time {
	working, known := Working(h, from)
	if !known || working {
		return from
	}
	zone, err := mail.Zone(h.Zone)
	if err != nil {
		return from
	}
	local := from.In(zone)
	for day := range 8 {
		y, m, d := local.AddDate(0, 0, day).Date()
		begin := time.Date(y, m, d, int(h.Start/time.Hour), int(h.Start/time.Minute)%60, 0, 0, zone)
		if !begin.Before(from) && slices.Contains(h.Days, begin.Weekday()) {
			return begin
		}
	}
	return from
}
