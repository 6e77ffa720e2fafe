package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

type personStatus struct {
	Address, Status string
	Until           *time.Time
	Next            *struct {
		Status string
		From   time.Time
	}
}

func (w *world) event(who, showAs string, from, to time.Time) {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"subject": "Salaries", "start": from.UTC(), "end": to.UTC(), "showAs": showAs})
	if err != nil {
		w.t.Fatal(err)
	}
	w.control("POST", "mailboxes/"+who+"/events", string(body))
}

func TestPeopleStatusIsPrintedAsTheContractSays(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	w.do("people", "status", "--json").want(1).failure("people-off-status")
	w.do("people", "--json").want(2)
	w.do("people", "on", "horoscope", emma, "--json").want(1).failure("people-feature")
	w.do("people", "on", "status", emma, "--json").want(0)
	w.do("people", "watch", emma, "nobody@kantoor.example", "--json").want(1).failure("people-unread")
	w.do("people", "watch", emma, jan).want(0)
	now := time.Now().Truncate(time.Second)
	w.event(emma, "busy", now.Add(-time.Hour), now.Add(2*time.Hour))
	w.event(emma, "oof", now.Add(2*time.Hour), now.Add(3*time.Hour))
	w.event(jan, "workingElsewhere", now.Add(5*time.Hour), now.Add(6*time.Hour))
	var list []personStatus
	a := w.do("people", "status", "--json").want(0).into(&list)
	if len(list) != 2 || list[0].Address != emma || list[0].Status != "busy" || !list[0].Until.Equal(now.Add(2*time.Hour)) || list[0].Next.Status != "oof" ||
		list[1].Address != jan || list[1].Status != "free" || list[1].Next.Status != "workingElsewhere" || !list[1].Next.From.Equal(now.Add(5*time.Hour)) {
		t.Errorf("the status is %s", a.stdout)
	}
	if strings.Contains(a.stdout, "Salaries") {
		t.Errorf("a subject is printed: %s", a.stdout)
	}
	if text := w.do("people", "status").want(0).stdout; !strings.Contains(text, "busy") || strings.Count(text, "\n") != 3 {
		t.Errorf("for people it is printed as %q", text)
	}
	var features []struct {
		Feature string
		On      bool
	}
	w.do("people", "features", emma, "--json").want(0).into(&features)
	if !strings.Contains(fmt.Sprint(features), "{status true}") {
		t.Errorf("the features are %v", features)
	}
	w.do("people", "unwatch", emma, jan).want(0)
	w.do("people", "off", "status", emma, "--forget").want(0)
	w.do("people", "status", "--json").want(1).failure("people-off-status")
}
