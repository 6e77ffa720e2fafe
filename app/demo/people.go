package demo

import (
	"time"

	"postroom/app/simulator"
)

// Colleagues are those of the office whose calendars Sofie would look at.
var Colleagues = []string{Jan, "els@" + Domain, "karim@" + Domain, "marieke@" + Domain, "ruud@" + Domain}

// LetPeople grants Postroom, as an administrator would for the whole office, what it needs to read users, contacts and calendars.
func (d *Demo) LetPeople() error {
	return d.authority.AdminConsent(Domain, ClientID, "User.Read.All", "Contacts.Read", "Calendars.Read", "MailboxSettings.Read")
}

// slot is an appointment: half hours from now.
type slot struct {
	from, to int
	as       string
}

// today is what is in the calendars around now, so that somebody is always busy, tentative, elsewhere and away.
var today = map[string][]slot{
	Sofie:             {{-5, -3, "busy"}, {2, 4, "busy"}, {6, 8, "tentative"}},
	Jan:               {{-6, -4, "busy"}, {-1, 2, "busy"}, {5, 8, "busy"}},
	"els@" + Domain:   {{1, 3, "busy"}},
	"karim@" + Domain: {{-7, -4, "busy"}, {-1, 1, "tentative"}, {4, 6, "busy"}},
	"ruud@" + Domain:  {{-6, -3, "busy"}},
	Director:          {{3, 9, "busy"}},
}

// later is what is in them on the days to come, in half hours from midnight.
var later = map[string][]slot{
	Sofie:             {{18, 19, "busy"}, {30, 32, "busy"}},
	Jan:               {{18, 19, "busy"}, {20, 24, "busy"}},
	"els@" + Domain:   {{18, 19, "busy"}, {28, 32, "tentative"}},
	"karim@" + Domain: {{18, 19, "busy"}, {26, 34, "workingElsewhere"}},
	"ruud@" + Domain:  {{18, 19, "busy"}, {19, 23, "busy"}, {32, 34, "oof"}},
}

// calendars fills the calendars of the office, from today on for two weeks.
func (d *Demo) calendars() error {
	const half = 30 * time.Minute
	now := d.opts.Now().Local()
	add := func(who string, from, to time.Time, as string, days bool) error {
		e := simulator.Event{Subject: "Overleg", Start: from.UTC(), End: to.UTC(), ShowAs: as, AllDay: days}
		if days { // the date counts, wherever one is
			e.Start, e.End = from, to
		}
		_, err := d.sim.AddEvent(who, e)
		return err
	}
	y, m, day := now.Date()
	midnight := func(days int) time.Time { return time.Date(y, m, day+days, 0, 0, 0, 0, now.Location()) }
	for who, slots := range today {
		for _, s := range slots {
			from := now.Truncate(half)
			if err := add(who, from.Add(time.Duration(s.from)*half), from.Add(time.Duration(s.to)*half), s.as, false); err != nil {
				return err
			}
		}
	}
	for days := 1; days < 14; days++ {
		if w := midnight(days).Weekday(); w == time.Saturday || w == time.Sunday {
			continue
		}
		for who, slots := range later {
			for _, s := range slots {
				clock := func(n int) time.Time { return time.Date(y, m, day+days, n/2, n%2*30, 0, 0, now.Location()) }
				if err := add(who, clock(s.from), clock(s.to), s.as, false); err != nil {
					return err
				}
			}
		}
	}
	if err := add("els@"+Domain, midnight(0), midnight(1), "workingElsewhere", true); err != nil {
		return err
	}
	return add("marieke@"+Domain, midnight(-2), midnight(4), "oof", true)
}
