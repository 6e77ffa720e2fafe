package office

import (
	"testing"
	"time"

	"postroom/app/people"
	"postroom/app/simulator"
)

// The directory tells nobody a room from a shared mailbox; their mailboxes tell it to an organisation's connection.
func TestOrganisationTellsRoomsFromSharedMailboxes(t *testing.T) {
	f := newFirm(t, 2)
	for _, u := range []simulator.User{
		{Address: "hall@kantoor.example", Name: "Hall", Kind: simulator.Room},
		{Address: "beamer@kantoor.example", Name: "Beamer", Kind: simulator.Room, Settings: map[string]any{"userPurpose": "equipment"}},
		{Address: "info@kantoor.example", Name: "Info", Kind: simulator.Shared},
		{Address: "left@kantoor.example", Name: "Left", Kind: simulator.Shared, Settings: map[string]any{"userPurpose": "user"}},
	} {
		_, err := f.sim.AddUser(u)
		must(t, err)
	}
	account := f.connect(time.Time{}).ID
	_, err := f.office.PeopleOn(t.Context(), account, people.UsersFeature, SignIn{})
	must(t, err)
	look := func(requests int, unsure bool, want string) {
		t.Helper()
		f.sim.ResetStats()
		must(t, f.office.SyncUsers(t.Context()))
		if n := f.sim.Stats().Requests; requests > 0 && n != requests {
			t.Errorf("the look took %d requests, want %d", n, requests)
		}
		users, err := f.office.PeopleUsers(UsersQuery{All: true})
		must(t, err)
		got := ""
		for _, u := range users[:4] {
			got += u.Name + " " + string(u.Kind) + " "
			if u.Unsure != unsure {
				t.Errorf("%s is unsure: %v, want %v", u.Name, u.Unsure, unsure)
			}
		}
		if got != want {
			t.Errorf("the users are %q, want %q", got, want)
		}
	}
	const allPeople = "Beamer person Hall person Info person Left person "
	look(0, true, allPeople) // without User.Read.All nothing tells them from people
	roles := []string{"User.Read.All", "Mail.Read"}
	f.app("example-secret", roles...)
	f.clock.advance(2 * time.Hour)
	must(t, f.office.book().Change(account, people.UsersFeature, func(s *people.Setting) { s.Scopes = []string{allUsers} }))
	const untold = "Beamer mailbox Hall mailbox Info mailbox Left mailbox "
	look(0, false, untold)
	look(1, false, untold) // who may not ask does not try at each look
	f.app("example-secret", append(roles, "MailboxSettings.Read")...)
	f.clock.advance(25 * time.Hour)
	const told = "Beamer room Hall room Info shared Left disabled "
	look(0, false, told)
	look(1, false, told)
}
