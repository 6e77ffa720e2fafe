package face

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/demo"
	"postroom/app/simulator"
)

func (s Settings) value(name string) Setting {
	i := slices.IndexFunc(s.Values, func(v Setting) bool { return v.Name == name })
	if i < 0 {
		return Setting{}
	}
	return s.Values[i]
}

func TestSettingsAreKeptAndTheLanguageChangesAtOnce(t *testing.T) {
	w := newWorld(t, nil)
	w.must(w.api.SetSetting("language", "nl"))
	w.kind("settings")
	if p, _ := FormatError(w.api.SetSetting("pollSeconds", "9999")).(Problem); p.Code != "setting-invalid" {
		t.Errorf("a poll interval of 9999 s gives %+v", p)
	}
	w.must(w.api.SetSetting("pollSeconds", "30"))
	w.must(w.api.SetSetting("startAtLogin", "true"))
	s, err := w.api.Settings()
	w.must(err)
	if s.value("language").Value != "nl" || s.value("pollSeconds").Value != "30" || s.value("startAtLogin").Value != "true" || !w.desk.autostart {
		t.Errorf("the settings are %+v", s.Values)
	}
	if !slices.Contains(s.Managed, "clientId") || !s.value("clientId").Managed || s.value("clientId").Value != demo.ClientID {
		t.Errorf("managed is %v, the client id %+v", s.Managed, s.value("clientId"))
	}
	if !s.Destination.Reachable || s.Destination.Free <= 0 || s.Problem != nil {
		t.Errorf("the destination is %+v, the problem %+v", s.Destination, s.Problem)
	}
	if code := problemIn(w.api.SetRegistration("11111111-2222-3333-4444-555555555555", "")); code != "setting-managed" {
		t.Errorf("a managed client id gives %q", code)
	}
	if v, err := w.api.Overview(); err != nil || v.Short != "Nog geen mailbox" {
		t.Errorf("in Dutch the overview says %q, %v", v.Short, err)
	}
	text, err := os.ReadFile(filepath.Join(w.dir, "data", "settings.json"))
	w.must(err)
	var file map[string]any
	w.must(json.Unmarshal(text, &file))
	if file["pollSeconds"] != 30.0 || file["startAtLogin"] != true {
		t.Errorf("the file is %s", text)
	}
}

