package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func at(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return t
}

func addEvent(t *testing.T, s *Simulator, who string, e Event) string {
	t.Helper()
	id, err := s.AddEvent(who, e)
	must(t, err)
	return id
}

// spans are the starts, ends and kinds of what a view shows.
func spans(items []item) string {
	var out []string
	for _, i := range items {
		start, end := i["start"].(map[string]any)["dateTime"].(string), i["end"].(map[string]any)["dateTime"].(string)
		out = append(out, fmt.Sprint(start[5:16], "-", end[5:16], " ", i["showAs"]))
	}
	return strings.Join(out, ", ")
}

func TestCalendarViewUnrollsSeriesWithTheirExceptions(t *testing.T) {
	s := office(t)
	id := addEvent(t, s, emma, Event{Subject: "Weekly", Start: at("2026-10-12 09:00"), End: at("2026-10-12 10:00"), Zone: "Romance Standard Time", Repeat: &Repeat{Days: 7}})
	must(t, s.ChangeOccurrence(emma, id, "2026-10-26", nil))
	must(t, s.ChangeOccurrence(emma, id, "2026-11-02", &Event{Start: at("2026-11-03 14:00"), End: at("2026-11-03 15:00"), ShowAs: "oof"}))
	addEvent(t, s, emma, Event{Start: at("2026-10-20 00:00"), End: at("2026-10-21 00:00"), AllDay: true, ShowAs: "workingElsewhere"})
	addEvent(t, s, emma, Event{Start: at("2026-10-22 12:00"), End: at("2026-10-22 12:30"), Cancelled: true})
	view := "/me/calendarView?startDateTime=2026-10-12T00:00:00Z&endDateTime=2026-11-15T00:00:00Z"
	items, _, pages := follow(t, s, view, req{header: []string{"Prefer: odata.maxpagesize=3"}})
	// The series stays at nine o'clock on the wall in Paris when summer time ends on 25 October.
	want := "10-12T07:00-10-12T08:00 busy, 10-19T07:00-10-19T08:00 busy, 10-20T00:00-10-21T00:00 workingElsewhere, 10-22T12:00-10-22T12:30 busy, " +
		"11-03T13:00-11-03T14:00 oof, 11-09T08:00-11-09T09:00 busy"
	if got := spans(items); got != want || pages != 2 {
		t.Errorf("the view shows in %d pages\n%s, want in 2\n%s", pages, got, want)
	}
	if items[0]["type"] != "occurrence" || items[0]["seriesMasterId"] != id || items[4]["type"] != "exception" || items[3]["isCancelled"] != true {
		t.Errorf("types are %v %v, cancelled %v", items[0]["type"], items[4]["type"], items[3]["isCancelled"])
	}
	local := do(t, s, view+"&$top=1&$select=start,showAs", req{header: []string{`Prefer: outlook.timezone="Romance Standard Time"`}}).page(t)
	if start := local.Value[0]["start"].(map[string]any); start["dateTime"] != "2026-10-12T09:00:00.0000000" || start["timeZone"] != "Romance Standard Time" || local.Value[0]["subject"] != nil {
		t.Errorf("in Paris and with $select: %v", local.Value[0])
	}
	must(t, s.ChangeEvent(emma, id, Event{Start: at("2026-10-12 09:00"), End: at("2026-10-12 10:00"), Repeat: &Repeat{Days: 1, Until: at("2026-10-14 23:00")}}))
	if items, _, _ := follow(t, s, view); len(items) != 5 {
		t.Errorf("after the series became a daily one of three: %s", spans(items))
	}
	must(t, s.DeleteEvent(emma, id))
	if items, _, _ := follow(t, s, view); len(items) != 2 {
		t.Errorf("after the series was deleted: %s", spans(items))
	}
}

