package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postroom/app/fault"
	"postroom/app/simulator/entra"
)

func TestBrowserSignInLastsBeyondARestart(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	s := w.signIn(c, emma)
	if a := s.Account; a.Address != emma || a.Name != "Emma Janssens" || a.TenantID != tenantID || a.Personal || a.ID != a.ObjectID+"."+tenantID {
		t.Errorf("account is %+v", a)
	}
	token := w.token(w.client().Tokens(s.Account.ID, base), TokenRequest{})
	who, challenge := w.check(token)
	if challenge != nil || who.Address != emma || !who.Has("Mail.Read") {
		t.Errorf("after a restart Graph sees %+v, %+v", who, challenge)
	}
	if n := w.Served(entra.Silent); n != 0 {
		t.Errorf("%d refreshes, want none: the saved token is good", n)
	}
}

func TestPersonalAccountIsTold(t *testing.T) {
	w := newWorld(t)
	if s := w.signIn(w.client(), otto); !s.Account.Personal {
		t.Errorf("account is %+v, want a personal one", s.Account)
	}
}

func TestNothingIsSavedBeforeThePersonIsAccepted(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	first := w.signIn(c, emma)
	before, err := os.ReadFile(c.path(first.Account.ID))
	if err != nil {
		t.Fatal(err)
	}
	w.person.Address = jan // another person sits down and signs in instead
	second, err := c.Interactive(t.Context(), base, emma)
	if err != nil {
		t.Fatal(err)
	}
	if second.Account.ID == first.Account.ID {
		t.Fatal("both have the same account id")
	}
	if who, challenge := w.check(w.token(second.Tokens(base), TokenRequest{})); challenge != nil || who.Address != jan {
		t.Errorf("the new session belongs to %+v, %+v", who, challenge)
	}
	entries, err := os.ReadDir(w.config.Dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("files %v, %v; want Emma's only", entries, err)
	}
	if after, err := os.ReadFile(c.path(first.Account.ID)); err != nil || !bytes.Equal(before, after) {
		t.Errorf("Emma's session was changed, %v", err)
	}
	if who, _ := w.check(w.token(c.Tokens(first.Account.ID, base), TokenRequest{})); who.Address != emma {
		t.Errorf("Emma's tokens are now %+v", who)
	}
	_, err = c.Tokens(second.Account.ID, base).Token(t.Context(), TokenRequest{})
	wantFault(t, err, fault.SignInAgain, "session-missing")
}

func TestWhatThePersonRefusesIsTold(t *testing.T) {
	w := newWorld(t)
	for _, p := range []entra.Person{{Cancel: true}, {Address: emma, Decline: true}} {
		p.Client = w.server.Client()
		w.person = p
		_, err := w.client().Interactive(t.Context(), base, "")
		wantFault(t, err, fault.SignInAgain, "AADSTS65004")
	}
}

func TestSignInThatNeverComesBackEndsWithItsContext(t *testing.T) {
	w := newWorld(t)
	if err := w.FailNext(entra.Interactive, 90094, 2); err != nil { // stays on Microsoft's page
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	w.config.OpenURL = func(address string) error {
		defer cancel() // the person presses Cancel in our window
		return w.browse(address)
	}
	_, err := w.client().Interactive(ctx, base, "")
	wantFault(t, err, fault.SignInAgain, "sign-in-cancelled")
	if !errors.Is(err, context.Canceled) || !strings.Contains(w.page, "AADSTS90094") {
		t.Errorf("error %v, page %s", err, w.page)
	}

	ctx, cancel = context.WithTimeout(t.Context(), 1)
	defer cancel()
	w.config.OpenURL = func(string) error { <-ctx.Done(); return nil } // nobody comes back before the deadline
	_, err = w.client().Interactive(ctx, base, "")
	wantFault(t, err, fault.SignInAgain, "sign-in-timeout")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want the deadline behind it", err)
	}
}

func TestOpenerThatHangsDoesNotOutliveTheContext(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	release := make(chan struct{})
	defer close(release)
	w.config.OpenURL = func(string) error { cancel(); <-release; return nil }
	_, err := w.client().Interactive(ctx, base, "")
	wantFault(t, err, fault.SignInAgain, "sign-in-cancelled")
}

func TestStrayRequestOnTheLoopbackIsExplained(t *testing.T) {
	w := newWorld(t)
	w.config.OpenURL = func(address string) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		resp, err := http.Get(u.Query().Get("redirect_uri")) // a link preview, say
		if err != nil {
			return err
		}
		return resp.Body.Close()
	}
	_, err := w.client().Interactive(t.Context(), base, "")
	wantFault(t, err, fault.SignInAgain, "sign-in-disturbed")
}

func TestMissingBrowserNamesTheDeviceCode(t *testing.T) {
	w := newWorld(t)
	w.config.OpenURL = func(string) error { return errors.New("no display") }
	_, err := w.client().Interactive(t.Context(), base, "")
	wantFault(t, err, fault.FixSetting, "no-browser")
	if words := fault.Explain("en", err); words.Command != "--device-code" {
		t.Errorf("the command is %q, want --device-code", words.Command)
	}
}

func TestScopesThatAnAccountHasNotAreNamed(t *testing.T) {
	w := newWorld(t)
	w.person.Address = otto
	_, err := w.client().Interactive(t.Context(), []string{"Mail.Read", "Mail.Read.Shared"}, "")
	wantFault(t, err, fault.FixSetting, "scopes-declined")
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Args["scopes"] != "Mail.Read.Shared" {
		t.Errorf("error %v does not name the scope", err)
	}
}

