package main

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestPassingOnIsSetUpTriedAndStopped(t *testing.T) {
	w := newWorld(t)
	got := make(chan string, 10)
	receiver := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.Header.Get("Webhook-Signature") }))
	t.Cleanup(receiver.Close)
	ca := w.file("receiver.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: receiver.Certificate().Raw})))
	w.signIn("work", emma).want(0)
	w.do("people", "pass", "test", "webhook", "--json").want(1).failure("pass-none")
	w.do("people", "pass", "webhook", receiver.URL, "--json").want(1).failure("pass-private")
	w.do("people", "pass", "webhook", "http://pbx.kantoor.example/", "--json").want(1).failure("pass-address")
	w.do("people", "pass", "webhook", receiver.URL, "--secret-file", "/nowhere/secret", "--json").want(2)
	w.do("people", "pass", "webhook", receiver.URL, "--inside", "--secret-file", w.file("short", "c2hvcnQ="), "--json").want(1).failure("pass-secret")
	set := w.do("people", "pass", "webhook", receiver.URL+"/?key=example-key", "--inside", "--ca-file", ca).want(0).stdout
	_, secret, _ := strings.Cut(set, "whsec_")
	if secret, _, _ = strings.Cut(secret, "\n"); len(secret) < 40 {
		t.Errorf("it printed %q, want a secret", set)
	}
	w.do("people", "pass", "test", "webhook", "--json").want(0)
	if signature := <-got; !strings.HasPrefix(signature, "v1,") {
		t.Errorf("signed with %q", signature)
	}
	w.do("people", "pass", "command", "--team", "/nowhere/program", "--json").want(1).failure("pass-command")
	var list []struct {
		Kind, Host, Address string
		On, Team, Inside    bool
	}
	a := w.do("people", "pass", "--json").want(0).into(&list)
	if len(list) != 3 || list[0].Kind != "teams" || list[0].Address != emma || list[0].On || list[1].Kind != "webhook" || !list[1].On || !list[1].Inside || list[2].On {
		t.Errorf("it stands as %s", a.stdout)
	}
	if strings.Contains(a.stdout, "example-key") || strings.Contains(a.stdout, secret) {
		t.Errorf("a secret is shown: %s", a.stdout)
	}
	w.do("people", "on", "teams", emma, "--json").want(1).failure("people-off-status")
	w.do("people", "on", "status", emma).want(0)
	w.do("people", "on", "teams", emma).want(0)
	if text := w.do("people", "status").want(0).stdout; !strings.Contains(text, "teams, webhook") {
		t.Errorf("the status is %q, want that it is passed on", text)
	}
	w.do("people", "pass", "off", "webhook").want(0)
	w.do("people", "pass", "off", "webhook", "--json").want(1).failure("pass-none")
}
