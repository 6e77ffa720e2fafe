package face

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/demo"
	"postroom/app/simulator"
)

// desk is a desktop that notes what is asked of it.
type desk struct {
	mu        sync.Mutex
	opened    []string // files
	shown     []string
	links     []string
	notes     []Notification
	copied    string
	folder    string // what ChooseFolder gives
	file      string // what ChooseFile gives
	save      string // the folder in which ChooseSave saves; empty: the person cancels
	autostart bool
	events    []Event
	heard     chan struct{}
}

func (d *desk) do(f func()) error { d.mu.Lock(); defer d.mu.Unlock(); f(); return nil }

func (d *desk) OpenURL(a string) error { return d.do(func() { d.links = append(d.links, a) }) }
func (d *desk) OpenFile(p string) error {
	return d.do(func() { d.opened = append(d.opened, p) })
}
func (d *desk) ShowFile(p string) error                     { return d.do(func() { d.shown = append(d.shown, p) }) }
func (d *desk) ChooseFolder(string, string) (string, error) { return d.folder, nil }
func (d *desk) ChooseSave(_, _, name string) (string, error) {
	if d.save == "" {
		return "", nil
	}
	return filepath.Join(d.save, name), nil
}
func (d *desk) ChooseFile(string, string, string, string) (string, error) { return d.file, nil }
func (d *desk) Copy(t string) error                                       { return d.do(func() { d.copied = t }) }
func (d *desk) Autostart() (bool, bool)                                   { d.mu.Lock(); defer d.mu.Unlock(); return d.autostart, true }
func (d *desk) SetAutostart(on bool) error                                { return d.do(func() { d.autostart = on }) }
func (d *desk) StartDemo() error                                          { return errors.New("there is no other program in a test") }
func (d *desk) Tray() bool                                                { return true }
func (d *desk) Notify(n Notification)                                     { _ = d.do(func() { d.notes = append(d.notes, n) }) }

func (d *desk) Emit(e Event) {
	_ = d.do(func() { d.events = append(d.events, e) })
	select {
	case d.heard <- struct{}{}:
	default:
	}
}

// noKeyring is a machine without one.
type noKeyring struct{}

func (noKeyring) Get(string, string) (string, error) { return "", os.ErrNotExist }
func (noKeyring) Set(string, string, string) error   { return os.ErrNotExist }
func (noKeyring) Delete(string, string) error        { return os.ErrNotExist }

// world is a face before a simulated Microsoft 365.
type world struct {
	t    *testing.T
	demo *demo.Demo
	desk *desk
	face *Face
	api  *API
	dir  string
	next int // events that were looked at
}

// newWorld opens a face; change may change its options.
func newWorld(t *testing.T, change func(*Options)) *world {
	t.Helper()
	w := &world{t: t, desk: &desk{heard: make(chan struct{}, 1)}, dir: t.TempDir()}
	now := make(chan time.Time)
	close(now)
	var err error
	w.demo, err = demo.Start(demo.Options{Dir: filepath.Join(w.dir, "cloud"), After: func(time.Duration) <-chan time.Time { return now }})
	w.must(err)
	t.Cleanup(func() { w.must(w.demo.Close()) })
	o := Options{Data: filepath.Join(w.dir, "data"), Policy: w.demo.Policy(), Version: "test", Language: "en_GB.UTF-8", Host: w.desk,
		DemoOrganisation: &OrganisationForm{Tenant: demo.Domain, ClientID: demo.OrganisationClient, Secret: demo.OrganisationSecret},
		Keyring:          noKeyring{}, SignInPage: w.demo.SignInPage, EnterCode: w.demo.EnterCode}
	if change != nil {
		change(&o)
	}
	w.face = New(o)
	w.api = w.face.API()
	t.Cleanup(func() { w.must(w.face.Close()) })
	if err := w.face.Open(t.Context()); err != nil {
		w.t.Logf("opening: %v", err)
	}
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// wait gives the next event for which want holds; the test's own deadline bounds it.
func (w *world) wait(what string, want func(Event) bool) Event {
	w.t.Helper()
	ctx, stop := context.WithTimeout(w.t.Context(), time.Minute)
	defer stop()
	for {
		w.desk.mu.Lock()
		for w.next < len(w.desk.events) {
			e := w.desk.events[w.next]
			w.next++
			if want(e) {
				w.desk.mu.Unlock()
				return e
			}
		}
		w.desk.mu.Unlock()
		select {
		case <-w.desk.heard:
		case <-ctx.Done():
			w.t.Fatalf("no event in a minute: %s", what)
		}
	}
}

func (w *world) kind(kind string) Event {
	w.t.Helper()
	return w.wait(kind, func(e Event) bool { return e.Kind == kind })
}

// connect signs Sofie in and gives her account.
func (w *world) connect() Account {
	w.t.Helper()
	w.must(w.api.Connect("work", false))
	w.kind("connect:done")
	list, err := w.api.Accounts()
	w.must(err)
	if len(list) != 1 || list[0].Address != demo.Sofie || list[0].State != "active" {
		w.t.Fatalf("the accounts are %+v, want Sofie's", list)
	}
	return list[0]
}

// folder finds a folder of Sofie's by its well-known name or its name.
func (w *world) folder(name string) Folder {
	w.t.Helper()
	t, err := w.api.Folders(demo.Sofie, false)
	w.must(err)
	i := slices.IndexFunc(t.Folders, func(f Folder) bool { return f.WellKnownName == name || f.Name == name })
	if i < 0 {
		w.t.Fatalf("there is no folder %s", name)
	}
	return t.Folders[i]
}

// tick ticks the inbox.
func (w *world) tick() {
	w.t.Helper()
	s, err := w.api.Select(demo.Sofie, Selection{Add: []string{w.folder("inbox").ID}})
	w.must(err)
	if len(s.Added) != 1 || s.Before == 0 {
		w.t.Fatalf("ticking the inbox has come to %+v", s)
	}
}

// file has a mail arrive and waits until it is filed.
func (w *world) file(mime string) Document {
	w.t.Helper()
	_, err := w.demo.Simulator().Deliver(demo.Sofie, "inbox", []byte(strings.ReplaceAll(mime, "\n", "\r\n")), simulator.Delivery{})
	w.must(err)
	w.must(w.api.SyncNow())
	e := w.kind("filed")
	if e.Document == nil {
		w.t.Fatal("the event of a filed mail has no document")
	}
	return *e.Document
}

// problem is what the page sees of an error.
func problemIn(err error) string {
	if p, ok := FormatError(err).(Problem); ok && err != nil {
		return p.Code
	}
	return ""
}

const invoiceMail = `From: Jan Peeters <jan@peeters.example>
To: sofie@vandijk.example
Cc: Info <info@vandijk.example>
Subject: Factuur 2026-118
Date: Mon, 23 Nov 2026 09:38:00 +0100
Message-ID: <118@peeters.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/html; charset=utf-8

<p onclick="steal()">Zie bijlage. <a href="https://peeters.example/pay?x=1&amp;y=2">Betalen</a>
<script>steal()</script><img src="https://tracker.example/pixel.gif"></p>
--x
Content-Type: application/pdf; name="factuur.pdf"
Content-Disposition: attachment; filename="factuur.pdf"

%PDF-1.4 example
--x
Content-Type: application/octet-stream; name="werkbon.exe"
Content-Disposition: attachment; filename="werkbon.exe"

MZ example
--x--
`
