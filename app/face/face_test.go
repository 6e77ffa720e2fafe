package face

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/demo"
)

func TestPersonConnectsTicksAndSeesTheFirstMailArrive(t *testing.T) {
	w := newWorld(t, nil)
	app, err := w.api.App()
	w.must(err)
	if app.Accounts != 0 || !app.HasClientID || app.Language != "en" || app.Problem != nil || app.KeyFile == "" {
		t.Errorf("at first the app says %+v", app)
	}
	v, err := w.api.Overview()
	w.must(err)
	if v.State != "notConnected" || v.Title == "" || len(v.Days) != 14 {
		t.Errorf("at first the overview is %+v", v)
	}
	w.must(w.api.Connect("work", false))
	if e := w.kind("connect:waiting"); e.URL == "" {
		t.Error("the page that the browser shows is not told")
	}
	if e := w.kind("connect:done"); e.Mailbox != demo.Sofie {
		t.Errorf("connected is %s, want %s", e.Mailbox, demo.Sofie)
	}
	inbox := w.folder("inbox")
	e, err := w.api.Estimate(demo.Sofie, []string{inbox.ID})
	w.must(err)
	if e.Folders != 1 || e.Mails != inbox.Total || e.Mails == 0 {
		t.Errorf("the estimate is %+v, want the %d mails of the inbox", e, inbox.Total)
	}
	w.tick()
	if b := w.kind("baseline"); b.Folder != inbox.Path || b.Total != int64(inbox.Total) || b.Done == 0 {
		t.Errorf("the progress of the baseline is %+v, want that of %d mails in %s", b, inbox.Total, inbox.Path)
	}
	d := w.file(invoiceMail)
	if d.Subject != "Factuur 2026-118" || d.Attachments != 2 || d.Filed == "" {
		t.Errorf("filed is %+v", d)
	}
	o := w.wait("an overview that counts the mail", func(e Event) bool { return e.Kind == "overview" && e.Overview.Today == 1 })
	if o.Overview.Activity[0].Subject != d.Subject || o.Overview.Days[13].Count != 1 || o.Overview.Week < 1 {
		t.Errorf("the overview is %+v", o.Overview)
	}
	f := w.folder("inbox")
	if !f.Selected || f.Filed != 1 || f.Before != inbox.Total || f.State != "ok" {
		t.Errorf("the ticked folder is %+v", f)
	}
}

func TestCodeIsShownAndEnteredElsewhere(t *testing.T) {
	w := newWorld(t, nil)
	w.must(w.api.Connect("personal", true))
	e := w.kind("connect:code")
	if e.Code == nil || e.Code.UserCode == "" || e.Code.VerificationURI == "" || e.Code.Expires == "" {
		t.Fatalf("the code is %+v", e.Code)
	}
	if now, _ := w.api.ConnectState(); now.State != "code" || now.Code.UserCode != e.Code.UserCode {
		t.Errorf("a page that is loaded anew sees %+v", now)
	}
	w.must(w.api.OpenConnectPage())
	if e := w.kind("connect:done"); e.Mailbox != demo.Private {
		t.Errorf("connected is %s, want %s", e.Mailbox, demo.Private)
	}
	if now, _ := w.api.ConnectState(); now.State != "none" {
		t.Errorf("after it the sign-in is %+v", now)
	}
}

func TestSignInThatIsCancelledLeavesNothing(t *testing.T) {
	asked := make(chan string, 1)
	w := newWorld(t, func(o *Options) { o.SignInPage = func(a string) error { asked <- a; return nil } })
	w.must(w.api.Connect("work", false))
	<-asked
	w.must(w.api.CancelConnect())
	if now, _ := w.api.ConnectState(); now.State != "none" {
		t.Errorf("the sign-in is %+v, want none", now)
	}
	w.must(w.api.Connect("work", true)) // another way takes its place
	w.kind("connect:code")
	w.must(w.api.OpenConnectPage())
	w.kind("connect:done")
	w.desk.mu.Lock()
	defer w.desk.mu.Unlock()
	if slices.ContainsFunc(w.desk.events, func(e Event) bool { return e.Kind == "connect:failed" }) {
		t.Error("a sign-in that the person cancelled is told as failed")
	}
}

