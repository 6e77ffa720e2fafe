package document

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// writeMail writes a mail too large to be held in memory.
func writeMail(t testing.TB, write func(w *bufio.Writer)) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "mail.eml"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	w := bufio.NewWriter(f)
	write(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return f
}

// readWithin reads a mail and gives the most heap that was in use meanwhile, beyond what was before, in bytes.
func readWithin(t testing.TB, f *os.File) (*Mail, uint64) {
	t.Helper()
	// What is asked is how much the mail needs, not how long a busy machine leaves its rubbish lying.
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak atomic.Uint64
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			peak.Store(max(peak.Load(), now.HeapAlloc))
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	m, err := Read(context.Background(), f, Options{Dir: t.TempDir()})
	close(done)
	<-stopped
	if err != nil {
		t.Fatal(err)
	}
	return m, peak.Load() - min(peak.Load(), before.HeapAlloc)
}

func TestLargeMailIsReadInLittleMemory(t *testing.T) {
	line := []byte(strings.Repeat("QUJD", 19) + "\r\n")
	const lines = 100 << 20 / 57
	f := writeMail(t, func(w *bufio.Writer) {
		fmt.Fprint(w, "Subject: big\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\n",
			"Content-Type: application/pdf; name=big.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n")
		for range lines {
			w.Write(line)
		}
		fmt.Fprint(w, "--b--\r\n")
	})
	start := time.Now()
	m, peak := readWithin(t, f)
	t.Logf("100 MB attachment: %.1f MB of heap, %v", float64(peak)/(1<<20), time.Since(start).Round(time.Millisecond))
	if len(m.Attachments) != 1 || m.Attachments[0].Size != lines*57 {
		t.Fatalf("attachments %+v, expected one of %d bytes", m.Attachments, lines*57)
	}
	if peak > 30<<20 {
		t.Errorf("%d bytes of heap were in use, expected at most 30 MB", peak)
	}
}

