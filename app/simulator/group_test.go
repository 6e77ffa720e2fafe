package simulator

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestMembersOfAGroupAreFoundThroughOtherGroups(t *testing.T) {
	s := office(t)
	add := func(g Group) string {
		id, err := s.AddGroup(g)
		must(t, err)
		return id
	}
	direct := add(Group{Name: "Direct", Members: []string{emma}})
	inner := add(Group{Name: "Inner", Members: []string{jan}})
	middle := add(Group{Name: "Middle", Members: []string{inner}})
	outer := add(Group{Name: "Outer", Members: []string{middle}})
	must(t, s.SetMembers(inner, jan, outer)) // a circle ends all the same
	unknown := "99999999-2222-3333-4444-555555555555"
	check := func(who string, ids ...string) []string {
		t.Helper()
		body, err := json.Marshal(map[string]any{"groupIds": ids})
		must(t, err)
		var got struct{ Value []string }
		must(t, json.Unmarshal(do(t, s, "/me/checkMemberGroups", req{method: "POST", who: who, body: string(body)}).body, &got))
		return got.Value
	}
	same(t, "Emma's groups", check(emma, direct, inner, middle, outer, unknown), []string{direct})
	same(t, "Jan's groups", check(jan, direct, outer, strings.ToUpper(inner)), []string{outer, strings.ToUpper(inner)})
	must(t, s.SetMembers(direct))
	same(t, "Emma's groups after she left", check(emma, direct), nil)
}

func TestMembershipNeedsAPermissionAndAWorkAccount(t *testing.T) {
	s := office(t)
	id, err := s.AddGroup(Group{Name: "IT", Members: []string{emma}})
	must(t, err)
	_, err = s.AddUser(User{Address: "piet@outlook.example", Personal: true})
	must(t, err)
	ask := func(who, body string) answer {
		return do(t, s, "/me/checkMemberGroups", req{method: "POST", who: who, body: body, wild: true})
	}
	well := `{"groupIds":["` + id + `"]}`
	ask(emma+";scopes=User.Read", well).wants(t, 200, "")
	ask(emma+";scopes=Mail.Read", well).wants(t, 403, "Authorization_RequestDenied")
	ask("piet@outlook.example", well).wants(t, 403, "Authorization_RequestDenied")
	ask(emma, `{}`).wants(t, 400, "Request_BadRequest")
	ask(emma, `{"groupIds":["IT"]}`).wants(t, 400, "Request_BadRequest")
	ask(emma, `{"groupIds":["`+strings.Repeat(id+`","`, 20)+id+`"]}`).wants(t, 400, "Request_BadRequest")
}

func TestGroupsAreSetOverTheControlAPI(t *testing.T) {
	s := office(t, func(o *Options) { o.Control = true })
	control := func(method, path, body string) (int, string) {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, "https://sim.example/control/"+path, strings.NewReader(body)))
		return w.Code, w.Body.String()
	}
	code, body := control("POST", "groups", `{"name":"IT","members":["`+emma+`"]}`)
	var made struct{ ID string }
	if err := json.Unmarshal([]byte(body), &made); err != nil || code != http.StatusOK || made.ID == "" {
		t.Fatalf("making a group: %d %s", code, body)
	}
	if code, body := control("PUT", "groups/"+made.ID, `{"members":["`+jan+`"]}`); code != http.StatusOK {
		t.Errorf("changing it: %d %s", code, body)
	}
	if _, body := control("GET", "groups", ""); !strings.Contains(body, jan) || strings.Contains(body, emma) {
		t.Errorf("listed as %s", body)
	}
	if code, _ := control("PUT", "groups/none", `{}`); code != http.StatusNotFound {
		t.Errorf("an unknown group answers %d, want 404", code)
	}
}