func TestMoreScopesNeedConsentFirst(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	s := w.signIn(c, emma)
	more := c.Tokens(s.Account.ID, []string{"Mail.Read", "Mail.Read.Shared"})
	_, err := more.Token(t.Context(), TokenRequest{})
	wantFault(t, err, fault.SignInAgain, "AADSTS65001")
	if err := w.Consent(emma, appID, "Mail.Read.Shared"); err != nil {
		t.Fatal(err)
	}
	w.pass(soon)
	if who, _ := w.check(w.token(more, TokenRequest{})); !who.Has("Mail.Read.Shared") {
		t.Errorf("token has %v", who.Scopes)
	}
}

func TestDeviceCodeSurvivesABadLine(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	w.Fail(entra.Device, entra.Failure{Status: 502, Body: "<html>Bad gateway</html>", ContentType: "text/html"})
	w.Fail(entra.Device, entra.Failure{Error: "slow_down", Message: "Slower."})
	if err := w.FailNext(entra.Device, 90033, 1); err != nil {
		t.Fatal(err)
	}
	var shown DeviceCode
	s, err := c.DeviceCode(t.Context(), base, func(d DeviceCode) {
		shown = d
		p := entra.Person{Client: w.server.Client(), Address: emma, Code: d.UserCode}
		if _, err := p.Visit(t.Context(), d.VerificationURI); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.Account.Address != emma || shown.Message == "" || shown.Expires.IsZero() {
		t.Errorf("account %+v after showing %+v", s.Account, shown)
	}
	if n := w.Served(entra.Device); n != 4 {
		t.Errorf("%d polls, want 4: three failures and the tokens", n)
	}
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	w.token(w.client().Tokens(s.Account.ID, base), TokenRequest{})
}

func TestDeviceCodeThatIsNotUsed(t *testing.T) {
	w := newWorld(t)
	_, err := w.client().DeviceCode(t.Context(), base, func(d DeviceCode) {
		if err := w.Decline(d.UserCode); err != nil {
			t.Error(err)
		}
	})
	wantFault(t, err, fault.SignInAgain, "entra-authorization-declined")
	ctx, cancel := context.WithCancel(t.Context())
	_, err = w.client().DeviceCode(ctx, base, func(DeviceCode) { cancel() })
	wantFault(t, err, fault.SignInAgain, "sign-in-cancelled")
}

func TestSessionFileHoldsNothingInClear(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	s := w.signIn(c, emma)
	token := w.token(c.Tokens(s.Account.ID, base), TokenRequest{})
	token = w.token(c.Tokens(s.Account.ID, base), TokenRequest{Rejected: token})
	var plain map[string]map[string]map[string]any
	if err := json.Unmarshal(w.unseal(c, s.Account.ID), &plain); err != nil {
		t.Fatal(err)
	}
	secrets := []string{token, emma, "AccessToken", "refresh", s.Account.ObjectID}
	for _, kind := range []string{"AccessToken", "RefreshToken"} {
		for _, entry := range plain[kind] {
			secrets = append(secrets, entry["secret"].(string))
		}
	}
	if len(secrets) < 7 {
		t.Fatalf("the session holds too little: %v", plain)
	}
	sealed, err := os.ReadFile(c.path(s.Account.ID))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range secrets {
		if bytes.Contains(sealed, []byte(secret)) {
			t.Errorf("the file holds %.8s… in clear", secret)
		}
		if strings.Contains(filepath.Base(c.path(s.Account.ID)), secret) {
			t.Errorf("the file's name holds %q", secret)
		}
	}
	if info, err := os.Stat(c.path(s.Account.ID)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestSessionThatCannotBeReadIsKeptAside(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	id, janID := w.signIn(c, emma).Account.ID, w.signIn(c, jan).Account.ID
	good, err := os.ReadFile(c.path(id))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 1
	foreign, err := os.ReadFile(c.path(janID))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"damaged": flipped, "cut": good[:10], "empty": {}, "another account's": foreign,
		"another key":      newBox(t).Seal(w.unseal(c, id), []byte(id)),
		"no cache":         w.config.Box.Seal([]byte("no JSON"), []byte(id)),
		"without accounts": w.config.Box.Seal([]byte("{}"), []byte(id)),
	} {
		if err := os.WriteFile(c.path(id), content, 0o600); err != nil {
			t.Fatal(err)
		}
		fresh := w.client()
		_, err := fresh.Tokens(id, base).Token(t.Context(), TokenRequest{})
		wantFault(t, err, fault.SignInAgain, "session-unreadable")
		f, _ := errors.AsType[*fault.Error](err)
		if kept, err := os.ReadFile(f.Args["path"]); err != nil || !bytes.Equal(kept, content) {
			t.Errorf("%s: kept %d bytes, %v; want the %d of before", name, len(kept), err, len(content))
		}
		_, err = fresh.Tokens(id, base).Token(t.Context(), TokenRequest{})
		wantFault(t, err, fault.SignInAgain, "session-missing")
		if err := os.Remove(f.Args["path"]); err != nil {
			t.Fatal(err)
		}
	}
	w.signIn(c, emma)
	w.token(w.client().Tokens(id, base), TokenRequest{})
}

func TestForgottenAccountLeavesNothing(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	id := w.signIn(c, emma).Account.ID
	tokens := c.Tokens(id, base)
	w.token(tokens, TokenRequest{})
	for range 2 { // twice does no harm
		if err := c.Forget(id); err != nil {
			t.Fatal(err)
		}
	}
	if entries, err := os.ReadDir(w.config.Dir); err != nil || len(entries) != 0 {
		t.Errorf("left: %v, %v", entries, err)
	}
	_, err := tokens.Token(t.Context(), TokenRequest{})
	wantFault(t, err, fault.SignInAgain, "session-missing")
}
