package simulator

import (
	"io"
	"net/http"
	"testing"
	"testing/synctest"
)

func TestHTTP2IsOfferedWhenWanted(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		s := office(t, func(o *Options) { o.HTTP2 = http2 })
		must(t, s.Start("127.0.0.1:0"))
		if err := s.Start("127.0.0.1:0"); err == nil {
			t.Error("a simulator can be started twice")
		}
		id := deliver(t, s, emma, "Inbox", "one")
		client := s.Client()
		get := func() (*http.Response, error) {
			r, err := http.NewRequest(http.MethodGet, s.URL()+"/v1.0/me/messages/"+id+"/$value", nil)
			must(t, err)
			r.Header.Set("Authorization", "Bearer "+emma)
			res, err := client.Do(r)
			if err != nil {
				return nil, err
			}
			defer res.Body.Close()
			_, err = io.ReadAll(res.Body)
			return res, err
		}
		res, err := get()
		must(t, err)
		if want := map[bool]int{false: 1, true: 2}[http2]; res.ProtoMajor != want {
			t.Errorf("HTTP/%d, want %d", res.ProtoMajor, want)
		}
		for _, fault := range []string{"drop", "cut"} {
			must(t, s.SetFault(fault, "on"))
			if _, err := get(); err == nil {
				t.Errorf("%s over HTTP/%d: no error", fault, res.ProtoMajor)
			}
			s.ClearFaults()
		}
	}
}

func TestCloseEndsWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := office(t)
		id, err := s.Deliver(emma, "Drafts", mime("draft"), Delivery{Draft: true})
		must(t, err)
		control(t, s, "POST", "mailboxes/"+emma+"/messages/"+id+"/send", `{"late":"1h"}`, 200)
		must(t, s.Close())
		s.timers.after(1, func() { t.Error("something happens after Close") })
	})
}
