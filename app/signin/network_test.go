package signin

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/simulator/entra"
)

func TestTroubleOnTheWayToEntraIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	tokens := c.Tokens(w.signIn(c, emma).Account.ID, base)
	first := w.token(tokens, TokenRequest{})
	for code, f := range map[string]entra.Failure{
		"bad-answer":                    {Status: 502, Body: "<html>Bad gateway</html>", ContentType: "text/html"},
		"entra-server-error":            {Status: 500, Error: "server_error"},
		"entra-temporarily-unavailable": {Status: 503, Error: "temporarily_unavailable"},
		"AADSTS90055":                   {Code: 90055, RetryAfter: "2.5"},
	} {
		w.Fail(entra.Silent, f)
		_, err := tokens.Token(t.Context(), TokenRequest{Rejected: first})
		wantFault(t, err, fault.RetryLater, code)
		if f.RetryAfter == "" {
			continue
		}
		if after := fault.RetryAfter(err).Sub(w.now()); after <= 0 || after > 2500*time.Millisecond {
			t.Errorf("to be tried again after %s, want 2.5 s", after)
		}
		asked := w.Served(entra.Silent)
		if _, err = tokens.Token(t.Context(), TokenRequest{}); fault.CodeOf(err) != code || w.Served(entra.Silent) != asked {
			t.Errorf("Entra was asked before its Retry-After: %v", err)
		}
		w.pass(3 * time.Second)
	}
	w.Fail(entra.Silent, entra.Failure{Status: 200, Body: "<html>Welcome to the hotel</html>", ContentType: "text/html"})
	_, err := tokens.Token(t.Context(), TokenRequest{})
	wantFault(t, err, fault.RetryLater, "captive-portal")
	if w.token(tokens, TokenRequest{}) == first {
		t.Error("the refused token came back")
	}
	w.server.CloseClientConnections()
	w.server.Close()
	_, err = tokens.Token(t.Context(), TokenRequest{Rejected: w.token(tokens, TokenRequest{})})
	wantFault(t, err, fault.RetryLater, "connection-refused")
	_, err = w.client().Interactive(t.Context(), base, "")
	wantFault(t, err, fault.RetryLater, "connection-refused")
}

func TestCertificateThatIsNotTrustedIsSaid(t *testing.T) {
	w := newWorld(t)
	w.config.HTTPClient = &http.Client{}
	_, err := w.client().Interactive(t.Context(), base, "")
	wantFault(t, err, fault.FixSetting, "intercepted")
}

func TestWrongApplicationTenantOrAuthorityIsASetting(t *testing.T) {
	w := newWorld(t)
	w.config.ClientID = "99999999-0000-4000-8000-000000000000"
	_, err := w.client().DeviceCode(t.Context(), base, nil)
	wantFault(t, err, fault.FixSetting, "AADSTS700016")
	w.config.ClientID, w.config.Tenant = appID, "nowhere.example"
	_, err = w.client().Interactive(t.Context(), base, "")
	wantFault(t, err, fault.FixSetting, "AADSTS90002")

	other := httptest.NewTLSServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		r.Host = "login.elsewhere.example" // calls itself by another name
		w.ServeHTTP(rw, r)
	}))
	defer other.Close()
	w.config.Tenant, w.config.Authority, w.config.HTTPClient = "common", other.URL, other.Client()
	_, err = w.client().Interactive(t.Context(), base, "")
	wantFault(t, err, fault.FixSetting, "authority-wrong")
}

func TestConfigurationIsChecked(t *testing.T) {
	good := newWorld(t).config
	for code, change := range map[string]func(*Config){
		"client-id-invalid":   func(c *Config) { c.ClientID = "" },
		"tenant-invalid":      func(c *Config) { c.Tenant = "common/../evil" },
		"authority-invalid":   func(c *Config) { c.Authority = "http://login.microsoftonline.com" },
		"authority-invalid ":  func(c *Config) { c.Authority = "https://login.microsoftonline.com/common" },
		"authority-invalid  ": func(c *Config) { c.Authority = "login.microsoftonline.com" },
		"session-file":        func(c *Config) { c.Dir = "/dev/null/sessions" },
	} {
		config := good
		change(&config)
		_, err := New(config)
		wantFault(t, err, fault.FixSetting, strings.TrimSpace(code))
	}
	good.Box = nil
	if _, err := New(good); err == nil {
		t.Error("a client without a box was made: it could not seal")
	}
}
