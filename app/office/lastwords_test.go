package office

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"postroom/app/people"
)

// A run that is killed leaves a receiver with its last word. The next one tells it, once, that nothing is known any more: where
// status is off by then, and where nothing is passed on to it any more.
func TestReceiverIsToldOnceThatNothingIsKnownAfterARunThatWasKilled(t *testing.T) {
	f := newFirm(t, 1)
	got := make(chan string, 10)
	server := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var m struct {
			Data struct{ Address, Status string }
		}
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
			t.Error(err)
		}
		got <- m.Data.Address + " " + m.Data.Status
	}))
	t.Cleanup(server.Close)
	_, err := f.office.PassToWebhook(t.Context(), WebhookForm{URL: server.URL + "/status", Inside: true,
		CA: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})})
	must(t, err)
	to, err := f.office.book().Passing()
	must(t, err)
	const who = "person0000@kantoor.example"
	kill := func() { // what is left when it was told of somebody
		must(t, f.office.book().SetHeld(PassWebhook, people.PassHeld{To: to, People: []string{who}}))
	}
	// next begins to work until the receiver has heard something, or until there is nothing to tell.
	next := func(what string, told bool) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		done := make(chan struct{})
		go func() { defer close(done); f.office.keepPassing(ctx) }()
		f.office.board.Refresh(ctx, nil)
		if told {
			select {
			case text := <-got:
				if text != who+" unknown" {
					t.Errorf("%s: it was told %q", what, text)
				}
			case <-ctx.Done():
				t.Fatalf("%s: nothing was told", what)
			}
		}
		for tick := time.NewTicker(time.Millisecond); ctx.Err() == nil; <-tick.C { // the answer is on its way
			if _, left, err := f.office.book().Held(PassWebhook); err != nil || !left {
				tick.Stop()
				break
			}
		}
		cancel()
		<-done
		if _, left, err := f.office.book().Held(PassWebhook); err != nil || left || len(got) > 0 {
			t.Errorf("%s: something is left: %v, %v, %d more messages", what, left, err, len(got))
		}
	}
	kill()
	next("status is off", true)
	next("status is off, once more", false)
	must(t, f.office.StopPassing(t.Context(), PassWebhook))
	kill()
	next("nothing is passed on there any more", true)
	next("nothing is passed on there any more, once more", false)
	kill()
	server.Close() // a receiver that is gone is left alone
	next("the receiver is gone", false)
}
