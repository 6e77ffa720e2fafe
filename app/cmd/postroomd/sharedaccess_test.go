package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"postroom/app/simulator/entra"
)

func TestWhatStandsInTheWayOfASharedMailboxIsToldApart(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	for address, code := range map[string]string{
		"directie@kantoor.example": "shared-no-access",
		"planning@kantoor.example": "shared-folder-only",
		"scanner@kantoor.example":  "shared-no-mailbox",
		"ghost@kantoor.example":    "shared-unknown",
		"Info of the office":       "shared-address",
		emma:                       "shared-own",
	} {
		w.do("shared", "add", emma, address, "--json").want(1).failure(code)
	}
	a := w.do("shared", "add", emma, "Directie@kantoor.example").want(1)
	if !strings.Contains(a.stderr, "Add-MailboxPermission -Identity 'directie@kantoor.example' -User 'emma@kantoor.example' -AccessRights FullAccess\n") {
		t.Errorf("the administrator's command is missing: %s", a.stderr)
	}
	w.do("shared", "add", "ghost@kantoor.example", info, "--json").want(1).failure("account-unknown")
	w.do("shared", "remove", emma, info, "--json").want(1).failure("shared-unknown-here")
	w.do("shared", "remove", emma, emma, "--json").want(1).failure("shared-unknown-here")
	w.wantMailboxes(emma, emma+" own")
	w.signIn("work", jan).want(0)
	w.share(info)
	w.control("POST", "mailboxes/"+info+"/grant", `{"who":"`+jan+`"}`)
	w.do("shared", "add", jan, info, "--json").want(1).failure("shared-elsewhere")
}

func TestDeclinedPermissionAddsNothing(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	p := w.start("shared", "add", emma, info, "--device-code", "--json")
	var code struct {
		URI  string `json:"verification_uri"`
		Code string `json:"user_code"`
	}
	if err := json.Unmarshal([]byte(p.firstLine()), &code); err != nil {
		t.Fatal(err)
	}
	if _, err := (entra.Person{Client: w.client, Address: emma, Code: code.Code, Decline: true}).Visit(t.Context(), code.URI); err != nil {
		t.Fatal(err)
	}
	var refused struct{ Error struct{ Code string } }
	if err := json.NewDecoder(p.stdout).Decode(&refused); err != nil {
		t.Fatal(err)
	}
	if code := p.wait(); code != 1 || refused.Error.Code != "shared-declined" {
		t.Errorf("a declined permission ended with %d and %q, want 1 and shared-declined", code, refused.Error.Code)
	}
	w.wantMailboxes(emma, emma+" own")
	if got := w.scopes(emma); slices.Contains(got, "Mail.Read.Shared") {
		t.Errorf("granted are %q, want no permission for shared mailboxes", got)
	}
	w.do("select", emma, "--add", "inbox", "--json").want(0)
	w.deliver(emma, "inbox", letter("still filed"))
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(emma + ": still filed")
}

func TestPermissionTakenBackStopsTheSharedMailboxOnly(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	w.do("select", emma, "--add", "inbox", "--json").want(0)
	w.share(info)
	w.control("POST", "signins/"+emma+"/withdraw", `{"clientId":"`+w.sim.ClientID+`","scope":"Mail.Read.Shared"}`)
	w.control("POST", "signins/"+emma+"/expire", "")
	w.deliver(emma, "inbox", letter("own"))
	w.deliver(info, "inbox", letter("shared"))
	var round struct {
		Filed    int
		Failures []struct{ Mailbox, Code, Message, Remedy string }
		SignIn   []string
	}
	w.do("sync", "--once", "--json").want(4).into(&round)
	if round.Filed != 1 || len(round.SignIn) != 0 || len(round.Failures) != 1 || round.Failures[0].Mailbox != info || round.Failures[0].Code != "shared-permission" {
		t.Errorf("the round is %+v, want her own mail filed and the shared mailbox's permission missing", round)
	}
	w.wantFiled(emma + ": own")
	w.wantChecks(1, "shared "+info+": shared-permission", "mailbox "+info+": shared-permission")
	w.share(info) // she accepts it again
	w.wantChecks(0)
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(emma+": own", info+": shared")
}

func TestAccessTakenBackStopsTheSharedMailboxOnly(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	w.do("select", emma, "--add", "inbox", "--json").want(0)
	w.share(info)
	w.control("POST", "mailboxes/"+info+"/revoke", `{"who":"`+emma+`"}`)
	w.deliver(emma, "inbox", letter("own"))
	w.deliver(info, "inbox", letter("shared"))
	w.do("sync", "--once", "--json").want(4)
	w.wantFiled(emma + ": own")
	w.wantChecks(1, "shared "+info+": shared-no-access", "mailbox "+info+": mailbox-no-access")
	w.control("POST", "mailboxes/"+info+"/grant", `{"who":"`+emma+`"}`)
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(emma+": own", info+": shared")
	w.wantChecks(0)
}

// wantChecks runs validate, and checks which links of the chain are broken, each as "check subject: code".
func (w *world) wantChecks(code int, broken ...string) {
	w.t.Helper()
	var checks []struct {
		Check, Subject string
		OK             bool
		Code, Remedy   string
	}
	w.do("validate", "--json").want(code).into(&checks)
	got := []string{}
	for _, c := range checks {
		if !c.OK {
			got = append(got, c.Check+" "+c.Subject+": "+c.Code)
		}
	}
	if !slices.Equal(got, broken) && len(got)+len(broken) > 0 {
		w.t.Errorf("broken are %q, want %q", got, broken)
	}
}
