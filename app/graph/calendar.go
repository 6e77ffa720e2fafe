package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"postroom/app/graph/transport"
	"postroom/app/mail"
)

// Times without an offset are UTC unless a request prefers another zone ("dateTimeTimeZone resource type").
type stamp struct {
	Time text `json:"dateTime"`
	Zone text `json:"timeZone"`
}

func (s stamp) time() (time.Time, bool) {
	zone := time.UTC
	if s.Zone != "" {
		named, err := mail.Zone(string(s.Zone))
		if err != nil {
			return time.Time{}, false
		}
		zone = named
	}
	moment := strings.TrimSuffix(string(s.Time), "Z")
	t, err := time.ParseInLocation("2006-01-02T15:04:05.9999999", moment, zone)
	return t.UTC(), err == nil
}

// calendarEvent is an event as far as it is read: what it is about is not asked for.
type calendarEvent struct {
	Start     stamp    `json:"start"`
	End       stamp    `json:"end"`
	Days      tristate `json:"isAllDay"`
	Cancelled tristate `json:"isCancelled"`
	Show      text     `json:"showAs"`
}

// calendarFields and calendarTop shape a view of the calendar; the most items a page may have is 1,000 ("List calendarView").
const (
	calendarFields = "start,end,isAllDay,isCancelled,showAs"
	calendarTop    = 500
)

// Calendar lists what lies in the primary calendar between two instants, series unrolled, without what was cancelled. Only
// when it is and how it shows is asked for. It needs Calendars.Read.
func (m *Mailbox) Calendar(ctx context.Context, from, to time.Time) ([]mail.Event, error) {
	const op = "read the calendar"
	query := url.Values{"startDateTime": {from.UTC().Format(time.RFC3339)}, "endDateTime": {to.UTC().Format(time.RFC3339)}}
	address := m.root + "/calendarView?" + query.Encode() + "&$select=" + calendarFields + "&$top=" + strconv.Itoa(calendarTop)
	events := []mail.Event{}
	call := transport.Call{Op: op, Target: transport.Mailbox}
	for visited := map[string]int{}; visited[address] < maxVisits; call.Link = true {
		visited[address]++
		ctx := m.with(ctx, call)
		resp, err := m.client.get(ctx, op, address, preferUTC)
		if err != nil {
			return nil, err
		}
		p, err := readPage(resp.Body, func(d *json.Decoder) error {
			var in calendarEvent
			if err := d.Decode(&in); err != nil {
				return err
			}
			if e, ok := in.event(); ok {
				events = append(events, e)
			}
			if len(events) > maxItems {
				return errors.New("no end of events")
			}
			return nil
		})
		if err = closing(resp, err); err != nil {
			return nil, understood(ctx, op, err)
		}
		if err := m.client.checkLinks(p, address, op); err != nil {
			return nil, err
		}
		if p.next == "" {
			return events, nil
		}
		address = p.next
	}
	return nil, badAnswer(op, "a page that comes again", nil)
}

const preferUTC = `outlook.timezone="UTC"`

func (c calendarEvent) event() (mail.Event, bool) {
	start, ok := c.Start.time()
	end, okEnd := c.End.time()
	if !ok || !okEnd || mail.Tristate(c.Cancelled) == mail.Yes {
		return mail.Event{}, false
	}
	return mail.Event{Start: start, End: end, Days: mail.Tristate(c.Days) == mail.Yes, Show: mail.ShowAs(c.Show)}, true
}

// workingHours is Graph's type of that name; times of day are "08:00:00.0000000".
type workingHours struct {
	Days  []text `json:"daysOfWeek"`
	Start text   `json:"startTime"`
	End   text   `json:"endTime"`
	Zone  struct {
		Name text `json:"name"`
	} `json:"timeZone"`
}

func (w *workingHours) hours() *mail.Hours {
	if w == nil {
		return nil
	}
	start, errStart := time.Parse("15:04:05.9999999", string(w.Start))
	end, errEnd := time.Parse("15:04:05.9999999", string(w.End))
	if errStart != nil || errEnd != nil {
		return nil
	}
	h := &mail.Hours{Zone: string(w.Zone.Name), Start: sinceMidnight(start), End: sinceMidnight(end)}
	for _, name := range w.Days {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(day.String(), string(name)) {
				h.Days = append(h.Days, day)
			}
		}
	}
	return h
}

