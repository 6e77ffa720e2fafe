package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	readCalendar  = []string{"Calendars.Read", "Calendars.ReadWrite"}
	readSchedules = []string{"Calendars.ReadBasic", "Calendars.Read", "Calendars.ReadWrite"}
)

// longestView is the longest time that a view may show.
const longestView = 1825 * 24 * time.Hour

// mailboxZone is where the mailbox is at home: its settings say so.
func (c *call) mailboxZone() *time.Location {
	name, _ := c.settingsOf()["timeZone"].(string)
	if zone, err := zoneNamed(name); err == nil {
		return zone
	}
	return time.UTC
}

// answerZone is the zone that the times of an answer are wanted in. False when the request is answered.
func (c *call) answerZone() (*time.Location, string, bool) {
	name := c.prefer.zone
	if name == "" {
		return time.UTC, "UTC", true
	}
	zone, err := zoneNamed(name)
	if err != nil {
		c.fail(http.StatusBadRequest, "TimeZoneNotSupportedException", "The following TimeZone value is not supported: '"+name+"'.")
		return nil, "", false
	}
	return zone, name, true
}

// calendarView answers calendarView: all that lies between two instants, series unrolled.
func (c *call) calendarView() {
	from, errFrom := readStamp(c.query.Get("startDateTime"), "UTC")
	to, errTo := readStamp(c.query.Get("endDateTime"), "UTC")
	switch {
	case errFrom != nil || errTo != nil:
		c.fail(http.StatusBadRequest, "ErrorInvalidParameter", "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.")
		return
	case to.Before(from):
		c.fail(http.StatusBadRequest, "ErrorInvalidParameter", "The parameter 'EndDateTime' is before 'StartDateTime'.")
		return
	case to.Sub(from) > longestView:
		c.fail(http.StatusBadRequest, "ErrorCalendarViewRangeTooBig", "The requested duration is too large.")
		return
	}
	zone, name, ok := c.answerZone()
	if !ok {
		return
	}
	top, skip := c.pageSize(), 0
	for option, into := range map[string]*int{"$top": &top, "$skip": &skip} {
		if text := c.query.Get(option); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 0 || option == "$top" && (n < 1 || n > maxPage) {
				c.fail(http.StatusBadRequest, "ErrorInvalidUrlQuery", "Invalid value '"+text+"' for "+option+" query option.")
				return
			}
			*into = n
		}
	}
	home := c.mailboxZone()
	c.box.mu.RLock()
	all := c.box.view(from, to, home)
	c.box.mu.RUnlock()
	value := []any{}
	end := min(skip+top, len(all))
	for i := min(skip, end); i < end; i++ {
		shown := c.eventObject(all[i], zone, name)
		if fields := c.query.Get("$select"); fields != "" {
			chosen := map[string]any{"id": shown["id"], "@odata.etag": shown["@odata.etag"]}
			for field := range strings.SplitSeq(fields, ",") {
				v, ok := shown[strings.TrimSpace(field)]
				if !ok {
					c.fail(http.StatusBadRequest, "RequestBroker--ParseUri", "Could not find a property named '"+field+"' on type 'Microsoft.OutlookServices.Event'.")
					return
				}
				chosen[strings.TrimSpace(field)] = v
			}
			shown = chosen
		}
		value = append(value, shown)
	}
	out := map[string]any{"@odata.context": c.context("calendarView"), "value": value}
	if end < len(all) {
		query := c.r.URL.Query()
		query.Set("$skip", strconv.Itoa(end))
		out["@odata.nextLink"] = c.base + c.r.URL.EscapedPath() + "?" + query.Encode()
	}
	c.json(http.StatusOK, appendAny(nil, out))
}

func (c *call) eventObject(o occurrence, zone *time.Location, name string) map[string]any {
	start, end := stamp(o.start, zone, name), stamp(o.end, zone, name)
	if o.AllDay { // days are days wherever one looks from
		start, end = stamp(o.start, o.start.Location(), name), stamp(o.end, o.end.Location(), name)
	}
	sensitivity := "normal"
	if o.Private {
		sensitivity = "private"
	}
	person := map[string]any{"emailAddress": map[string]any{"name": c.user.Name, "address": c.user.Address}}
	place := map[string]any{"displayName": o.Location, "locationType": "default", "uniqueIdType": "unknown", "address": map[string]any{}, "coordinates": map[string]any{}}
	object := map[string]any{
		"@odata.etag": `W/"` + o.id[:16] + `"`, "id": o.id, "subject": o.Subject, "bodyPreview": "", "start": start, "end": end,
		"body": map[string]any{"contentType": "html", "content": ""}, "location": place, "locations": []any{place}, "attendees": []any{},
		"organizer": person, "isOrganizer": true, "isAllDay": o.AllDay, "isCancelled": o.Cancelled, "isDraft": false, "showAs": o.ShowAs,
		"sensitivity": sensitivity, "importance": "normal", "type": o.kind, "seriesMasterId": nullable(o.master), "recurrence": nil,
		"iCalUId": strings.TrimPrefix(o.id, "AAMkAE"), "originalStartTimeZone": o.zoneName(), "originalEndTimeZone": o.zoneName(),
		"responseStatus": map[string]any{"response": "organizer", "time": "0001-01-01T00:00:00Z"}, "reminderMinutesBeforeStart": 15,
		"isReminderOn": true, "hasAttachments": false, "responseRequested": true, "allowNewTimeProposals": true, "hideAttendees": false,
		"isOnlineMeeting": false, "onlineMeetingProvider": "unknown", "onlineMeeting": nil, "onlineMeetingUrl": nil, "transactionId": nil,
		"categories": []any{}, "changeKey": o.id[:16], "webLink": "https://outlook.example/calendar/item/" + o.id,
		"createdDateTime": "2026-01-01T08:00:00Z", "lastModifiedDateTime": "2026-01-01T08:00:00Z",
	}
	return object
}