// files are those below a folder, but for the spool.
func files(t *testing.T, root string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(root, name)
			list = append(list, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return list
}

func TestNewPollIntervalIsTakenUpByItself(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	w.must(w.api.SetSetting("pollSeconds", "1"))
	w.must2(w.demo.Simulator().Deliver(demo.Sofie, "inbox", []byte(strings.ReplaceAll(invoiceMail, "\n", "\r\n")), simulator.Delivery{}))
	if e := w.kind("filed"); e.Document.Subject != "Factuur 2026-118" { // nobody has asked for it: the minute of before would be too long
		t.Errorf("filed is %+v", e.Document)
	}
}

func TestArchiveMovesWholeAndFilingGoesOnThere(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	first := w.file(invoiceMail)
	old := filepath.Join(w.dir, "data", "documents")
	w.must(os.WriteFile(filepath.Join(old, "my notes.txt"), []byte("mine"), 0o600))
	before := files(t, old)
	to := filepath.Join(w.dir, "archive", "2026")
	for path, code := range map[string]string{old: "move-same", filepath.Join(old, "below"): "move-nested", w.dir: "move-nested", "relative": "path-invalid",
		filepath.Join(w.dir, "cloud"): "move-not-empty"} {
		if p, err := w.api.CheckDestination(path); problemIn(err) != code && (p.Problem == nil || p.Problem.Code != code) {
			t.Errorf("%s: %+v, %v; want %s", path, p, err, code)
		}
	}
	p, err := w.api.CheckDestination(to)
	w.must(err)
	if !p.Reachable || p.Documents != len(before)-1 || p.Bytes == 0 || p.Free <= 0 {
		t.Errorf("the plan is %+v, want %d files", p, len(before)-1)
	}
	m, err := w.api.MoveDestination(to, false)
	w.must(err)
	if m.Files != p.Documents || m.Path != to || m.Left || m.Missing != 0 {
		t.Errorf("the move has come to %+v", m)
	}
	if left := files(t, old); !slices.Equal(left, []string{"my notes.txt"}) {
		t.Errorf("the old folder holds %v, want the person's own file only", left)
	}
	if slices.Contains(files(t, to), ".postroom/moving.json") || len(files(t, to)) != m.Files {
		t.Errorf("the new folder holds %v", files(t, to))
	}
	if proof, err := w.api.Proof(first.ID); err != nil || !proof.Unchanged {
		t.Errorf("after the move the proof is %+v, %v", proof, err)
	}
	second := w.file(strings.ReplaceAll(invoiceMail, "118", "119"))
	d, err := w.api.Document(second.ID)
	w.must(err)
	if _, err := os.Stat(filepath.Join(to, filepath.FromSlash(d.Path))); err != nil {
		t.Errorf("the next mail was not filed in the new folder: %v", err)
	}
	v, err := w.api.Verify()
	w.must(err)
	if !v.Sound || v.Checked != 6 || v.Chain != "intact" {
		t.Errorf("verify finds %+v, want 6 files as registered", v)
	}
	s, err := w.api.Settings()
	w.must(err)
	if s.Verified.Checked != 6 || s.Destination.Path != to {
		t.Errorf("the settings remember %+v and %s", s.Verified, s.Destination.Path)
	}
}

func TestMoveThatIsStoppedOrCutOffChangesNothing(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	first := w.file(invoiceMail)
	old, to := filepath.Join(w.dir, "data", "documents"), filepath.Join(w.dir, "archive")
	before := files(t, old)
	office, err := w.face.ready()
	w.must(err)
	ctx, stop := w.face.task("move")
	_, err = office.MoveDestination(ctx, to, false, func(done, _ int64) { stop() })
	if err == nil {
		t.Fatal("a move that was stopped is done")
	}
	if left := files(t, to); len(left) > 0 {
		t.Errorf("a move that was stopped leaves %v", left)
	}
	if now := files(t, old); !slices.Equal(now, before) {
		t.Errorf("the old folder holds %v, want %v", now, before)
	}
	// Cut off: the mark and a part of the copies are there.
	w.must(os.MkdirAll(filepath.Join(to, ".postroom"), 0o700))
	mark, err := json.Marshal(map[string]string{"office": officeOf(t, old), "from": old})
	w.must(err)
	w.must(os.WriteFile(filepath.Join(to, ".postroom", "moving.json"), mark, 0o600))
	m, err := w.api.MoveDestination(to, true)
	w.must(err)
	if !m.Left || len(files(t, to)) != m.Files || !slices.Equal(files(t, old), before) {
		t.Errorf("the move has come to %+v; the new folder holds %d files", m, len(files(t, to)))
	}
	if proof, err := w.api.Proof(first.ID); err != nil || !proof.Unchanged {
		t.Errorf("after the move the proof is %+v, %v", proof, err)
	}
}

// officeOf is the id of the data folder that a destination belongs to.
func officeOf(t *testing.T, root string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, ".postroom", "destination.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Office string `json:"office"`
	}
	if err := json.Unmarshal(text, &d); err != nil || d.Office == "" {
		t.Fatalf("destination.json is %s, %v", text, err)
	}
	return d.Office
}

func TestDiagnosticsAreSeenBeforeTheyAreSaved(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	w.file(invoiceMail)
	d, err := w.api.DiagnosticsPreview()
	w.must(err)
	if d.Bytes == 0 || len(d.Files) < 5 {
		t.Fatalf("the preview is %+v", d)
	}
	for _, f := range d.Files {
		for _, bad := range []string{demo.Sofie, "Factuur 2026-118", "peeters"} {
			if strings.Contains(f.Text, bad) {
				t.Errorf("%s holds %q", f.Name, bad)
			}
		}
	}
	if to, err := w.api.SaveDiagnostics(); to != "" || err != nil {
		t.Errorf("cancelled, it is saved to %q, %v", to, err)
	}
	w.desk.save = t.TempDir()
	to, err := w.api.SaveDiagnostics()
	w.must(err)
	if info, err := os.Stat(to); err != nil || info.Size() == 0 {
		t.Errorf("the report is %v, %v", info, err)
	}
}

