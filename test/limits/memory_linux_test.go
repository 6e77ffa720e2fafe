// Package limits measures what postroomd needs: memory, requests and time, each with its figure printed.
package limits

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"postroom/app/simulator"
	"postroom/test/office"
)

// wantMemory checks the largest amount of memory that a command has had at once.
func wantMemory(t *testing.T, what string, u office.Usage, megabytes int64) {
	t.Helper()
	peak := u.Peak / 1024
	t.Logf("%s: peak memory %d MB (allowed: %d), CPU %v, took %v", what, peak, megabytes, u.CPU.Round(time.Millisecond), u.Took.Round(time.Millisecond))
	if peak > megabytes {
		t.Errorf("%s needed %d MB, want at most %d", what, peak, megabytes)
	}
}

func TestBaselineOfAMillionMessagesStaysBelow120MB(t *testing.T) {
	o := office.New(t, "", simulator.Options{NoRateLimit: true})
	o.Must(o.Sim.AddGenerated(office.Emma, "Inbox", 1_000_000, nil))
	o.Connect()
	out := o.Measure(nil, "select", office.Emma, "--add", "inbox")
	wantMemory(t, "baseline of 1,000,000 messages", out, 120)
	o.Deliver("Inbox", office.Message("the one that is new"))
	var r office.Synced
	out = o.Measure(&r, "sync", "--once")
	wantMemory(t, "the next round", out, 120)
	if r.Filed != 1 {
		t.Errorf("the round gave %+v, want 1 filed", r)
	}
}

func TestMailOf150MBStaysBelow120MB(t *testing.T) {
	o := office.New(t, "", simulator.Options{})
	o.Connect()
	o.Do(nil, "select", office.Emma, "--add", "inbox")
	o.Deliver("Inbox", large(150<<20))
	var r office.Synced
	out := o.Measure(&r, "sync", "--once")
	wantMemory(t, fmt.Sprintf("a mail of %d MB", r.Bytes>>20), out, 120)
	if r.Filed != 1 {
		t.Errorf("the round gave %+v, want 1 filed", r)
	}
	o.WantVerified()
}

// large is a mail of about so many bytes, nearly all of it one attachment.
func large(size int) []byte {
	var b bytes.Buffer
	b.WriteString("Message-ID: <large@peeters.example>\r\nFrom: jan@peeters.example\r\nSubject: Scans\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee attachment.\r\n--b\r\n" +
		"Content-Type: application/zip; name=scans.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	rng := rand.NewChaCha8([32]byte{1})
	line := make([]byte, 57)
	for b.Len() < size {
		rng.Read(line)
		b.WriteString(base64.StdEncoding.EncodeToString(line))
		b.WriteString("\r\n")
	}
	b.WriteString("--b--\r\n")
	return b.Bytes()
}

func TestQuietRoundOfTwentyFoldersAsksOnceForEachAndStaysBelow40MB(t *testing.T) {
	o := office.New(t, "", simulator.Options{})
	args := []string{"select", office.Emma}
	for i := range 20 {
		path := fmt.Sprintf("Inbox/Client %02d", i)
		_, err := o.Sim.AddFolder(office.Emma, path)
		o.Must(err)
		for n := range 5 {
			o.Deliver(path, office.Message(fmt.Sprintf("old %d of %d", n, i)))
		}
		args = append(args, "--add", path)
	}
	o.Connect()
	o.Do(nil, args...)
	o.Deliver("Inbox/Client 07", office.Message("new"))
	o.Do(nil, "sync", "--once")
	o.Sim.ResetStats()
	var r office.Synced
	out := o.Measure(&r, "sync", "--once")
	wantMemory(t, "a quiet round of 20 folders", out, 40)
	if asked := o.Sim.Stats().Requests; asked > 20 || r.Requests != asked {
		t.Errorf("the round cost %d requests (it says %d), want 20 at most", asked, r.Requests)
	}
	if r.Filed != 0 {
		t.Errorf("the round gave %+v, want nothing filed", r)
	}
}
