package graph

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"postroom/app/mail"
	"postroom/app/simulator"
)

func TestChangesOfUsersAreFollowed(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	if _, err := sim.AddMailboxes(450, "kantoor.example"); err != nil {
		t.Fatal(err)
	}
	c := clientOf(t, sim, nil)
	round := func(link string) (users []mail.User, next string) {
		t.Helper()
		next, err := c.UserChanges(t.Context(), link, func(u mail.User) { users = append(users, u) })
		if err != nil {
			t.Fatal(err)
		}
		return users, next
	}
	all, link := round("")
	if len(all) != 451 || all[0].Address != emma || all[0].Enabled != mail.Yes || all[0].Licensed != mail.Yes || all[0].Removed != mail.RemovedNot {
		t.Fatalf("%d users, the first %+v", len(all), all[0])
	}
	if i := slices.IndexFunc(all, func(u mail.User) bool { return u.Name == "Team 0004" }); all[i].Enabled != mail.No || all[i].Licensed != mail.No {
		t.Errorf("a shared mailbox is %+v", all[i])
	}
	quiet, link := round(link)
	if len(quiet) != 0 {
		t.Errorf("a quiet round shows %+v", quiet)
	}
	for _, err := range []error{
		sim.ChangeUser("person0002@kantoor.example", func(u *simulator.User) { u.Address = "maes@kantoor.example" }),
		sim.DeleteUser("person0000@kantoor.example", false),
		sim.DeleteUser("person0001@kantoor.example", true),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	changed, link := round(link)
	if len(changed) != 3 || changed[0].Address != "maes@kantoor.example" || !slices.Equal(changed[0].Aliases, []string{"person0002@kantoor.example"}) ||
		changed[1].Removed != mail.RemovedForNow || changed[2].Removed != mail.RemovedForEver {
		t.Errorf("changes are %+v", changed)
	}
	sim.EvictUserTokens()
	if _, err := c.UserChanges(t.Context(), link, func(mail.User) {}); !errors.Is(err, mail.ErrCursorLost) {
		t.Errorf("a forgotten cursor: %v, want ErrCursorLost", err)
	}
	n := 0
	if err := c.AllUsers(t.Context(), func(u mail.User) { n++ }); err != nil || n != 449 {
		t.Errorf("%d users were listed, %v; want 449", n, err)
	}
}

func TestStrangeUsersAreRead(t *testing.T) {
	s := newService(t)
	proxies := ""
	for i := range 200 {
		proxies += fmt.Sprintf(`"smtp:alias%d@kantoor.example",`, i)
	}
	s.mux.HandleFunc("/v1.0/users/delta", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, s.fill(`{"value":[{"id":"1","displayName":"No Mail","mail":null,"proxyAddresses":null},
			{"id":"2","displayName":"No Mail","mail":"x","assignedLicenses":{}},
			{"id":"3","mail":"many@kantoor.example","proxyAddresses":["SMTP:Many@kantoor.example",`+proxies+`"X500:/o=x","SIP:many@kantoor.example"]},
			{"id":"4","userType":"Guest","mail":"guest@client.example","userPrincipalName":"guest_client.example#EXT#@kantoor.example"}],
			"@odata.deltaLink":"{base}/users/delta?$deltatoken=x"}`))
	})
	var got []mail.User
	if _, err := s.client(t, nil).UserChanges(t.Context(), "", func(u mail.User) { got = append(got, u) }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 4 || got[0].Address != "" || got[1].Address != "" || got[1].Licensed != mail.Unknown || len(got[2].Aliases) != 200 || !got[3].Guest {
		t.Errorf("read were %+v", got)
	}
}