func TestHostileMailIsBounded(t *testing.T) {
	nested := func(depth int, header string) func(*bufio.Writer) {
		return func(w *bufio.Writer) {
			for i := range depth {
				fmt.Fprintf(w, header, i, i)
			}
			fmt.Fprint(w, "Content-Type: application/pdf\r\n\r\n%PDF-1.4 innermost")
		}
	}
	for _, tt := range []struct {
		name        string
		write       func(*bufio.Writer)
		attachments int
		warning     string
	}{
		{"a header field of 20 MB", func(w *bufio.Writer) {
			fmt.Fprint(w, "Subject: ")
			for range 20 << 20 / 10 {
				fmt.Fprint(w, "0123456789")
			}
			fmt.Fprint(w, "\r\nContent-Type: application/pdf\r\n\r\n%PDF")
		}, 1, "header field is longer"},
		{"a million header fields", func(w *bufio.Writer) {
			for range 1_000_000 {
				fmt.Fprint(w, "To: a@b.example\r\nReceived: x; y\r\n")
			}
			fmt.Fprint(w, "Content-Type: application/pdf\r\n\r\n%PDF")
		}, 1, ""},
		{"a folded field of a million lines", func(w *bufio.Writer) {
			fmt.Fprint(w, "References: <a>\r\n")
			for range 1_000_000 {
				fmt.Fprint(w, " <a@b.example>\r\n")
			}
			fmt.Fprint(w, "Content-Type: application/pdf\r\n\r\n%PDF")
		}, 1, "header field is longer"},
		{"100,000 attachments", func(w *bufio.Writer) {
			fmt.Fprint(w, "Content-Type: multipart/mixed; boundary=b\r\n\r\n")
			for range 100_000 {
				fmt.Fprint(w, "--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n")
			}
		}, maxAttachments, "more than 1000 attachments"},
		{"100,000 texts", func(w *bufio.Writer) {
			fmt.Fprint(w, "Content-Type: multipart/mixed; boundary=b\r\n\r\n")
			for range 100_000 {
				fmt.Fprint(w, "--b\r\n\r\nx\r\n")
			}
		}, 0, "more than 20000 parts"},
		{"multiparts 1,000 deep", nested(1000, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"), 1, "nested more than 100 deep"},
		{"multiparts 1,000 deep with the same boundary", nested(1000, "Content-Type: multipart/mixed; boundary=b; x=%d%d\r\n\r\n--b\r\n"), 1, ""},
		{"attached mails 1,000 deep", nested(1000, "Subject: %d-%d\r\nContent-Type: message/rfc822\r\n\r\n"), maxMessages + 1, "more than 30 deep"},
		{"a quote never closed, again and again", func(w *bufio.Writer) {
			fmt.Fprint(w, "To: ", strings.Repeat(`"(<,`, 15_000), "\r\nCc: ", strings.Repeat("(", 60_000), "\r\nSubject: ", strings.Repeat("=?a?q?", 10_000), "\r\n",
				"Content-Disposition: attachment; filename*", strings.Repeat(`;filename*1*="%`, 4_000), "\r\n\r\nx")
		}, 1, ""},
		{"content ids without end", func(w *bufio.Writer) {
			fmt.Fprint(w, "Content-Type: text/html\r\n\r\n")
			for i := range 200_000 {
				fmt.Fprintf(w, "<img src=cid:%d>cid:cid:cid:", i)
			}
			fmt.Fprint(w, strings.Repeat("cid:", 100_000))
		}, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			m, peak := readWithin(t, writeMail(t, tt.write))
			t.Logf("%.1f MB of heap, %v, warnings %d", float64(peak)/(1<<20), time.Since(start).Round(time.Millisecond), len(m.Warnings))
			if len(m.Attachments) != tt.attachments {
				t.Errorf("%d attachments, expected %d", len(m.Attachments), tt.attachments)
			}
			if len(m.Warnings) > maxWarnings+2 {
				t.Errorf("%d warnings", len(m.Warnings))
			}
			if !strings.Contains(strings.Join(m.Warnings, "\n"), tt.warning) {
				t.Errorf("warnings %q, expected one with %q", m.Warnings, tt.warning)
			}
			if peak > 30<<20 {
				t.Errorf("%d bytes of heap were in use, expected at most 30 MB", peak)
			}
		})
	}
}

func TestContainersInContainersDoNotFillTheDisk(t *testing.T) {
	// Each of the mails repeats what is inside: 30 layers around 50 MB would be 1.5 GB.
	const inside = 50 << 20
	f := writeMail(t, func(w *bufio.Writer) {
		for range 29 {
			fmt.Fprint(w, "Content-Type: message/rfc822\r\n\r\n")
		}
		fmt.Fprint(w, "Content-Type: application/pdf\r\n\r\n")
		line := strings.Repeat("x", 1023) + "\n"
		for range inside / 1024 {
			io.WriteString(w, line)
		}
	})
	m, err := Read(context.Background(), f, Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	var sum int64
	for _, a := range m.Attachments {
		sum += a.Size
	}
	if most := int64(unpackFactor+2)*(inside+2000) + maxUnpacked; sum > most || len(m.Attachments) < 2 {
		t.Errorf("%d attachments of %d bytes, expected at most %d bytes", len(m.Attachments), sum, most)
	}
	if !strings.Contains(strings.Join(m.Warnings, "\n"), "hold too much") {
		t.Errorf("warnings %q do not say that unpacking ended", m.Warnings)
	}
}

func TestMailCutOffAnywhereIsRead(t *testing.T) {
	text := "Subject: cut\r\n" + multi("mixed", "m", multi("alternative", "a", plainBody, htmlBody), invoice,
		"Content-Type: message/rfc822\r\n\r\nSubject: Inner\r\n"+multi("mixed", "i", plainBody, invoice))
	dir := t.TempDir()
	path := filepath.Join(dir, "mail.eml")
	for n := range len(text) {
		if err := os.WriteFile(path, []byte(text[:n]), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Read(context.Background(), f, Options{Dir: dir})
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		checkMail(t, m)
		if err := m.Discard(); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
}
