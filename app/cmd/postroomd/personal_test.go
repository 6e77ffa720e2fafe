package main

import (
	"slices"
	"strings"
	"testing"
)

func TestPersonalAccountFilesItsMailAndIsOfferedNoSharedMailbox(t *testing.T) {
	w := newWorld(t)
	var account struct {
		Kind, Address, State string
		Scopes               []string
	}
	w.signIn("personal", sofie).want(0).into(&account)
	if account.Kind != "personal" || account.Address != sofie || !slices.Equal(account.Scopes, []string{"User.Read", "Mail.Read"}) {
		t.Errorf("the account is %+v, want a personal one with the base permissions", account)
	}
	w.do("shared", "add", sofie, info, "--json").want(1).failure("shared-personal")
	if a := w.do("validate", "--json").want(0); !strings.Contains(a.stdout, "A personal account needs no more") {
		t.Errorf("validate does not say what a personal account can't do: %s", a.stdout)
	}
	w.wantMailboxes(sofie, sofie+" own")
	w.do("select", sofie, "--add", "inbox", "--json").want(0)
	w.deliver(sofie, "inbox", letter("one"))
	w.do("sync", "--once", "--json").want(0)
	w.control("POST", "signins/"+sofie+"/expire", "") // renewed at the authority of personal accounts
	w.deliver(sofie, "inbox", letter("two"))
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(sofie+": one", sofie+": two")
	w.control("POST", "signins/"+sofie+"/revoke", "")
	w.do("sync", "--once", "--json").want(3)
	w.who = sofie
	w.do("reauthenticate", sofie, "--json").want(0).into(&account)
	if account.State != "active" {
		t.Errorf("the account is %+v, want active", account)
	}
}

func TestKindsOfAccountsAreNotMixedUp(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", sofie).want(1).failure("account-is-personal")
	var accounts []any
	if w.do("accounts", "--json").want(0).into(&accounts); len(accounts) != 0 {
		t.Errorf("the accounts are %v, want none", accounts)
	}
}

func TestTwoAccountsOfOnePersonWorkSideBySide(t *testing.T) {
	w := newWorld(t)
	const other = "emma@holding.example" // a domain of another organisation
	w.control("POST", "mailboxes", `{"address":"`+other+`","name":"Emma Janssens"}`)
	for _, who := range []string{emma, other} {
		w.signIn("work", who).want(0)
		w.do("select", who, "--add", "inbox", "--json").want(0)
		w.deliver(who, "inbox", letter("one"))
	}
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(emma+": one", other+": one")
	w.control("POST", "signins/"+other+"/revoke", "")
	for _, who := range []string{emma, other} {
		w.deliver(who, "inbox", letter("two"))
	}
	w.do("sync", "--once", "--json").want(4)
	w.wantFiled(emma+": one", other+": one", emma+": two")
	w.signIn("work", emma).want(0) // the wrong one: nothing of the other changes
	w.do("reauthenticate", other, "--json").want(1).failure("wrong-account")
	w.who = other
	w.do("reauthenticate", other, "--json").want(0)
	w.do("sync", "--once", "--json").want(0)
	w.wantFiled(emma+": one", other+": one", emma+": two", other+": two")
	w.who = emma
	w.share(info)
	w.wantMailboxes(other, other+" own")
}