func sinceMidnight(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
}

// Home reads what the mailbox's settings say about its owner's time. It needs MailboxSettings.Read.
func (m *Mailbox) Home(ctx context.Context) (mail.Home, error) {
	const op = "read the mailbox's settings"
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Mailbox})
	resp, err := m.client.get(ctx, op, m.root+"/mailboxSettings?$select=timeZone,workingHours,automaticRepliesSetting")
	if err != nil {
		return mail.Home{}, err
	}
	var in struct {
		Zone    text          `json:"timeZone"`
		Hours   *workingHours `json:"workingHours"`
		Replies struct {
			Status text  `json:"status"`
			From   stamp `json:"scheduledStartDateTime"`
			To     stamp `json:"scheduledEndDateTime"`
		} `json:"automaticRepliesSetting"`
	}
	if err := closing(resp, json.NewDecoder(resp.Body).Decode(&in)); err != nil {
		return mail.Home{}, understood(ctx, op, err)
	}
	home := mail.Home{Zone: string(in.Zone), Hours: in.Hours.hours()}
	switch in.Replies.Status {
	case "alwaysEnabled":
		home.Replies.On = true
	case "scheduled":
		start, ok := in.Replies.From.time()
		end, okEnd := in.Replies.To.time()
		home.Replies = mail.Replies{On: ok && okEnd && end.After(start), Start: start, End: end}
	}
	return home, nil
}

// MostSchedules is how many addresses one request for schedules may name ("calendar: getSchedule").
const MostSchedules = 20

// Schedules asks when each of at most MostSchedules addresses of the organisation is free or not, through a mailbox of it.
// It needs Calendars.ReadBasic, and does not work for personal accounts.
func (m *Mailbox) Schedules(ctx context.Context, addresses []string, from, to time.Time) ([]mail.Schedule, error) {
	const op = "ask for schedules"
	at := func(t time.Time) map[string]string {
		return map[string]string{"dateTime": t.UTC().Format("2006-01-02T15:04:05"), "timeZone": "UTC"}
	}
	body, err := json.Marshal(map[string]any{"schedules": addresses, "startTime": at(from), "endTime": at(to), "availabilityViewInterval": 1440})
	if err != nil {
		return nil, badAnswer(op, "no request", err)
	}
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Mailbox})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, m.root+"/calendar/getSchedule", bytes.NewReader(body))
	if err != nil {
		return nil, badAnswer(op, "not an address", nil)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Prefer", preferUTC)
	resp, err := m.client.http.Do(req)
	if err != nil {
		return nil, understood(ctx, op, err)
	}
	var list []mail.Schedule
	_, err = readPage(resp.Body, func(d *json.Decoder) error {
		var in schedule
		if err := d.Decode(&in); err != nil {
			return err
		}
		list = append(list, in.schedule())
		return nil
	})
	return list, closing(resp, understood(ctx, op, err))
}

// schedule is scheduleInformation without the subjects and places that an organisation may show in it.
type schedule struct {
	Address text `json:"scheduleId"`
	Items   []struct {
		Start  stamp `json:"start"`
		End    stamp `json:"end"`
		Status text  `json:"status"`
	} `json:"scheduleItems"`
	Hours *workingHours `json:"workingHours"`
	Error *struct {
		Code text `json:"responseCode"`
	} `json:"error"`
}

func (s schedule) schedule() mail.Schedule {
	out := mail.Schedule{Address: string(s.Address), Hours: s.Hours.hours()}
	if s.Error != nil {
		out.Code = string(s.Error.Code)
		if out.Code == "" {
			out.Code = "ErrorSchedule"
		}
	}
	for _, i := range s.Items {
		start, ok := i.Start.time()
		end, okEnd := i.End.time()
		if ok && okEnd {
			out.Events = append(out.Events, mail.Event{Start: start, End: end, Show: mail.ShowAs(i.Status)})
		}
	}
	return out
}
