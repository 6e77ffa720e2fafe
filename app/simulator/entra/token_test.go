package entra

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"
)

func TestRefreshRotatesAndTheOldTokenStaysValid(t *testing.T) {
	w := newWorld(t)
	_, first := w.redeem(w.code("Mail.Read"), "Mail.Read")
	old := first["refresh_token"].(string)
	for range 2 {
		status, got := w.refreshWith(old, "Mail.Read", "")
		if status != 200 || got["refresh_token"] == old || got["refresh_token"] == nil {
			t.Fatalf("refresh: %d %v; want a new refresh token", status, got["error"])
		}
	}
	w.clock.pass(91 * 24 * time.Hour)
	status, got := w.refreshWith(old, "Mail.Read", "")
	w.wantError(status, got, 400, "invalid_grant", 700082)
	status, got = w.refreshWith("invented", "Mail.Read", "")
	w.wantError(status, got, 400, "invalid_grant", 70000)
}

func TestRefreshAsksOnlyForWhatWasConsented(t *testing.T) {
	w := newWorld(t)
	_, first := w.redeem(w.code("Mail.Read"), "Mail.Read")
	status, got := w.refreshWith(first["refresh_token"].(string), "Mail.Read Contacts.Read", "")
	w.wantError(status, got, 400, "invalid_grant", 65001)
	if got["suberror"] != "consent_required" {
		t.Errorf("suberror %v, want consent_required", got["suberror"])
	}
	if err := w.Consent(w.emma, clientID, "Contacts.Read"); err != nil {
		t.Fatal(err)
	}
	if status, got = w.refreshWith(first["refresh_token"].(string), "Mail.Read Contacts.Read", ""); status != 200 {
		t.Errorf("after consent: %d %v", status, got)
	}
	status, got = w.refreshWith(first["refresh_token"].(string), "Mail.Reed", "")
	w.wantError(status, got, 400, "invalid_scope", 70011)
	if err := w.WithdrawConsent(w.emma, clientID); err != nil {
		t.Fatal(err)
	}
	status, got = w.refreshWith(first["refresh_token"].(string), "Mail.Read", "")
	w.wantError(status, got, 400, "invalid_grant", 65001)
}

func TestPersonalAccountIsNotGivenSharedMailboxes(t *testing.T) {
	w := newWorld(t)
	scope := "Mail.Read Mail.Read.Shared"
	w.visit(Person{Address: "otto@outlook.example"}, w.authorizeURL("common", scope))
	_, got := w.redeem((<-w.posted).Get("code"), scope)
	if got["scope"] != "Mail.Read profile openid email" {
		t.Errorf("scope %v, want Mail.Read.Shared left out", got["scope"])
	}
	if status, got := w.redeem(w.code(scope), scope); status != 200 || got["scope"] != scope+" profile openid email" {
		t.Errorf("work account: %d %v", status, got["scope"])
	}
}

func TestRevokedSessionIsRefusedEverywhere(t *testing.T) {
	w := newWorld(t)
	_, got := w.redeem(w.code("Mail.Read"), "Mail.Read")
	if err := w.Revoke("emma@kantoor.example"); err != nil {
		t.Fatal(err)
	}
	_, challenge := w.check(got["access_token"].(string))
	if challenge == nil || challenge.Status != 401 || !strings.Contains(challenge.WWWAuthenticate, `error="insufficient_claims", claims="`) {
		t.Errorf("Graph answers %+v, want 401 with a claims challenge", challenge)
	}
	status, refused := w.refreshWith(got["refresh_token"].(string), "Mail.Read", "")
	w.wantError(status, refused, 400, "invalid_grant", 50173)
	if refused["suberror"] != "bad_token" {
		t.Errorf("suberror %v, want bad_token", refused["suberror"])
	}
	_, got = w.redeem(w.code("Mail.Read"), "Mail.Read")
	if _, challenge = w.check(got["access_token"].(string)); challenge != nil {
		t.Errorf("a new sign-in is refused: %+v", challenge)
	}
}

