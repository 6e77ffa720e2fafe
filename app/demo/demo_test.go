package demo

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"net/mail"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jhillyerd/enmime/v2"
)

func start(t *testing.T, o Options) *Demo {
	t.Helper()
	o.Dir = t.TempDir()
	d, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func TestMailboxesAreFilledInEveryLanguage(t *testing.T) {
	for _, language := range []string{"nl", "fr", "de", "en"} {
		d := start(t, Options{Language: language})
		folders, err := d.Simulator().Folders(Sofie)
		if err != nil {
			t.Fatal(err)
		}
		if len(folders) < 3*len(clients) {
			t.Errorf("%s: %d folders, want at least three for each of %d clients", language, len(folders), len(clients))
		}
		for box, least := range map[string]int{Sofie: 80, Info: 5, Invoices: 5, Jan: 5, Private: 5} {
			ids, err := d.Simulator().Messages(box, "inbox")
			if err != nil {
				t.Fatal(err)
			}
			if len(ids) < least {
				t.Errorf("%s: the inbox of %s holds %d mails, want at least %d", language, box, len(ids), least)
			}
		}
		if _, err := os.Stat(d.Policy()); err != nil {
			t.Error(err)
		}
	}
}

func TestEveryMailCanBeReadAndItsInvoicesAreWellFormed(t *testing.T) {
	when := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	kinds := map[string]int{}
	for i, c := range clients {
		for s := range subjects[c.language] {
			raw, err := compose(c, Sofie, s, i, when, false)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := mail.ReadMessage(bytes.NewReader(raw)); err != nil {
				t.Fatal(err)
			}
			e, err := enmime.ReadEnvelope(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			errs := slices.DeleteFunc(e.Errors, func(e *enmime.Error) bool { return e.Name == enmime.ErrorCharsetDeclaration }) // a guess
			if len(errs) > 0 || e.GetHeader("Subject") == "" || e.Text == "" || e.HTML == "" {
				t.Errorf("%s, %q: errors %v, text %d and HTML %d bytes", c.name, e.GetHeader("Subject"), errs, len(e.Text), len(e.HTML))
			}
			for _, a := range e.Attachments {
				kinds[a.ContentType]++
				switch a.ContentType {
				case "application/pdf":
					if !bytes.HasPrefix(a.Content, []byte("%PDF-1.4")) || !bytes.HasSuffix(a.Content, []byte("%%EOF\n")) {
						t.Errorf("%s is no PDF", a.FileName)
					}
				case "application/xml":
					for d := xml.NewDecoder(bytes.NewReader(a.Content)); ; {
						if _, err := d.Token(); err == io.EOF {
							break
						} else if err != nil {
							t.Fatalf("%s: %v", a.FileName, err)
						}
					}
				}
			}
		}
	}
	for _, kind := range []string{"application/pdf", "application/xml", "image/png", "text/calendar"} {
		if kinds[kind] == 0 {
			t.Errorf("no mail has an attachment of type %s", kind)
		}
	}
}

func TestNewMailArrivesWithTheClockAndStopsWithIt(t *testing.T) {
	tick := make(chan time.Time)
	waits := make(chan time.Duration, 100)
	d := start(t, Options{Seed: 7, Pace: time.Minute, After: func(w time.Duration) <-chan time.Time {
		waits <- w
		return tick
	}})
	count := func() (n int) {
		for _, box := range []string{Sofie, Info, Invoices, Private, Payroll} {
			folders, err := d.Simulator().Folders(box)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range folders {
				n += f.Total
			}
		}
		return n
	}
	before := count()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- d.Run(ctx) }()
	if w := <-waits; w != 4*time.Second {
		t.Errorf("the first mail comes after %v, want 4s", w)
	}
	for range 12 {
		tick <- time.Time{}
		if w := <-waits; w < 30*time.Second || w > 90*time.Second {
			t.Errorf("the next mail comes after %v, want about a minute", w)
		}
	}
	if n := count() - before; n != 12 {
		t.Errorf("%d mails have arrived, want 12", n)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAMailFromTheClientWhoseFolderItIsArrivesWhenAsked(t *testing.T) {
	d := start(t, Options{Language: "nl"})
	for _, c := range clients {
		folder := d.folderOf(c)
		before, err := d.Simulator().Messages(Sofie, folder)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Arrive(Sofie, folder); err != nil {
			t.Fatal(err)
		}
		after, err := d.Simulator().Messages(Sofie, folder)
		if err != nil || len(after) != len(before)+1 {
			t.Errorf("%s: %d mails after %d, %v; want one more", folder, len(after), len(before), err)
		}
		if from := writerTo(folder); from != c {
			t.Errorf("%s: the mail is from %s, want %s", folder, from.name, c.name)
		}
		if subjects[c.language][withInvoice].attach != "invoice" {
			t.Errorf("%s: the mail brings no invoice", folder)
		}
	}
}

func TestSomeMailComesToTwoMailboxes(t *testing.T) {
	d := start(t, Options{})
	count := func(box string) int {
		ids, err := d.Simulator().Messages(box, "inbox")
		if err != nil {
			t.Fatal(err)
		}
		return len(ids)
	}
	for range 200 {
		info, sofie := count(Info), count(Sofie)
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		if count(Info) == info+1 && count(Sofie) == sofie+1 {
			return
		}
	}
	t.Error("none of 200 mails came to two mailboxes")
}
