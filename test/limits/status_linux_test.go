package limits

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"postroom/app/capture"
	"postroom/app/simulator"
	"postroom/test/office"
)

// captured says how many mails BenchmarkStatus puts into the database.
const captured = "POSTROOM_BENCH_MAILS"

// BenchmarkStatus prints how long it takes to tell what stands where when 10,000 mails have been captured, or as many
// as the environment says:
//
//	POSTROOM_BENCH_MAILS=1000000 go test -timeout 30m -run - -bench Status ./test/limits
//
// The time for each operation is that of the query alone; the others are those of the whole commands, from the start of
// the process to its end.
func BenchmarkStatus(b *testing.B) {
	n := 10_000
	if text := os.Getenv(captured); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatalf("%s: %v", captured, err)
		}
	}
	o, size := officeWith(b, n)
	status := commandTime(o, "status")
	documents := commandTime(o, "documents", "--limit", "100")

	db := o.Store()
	defer db.Close()
	engine, err := capture.New(capture.Config{DB: db, RegisterDir: filepath.Join(o.Documents(), ".postroom"), Clock: time.Now, Log: slog.New(slog.DiscardHandler)})
	o.Must(err)
	defer engine.Close()
	for b.Loop() {
		s, err := engine.Status()
		if err != nil || s.State != capture.Idle || s.Filed != n || len(s.Mailboxes) != 1 || len(s.Mailboxes[0].Folders) != ticked {
			b.Fatalf("the status is %s, %d filed, %d mailboxes, want idle, %d filed, one mailbox of %d folders (%v)", s.State, s.Filed, len(s.Mailboxes), n, ticked, err)
		}
	}
	b.ReportMetric(status, "status-command-ms")
	b.ReportMetric(documents, "newest-100-command-ms")
	b.ReportMetric(float64(size)/1e6, "database-MB")
	b.ReportMetric(float64(size)/float64(n), "bytes/mail")
}

// commandTime is the median of several runs, in milliseconds.
func commandTime(o *office.Office, args ...string) float64 {
	o.Helper()
	var took []time.Duration
	for range 9 {
		took = append(took, o.Measure(nil, args...).Took)
	}
	slices.Sort(took)
	return float64(took[len(took)/2]) / float64(time.Millisecond)
}

const ticked = 20 // folders

// officeWith is an office that has captured n mails: it is signed in and has ticked its folders by the real commands,
// the mails themselves are written straight into its database and its register. It also tells the database's size.
func officeWith(b *testing.B, n int) (*office.Office, int64) {
	b.Helper()
	o := office.New(b, "", simulator.Options{})
	args := []string{"select", office.Emma}
	for i := range ticked {
		path := fmt.Sprintf("Inbox/Client %02d", i)
		_, err := o.Sim.AddFolder(office.Emma, path)
		o.Must(err)
		args = append(args, "--add", path)
	}
	o.Connect()
	o.Do(nil, args...)
	began := time.Now()
	o.Fill(n)
	b.Logf("%d captured mails made in %v", n, time.Since(began).Round(time.Millisecond))
	info, err := os.Stat(filepath.Join(o.Data(), "postroom.db"))
	o.Must(err)
	return o, info.Size()
}