func TestBlockedUserIsTurnedAwayEverywhereUntilThatIsLifted(t *testing.T) {
	w := newWorld(t)
	_, first := w.redeem(w.code("Mail.Read"), "Mail.Read")
	if err := w.Block(w.emma, 53003); err != nil {
		t.Fatal(err)
	}
	status, refused := w.refreshWith(first["refresh_token"].(string), "Mail.Read", "")
	w.wantError(status, refused, 400, "invalid_grant", 53003)
	if page := w.visit(Person{Address: "emma@kantoor.example"}, w.authorizeURL("common", "Mail.Read")); !strings.Contains(page, "AADSTS53003") {
		t.Errorf("the page does not name the error: %s", page)
	}
	if err := w.Block(w.emma, 0); err != nil {
		t.Fatal(err)
	}
	if status, got := w.refreshWith(first["refresh_token"].(string), "Mail.Read", ""); status != 200 {
		t.Errorf("after that was lifted: %d %v", status, got)
	}
	if err := w.Block(w.emma, 1); err == nil {
		t.Error("a code that nobody knows was taken")
	}
}

func TestClaimsChallengeIsMetByATokenAcquiredWithTheClaims(t *testing.T) {
	w := newWorld(t)
	_, got := w.redeem(w.code("Mail.Read"), "Mail.Read")
	claims := `{"access_token":{"acrs":{"essential":true,"value":"c1"}}}`
	if err := w.Challenge(w.emma, claims); err != nil {
		t.Fatal(err)
	}
	_, challenge := w.check(got["access_token"].(string))
	if challenge == nil {
		t.Fatal("the token is accepted without the claims")
	}
	_, encoded, _ := strings.Cut(challenge.WWWAuthenticate, `claims="`)
	asked, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(encoded, `"`))
	if err != nil || string(asked) != claims {
		t.Fatalf("challenge asks for %s, %v; want %s", asked, err, claims)
	}
	_, plain := w.refreshWith(got["refresh_token"].(string), "Mail.Read", "")
	if _, challenge = w.check(plain["access_token"].(string)); challenge == nil {
		t.Error("a refresh without the claims is accepted")
	}
	_, with := w.refreshWith(got["refresh_token"].(string), "Mail.Read", string(asked))
	if _, challenge = w.check(with["access_token"].(string)); challenge != nil {
		t.Errorf("a refresh with the claims is refused: %+v", challenge)
	}
	if err := w.Challenge(w.emma, ""); err != nil {
		t.Fatal(err)
	}
	if _, challenge = w.check(plain["access_token"].(string)); challenge != nil {
		t.Errorf("after the demand was lifted: %+v", challenge)
	}
}

func TestGraphRefusesWhatIsNoValidToken(t *testing.T) {
	w := newWorld(t)
	_, got := w.redeem(w.code("Mail.Read"), "Mail.Read")
	token := got["access_token"].(string)
	for given, want := range map[string]string{"": "Access token is empty.", "invented": "CompactToken parsing failed"} {
		if _, c := w.check(given); c == nil || c.Status != 401 || c.Code != "InvalidAuthenticationToken" || !strings.HasPrefix(c.Message, want) {
			t.Errorf("token %q: %+v, want %s", given, c, want)
		}
	}
	if err := w.ExpireTokens(""); err != nil {
		t.Fatal(err)
	}
	if _, c := w.check(token); c == nil || !strings.Contains(c.Message, "expired") {
		t.Errorf("expired token: %+v", c)
	}
}

func TestClientCredentials(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		name, tenant, client, secret, scope string
		status                              int
		oauth                               string
		code                                float64
	}{
		{"right secret", tenantID, daemonID, "example-secret", "https://graph.microsoft.com/.default openid offline_access profile", 200, "", 0},
		{"wrong secret", tenantID, daemonID, "example-wrong", "https://graph.microsoft.com/.default", 401, "invalid_client", 7000215},
		{"expired secret", tenantID, daemonID, "example-old", "https://graph.microsoft.com/.default", 401, "invalid_client", 7000222},
		{"no secret", tenantID, daemonID, "", "https://graph.microsoft.com/.default", 401, "invalid_client", 7000218},
		{"common", "common", daemonID, "example-secret", "https://graph.microsoft.com/.default", 400, "invalid_request", 9001023},
		{"consumers", "consumers", daemonID, "example-secret", "https://graph.microsoft.com/.default", 400, "invalid_request", 9001023},
		{"organizations", "organizations", daemonID, "example-secret", "https://graph.microsoft.com/.default", 400, "invalid_request", 50059},
		{"unknown client", tenantID, "nobody", "example-secret", "https://graph.microsoft.com/.default", 400, "unauthorized_client", 700016},
		{"unknown tenant", "nowhere.example", daemonID, "example-secret", "https://graph.microsoft.com/.default", 400, "invalid_tenant", 90002},
		{"single permission", tenantID, daemonID, "example-secret", "Mail.Read", 400, "invalid_scope", 70011},
	} {
		status, got := w.post("/"+tt.tenant+"/oauth2/v2.0/token", "grant_type", "client_credentials", "client_id", tt.client,
			"client_secret", tt.secret, "scope", tt.scope)
		if tt.code != 0 {
			t.Log(tt.name)
			w.wantError(status, got, tt.status, tt.oauth, tt.code)
			continue
		}
		who, challenge := w.check(fmt.Sprint(got["access_token"]))
		if status != 200 || challenge != nil || !who.App || who.TenantID != tenantID || !who.Has("mail.read") || got["refresh_token"] != nil {
			t.Errorf("%s: %d %v, Graph sees %+v %+v", tt.name, status, got["error"], who, challenge)
		}
	}
}

