package main

import (
	"strings"
	"testing"
)

func TestUsersJoinTheTeamOnTheCommandLine(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	w.do("people", "on", "users", emma).want(0)
	w.do("people", "users").want(0)
	w.do("people", "join", "always", "--json").want(1).failure("team-mode")
	var doc struct {
		Mode      string
		Proposals []struct{ ID, Kind, Address, Member, Message string }
	}
	w.do("people", "join", "--json").want(0).into(&doc)
	if doc.Mode != "off" || len(doc.Proposals) != 0 {
		t.Errorf("at first: %+v", doc)
	}
	w.do("team", "add", "Jan", "--address", jan).want(0)
	w.do("people", "join", "propose", "--json").want(0).into(&doc)
	kinds := map[string]string{}
	for _, p := range doc.Proposals {
		kinds[p.Address] = p.ID + " " + p.Kind
	}
	him, kind, _ := strings.Cut(kinds[jan], " ")
	if kind != "tie" || !strings.HasSuffix(kinds[emma], " add") {
		t.Fatalf("proposed are %v, want Jan tied and Emma added", kinds)
	}
	if text := w.do("people", "join").want(0).stdout; !strings.Contains(text, "proposed for the team") {
		t.Errorf("for people it says %q", text)
	}
	w.do("people", "join", "accept", him, "--json").want(0).into(&doc)
	w.do("people", "join", "accept", him, "tie", "--json").want(1).failure("team-proposal")
	her, _, _ := strings.Cut(kinds[emma], " ")
	w.do("people", "join", "dismiss", her, "add", "--json").want(0).into(&doc)
	for _, p := range doc.Proposals {
		if p.ID == him || p.ID == her {
			t.Errorf("still proposed: %+v", p)
		}
	}
}
