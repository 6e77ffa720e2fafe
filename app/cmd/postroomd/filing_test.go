package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

type roundDoc struct {
	Filed, Skipped, Failed, Waiting int
	Requests, Bytes                 int64
	Seconds                         *float64
	Failures                        []struct {
		ID, Mailbox, Folder, Code, Message string
		Retry                              *time.Time
	}
}

type statusDoc struct {
	State       string
	Journal     struct{ Waiting, Failed int }
	Destination struct{ Kind, Path string }
	Mailboxes   []struct {
		Address, State string
		LastSync       *time.Time
		Folders        []struct {
			Path, State string
			Filed       int
			CursorAge   *string
			Error       *struct{ Code string }
		}
	}
}

type document struct {
	ID, Mailbox, Folder, MessageID, Subject, From, State, Path, SHA256 string
	To                                                                 []string
	Received, Filed                                                    time.Time
	Client                                                             any
	Size                                                               int64
	Attachments                                                        []struct {
		Name, Path, SHA256, ContentType, Kind string
		Size                                  int64
	}
}

type checkDoc struct {
	Check, Subject, Message string
	OK                      bool
	Code, Remedy            *string
}

type verification struct {
	Checked, OK                    int
	Changed, Missing, Unregistered []string
	Chain                          string
}

// ready is a world with emma's inbox ticked, in which one mail lay before.
func ready(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.deliver(emma, "inbox", letter("Old"))
	w.connect()
	var s struct {
		Added, Removed, Selected []string
		Before                   int
	}
	w.do("select", emma, "--add", "inbox", "--json").want(0).into(&s)
	if len(s.Added) != 1 || s.Added[0] != "Inbox" || s.Before != 1 || s.Removed == nil {
		t.Fatalf("select said %+v, want Inbox added with 1 mail before", s)
	}
	return w
}

func TestNewMailIsFiledAndOldMailIsNot(t *testing.T) {
	w := ready(t)
	var r roundDoc
	w.do("sync", "--once", "--json").want(0).into(&r)
	if r.Filed != 0 || r.Requests == 0 || r.Seconds == nil || r.Failures == nil {
		t.Errorf("a round without new mail said %+v, want 0 filed, some requests, failures []", r)
	}
	mime := letter("Invoice 2026-114")
	w.deliver(emma, "inbox", mime)
	w.do("sync", "--once", "--json").want(0).into(&r)
	if r.Filed != 1 || r.Bytes == 0 {
		t.Errorf("the round said %+v, want 1 filed", r)
	}

	var docs []document
	w.do("documents", "--json").want(0).into(&docs)
	if len(docs) != 1 {
		t.Fatalf("%d documents, want 1", len(docs))
	}
	d := docs[0]
	sum := sha256.Sum256([]byte(mime))
	if d.ID == "" || d.Mailbox != emma || d.Folder != "Inbox" || d.Subject != "Invoice 2026-114" || d.State == "" || d.Client != nil ||
		d.MessageID != "<Invoice.2026-114@peeters.example>" || !strings.Contains(d.From, "jan@peeters.example") ||
		len(d.To) != 1 || d.SHA256 != hex.EncodeToString(sum[:]) || d.Size != int64(len(mime)) || d.Received.IsZero() || d.Filed.IsZero() {
		t.Errorf("the document is %+v", d)
	}
	got, err := os.ReadFile(filepath.Join(w.data, "documents", d.Path))
	if err != nil || string(got) != mime {
		t.Errorf("the filed mail is not the one that was sent (%v)", err)
	}
	if len(d.Attachments) != 1 || d.Attachments[0].Name != "invoice.pdf" || d.Attachments[0].ContentType != "application/pdf" || d.Attachments[0].Kind == "" {
		t.Fatalf("its attachments are %+v, want invoice.pdf", d.Attachments)
	}
	if got, err = os.ReadFile(filepath.Join(w.data, "documents", d.Attachments[0].Path)); string(got) != "%PDF-1.4\nexample\n" {
		t.Errorf("the attachment holds %q (%v)", got, err)
	}
	w.statusAfterFiling()
	w.searchFinds()
}

func (w *world) statusAfterFiling() {
	w.t.Helper()
	var s statusDoc
	w.do("status", "--json").want(0).into(&s)
	if s.State != "idle" || s.Journal.Waiting+s.Journal.Failed != 0 || len(s.Mailboxes) != 1 || s.Destination.Kind != "folder" ||
		s.Destination.Path != filepath.Join(w.data, "documents") {
		w.t.Fatalf("status is %+v", s)
	}
	m := s.Mailboxes[0]
	if m.Address != emma || m.LastSync == nil || len(m.Folders) != 1 {
		w.t.Fatalf("the mailbox is %+v", m)
	}
	if f := m.Folders[0]; f.Path != "Inbox" || f.State != "ok" || f.Filed != 1 || f.CursorAge == nil || f.Error != nil {
		w.t.Errorf("the folder is %+v", f)
	}
}

