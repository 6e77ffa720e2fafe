package office_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"postroom/app/office"
	"postroom/app/people"
	"postroom/app/processing"
	"postroom/app/simulator"
)

// proposals writes what is proposed as "add Jan, tie Emma emma@kantoor.example".
func (w *guarded) proposals() string {
	w.t.Helper()
	list, err := w.TeamProposals("", 0, 0)
	w.must(err)
	var all []string
	for _, p := range list.Proposals {
		if p.Message == "" || strings.Contains(p.Message, "{") {
			w.t.Errorf("%s is said as %q", p.Kind, p.Message)
		}
		all = append(all, strings.TrimSpace(fmt.Sprint(p.Kind, " ", p.Name, " ", p.Member)))
	}
	return strings.Join(all, ", ")
}

func (w *guarded) wantTeam(proposed, members string) {
	w.t.Helper()
	if got := w.proposals(); got != proposed {
		w.t.Errorf("proposed is %q, want %q", got, proposed)
	}
	team, err := w.Team()
	w.must(err)
	var all []string
	for _, m := range team.Members {
		all = append(all, m.Name+" "+m.Address)
	}
	if got := strings.Join(all, ", "); got != members {
		w.t.Errorf("the team is %q, want %q", got, members)
	}
}

func (w *guarded) user(address string) office.PersonUser {
	w.t.Helper()
	list, err := w.PeopleUsers(office.UsersQuery{Text: address, All: true})
	w.must(err)
	if len(list) != 1 {
		w.t.Fatalf("%d users are %s", len(list), address)
	}
	return list[0]
}

func TestUsersOfTheOrganisationBecomeMembersOfTheTeam(t *testing.T) {
	w := peopled(t)
	w.must(w.authority.AdminConsent("kantoor.example", clientID, "User.Read.All"))
	w.must(w.on(people.UsersFeature, emma))
	w.must(w.SyncUsers(t.Context()))
	_, err := w.PutMember(t.Context(), processing.Member{Name: "emma", Address: emma, Roles: []string{"payroll"}})
	w.must(err)
	w.wantTeam("", "emma "+emma)
	if _, err := w.PutMember(t.Context(), processing.Member{Name: "Jan", Address: jan}); err != nil {
		t.Fatal(err)
	}
	if found, err := w.SuggestTies(); err != nil || len(found) != 2 {
		t.Errorf("suggested are %+v, %v; want her account and the member Jan", found, err)
	}
	_, err = w.DropMember(t.Context(), jan)
	w.must(err)
	w.wants("another word", w.SetTeamFromUsers(t.Context(), "always"), "team-mode")
	w.must(w.SetTeamFromUsers(t.Context(), people.JoinPropose))
	w.wantTeam("tie emma "+emma+", add jan", "emma "+emma)
	if page, err := w.TeamProposals("", 1, 1); err != nil || page.Total != 2 || len(page.Proposals) != 1 || page.Proposals[0].Address != jan {
		t.Errorf("the second page is %+v, %v", page, err)
	}
	if page, err := w.TeamProposals("JAN@", 0, 10); err != nil || page.Total != 1 {
		t.Errorf("Jan is found as %+v, %v", page, err)
	}

	accept := func(who string, kind people.StepKind) error {
		_, err := w.AcceptTeamProposal(t.Context(), w.user(who).ID, kind)
		return err
	}
	w.must(accept(emma, people.StepTie))
	w.wants("what is done already", accept(emma, people.StepTie), "team-proposal")
	if got := w.user(emma).Tied; len(got) != 1 || got[0] != emma {
		t.Errorf("Emma is tied to %v", got)
	}
	w.must(w.DismissTeamProposal(t.Context(), w.user(jan).ID, people.StepAdd))
	w.wantTeam("", "emma "+emma)

	// Who is new after it was said is added; who was there is proposed, when they change.
	w.now = w.now.Add(time.Minute)
	w.must(w.SetTeamFromUsers(t.Context(), people.JoinAdd))
	w.now = w.now.Add(time.Minute)
	_, err = w.sim.AddUser(simulator.User{Address: "sofie@kantoor.example", Name: "Sofie"})
	w.must(err)
	w.must(w.sim.ChangeUser(jan, func(u *simulator.User) { u.Name = "Jan Maes" }))
	w.must(w.sim.ChangeUser(emma, func(u *simulator.User) { u.Name = "Emma Peeters" }))
	w.must(w.SyncUsers(t.Context()))
	w.wantTeam("add Jan Maes", "Emma Peeters "+emma+", Sofie sofie@kantoor.example")
	team, err := w.Team()
	w.must(err)
	if strings.Join(team.Members[0].Roles, " ") != "payroll" {
		t.Errorf("a new name has cost Emma her roles: %+v", team.Members[0])
	}

	// Who gets another address is the same member, and known by both.
	w.must(w.sim.ChangeUser(emma, func(u *simulator.User) { u.Address = "e.peeters@kantoor.example" }))
	w.must(w.SyncUsers(t.Context()))
	w.wantTeam("add Jan Maes", "Emma Peeters "+emma+", Sofie sofie@kantoor.example")
	_, err = w.PutMember(t.Context(), processing.Member{Name: "Emma Peeters", Address: "E.Peeters@kantoor.example", Roles: []string{"payroll"}})
	w.must(err)
	w.wantTeam("add Jan Maes", "Emma Peeters "+emma+", Sofie sofie@kantoor.example")
	team, err = w.Team()
	w.must(err)
	if m := team.Members[0]; strings.Join(m.Also, " ") != "e.peeters@kantoor.example" || len(m.Roles) != 1 {
		t.Errorf("with another address Emma is %+v", m)
	}
	if see, m := team.SightOf("e.peeters@kantoor.example"); m == nil || see.Who() != emma {
		t.Errorf("who signs in with the new address is %+v", m)
	}
	w.must(w.sim.ChangeUser("e.peeters@kantoor.example", func(u *simulator.User) { u.Address = emma }))
	w.must(w.SyncUsers(t.Context()))

	// Whom the team can't take keeps nobody else out.
	for _, a := range []string{"bad name@kantoor.example", "zoe@kantoor.example"} {
		_, err = w.sim.AddUser(simulator.User{Address: a, Name: a})
		w.must(err)
	}
	w.must(w.SyncUsers(t.Context()))
	w.wantTeam("add Jan Maes", "Emma Peeters "+emma+", Sofie sofie@kantoor.example, zoe@kantoor.example zoe@kantoor.example")
	w.must(w.sim.DeleteUser("bad name@kantoor.example", true))
	w.must(w.sim.DeleteUser("zoe@kantoor.example", true))
	_, err = w.DropMember(t.Context(), "zoe@kantoor.example")
	w.must(err)
	w.must(w.SyncUsers(t.Context()))

	// Who leaves stays in the team until somebody says otherwise.
	w.must(w.sim.DeleteUser("sofie@kantoor.example", false))
	w.must(w.SyncUsers(t.Context()))
	w.wantTeam("add Jan Maes, left Sofie sofie@kantoor.example", "Emma Peeters "+emma+", Sofie sofie@kantoor.example")
	w.must(w.sim.RestoreUser(w.user("sofie@kantoor.example").ID))
	w.must(w.SyncUsers(t.Context()))
	w.wantTeam("add Jan Maes", "Emma Peeters "+emma+", Sofie sofie@kantoor.example")
	w.must(w.sim.DeleteUser("sofie@kantoor.example", false))
	w.must(w.SyncUsers(t.Context()))
	w.must(accept("sofie@kantoor.example", people.StepLeft))
	w.wantTeam("add Jan Maes", "Emma Peeters "+emma)

	// Whom somebody took out of the team is not added again.
	w.must(accept(jan, ""))
	w.wantTeam("", "Emma Peeters "+emma+", Jan Maes "+jan)
	_, err = w.DropMember(t.Context(), jan)
	w.must(err)
	w.must(w.sim.ChangeUser(jan, func(u *simulator.User) { u.Name = "Jan" }))
	w.must(w.SyncUsers(t.Context()))
	w.wantTeam("", "Emma Peeters "+emma)
}

