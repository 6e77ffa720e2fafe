package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestEveryKindOfFaultAnswersAsTheServiceDoes(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	for _, tt := range []struct {
		fault, value, url string
		status            int
		code, retryAfter  string
	}{
		{"throttle", "1", "/me/messages", 429, "TooManyRequests", "1"},
		{"throttle", "1,retry-after=2.128", "/me/messages", 429, "TooManyRequests", "2.128"},
		{"throttle", "1,retry-after=130", "/me/messages", 429, "TooManyRequests", "130"},
		{"throttle", "1,retry-after=none", "/me/messages", 429, "TooManyRequests", ""},
		{"throttle", "1,code=ApplicationThrottled", "/me/messages", 429, "ApplicationThrottled", "1"},
		{"unavailable", "1", "/me/messages", 503, "ErrorServerBusy", ""},
		{"unavailable", "1,retry-after=10", "/me/messages", 503, "ErrorServerBusy", "10"},
		{"internal", "1", "/me/messages", 500, "ErrorInternalServerTransientError", ""},
		{"expired", "1", "/me/messages", 401, "InvalidAuthenticationToken", ""},
		{"claims", "1", "/me/messages", 401, "InvalidAuthenticationToken", ""},
		{"accesspolicy", "1", "/me/messages", 403, "ErrorAccessDenied", ""},
		{"denied", "1", "/me/messages", 403, "ErrorAccessDenied", ""},
		{"norights", "1", "/me/mailFolders", 404, "ErrorItemNotFound", ""},
		{"notenabled", "1", "/me/messages", 404, "MailboxNotEnabledForRESTAPI", ""},
		{"full", "1", inboxDelta, 403, "ErrorQuotaExceeded", ""},
		{"mime-notfound", "1", "/me/messages/" + id + "/$value", 404, "ErrorItemNotFound", ""},
		{"mime-corrupt", "1", "/me/messages('" + id + "')/$value", 500, "ErrorCorruptData", ""},
		{"code", "1,status=507,code=quotaLimitReached", "/me/messages", 507, "quotaLimitReached", ""},
	} {
		must(t, s.SetFault(tt.fault, tt.value))
		a := do(t, s, tt.url)
		if a.status != tt.status || a.code() != tt.code || a.header.Get("Retry-After") != tt.retryAfter {
			t.Errorf("%s=%s: %d %s, Retry-After %q; want %d %s, %q", tt.fault, tt.value, a.status, a.code(), a.header.Get("Retry-After"), tt.status, tt.code, tt.retryAfter)
		}
		if got := a.header.Get("WWW-Authenticate"); (tt.status == 401) != (got != "") || (tt.fault == "claims") != strings.Contains(got, `claims="`) {
			t.Errorf("%s: WWW-Authenticate is %q", tt.fault, got)
		}
		if a := do(t, s, tt.url); a.status != 200 {
			t.Errorf("%s=%s: still set after its one hit: %d", tt.fault, tt.value, a.status)
		}
	}
}

func TestRetryAfterCanBeADate(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	s := office(t, func(o *Options) { o.Now = func() time.Time { return now } })
	must(t, s.SetFault("throttle", "1,retry-after=date:90"))
	if got := do(t, s, "/me/messages").header.Get("Retry-After"); got != "Fri, 02 Jan 2026 03:05:35 GMT" {
		t.Errorf("Retry-After is %q", got)
	}
}

func TestBadBodiesAreBad(t *testing.T) {
	s := office(t)
	must(t, s.SetFault("badgateway", "1"))
	if a := do(t, s, "/me", req{wild: true}); a.status != 502 || a.header.Get("Content-Type") != "text/html" || !strings.Contains(string(a.body), "<html>") {
		t.Errorf("502 came as %d %s", a.status, a.body)
	}
	must(t, s.SetFault("wrongtype", "1"))
	if a := do(t, s, "/me", req{wild: true}); a.status != 200 || a.header.Get("Content-Type") != "text/html" {
		t.Errorf("wrong type came as %d %s", a.status, a.header.Get("Content-Type"))
	}
	must(t, s.SetFault("wrongjson", "1"))
	if a := do(t, s, "/me", req{wild: true}); a.status != 200 || string(a.body) != `["unexpected"]` {
		t.Errorf("wrong JSON came as %d %s", a.status, a.body)
	}
	must(t, s.SetFault("truncated", "1"))
	if a := do(t, s, "/me", req{wild: true}); a.status != 200 || json.Valid(a.body) || len(a.body) == 0 {
		t.Errorf("truncated JSON came as %d %s", a.status, a.body)
	}
}

