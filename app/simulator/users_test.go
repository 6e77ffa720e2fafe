package simulator

import (
	"fmt"
	"testing"
)

func TestUsersAreListedFoundAndCounted(t *testing.T) {
	s := office(t)
	for i := range 150 {
		_, err := s.AddUser(User{Address: fmt.Sprintf("user%03d@kantoor.example", i), Name: fmt.Sprintf("User %03d", i), NoMailbox: i == 7})
		must(t, err)
	}
	all, _, pages := follow(t, s, "/users")
	if len(all) != 153 || pages != 2 {
		t.Errorf("%d users in %d pages, want 153 in 2", len(all), pages)
	}
	if len(all[0]) != len(userFields) {
		t.Errorf("a user shows %v, want the %d default properties", all[0], len(userFields))
	}
	eventual := req{header: []string{"ConsistencyLevel: eventual"}}
	for url, want := range map[string]int{
		"/users?$filter=startswith(displayName,'User 00')":                                                                10,
		"/users?$filter=endswith(mail,'9@kantoor.example') and startswith(mail,'user1')":                                  5,
		"/users?$filter=userPrincipalName eq 'emma@kantoor.example'":                                                      1,
		"/users?$filter=accountEnabled eq false":                                                                          1,
		"/users?$filter=mail eq null":                                                                                     1,
		"/users?$search=\"displayName:jan\" OR \"displayName:inf\"":                                                       3, // Jan Peeters, Emma Janssens, Info
		"/users?$top=3&$select=id,mail&$filter=startswith(mail,'user')":                                                   3,
		"/users?$filter=identities/any(c:c/issuerAssignedId eq 'emma@kantoor.example' and c/issuer eq 'kantoor.example')": 1,
	} {
		if p := do(t, s, url, eventual).page(t); len(p.Value) != want {
			t.Errorf("%s finds %d, want %d", url, len(p.Value), want)
		}
	}
	if a := do(t, s, "/users/$count", eventual); string(a.body) != "153" {
		t.Errorf("$count is %s", a.body)
	}
	if p := do(t, s, "/users?$count=true&$orderby=displayName desc&$top=2", eventual).page(t); *p.Count != 153 || p.Value[0]["displayName"] != "User 149" {
		t.Errorf("counted and sorted: %+v", p)
	}
	do(t, s, "/users?$search=\"displayName:x\"").wants(t, 400, "Request_UnsupportedQuery")
	do(t, s, "/users?$filter=nonsense").wants(t, 400, "Request_UnsupportedQuery")
	do(t, s, "/users?$top=0").wants(t, 400, "Request_UnsupportedQuery")
	do(t, s, "/users?$select=nonsense").wants(t, 400, "BadRequest")
	do(t, s, "/users?$skiptoken=rubbish").wants(t, 400, "Directory_ExpiredPageToken")
	do(t, s, "/users/$count").wants(t, 400, "Request_UnsupportedQuery")
}

func TestMeAndOthersAreShown(t *testing.T) {
	s := office(t)
	if me := do(t, s, "/me").object(t); me["mail"] != emma || me["displayName"] != "Emma Janssens" || me["surname"] != "Janssens" {
		t.Errorf("/me is %v", me)
	}
	if him := do(t, s, "/users/"+jan+"?$select=displayName,mail").object(t); len(him) != 3 || him["mail"] != jan {
		t.Errorf("/users/{id} with $select is %v", him)
	}
	do(t, s, "/users/"+jan, req{who: emma + ";scopes=User.Read"}).wants(t, 403, "Authorization_RequestDenied")
}

func TestSettingsAndOrganisationAreShown(t *testing.T) {
	s := office(t)
	all := do(t, s, "/users/"+info+"/mailboxSettings").object(t)
	if all["userPurpose"] != "shared" {
		t.Errorf("settings of a shared mailbox: %v", all)
	}
	if lang, _ := do(t, s, "/me/mailboxSettings?$select=language", req{who: jan}).object(t)["language"].(map[string]any); lang["locale"] != "nl-BE" {
		t.Errorf("language is %v", lang)
	}
	if tz := do(t, s, "/me/mailboxSettings/timeZone").object(t); tz["value"] != "UTC" {
		t.Errorf("time zone is %v", tz)
	}
	if org := do(t, s, "/organization?$select=id,displayName").page(t); org.Value[0]["displayName"] != "Kantoor" || len(org.Value[0]) != 2 {
		t.Errorf("organisation is %v", org)
	}
}
