package office_test

import (
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/people"
	"postroom/app/processing"
	"postroom/app/simulator"
)

// Who gets another address is the same person everywhere: signed in, in roles, as who handles what, by the calendar; also when it
// is taken back, and when somebody else gets it.
func TestPersonWithAnotherAddressStaysTheSameAndCanBeTakenBack(t *testing.T) {
	const moved = "j.maes@kantoor.example"
	w := peopled(t)
	w.must(w.authority.AdminConsent("kantoor.example", clientID, "User.Read.All"))
	w.must(w.on(people.UsersFeature, emma))
	w.must(w.on(people.StatusFeature, emma))
	w.must(w.SyncUsers(t.Context()))
	for _, m := range []processing.Member{{Name: "emma", Address: emma, Manager: true}, {Name: "jan", Address: jan}} {
		_, err := w.PutMember(t.Context(), m)
		w.must(err)
	}
	client, _, err := w.AddClient(t.Context(), processing.Client{Name: "Peeters"})
	w.must(err)
	_, err = w.Tie(t.Context(), jan, "contact")
	w.must(err)
	w.must(w.SetTeamFromUsers(t.Context(), people.JoinPropose))
	for _, who := range []string{emma, jan} {
		_, err = w.AcceptTeamProposal(t.Context(), w.user(who).ID, people.StepTie)
		w.must(err)
	}
	change := func(from, to string) {
		t.Helper()
		w.must(w.sim.ChangeUser(from, func(u *simulator.User) { u.Address = to }))
		w.must(w.SyncUsers(t.Context()))
	}
	also := func(want string) {
		t.Helper()
		team, err := w.Team()
		w.must(err)
		if got := strings.Join(team.Members[1].Also, " "); got != want {
			t.Errorf("Jan's other addresses are %q, want %q", got, want)
		}
	}
	goes := func(to, want string) {
		t.Helper()
		who, why, err := w.WouldGoTo(client.ID, to)
		w.must(err)
		if got := strings.Join(who, " "); got != want {
			t.Errorf("a mail to %s goes to %q (%s), want %q", to, got, why, want)
		}
	}
	as := func(address string, member bool) {
		t.Helper()
		team, err := w.Team()
		w.must(err)
		if see, m := team.SightOf(address); (m != nil) != member || member && see.Who() != jan {
			t.Errorf("who signs in as %s is %+v", address, m)
		}
	}

	change(jan, moved)
	also(moved)
	as(moved, true)
	as(jan, true)
	goes(moved, jan)
	_, _, err = w.GiveRole(t.Context(), client.ID, "payroll", moved)
	w.must(err)
	_, err = w.Tie(t.Context(), "pay@kantoor.example", "role:payroll")
	w.must(err)
	goes("pay@kantoor.example", jan)
	_, err = w.WatchPeople(t.Context(), emma, []string{moved}, true)
	w.must(err)
	w.event(moved, "oof", -time.Hour, time.Hour)
	_, err = w.PeopleStatus(t.Context(), true)
	w.must(err)
	w.must(w.UntiePeople(t.Context(), jan))
	if list, err := w.Availability(jan); err != nil || len(list) != 1 || list[0].Status != "oof" {
		t.Errorf("by the first address the calendar of the second shows %+v, %v", list, err)
	}
	w.must(w.TiePeople(t.Context(), jan, w.user(moved).ID))

	// Taken back by hand it is asked, not done again; accepted it is as before.
	_, err = w.UndoProcessing(t.Context()) // what the address of pay is tied to
	w.must(err)
	_, err = w.PutMember(t.Context(), processing.Member{Name: "jan", Address: jan, Also: []string{}})
	w.must(err)
	w.must(w.SyncUsers(t.Context()))
	also("")
	as(moved, false)
	if got := w.proposals(); got != "moved jan "+jan {
		t.Errorf("proposed is %q", got)
	}
	_, err = w.AcceptTeamProposal(t.Context(), w.user(moved).ID, people.StepMoved)
	w.must(err)
	also(moved)
	_, err = w.UndoProcessing(t.Context())
	w.must(err)
	also("")
	_, err = w.AcceptTeamProposal(t.Context(), w.user(moved).ID, people.StepMoved)
	w.must(err)

	// Back at the first address both count, until somebody else has the second.
	change(moved, jan)
	also(moved)
	_, err = w.PutMember(t.Context(), processing.Member{Name: "emma", Address: emma, Also: []string{moved}})
	if fault.CodeOf(err) != "member-taken" {
		t.Errorf("an address of two members: %v", err)
	}
	w.must(w.SetTeamFromUsers(t.Context(), people.JoinAdd))
	w.now = w.now.Add(time.Minute)
	w.must(w.sim.ChangeUser(jan, func(u *simulator.User) { u.Profile = map[string]any{"proxyAddresses": []any{"SMTP:" + jan}} }))
	_, err = w.sim.AddUser(simulator.User{Address: moved, Name: "Josefien Maes"})
	w.must(err)
	w.must(w.SyncUsers(t.Context()))
	also("")
	team, err := w.Team()
	w.must(err)
	if len(team.Members) != 3 || team.Members[2].Address != moved {
		t.Errorf("the team is %+v, want Josefien in it with the address", team.Members)
	}
	as(jan, true)
}

func TestWhoLooksByAnotherAddressOwnsTheirContacts(t *testing.T) {
	const moved = "e.maes@kantoor.example"
	w := peopled(t)
	w.contact(emma, "", "An", "Bakkerij", "an@client.example")
	w.must(w.on(people.ContactsFeature, emma))
	w.must(w.SyncContacts(t.Context()))
	_, err := w.PutMember(t.Context(), processing.Member{Name: "emma", Address: moved, Also: []string{emma}})
	w.must(err)
	for _, address := range []string{moved, emma} {
		w.as(address)
		w.wantContacts("as "+address, office.ContactsQuery{}, "An")
		if p, err := w.Person(); err != nil || p.Address != address {
			t.Errorf("who looks as %s is %+v, %v", address, p, err)
		}
	}
}