func TestCalendarViewRefusesWhatTheServiceRefuses(t *testing.T) {
	s := office(t)
	window := "?startDateTime=2026-10-12T00:00:00Z&endDateTime=2026-10-13T00:00:00Z"
	do(t, s, "/me/calendarView", req{wild: true}).wants(t, 400, "ErrorInvalidParameter")
	do(t, s, "/me/calendarView?startDateTime=2026-10-12T00:00:00Z&endDateTime=2026-10-11T00:00:00Z").wants(t, 400, "ErrorInvalidParameter")
	do(t, s, "/me/calendarView?startDateTime=2016-10-12T00:00:00Z&endDateTime=2026-10-11T00:00:00Z").wants(t, 400, "ErrorCalendarViewRangeTooBig")
	do(t, s, "/me/calendarView"+window, req{who: emma + ";scopes=Mail.Read Calendars.ReadBasic"}).wants(t, 403, "ErrorAccessDenied")
	do(t, s, "/me/calendarView"+window, req{header: []string{`Prefer: outlook.timezone="Nowhere"`}}).wants(t, 400, "TimeZoneNotSupportedException")
	do(t, s, "/users/"+jan+"/calendarView"+window).wants(t, 404, "ErrorItemNotFound")
	if p := do(t, s, "/users/"+jan+"/calendarView"+window, req{who: "app:daemon-example"}).page(t); len(p.Value) != 0 {
		t.Errorf("an empty calendar shows %v", p.Value)
	}
	if _, err := s.AddEvent(emma, Event{ShowAs: "asleep"}); err == nil {
		t.Error("an event that shows as asleep was taken")
	}
}

func schedule(addresses ...string) string {
	body, _ := json.Marshal(map[string]any{"schedules": addresses, "availabilityViewInterval": 60,
		"startTime": map[string]string{"dateTime": "2026-11-23T08:00:00", "timeZone": "UTC"}, "endTime": map[string]string{"dateTime": "2026-11-23T14:00:00", "timeZone": "UTC"}})
	return string(body)
}

func TestScheduleShowsWhenColleaguesAreBusy(t *testing.T) {
	s := office(t)
	addEvent(t, s, jan, Event{Subject: "Client", Location: "Room 1", Start: at("2026-11-23 09:00"), End: at("2026-11-23 11:00")})
	addEvent(t, s, jan, Event{Subject: "Doctor", Private: true, Start: at("2026-11-23 10:00"), End: at("2026-11-23 11:30"), ShowAs: "oof"})
	addEvent(t, s, jan, Event{Start: at("2026-11-23 12:00"), End: at("2026-11-23 13:00"), ShowAs: "tentative", Cancelled: true})
	addEvent(t, s, jan, Event{Start: at("2026-11-23 13:00"), End: at("2026-11-23 14:00"), ShowAs: "workingElsewhere"})
	a := do(t, s, "/me/calendar/getSchedule", req{method: http.MethodPost, body: schedule(jan, "nobody@kantoor.example"), who: emma + ";scopes=Calendars.ReadBasic"})
	p := a.page(t)
	if len(p.Value) != 2 || p.Value[0]["availabilityView"] != "023304" {
		t.Fatalf("the schedule is %s, want the view 023304", a.body)
	}
	if text := string(a.body); !strings.Contains(text, "Client") || strings.Contains(text, "Doctor") {
		t.Errorf("what is private is shown, or what is not is hidden: %s", text)
	}
	if fault, _ := p.Value[1]["error"].(map[string]any); fault["responseCode"] != "ErrorMailRecipientNotFound" {
		t.Errorf("of somebody who is not there: %v", p.Value[1])
	}
	post := func(body, who string) answer {
		return do(t, s, "/me/calendar/getSchedule", req{method: http.MethodPost, body: body, who: who, wild: true})
	}
	post(`{}`, emma).wants(t, 400, "ErrorInvalidRequest")
	post(schedule(make([]string, 21)...), emma).wants(t, 400, "ErrorTooManySchedules")
	post(strings.Replace(schedule(jan), "60", "1", 1), emma).wants(t, 400, "ErrorInvalidMergedFreeBusyInterval")
	post(strings.Replace(schedule(jan), "2026-11-23T14", "2027-11-23T14", 1), emma).wants(t, 400, "ErrorInvalidTimeInterval")
	post(schedule(jan), emma+";scopes=Mail.Read").wants(t, 403, "ErrorAccessDenied")
	_, err := s.AddUser(User{Address: "piet@outlook.example", Personal: true})
	must(t, err)
	post(schedule(jan), "piet@outlook.example").wants(t, 403, "ErrorAccessDenied")
}

func TestSettingsOfAMailboxChange(t *testing.T) {
	s := office(t)
	must(t, s.SetSettings(emma, map[string]any{"timeZone": "Romance Standard Time", "automaticRepliesSetting": map[string]any{"status": "alwaysEnabled"}}))
	must(t, s.SetSettings(emma, map[string]any{"timeZone": "Tokyo Standard Time"}))
	got := do(t, s, "/me/mailboxSettings").object(t)
	if replies := got["automaticRepliesSetting"].(map[string]any); got["timeZone"] != "Tokyo Standard Time" || replies["status"] != "alwaysEnabled" {
		t.Errorf("the settings are %v", got)
	}
}
