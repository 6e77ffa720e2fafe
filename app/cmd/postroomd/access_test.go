package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// limit adds fields to the policy in use.
func (w *world) limit(fields map[string]any) {
	w.t.Helper()
	text, err := os.ReadFile(w.policy)
	all := map[string]any{}
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	for name, value := range fields {
		all[name] = value
	}
	if err == nil {
		text, err = json.Marshal(all)
	}
	w.policy = filepath.Join(filepath.Dir(w.policy), "limited.json")
	if err == nil {
		err = os.WriteFile(w.policy, text, 0o600)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestOnlyMembersOfTheSettingsGroupMayConnectAndSelect(t *testing.T) {
	w := newWorld(t, "--group", "Inner="+emma, "--group", "IT=Inner")
	if len(w.sim.Groups) != 2 {
		t.Fatalf("the groups are %+v", w.sim.Groups)
	}
	w.limit(map[string]any{"settingsGroup": map[string]string{"id": w.sim.Groups[1].ID, "name": "the IT team"}})
	w.who = jan
	a := w.do("connect", "work", "--json").want(1).failure("access-denied")
	if !strings.Contains(a.stdout, "the IT team") {
		t.Errorf("it is not said whom to ask: %s", a.stdout)
	}
	if a := w.do("accounts", "--json").want(0); strings.TrimSpace(a.stdout) != "[]" {
		t.Errorf("somebody who may not was connected: %s", a.stdout)
	}
	w.who = emma
	w.do("connect", "work", "--json").want(0)
	w.who = jan
	w.do("connect", "work", "--json").want(0) // while a member sits here
	w.do("select", jan, "--add", "inbox", "--json").want(0)
	w.do("disconnect", emma, "--json").want(0)
	w.do("select", jan, "--add", "sentitems", "--json").want(1).failure("access-denied")
	w.do("disconnect", jan, "--json").want(1).failure("access-denied")
	w.do("folders", jan, "--json").want(0)
	w.do("sync", "--once", "--json").want(0)
	w.do("reauthenticate", jan, "--json").want(0)
	w.who = emma
	w.do("reauthenticate", emma, "--json").want(0) // which connects her again
	w.do("select", jan, "--add", "sentitems", "--json").want(0)
}
