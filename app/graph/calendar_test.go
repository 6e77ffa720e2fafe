package graph

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/simulator"
)

func day(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }

func addEvents(t *testing.T, sim *simulator.Simulator, who string, events ...simulator.Event) {
	t.Helper()
	for _, e := range events {
		if _, err := sim.AddEvent(who, e); err != nil {
			t.Fatal(err)
		}
	}
}

func shown(events []mail.Event) string {
	var all []string
	for _, e := range events {
		all = append(all, fmt.Sprintf("%s %s-%s", e.Show, e.Start.Format("02T15"), e.End.Format("02T15")))
	}
	return strings.Join(all, ", ")
}

func TestCalendarTellsHowOneShowsAndNothingElse(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	addEvents(t, sim, emma, simulator.Event{Subject: "Salaries", Start: day(9), End: day(10), Zone: "Romance Standard Time"},
		simulator.Event{Start: day(11), End: day(12), Cancelled: true},
		simulator.Event{Start: day(0), End: day(24), AllDay: true, ShowAs: "workingElsewhere"},
		simulator.Event{Start: day(13).AddDate(0, 0, -14), End: day(14).AddDate(0, 0, -14), ShowAs: "tentative", Repeat: &simulator.Repeat{Days: 7}})
	wire := &noted{RoundTripper: sim.Client().Transport}
	m := clientOf(t, sim, func(c *Config) { c.Transport = wire }).Mailbox(emma, true)
	events, err := m.Calendar(t.Context(), day(0), day(24))
	if err != nil {
		t.Fatal(err)
	}
	if want := "workingElsewhere 23T00-24T00, busy 23T08-23T09, tentative 23T13-23T14"; shown(events) != want || !events[0].Days {
		t.Errorf("the calendar is %s, want %s", shown(events), want)
	}
	if len(wire.asked) != 1 || strings.Contains(wire.asked[0], "subject") {
		t.Errorf("asked was %q, want one request without subjects", wire.asked)
	}
}

func TestLongCalendarIsReadPageAfterPage(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	for i := range calendarTop + 20 {
		start := day(0).Add(time.Duration(i) * time.Minute)
		addEvents(t, sim, emma, simulator.Event{Start: start, End: start.Add(time.Minute)})
	}
	events, err := clientOf(t, sim, nil).Mailbox(emma, true).Calendar(t.Context(), day(0), day(24))
	if err != nil || len(events) != calendarTop+20 {
		t.Errorf("%d events were read, %v", len(events), err)
	}
}

func TestSettingsTellZoneHoursAndReplies(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	m := clientOf(t, sim, nil).Mailbox(emma, true)
	at := func(hour int) map[string]any {
		return map[string]any{"dateTime": day(hour).Format("2006-01-02T15:04:05.0000000"), "timeZone": "UTC"}
	}
	for _, tt := range []struct {
		replies map[string]any
		want    mail.Replies
	}{
		{map[string]any{"status": "disabled"}, mail.Replies{}},
		{map[string]any{"status": "alwaysEnabled", "scheduledStartDateTime": at(9), "scheduledEndDateTime": at(10)}, mail.Replies{On: true}},
		{map[string]any{"status": "scheduled", "scheduledStartDateTime": at(9), "scheduledEndDateTime": at(10)}, mail.Replies{On: true, Start: day(9), End: day(10)}},
	} {
		if err := sim.SetSettings(emma, map[string]any{"timeZone": "Romance Standard Time", "automaticRepliesSetting": tt.replies}); err != nil {
			t.Fatal(err)
		}
		home, err := m.Home(t.Context())
		if err != nil || home.Replies != tt.want || home.Zone != "Romance Standard Time" {
			t.Errorf("%v are read as %+v, %v; want %+v", tt.replies, home, err, tt.want)
		}
		if h := home.Hours; h == nil || len(h.Days) != 5 || h.Start != 8*time.Hour || h.End != 17*time.Hour || h.Zone != "Romance Standard Time" {
			t.Errorf("the working hours are %+v", h)
		}
	}
}

func TestSchedulesOfColleagues(t *testing.T) {
	const jan = "jan@kantoor.example"
	sim := simulated(t, simulator.Options{})
	if _, err := sim.AddUser(simulator.User{Address: jan}); err != nil {
		t.Fatal(err)
	}
	addEvents(t, sim, jan, simulator.Event{Subject: "Salaries", Start: day(9), End: day(10)}, simulator.Event{Private: true, Start: day(12), End: day(13), ShowAs: "oof"})
	m := clientOf(t, sim, nil).Mailbox(emma, true)
	list, err := m.Schedules(t.Context(), []string{jan, "nobody@kantoor.example"}, day(0), day(24))
	if err != nil || len(list) != 2 {
		t.Fatalf("schedules are %+v, %v", list, err)
	}
	if want := "busy 23T09-23T10, oof 23T12-23T13"; list[0].Address != jan || shown(list[0].Events) != want || list[0].Hours == nil || list[0].Code != "" {
		t.Errorf("Jan's is %+v, want %s", list[0], want)
	}
	if list[1].Code != "ErrorMailRecipientNotFound" {
		t.Errorf("nobody's is %+v", list[1])
	}
	few := clientOf(t, sim, func(c *Config) { c.Tokens = asPerson(emma + ";scopes=User.Read") }).Mailbox(emma, true)
	_, err = few.Schedules(t.Context(), []string{jan}, day(0), day(24))
	wantFault(t, err, fault.FixSetting, "ErrorAccessDenied")
}

func TestBrokenEventsAreLeftOut(t *testing.T) {
	s := newService(t)
	s.mux.HandleFunc("/v1.0/me/calendarView", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, `{"value":[{"id":"1","showAs":"busy"},{"showAs":7,"start":{"dateTime":"2026-11-23T09:00:00","timeZone":"Nowhere"},"end":{"dateTime":"x"}},
			{"isAllDay":"true","isCancelled":null,"showAs":"oof","start":{"dateTime":"2026-11-23T00:00:00.0000000","timeZone":"UTC"},"end":{"dateTime":"2026-11-24T00:00:00","timeZone":"UTC"}}]}`)
	})
	events, err := s.mailbox(t, nil).Calendar(t.Context(), day(0), day(24))
	if err != nil || shown(events) != "oof 23T00-24T00" || !events[0].Days {
		t.Errorf("read was %s, %v", shown(events), err)
	}
}
