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

func TestPeopleUsersAreListedAndTied(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	w.do("people", "users", "--json").want(1).failure("people-off-users")
	w.do("people", "on", "users", emma).want(0)
	w.do("people", "users", "--kind", "ghost", "--json").want(2)
	var users []struct {
		ID, Name, Address, Kind string
		Tied                    []string
	}
	w.control("PATCH", "users/"+jan, `{"name":"Jan Van Maes"}`)
	w.do("people", "users", "--query", "van maes", "--json").want(0).into(&users)
	if len(users) != 1 || users[0].Address != jan || users[0].Kind != "person" {
		t.Fatalf("found are %+v, want Jan", users)
	}
	w.do("people", "tie", "jan.old@kantoor.example", users[0].ID, "--json").want(0)
	w.do("people", "tie", jan, users[0].ID, "--json").want(1).failure("people-tie-taken")
	w.do("people", "tie", jan, "Jan", "--json").want(1).failure("people-tie-id")
	var ties struct {
		Ties        []struct{ Address, ID string }
		Suggestions []struct{ Address string }
	}
	w.do("people", "ties", "--json").want(0).into(&ties)
	if len(ties.Ties) != 1 || ties.Ties[0].ID != users[0].ID || len(ties.Suggestions) != 1 || ties.Suggestions[0].Address != emma {
		t.Errorf("the ties are %+v", ties)
	}
	w.do("people", "users", "--query", "maes", "--json").want(0).into(&users)
	if len(users[0].Tied) != 1 {
		t.Errorf("Jan is %+v", users[0])
	}
	w.do("people", "untie", "jan.old@kantoor.example").want(0)
	w.do("people", "untie", "jan.old@kantoor.example", "--json").want(1).failure("people-tie-none")
}
