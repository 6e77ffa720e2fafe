package main

import (
	"strings"
	"testing"
	"time"
)

// A single look at the list reads the calendars of those who take part; without status nobody is asked.
func TestListOfProcessingSaysWhetherThoseWhoTakePartAreThere(t *testing.T) {
	w := ready(t)
	w.do("clients", "add", "--name", "Peeters BV", "--address", "jan@peeters.example", "--json").want(0)
	w.do("team", "add", "Emma", "--address", emma, "--json").want(0)
	w.do("team", "tie", emma, "contact", "--json").want(0)
	w.deliver(emma, "inbox", mailFrom("Jan <jan@peeters.example>", "known", "\r\nHello\r\n"))
	w.do("sync", "--once", "--json").want(0)
	type entry struct {
		Participants []string
		Availability []struct {
			Address, Status, Words string
			Until                  *time.Time
		}
	}
	look := func() entry {
		t.Helper()
		var list []entry
		w.do("processing", "--json").want(0).into(&list)
		if len(list) != 1 || strings.Join(list[0].Participants, " ") != emma {
			t.Fatalf("the list is %+v, want one mail of Emma's", list)
		}
		return list[0]
	}
	if e := look(); e.Availability == nil || len(e.Availability) != 0 {
		t.Errorf("without status it tells %+v", e.Availability)
	}
	w.do("people", "on", "status", emma, "--json").want(0)
	end := time.Now().Truncate(time.Second).Add(2 * time.Hour)
	w.event(emma, "busy", end.Add(-3*time.Hour), end)
	if e := look(); len(e.Availability) != 1 || e.Availability[0].Address != emma || e.Availability[0].Status != "busy" || !e.Availability[0].Until.Equal(end) {
		t.Errorf("it tells %+v, want busy until %v", e.Availability, end)
	}
	if text := w.do("processing").want(0).stdout; !strings.Contains(text, emma+" (busy") {
		t.Errorf("for people it is %q", text)
	}
}
