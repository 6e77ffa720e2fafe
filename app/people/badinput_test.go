package people

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// homes are the settings of colleagues' mailboxes.
type homes struct {
	on    map[string]bool
	err   map[string]error
	all   error
	asked []string
}

func (h *homes) HomeOf(_ context.Context, address string) (mail.Home, error) {
	h.asked = append(h.asked, address)
	if h.all != nil {
		return mail.Home{}, h.all
	}
	return mail.Home{Replies: mail.Replies{On: h.on[address]}}, h.err[address]
}

func TestColleaguesAutomaticRepliesShowThemAsOutWhereThatMayBeRead(t *testing.T) {
	now := clock("23 09:00")
	c := &calendars{events: map[string][]mail.Event{emma: {event(mail.Busy, "23 08:00", "23 18:00")}, jan: {}}}
	h := &homes{on: map[string]bool{jan: true}, err: map[string]error{emma: &fault.Error{Class: fault.FixSetting, Code: "mailbox-not-released"}}}
	board := NewBoard(func() time.Time { return now })
	source := []Source{{Account: "1", Team: []string{emma, jan}, Calendar: c, Homes: h}}
	look := func(want string, asked int) {
		t.Helper()
		h.asked = nil
		board.Refresh(t.Context(), source)
		got := ""
		for _, p := range board.Now() {
			got += string(p.Show) + " "
		}
		if got != want || len(h.asked) != asked {
			t.Errorf("at %s: %s after %d questions, want %s after %d", now.Format("15:04"), got, len(h.asked), want, asked)
		}
	}
	look("busy oof ", 2)
	h.on[jan] = false
	look("busy free ", 2)
	h.on[jan] = true
	look("busy oof ", 2)
	h.all = &fault.Error{Class: fault.RetryLater, Code: "timeout"}
	now = now.Add(59 * time.Minute)
	look("busy oof ", 1)
	now = now.Add(2 * time.Minute)
	look("busy free ", 1)
	h.all = &fault.Error{Class: fault.FixSetting, Code: accessError}
	look("busy free ", 1)
	h.all = nil
	look("busy free ", 0) // it was refused, and is not asked for again
	now = now.Add(deniedFor)
	look("busy oof ", 2)
	source[0].Homes = nil // a person may read nobody else's
	look("busy free ", 0)
}

func TestSettingsOfManyColleaguesAreReadInTurn(t *testing.T) {
	c := &calendars{events: map[string][]mail.Event{}}
	var team []string
	for i := range 2*mostHomes + 10 {
		team = append(team, fmt.Sprintf("person%03d@kantoor.example", i))
		c.events[team[i]] = nil
	}
	h := &homes{}
	now := clock("23 09:00")
	board := NewBoard(func() time.Time { return now })
	seen := map[string]bool{}
	for range 3 {
		board.Refresh(t.Context(), []Source{{Team: team, Calendar: c, Homes: h}})
		if len(h.asked) > mostHomes {
			t.Errorf("%d were asked for at once", len(h.asked))
		}
		for _, a := range h.asked {
			seen[a] = true
		}
		h.asked, now = nil, now.Add(Poll)
	}
	if len(seen) != len(team) {
		t.Errorf("%d of %d were asked for in three rounds", len(seen), len(team))
	}
}

func TestUserWithTwoHundredAddressesIsOneAndIsFoundByEach(t *testing.T) {
	b, _ := newBook(t)
	many := entry(1, "Emma", "emma@k.example")
	for i := range 200 {
		many.Aliases = append(many.Aliases, fmt.Sprintf("alias%03d@k.example", i))
	}
	d := &directory{all: []mail.User{many, entry(2, "Emma", "fien@k.example"), {ID: id(3), Name: "No Mail"}}}
	for _, want := range []UserRound{{Added: 2, Full: true}, {}} {
		if got, err := b.SyncUsers(t.Context(), "1", d, true, clock("23 09:00")); err != nil || got != want {
			t.Errorf("the round is %+v, %v; want %+v", got, err, want)
		}
	}
	users, err := b.Users("1")
	must(t, err)
	if len(users) != 2 || len(users[0].Aliases) != 200 {
		t.Fatalf("known are %d users, the first with %d other addresses", len(users), len(users[0].Aliases))
	}
	if found := Suggest([]string{"ALIAS199@k.example", "alias000@k.example", "fien@k.example"}, users, nil); len(found) != 3 || found[0].User.ID != id(1) || found[2].User.ID != id(2) {
		t.Errorf("found are %+v", found)
	}
	must(t, b.Tie("alias150@k.example", id(1), []string{"1"}))
	if err := b.Tie("alias151@k.example", id(1), []string{"1"}); fault.CodeOf(err) != "people-tie-taken" {
		t.Errorf("a second address of one user: %v", err)
	}
}

