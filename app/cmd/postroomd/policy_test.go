package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPolicyCheckTellsEveryProblemWithItsPlace(t *testing.T) {
	w := alone(t)
	file := filepath.Join(w.home, "draft.json")
	text := "{\n  \"clientId\": \"a b\",\n  \"pollSecond\": 5,\n  \"proxy\": \"http://desk:hunter2-example@/\"\n}"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	a := w.do("policy", "check", file).want(2)
	for _, want := range []string{file + ":2:15: clientId", file + ":3:3: ", `"pollSecond"`, file + ":4:12: proxy", "3 things"} {
		if !strings.Contains(a.stdout, want) {
			t.Errorf("expected %q in\n%s", want, a.stdout)
		}
	}
	var v struct {
		OK       bool
		Problems []struct {
			Field, Message string
			Line, Column   int
		}
		Error struct{ Code string }
	}
	a = w.do("policy", "check", file, "--json").want(2)
	a.into(&v)
	if v.OK || len(v.Problems) != 3 || v.Problems[1].Field != "pollSecond" || v.Problems[1].Line != 3 || v.Error.Code != "policy-broken" {
		t.Errorf("told as %s", a.stdout)
	}
	if strings.Contains(a.stdout+a.stderr, "hunter2") {
		t.Error("the proxy's password is told")
	}
	w.policy = file // the one in use, when none is named
	w.do("policy", "check").want(2)
	w.do("policy", "check", filepath.Join(w.home, "none.json"), "--json").want(2).failure("policy-missing")
}

func TestPolicyCheckSaysWhatAGoodPolicyDecides(t *testing.T) {
	w := alone(t)
	w.policy = filepath.Join(w.home, "policy.json")
	if err := os.WriteFile(w.policy, []byte(`{"cloud":"usgov","language":"nl"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if a := w.do("policy", "check").want(0); !strings.Contains(a.stdout, "cloud, language") {
		t.Errorf("told as %s", a.stdout)
	}
	if entries, err := os.ReadDir(w.data); err == nil && len(entries) > 0 {
		t.Errorf("a check has made %v in the data folder", entries)
	}
}

func TestPolicySchemaIsThePublishedOne(t *testing.T) {
	want, err := os.ReadFile("../../../docs/policy.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if a := alone(t).do("policy", "schema").want(0); a.stdout != string(want) {
		t.Errorf("printed\n%s\nwant\n%s", a.stdout, want)
	}
	alone(t).do("policy").want(2)
	alone(t).do("policy", "explain").want(2)
}
