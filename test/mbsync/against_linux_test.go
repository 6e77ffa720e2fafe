package mbsync

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"postroom/test/office"
)

// side is one of those that are compared: it takes the mails, every one synced
// to disk, and says how long that took from the start of its process to the end,
// what came before left out.
type side struct {
	name string
	take func(b *testing.B, mails [][]byte) time.Duration
}

var sides = []side{
	{"mbsync", takeWithMbsync},
	{"postroom", takeWithPostroom},
}

// BenchmarkAgainstMbsync lets both sides take the same mails on the same machine
// in turns, and prints what each takes in a second (the median of its runs) and
// how much faster Postroom is:
//
//	go test -run - -bench AgainstMbsync -benchtime 5x ./test/mbsync
func BenchmarkAgainstMbsync(b *testing.B) {
	const n = 5000
	mails := mailsOf(b, n)
	took := map[string][]time.Duration{}
	for b.Loop() {
		var said []string
		for _, s := range sides {
			d := s.take(b, mails)
			took[s.name] = append(took[s.name], d)
			said = append(said, fmt.Sprintf("%s %.2f s (%.0f mails/s)", s.name, d.Seconds(), n/d.Seconds()))
		}
		b.Log(strings.Join(said, ", "))
	}
	median := map[string]float64{}
	for _, s := range sides {
		slices.Sort(took[s.name])
		median[s.name] = took[s.name][len(took[s.name])/2].Seconds()
		b.ReportMetric(n/median[s.name], s.name+"-mails/s")
	}
	b.ReportMetric(median["mbsync"]/median["postroom"], "postroom/mbsync")
	b.ReportMetric(0, "ns/op") // says nothing here
}

func takeWithMbsync(b *testing.B, mails [][]byte) time.Duration {
	dir := folder(b)
	server := serve(b, dir, mails)
	syscall.Sync() // what was prepared is not written while the time is taken
	begin := time.Now()
	inbox, err := Take(b.Context(), server, dir)
	took := time.Since(begin)
	if err != nil {
		b.Fatal(err)
	}
	if seen := len(maildir(b, inbox)); seen != len(mails) {
		b.Fatalf("mbsync took %d mails; expected %d", seen, len(mails))
	}
	if err := server.Close(); err != nil {
		b.Fatal(err)
	}
	return took
}

// takeWithPostroom takes the mails out of a simulated Microsoft 365 that has a
// process of its own, as Dovecot has.
func takeWithPostroom(b *testing.B, mails [][]byte) time.Duration {
	o := office.NewApart(b, folder(b))
	o.Connect()
	o.Do(nil, "select", office.Emma, "--add", "inbox")
	o.Deliver("Inbox", mails)
	syscall.Sync()
	var r office.Synced
	usage := o.Measure(&r, "sync", "--once")
	if r.Filed != len(mails) || r.Failed+r.Waiting > 0 {
		b.Fatalf("postroomd's round gave %+v; expected %d filed", r, len(mails))
	}
	o.Close()
	// What comes after filing, looking into attachments and assigning mails to clients, has no counterpart.
	after := time.Duration((r.Seconds - r.FilingSeconds) * float64(time.Second))
	return usage.Took - after
}