// A calendar gives a series that never ends as its occurrences in a window.
func TestCountlessEventsMakeOneStatus(t *testing.T) {
	var events []mail.Event
	start := clock("22 00:00")
	for i := range 20_000 { // every minute, for two weeks
		at := start.Add(time.Duration(i) * time.Minute)
		events = append(events, mail.Event{Start: at, End: at.Add(time.Minute), Show: mail.Busy})
	}
	events = append(events, mail.Event{Start: start.AddDate(-1, 0, 0), End: start.AddDate(1, 0, 0), Show: mail.Tentative}, event(mail.Out, "23 12:00", "23 08:00"))
	c := &calendars{home: mail.Home{Zone: "UTC"}, events: map[string][]mail.Event{emma: events}}
	now := clock("23 09:00")
	board := NewBoard(func() time.Time { return now })
	board.Refresh(t.Context(), []Source{{Address: emma, Calendar: c}})
	p := board.Now()[0]
	if end := start.Add(20_000 * time.Minute); p.Show != mail.Busy || !p.Until.Equal(end) {
		t.Errorf("Emma is %s until %v, want busy until %v", p.Show, p.Until, end)
	}
	if bar, ok := board.Day(emma, clock("23 00:00"), clock("24 00:00")); !ok || len(bar) != 1 {
		t.Errorf("the day has %d parts, want one", len(bar))
	}
}

func TestStatusIsTheSameWhateverZoneTheMachineIsIn(t *testing.T) {
	c := &calendars{home: mail.Home{Zone: "Romance Standard Time", Hours: &mail.Hours{Zone: "Romance Standard Time", Days: []time.Weekday{time.Monday}, Start: 9 * time.Hour, End: 17 * time.Hour}},
		events: map[string][]mail.Event{emma: {days(mail.Out, "24", "25"), event(mail.Busy, "23 09:00", "23 10:00")}}}
	where := time.UTC
	now := clock("23 09:30")
	board := NewBoard(func() time.Time { return now.In(where) })
	for _, name := range []string{"UTC", "Pacific Standard Time", "Tokyo Standard Time"} {
		where = zone(t, name) // the person travels while the program runs
		for at, want := range map[string]string{"23 09:30": "busy true", "23 22:59": "free false", "23 23:00": "oof false"} {
			now = clock(at)
			board.Refresh(t.Context(), []Source{{Address: emma, Calendar: c}})
			if p := board.Now()[0]; fmt.Sprint(p.Show, " ", p.Working) != want {
				t.Errorf("in %s at %s: %s, working %v; want %s", name, at, p.Show, p.Working, want)
			}
		}
	}
}

func TestOnlyWhatWasReadAMomentAgoIsPassedOn(t *testing.T) {
	now := clock("23 09:00")
	failed := errors.New("no network")
	for _, tt := range []struct {
		name string
		p    Presence
		want bool
	}{
		{"just now", Presence{Read: now}, true}, {"two minutes ago", Presence{Read: now.Add(-2 * time.Minute)}, true}, {"never", Presence{}, false},
		{"before the machine slept", Presence{Read: now.Add(-5 * time.Hour)}, false}, {"before the clock was set back", Presence{Read: now.Add(time.Hour)}, false},
		{"calendars that can't be read now", Presence{Read: now.Add(-20 * time.Minute), Err: failed}, true}, {"never, and can't be", Presence{Err: failed}, false},
	} {
		if got := tt.p.Fresh(now); got != tt.want {
			t.Errorf("read %s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
