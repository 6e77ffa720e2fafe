package simulator

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"postroom/app/simulator/entra"
)

// daemon makes an office with an authority, and gives back who signs an application in: by roles, for a bearer token.
func daemon(t *testing.T) (*Simulator, func(client string, roles ...string) req) {
	t.Helper()
	a := entra.New(entra.Config{})
	s := office(t, func(o *Options) { o.Authority = a })
	return s, func(client string, roles ...string) req {
		t.Helper()
		a.AddApp(entra.App{ClientID: client, Secrets: []entra.Secret{{Value: "example-secret"}}, Roles: roles})
		form := url.Values{"grant_type": {"client_credentials"}, "client_id": {client}, "client_secret": {"example-secret"},
			"scope": {"https://graph.microsoft.com/.default"}}
		r := httptest.NewRequest(http.MethodPost, "https://login.example/kantoor.example/oauth2/v2.0/token", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		var got struct {
			Token string `json:"access_token"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Token == "" {
			t.Fatalf("no token: %d %s", w.Code, w.Body)
		}
		return req{who: got.Token}
	}
}

const (
	one = "00000000-0000-4000-8000-000000000001"
	two = "00000000-0000-4000-8000-000000000002"
)

func TestApplicationReadsWhatEntraHasGrantedAndNothingElse(t *testing.T) {
	s, sign := daemon(t)
	reads, lists := sign(one, "Mail.Read"), sign(two, "User.ReadBasic.All")
	do(t, s, "/users/"+emma+"/mailFolders", reads).wants(t, 200, "")
	do(t, s, "/users", reads).wants(t, 403, "Authorization_RequestDenied")
	do(t, s, "/users/"+emma+"/mailboxSettings", reads).wants(t, 403, "ErrorAccessDenied")
	do(t, s, "/users", lists).wants(t, 200, "")
	do(t, s, "/organization", lists).wants(t, 403, "Authorization_RequestDenied")
	if e := do(t, s, "/users/"+emma+"/mailFolders", lists); e.status != 403 || messageOf(t, e) != "Access is denied. Check credentials and try again." {
		t.Errorf("without the permission: %d %s", e.status, e.body)
	}
	do(t, s, "/me/mailFolders", reads).wants(t, 400, "BadRequest")
	do(t, s, "/organization", sign(one, "Organization.Read.All")).wants(t, 200, "")
}

func TestAccessPolicyAndRolesInExchangeLimitTheMailboxesOfOneApplication(t *testing.T) {
	s, sign := daemon(t)
	all, scoped := sign(one, "Mail.Read"), sign(two)
	must(t, s.RestrictApp(one, info))
	must(t, s.AssignRole(two, "Application Mail.Read", emma))
	const outside = "Access to OData is disabled."
	for _, tt := range []struct {
		name, box string
		who       req
		status    int
	}{
		{"in the policy's group", info, all, 200}, {"out of it", emma, all, 403},
		{"in the role's scope", emma, scoped, 200}, {"out of it", info, scoped, 403},
	} {
		a := do(t, s, "/users/"+tt.box+"/mailFolders", tt.who)
		if a.status != tt.status || tt.status == 403 && messageOf(t, a) != outside {
			t.Errorf("%s: %s answers %d %s", tt.name, tt.box, a.status, a.body)
		}
	}
	must(t, s.RestrictApp(one))
	do(t, s, "/users/"+emma+"/mailFolders", all).wants(t, 200, "")
	must(t, s.AssignRole(two, "Application Mail.Read"))
	do(t, s, "/users/"+info+"/mailFolders", scoped).wants(t, 200, "")
	if s.AssignRole(two, "Mail.Read") == nil {
		t.Error("a role that Exchange does not have was taken")
	}
}

func TestGeneratedMailboxesAreOfEveryKind(t *testing.T) {
	s, sign := daemon(t)
	who := sign(one, "User.ReadBasic.All", "MailboxSettings.Read")
	addresses, err := s.AddMailboxes(300, "kantoor.example")
	must(t, err)
	count := map[any]int{}
	for _, a := range addresses {
		count[do(t, s, "/users/"+a+"/mailboxSettings?$select=userPurpose", who).object(t)["userPurpose"]]++
	}
	if count["user"] != 240 || count["shared"] != 30 || count["room"] != 30 {
		t.Errorf("the kinds are %v, want 240 persons', 30 shared, 30 rooms'", count)
	}
	if all, _, pages := follow(t, s, "/users?$top=100&$select=id,mail,displayName,userPrincipalName", who); len(all) != 303 || pages != 4 {
		t.Errorf("%d users in %d pages, want 303 in 4", len(all), pages)
	}
}

// messageOf is the text of an error.
func messageOf(t *testing.T, a answer) string {
	t.Helper()
	var e struct{ Error struct{ Message string } }
	must(t, json.Unmarshal(a.body, &e))
	return e.Error.Message
}
