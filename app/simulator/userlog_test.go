package simulator

import (
	"fmt"
	"testing"
)

func TestUserDeltaTellsWhoCameChangedAndWent(t *testing.T) {
	s := office(t)
	for i := range 450 {
		_, err := s.AddUser(User{Address: fmt.Sprintf("user%03d@kantoor.example", i), NoMailbox: true})
		must(t, err)
	}
	all, link, pages := follow(t, s, "/users/delta?$select=displayName,mail")
	if len(ids(all)) != 453 || pages != 3 || len(all[0]) != 3 {
		t.Errorf("the first round shows %d users in %d pages, each as %v; want 453 in 3 with three properties", len(ids(all)), pages, all[0])
	}
	quiet, link, pages := follow(t, s, link)
	if len(quiet) != 0 || pages != 1 {
		t.Errorf("a quiet round shows %d users in %d pages", len(quiet), pages)
	}
	must(t, s.ChangeUser(jan, func(u *User) { u.Name = "Jan Maes" }))
	must(t, s.ChangeUser(jan, func(u *User) { u.Address = "jan.maes@kantoor.example" }))
	must(t, s.DeleteUser(info, false))
	must(t, s.DeleteUser("user001@kantoor.example", true))
	id, err := s.AddUser(User{Address: "new@kantoor.example"})
	must(t, err)
	changes, link, _ := follow(t, s, link)
	if len(changes) != 4 || changes[0]["displayName"] != "Jan Maes" || changes[0]["mail"] != "jan.maes@kantoor.example" || changes[3].id() != id {
		t.Fatalf("after changes: %v", changes)
	}
	for i, reason := range map[int]string{1: "changed", 2: "deleted"} {
		if r, _ := changes[i]["@removed"].(map[string]any); r["reason"] != reason {
			t.Errorf("a deleted user is %v, want the reason %s", changes[i], reason)
		}
	}
	do(t, s, "/users/"+info).wants(t, 404, "Request_ResourceNotFound")
	must(t, s.RestoreUser(changes[1].id()))
	if back, _, _ := follow(t, s, link); len(back) != 1 || back[0]["mail"] != info {
		t.Errorf("after a user was restored: %v", back)
	}
	if err := s.RestoreUser(changes[2].id()); err == nil {
		t.Error("a user who is gone for ever was restored")
	}
	do(t, s, "/users/jan.maes@kantoor.example?$select=proxyAddresses").wants(t, 200, "")
}

func TestUserDeltaIsRefusedAsByTheService(t *testing.T) {
	s := office(t)
	do(t, s, "/users/delta", req{who: emma + ";scopes=User.ReadBasic.All"}).wants(t, 403, "Authorization_RequestDenied")
	do(t, s, "/users/delta?$top=5", req{wild: true}).wants(t, 400, "Request_UnsupportedQuery")
	do(t, s, "/users/delta?$deltatoken=rubbish").wants(t, 400, "Directory_ExpiredPageToken")
	if latest, link, _ := follow(t, s, "/users/delta?$deltatoken=latest"); len(latest) != 0 || link == "" {
		t.Errorf("from now on: %v, %q", latest, link)
	}
	_, link, _ := follow(t, s, "/users/delta")
	s.EvictUserTokens()
	do(t, s, link).wants(t, 410, "resyncRequired")
}
