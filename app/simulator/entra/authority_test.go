package entra

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestOpenIDConfigurationNamesItsOwnHost(t *testing.T) {
	w := newWorld(t)
	for tenant, issuer := range map[string]string{
		"common": "{tenantid}", "organizations": "{tenantid}", "consumers": PersonalTenant, tenantID: tenantID, "kantoor.example": tenantID,
	} {
		resp, err := w.server.Client().Get(w.server.URL + "/" + tenant + "/v2.0/.well-known/openid-configuration")
		if err != nil {
			t.Fatal(err)
		}
		status, got := w.decode(resp)
		if want := w.server.URL + "/" + issuer + "/v2.0"; status != 200 || got["issuer"] != want {
			t.Errorf("%s: %d issuer %v, want %s", tenant, status, got["issuer"], want)
		}
		path := strings.TrimPrefix(got["token_endpoint"].(string), w.server.URL)
		if strings.Count(path, "token") != 1 {
			t.Errorf("%s: token endpoint %s has to hold \"token\" once: MSAL replaces each by \"devicecode\"", tenant, path)
		}
		for _, name := range []string{"token_endpoint", "authorization_endpoint", "device_authorization_endpoint", "jwks_uri"} {
			if u := got[name].(string); !strings.HasPrefix(u, w.server.URL+"/"+tenant+"/") || !w.Owns(strings.TrimPrefix(u, w.server.URL)) {
				t.Errorf("%s: %s is %s", tenant, name, u)
			}
		}
	}
	resp, err := w.server.Client().Get(w.server.URL + "/nowhere.example/v2.0/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	status, got := w.decode(resp)
	w.wantError(status, got, 400, "invalid_tenant", 90002)
}

func TestOnlyItsOwnPathsBelongToTheAuthority(t *testing.T) {
	a := New(Config{})
	for path, want := range map[string]bool{
		"/devicelogin": true, "/common/oauth2/v2.0/token": true, "/common/adminconsent": true, "/common/discovery/instance": true,
		"/v1.0/me": false, "/v1.0/users/oauth2/messages": false, "/": false, "/v1.0/me/mailFolders/inbox": false,
	} {
		if got := a.Owns(path); got != want {
			t.Errorf("Owns(%q) = %v, want %v", path, got, want)
		}
	}
}

func TestCodeFlowMirrorsScopesAndSaysWhoSignedIn(t *testing.T) {
	w := newWorld(t)
	for _, scope := range []string{"Mail.Read User.Read", "https://graph.microsoft.com/mail.read"} {
		status, got := w.redeem(w.code(scope), scope)
		if want := scope + " profile openid email"; status != 200 || got["scope"] != want {
			t.Fatalf("answer %d with scope %q, want %q", status, got["scope"], want)
		}
		var info map[string]string
		b, err := base64.RawURLEncoding.DecodeString(got["client_info"].(string))
		if err := json.Unmarshal(b, &info); err != nil {
			t.Fatal(err)
		}
		if err != nil || info["uid"] != w.emma || info["utid"] != tenantID {
			t.Errorf("client_info is %v, %v", info, err)
		}
		parts := strings.Split(got["id_token"].(string), ".")
		payload, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err != nil || len(parts) != 3 || !strings.Contains(string(payload), `"preferred_username":"emma@kantoor.example"`) {
			t.Errorf("id token says %s, %v", payload, err)
		}
		who, challenge := w.check(got["access_token"].(string))
		if challenge != nil || who.UserID != w.emma || who.App || !who.Has("Mail.Read") {
			t.Errorf("Graph sees %+v, %+v; want Emma with Mail.Read", who, challenge)
		}
	}
}

func TestAuthorizationCodeIsGoodForOneRightRedemption(t *testing.T) {
	w := newWorld(t)
	code := w.code("Mail.Read")
	status, got := w.post("/common/oauth2/v2.0/token", "grant_type", "authorization_code", "client_id", clientID,
		"code", code, "code_verifier", "another verifier", "redirect_uri", w.redirect(), "scope", "Mail.Read")
	w.wantError(status, got, 400, "invalid_grant", 501481)
	status, got = w.post("/common/oauth2/v2.0/token", "grant_type", "authorization_code", "client_id", clientID,
		"code", code, "code_verifier", verifier, "redirect_uri", "http://localhost:1", "scope", "Mail.Read")
	w.wantError(status, got, 400, "invalid_client", 500112)
	if status, got = w.redeem(code, "Mail.Read"); status != 200 {
		t.Fatalf("right redemption: %d %v", status, got)
	}
	status, got = w.redeem(code, "Mail.Read")
	w.wantError(status, got, 400, "invalid_grant", 54005)
	late := w.code("Mail.Read")
	w.clock.pass(11 * time.Minute)
	status, got = w.redeem(late, "Mail.Read")
	w.wantError(status, got, 400, "invalid_grant", 70008)
}

func TestWhatEndsOnAPageNeverReachesTheApp(t *testing.T) {
	w := newWorld(t)
	w.user("Admin", "admin@strict.example", w.AddTenant(Tenant{Name: "Strict", Domains: []string{"strict.example"}, AdminOnly: true}))
	for _, tt := range []struct {
		name, address, code string
		who                 Person
	}{
		{"unknown application", w.authorizeURL("common", "Mail.Read", "client_id", "nobody"), "AADSTS700016", Person{}},
		{"unknown tenant", w.authorizeURL("nowhere", "Mail.Read"), "AADSTS90002", Person{}},
		{"foreign redirect", w.authorizeURL("common", "Mail.Read", "redirect_uri", "https://evil.example/"), "AADSTS50011", Person{}},
		{"foreign redirect that looks local", w.authorizeURL("common", "Mail.Read", "redirect_uri", "http://localhost.evil.example/"), "AADSTS50011", Person{}},
		{"plain PKCE", w.authorizeURL("common", "Mail.Read", "code_challenge_method", "plain"), "AADSTS9002313", Person{}},
		{"admin approval for the permission", w.authorizeURL("common", "User.Read.All"), "AADSTS90094", Person{Address: "emma@kantoor.example"}},
		{"admin approval for everything", w.authorizeURL("common", "Mail.Read"), "AADSTS90094", Person{Address: "admin@strict.example"}},
	} {
		page := w.visit(tt.who, tt.address)
		if !strings.Contains(page, tt.code) {
			t.Errorf("%s: page does not say %s:\n%s", tt.name, tt.code, page)
		}
		select {
		case got := <-w.posted:
			t.Errorf("%s: the app was called with %v", tt.name, got)
		default:
		}
	}
}

func TestCancelReachesTheAppAsAccessDenied(t *testing.T) {
	w := newWorld(t)
	for _, p := range []Person{{Cancel: true}, {Address: "emma@kantoor.example", Decline: true}} {
		w.visit(p, w.authorizeURL("common", "Mail.Read"))
		got := <-w.posted
		if got.Get("error") != "access_denied" || !strings.HasPrefix(got.Get("error_description"), "AADSTS65004: ") || got.Get("state") != "a-state" {
			t.Errorf("cancelled by %+v: the app received %v", p, got)
		}
	}
}

func TestConsentIsAskedOnceAndNamesThePermissions(t *testing.T) {
	w := newWorld(t)
	q := &request{app: w.apps[clientID], asked: "Mail.Read", expires: w.clock.now().Add(time.Hour), audience: audience{segment: "common"}}
	w.requests["r"] = q
	r, err := http.NewRequest(http.MethodPost, w.server.URL+"/common/oauth2/v2.0/authorize", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.PostForm = url.Values{"user": {w.emma}}
	v := w.step(r, "r")
	if scopes := v.data.(map[string]any)["Scopes"].([]permission); v.name != "consent" || len(scopes) != 1 || scopes[0].Words != "Read your mail" {
		t.Fatalf("page is %q with %v, want the consent page with \"Read your mail\"", v.name, v.data)
	}
	r.PostForm.Set("consent", "accept")
	if v = w.step(r, "r"); v.name != "callback" || v.values.Get("code") == "" {
		t.Fatalf("after consent the view is %q %v, want the way back with a code", v.name, v.values)
	}
	w.requests["again"] = q
	r.PostForm.Del("consent")
	if v = w.step(r, "again"); v.name != "callback" {
		t.Errorf("second sign-in shows %q, want no second consent", v.name)
	}
}

func TestLoginHintComesFirstAndOnlyThoseWhoMaySignInAreListed(t *testing.T) {
	w := newWorld(t)
	w.user("Jan", "jan@kantoor.example", "")
	for _, tt := range []struct {
		segment, hint string
		want          []string
	}{
		{"common", "jan@kantoor.example", []string{"jan@kantoor.example", "emma@kantoor.example", "otto@outlook.example"}},
		{"organizations", "", []string{"emma@kantoor.example", "jan@kantoor.example"}},
		{"consumers", "", []string{"otto@outlook.example"}},
		{tenantID, "", []string{"emma@kantoor.example", "jan@kantoor.example"}},
	} {
		r, err := http.NewRequest(http.MethodGet, w.authorizeURL(tt.segment, "Mail.Read"), nil)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := w.audienceOf(tt.segment)
		v := w.choose(r, "id", &request{app: w.apps[clientID], audience: d, hint: tt.hint}, "")
		var got []string
		for _, u := range v.data.(map[string]any)["Users"].([]User) {
			got = append(got, u.Address)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s with hint %q lists %v, want %v", tt.segment, tt.hint, got, tt.want)
		}
	}
}
