package desktop

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestSleepIsNoticedByTheClock(t *testing.T) {
	for _, c := range []struct {
		name string
		gone time.Duration
		want int
	}{
		{"awake", lookEvery, 0},
		{"busy", lookEvery + 20*time.Second, 0},
		{"slept", 8 * time.Hour, 1},
		{"set back", -time.Hour, 1},
	} {
		ctx, stop := context.WithCancel(t.Context())
		woke := 0
		ticks, clock := make(chan time.Time), make(chan time.Time)
		go watchTicks(ctx, ticks, func() time.Time { return <-clock }, func() { woke++ })
		clock <- noon
		for range 2 { // the second tick finds nothing new
			ticks <- time.Time{}
			clock <- noon.Add(c.gone)
		}
		ticks <- time.Time{} // everything before is done
		clock <- noon.Add(c.gone)
		if woke != c.want {
			t.Errorf("%s: expected %d calls, saw %d", c.name, c.want, woke)
		}
		stop()
	}
}

func TestABurstOfNetworkChangesWakesOnceAfterIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var woke []time.Duration
		begin := time.Now()
		changes, done := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(done)
			settle(ctx, changes, func() { woke = append(woke, time.Since(begin)) })
		}()
		for range 5 {
			changes <- struct{}{}
			time.Sleep(time.Second)
		}
		time.Sleep(time.Minute)
		changes <- struct{}{}
		time.Sleep(time.Minute)
		stop()
		<-done
		if len(woke) != 2 || woke[0] != 4*time.Second+settleTime || woke[1] != 65*time.Second+settleTime {
			t.Errorf("expected two calls, each %v after the last change; saw %v", settleTime, woke)
		}
	})
}