func (o occurrence) zoneName() string {
	if o.Zone == "" {
		return "UTC"
	}
	return o.Zone
}

// Limits of getSchedule.
const (
	mostSchedules   = 20
	longestSchedule = 62 * 24 * time.Hour
)

// getSchedule answers calendar/getSchedule: when each of several addresses is free or not. Subjects and places are in it
// as far as an organisation shares them; those of private events are not.
func (c *call) getSchedule() {
	text, ok := c.body()
	if !ok {
		return
	}
	type moment struct{ DateTime, TimeZone string }
	var in struct {
		Schedules          []string
		StartTime, EndTime moment
		Interval           *int `json:"availabilityViewInterval"`
	}
	if c.personal() {
		c.failAs(Denied)
		return
	}
	err := json.Unmarshal(text, &in)
	from, errFrom := readStamp(in.StartTime.DateTime, in.StartTime.TimeZone)
	to, errTo := readStamp(in.EndTime.DateTime, in.EndTime.TimeZone)
	minutes := 30
	if in.Interval != nil {
		minutes = *in.Interval
	}
	switch {
	case err != nil || errFrom != nil || errTo != nil || len(in.Schedules) == 0:
		c.fail(http.StatusBadRequest, "ErrorInvalidRequest", "The request body is not valid.")
		return
	case minutes < 5 || minutes > 1440:
		c.fail(http.StatusBadRequest, "ErrorInvalidMergedFreeBusyInterval", "The time interval must be between 5 and 1440 minutes.")
		return
	case len(in.Schedules) > mostSchedules:
		c.fail(http.StatusBadRequest, "ErrorTooManySchedules", "The number of schedules must not be above 20.")
		return
	case !to.After(from) || to.Sub(from) > longestSchedule || to.Sub(from) < time.Duration(minutes)*time.Minute:
		c.fail(http.StatusBadRequest, "ErrorInvalidTimeInterval", "The requested time window is not within the allowed limits.")
		return
	}
	zone, name, ok := c.answerZone()
	if !ok {
		return
	}
	value := []any{}
	for _, address := range in.Schedules {
		value = append(value, c.scheduleOf(address, from, to, time.Duration(minutes)*time.Minute, zone, name))
	}
	c.json(http.StatusOK, appendAny(nil, map[string]any{
		"@odata.context": c.base + "/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)", "value": value}))
}

func (c *call) scheduleOf(address string, from, to time.Time, step time.Duration, zone *time.Location, name string) map[string]any {
	b, err := c.sim.mailbox(address)
	if err != nil || !strings.Contains(address, "@") {
		return map[string]any{"scheduleId": address, "availabilityView": "", "scheduleItems": []any{}, "workingHours": nil,
			"error": map[string]any{"responseCode": "ErrorMailRecipientNotFound", "message": "Unable to resolve e-mail address " + address + " to an Active Directory object."}}
	}
	other := &call{sim: c.sim, user: c.sim.user(address), box: b}
	home := other.mailboxZone()
	b.mu.RLock()
	all := b.view(from, to, home)
	b.mu.RUnlock()
	items := []any{}
	all = slices.DeleteFunc(all, func(o occurrence) bool { return o.Cancelled })
	for _, o := range all {
		item := map[string]any{"status": o.ShowAs, "isPrivate": o.Private, "start": stamp(o.start, zone, name), "end": stamp(o.end, zone, name)}
		if !o.Private {
			item["subject"], item["location"] = o.Subject, o.Location
		}
		items = append(items, item)
	}
	var view strings.Builder
	for at := from; at.Before(to); at = at.Add(step) {
		view.WriteByte(availability(all, at, at.Add(step)))
	}
	return map[string]any{"scheduleId": address, "availabilityView": view.String(), "scheduleItems": items, "workingHours": other.settingsOf()["workingHours"]}
}

// availability is the digit for a slot: 0 free, 1 tentative, 2 busy, 3 out of office, 4 working elsewhere.
func availability(all []occurrence, from, to time.Time) byte {
	most := 0
	for _, o := range all {
		if o.start.Before(to) && o.end.After(from) {
			most = max(most, slices.Index(showAs, o.ShowAs))
		}
	}
	return "04123"[most]
}

// SetSettings replaces properties of a mailbox's settings from now on, by their Graph names, such as
// "automaticRepliesSetting" or "timeZone".
func (s *Simulator) SetSettings(mailbox string, settings map[string]any) error {
	return s.ChangeUser(mailbox, func(u *User) {
		now := map[string]any{}
		for _, from := range []map[string]any{u.Settings, settings} {
			for name, v := range from {
				now[name] = v
			}
		}
		u.Settings = now
	})
}
