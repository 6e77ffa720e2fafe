package office

import (
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/people"
	"postroom/app/simulator"
)

// An organisation's connection has no person and no mailbox of its own.
func TestOrganisationTellsTheStatusOfThoseItWatchesAndItsUsers(t *testing.T) {
	f := newFirm(t, 5)
	account := f.connect(time.Time{}).ID
	on := func(feature people.Feature) {
		t.Helper()
		if _, err := f.office.PeopleOn(t.Context(), account, feature, SignIn{}); err != nil {
			t.Fatal(err)
		}
	}
	on(people.StatusFeature)
	const one, other = "person0000@kantoor.example", "person0001@kantoor.example"
	_, err := f.office.WatchPeople(t.Context(), account, []string{one}, true)
	if fault.CodeOf(err) != "people-refused" || !strings.Contains(fault.Of(err).Args["permission"], "Calendars.Read") {
		t.Errorf("without the role: %v, want people-refused", err)
	}
	f.app("example-secret", "User.ReadBasic.All", "Mail.Read", "Calendars.Read")
	f.clock.advance(2 * time.Hour) // the token without the role ends
	now := f.clock.now()
	_, err = f.sim.AddEvent(other, simulator.Event{Start: now.Add(-time.Hour), End: now.Add(time.Hour), ShowAs: "oof"})
	must(t, err)
	_, err = f.office.WatchPeople(t.Context(), account, []string{one, other}, true)
	must(t, err)
	look := func(want string) {
		t.Helper()
		list, err := f.office.PeopleStatus(t.Context(), true)
		must(t, err)
		got := ""
		for _, p := range list {
			got += p.Address[:10] + " " + string(p.Status) + " "
		}
		if got != want {
			t.Errorf("the status is %q, want %q", got, want)
		}
	}
	look("person0000 free person0001 oof ")
	must(t, f.sim.DeleteUser(one, false)) // the first to be asked through
	look("person0000 free person0001 oof ")
	on(people.UsersFeature)
	must(t, f.office.SyncUsers(t.Context())) // without User.Read.All the directory is listed
	users, err := f.office.PeopleUsers(UsersQuery{})
	if err != nil || len(users) != 4 {
		t.Errorf("%d users are known, %v; want 4", len(users), err)
	}
}

// What a person can't read of colleagues, an organisation's connection can: automatic replies show as out of office.
func TestOrganisationShowsColleaguesAutomaticRepliesAsOut(t *testing.T) {
	f := newFirm(t, 3)
	account := f.connect(time.Time{}).ID
	f.app("example-secret", "User.ReadBasic.All", "Mail.Read", "Calendars.Read")
	f.clock.advance(2 * time.Hour) // the token without the role ends
	_, err := f.office.PeopleOn(t.Context(), account, people.StatusFeature, SignIn{})
	must(t, err)
	const one, other = "person0000@kantoor.example", "person0001@kantoor.example"
	must(t, f.sim.SetSettings(other, map[string]any{"automaticRepliesSetting": map[string]any{"status": "alwaysEnabled"}}))
	_, err = f.office.WatchPeople(t.Context(), account, []string{one, other}, true)
	must(t, err)
	look := func(want string) {
		t.Helper()
		list, err := f.office.PeopleStatus(t.Context(), true)
		must(t, err)
		got := ""
		for _, p := range list {
			got += string(p.Status) + " "
			if p.Error != nil {
				t.Errorf("%s: %s", p.Address, p.Error.Message)
			}
		}
		if got != want {
			t.Errorf("the status is %q, want %q", got, want)
		}
	}
	look("free free ") // without MailboxSettings.Read the calendars go on
	f.app("example-secret", "User.ReadBasic.All", "Mail.Read", "Calendars.Read", "MailboxSettings.Read")
	f.clock.advance(2 * time.Hour)
	look("free oof ")
}
