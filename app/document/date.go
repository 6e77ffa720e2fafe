package document

import (
	"net/mail"
	"strconv"
	"strings"
	"time"
)

// parseDate reads a date as mails carry it (RFC 5322, section 3.3, and what is found in the wild: no weekday, no
// seconds, named zones, dashes or slashes). It is zero for what is none.
func parseDate(s string) time.Time {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 200 {
		return time.Time{}
	}
	// Go's parsers take a zone that they don't know for UTC.
	if i := strings.LastIndexByte(s, ' '); i >= 0 && zones[s[i+1:]] != "" {
		s = s[:i+1] + zones[s[i+1:]]
	}
	if t, err := mail.ParseDate(s); err == nil {
		return sane(t)
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return sane(t)
	}
	return sane(looseDate(s))
}

// zones are the named zones of RFC 5322, section 4.3.
var zones = map[string]string{
	"EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}

// sane refuses years that can't be told from junk and that have no place in a file name.
func sane(t time.Time) time.Time {
	if t.Year() < 1970 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// looseDate picks day, month, year, time and zone out of a date by their looks.
func looseDate(s string) time.Time {
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	day, month, year, clock, zone := 0, time.Month(0), 0, "", time.UTC
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t,/\r\n", r) }) {
		switch {
		case strings.Contains(f, ":") && clock == "":
			clock = f
			if i := strings.IndexAny(f, "+-"); i > 0 { // no blank before the zone
				clock, zone = f[:i], offset(f[i:])
			}
		case clock != "" && (f[0] == '+' || f[0] == '-') && len(f) == 5:
			zone = offset(f)
		case strings.Count(f, "-") == 2 && month == 0: // 02-Jan-2006
			p := strings.Split(f, "-")
			day, month, year = number(p[0]), monthOf(p[1]), yearOf(p[2])
		case monthOf(f) != 0 && month == 0:
			month = monthOf(f)
		case number(f) > 0 && len(f) <= 2 && day == 0:
			day = number(f)
		case number(f) > 0 && year == 0:
			year = yearOf(f)
		}
	}
	hms := strings.Split(clock, ":")
	if day < 1 || day > 31 || month == 0 || year == 0 || len(hms) < 2 {
		return time.Time{}
	}
	h, m, sec := number(hms[0]), number(hms[1]), 0
	if len(hms) > 2 {
		sec = number(hms[2])
	}
	if h < 0 || h > 24 || m < 0 || m > 59 || sec < 0 || sec > 60 {
		return time.Time{}
	}
	return time.Date(year, month, day, h, m, sec, 0, zone)
}

// offset is a zone such as "+0100"; UTC if it is none.
func offset(s string) *time.Location {
	n, err := strconv.Atoi(s)
	if err != nil || n < -2359 || n > 2359 {
		return time.UTC
	}
	return time.FixedZone("", (n/100*60+n%100)*60)
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// yearOf reads years of two digits as RFC 5322, section 4.3 says.
func yearOf(s string) int {
	n := number(s)
	switch {
	case n < 0 || len(s) > 4:
		return 0
	case len(s) <= 2 && n < 50:
		return 2000 + n
	case len(s) <= 3:
		return 1900 + n
	}
	return n
}

func monthOf(s string) time.Month {
	if len(s) < 3 {
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(s[:3], m.String()[:3]) {
			return m
		}
	}
	return 0
}
