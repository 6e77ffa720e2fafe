package simulator

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestFifthRequestAtOnceOnAMailboxIsThrottled(t *testing.T) {
	s := office(t)
	synctest.Test(t, func(t *testing.T) {
		s.SetLatency(time.Second)
		defer s.SetLatency(0)
		var group sync.WaitGroup
		answers := make(chan answer, 12)
		ask := func(url string, r req) { group.Go(func() { answers <- do(t, s, url, r) }) }
		for range 4 {
			ask("/me/messages", req{})
		}
		synctest.Wait()
		do(t, s, "/me/messages").wants(t, 429, "ApplicationThrottled")
		if a := do(t, s, "/me/mailFolders"); a.header.Get("Retry-After") != "1" {
			t.Errorf("Retry-After is %q, want 1", a.header.Get("Retry-After"))
		}
		ask("/users/"+info+"/messages", req{})                         // another mailbox
		ask("/me/messages", req{who: emma + ";client=other"})          // another application
		ask("/users/"+emma+"/messages", req{who: "app:third-example"}) // a third one
		ask("/me", req{})                                              // not about mail
		group.Wait()
		close(answers)
		for a := range answers {
			if a.status != 200 {
				t.Errorf("answered %d %s, want it let in", a.status, a.body)
			}
		}
		if got := s.Stats().MaxConcurrent[emma]; got != 6 {
			t.Errorf("most at once is %d, want 6 of three applications", got)
		}
	})
}

func TestTenThousandRequestsInTenMinutes(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	s := office(t, func(o *Options) { o.Now = func() time.Time { return now } })
	b, err := s.mailbox(emma)
	must(t, err)
	l := b.limit.of("")
	enter := func(n int) (refused, after string) {
		for range n {
			if refused, after = l.enter(now, true); refused == "" {
				l.leave()
			}
		}
		return refused, after
	}
	if refused, _ := enter(6000); refused != "" {
		t.Fatalf("the first 6,000: %s", refused)
	}
	now = now.Add(5 * time.Minute)
	if refused, _ := enter(4000); refused != "" {
		t.Fatalf("10,000: %s", refused)
	}
	a := do(t, s, "/me/messages")
	a.wants(t, http.StatusTooManyRequests, "ApplicationThrottled")
	if got := a.header.Get("Retry-After"); got != "300" {
		t.Errorf("Retry-After is %s, want the 300 seconds until the first ones leave the window", got)
	}
	now = now.Add(299 * time.Second)
	if refused, _ := enter(1); refused != "RequestRate" {
		t.Errorf("a second too early: %q", refused)
	}
	now = now.Add(time.Second)
	if refused, _ := enter(5990); refused != "" {
		t.Errorf("after the wait: %q", refused)
	}
	if refused, _ := enter(20); refused != "RequestRate" {
		t.Errorf("the window slid too far: %q", refused)
	}
	s.SetRateLimit(false)
	if a := do(t, s, "/me/messages"); a.status != 200 {
		t.Errorf("without the limit: %d", a.status)
	}
}

func TestStatisticsTellWhatWasAsked(t *testing.T) {
	s := office(t, func(o *Options) { o.Requests = 2 })
	do(t, s, "/me")
	do(t, s, "/me/messages")
	do(t, s, "/users/"+info+"/mailFolders('inbox')/messages/delta()", req{header: immutable})
	st := s.Stats()
	if st.Requests != 3 || st.ByStatus[200] != 3 || st.ByMailbox[info] != 1 || st.ByEndpoint["GET /users/{}/mailfolders/{}/messages/delta"] != 1 || st.Bytes == 0 {
		t.Errorf("statistics are %+v", st)
	}
	if len(st.Last) != 2 || st.Last[1].Mailbox != info || st.Last[1].Prefer[0] != `IdType="ImmutableId"` {
		t.Errorf("last requests are %+v", st.Last)
	}
	s.ResetStats()
	if st := s.Stats(); st.Requests != 0 || len(st.Last) != 0 {
		t.Errorf("after a reset: %+v", st)
	}
}
