package passing

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// What a line writes down is enough for the next one, though it ended without its last words.
func TestNextLineKnowsWhatTheLastOneLeftBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &office{began: time.Now()}
		var records []string
		held := []string{}
		run := func() (stop func()) {
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan struct{})
			l := NewLine(Options{Target: o, Now: o.now, Current: o.current, Holds: func() []string { return held }, Record: func(list []string) {
				held = list
				records = append(records, strings.Join(list, " "))
			}})
			go func() { defer close(done); l.Run(ctx) }()
			return func() { cancel(); <-done }
		}
		want := func(heard, recorded string) {
			t.Helper()
			if got := o.told(); got != heard {
				t.Errorf("heard was %q, want %q", got, heard)
			}
			if got := strings.Join(records, ", "); got != recorded {
				t.Errorf("recorded was %q, want %q", got, recorded)
			}
			records = nil
		}
		o.set(nil, Status{Address: emma, Show: mail.Busy}, Status{Address: jan, Show: mail.Untold})
		stop := run()
		want("0s emma busy", emma)
		left := held // as if it were killed here
		o.set(nil, Status{Address: emma, Show: mail.Free})
		time.Sleep(look)
		want("1m0s emma free", "")
		stop()
		want("1m0s emma unknown", "")

		held = left
		o.set(nil) // switched off meanwhile
		stop = run()
		want("1m0s emma unknown", "")
		if len(held) > 0 {
			t.Errorf("left behind is %q, want nobody", held)
		}
		stop()
		want("", "")

		held = left
		o.set(nil, Status{Address: emma, Show: mail.Busy, Held: true}) // nobody has read yet how it is
		stop = run()
		want("", "")
		o.set(nil, Status{Address: emma, Show: mail.Busy})
		time.Sleep(look)
		want("2m0s emma busy", "")
		o.set(&fault.Error{Class: fault.RetryLater, Code: "pass-unreachable"}, Status{Address: emma, Show: mail.Busy}, Status{Address: jan, Show: mail.Busy})
		time.Sleep(look)
		want("", fmt.Sprint(emma, " ", jan)) // nobody knows whether it arrived
		stop()
		want("", "") // nor whether the last words did
		if got := strings.Join(held, " "); got != emma+" "+jan {
			t.Errorf("left behind is %q", got)
		}
	})
}
