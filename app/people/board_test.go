package people

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// calendars are those of several people, read through one mailbox.
type calendars struct {
	mu     sync.Mutex
	events map[string][]mail.Event
	home   mail.Home
	err    error
	asked  [][]string
}

func (c *calendars) Calendar(context.Context, time.Time, time.Time) ([]mail.Event, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.events["emma@kantoor.example"], c.err
}

func (c *calendars) Home(context.Context) (mail.Home, error) { return c.home, nil }

func (c *calendars) Schedules(_ context.Context, addresses []string, _, _ time.Time) ([]mail.Schedule, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, addresses)
	var list []mail.Schedule
	for _, a := range addresses {
		events, ok := c.events[a]
		s := mail.Schedule{Address: a, Events: events}
		if !ok {
			s.Code = "ErrorMailRecipientNotFound"
		}
		list = append(list, s)
	}
	return list, c.err
}

func (c *calendars) set(who string, events ...mail.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events[who] = events
}

func (c *calendars) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
}

const (
	emma = "emma@kantoor.example"
	jan  = "jan@kantoor.example"
)

func TestStatusChangesAtTheMinuteByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		in := func(d time.Duration) time.Time { return began.Add(d) }
		c := &calendars{home: mail.Home{Zone: "UTC"}, events: map[string][]mail.Event{
			emma: {{Start: in(90 * time.Second), End: in(150 * time.Second), Show: mail.Busy}}, jan: {}}}
		var told []string
		board := NewBoard(time.Now)
		ctx, cancel := context.WithCancel(t.Context())
		var watching sync.WaitGroup
		watching.Go(func() {
			board.Watch(ctx, func() []Source { return []Source{{Account: "1", Address: emma, Team: []string{jan}, Calendar: c}} }, func(p Presence) {
				told = append(told, fmt.Sprintf("%s %s %s", time.Since(began), p.Address, p.Show))
			})
		})
		time.Sleep(160 * time.Second)
		c.set(jan, mail.Event{Start: in(0), End: in(time.Hour), Show: mail.Out}) // seen with the next poll
		time.Sleep(41 * time.Second)
		c.set(jan)
		board.Wake()
		synctest.Wait()
		cancel()
		watching.Wait()
		want := []string{"0s emma@kantoor.example free", "0s jan@kantoor.example free", "1m30s emma@kantoor.example busy", "2m30s emma@kantoor.example free",
			"3m0s jan@kantoor.example oof", "3m21s jan@kantoor.example free"}
		if fmt.Sprint(told) != fmt.Sprint(want) {
			t.Errorf("told was\n%q, want\n%q", told, want)
		}
	})
}

func TestStatusFollowsAClockThatIsSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var mu sync.Mutex
		var off time.Duration
		set := func(d time.Duration) { mu.Lock(); defer mu.Unlock(); off = d }
		now := func() time.Time { mu.Lock(); defer mu.Unlock(); return time.Now().Add(off) }
		c := &calendars{home: mail.Home{Zone: "UTC"}, events: map[string][]mail.Event{
			emma: {{Start: began.Add(time.Hour), End: began.Add(2 * time.Hour), Show: mail.Busy}}}}
		var told []mail.ShowAs
		ctx, cancel := context.WithCancel(t.Context())
		var watching sync.WaitGroup
		watching.Go(func() {
			NewBoard(now).Watch(ctx, func() []Source { return []Source{{Address: emma, Calendar: c}} }, func(p Presence) { told = append(told, p.Show) })
		})
		time.Sleep(10 * time.Second)
		set(90 * time.Minute)
		time.Sleep(Poll)
		set(-time.Hour)
		time.Sleep(Poll)
		cancel()
		watching.Wait()
		if want := []mail.ShowAs{mail.Free, mail.Busy, mail.Free}; fmt.Sprint(told) != fmt.Sprint(want) {
			t.Errorf("told was %v, want %v", told, want)
		}
	})
}

func TestCalendarThatCantBeReadTellsWhatItToldForAnHour(t *testing.T) {
	now := clock("23 09:00")
	c := &calendars{home: mail.Home{Zone: "UTC"}, events: map[string][]mail.Event{emma: {event(mail.Busy, "23 08:00", "23 18:00")}, jan: {event(mail.Out, "23 08:00", "23 18:00")}}}
	board := NewBoard(func() time.Time { return now })
	sources := []Source{{Address: emma, Team: []string{jan, "nobody@kantoor.example"}, Calendar: c}}
	look := func(want string) {
		t.Helper()
		board.Refresh(t.Context(), sources)
		got := ""
		for _, p := range board.Now() {
			got += fmt.Sprint(p.Show, " ", p.Err != nil, " ")
		}
		if got != want {
			t.Errorf("at %s: %s, want %s", now.Format("15:04"), got, want)
		}
	}
	look("busy false oof false unknown true ")
	if p := board.Now()[2]; fault.CodeOf(p.Err) != "people-unread" {
		t.Errorf("nobody's calendar: %v", p.Err)
	}
	c.fail(errors.New("no network"))
	now = now.Add(59 * time.Minute)
	look("busy true oof true unknown true ")
	now = now.Add(time.Minute)
	look("unknown true unknown true unknown true ")
	c.fail(nil)
	look("busy false oof false unknown true ")
	sources[0].Team = nil
	look("busy false ")
}

func TestDaysFollowAMailboxThatMovesToAnotherZone(t *testing.T) {
	now := clock("23 23:30") // past midnight in Brussels
	c := &calendars{home: mail.Home{Zone: "UTC"}, events: map[string][]mail.Event{emma: {days(mail.Out, "24", "25")}}}
	board := NewBoard(func() time.Time { return now })
	for zone, want := range map[string]mail.ShowAs{"UTC": mail.Free, "Romance Standard Time": mail.Out, "Pacific Standard Time": mail.Free} {
		c.home.Zone = zone
		board.Refresh(t.Context(), []Source{{Address: emma, Calendar: c}})
		if got := board.Now()[0].Show; got != want {
			t.Errorf("with the mailbox in %s Emma shows as %s, want %s", zone, got, want)
		}
	}
}

func TestTeamIsAskedForInParts(t *testing.T) {
	c := &calendars{events: map[string][]mail.Event{}}
	var team []string
	for i := range 45 {
		team = append(team, fmt.Sprintf("person%02d@kantoor.example", i))
	}
	board := NewBoard(time.Now)
	board.Refresh(t.Context(), []Source{{Team: team, Calendar: c}, {Team: team, Calendar: c}})
	if len(c.asked) != 3 || len(c.asked[0]) != together || len(c.asked[2]) != 5 || len(board.Now()) != 45 {
		t.Errorf("asked in %d parts for %d people, want 3 for 45", len(c.asked), len(board.Now()))
	}
}

func TestDayIsToldForTheChart(t *testing.T) {
	now := clock("23 09:00")
	c := &calendars{home: mail.Home{Zone: "UTC"}, events: map[string][]mail.Event{emma: {event(mail.Busy, "23 08:00", "23 18:00")}}}
	board := NewBoard(func() time.Time { return now })
	board.Refresh(t.Context(), []Source{{Address: emma, Calendar: c}})
	if line, ok := board.Day(emma, clock("23 00:00"), clock("24 00:00")); !ok || len(line) != 3 || line[1].Show != mail.Busy {
		t.Errorf("the day is %v, %v", line, ok)
	}
	if _, ok := board.Day(jan, clock("23 00:00"), clock("24 00:00")); ok {
		t.Error("a day is told of somebody who was never read")
	}
}
