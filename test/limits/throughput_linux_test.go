package limits

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"postroom/test/mbsync"
	"postroom/test/office"
)

// BenchmarkSyncOnce prints what one round brings of mails of real sizes, measured from the start of the process to its
// end, while the simulated Microsoft 365 runs in a process of its own:
//
//	go test -run - -bench SyncOnce -benchtime 1x ./test/limits
//
// With latency it says how much of what four requests at once allow that is. Nothing is removed before the end: ext4
// looks at every file that was removed in the last minutes before it makes a new one, and the next round would pay.
func BenchmarkSyncOnce(b *testing.B) {
	dir := b.TempDir
	for _, c := range []struct {
		latency time.Duration
		mails   int
	}{
		{0, 5000},
		{20 * time.Millisecond, 2000},
		{40 * time.Millisecond, 1000},
	} {
		b.Run(fmt.Sprintf("latency=%v/mails=%d", c.latency, c.mails), func(b *testing.B) { syncOnce(b, dir, c.latency, c.mails) })
	}
}

func syncOnce(b *testing.B, dir func() string, latency time.Duration, n int) {
	mails, err := mbsync.Mails("../../testdata/mail", n)
	if err != nil {
		b.Fatal(err)
	}
	var sum office.Usage
	requests := 0
	for b.Loop() {
		usage, asked := round(b, dir(), latency, mails)
		sum.Took += usage.Took
		sum.CPU += usage.CPU
		sum.Peak = max(sum.Peak, usage.Peak)
		requests += asked
	}
	total := float64(b.N * n)
	rate := total / sum.Took.Seconds()
	b.ReportMetric(rate, "mails/s")
	b.ReportMetric(float64(requests)/total, "requests/mail")
	b.ReportMetric(sum.CPU.Seconds()*1000/total, "CPU-ms/mail")
	b.ReportMetric(float64(sum.Peak)/1024, "peak-MB")
	if latency > 0 {
		b.ReportMetric(100*rate*latency.Seconds()/4, "%-of-4-at-once")
	}
	b.ReportMetric(0, "ns/op") // says nothing here
}

// round lets the mails arrive and files them. It returns what that took and how many requests were sent, signing in
// and listing included.
func round(b *testing.B, dir string, latency time.Duration, mails [][]byte) (office.Usage, int) {
	b.Helper()
	o := office.NewApart(b, dir, "--latency", latency.String(), "--no-rate-limit")
	defer o.Close()
	o.Connect()
	o.Do(nil, "select", office.Emma, "--add", "inbox")
	o.Deliver("Inbox", mails)
	o.ResetStats()
	syscall.Sync() // what was prepared is not written while the time is taken
	var r office.Synced
	usage := o.Measure(&r, "sync", "--once")
	if r.Filed != len(mails) || r.Failed+r.Waiting > 0 {
		b.Fatalf("the round gave %+v, want %d filed", r, len(mails))
	}
	s := o.Stats()
	if s.Requests != r.Requests {
		b.Errorf("postroomd counts %d requests, the service %d", r.Requests, s.Requests)
	}
	for mailbox, most := range s.MaxConcurrent {
		if most > 4 {
			b.Errorf("%d requests at once for %s, want 4 at most", most, mailbox)
		}
	}
	return usage, s.Requests
}
