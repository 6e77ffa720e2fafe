package office_test

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/office"
	"postroom/app/people"
	"postroom/app/store"
)

// exchange is a real HTTPS server that takes statuses, such as a telephone exchange has.
type exchange struct {
	*httptest.Server
	got chan string // "emma busy"
}

func newExchange(t *testing.T) *exchange {
	x := &exchange{got: make(chan string, 100)}
	x.Server = httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var m struct {
			Data struct{ Address, Status string }
		}
		if err := json.Unmarshal(body, &m); err != nil {
			t.Error(err)
		}
		if err != nil || strings.Contains(string(body), "Salaries") || strings.Contains(string(body), "Room 1") || r.Header.Get("Webhook-Signature") == "" {
			t.Errorf("it got %s, %v, signed %q", body, err, r.Header.Get("Webhook-Signature"))
		}
		who, _, _ := strings.Cut(m.Data.Address, "@")
		x.got <- who + " " + m.Data.Status
	}))
	t.Cleanup(x.Close)
	return x
}

func (x *exchange) ca() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: x.Certificate().Raw})
}

// hears waits for as many messages as are wanted, whatever their order.
func (x *exchange) hears(t *testing.T, want ...string) {
	t.Helper()
	missing := map[string]bool{}
	for _, w := range want {
		missing[w] = true
	}
	for len(missing) > 0 {
		select {
		case got := <-x.got:
			if !missing[got] {
				t.Errorf("it heard %q, want %q", got, want)
			}
			delete(missing, got)
		case <-time.After(time.Minute):
			t.Fatalf("it did not hear %v", missing)
		}
	}
}

// working runs the office by the real clock while do goes on.
func (w *guarded) working(do func()) {
	w.t.Helper()
	w.must(w.Close())
	w.opts.Now = nil
	w.open()
	ctx, cancel := context.WithCancel(w.t.Context())
	var working sync.WaitGroup
	working.Go(func() {
		if err := w.Work(ctx); err != nil {
			w.t.Error(err)
		}
	})
	defer working.Wait()
	defer cancel()
	do()
}

// tells runs the office until it tells an event of a kind, and gives that.
func (w *guarded) tells(kind string) (first office.Event) {
	w.t.Helper()
	told := make(chan office.Event, 1)
	w.opts.Notify = func(e office.Event) {
		if e.Kind == kind {
			select {
			case told <- e:
			default:
			}
		}
	}
	w.working(func() {
		select {
		case first = <-told:
		case <-time.After(time.Minute):
			w.t.Error("nothing was told")
		}
	})
	return first
}

// stands waits until a way of passing on stands as it should.
func (w *guarded) stands(want string, well func(office.Pass) bool) {
	w.t.Helper()
	tick, deadline := time.NewTicker(10*time.Millisecond), time.After(time.Minute)
	defer tick.Stop()
	for {
		passes, err := w.Passes()
		w.must(err)
		if well(passes[1]) {
			return
		}
		select {
		case <-deadline:
			w.t.Fatalf("it stands as %+v, want %s", passes[1], want)
		case <-tick.C:
		}
	}
}

func TestStatusesArePassedOnToATelephoneExchangeWhileTheOfficeWorks(t *testing.T) {
	w := peopled(t)
	w.must(w.on(people.StatusFeature, emma))
	_, err := w.WatchPeople(t.Context(), emma, []string{jan}, true)
	w.must(err)
	w.event(emma, "busy", -time.Hour, time.Hour)
	w.event(jan, "oof", -time.Hour, time.Hour)
	x := newExchange(t)
	w.wants("a try without an address", w.TryPassing(t.Context(), office.PassWebhook), "pass-none")
	form := office.WebhookForm{URL: x.URL + "/status?key=example-key", CA: x.ca(), Inside: true, Team: true}
	p, err := w.PassToWebhook(t.Context(), form)
	w.must(err)
	if !strings.HasPrefix(p.Secret, "whsec_") || p.Host != strings.TrimPrefix(x.URL, "https://") {
		t.Errorf("set was %+v", p)
	}
	w.must(w.TryPassing(t.Context(), office.PassWebhook))
	x.hears(t, "test unknown")
	w.working(func() {
		x.hears(t, "emma busy", "jan oof")
		form.Team = false
		p, err := w.PassToWebhook(t.Context(), form) // the same receiver keeps its secret
		w.must(err)
		if p.Secret != "" {
			t.Error("the same receiver was given another secret")
		}
		x.hears(t, "emma unknown", "jan unknown", "emma busy")
		w.stands("passed on", func(p office.Pass) bool { return p.Passed != nil })
		list, err := w.PeopleStatus(t.Context(), false)
		w.must(err)
		if strings.Join(list[0].Passed, " ") != "webhook" || len(list[1].Passed) != 0 {
			t.Errorf("passed on are %v and %v", list[0].Passed, list[1].Passed)
		}
	})
	x.hears(t, "emma unknown") // the last words
	passes, err := w.Passes()
	w.must(err)
	if p := passes[1]; p.Kind != office.PassWebhook || !p.On || p.Error != nil || p.Secret != "" || strings.Contains(p.Host, "example-key") {
		t.Errorf("it stands as %+v", p)
	}
	w.must(w.StopPassing(t.Context(), office.PassWebhook))
	w.wants("stopping twice", w.StopPassing(t.Context(), office.PassWebhook), "pass-none")
}

