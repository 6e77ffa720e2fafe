package graph

import (
	"net/http"
	"testing"

	"postroom/app/fault"
	"postroom/app/simulator"
)

func TestMembershipIsAskedOfGraph(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	inner, err := sim.AddGroup(simulator.Group{Name: "Inner", Members: []string{emma}})
	if err != nil {
		t.Fatal(err)
	}
	outer, err := sim.AddGroup(simulator.Group{Name: "Outer", Members: []string{inner}})
	if err != nil {
		t.Fatal(err)
	}
	other, err := sim.AddGroup(simulator.Group{Name: "Other"})
	if err != nil {
		t.Fatal(err)
	}
	client := clientOf(t, sim, func(c *Config) { c.Tokens = asPerson(emma + ";scopes=User.Read") })
	for id, want := range map[string]bool{inner: true, outer: true, other: false, "99999999-2222-3333-4444-555555555555": false} {
		if got, err := client.InGroup(t.Context(), id); err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", id, got, err, want)
		}
	}
	narrow := clientOf(t, sim, func(c *Config) { c.Tokens = asPerson(emma + ";scopes=Mail.Read") })
	if _, err := narrow.InGroup(t.Context(), outer); fault.CodeOf(err) != "Authorization_RequestDenied" || fault.ClassOf(err) != fault.FixSetting {
		t.Errorf("without the permission: %v", err)
	}
}

func TestStrangeAnswersAboutAGroupMakeNobodyAMember(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	id, err := sim.AddGroup(simulator.Group{Name: "IT", Members: []string{emma}})
	if err != nil {
		t.Fatal(err)
	}
	client := clientOf(t, sim, nil)
	for _, f := range []simulator.Fault{{Kind: simulator.WrongJSON}, {Kind: simulator.WrongType}, {Kind: simulator.Truncated},
		{Kind: simulator.Code, Status: http.StatusBadRequest, Code: "Request_BadRequest"}} {
		f.Path = "checkmembergroups"
		if _, err := sim.AddFault(f); err != nil {
			t.Fatal(err)
		}
		if got, err := client.InGroup(t.Context(), id); got || err == nil {
			t.Errorf("%s: %v, %v; want an error", f.Kind, got, err)
		}
		sim.ClearFaults()
	}
}