func TestTwoMembersThatAreOneUserAreExplained(t *testing.T) {
	w := peopled(t)
	w.must(w.authority.AdminConsent("kantoor.example", clientID, "User.Read.All"))
	w.must(w.sim.ChangeUser(jan, func(u *simulator.User) {
		u.Profile = map[string]any{"proxyAddresses": []string{"SMTP:" + jan, "smtp:j.maes@kantoor.example"}}
	}))
	w.must(w.on(people.UsersFeature, emma))
	w.must(w.SyncUsers(t.Context()))
	for _, a := range []string{jan, "j.maes@kantoor.example"} {
		_, err := w.PutMember(t.Context(), processing.Member{Name: "Jan", Address: a})
		w.must(err)
	}
	w.must(w.SetTeamFromUsers(t.Context(), people.JoinAdd))
	w.wantTeam("add emma, two-members jan "+jan, "Jan "+jan+", Jan j.maes@kantoor.example")
	_, err := w.AcceptTeamProposal(t.Context(), w.user(jan).ID, people.StepTwo)
	w.wants("a conflict is nothing to say yes to", err, "team-by-hand")
	_, err = w.DropMember(t.Context(), jan)
	w.must(err)
	w.wantTeam("add emma, tie jan j.maes@kantoor.example", "Jan j.maes@kantoor.example")
}

func TestMembersShowByTheirCalendarsBesideWhatTheyHandle(t *testing.T) {
	w := peopled(t)
	w.must(w.authority.AdminConsent("kantoor.example", clientID, "User.Read.All"))
	w.must(w.sim.ChangeUser(jan, func(u *simulator.User) {
		u.Profile = map[string]any{"proxyAddresses": []string{"SMTP:" + jan, "smtp:j.maes@kantoor.example"}}
	}))
	w.must(w.on(people.UsersFeature, emma))
	w.must(w.on(people.StatusFeature, emma))
	w.must(w.SyncUsers(t.Context()))
	_, err := w.WatchPeople(t.Context(), emma, []string{jan}, true)
	w.must(err)
	w.event(jan, "oof", -time.Hour, 9*24*time.Hour)
	_, err = w.PeopleStatus(t.Context(), true)
	w.must(err)
	w.must(w.TiePeople(t.Context(), "j.maes@kantoor.example", w.user(jan).ID))
	say := func(language string) string {
		w.SetLanguage(language)
		list, err := w.Availability("J.Maes@kantoor.example", emma, "nobody@kantoor.example")
		w.must(err)
		var all []string
		for _, a := range list {
			all = append(all, a.Address+" "+a.Words)
		}
		return strings.Join(all, ", ")
	}
	for language, want := range map[string]string{"en": "out until ", "nl": "afwezig tot ", "fr": "absent jusqu'au ", "de": "abwesend bis "} {
		got := say(language)
		if !strings.HasPrefix(got, "J.Maes@kantoor.example "+want) || !strings.Contains(got, ", "+emma+" ") {
			t.Errorf("in %s: %q, want %q for Jan by the address that is tied to him, and Emma", language, got, want)
		}
	}
}