func (w *world) searchFinds() {
	w.t.Helper()
	var docs []document
	w.do("documents", "--query", "INVOICE.pdf", "--json").want(0).into(&docs)
	if len(docs) != 1 {
		w.t.Errorf("a search by attachment finds %d documents, want 1", len(docs))
	}
	if a := w.do("documents", "--query", "nobody", "--json").want(0); strings.TrimSpace(a.stdout) != "[]" {
		w.t.Errorf("a search without a result prints %s, want []", a.stdout)
	}
}

func TestFolderTreeShowsWhatIsTicked(t *testing.T) {
	w := newWorld(t)
	w.control("POST", "mailboxes/"+emma+"/folders", `{"path":"Inbox/Clients/2026"}`)
	w.control("POST", "mailboxes/"+emma+"/folders", `{"path":"Inbox/A\\/B"}`)
	w.connect()
	w.do("select", emma, "--add", "Inbox/Clients", "--with-subfolders", "--json").want(0)
	var tree []struct {
		ID, Path      string
		WellKnownName *string
		Depth         int
		Total, Unread *int
		Selected      bool
	}
	w.do("folders", strings.ToUpper(emma), "--json").want(0).into(&tree)
	seen := map[string]string{}
	for _, f := range tree {
		name := "null"
		if f.WellKnownName != nil {
			name = *f.WellKnownName
		}
		seen[f.Path] = fmt.Sprint(f.Depth, " ", name, " ", f.Selected)
		if f.ID == "" || f.Total == nil || f.Unread == nil {
			t.Errorf("%s lacks its id or counts: %+v", f.Path, f)
		}
	}
	for path, want := range map[string]string{"Inbox": "1 inbox false", "Inbox/Clients": "2 null true", "Inbox/Clients/2026": "3 null true", `Inbox/A\/B`: "2 null false"} {
		if seen[path] != want {
			t.Errorf("%s is shown as %q, want %q (depth, well-known name, selected)", path, seen[path], want)
		}
	}
	w.do("select", emma, "--add", "Inbox/Nowhere", "--json").want(1).failure("folder-unknown")
}