// assertion signs a client assertion as MSAL does.
func assertion(t *testing.T, key *rsa.PrivateKey, cert *x509.Certificate, audience string, expires time.Time) string {
	t.Helper()
	sum := sha256.Sum256(cert.Raw)
	signed := segment(map[string]string{"alg": "PS256", "typ": "JWT", "x5t#S256": base64.StdEncoding.EncodeToString(sum[:])}) + "." +
		segment(map[string]any{"aud": audience, "iss": daemonID, "sub": daemonID, "exp": expires.Unix(), "nbf": expires.Unix() - 600})
	hash := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, hash[:], nil)
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func TestCertificateAssertionIsVerified(t *testing.T) {
	w := newWorld(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(1)}, &x509.Certificate{SerialNumber: big.NewInt(1)}, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	w.AddApp(App{ClientID: daemonID, Certificates: []*x509.Certificate{cert}})
	path := "/" + tenantID + "/oauth2/v2.0/token"
	soon := w.clock.now().Add(10 * time.Minute)
	for name, tt := range map[string]struct {
		assertion string
		good      bool
	}{
		"right":          {assertion(t, key, cert, w.server.URL+path, soon), true},
		"foreign key":    {assertion(t, other, cert, w.server.URL+path, soon), false},
		"other audience": {assertion(t, key, cert, "https://elsewhere.example/token", soon), false},
		"expired":        {assertion(t, key, cert, w.server.URL+path, w.clock.now().Add(-time.Minute)), false},
		"no JWT":         {"x", false},
		"not base64":     {"?.?.?", false},
	} {
		status, got := w.post(path, "grant_type", "client_credentials", "client_id", daemonID, "client_assertion", tt.assertion,
			"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "scope", "https://graph.microsoft.com/.default")
		if tt.good && status != 200 {
			t.Errorf("%s: %d %v", name, status, got)
		}
		if !tt.good {
			w.wantError(status, got, 401, "invalid_client", 700027)
		}
	}
}

func TestDeviceCode(t *testing.T) {
	w := newWorld(t)
	start := func() (string, func() (int, map[string]any)) {
		_, got := w.post("/common/oauth2/v2.0/devicecode", "client_id", clientID, "scope", "Mail.Read openid offline_access profile")
		grant := "device_code"
		return got["user_code"].(string), func() (int, map[string]any) {
			if grant == "device_code" { // both names of the grant have to work: use them in turn
				grant = "urn:ietf:params:oauth:grant-type:device_code"
			} else {
				grant = "device_code"
			}
			return w.post("/common/oauth2/v2.0/token", "grant_type", grant, "client_id", clientID, "device_code", got["device_code"].(string), "client_info", "1")
		}
	}

	t.Run("entered on the page", func(*testing.T) {
		code, poll := start()
		for range 2 {
			status, got := poll()
			w.wantError(status, got, 400, "authorization_pending", 70016)
		}
		w.Fail(Device, Failure{Error: "slow_down", Message: "Polling too fast."})
		if status, got := poll(); status != 400 || got["error"] != "slow_down" {
			t.Errorf("%d %v, want slow_down", status, got["error"])
		}
		page := w.visit(Person{Address: "emma@kantoor.example", Code: strings.ToLower(code)}, w.server.URL+"/devicelogin")
		if !strings.Contains(page, "You have signed in to Postroom on your device") {
			t.Errorf("last page:\n%s", page)
		}
		if status, got := poll(); status != 200 || got["scope"] != "Mail.Read profile openid email" {
			t.Errorf("%d %v %v, want tokens for Mail.Read", status, got["error"], got["scope"])
		}
		status, got := poll()
		w.wantError(status, got, 400, "invalid_grant", 54005)
	})
	t.Run("approved by a program", func(*testing.T) {
		code, poll := start()
		if err := w.Approve(code, "emma@kantoor.example"); err != nil {
			t.Fatal(err)
		}
		if status, got := poll(); status != 200 {
			t.Errorf("%d %v", status, got)
		}
		if err := w.Approve(code, "emma@kantoor.example"); err == nil {
			t.Error("a used code was approved again")
		}
	})
	t.Run("cancelled on the page", func(*testing.T) {
		code, poll := start()
		w.visit(Person{Cancel: true, Code: code}, w.server.URL+"/devicelogin")
		if status, got := poll(); status != 400 || got["error"] != "authorization_declined" {
			t.Errorf("%d %v, want authorization_declined", status, got["error"])
		}
	})
	t.Run("expired", func(*testing.T) {
		_, poll := start()
		w.clock.pass(16 * time.Minute)
		status, got := poll()
		w.wantError(status, got, 400, "expired_token", 70019)
	})
	t.Run("invented", func(*testing.T) {
		status, got := w.post("/common/oauth2/v2.0/token", "grant_type", "device_code", "client_id", clientID, "device_code", "x")
		w.wantError(status, got, 400, "bad_verification_code", 70018)
	})
}

func TestWebRegistrationIsNoPublicClient(t *testing.T) {
	w := newWorld(t)
	status, got := w.post("/common/oauth2/v2.0/devicecode", "client_id", daemonID, "scope", "Mail.Read")
	w.wantError(status, got, 401, "invalid_client", 7000218)
	status, got = w.post("/common/oauth2/v2.0/token", "grant_type", "refresh_token", "client_id", daemonID, "refresh_token", "x")
	w.wantError(status, got, 401, "invalid_client", 7000218)
}

func TestAdministratorConsentsForEverybody(t *testing.T) {
	w := newWorld(t)
	link := w.server.URL + "/" + tenantID + "/adminconsent?client_id=" + clientID + "&scope=User.Read.All&state=s&redirect_uri=" + w.redirect()
	w.visit(Person{}, link)
	if got := <-w.posted; got.Get("admin_consent") != "True" || got.Get("tenant") != tenantID || got.Get("state") != "s" {
		t.Fatalf("the app received %v", got)
	}
	if status, got := w.redeem(w.code("User.Read.All"), "User.Read.All"); status != 200 {
		t.Errorf("after the administrator's consent: %d %v", status, got)
	}
}

func TestTokenLife(t *testing.T) {
	w := newWorld(t)
	w.SetLife(Life{Access: 2 * time.Hour, RefreshIn: time.Hour})
	_, got := w.redeem(w.code("Mail.Read"), "Mail.Read")
	if got["expires_in"] != 7200.0 || got["refresh_in"] != 3600.0 {
		t.Errorf("expires_in %v, refresh_in %v; want 7200 and 3600", got["expires_in"], got["refresh_in"])
	}
	w.clock.pass(2 * time.Hour)
	if _, c := w.check(got["access_token"].(string)); c == nil {
		t.Error("the token outlives its time")
	}
}

func TestSinglePermissionsCanBeTakenBack(t *testing.T) {
	w := newWorld(t)
	_, first := w.redeem(w.code("Mail.Read Mail.Read.Shared"), "Mail.Read Mail.Read.Shared")
	if err := w.WithdrawConsent(w.emma, clientID, "Mail.Read.Shared"); err != nil {
		t.Fatal(err)
	}
	if status, got := w.refreshWith(first["refresh_token"].(string), "Mail.Read", ""); status != 200 {
		t.Errorf("what was not taken back: %d %v", status, got)
	}
	status, got := w.refreshWith(first["refresh_token"].(string), "Mail.Read Mail.Read.Shared", "")
	w.wantError(status, got, 400, "invalid_grant", 65001)
}
