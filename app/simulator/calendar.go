package simulator

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrNoEvent is what an event that is not there is refused with.
var ErrNoEvent = errors.New("no such event")

// Event is an entry of a mailbox's calendar: a single event or, with Repeat, a series.
type Event struct {
	Subject   string    `json:"subject"`
	Location  string    `json:"location"`
	Start     time.Time `json:"start"` // the wall time counts, as it is read in Zone
	End       time.Time `json:"end"`   // as above; of an all-day event the day after the last
	Zone      string    `json:"zone"`  // IANA or Windows name; default "UTC"
	AllDay    bool      `json:"allDay"`
	ShowAs    string    `json:"showAs"` // default "busy"
	Private   bool      `json:"private"`
	Cancelled bool      `json:"cancelled"`
	Repeat    *Repeat   `json:"repeat"`
}

// Repeat is the rule of a series.
type Repeat struct {
	Days  int       `json:"days"`  // between two occurrences: 1 daily, 7 weekly
	Until time.Time `json:"until"` // no occurrence begins after it; zero: for ever
}

// event is an Event in a calendar.
type event struct {
	Event
	id      string
	zone    *time.Location
	changed map[string]*Event // exceptions of a series by the day of the occurrence; nil: it was deleted
}

// occurrence is an event as a view shows it.
type occurrence struct {
	Event
	id, master string
	kind       string // eventType
	start, end time.Time
	day        string // of the series that it belongs to
}

var showAs = []string{"free", "workingElsewhere", "tentative", "busy", "oof"}

// windowsZones are the names that Exchange gives to the zones that tests and the demonstration use.
var windowsZones = map[string]string{
	"UTC": "UTC", "GMT Standard Time": "Europe/London", "Romance Standard Time": "Europe/Paris", "W. Europe Standard Time": "Europe/Berlin",
	"Pacific Standard Time": "America/Los_Angeles", "Eastern Standard Time": "America/New_York", "Tokyo Standard Time": "Asia/Tokyo",
}

// zoneNamed finds a time zone by its Windows or IANA name.
func zoneNamed(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(cmp.Or(windowsZones[name], name, "UTC"))
	if err != nil {
		return nil, fmt.Errorf("time zone %q: %w", name, err)
	}
	return zone, nil
}

// wall is the wall time of t, read in a zone.
func wall(t time.Time, zone *time.Location) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone)
}

func (e *Event) complete() (*time.Location, error) {
	e.ShowAs = cmp.Or(e.ShowAs, "busy")
	if !slices.Contains(showAs, e.ShowAs) && e.ShowAs != "unknown" {
		return nil, fmt.Errorf("an event can't show as %q", e.ShowAs)
	}
	if e.Repeat != nil && e.Repeat.Days < 1 {
		return nil, errors.New("a series needs days between its occurrences")
	}
	return zoneNamed(e.Zone)
}

// AddEvent puts an event into the calendar of a mailbox and gives back its id.
func (s *Simulator) AddEvent(mailbox string, e Event) (string, error) {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return "", err
	}
	zone, err := e.complete()
	if err != nil {
		return "", err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lastSerial++
	one := &event{Event: e, id: eventID(fmt.Sprint(b.num, " ", b.lastSerial)), zone: zone, changed: map[string]*Event{}}
	b.events = append(b.events, one)
	return one.id, nil
}

func eventID(text string) string {
	h := sha256.Sum256([]byte("event " + text))
	return "AAMkAE" + base64.URLEncoding.EncodeToString(h[:])
}

// ChangeEvent replaces an event.
func (s *Simulator) ChangeEvent(mailbox, id string, e Event) error {
	zone, err := e.complete()
	if err != nil {
		return err
	}
	return s.onEvent(mailbox, id, func(_ *box, one *event) { one.Event, one.zone = e, zone })
}

// DeleteEvent takes an event, or a whole series, out of the calendar.
func (s *Simulator) DeleteEvent(mailbox, id string) error {
	return s.onEvent(mailbox, id, func(b *box, one *event) {
		b.events = slices.DeleteFunc(b.events, func(e *event) bool { return e == one })
	})
}

// ChangeOccurrence makes an exception of the occurrence of a series on a day ("2026-11-22"); nil deletes it.
func (s *Simulator) ChangeOccurrence(mailbox, id, day string, e *Event) error {
	if e != nil {
		if _, err := e.complete(); err != nil {
			return err
		}
	}
	return s.onEvent(mailbox, id, func(_ *box, one *event) { one.changed[day] = e })
}

func (s *Simulator) onEvent(mailbox, id string, do func(*box, *event)) error {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(b.events, func(e *event) bool { return e.id == id })
	if i < 0 {
		return fmt.Errorf("%s: %w", id, ErrNoEvent)
	}
	do(b, b.events[i])
	return nil
}

// view lists what lies in the calendar between two instants, by its start. The days of an all-day event are those of the
// zone. The caller holds the lock.
func (b *box) view(from, to time.Time, zone *time.Location) []occurrence {
	var list []occurrence
	add := func(o occurrence) {
		if o.start.Before(to) && (o.end.After(from) || o.end.Equal(o.start) && !o.start.Before(from)) {
			list = append(list, o)
		}
	}
	for _, e := range b.events {
		if e.Repeat == nil {
			add(e.occur(e.Event, 0, zone, e.id, "singleInstance"))
			continue
		}
		e.each(to, zone, add)
	}
	slices.SortStableFunc(list, func(x, y occurrence) int { return x.start.Compare(y.start) })
	return list
}

// each gives every occurrence of a series that was to begin before an instant, exceptions included wherever they are now.
func (e *event) each(to time.Time, zone *time.Location, add func(occurrence)) {
	for n := 0; ; n += e.Repeat.Days {
		o := e.occur(e.Event, n, zone, "", "occurrence")
		if !o.start.Before(to.AddDate(0, 0, 366)) || !e.Repeat.Until.IsZero() && o.start.After(e.Repeat.Until) {
			return
		}
		o.id, o.master = eventID(e.id+o.day), e.id
		instead, changed := e.changed[o.day]
		switch {
		case !changed:
			add(o)
		case instead != nil:
			own := event{Event: *instead, zone: e.zone}
			if z, err := zoneNamed(instead.Zone); err == nil && instead.Zone != "" {
				own.zone = z
			}
			moved := own.occur(*instead, 0, zone, o.id, "exception")
			moved.master = e.id
			add(moved)
		}
	}
}

// occur is the event so many days later: at the same time on the wall.
func (e *event) occur(of Event, days int, zone *time.Location, id, kind string) occurrence {
	in := e.zone
	if of.AllDay {
		in = zone
	}
	start, end := wall(of.Start.AddDate(0, 0, days), in), wall(of.End.AddDate(0, 0, days), in)
	return occurrence{Event: of, id: id, kind: kind, start: start, end: end, day: start.Format(time.DateOnly)}
}

// stamp writes an instant as the service does: without an offset, in the zone that is named beside it.
func stamp(t time.Time, zone *time.Location, name string) map[string]any {
	return map[string]any{"dateTime": t.In(zone).Format("2006-01-02T15:04:05.0000000"), "timeZone": name}
}

// readStamp reads a time without an offset, in the zone beside it.
func readStamp(text, zone string) (time.Time, error) {
	in, err := zoneNamed(zone)
	if err != nil {
		return time.Time{}, err
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	text, _, _ = strings.Cut(text, ".")
	for _, form := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(form, text, in); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time", text)
}
