package entra

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// exchange as the example file describes it.
type example struct {
	Name    string
	Request struct {
		Form map[string]string
	}
	Response struct {
		Status int
		Body   map[string]any
	}
}

// TestAnswersHaveTheShapeOfMicrosoftsExamples plays the exchanges that Microsoft's documentation shows and compares
// status, the fields and their types.
func TestAnswersHaveTheShapeOfMicrosoftsExamples(t *testing.T) {
	b, err := os.ReadFile("../../../testdata/graph/examples/entra-oauth.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Exchanges []example }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	play := map[string]func() (int, map[string]any){
		"redeem code (public client, PKCE)": func() (int, map[string]any) {
			return w.redeem(w.code("Mail.Read User.Read"), "Mail.Read User.Read")
		},
		"device code": func() (int, map[string]any) {
			return w.post("/common/oauth2/v2.0/devicecode", "client_id", clientID, "scope", "Mail.Read")
		},
		"device code poll pending": func() (int, map[string]any) {
			_, got := w.post("/common/oauth2/v2.0/devicecode", "client_id", clientID, "scope", "Mail.Read")
			return w.post("/common/oauth2/v2.0/token", "grant_type", "device_code", "client_id", clientID, "device_code", got["device_code"].(string))
		},
		"client credentials": func() (int, map[string]any) {
			return w.post("/"+tenantID+"/oauth2/v2.0/token", "client_id", daemonID, "scope", "https://graph.microsoft.com/.default",
				"client_secret", "example-secret", "grant_type", "client_credentials")
		},
		"error": func() (int, map[string]any) {
			_, got := w.redeem(w.code("Mail.Read"), "Mail.Read")
			return w.refreshWith(got["refresh_token"].(string), "https://example.contoso.com/activity.read", "")
		},
		"openid-configuration (shape MSAL Go needs)": func() (int, map[string]any) {
			resp, err := w.server.Client().Get(w.server.URL + "/common/v2.0/.well-known/openid-configuration")
			if err != nil {
				t.Fatal(err)
			}
			return w.decode(resp)
		},
		"authorize (as MSAL Go 1.10.1 sends it, verified)": func() (int, map[string]any) {
			w.visit(Person{}, w.authorizeURL("common", "Mail.Read User.Read"))
			got := <-w.posted
			for _, name := range []string{"code", "state", "session_state"} {
				if got.Get(name) == "" {
					t.Errorf("authorize: the form has no %s: %v", name, got)
				}
			}
			return http.StatusOK, nil
		},
	}
	for _, e := range file.Exchanges {
		do := play[e.Name]
		if do == nil {
			t.Errorf("example %q is not played", e.Name)
			continue
		}
		status, got := do()
		if status != e.Response.Status {
			t.Errorf("%s: status %d, want %d", e.Name, status, e.Response.Status)
		}
		for field, want := range e.Response.Body {
			if have, there := got[field]; !there || fmt.Sprintf("%T", have) != fmt.Sprintf("%T", want) {
				t.Errorf("%s: %s is %v (%T), want something like %v (%T)", e.Name, field, have, have, want, want)
			}
		}
		if want := e.Response.Body["scope"]; want != nil && got["scope"] != want {
			t.Errorf("%s: scope %v, want %v", e.Name, got["scope"], want)
		}
		if want, ok := e.Response.Body["error"]; ok && got["error"] != want {
			t.Errorf("%s: error %v, want %v", e.Name, got["error"], want)
		}
	}
}

// TestEveryListedErrorCanBePlayed holds the table in the code against the list it was made from.
func TestEveryListedErrorCanBePlayed(t *testing.T) {
	b, err := os.ReadFile("../../../testdata/graph/errors-entra.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Envelope map[string]any
		Errors   []struct {
			Code       int
			OAuthError string
			HTTP       int
		}
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	for _, e := range file.Errors {
		if err := w.FailNext(Silent, e.Code, 1); err != nil {
			t.Error(err)
			continue
		}
		status, got := w.refreshWith("any", "Mail.Read", "")
		wantStatus := e.HTTP
		if wantStatus == 0 {
			wantStatus = 400
		}
		if status != wantStatus {
			t.Errorf("%d: status %d, want %d", e.Code, status, wantStatus)
		}
		oauth := got["error"].(string)
		if !slices.Contains(strings.Fields(e.OAuthError), oauth) && !(e.OAuthError == "(page only)" && oauth == "invalid_request") {
			t.Errorf("%d: error %q, want one of %q", e.Code, oauth, e.OAuthError)
		}
		if !strings.HasPrefix(got["error_description"].(string), "AADSTS"+strconv.Itoa(e.Code)+": ") {
			t.Errorf("%d: description %q", e.Code, got["error_description"])
		}
		for field := range file.Envelope {
			if _, there := got[field]; !there && field != "suberror" {
				t.Errorf("%d: the answer has no %s", e.Code, field)
			}
		}
		if isPage := strings.Contains(e.OAuthError, "page only"); codeByNumber[e.Code].Page != isPage {
			t.Errorf("%d: page %v, want %v", e.Code, codeByNumber[e.Code].Page, isPage)
		}
	}
	if len(file.Errors) != len(Codes()) {
		t.Errorf("%d codes in the table, %d in the list", len(Codes()), len(file.Errors))
	}
	if err := w.FailNext(Silent, 1, 1); err == nil {
		t.Error("an unknown number was accepted")
	}
}

func TestInteractiveFailureStaysOnThePageOrGoesBackAsMicrosoftDoes(t *testing.T) {
	w := newWorld(t)
	for code, back := range map[int]bool{50105: false, 90095: false, 16000: true, 65004: true} {
		if err := w.FailNext(Interactive, code, 1); err != nil {
			t.Fatal(err)
		}
		page := w.visit(Person{}, w.authorizeURL("common", "Mail.Read"))
		select {
		case got := <-w.posted:
			if !back || !strings.HasPrefix(got.Get("error_description"), fmt.Sprintf("AADSTS%d: ", code)) {
				t.Errorf("%d: the app received %v", code, got)
			}
		default:
			if back || !strings.Contains(page, fmt.Sprintf("AADSTS%d", code)) {
				t.Errorf("%d: the app was not called; page:\n%s", code, page)
			}
		}
	}
	if n := w.Served(Interactive); n != 4 {
		t.Errorf("%d authorization requests counted, want 4", n)
	}
}
