package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type learnedDoc struct {
	On      bool
	Bar     float64
	Lessons []struct {
		ID, Kind, Value string
		On              bool
		Clients         []struct {
			Client *struct{ Name string }
			Given  int
		}
	}
}

func TestDecisionsAreLearnedAndWhatWasLearnedIsKept(t *testing.T) {
	w := ready(t)
	w.do("clients", "add", "--name", "Peeters BV", "--number", "1001", "--json").want(0)
	w.do("team", "tie", emma, "contact", "--json").want(0)
	w.do("team", "add", "Emma", "--address", emma, "--json").want(0)
	w.deliver(emma, "inbox", mailFrom("Lies <lies@gmail.com>", "first", "\r\nHello\r\n"))
	w.deliver(emma, "inbox", mailFrom("Lies <lies@gmail.com>", "second", "\r\nHello again\r\n"))
	w.deliver(emma, "inbox", mailFrom("Tom <tom@else.example>", "about Peeters BV", "\r\nHello\r\n"))
	w.do("sync", "--once", "--json").want(0)

	by := w.slips()
	w.standsAs(by, "first", "attention", "unknown-sender", "")
	if got := by["about Peeters BV"]; len(got.Candidates) != 1 || got.Candidates[0].Client.Name != "Peeters BV" || len(got.Candidates[0].Evidence) == 0 {
		t.Errorf("the mail whose subject names a client has the candidates %+v, want that client", got.Candidates)
	}
	w.do("processing", "accept", by["about Peeters BV"].ID, "--json").want(0)
	w.do("processing", "accept", by["first"].ID, "3", "--json").want(1).failure("suggestion-missing")
	w.do("assign", by["first"].ID, "1001", "--json").want(0)
	by = w.slips()
	w.standsAs(by, "second", "processed", "", "Peeters BV")
	if got := by["second"]; !got.Learned || !strings.Contains(strings.Join(got.Evidence, " "), "lies@gmail.com") {
		t.Errorf("the second mail is learned: %v, because %q", got.Learned, got.Evidence)
	}

	var list learnedDoc
	w.do("processing", "learned", "--json").want(0).into(&list)
	id := ""
	for _, l := range list.Lessons {
		if l.Kind == "address" && l.Value == "lies@gmail.com" && len(l.Clients) == 1 && l.Clients[0].Given == 1 {
			id = l.ID
		}
	}
	if id == "" || !list.On || list.Bar == 0 {
		t.Fatalf("learned is %+v, want the address of Lies in it", list)
	}
	if a := w.do("processing", "learned").want(0); !strings.Contains(a.stdout, "lies@gmail.com") || !strings.Contains(a.stdout, "Peeters BV 2") {
		t.Errorf("the list says\n%s", a.stdout)
	}
	file := filepath.Join(t.TempDir(), "learned.json")
	w.do("processing", "learned", "--export", file, "--json").want(0)
	w.do("processing", "learned", "--off", id, "--json").want(0)
	w.do("processing", "learned", "--forget", id, "--json").want(0)
	w.do("processing", "learned", "--forget", id, "--json").want(1).failure("learned-unknown")
	w.do("processing", "undo", "--json").want(0)
	var took struct{ Added, Updated, Unchanged int }
	w.do("processing", "learned", "--import", file, "--json").want(0).into(&took)
	if took.Updated != 1 || took.Added != 0 || took.Unchanged != len(list.Lessons)-1 {
		t.Errorf("importing gave %+v, want the one that was switched off updated", took)
	}
	if err := os.WriteFile(file, []byte(`{"version":7}`), 0o600); err != nil {
		t.Fatal(err)
	}
	w.do("processing", "learned", "--import", file, "--json").want(1).failure("learned-newer")
	if err := os.WriteFile(file, []byte(`{"version":1,"lessons":[{"kind":"address","value":"a@b.example","clients":[{"number":"99","given":1}]}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	w.do("processing", "learned", "--import", file, "--json").want(4)
	w.do("processing", "learned", "--import", file+".missing", "--json").want(1).failure("table-missing")
	w.do("processing", "learned", "--export", filepath.Join(file, "x"), "--json").want(1).failure("learned-unwritable")
	w.do("processing", "learned", "--bar", "0.99", "--json").want(0)
	w.do("processing", "learned", "--bar", "2", "--json").want(1).failure("learned-bar")
	w.do("processing", "learned", "--off", "all", "--json").want(0)
	w.do("processing", "learned", "--json").want(0).into(&list)
	if list.On || list.Bar != 0.99 {
		t.Errorf("learning is on: %v, with the bar %v, want it off with 0.99", list.On, list.Bar)
	}
	w.do("processing", "learned", "--edit", id, "--client", "1001", "--json").want(0)
	w.do("processing", "learned", "--on", "all", "--bar", "0.6").want(2)
	w.do("processing", "learned", "--edit", id).want(2)
	w.do("processing", "accept", "1", "x").want(2)
}
