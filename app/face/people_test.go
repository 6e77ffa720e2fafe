package face

import (
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/demo"
)

// switchOn switches a feature on for Sofie, who accepts what Microsoft asks.
func (w *world) switchOn(account, feature string) {
	w.t.Helper()
	w.must(w.api.PeopleOn(account, feature, false))
	w.wait(feature+" is on", func(e Event) bool {
		if e.Kind == "connect:failed" {
			w.t.Fatalf("switching %s on: %+v", feature, e.Problem)
		}
		return e.Kind == "connect:done"
	})
}

func (w *world) permission(account, feature string) string {
	w.t.Helper()
	p, err := w.api.Permissions(account)
	w.must(err)
	var all []string
	for _, r := range p.Rows {
		if strings.Contains(r.Feature, feature) {
			if r.Allows == "" || r.Why == "" {
				w.t.Errorf("a permission is not explained: %+v", r)
			}
			all = append(all, r.Permission+" "+r.State)
		}
	}
	return strings.Join(all, ", ")
}

func TestCalendarStatusIsSwitchedOnWithMicrosoftsQuestionAndShowsTheDay(t *testing.T) {
	now, began := time.Date(2026, 11, 23, 10, 10, 0, 0, time.Local), time.Now()
	w := newWorld(t, nil)
	a := w.connect()
	v, err := w.api.TeamDay("", false)
	w.must(err)
	if v.On || v.CanAdd || len(v.Team) != 0 {
		t.Errorf("before it is on: %+v", v)
	}
	if got := w.permission(a.ID, "calendar"); got != "Calendars.Read off, MailboxSettings.Read off" {
		t.Errorf("the permissions before are %s", got)
	}
	w.must(w.api.PeopleOn(a.ID, "status", false))
	w.wait("the person is asked", func(e Event) bool { return e.Kind == "connect:waiting" && strings.Contains(e.URL, "Calendars.Read") })
	if e := w.kind("connect:done"); e.Account != a.ID {
		t.Errorf("switched on for %+v", e)
	}
	if got := w.permission(a.ID, "calendar"); got != "Calendars.Read granted, MailboxSettings.Read granted" {
		t.Errorf("the permissions after are %s", got)
	}
	if code := problemIn(w.api.WatchPeople([]string{"nobody@vandijk.example"}, true)); code != "people-unread" {
		t.Errorf("watching nobody gives %q", code)
	}
	w.must(w.api.WatchPeople(demo.Colleagues, true))
	v, err = w.api.TeamDay("", true)
	w.must(err)
	var all []string
	for _, p := range v.Team {
		all = append(all, strings.SplitN(p.Address, "@", 2)[0]+" "+p.Status)
		if len(p.Spans) == 0 || p.Problem != nil {
			t.Errorf("the day of %s is %+v, %+v", p.Address, p.Spans, p.Problem)
		}
	}
	want := "sofie free, els workingElsewhere, jan busy, karim tentative, marieke oof, ruud free"
	if !time.Now().Truncate(30 * time.Minute).Equal(began.Truncate(30 * time.Minute)) { // appointments have ended meanwhile
		want = strings.NewReplacer("els workingElsewhere", "els busy", "karim tentative", "karim free").Replace(want)
	}
	if got := strings.Join(all, ", "); !v.On || !v.CanAdd || got != want || !v.Team[0].Own || v.Team[0].Until == "" || v.Team[0].Next != "busy" || v.Read == "" {
		t.Errorf("the team is %s (%+v), want %s", got, v.Team[0], want)
	}
	own := w.wait("the own status", func(e Event) bool { return e.Overview != nil && e.Overview.Own != nil }).Overview.Own
	if own.Status != "free" || own.Until != v.Team[0].Until {
		t.Errorf("the own status is %+v", own)
	}
	w.must(w.api.WatchPeople([]string{demo.Jan}, false))
	tomorrow := time.Now().AddDate(0, 0, 1).Format(time.DateOnly)
	if v, err = w.api.TeamDay(tomorrow, false); err != nil || len(v.Team) != 5 || v.Day != tomorrow {
		t.Errorf("tomorrow, without Jan: %+v, %v", v, err)
	}
	if from, to := hoursOf(now, now); from.Hour() != 7 || to.Hour() != 19 {
		t.Errorf("the day is shown from %v to %v", from, to)
	}
	if from, to := hoursOf(now, now.Add(12*time.Hour)); from.Hour() != 7 || to.Hour() != 23 {
		t.Errorf("at ten in the evening the day is shown from %v to %v", from, to)
	}
	w.must(w.api.PeopleOff(a.ID, "status", true))
	if v, err = w.api.TeamDay("", false); err != nil || v.On {
		t.Errorf("when it is off: %+v, %v", v, err)
	}
	w.wait("no own status when it is off", func(e Event) bool { return e.Overview != nil && e.Overview.Own == nil })
}

