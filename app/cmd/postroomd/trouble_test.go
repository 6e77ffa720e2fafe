package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestTroubleWithASignInIsNamedAndGoesByItself: what an administrator or a rule does to an account while postroomd is
// not even running. Each is told by its own code, with what to do, and costs nothing but time.
func TestTroubleWithASignInIsNamedAndGoesByItself(t *testing.T) {
	w := newWorld(t)
	w.connect()
	w.do("select", emma, "--add", "inbox", "--json").want(0)
	for i, tt := range []struct {
		code int
		says string
	}{
		{50057, "disabled"},                 // account disabled
		{50079, "second step"},              // MFA not set up yet
		{53000, "devices"},                  // conditional access: device
		{53003, "rule of the organisation"}, // conditional access: blocked
	} {
		block := func(code int) {
			w.control("POST", "signins/"+emma+"/block", fmt.Sprintf(`{"code":%d}`, code))
			w.control("POST", "signins/"+emma+"/expire", "")
		}
		block(tt.code)
		w.deliver(emma, "inbox", letter(fmt.Sprintf("Sent during trouble %d", tt.code)))
		w.do("sync", "--once", "--json").want(3).failure("sign-in-needed")
		name := fmt.Sprintf("AADSTS%d", tt.code)
		if a := w.account(); a.State != "reauthenticate" || a.Error == nil || a.Error.Code != name || !strings.Contains(a.Error.Message, tt.says) || a.Error.Remedy == "" {
			t.Errorf("%s: the account is %s, %+v; want reauthenticate, and words with %q", name, a.State, a.Error, tt.says)
		}
		var checks []struct {
			Check, Code string
			OK          bool
			Action      *struct{ Kind, Target string }
		}
		w.do("validate", "--json").want(1).into(&checks)
		if c := checks[0]; c.Check != "token" || c.OK || c.Code != name || c.Action == nil || c.Action.Kind != "reauthenticate" || c.Action.Target != w.account().ID {
			t.Errorf("%s: validate begins with %+v, want the token's failure with its button", name, c)
		}
		block(0)
		var r roundDoc
		w.do("sync", "--once", "--json").want(0).into(&r)
		if a := w.account(); r.Filed != 1 || a.State != "active" || a.Error != nil {
			t.Errorf("%s: after it was over, %d mails are filed and the account is %+v; want 1, active", name, r.Filed, a)
		}
		var docs []document
		w.do("documents", "--json").want(0).into(&docs)
		if len(docs) != i+1 {
			t.Errorf("%s: %d documents, want %d", name, len(docs), i+1)
		}
	}
}

func TestDeclinedSignInChangesNothingAndNamesTheConsentPage(t *testing.T) {
	w := newWorld(t)
	w.control("POST", "signins/fail", `{"phase":"interactive","code":65004}`)
	a := w.do("connect", "work", "--json").want(1).failure("AADSTS65004")
	if !strings.Contains(a.stdout, "/adminconsent?client_id=") {
		t.Errorf("the answer has no link for an administrator: %s", a.stdout)
	}
	var accounts []account
	w.do("accounts", "--json").want(0).into(&accounts)
	if len(accounts) != 0 {
		t.Errorf("there are accounts after a declined sign-in: %+v", accounts)
	}
	w.do("connect", "work", "--json").want(0)
}
