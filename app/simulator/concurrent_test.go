package simulator

import (
	"fmt"
	"sync"
	"testing"
)

// TestReadersAndWritersAtOnceSeeEveryMail lets mail arrive, move and change while four clients read; in the end each has
// to know what lies in the Inbox.
func TestReadersAndWritersAtOnceSeeEveryMail(t *testing.T) {
	s := office(t, func(o *Options) { o.NoRateLimit = true })
	must(t, s.AddGenerated(emma, "Inbox", 200, nil))
	start, err := s.Messages(emma, "Inbox")
	must(t, err)
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for w := range 3 {
		writers.Go(func() {
			for i := range 60 {
				id, err := s.Deliver(emma, "Inbox", mime(fmt.Sprint(w, " ", i)), Delivery{})
				if err == nil && i%3 == 0 {
					err = s.Move(emma, id, "Archive")
				}
				if err == nil && i%6 == 0 {
					err = s.Move(emma, id, "Inbox")
				}
				if err == nil {
					err = s.SetRead(emma, start[w*60+i], i%2 == 0)
				}
				if err == nil && i%5 == 0 {
					err = s.DeleteMessage(emma, start[w*60+i], i%2 == 0)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	have := make([]map[string]bool, 4)
	for n := range have {
		have[n] = map[string]bool{}
		readers.Go(func() {
			url := inboxDelta + "?$select=id"
			r := req{header: []string{"Prefer: odata.maxpagesize=37", immutable[0]}, who: fmt.Sprint(emma, ";client=", n)}
			for last := false; ; {
				items, link, _ := follow(t, s, url, r)
				for _, i := range items {
					if i.removed() {
						delete(have[n], i.id())
					} else {
						have[n][i.id()] = true
					}
				}
				if url = link; last {
					return
				}
				select {
				case <-done:
					last = true
				default:
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
	want, err := s.Messages(emma, "Inbox")
	must(t, err)
	for n, known := range have {
		var got []string
		for id := range known {
			got = append(got, id)
		}
		same(t, fmt.Sprint("reader ", n), got, want)
	}
}