func TestConnectionsBreak(t *testing.T) {
	s := office(t)
	must(t, s.Start("127.0.0.1:0"))
	id := deliver(t, s, emma, "Inbox", strings.Repeat("long ", 100))
	get := func() ([]byte, error) {
		r, err := http.NewRequest(http.MethodGet, s.URL()+"/v1.0/me/messages/"+id+"/$value", nil)
		must(t, err)
		r.Header.Set("Authorization", "Bearer "+emma)
		client := s.Client()
		client.Transport.(*http.Transport).DisableKeepAlives = true
		res, err := client.Do(r)
		if err != nil {
			return nil, err
		}
		defer res.Body.Close()
		return io.ReadAll(res.Body)
	}
	must(t, s.SetFault("drop", "1"))
	if body, err := get(); err == nil || len(body) > 0 {
		t.Errorf("dropped connection brought %q", body)
	}
	must(t, s.SetFault("cut", "1"))
	if body, err := get(); !errors.Is(err, io.ErrUnexpectedEOF) || len(body) >= len(mime(strings.Repeat("long ", 100))) {
		t.Errorf("cut connection brought %d bytes and %v, want an unexpected end", len(body), err)
	}
	must(t, s.SetFault("mime-large", "1,size=3000000"))
	if body, err := get(); err != nil || len(body) != 3000000 {
		t.Errorf("large mail brought %d bytes and %v, want 3,000,000", len(body), err)
	}
	if st := s.Stats(); st.ByStatus[0] != 1 || st.Requests != 3 {
		t.Errorf("the record has %v in %d requests", st.ByStatus, st.Requests)
	}
}

func TestSlowAnswersTakeTheirTime(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	synctest.Test(t, func(t *testing.T) {
		for _, tt := range []struct {
			set  func()
			url  string
			want time.Duration
		}{
			{func() { must(t, s.SetFault("slow", "1,delay=3s")) }, "/me", 3 * time.Second},
			{func() { must(t, s.SetFault("timeout", "1,delay=90s")) }, "/me", 90 * time.Second},
			{func() { must(t, s.SetFault("mime-slow", "1,delay=20s")) }, "/me/messages/" + id + "/$value", 20 * time.Second},
			{func() { must(t, s.SetFault("latency", "40ms")) }, "/me", 40 * time.Millisecond},
			{func() { s.SetLatency(0); must(t, s.SetFault("bandwidth", "100")) }, "/me/messages/" + id + "/$value", time.Duration(len(mime("one"))) * 10 * time.Millisecond},
		} {
			tt.set()
			start := time.Now()
			do(t, s, tt.url)
			if took := time.Since(start); took < tt.want || took > tt.want*12/10 {
				t.Errorf("%s took %v, want %v", tt.url, took, tt.want)
			}
		}
	})
}

func TestFaultMeetsWhatItIsToldTo(t *testing.T) {
	s := office(t)
	id, other := deliver(t, s, emma, "Inbox", "one"), deliver(t, s, emma, "Inbox", "two")
	fault, err := s.AddFault(Fault{Kind: MIMECorrupt, Mailbox: emma, Message: id})
	must(t, err)
	if a, b := do(t, s, "/me/messages/"+id+"/$value"), do(t, s, "/me/messages/"+other+"/$value"); a.status != 500 || b.status != 200 {
		t.Errorf("corrupt mail answered %d, the other one %d", a.status, b.status)
	}
	normal := do(t, s, "/me/messages/"+id).object(t).id()
	do(t, s, "/me/messages/"+normal+"/$value").wants(t, 500, "ErrorCorruptData")
	if !s.RemoveFault(fault) || s.RemoveFault(fault) {
		t.Error("a fault can't be removed once")
	}
	must(t, s.SetFault("code", "on,status=503,code=MailboxInfoStale,method=GET,path=childFolders$,mailbox="+info))
	if a, b := do(t, s, "/me/mailFolders/inbox/childFolders"), do(t, s, "/users/"+info+"/mailFolders/inbox/childFolders"); a.status != 200 || b.code() != "MailboxInfoStale" {
		t.Errorf("fault of one mailbox: own %d, its %d", a.status, b.status)
	}
	if f := s.Faults(); len(f) != 1 || f[0].Hits != 1 {
		t.Errorf("faults are %+v", f)
	}
	s.ClearFaults()
	must(t, s.SetFault("full", "on"))
	do(t, s, inboxDelta).wants(t, 403, "ErrorQuotaExceeded")
	if a := do(t, s, "/me/mailFolders/inbox/messages"); a.status != 200 {
		t.Errorf("the list of a full mailbox answered %d", a.status)
	}
	must(t, s.SetFault("full", "off"))
	if a := do(t, s, inboxDelta); a.status != 200 {
		t.Errorf("delta answered %d after the fault was taken back", a.status)
	}
}

