package office

import (
	"context"
	"testing"

	"postroom/app/mail"
	"postroom/app/people"
	"postroom/app/store"
)

// listing is a directory that can only be listed.
type listing []mail.User

func (l listing) AllUsers(_ context.Context, each func(mail.User)) error {
	for _, u := range l {
		each(u)
	}
	return nil
}

func (l listing) UserChanges(ctx context.Context, _ string, each func(mail.User)) (string, error) {
	return "link", l.AllUsers(ctx, each)
}

func TestUserWhoIsKnownThroughTwoAccountsIsOneAsTheBetterOneTells(t *testing.T) {
	w := watch(t, false)
	const id = "00000000-0000-4000-8000-000000000001"
	room := mail.User{ID: id, Name: "Room 1", Address: "room1@kantoor.example"}
	both := listing{room, {ID: "00000000-0000-4000-8000-000000000002", Name: "Zoe", Address: "zoe@kantoor.example"}}
	for _, account := range []string{"basic", "full"} { // in the order in which they are asked
		w.must(w.db.PutAccount(store.Account{ID: account, Kind: store.Work, Address: account + "@kantoor.example", State: store.Active}))
		scope := basicUsers
		if account == "full" {
			scope, both[0].Enabled, both[0].Licensed = allUsers, mail.No, mail.No
		}
		w.must(w.book().Change(account, people.UsersFeature, func(s *people.Setting) { s.On, s.Scopes = true, []string{scope} }))
		_, err := w.book().SyncUsers(t.Context(), account, both, scope == allUsers, w.opts.Now())
		w.must(err)
	}
	w.must(w.SetTeamFromUsers(t.Context(), people.JoinPropose))
	list, err := w.PeopleUsers(UsersQuery{All: true})
	w.must(err)
	if len(list) != 2 || list[0].Kind != people.Place || list[0].Account != "full" || list[1].Name != "Zoe" {
		t.Errorf("the users are %+v, want the room and Zoe, each once", list)
	}
	proposed, err := w.TeamProposals("", 0, 0)
	w.must(err)
	if proposed.Total != 1 || proposed.Proposals[0].Name != "Zoe" {
		t.Errorf("proposed is %+v, want Zoe alone", proposed.Proposals)
	}
}
