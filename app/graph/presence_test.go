package graph

import (
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/simulator"
)

func TestPresenceIsShownAndEnded(t *testing.T) {
	const session = "5e0f1c2a-0000-4000-8000-000000000001"
	sim := simulated(t, simulator.Options{})
	client := clientOf(t, sim, func(c *Config) { c.Tokens = asPerson(emma + ";scopes=Presence.ReadWrite User.Read") })
	me, err := client.Me(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, as := range []Shown{ShownBusy, ShownAway, ShownAvailable} {
		if err := client.ShowPresence(t.Context(), me.ID, session, as, 10*time.Minute); err != nil {
			t.Fatal(err)
		}
		if availability, activity, err := sim.Presence(emma); err != nil || (Shown{availability, activity}) != as {
			t.Errorf("Emma shows as %s/%s, %v; want %+v", availability, activity, err, as)
		}
	}
	for range 2 { // a session that is not there is ended
		if err := client.ClearPresence(t.Context(), me.ID, session); err != nil {
			t.Fatal(err)
		}
	}
	if availability, _, _ := sim.Presence(emma); availability != "Offline" {
		t.Errorf("after its end Emma shows as %s", availability)
	}
	if err := client.ShowPresence(t.Context(), me.ID, session, ShownBusy, time.Minute); fault.CodeOf(err) != "BadRequest" {
		t.Errorf("for less than five minutes: %v", err)
	}
	narrow := clientOf(t, sim, func(c *Config) { c.Tokens = asPerson(emma + ";scopes=Presence.Read") })
	if err := narrow.ShowPresence(t.Context(), me.ID, session, ShownBusy, time.Hour); fault.CodeOf(err) != "Authorization_RequestDenied" {
		t.Errorf("without the permission: %v", err)
	}
}
