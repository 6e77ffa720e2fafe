package signin

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"postroom/app/fault"
	"postroom/app/simulator/entra"
)

// listed is an entry of Microsoft's list of error codes.
type listed struct {
	Code       int
	OAuthError string
	Phase      string
	Retry      string
}

func list(t *testing.T) []listed {
	t.Helper()
	b, err := os.ReadFile("../../testdata/graph/errors-entra.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Errors []listed }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Errors) < 60 {
		t.Fatalf("%d codes in the list", len(file.Errors))
	}
	return file.Errors
}

// oauth lists the OAuth errors that a code comes with.
func (l listed) oauth() []string {
	var names []string
	for name := range strings.SplitSeq(regexp.MustCompile(`\([^)]*\)`).ReplaceAllString(l.OAuthError, ""), "/") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// class is what Microsoft's documentation and the list say cures the error.
func (l listed) class(oauth string) fault.Class {
	if l.Retry == "back-off" || l.Retry == "pause" {
		return fault.RetryLater
	}
	switch oauth {
	case "invalid_client", "unauthorized_client", "invalid_resource", "invalid_scope", "invalid_tenant", "invalid_request":
		return fault.FixSetting
	}
	return fault.SignInAgain
}

func TestEveryAADSTSCodeIsUnderstoodWhereverItComes(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	id := w.signIn(c, emma).Account.ID
	silent := c.Tokens(id, base)
	w.config.ClientID, w.config.Tenant = daemonID, tenantID
	app, err := w.client().Application(Credential{Secret: "example-secret"}, "https://graph.microsoft.com/.default")
	if err != nil {
		t.Fatal(err)
	}
	w.config.ClientID, w.config.Tenant = appID, "common"
	w.person.Address = emma
	try := map[entra.Phase]func() error{
		entra.Silent: func() error {
			_, err := silent.Token(t.Context(), TokenRequest{Claims: `{"access_token":{"example":null}}`})
			return err
		},
		entra.Application: func() error {
			_, err := app.Token(t.Context(), TokenRequest{Claims: `{"access_token":{"example":null}}`})
			return err
		},
		entra.Redeem: func() error { _, err := c.Interactive(t.Context(), base, ""); return err },
		entra.Device: func() error { _, err := c.DeviceCode(t.Context(), base, func(DeviceCode) {}); return err },
		entra.DeviceCode: func() error {
			_, err := c.DeviceCode(t.Context(), base, func(DeviceCode) { t.Error("a code is shown after a failure") })
			return err
		},
		entra.Discovery: func() error { _, err := w.client().Interactive(t.Context(), base, ""); return err },
	}
	for _, l := range list(t) {
		phases := []entra.Phase{entra.Redeem, entra.Silent}
		switch {
		case l.Code == 70016: // not an error while polling: see TestDeviceCodeSurvivesABadLine
			phases = []entra.Phase{entra.Silent}
		case l.Phase == "device code":
			phases = []entra.Phase{entra.Device}
		case l.Phase == "confidential":
			phases = []entra.Phase{entra.Application}
		case strings.HasPrefix(l.Phase, "any"):
			phases = []entra.Phase{entra.Discovery, entra.Redeem, entra.Silent, entra.Application, entra.DeviceCode}
		}
		for _, oauth := range l.oauth() {
			for _, phase := range phases {
				w.Fail(phase, entra.Failure{Code: l.Code, Error: oauth})
				err := try[phase]()
				want := l.class(oauth)
				if oauth == "authorization_pending" {
					want = fault.RetryLater
				}
				if code := fmt.Sprintf("AADSTS%d", l.Code); fault.CodeOf(err) != code || fault.ClassOf(err) != want {
					t.Errorf("%s with %s at %s: %v (%s), want %s", code, oauth, phase, err, fault.ClassOf(err), want)
				}
				wantWords(t, err)
				w.pass(10 * soon) // beyond any pause
			}
		}
	}
}

// TestCodeThatOnlyThePageShowsIsUnderstoodFromItsText: Microsoft does not send these back. A person reads them to us.
func TestCodeThatOnlyThePageShowsIsUnderstoodFromItsText(t *testing.T) {
	w := newWorld(t)
	for _, l := range list(t) {
		if !strings.Contains(l.OAuthError, "page only") {
			continue
		}
		ctx, cancel := context.WithCancel(t.Context())
		w.config.OpenURL = func(address string) error {
			defer cancel() // they see the page, and give up
			return w.browse(address)
		}
		if err := w.FailNext(entra.Interactive, l.Code, 1); err != nil {
			t.Fatal(err)
		}
		_, err := w.client().Interactive(ctx, base, "")
		wantFault(t, err, fault.SignInAgain, "sign-in-cancelled")
		f := FromText(w.page)
		if f == nil {
			t.Errorf("%d is not found in the page:\n%s", l.Code, w.page)
			continue
		}
		want := fault.FixSetting
		if len(l.oauth()) > 0 && l.oauth()[0] == "invalid_grant" {
			want = fault.SignInAgain
		}
		wantFault(t, f, want, fmt.Sprintf("AADSTS%d", l.Code))
	}
	if f := FromText("Something went wrong."); f != nil {
		t.Errorf("a text without a number became %v", f)
	}
}

func TestCodeThatComesBackToTheLoopbackIsUnderstood(t *testing.T) {
	w := newWorld(t)
	for code, want := range map[int]fault.Class{65004: fault.SignInAgain, 16000: fault.SignInAgain, 50105: fault.SignInAgain, 70011: fault.FixSetting, 90033: fault.RetryLater} {
		w.Fail(entra.Interactive, entra.Failure{Code: code, Redirect: true, Message: `It's "quoted" & <escaped>.`})
		_, err := w.client().Interactive(t.Context(), base, "")
		wantFault(t, err, want, fmt.Sprintf("AADSTS%d", code))
		if !strings.Contains(err.Error(), `It's "quoted" & <escaped>.`) {
			t.Errorf("%d: the detail is %q", code, err)
		}
	}
}

func TestErrorWithoutANumberHasWords(t *testing.T) {
	for oauth, class := range classes {
		wantFault(t, classify("test", answer{Error: oauth}), class, "entra-"+strings.ReplaceAll(oauth, "_", "-"))
	}
	wantFault(t, classify("test", answer{Error: "never_heard"}), fault.Bug, "entra-error")
	if f := classify("test", answer{Error: "invalid_grant", Codes: []int{1234567, 50173}}); f.Code != "AADSTS50173" {
		t.Errorf("of two numbers %s was chosen, want the one with words", f.Code)
	}
}