func TestReceiverThatRefusesIsToldWithWordsAndAnotherOneGetsAnotherSecret(t *testing.T) {
	w := peopled(t)
	w.must(w.on(people.StatusFeature, emma))
	refusing := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(refusing.Close)
	x := &exchange{Server: refusing}
	first, err := w.PassToWebhook(t.Context(), office.WebhookForm{URL: x.URL, CA: x.ca(), Inside: true})
	w.must(err)
	w.wants("a try", w.TryPassing(t.Context(), office.PassWebhook), "pass-refused")
	w.working(func() {
		w.stands("refused", func(p office.Pass) bool {
			return p.Error != nil && p.Error.Code == "pass-refused" && strings.Contains(p.Error.Message, "404")
		})
	})
	second, err := w.PassToWebhook(t.Context(), office.WebhookForm{URL: "https://pbx.kantoor.example/"})
	w.must(err)
	if second.Secret == "" || second.Secret == first.Secret {
		t.Error("another receiver got the secret of the first")
	}
	for url, code := range map[string]string{"http://pbx.kantoor.example/": "pass-address", "https://10.0.0.1/": "pass-private"} {
		_, err := w.PassToWebhook(t.Context(), office.WebhookForm{URL: url})
		w.wants(url, err, code)
	}
	_, err = w.PassToWebhook(t.Context(), office.WebhookForm{URL: "https://pbx.kantoor.example/", CA: []byte("none")})
	w.wants("a file without certificates", err, "ca-file")
}

func TestOwnStatusShowsInTeamsAndIsTakenBackAtTheEnd(t *testing.T) {
	w := peopled(t)
	w.wants("Teams without the calendar", w.on(people.TeamsFeature, emma), "people-off-status")
	w.must(w.on(people.StatusFeature, emma))
	w.must(w.on(people.TeamsFeature, emma))
	list, err := w.Permissions(emma)
	w.must(err)
	last := list[len(list)-1]
	if last.Name != "Presence.ReadWrite" || last.State != office.PermissionGranted {
		t.Errorf("the permission is %+v", last)
	}
	shows := func(want string) {
		t.Helper()
		tick, deadline := time.NewTicker(10*time.Millisecond), time.After(time.Minute)
		defer tick.Stop()
		for {
			got, _, err := w.sim.Presence(emma)
			w.must(err)
			if got == want {
				return
			}
			select {
			case <-deadline:
				t.Fatalf("Emma shows as %s, want %s", got, want)
			case <-tick.C:
			}
		}
	}
	id := w.event(emma, "busy", -time.Hour, time.Hour)
	w.working(func() {
		shows("Busy")
		w.must(w.sim.DeleteEvent(emma, id))
		w.event(emma, "oof", -time.Hour, time.Hour)
		_, err := w.PeopleStatus(t.Context(), true) // reads the calendar now
		w.must(err)
		_, err = w.PeopleOff(t.Context(), emma, people.TeamsFeature, false)
		w.must(err)
		shows("Offline")
		w.must(w.on(people.TeamsFeature, emma))
		shows("Away")
	})
	shows("Offline")
	w.working(func() {
		shows("Away")
		_, err := w.Disconnect(t.Context(), emma, false)
		w.must(err)
		if got, _, err := w.sim.Presence(emma); err != nil || got != "Offline" {
			t.Errorf("after she was disconnected Emma shows as %s, %v", got, err)
		}
		if p, err := w.OwnPresence(); p != nil || err != nil {
			t.Errorf("after she was disconnected her status is %+v, %v", p, err)
		}
	})
	if a, err := w.Account(emma); err != nil || a.State != store.Disconnected {
		t.Errorf("after she was disconnected the account is %+v, %v", a, err)
	}
	w.must(w.connect(emma, store.Work))
	w.must(w.connect(piet, store.Personal))
	w.must(w.on(people.StatusFeature, piet))
	w.wants("Teams of a personal account", w.on(people.TeamsFeature, piet), "people-no-teams")
}
