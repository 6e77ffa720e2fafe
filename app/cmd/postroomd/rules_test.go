package main

import (
	"path"
	"path/filepath"
	"testing"
)

func TestRulesAndClientsOnTheCommandLine(t *testing.T) {
	w := ready(t)
	w.do("clients", "add", "--name", "Peeters BV", "--number", "1001", "--address", "jan@peeters.example", "--json").want(0)
	w.do("team", "tie", emma, "team:front", "--json").want(0)
	w.do("team", "add", "Emma", "--address", emma, "--team", "front", "--json").want(0)
	w.do("team", "add", "Jan", "--address", jan, "--json").want(0)
	w.deliver(emma, "inbox", mailFrom("Jan <jan@peeters.example>", "known", "\r\nHello\r\n"))
	w.deliver(emma, "inbox", mailFrom("Shop <offers@shop.example>", "offer", "\r\nBuy\r\n"))
	w.do("sync", "--once", "--json").want(0)

	var docs []struct{ Subject string }
	w.do("documents", "--client", "1001", "--json").want(0).into(&docs)
	if len(docs) != 1 || docs[0].Subject != "known" {
		t.Errorf("the client's documents are %+v, want the known one", docs)
	}
	w.do("documents", "--client", "1001", "--query", "buy", "--json").want(0).into(&docs)
	if len(docs) != 0 {
		t.Errorf("found of the client is %+v, want nothing", docs)
	}
	w.do("documents", "--client", "nobody", "--json").want(1).failure("client-unknown")
	w.do("documents", "--as", jan, "--json").want(0).into(&docs)
	if len(docs) != 0 {
		t.Errorf("Jan sees %+v, want nothing", docs)
	}
	w.do("documents", "--as", emma, "--query", "hello", "--json").want(0).into(&docs)
	if len(docs) != 1 {
		t.Errorf("Emma finds %+v, want one", docs)
	}
	w.do("processing", "--query", "OFF shop", "--json").want(0).into(&docs)
	if len(docs) != 1 || docs[0].Subject != "offer" {
		t.Errorf("with words the list has %+v, want the offer", docs)
	}
	w.do("--as", "who@kantoor.example", "status", "--json").want(1).failure("member-unknown")
	w.do("verify", "--as", jan, "--json").want(1).failure("managers-only")

	type rule struct {
		ID, Kind, Effect string
		On               bool
		Mails            int
		Against          []string
	}
	var made rule
	w.do("processing", "rules", "add", "domain", "shop.example", "--json").want(0).into(&made)
	w.standsAs(w.slips(), "offer", "aside", "", "")
	w.do("processing", "rules", "add", "domain", "shop.example", "--keep", "--json").want(1).failure("rule-contradicts")
	var against rule
	w.do("processing", "rules", "add", "sender", "boss@shop.example", "--keep", "--json").want(0).into(&against)
	if against.Effect != "keep" || len(against.Against) != 1 || against.Against[0] != made.ID {
		t.Errorf("the rule is %+v, want that it contradicts the domain's", against)
	}
	w.do("processing", "rules", "off", made.ID, "--json").want(0)
	w.standsAs(w.slips(), "offer", "attention", "unknown-sender", "")
	w.do("processing", "rules", "off", "bulk", "--json").want(0)
	var list []rule
	w.do("processing", "rules", "--json").want(0).into(&list)
	if len(list) != 5 || list[0].ID != "bulk" || list[0].On || !list[1].On || list[4].Kind != "domain" || len(list[4].Against) != 1 {
		t.Errorf("the rules are %+v", list)
	}
	w.do("processing", "rules", "remove", made.ID, "--json").want(0)
	w.do("processing", "rules", "remove", made.ID, "--json").want(1).failure("rule-unknown")
	w.do("processing", "rules", "add", "colour", "red", "--json").want(2)
}

func TestDocumentsLieByClientOnTheCommandLine(t *testing.T) {
	w := ready(t)
	w.do("clients", "add", "--name", "Peeters BV", "--number", "1001", "--address", "jan@peeters.example", "--json").want(0)
	w.do("clients", "add", "--name", "Other", "--json").want(0)
	w.deliver(emma, "inbox", mailFrom("Jan <jan@peeters.example>", "known", "\r\nHello\r\n"))
	type tree struct {
		On    bool
		Mails int
	}
	var v tree
	w.do("clients", "tree", "on", "--json").want(0).into(&v)
	if !v.On || v.Mails != 0 {
		t.Errorf("switched on it is %+v", v)
	}
	w.do("sync", "--once", "--json").want(0)
	var docs []struct{ ID, Path string }
	w.do("documents", "--json").want(0).into(&docs)
	if len(docs) != 1 {
		t.Fatalf("filed are %+v, want one mail", docs)
	}
	var st struct{ Destination struct{ Path string } }
	w.do("status", "--json").want(0).into(&st)
	lies := func(folder string) bool {
		found, err := filepath.Glob(filepath.Join(st.Destination.Path, "Clients", folder, "*", path.Base(docs[0].Path)))
		return err == nil && len(found) == 1
	}
	if !lies("Peeters BV (1001)") {
		t.Error("the mail does not lie by client after a round")
	}
	w.do("verify", "--json").want(0)
	w.do("assign", docs[0].ID, "Other", "--json").want(0)
	if lies("Peeters BV (1001)") || !lies("Other") {
		t.Error("the mail does not lie by its new client")
	}
	w.do("processing", "undo", "--json").want(0)
	w.do("clients", "tree", "rebuild", "--json").want(0).into(&v)
	if !lies("Peeters BV (1001)") || v.Mails != 1 {
		t.Errorf("undone and made anew it is %+v", v)
	}
	w.do("verify", "--json").want(0)
	w.do("clients", "tree", "off", "--json").want(0).into(&v)
	if v.On || lies("Peeters BV (1001)") {
		t.Errorf("switched off it is %+v", v)
	}
}
