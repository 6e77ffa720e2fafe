package simulator

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postroom/app/simulator/entra"
)

// control makes a request to the control API, wants its status, and gives back the answer's object or list.
func control(t *testing.T, s *Simulator, method, path, body string, want int) any {
	t.Helper()
	r := httptest.NewRequest(method, "https://sim.example/control/"+path, strings.NewReader(body))
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != want {
		t.Errorf("%s %s: %d, want %d: %s", method, path, w.Code, want, w.Body)
	}
	var v any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Errorf("%s %s: %v: %s", method, path, err, w.Body)
	}
	return v
}

func newID(t *testing.T, v any) string {
	t.Helper()
	object, _ := v.(map[string]any)
	id, _ := object["id"].(string)
	if id == "" {
		t.Fatalf("no id in %v", v)
	}
	return id
}

func TestControlAPIPlaysAWholeDay(t *testing.T) {
	s := office(t)
	control(t, s, "POST", "mailboxes", `{"address":"sales@kantoor.example","name":"Sales","kind":"shared","fullAccess":["emma@kantoor.example"]}`, 200)
	control(t, s, "POST", "mailboxes", `{"address":"sales@kantoor.example"}`, 409)
	const box = "mailboxes/sales@kantoor.example/"
	control(t, s, "POST", box+"folders", `{"path":"Inbox/Clients"}`, 200)
	id := newID(t, control(t, s, "POST", box+"messages?folder=Inbox/Clients&received=2026-01-02T03:04:05Z", string(mime("one")), 200))
	if a := do(t, s, "/users/sales@kantoor.example/messages/"+id); a.object(t)["receivedDateTime"] != "2026-01-02T03:04:05Z" {
		t.Errorf("delivered mail shows as %s", a.body)
	}
	_, link, _ := follow(t, s, "/users/sales@kantoor.example/mailFolders/inbox/messages/delta")
	control(t, s, "PATCH", box+"folders", `{"path":"Inbox/Clients","name":"Customers"}`, 200)
	control(t, s, "PATCH", box+"folders", `{"path":"Inbox/Customers","below":"msgfolderroot"}`, 200)
	control(t, s, "POST", box+"messages/"+id+"/move", `{"folder":"inbox"}`, 200)
	copied := newID(t, control(t, s, "POST", box+"messages/"+id+"/copy", `{"folder":"Customers"}`, 200))
	control(t, s, "PATCH", box+"messages/"+id, `{"read":true,"flagged":true}`, 200)
	list, _ := control(t, s, "GET", box+"messages?folder=Inbox", "", 200).([]any)
	if first, _ := list[0].(map[string]any); len(list) != 1 || first["subject"] != "one" || first["read"] != true || first["from"] != "sofie@client.example" {
		t.Errorf("list of the Inbox: %v", list)
	}
	control(t, s, "DELETE", box+"messages/"+copied+"?forGood=true", "", 200)
	control(t, s, "DELETE", box+"messages/"+copied, "", 404)
	control(t, s, "DELETE", box+"folders", `{"path":"Customers","forGood":true}`, 200)
	folders, _ := control(t, s, "GET", box+"folders", "", 200).([]any)
	if text := strings.ToLower(jsonText(t, folders)); strings.Contains(text, "customers") {
		t.Errorf("deleted folder is listed: %s", text)
	}
	control(t, s, "POST", box+"evict", `{"folder":"Inbox"}`, 200)
	do(t, s, link).wants(t, 410, "SyncStateNotFound")
	control(t, s, "POST", box+"generate", `{"folder":"Inbox","count":5,"size":2000}`, 200)
	control(t, s, "POST", box+"revoke", `{"who":"emma@kantoor.example"}`, 200)
	do(t, s, "/users/sales@kantoor.example/messages").wants(t, 404, "ErrorItemNotFound")
	control(t, s, "POST", box+"grant", `{"who":"jan@kantoor.example","folder":"Inbox"}`, 200)
	if p := do(t, s, "/users/sales@kantoor.example/mailFolders/inbox/messages", req{who: jan}).page(t); len(p.Value) != 6 {
		t.Errorf("the shared Inbox shows %d, want 6", len(p.Value))
	}
	if all, _ := control(t, s, "GET", "mailboxes", "", 200).([]any); len(all) != 4 {
		t.Errorf("%d mailboxes, want 4", len(all))
	}
	control(t, s, "GET", "mailboxes/ghost@kantoor.example/folders", "", 404)
	control(t, s, "POST", box+"folders", `{"paht":"x"}`, 400)
	control(t, s, "POST", box+"messages", "", 400)
	control(t, s, "POST", box+"messages?received=yesterday", "x", 400)
	control(t, s, "PATCH", box+"folders", `{"path":"Inbox"}`, 400)
}

func jsonText(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	must(t, err)
	return string(b)
}

