package people

import (
	"strings"
	"testing"
	"time"

	"postroom/app/mail"
)

func TestWorkIsWhereItsClockSays(t *testing.T) {
	weekdays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	hours := func(zone string, start, end float64, days ...time.Weekday) *mail.Hours {
		if days == nil {
			days = weekdays
		}
		return &mail.Hours{Zone: zone, Days: days, Start: time.Duration(start * float64(time.Hour)), End: time.Duration(end * float64(time.Hour))}
	}
	for _, tt := range []struct {
		name  string
		h     *mail.Hours
		day   string // in Brussels
		want  string // in Brussels
		known bool
	}{
		{"nobody knows", nil, "2026-11-23", "", false},
		{"a zone that nobody knows", hours("Nowhere Standard Time", 9, 17), "2026-11-23", "", false},
		{"a Monday", hours("Romance Standard Time", 8.5, 17), "2026-11-23", "23 08:30-23 17:00", true},
		{"a Sunday", hours("Romance Standard Time", 8.5, 17), "2026-11-22", "", true},
		{"in New York", hours("Eastern Standard Time", 9, 17), "2026-11-23", "23 15:00-23 23:00", true},
		{"in New York while only Europe has changed its clocks", hours("Eastern Standard Time", 9, 17), "2026-10-26", "26 14:00-26 22:00", true},
		{"in Tokyo: two days meet in one of ours", hours("Tokyo Standard Time", 6, 18), "2026-11-24", "24 00:00-24 10:00, 24 22:00-25 00:00", true},
		{"at night, of Sunday and of Monday", hours("Romance Standard Time", 22, 6, time.Sunday, time.Monday), "2026-11-23", "23 00:00-23 06:00, 23 22:00-24 00:00", true},
		{"around the clock", hours("Romance Standard Time", 0, 0), "2026-11-23", "23 00:00-24 00:00", true},
		{"the night when clocks go back", hours("Romance Standard Time", 1, 4, time.Sunday), "2026-10-25", "25 01:00-25 04:00", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			brussels, err := time.LoadLocation("Europe/Brussels")
			must(t, err)
			from, err := time.ParseInLocation(time.DateOnly, tt.day, brussels)
			must(t, err)
			spans, known := Worked(tt.h, from, from.AddDate(0, 0, 1))
			var all []string
			for _, s := range spans {
				all = append(all, s.Start.In(brussels).Format("02 15:04")+"-"+s.End.In(brussels).Format("02 15:04"))
			}
			if got := strings.Join(all, ", "); got != tt.want || known != tt.known {
				t.Errorf("work is %q, known %v; want %q, %v", got, known, tt.want, tt.known)
			}
		})
	}
}
