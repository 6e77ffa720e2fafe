package document

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"unicode"
	"unicode/utf8"
)

// checkMail checks what is true of every mail, however broken.
func checkMail(t testing.TB, m *Mail) {
	t.Helper()
	text := func(what, s string) {
		if !utf8.ValidString(s) {
			t.Errorf("%s %q is not UTF-8", what, s)
		}
		for _, r := range s {
			if unicode.IsControl(r) {
				t.Errorf("%s %q has a control character", what, s)
				return
			}
		}
	}
	text("subject", m.Subject)
	text("message id", m.MessageID)
	text("in-reply-to", m.InReplyTo)
	text("sender", m.From.String())
	for _, a := range append(m.To, m.Cc...) {
		text("recipient", a.String())
	}
	for i, a := range m.Attachments {
		text("name", a.Name)
		if a.Name == "" || a.Kind == "" || a.ContentType == "" || len(a.SHA256) != 64 || a.Container >= i || a.Container < -1 {
			t.Errorf("attachment %d is %+v", i, a)
		}
		if info, err := os.Stat(a.Temp); err != nil || info.Size() != a.Size {
			t.Errorf("attachment %d of %d bytes: its file is %v, %v", i, a.Size, info, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range mails(f) {
		data, err := os.ReadFile(filepath.Join(corpus, name))
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 20_000 { // larger ones make the fuzzer slow
			f.Add(data)
		}
	}
	f.Add([]byte(winmailPart(winmail())))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := os.CreateTemp(dir, "mail-*")
		if err != nil {
			t.Fatal(err)
		}
		defer os.Remove(file.Name())
		defer file.Close()
		if _, err := file.Write(data); err != nil {
			t.Fatal(err)
		}
		m, err := Read(context.Background(), file, Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		checkMail(t, m)
		checkPlan(t, m, Naming{Mailbox: "emma@kantoor.example", Folder: []string{"Inbox"}, Key: "key"}, 0)
		if err := m.Discard(); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var files []*os.File
	for _, name := range mails(b) {
		f, err := os.Open(filepath.Join(corpus, name))
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		files = append(files, f)
	}
	dir := b.TempDir()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		m, err := Read(context.Background(), files[n%len(files)], Options{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		if err := m.Discard(); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "mails/s")
}
