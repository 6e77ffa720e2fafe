package limits

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"postroom/app/simulator"
	"postroom/app/simulator/entra"
	"postroom/test/office"
)

// activated is how many mailboxes of an organisation one machine reads.
const activated = 500

const daemon = "00000000-0000-4000-8000-00000000da30"

// organisation is an office that reads so many generated mailboxes by app-only access, each with all of its folders.
func organisation(t testing.TB, n int) (*office.Office, []string) {
	t.Helper()
	o := office.New(t, "", simulator.Options{NoRateLimit: true})
	o.Authority.AddApp(entra.App{ClientID: daemon, Secrets: []entra.Secret{{Value: "example-secret"}}, Roles: []string{"Mail.Read", "User.ReadBasic.All"}})
	addresses, err := o.Sim.AddMailboxes(n, "kantoor.example")
	o.Must(err)
	secret := filepath.Join(o.Dir, "secret.txt")
	o.Must(os.WriteFile(secret, []byte("example-secret"), 0o600))
	o.Do(nil, "connect", "organisation", "--tenant", "kantoor.example", "--client-id", daemon, "--client-secret-file", secret)
	began := time.Now()
	o.Do(nil, append([]string{"activate", "kantoor.example"}, addresses...)...)
	t.Logf("%d mailboxes activated in %v", n, time.Since(began).Round(time.Millisecond))
	return o, addresses
}

// quiet runs a round in which nothing is new, at 20 ms for every answer.
func quiet(t testing.TB, o *office.Office) (office.Usage, office.Synced) {
	t.Helper()
	o.Sim.SetLatency(20 * time.Millisecond)
	defer o.Sim.SetLatency(0)
	o.Sim.ResetStats()
	syscall.Sync() // what was prepared is not written while the time is taken
	var r office.Synced
	usage := o.Measure(&r, "sync", "--once")
	if r.Filed+r.Failed+r.Waiting > 0 {
		t.Fatalf("the round gave %+v, want nothing new", r)
	}
	s := o.Sim.Stats()
	if len(s.MaxConcurrent) < activated {
		t.Errorf("%d mailboxes were asked, want %d", len(s.MaxConcurrent), activated)
	}
	for mailbox, most := range s.MaxConcurrent {
		if most > 4 {
			t.Errorf("%d requests at once for %s, want 4 at most", most, mailbox)
		}
	}
	return usage, r
}

func TestFiveHundredActivatedMailboxesStayBelow200MB(t *testing.T) {
	o, addresses := organisation(t, activated)
	usage, r := quiet(t, o)
	wantMemory(t, "a quiet round of 500 mailboxes", usage, 200)
	t.Logf("%d requests", r.Requests)
	for _, a := range addresses {
		_, err := o.Sim.Deliver(a, "Inbox", office.Message("to "+a), simulator.Delivery{})
		o.Must(err)
	}
	usage = o.Measure(&r, "sync", "--once")
	wantMemory(t, "a round with one mail for each", usage, 200)
	if r.Filed != activated {
		t.Errorf("the round gave %+v, want %d filed", r, activated)
	}
	o.WantVerified()
}

// BenchmarkQuietRound prints what a round costs in which nothing is new in any of 500 mailboxes, at 20 ms for every
// answer, from the start of the process to its end.
func BenchmarkQuietRound(b *testing.B) {
	o, _ := organisation(b, activated)
	var sum office.Usage
	requests := 0
	for b.Loop() {
		usage, r := quiet(b, o)
		sum.Took += usage.Took
		sum.CPU += usage.CPU
		sum.Peak = max(sum.Peak, usage.Peak)
		requests += r.Requests
	}
	b.ReportMetric(sum.Took.Seconds()/float64(b.N), "s/round")
	b.ReportMetric(sum.CPU.Seconds()/float64(b.N), "CPU-s/round")
	b.ReportMetric(float64(requests)/float64(b.N), "requests/round")
	b.ReportMetric(float64(sum.Peak)/1024, "peak-MB")
	b.ReportMetric(0, "ns/op") // says nothing here
}
