package office_test

import (
	"strings"
	"testing"

	"postroom/app/office"
	"postroom/app/people"
	"postroom/app/simulator"
	"postroom/app/store"
)

// users are the names of those whom a query lists, with what they are tied to.
func (w *guarded) users(q office.UsersQuery) string {
	w.t.Helper()
	list, err := w.PeopleUsers(q)
	w.must(err)
	var all []string
	for _, u := range list {
		text := u.Name
		if q.All {
			text += " " + string(u.Kind)
		}
		if u.Deleted != nil {
			text += " deleted"
		}
		all = append(all, strings.TrimSpace(text+" "+strings.Join(u.Tied, " ")))
	}
	return strings.Join(all, ", ")
}

func (w *guarded) wantUsers(q office.UsersQuery, want string) {
	w.t.Helper()
	if got := w.users(q); got != want {
		w.t.Errorf("the users are %q, want %q", got, want)
	}
}

func (w *guarded) requests(what string, want int, do func()) {
	w.t.Helper()
	w.sim.ResetStats()
	do()
	if got := w.sim.Stats().Requests; got != want {
		w.t.Errorf("%s took %d requests, want %d", what, got, want)
	}
}

func TestUsersAreListedAndComparedWithoutAnAdministrator(t *testing.T) {
	w := peopled(t)
	w.wants("users before they are on", w.SyncUsers(t.Context()), "people-off-users")
	w.must(w.connect(piet, store.Personal))
	w.wants("users of a personal account", w.on(people.UsersFeature, piet), "people-personal")
	w.must(w.on(people.UsersFeature, emma))
	w.must(w.SyncUsers(t.Context()))
	w.wantUsers(office.UsersQuery{}, "emma, jan")
	w.must(w.sim.ChangeUser(jan, func(u *simulator.User) { u.Name = "Jan Maes" }))
	w.must(w.SyncUsers(t.Context()))
	w.wantUsers(office.UsersQuery{Text: "MAES"}, "Jan Maes")
	features, err := w.PeopleFeatures(emma)
	w.must(err)
	if got := strings.Join(features[0].Permissions, " "); got != "User.ReadBasic.All" {
		t.Errorf("the permissions are %s", got)
	}
	_, err = w.PeopleOff(t.Context(), emma, people.UsersFeature, true)
	w.must(err)
	_, err = w.PeopleUsers(office.UsersQuery{})
	w.wants("users when they are off", err, "people-off-users")
}

func TestUsersAreTrackedWhereAnAdministratorAllowsIt(t *testing.T) {
	w := peopled(t)
	w.must(w.authority.AdminConsent("kantoor.example", clientID, "User.Read.All"))
	for _, u := range []simulator.User{
		{Address: "hall@kantoor.example", Name: "Hall", Kind: simulator.Room},
		{Address: "guest@client.example", Name: "Guest", Profile: map[string]any{"userType": "Guest"}},
		{Address: "trainee@kantoor.example", Name: "Trainee", Profile: map[string]any{"assignedLicenses": []any{}}},
		{Address: "nobox@kantoor.example", NoMailbox: true},
	} {
		_, err := w.sim.AddUser(u)
		w.must(err)
	}
	w.must(w.on(people.UsersFeature, emma))
	w.must(w.SyncUsers(t.Context()))
	w.wantUsers(office.UsersQuery{All: true}, "emma person, Guest guest, Hall mailbox, jan person, Trainee unlicensed")
	w.wantUsers(office.UsersQuery{}, "emma, jan")
	w.wantUsers(office.UsersQuery{Kinds: []people.Kind{people.Place}}, "Hall")
	w.requests("a quiet look", 1, func() { w.must(w.SyncUsers(t.Context())) })
	him, err := w.PeopleUsers(office.UsersQuery{Text: jan})
	w.must(err)
	w.must(w.sim.DeleteUser(jan, false))
	w.must(w.SyncUsers(t.Context()))
	w.wantUsers(office.UsersQuery{}, "emma")
	w.wantUsers(office.UsersQuery{All: true, Text: "jan"}, "jan person deleted")
	w.must(w.sim.RestoreUser(him[0].ID))
	w.must(w.SyncUsers(t.Context()))
	w.wantUsers(office.UsersQuery{}, "emma, jan")
	w.sim.EvictUserTokens()
	w.must(w.SyncUsers(t.Context()))
	w.wantUsers(office.UsersQuery{}, "emma, jan")
}

func TestKnownAddressIsTiedToItsUser(t *testing.T) {
	w := peopled(t)
	w.must(w.on(people.UsersFeature, emma))
	w.must(w.SyncUsers(t.Context()))
	found, err := w.SuggestTies()
	w.must(err)
	if len(found) != 1 || found[0].Address != emma || found[0].User.Address != emma {
		t.Fatalf("suggested are %+v, want Emma for her account", found)
	}
	w.must(w.TiePeople(t.Context(), emma, found[0].User.ID))
	w.wantUsers(office.UsersQuery{Text: "emma"}, "emma "+emma)
	w.wants("another address for Emma", w.TiePeople(t.Context(), "e@kantoor.example", found[0].User.ID), "people-tie-taken")
	if found, err = w.SuggestTies(); err != nil || len(found) != 0 {
		t.Errorf("suggested are %+v, %v; want none", found, err)
	}
	w.must(w.UntiePeople(t.Context(), emma))
	if ties, err := w.PeopleTies(); err != nil || len(ties) != 0 {
		t.Errorf("ties are %+v, %v; want none", ties, err)
	}
}

func TestUsersGoOnWithLessWhenTheAdministratorTakesBack(t *testing.T) {
	w := peopled(t)
	w.must(w.authority.AdminConsent("kantoor.example", clientID, "User.Read.All"))
	w.must(w.authority.Consent(emma, clientID, "User.ReadBasic.All"))
	w.must(w.on(people.UsersFeature, emma))
	w.must(w.SyncUsers(t.Context()))
	w.must(w.sim.SetFault("denied", "1,path=delta"))
	w.must(w.SyncUsers(t.Context()))
	features, err := w.PeopleFeatures(emma)
	w.must(err)
	if got := strings.Join(features[0].Permissions, " "); got != "User.ReadBasic.All" {
		t.Errorf("the permissions are %s", got)
	}
	w.wantUsers(office.UsersQuery{Text: "jan"}, "jan")
}

func TestRunningOfficeReadsTheUsersByItself(t *testing.T) {
	w := peopled(t)
	w.must(w.on(people.UsersFeature, emma))
	if e := w.tells(office.EventUsers); e.Mailbox != emma || e.Done != 2 {
		t.Errorf("told was %+v, want two users through Emma's account", e)
	}
	w.wantUsers(office.UsersQuery{}, "emma, jan")
}