func TestVerifyFindsWhatWasTamperedWith(t *testing.T) {
	w := ready(t)
	for i := range 3 {
		w.deliver(emma, "inbox", letter(fmt.Sprint("Mail ", i)))
	}
	w.do("sync", "--once", "--json").want(0)
	var v verification
	w.do("verify", "--json").want(0).into(&v)
	if v.Checked != 6 || v.OK != 6 || v.Chain != "intact" || v.Changed == nil || v.Missing == nil || v.Unregistered == nil {
		t.Fatalf("verify said %+v, want 6 files intact and no null", v)
	}
	var docs []document
	w.do("documents", "--json").want(0).into(&docs)
	root := filepath.Join(w.data, "documents")
	change, remove := docs[0].Path, docs[1].Attachments[0].Path
	for _, err := range []error{
		os.Chmod(filepath.Join(root, change), 0o600),
		os.WriteFile(filepath.Join(root, change), []byte("forged"), 0o600),
		os.Remove(filepath.Join(root, remove)),
		os.WriteFile(filepath.Join(root, "stranger.txt"), nil, 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	w.do("verify", "--json").want(1).into(&v)
	if fmt.Sprint(v.Changed, v.Missing, v.Unregistered) != fmt.Sprint([]string{change}, []string{remove}, []string{"stranger.txt"}) {
		t.Errorf("verify found changed %v, missing %v, unregistered %v", v.Changed, v.Missing, v.Unregistered)
	}
}

func TestMailThatFailsIsListedAndCanBeRetried(t *testing.T) {
	w := ready(t)
	w.deliver(emma, "inbox", letter("Good"))
	w.deliver(emma, "inbox", letter("Corrupt"))
	w.control("PUT", "faults/mime-corrupt", `{"value":"1"}`)
	var r roundDoc
	w.do("sync", "--once", "--json").want(4).into(&r)
	if r.Filed != 1 || r.Failed != 1 || len(r.Failures) != 1 {
		t.Fatalf("the round said %+v, want 1 filed, 1 failed", r)
	}
	f := r.Failures[0]
	if f.ID == "" || f.Mailbox != emma || f.Folder != "Inbox" || f.Code == "" || f.Message == "" {
		t.Errorf("the failure is %+v", f)
	}
	var s statusDoc
	w.do("status", "--json").want(0).into(&s)
	if s.State != "attention" || s.Journal.Failed != 1 {
		t.Errorf("status is %s with %d failed, want attention with 1", s.State, s.Journal.Failed)
	}
	// The next round leaves the mail alone until it is due, but still says which one has failed.
	var later roundDoc
	w.do("sync", "--once", "--json").want(4).into(&later)
	if later.Failed != 1 || len(later.Failures) != 1 || later.Failures[0].ID != f.ID || later.Failures[0].Retry == nil {
		t.Errorf("the next round said %+v, want the failure %s, with the time when it is due", later, f.ID)
	}
	w.do("retry", "999999", "--json").want(1)
	var again struct{ Retried, Filed int }
	w.do("retry", f.ID, "--json").want(0).into(&again)
	if again.Retried != 1 || again.Filed != 1 {
		t.Errorf("retry said %+v, want 1 retried and filed", again)
	}
	w.do("retry", "--json").want(0).into(&again)
	if again.Retried != 0 {
		t.Errorf("a retry of nothing said %+v", again)
	}
}

func TestRunFilesUntilItIsToldToStop(t *testing.T) {
	w := ready(t)
	policy, err := os.ReadFile(w.policy)
	if err != nil {
		t.Fatal(err)
	}
	w.policy = filepath.Join(filepath.Dir(w.policy), "fast.json")
	if err := os.WriteFile(w.policy, []byte(strings.Replace(string(policy), "{", `{"pollSeconds":1,`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	p := w.start("run", "--json")
	holder := filepath.Join(w.data, "postroom.pid")
	eventually(t, "run taking hold of the data folder", func() bool { _, err := os.Stat(holder); return err == nil })

	second := w.do("status", "--json").want(1).failure("data-in-use")
	if !strings.Contains(second.stdout, fmt.Sprint(p.cmd.Process.Pid)) || !strings.Contains(second.stdout, "postroomd run") {
		t.Errorf("the second instance does not say who holds the folder (%d, postroomd run): %s", p.cmd.Process.Pid, second.stdout)
	}
	w.deliver(emma, "inbox", letter("While it runs"))
	eventually(t, "filing a mail", func() bool {
		found, _ := filepath.Glob(filepath.Join(w.data, "documents", emma, "Inbox", "*While it runs.eml"))
		return len(found) == 1
	})
	if code := p.stop(syscall.SIGTERM); code != 0 {
		t.Errorf("run ended with %d on SIGTERM, want 0\n%s", code, p.stderr.String())
	}
	if _, err := os.Stat(holder); err == nil {
		t.Error("run left word that it holds the data folder")
	}
	w.do("verify", "--json").want(0)
}

func TestRunLivesOnWhileASignInIsNeeded(t *testing.T) {
	w := ready(t)
	w.control("POST", "signins/"+emma+"/revoke", "")
	p := w.start("run", "--json")
	eventually(t, "noticing the lost session", func() bool {
		logs, _ := filepath.Glob(filepath.Join(w.data, "logs", "*.jsonl"))
		for _, name := range logs {
			if text, err := os.ReadFile(name); err == nil && strings.Contains(string(text), `"state":"reauthenticate"`) {
				return true
			}
		}
		return false
	})
	select {
	case <-p.ended:
		t.Fatalf("run ended by itself with %d\n%s", p.wait(), p.stderr.String())
	default:
	}
	if code := p.stop(syscall.SIGINT); code != 0 {
		t.Errorf("run ended with %d, want 0", code)
	}
	w.do("reauthenticate", emma, "--json").want(0)
	w.do("sync", "--once", "--json").want(0)
}

func TestPauseLastsAndEnds(t *testing.T) {
	w := ready(t)
	var s struct {
		State  string
		Paused *struct{ Until *time.Time }
	}
	w.do("pause", "--for", "1h", "--json").want(0)
	w.do("status", "--json").want(0).into(&s)
	if s.State != "paused" || s.Paused == nil || s.Paused.Until == nil {
		t.Errorf("status after pause is %+v", s)
	}
	w.do("resume", "--json").want(0)
	s.Paused = nil
	w.do("status", "--json").want(0).into(&s)
	if s.State != "idle" || s.Paused != nil {
		t.Errorf("status after resume is %+v", s)
	}
}

func TestLostDatabaseIsRebuilt(t *testing.T) {
	w := ready(t)
	w.deliver(emma, "inbox", letter("Before the loss"))
	w.do("sync", "--once", "--json").want(0)
	w.do("clients", "add", "--name", "Peeters BV", "--number", "1001").want(0)
	rebuilt := func(documents, filed, clients int) {
		t.Helper()
		var r struct {
			Documents, Folders, Clients, Members int
			Sync                                 roundDoc
		}
		w.do("rebuild", "--json").want(0).into(&r)
		if r.Documents != documents || r.Folders != 1 || r.Sync.Filed != filed || r.Clients != clients || r.Members != 0 {
			t.Errorf("rebuild said %+v, want %d document, 1 folder, %d mail filed, %d client, no members", r, documents, filed, clients)
		}
	}
	rebuilt(1, 0, 1)
	if err := os.Remove(filepath.Join(w.data, "postroom.db")); err != nil {
		t.Fatal(err)
	}
	w.deliver(emma, "inbox", letter("After the loss"))
	w.connect()
	rebuilt(1, 1, 0)
	w.do("verify", "--json").want(0)
}