func TestDemonstrationShowsItsPeopleWithoutAskingAnybody(t *testing.T) {
	w := newWorld(t, nil)
	a := w.connect()
	w.must(w.demo.LetPeople())
	w.must(w.face.ShowPeople(t.Context(), a.ID, demo.Colleagues))
	v, err := w.api.TeamDay("", false)
	w.must(err)
	var names []string
	for _, p := range v.Team {
		names = append(names, p.Name)
	}
	if want := "Sofie de Wit, Els Bakker, Jan van Dijk, Karim Benali, Marieke Visser, Ruud Jansen"; strings.Join(names, ", ") != want {
		t.Errorf("the team is %s, want %s", strings.Join(names, ", "), want)
	}
	if p, err := w.api.Users(UserQuery{Kind: "person"}); err != nil || p.Total != 7 || !p.Items[1].Watched || p.Items[0].Watched || !p.Items[6].Own || p.Items[6].Watched {
		t.Errorf("the users are %+v, %v", p, err)
	}
}

func TestUsersAreShownByKindAndTied(t *testing.T) {
	w := newWorld(t, nil)
	a := w.connect()
	if p, err := w.api.Users(UserQuery{}); err != nil || p.On {
		t.Errorf("before they are on: %+v, %v", p, err)
	}
	w.must(w.demo.LetPeople())
	w.switchOn(a.ID, "users")
	w.must(w.api.SyncUsers())
	p, err := w.api.Users(UserQuery{Kind: "person", Limit: 2})
	w.must(err)
	counts := map[string]int{}
	for _, c := range p.Counts {
		counts[c.Kind] = c.Count
	}
	if !p.On || p.Total != 7 || len(p.Items) != 2 || p.Items[0].Name != "Directie" || p.Read == "" || counts["guest"] != 1 || counts["disabled"] != 1 || counts["unlicensed"] != 1 || counts["mailbox"] != 5 || counts["deleted"] != 0 {
		t.Errorf("the users are %+v", p)
	}
	if p, err = w.api.Users(UserQuery{Text: "VISSER"}); err != nil || p.Total != 1 || p.Items[0].Address != "marieke@vandijk.example" {
		t.Errorf("looked for Marieke: %+v, %v", p, err)
	}
	ties, err := w.api.Ties()
	w.must(err)
	i := slices.IndexFunc(ties.Suggestions, func(s TieSuggestion) bool { return s.Address == demo.Sofie })
	if i < 0 || ties.Suggestions[i].Name != "Sofie de Wit" {
		t.Fatalf("suggested are %+v, want Sofie", ties.Suggestions)
	}
	w.must(w.api.TiePerson(demo.Sofie, ties.Suggestions[i].ID))
	if code := problemIn(w.api.TiePerson("s@vandijk.example", ties.Suggestions[i].ID)); code != "people-tie-taken" {
		t.Errorf("another address for Sofie gives %q", code)
	}
	ties, err = w.api.Ties()
	w.must(err)
	if len(ties.Items) != 1 || ties.Items[0].Name != "Sofie de Wit" {
		t.Errorf("tied are %+v", ties.Items)
	}
	if p, err = w.api.Users(UserQuery{Text: demo.Sofie}); err != nil || !slices.Equal(p.Items[0].Tied, []string{demo.Sofie}) || p.Items[0].Own {
		t.Errorf("Sofie is %+v, %v", p.Items, err)
	}
	w.must(w.demo.Simulator().DeleteUser("ruud@vandijk.example", false))
	w.must(w.api.SyncUsers())
	if p, err = w.api.Users(UserQuery{Kind: "deleted"}); err != nil || p.Total != 1 || p.Items[0].Deleted == "" {
		t.Errorf("deleted are %+v, %v", p, err)
	}
	w.must(w.api.UntiePerson(demo.Sofie))
	w.must(w.api.PeopleOff(a.ID, "users", false))
	if p, err = w.api.Users(UserQuery{}); err != nil || p.On || len(p.Items) != 0 {
		t.Errorf("when they are off: %+v, %v", p, err)
	}
}

func TestPersonalAccountIsOfferedItsOwnStatusOnly(t *testing.T) {
	w := newWorld(t, nil)
	w.must(w.api.Connect("personal", false))
	e := w.kind("connect:done")
	list, err := w.api.People()
	w.must(err)
	if len(list) != 1 || slices.ContainsFunc(list[0].Features, func(f PeopleFeature) bool { return f.Feature == "users" }) {
		t.Errorf("offered are %+v", list)
	}
	if got := w.permission(e.Account, "users"); got != "User.ReadBasic.All never" {
		t.Errorf("the permission for users is %q", got)
	}
	w.must(w.api.PeopleOn(e.Account, "users", false))
	if p := w.kind("connect:failed").Problem; p.Code != "people-personal" || p.Remedy == "" {
		t.Errorf("switching users on gives %+v", p)
	}
}