func TestControlAPISetsFaultsAndShowsStatistics(t *testing.T) {
	s := office(t)
	id := newID(t, control(t, s, "POST", "faults", `{"kind":"throttle","count":2,"retryAfter":"2.5","delay":"1ms"}`, 200))
	if a := do(t, s, "/me"); a.header.Get("Retry-After") != "2.5" {
		t.Errorf("the fault does not hit: %d", a.status)
	}
	got := jsonText(t, control(t, s, "GET", "faults", "", 200))
	if !strings.Contains(got, id) || !strings.Contains(got, `"hits":1`) {
		t.Errorf("faults are %s", got)
	}
	control(t, s, "DELETE", "faults/"+id, "", 200)
	control(t, s, "DELETE", "faults/"+id, "", 400)
	control(t, s, "PUT", "faults/full", `{"value":"on"}`, 200)
	do(t, s, inboxDelta).wants(t, 403, "ErrorQuotaExceeded")
	control(t, s, "DELETE", "faults", "", 200)
	control(t, s, "PUT", "behaviour", `{"shuffle":true,"seed":3}`, 200)
	if b := s.Behaviour(); !b.Shuffle || b.Seed != 3 {
		t.Errorf("behaviour is %+v", b)
	}
	control(t, s, "PUT", "faults/nonsense", `{"value":"on"}`, 400)
	control(t, s, "POST", "faults", `{"kind":"nonsense"}`, 400)
	st, _ := control(t, s, "GET", "stats?last=1", "", 200).(map[string]any)
	if last, _ := st["last"].([]any); st["requests"] != 2.0 || len(last) != 1 {
		t.Errorf("statistics are %v", st)
	}
	control(t, s, "DELETE", "stats", "", 200)
	control(t, s, "GET", "signins", "", 400)
}

func TestControlAPIIsShutUnlessOpened(t *testing.T) {
	s := office(t, func(o *Options) { o.Control = false })
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://sim.example/control/mailboxes", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("answered %d", w.Code)
	}
}

func TestSentDraftMayAppearLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := office(t)
		id, err := s.Deliver(emma, "Drafts", mime("draft"), Delivery{Draft: true})
		must(t, err)
		control(t, s, "POST", "mailboxes/"+emma+"/messages/"+id+"/send", `{"late":"5s"}`, 200)
		time.Sleep(4 * time.Second) // of the bubble's clock
		synctest.Wait()
		do(t, s, "/me/messages/"+id).wants(t, 404, "ErrorItemNotFound")
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if a := do(t, s, "/me/mailFolders/sentitems/messages/"+id); a.status != 200 {
			t.Errorf("the sent mail is not there: %d", a.status)
		}
	})
}

// TestAuthorityGuardsGraph signs an application in at the simulated Entra ID and uses its token.
func TestAuthorityGuardsGraph(t *testing.T) {
	a := entra.New(entra.Config{})
	a.AddApp(entra.App{ClientID: "66666666-7777-4888-8999-aaaaaaaaaaaa", Name: "Daemon", Roles: []string{"Mail.Read"}, Secrets: []entra.Secret{{Value: "example-secret"}}})
	s := office(t, func(o *Options) { o.Authority = a })
	form := url.Values{"client_id": {"66666666-7777-4888-8999-aaaaaaaaaaaa"}, "client_secret": {"example-secret"}, "grant_type": {"client_credentials"}, "scope": {"https://graph.microsoft.com/.default"}}
	r := httptest.NewRequest(http.MethodPost, "https://login.microsoftonline.com/kantoor.example/oauth2/v2.0/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	var token struct {
		AccessToken string `json:"access_token"`
	}
	must(t, json.Unmarshal(w.Body.Bytes(), &token))
	if token.AccessToken == "" {
		t.Fatalf("no token: %d %s", w.Code, w.Body)
	}
	app := req{who: token.AccessToken}
	if got := do(t, s, "/users/"+emma+"/messages", app); got.status != 200 {
		t.Errorf("with the token: %d %s", got.status, got.body)
	}
	do(t, s, "/users", app).wants(t, 403, "Authorization_RequestDenied")
	do(t, s, "/users/"+emma+"/messages", req{who: emma}).wants(t, 401, "InvalidAuthenticationToken")
	if list, _ := control(t, s, "GET", "signins", "", 200).([]any); len(list) != 2 {
		t.Errorf("accounts: %v, want the two persons and not the shared mailbox", list)
	}
	control(t, s, "POST", "signins/"+emma+"/revoke", "", 200)
	control(t, s, "POST", "signins/ghost@kantoor.example/revoke", "", 404)
	control(t, s, "POST", "signins/"+emma+"/block", `{"code":53003}`, 200)
	control(t, s, "POST", "signins/"+emma+"/block", `{"code":1}`, 404)
	control(t, s, "POST", "signins/"+emma+"/block", `{"code":0}`, 200)
	control(t, s, "POST", "signins/"+emma+"/challenge", `{"claims":"{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"}}}"}`, 200)
	control(t, s, "POST", "signins/fail", `{"phase":"silent","code":50173}`, 200)
	control(t, s, "POST", "signins/expire", "", 200)
	got := do(t, s, "/users/"+emma+"/messages", app)
	got.wants(t, 401, "InvalidAuthenticationToken")
	if got.header.Get("WWW-Authenticate") == "" {
		t.Error("an expired token gets no WWW-Authenticate")
	}
}