func TestChecksArriveOneByOneAndPermissionsAreNamed(t *testing.T) {
	w := newWorld(t, nil)
	a := w.connect()
	w.tick()
	checks, err := w.api.Validate(a.ID)
	w.must(err)
	for _, c := range checks {
		if !c.OK || c.Message == "" || c.Problem != nil {
			t.Errorf("the check %+v does not hold", c)
		}
		if e := w.kind("check"); e.Check == nil || e.Check.Check != c.Check {
			t.Errorf("told is %+v, want %s", e.Check, c.Check)
		}
	}
	if len(checks) < 6 {
		t.Errorf("%d checks, want at least token, profile, permissions, folders, folder, destination and clock", len(checks))
	}
	p, err := w.api.Permissions(a.ID)
	w.must(err)
	if len(p.Rows) < 7 || p.Missing != 0 || len(p.Never) == 0 || p.Rows[0].State != "granted" || p.Message != "" {
		t.Errorf("the permissions are %+v", p)
	}
	w.must(w.api.Disconnect(a.ID, false))
	if p, err = w.api.Permissions(a.ID); err != nil || p.Missing == 0 || !strings.Contains(p.Message, "Mail.Read") || !strings.Contains(p.Message, demo.ClientID) {
		t.Errorf("disconnected, the permissions are %+v, %v", p, err)
	}
}

func TestWhoHasNoClientIDIsLedThroughTheRegistration(t *testing.T) {
	w := newWorld(t, func(o *Options) { o.Policy = emptyPolicy(t) })
	app, err := w.api.App()
	w.must(err)
	if app.HasClientID {
		t.Fatal("there is a client id without a policy")
	}
	w.must(w.api.Connect("work", false))
	if p := w.kind("connect:failed").Problem; p.Code != "no-client-id" {
		t.Errorf("connecting gives %+v", p)
	}
	r, err := w.api.Registration()
	w.must(err)
	if len(r.Steps) != 4 || r.Page == "" || r.Managed {
		t.Errorf("the guide is %+v", r)
	}
	for _, s := range r.Steps {
		if s.Title == "" || s.Text == "" || strings.HasPrefix(s.Title, "reg.") {
			t.Errorf("the step %+v has no words", s)
		}
	}
	for _, wrong := range []string{"", "abc", "11111111-2222-3333-4444-55555555555g"} {
		if code := problemIn(w.api.SetRegistration(wrong, "")); code != "client-id-wrong" {
			t.Errorf("%q gives %q", wrong, code)
		}
	}
	w.must(w.api.SetRegistration(" 11111111-2222-3333-4444-555555555555 ", "kantoor.example"))
	if app, err = w.api.App(); err != nil || !app.HasClientID {
		t.Errorf("after it: %+v, %v", app, err)
	}
}

func emptyPolicy(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "policy.json")
	if err := os.WriteFile(file, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestPageIsToldWhyPostroomCannotStart(t *testing.T) {
	w := newWorld(t, func(o *Options) {
		o.Policy = filepath.Join(t.TempDir(), "policy.json")
		if err := os.WriteFile(o.Policy, []byte(`{"clientID": 5}`), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	app, err := w.api.App()
	w.must(err)
	if app.Problem == nil || app.Problem.Code != "policy-broken" {
		t.Errorf("the app says %+v", app.Problem)
	}
	if _, err := w.api.Overview(); problemIn(err) != "policy-broken" {
		t.Errorf("the overview gives %v", err)
	}
}

func TestPauseIsShownAndEnds(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	w.must(w.api.Pause("1h"))
	o := w.wait("paused", func(e Event) bool { return e.Kind == "overview" && e.Overview.State == "paused" }).Overview
	if o.Until == "" || !strings.Contains(o.Title, ":") {
		t.Errorf("paused, the overview is %+v", o)
	}
	w.must(w.api.Resume())
	w.wait("resumed", func(e Event) bool { return e.Kind == "overview" && e.Overview.State == "upToDate" })
	if problemIn(w.api.Pause("sometime")) == "" {
		t.Error("a pause of no known length is taken")
	}
}

func TestErrorsAreExplainedInThePersonsLanguage(t *testing.T) {
	w := newWorld(t, nil)
	w.must(w.api.SetSetting("language", "de"))
	h, err := w.api.Help("50173")
	w.must(err)
	if h == nil || h.Code != "AADSTS50173" || h.Group != "sign-in" || !strings.Contains(h.Do, "Melden Sie sich erneut an") {
		t.Errorf("the help for 50173 is %+v, want German words", h)
	}
	if h, err = w.api.Help("nonsense"); err != nil || h != nil {
		t.Errorf("the help for nonsense is %+v, %v; want none", h, err)
	}
	all, err := w.api.AllHelp()
	w.must(err)
	if len(all) < 200 {
		t.Errorf("%d errors are explained, want 200 or more", len(all))
	}
}