func TestOtherPersonIsRefusedOnReauthenticate(t *testing.T) {
	other := ""
	w := newWorld(t, nil)
	page := w.face.opts.SignInPage
	w.face.opts.SignInPage = func(a string) error { return page(strings.ReplaceAll(a, "login_hint=sofie", "login_hint="+other)) }
	other = "sofie"
	a := w.connect()
	w.must(w.demo.Authority().Revoke(demo.Sofie))
	w.tickRefused()
	o := w.wait("the overview asks for a sign-in", func(e Event) bool { return e.Kind == "overview" && e.Overview.State == "signIn" }).Overview
	if len(o.Needs) != 1 || o.Needs[0].Action != "reauthenticate" || o.Needs[0].Target != a.ID || !strings.Contains(o.Title, demo.Sofie) {
		t.Errorf("the overview is %+v", o)
	}
	other = "jan"
	w.must(w.api.Reauthenticate(a.ID, false))
	p := w.kind("connect:failed").Problem
	if p.Code != "wrong-account" || !strings.Contains(p.Message, demo.Jan) || !strings.Contains(p.Message, demo.Sofie) {
		t.Errorf("the refusal is %+v, want both addresses named", p)
	}
	other = "sofie"
	w.must(w.api.Reauthenticate(a.ID, false))
	w.kind("connect:done")
	w.wait("all is well", func(e Event) bool { return e.Kind == "overview" && e.Overview.State != "signIn" })
}

// tickRefused asks the mailbox for something, so that a lost session is noticed.
func (w *world) tickRefused() {
	w.t.Helper()
	if _, err := w.api.Folders(demo.Sofie, true); err == nil {
		w.t.Fatal("a lost session reads folders")
	}
}

func TestDocumentIsShownWithoutAnythingThatActs(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	d := w.file(invoiceMail)
	p, err := w.api.Document(d.ID)
	w.must(err)
	for _, bad := range []string{"script", "onclick", "tracker", " href", "steal"} {
		if strings.Contains(p.HTML, bad) {
			t.Errorf("the preview holds %q: %s", bad, p.HTML)
		}
	}
	if !strings.Contains(p.HTML, `data-href="https://peeters.example/pay?x=1&amp;y=2"`) || p.Remote != 1 || len(p.Cc) != 1 || len(p.Files) != 2 || p.Problem != nil {
		t.Errorf("the preview is %+v", p)
	}
	proof, err := w.api.Proof(d.ID)
	w.must(err)
	if !proof.Unchanged || proof.Seq == 0 || len(proof.Files) != 3 {
		t.Errorf("the proof is %+v", proof)
	}
	for _, a := range p.Files {
		err := w.api.OpenFile(d.ID, a.Path)
		if program := a.Name == "werkbon.exe"; program != (problemIn(err) == "file-executable") || program == a.Openable {
			t.Errorf("opening %s: %v, openable %v", a.Name, err, a.Openable)
		}
	}
	if len(w.desk.opened) != 1 || filepath.Base(w.desk.opened[0]) != "factuur.pdf" {
		t.Errorf("opened: %v", w.desk.opened)
	}
	w.desk.save = t.TempDir()
	to, err := w.api.SaveCopy(d.ID, p.Files[0].Path)
	w.must(err)
	if text, err := os.ReadFile(to); err != nil || !strings.HasPrefix(string(text), "%PDF") {
		t.Errorf("the copy is %q, %v", text, err)
	}
	if code := problemIn(w.api.OpenFile(d.ID, "../../data/postroom.db")); code != "file-unknown" {
		t.Errorf("a foreign file gives %q", code)
	}
	for link, ok := range map[string]bool{"https://peeters.example/": true, "mailto:jan@peeters.example": true, "file:///etc/passwd": false,
		"javascript:alert(1)": false, "smb://host/share": false, "": false, "https:": false} {
		if err := w.api.OpenLink(link); (err == nil) != ok {
			t.Errorf("opening %q: %v", link, err)
		}
	}
	w.must(os.WriteFile(w.desk.opened[0], []byte("changed"), 0o600))
	if proof, err = w.api.Proof(d.ID); err != nil || proof.Unchanged {
		t.Errorf("after a change the proof is %+v, %v", proof, err)
	}
}