func TestFaultsComeWithTheirProbability(t *testing.T) {
	s := office(t, func(o *Options) { o.NoRateLimit = true })
	must(t, s.SetFault("throttle", "30%"))
	hits := 0
	for range 1000 {
		if do(t, s, "/me", req{wild: true}).status == 429 {
			hits++
		}
	}
	if hits < 230 || hits > 370 {
		t.Errorf("a fault of 30 %% hit %d of 1,000", hits)
	}
}

func TestNonsenseFaultsAreRefused(t *testing.T) {
	s := office(t)
	for _, words := range [][2]string{
		{"nonsense", "on"}, {"throttle", "many"}, {"throttle", "1,when=now"}, {"throttle", "200%"}, {"code", "1"}, {"code", "1,status=200,code=x"},
		{"throttle", "1,mailbox=ghost@x.example"}, {"throttle", "1,path=("}, {"shuffle", "50%"}, {"duplicates", "2"}, {"latency", "soon"}, {"bandwidth", "-1"},
		{"hostile", "x"}, {"mime-corrupt", "on,message=x"}, {"mime-corrupt", "on,mailbox=" + emma + ",message=x"}, {"slow", "1,delay=long"},
	} {
		if err := s.SetFault(words[0], words[1]); !errors.Is(err, ErrFault) {
			t.Errorf("%s=%s: %v, want it refused", words[0], words[1], err)
		}
	}
	if len(s.Faults()) > 0 || s.Behaviour() != (Behaviour{}) {
		t.Errorf("refused faults are set: %v %v", s.Faults(), s.Behaviour())
	}
}

func TestEveryNameOfAFaultCanBeSet(t *testing.T) {
	values := map[string]string{"code": "1,status=500,code=x", "latency": "1ms", "bandwidth": "0"}
	for _, name := range FaultNames() {
		s := office(t)
		value := values[name]
		if value == "" {
			value = "on"
		}
		if err := s.SetFault(name, value); err != nil {
			t.Error(err)
		}
		deliver(t, s, emma, "Inbox", "one")
		deliver(t, s, emma, "Inbox", "two")
		if _, ok := behaviourFields()[name]; !ok {
			continue
		}
		got, _, _ := follow(t, s, inboxDelta, req{header: []string{"Prefer: odata.maxpagesize=1"}})
		if n := len(ids(got)); n != 2 {
			t.Errorf("with %s=on a walk in pages of one shows %d of 2", name, n)
		}
	}
	s := office(t)
	must(t, s.SetFault("hostile", "5"))
	if s.Behaviour() != Hostile(5) {
		t.Errorf("hostile=5 gives %+v", s.Behaviour())
	}
	must(t, s.SetFault("duplicates", "25%"))
	must(t, s.SetFault("shuffle", "off"))
	if b := s.Behaviour(); b.Duplicates != 0.25 || b.Shuffle {
		t.Errorf("behaviour is %+v", b)
	}
}

func TestFaultIsWrittenAndReadAsJSON(t *testing.T) {
	f := Fault{Kind: Slow, Delay: 1500 * time.Millisecond, Mailbox: emma, Probability: 0.5}
	text, err := json.Marshal(f)
	must(t, err)
	var back Fault
	must(t, json.Unmarshal(text, &back))
	if back != f || !strings.Contains(string(text), `"1.5s"`) {
		t.Errorf("%s is read back as %+v", text, back)
	}
	if got := fmt.Sprint(Fault{ID: "slow-1", Hits: 2}); got != "slow-1 (2 hits)" {
		t.Errorf("a fault prints as %s", got)
	}
}
