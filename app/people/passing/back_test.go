package passing

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"postroom/app/mail"
)

// Through a real server: it is out of order while people come and go, and is told how they show when it is back.
func TestReceiverThatComesBackHearsHowPeopleShowThen(t *testing.T) {
	r := newReceiver(t)
	r.answers(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	var mu sync.Mutex
	show := mail.Busy
	set := func(s mail.ShowAs) { mu.Lock(); defer mu.Unlock(); show = s }
	failed, passed := make(chan error, 100), make(chan struct{}, 100)
	line := NewLine(Options{Target: r.webhook(t, nil), Now: time.Now, Current: func() []Status {
		mu.Lock()
		defer mu.Unlock()
		return []Status{{Address: emma, Show: show}}
	}, Heard: func(err error) {
		if err != nil {
			failed <- err
		} else {
			passed <- struct{}{}
		}
	}})
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { line.Run(ctx) })
	<-failed
	for _, s := range []mail.ShowAs{mail.Out, mail.Tentative, mail.Elsewhere} {
		set(s)
		line.Wake()
	}
	before := r.got()
	r.answers(nil)
	<-passed
	cancel()
	running.Wait()
	var shows []mail.ShowAs
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, body := range r.bodies[before:] {
		var m message
		if err := json.Unmarshal(body, &m); err != nil {
			t.Fatal(err)
		}
		shows = append(shows, m.Data.Status)
	}
	if n := len(shows); n < 2 || shows[n-2] != mail.Elsewhere || shows[n-1] != mail.Untold || r.headers[0].Get("Webhook-Id") == r.headers[len(r.headers)-2].Get("Webhook-Id") {
		t.Errorf("when it was back it heard %v, want that she works elsewhere, and the last words", shows)
	}
}
