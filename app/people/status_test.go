package people

import (
	"strings"
	"testing"
	"time"

	"postroom/app/mail"
)

// clock reads "23 09:30", a day and time in November 2026, UTC; a month may precede.
func clock(text string) time.Time {
	for _, form := range []string{"2006-01-02 15:04", "01-02 15:04", "02 15:04"} {
		if t, err := time.Parse(form, text); err == nil {
			if t.Year() == 0 && !strings.Contains(text, "-") {
				return t.AddDate(2026, 10, 0)
			}
			if t.Year() == 0 {
				return t.AddDate(2026, 0, 0)
			}
			return t
		}
	}
	panic(text)
}

func event(show mail.ShowAs, start, end string) mail.Event {
	return mail.Event{Start: clock(start), End: clock(end), Show: show}
}

func days(show mail.ShowAs, first, after string) mail.Event {
	return mail.Event{Start: clock(first + " 00:00"), End: clock(after + " 00:00"), Days: true, Show: show}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := mail.Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// tell writes a status as "busy until 23 10:00 then free".
func tell(s Status) string {
	text := string(s.Show)
	if !s.Until.IsZero() {
		text += " until " + s.Until.UTC().Format("2006-01-02 15:04")
	}
	if s.Next != nil {
		text += " then " + string(s.Next.Show)
	}
	return strings.ReplaceAll(text, "2026-11-", "")
}

func TestStatusFollowsFromTheEvents(t *testing.T) {
	meeting := event(mail.Busy, "23 09:00", "23 10:00")
	for _, tt := range []struct {
		name    string
		events  []mail.Event
		replies mail.Replies
		zone    string
		now     string
		want    string
	}{
		{name: "nothing at all", now: "23 09:00", want: "free"},
		{name: "before a meeting", events: []mail.Event{meeting}, now: "23 08:59", want: "free until 23 09:00 then busy"},
		{name: "at the minute that it begins", events: []mail.Event{meeting}, now: "23 09:00", want: "busy until 23 10:00 then free"},
		{name: "in its last minute", events: []mail.Event{meeting}, now: "23 09:59", want: "busy until 23 10:00 then free"},
		{name: "at the minute that it ends", events: []mail.Event{meeting}, now: "23 10:00", want: "free"},
		{name: "meetings back to back are one", events: []mail.Event{meeting, event(mail.Busy, "23 10:00", "23 11:00")}, now: "23 09:30", want: "busy until 23 11:00 then free"},
		{name: "meetings that overlap are one", events: []mail.Event{event(mail.Busy, "23 09:30", "23 11:00"), meeting}, now: "23 09:00", want: "busy until 23 11:00 then free"},
		{name: "a short one within a long one", events: []mail.Event{event(mail.Busy, "23 08:00", "23 12:00"), meeting}, now: "23 09:30", want: "busy until 23 12:00 then free"},
		{name: "out of office over busy", events: []mail.Event{meeting, event(mail.Out, "23 09:30", "23 12:00")}, now: "23 09:30", want: "oof until 23 12:00 then free"},
		{name: "busy until out of office", events: []mail.Event{meeting, event(mail.Out, "23 09:30", "23 12:00")}, now: "23 09:00", want: "busy until 23 09:30 then oof"},
		{name: "busy over tentative", events: []mail.Event{meeting, event(mail.Tentative, "23 09:00", "23 11:00")}, now: "23 09:00", want: "busy until 23 10:00 then tentative"},
		{name: "tentative over working elsewhere", events: []mail.Event{event(mail.Tentative, "23 09:00", "23 11:00"), days(mail.Elsewhere, "23", "24")}, zone: "UTC", now: "23 09:00", want: "tentative until 23 11:00 then workingElsewhere"},
		{name: "working elsewhere over free", events: []mail.Event{event(mail.Free, "23 09:00", "23 11:00"), days(mail.Elsewhere, "23", "24")}, now: "23 10:00", want: "workingElsewhere until 24 00:00 then free"},
		{name: "an event marked as free", events: []mail.Event{event(mail.Free, "23 09:00", "23 11:00")}, now: "23 10:00", want: "free"},
		{name: "an event that does not say", events: []mail.Event{event(mail.Untold, "23 09:00", "23 11:00")}, now: "23 10:00", want: "unknown until 23 11:00 then free"},
		{name: "a show-as of the future", events: []mail.Event{event("hibernating", "23 09:00", "23 11:00")}, now: "23 10:00", want: "free"},
		{name: "an event that ends before it starts", events: []mail.Event{event(mail.Busy, "23 11:00", "23 09:00")}, now: "23 10:00", want: "free"},
		{name: "an event without length", events: []mail.Event{event(mail.Busy, "23 10:00", "23 10:00")}, now: "23 10:00", want: "free"},
		{name: "an event that lasts a year", events: []mail.Event{event(mail.Out, "23 10:00", "2027-11-23 10:00")}, now: "23 11:00", want: "oof until 2027-11-23 10:00"},
		{name: "an event over the end of what is known", events: []mail.Event{event(mail.Busy, "29 10:00", "2026-12-02 10:00")}, now: "30 00:00", want: "busy until 2026-12-02 10:00"},
		{name: "free over the end of what is known", events: []mail.Event{event(mail.Busy, "2026-12-02 10:00", "2026-12-03 10:00")}, now: "30 00:00", want: "free"},
		{name: "an all-day event in Brussels", events: []mail.Event{days(mail.Out, "23", "24")}, zone: "Romance Standard Time", now: "22 23:00", want: "oof until 23 23:00 then free"},
		{name: "before an all-day event in Brussels", events: []mail.Event{days(mail.Out, "23", "24")}, zone: "Romance Standard Time", now: "22 22:59", want: "free until 22 23:00 then oof"},
		{name: "an all-day event in Los Angeles", events: []mail.Event{days(mail.Out, "23", "24")}, zone: "Pacific Standard Time", now: "23 07:59", want: "free until 23 08:00 then oof"},
		{name: "the day that summer time ends has 25 hours", events: []mail.Event{days(mail.Out, "10-25", "10-26")}, zone: "Romance Standard Time", now: "10-24 22:00", want: "oof until 2026-10-25 23:00 then free"},
		{name: "the day that it begins has 23 hours", events: []mail.Event{days(mail.Out, "03-29", "03-30")}, zone: "Romance Standard Time", now: "03-28 23:00", want: "oof until 2026-03-29 22:00 then free"},
		{name: "automatic replies", replies: mail.Replies{On: true}, events: []mail.Event{meeting}, now: "23 09:30", want: "oof"},
		{name: "automatic replies for a while", replies: mail.Replies{On: true, Start: clock("23 09:30"), End: clock("24 10:00")}, events: []mail.Event{meeting}, now: "23 09:15", want: "busy until 23 09:30 then oof"},
		{name: "automatic replies that are over", replies: mail.Replies{On: true, Start: clock("20 09:30"), End: clock("21 10:00")}, now: "23 09:15", want: "free"},
	} {
		home := time.UTC
		if tt.zone != "" {
			home = zone(t, tt.zone)
		}
		now := clock(tt.now)
		known := clock("30 12:00")
		if now.Month() != time.November {
			known = now.AddDate(0, 0, 7)
		}
		if got := tell(At(Spans(tt.events, home, tt.replies), now, known)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestTimelineHasNoGapsAndMeetsBothEnds(t *testing.T) {
	spans := Spans([]mail.Event{event(mail.Busy, "23 09:00", "23 10:00"), event(mail.Busy, "22 09:00", "23 01:00"), event(mail.Tentative, "23 09:30", "23 11:00"),
		event(mail.Out, "23 23:00", "25 00:00")}, time.UTC, mail.Replies{})
	var got []string
	at := clock("23 00:00")
	for _, s := range Timeline(spans, at, clock("24 00:00")) {
		if !s.Start.Equal(at) {
			t.Errorf("a span begins at %v, the one before ended at %v", s.Start, at)
		}
		at = s.End
		got = append(got, string(s.Show)+" "+s.End.Format("15:04"))
	}
	if want := "busy 01:00, free 09:00, busy 10:00, tentative 11:00, free 23:00, oof 00:00"; strings.Join(got, ", ") != want {
		t.Errorf("the day is %s, want %s", strings.Join(got, ", "), want)
	}
}

func TestWorkingHoursAreThoseOfTheirZone(t *testing.T) {
	week := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	office := &mail.Hours{Zone: "Romance Standard Time", Days: week, Start: 8 * time.Hour, End: 17 * time.Hour}
	night := &mail.Hours{Zone: "UTC", Days: []time.Weekday{time.Monday}, Start: 22 * time.Hour, End: 6 * time.Hour}
	for _, tt := range []struct {
		hours          *mail.Hours
		now            string
		working, known bool
	}{
		{office, "23 07:00", true, true},
		{office, "23 06:59", false, true},
		{office, "23 16:00", false, true},
		{office, "22 10:00", false, true}, // a Sunday
		{office, "07-01 06:00", true, true},
		{office, "07-01 15:00", false, true},
		{night, "23 23:00", true, true},
		{night, "24 05:00", true, true},
		{night, "23 05:00", false, true},
		{nil, "23 10:00", false, false},
		{&mail.Hours{Zone: "Customized Time Zone", Days: week, End: 17 * time.Hour}, "23 10:00", false, false},
	} {
		if working, known := Working(tt.hours, clock(tt.now)); working != tt.working || known != tt.known {
			t.Errorf("at %s within %+v: %v, known %v; want %v, %v", tt.now, tt.hours, working, known, tt.working, tt.known)
		}
	}
}
