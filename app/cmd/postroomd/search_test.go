package main

import (
	"strings"
	"testing"
)

type hitDoc struct {
	document
	Fragments []struct {
		Part  string
		Spans []struct {
			Text string
			Hit  bool
		}
	}
}

type searchDoc struct {
	Ready                   bool
	Indexed, Filed, Missing int
}

func TestDocumentsAreFoundByTheTextOfTheirMails(t *testing.T) {
	w := newWorld(t)
	w.connect()
	w.do("select", emma, "--add", "inbox").want(0)
	for _, body := range []string{"Hierbij de facturen voor de jaarrekening.", "Bonjour, merci pour la réponse."} {
		w.deliver(emma, "inbox", "From: Jan Peeters <jan@client.example>\r\nTo: "+emma+"\r\nSubject: Bericht\r\n\r\n"+body+"\r\n")
	}
	w.do("sync", "--once").want(0)
	var hits []hitDoc
	find := func(query string) answer {
		hits = nil
		return w.do("documents", "--query", query, "--json").want(0).into(&hits)
	}
	find("factuur")
	if len(hits) != 1 || len(hits[0].Fragments) != 1 || hits[0].Fragments[0].Part != "text" {
		t.Fatalf("expected the mail and where the word stands in it, saw %+v", hits)
	}
	if find("from:peeters bericht"); len(hits) != 2 {
		t.Errorf("expected both mails, saw %d", len(hits))
	}
	if find("ericht"); len(hits) != 2 {
		t.Errorf("expected a part of a word to be found in the subject as before, saw %d", len(hits))
	}
	if a := find("jaarrekening before:soon"); len(hits) != 1 || !strings.Contains(a.stderr, "soon is not a date") {
		t.Errorf("expected the mistake to be explained and the rest to be searched, saw %d and %q", len(hits), a.stderr)
	}
	var p searchDoc
	for _, what := range []string{"rebuild", "update"} {
		if w.do("search", what, "--json").want(0).into(&p); p != (searchDoc{Ready: true, Indexed: 2, Filed: 2}) {
			t.Errorf("search %s: expected two mails, saw %+v", what, p)
		}
	}
	w.do("search").want(2)
	if a := w.do("documents", "--query", "réponse"); a.code != 0 || strings.Count(a.stdout, ".eml") != 1 {
		t.Errorf("expected one mail in the table, saw %q", a.stdout)
	}
}
