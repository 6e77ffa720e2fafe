package office_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/people"
	"postroom/app/simulator"
	"postroom/app/store"
)

// peopled is an office with Emma's account, whose policy names no group that would matter: she is in it.
func peopled(t *testing.T) *guarded {
	w := guard(t, emma)
	w.must(w.connect(emma, store.Work))
	return w
}

func (w *guarded) on(f people.Feature, who string) error {
	w.t.Helper()
	w.who = who
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	_, err := w.PeopleOn(ctx, who, f, office.SignIn{})
	return err
}

func (w *guarded) event(who, showAs string, from, to time.Duration) string {
	w.t.Helper()
	at := w.now.UTC()
	id, err := w.sim.AddEvent(who, simulator.Event{Subject: "Salaries of the staff", Location: "Room 1", Start: at.Add(from), End: at.Add(to), ShowAs: showAs})
	w.must(err)
	return id
}

// statuses are "emma busy free", by address: what is now, what comes next.
func (w *guarded) statuses() string {
	w.t.Helper()
	list, err := w.PeopleStatus(w.t.Context(), true)
	w.must(err)
	var all []string
	for _, p := range list {
		who, _, _ := strings.Cut(p.Address, "@")
		text := who + " " + string(p.Status)
		if p.Next != nil {
			text += " " + string(p.Next.Status)
		}
		if p.Error != nil {
			text += " " + p.Error.Code
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func TestStatusIsOffUntilItIsSwitchedOnAndAsksOnlyThen(t *testing.T) {
	w := peopled(t)
	_, err := w.PeopleStatus(t.Context(), true)
	w.wants("the status before it is on", err, "people-off-status")
	_, err = w.WatchPeople(t.Context(), emma, []string{jan}, true)
	w.wants("watching before it is on", err, "people-off-status")
	permissions := func() string {
		list, err := w.Permissions(emma)
		w.must(err)
		text := ""
		for _, p := range list {
			if p.Feature == "status" {
				text += p.Name + " " + string(p.State) + " "
			}
		}
		return text
	}
	if got := permissions(); got != "Calendars.Read later MailboxSettings.Read later " {
		t.Errorf("the permissions before are %q", got)
	}
	w.must(w.on(people.StatusFeature, emma))
	if got := permissions(); got != "Calendars.Read granted MailboxSettings.Read granted " {
		t.Errorf("the permissions after are %q", got)
	}
	w.event(emma, "busy", -time.Hour, time.Hour)
	if got := w.statuses(); got != "emma busy free" {
		t.Errorf("the status is %q, want Emma busy, then free", got)
	}
	_, err = w.PeopleOff(t.Context(), emma, people.StatusFeature, true)
	w.must(err)
	_, err = w.PeopleStatus(t.Context(), true)
	w.wants("the status when it is off again", err, "people-off-status")
	w.wants("a feature that is not", w.on("horoscope", emma), "people-feature")
}

func TestColleaguesAreWatchedThroughTheOrganisation(t *testing.T) {
	w := peopled(t)
	w.must(w.on(people.StatusFeature, emma))
	w.event(jan, "oof", -time.Hour, 50*time.Hour)
	w.event(jan, "tentative", -time.Hour, time.Hour)
	watch := func(on bool, addresses ...string) error {
		_, err := w.WatchPeople(t.Context(), emma, addresses, on)
		return err
	}
	w.wants("watching somebody who is not there", watch(true, jan, "nobody@kantoor.example"), "people-unread")
	w.wants("watching what is no address", watch(true, "Jan"), "people-address")
	if got := w.statuses(); got != "emma free" {
		t.Errorf("after refused ones: %q", got)
	}
	w.must(watch(true, "Jan@kantoor.example"))
	if got := w.statuses(); got != "emma free, jan oof free" {
		t.Errorf("the team is %q", got)
	}
	if bar := w.PersonDay(jan, w.now.Add(-2*time.Hour), w.now); len(bar) != 2 || bar[1].Status != "oof" {
		t.Errorf("Jan's bar is %+v", bar)
	}
	w.must(w.sim.DeleteUser(jan, false))
	if got := w.statuses(); got != "emma free, jan oof free people-unread" {
		t.Errorf("when Jan's calendar can't be read any more: %q", got)
	}
	w.must(watch(false, jan))
	if got := w.statuses(); got != "emma free" {
		t.Errorf("without Jan: %q", got)
	}
}

func TestPersonalAccountHasItsOwnStatusAndNoTeam(t *testing.T) {
	w := peopled(t)
	w.must(w.connect(piet, store.Personal))
	w.must(w.on(people.StatusFeature, piet))
	_, err := w.WatchPeople(t.Context(), piet, []string{jan}, true)
	w.wants("a team of a personal account", err, "people-personal")
	w.must(w.sim.SetSettings(piet, map[string]any{"automaticRepliesSetting": map[string]any{"status": "alwaysEnabled"}}))
	if got := w.statuses(); got != "piet oof" {
		t.Errorf("with automatic replies: %q", got)
	}
}

func TestPermissionThatIsTakenBackStopsTheStatusAndNothingElse(t *testing.T) {
	w := peopled(t)
	w.must(w.on(people.StatusFeature, emma))
	w.must(w.authority.WithdrawConsent(emma, clientID, "Calendars.Read"))
	w.must(w.authority.ExpireTokens(emma))
	w.must(w.Close())
	w.open()
	if got := w.statuses(); got != "emma unknown people-permission" {
		t.Errorf("without the permission: %q", got)
	}
	if a, err := w.Account(emma); err != nil || a.State != store.Active {
		t.Errorf("the account is %+v, %v; want it active", a, err)
	}
	w.must(w.on(people.StatusFeature, emma))
	if got := w.statuses(); got != "emma free" {
		t.Errorf("after it was granted again: %q", got)
	}
}

func TestStatusThatIsRefusedHasWords(t *testing.T) {
	w := peopled(t)
	w.must(w.on(people.StatusFeature, emma))
	w.must(w.sim.SetFault("denied", "1"))
	list, err := w.PeopleStatus(t.Context(), true)
	w.must(err)
	if fault.CodeOf(list[0].Err()) != "people-refused" || list[0].Error.Message == "" || !strings.Contains(list[0].Error.Message, "Calendars.Read") {
		t.Errorf("a refusal is told as %+v", list[0].Error)
	}
}

func TestRunningOfficeTellsWhenSomebodysStatusChanges(t *testing.T) {
	w := peopled(t)
	w.must(w.on(people.StatusFeature, emma))
	w.event(emma, "busy", -time.Hour, time.Hour)
	if e := w.tells(office.EventPresence); e.Mailbox != emma || e.Problem != nil {
		t.Errorf("told was %+v", e)
	}
	list, err := w.PeopleStatus(t.Context(), false)
	w.must(err)
	if len(list) != 1 || list[0].Status != "busy" {
		t.Errorf("the board shows %+v", list)
	}
}

func TestNothingOfACalendarButItsTimesIsKept(t *testing.T) {
	w := peopled(t)
	w.must(w.on(people.StatusFeature, emma))
	w.event(jan, "busy", -time.Hour, time.Hour)
	_, err := w.WatchPeople(t.Context(), emma, []string{jan}, true)
	w.must(err)
	list, err := w.PeopleStatus(t.Context(), true)
	w.must(err)
	if text := fmt.Sprintf("%+v", list); strings.Contains(text, "Salaries") || strings.Contains(text, "Room 1") {
		t.Errorf("a subject or a place came out: %s", text)
	}
	features, err := w.PeopleFeatures(emma)
	w.must(err)
	if i := slices.IndexFunc(features, func(f office.PeopleFeature) bool { return f.Feature == people.StatusFeature }); i < 0 || !features[i].On || len(features[i].Team) != 1 {
		t.Errorf("the features are %+v", features)
	}
}

func TestSeriesWithoutEndAndEventsOfAYearAreNoTrouble(t *testing.T) {
	w := peopled(t)
	w.must(w.on(people.StatusFeature, emma))
	at := w.now.UTC()
	for _, e := range []simulator.Event{
		{Start: at.AddDate(-3, 0, 0).Add(-time.Hour), End: at.AddDate(-3, 0, 0).Add(time.Hour), ShowAs: "busy", Repeat: &simulator.Repeat{Days: 1}},
		{Start: at.AddDate(0, -6, 0), End: at.AddDate(0, 6, 0), ShowAs: "workingElsewhere"},
		{Start: at.Add(time.Hour), End: at.Add(-time.Hour), ShowAs: "oof"},
	} {
		_, err := w.sim.AddEvent(emma, e)
		w.must(err)
	}
	if got := w.statuses(); got != "emma busy workingElsewhere" {
		t.Errorf("the status is %q, want busy by the series, then elsewhere for months", got)
	}
}
