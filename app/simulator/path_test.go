package simulator

import (
	"net/http"
	"strings"
	"testing"
)

func TestEveryFormOfAPathMeansTheSame(t *testing.T) {
	for path, want := range map[string]string{
		"/me/mailFolders/inbox/messages/delta":                     "me/mailfolders/{}/messages/delta",
		"/me/mailFolders/inbox/messages/delta()":                   "me/mailfolders/{}/messages/delta",
		"/me/mailFolders/inbox/messages/delta%28%29":               "me/mailfolders/{}/messages/delta",
		"/me/mailFolders/inbox/messages/microsoft.graph.delta()":   "me/mailfolders/{}/messages/delta",
		"/me/mailFolders/inbox/messages/microsoft.graph.delta":     "me/mailfolders/{}/messages/delta",
		"/me/mailfolders('AQMk=')/messages/delta":                  "me/mailfolders/{}/messages/delta",
		"/me/mailFolders(%27AQMk%3D%27)/messages/delta":            "me/mailfolders/{}/messages/delta",
		"/ME/MAILFOLDERS/inbox/Messages/Delta/":                    "me/mailfolders/{}/messages/delta",
		"/users/shared%40x.example/messages('AAMk')/$value":        "users/{}/messages/{}/$value",
		"/users('a@b.example')/messages/AAMk/%24value":             "users/{}/messages/{}/$value",
		"/me/mailFolders/a/childFolders/b/childFolders/c/messages": "me/mailfolders/{}/messages",
		"/me/mailFolders/a/childFolders":                           "me/mailfolders/{}/childfolders",
		"/me/messages/AAMk/attachments/AAMk2/$value":               "me/messages/{}/attachments/{}/$value",
		"//me//mailFolders/":                                       "me/mailfolders",
		"/users/$count":                                            "users/$count",
		"/me/mailFolders/delta":                                    "me/mailfolders/delta",
	} {
		if got := pattern(parsePath(path)); got != want {
			t.Errorf("%s is read as %s, want %s", path, got, want)
		}
	}
	if key := parsePath("/users('o''brien@x.example')")[0].key; key != "o'brien@x.example" {
		t.Errorf("key with a doubled quote is read as %s", key)
	}
}

func TestDeltaIsServedUnderEveryFormOfItsPath(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	folders, err := s.Folders(emma)
	must(t, err)
	inbox := folders[0].ID
	for _, path := range []string{
		"/me/mailFolders/inbox/messages/delta", "/me/mailFolders/inbox/messages/delta()", "/me/mailFolders/inbox/messages/delta%28%29",
		"/me/mailFolders/Inbox/messages/microsoft.graph.delta()", "/me/mailfolders('" + inbox + "')/messages/delta",
		"/me/mailFolders/" + strings.ReplaceAll(inbox, "=", "%3D") + "/messages/delta", "/users/" + emma + "/mailFolders/inbox/messages/delta",
		"/users/emma%40kantoor.example/MailFolders('inbox')/MESSAGES/delta", "/users/" + s.Users()[0].ID + "/mailFolders/inbox/messages/delta",
	} {
		items, _, _ := follow(t, s, path)
		same(t, path, ids(items), []string{id})
	}
}

func TestWrongAddressesAreRefusedAsTheServiceDoes(t *testing.T) {
	s := office(t)
	_, err := s.AddUser(User{Address: "nobox@kantoor.example", NoMailbox: true})
	must(t, err)
	for _, tt := range []struct {
		r      req
		url    string
		status int
		code   string
	}{
		{req{}, "/me/postboxes", 400, "BadRequest"},
		{req{}, "/nothing", 400, "BadRequest"},
		{req{}, "/", 400, "BadRequest"},
		{req{method: http.MethodPost}, "/me", 405, "Request_BadRequest"},
		{req{method: http.MethodPost}, "/me/mailFolders", 405, "Request_BadRequest"},
		{req{}, "/users/ghost@kantoor.example/messages", 404, "ErrorInvalidUser"},
		{req{}, "/users/ghost@kantoor.example", 404, "Request_ResourceNotFound"},
		{req{}, "/users/nobox@kantoor.example/messages", 404, "MailboxNotEnabledForRESTAPI"},
		{req{}, "/me/messages/rubbish", 400, "ErrorInvalidIdMalformed"},
		{req{}, "/me/mailFolders/rubbish", 400, "ErrorInvalidIdMalformed"},
		{req{}, "/me/mailFolders?$select=wellKnownName", 400, "RequestBroker--ParseUri"},
		{req{who: "nobody@kantoor.example"}, "/me", 401, "InvalidAuthenticationToken"},
		{req{who: info}, "/me", 401, "InvalidAuthenticationToken"},
		{req{who: "app:daemon"}, "/me", 400, "BadRequest"},
		{req{who: emma + ";scopes=User.Read"}, "/me/messages", 403, "ErrorAccessDenied"},
		{req{who: emma + ";scopes=User.Read"}, "/users", 403, "Authorization_RequestDenied"},
	} {
		a := do(t, s, tt.url, tt.r)
		if a.status != tt.status || a.code() != tt.code {
			t.Errorf("%s %s as %s: %d %s, want %d %s", tt.r.method, tt.url, tt.r.who, a.status, a.code(), tt.status, tt.code)
		}
	}
	r := req{header: []string{"client-request-id: 11111111-2222-4333-8444-555555555555"}}
	if a := do(t, s, "/me/messages/rubbish", r); a.header.Get("client-request-id") != "11111111-2222-4333-8444-555555555555" || a.header.Get("request-id") == "" {
		t.Errorf("client-request-id is not echoed: %v", a.header)
	}
}
