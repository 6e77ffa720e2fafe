package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// alone is a machine without any Microsoft 365.
func alone(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, home: t.TempDir()}
	w.data = filepath.Join(w.home, "data")
	return w
}

func TestWrongUsageGivesStatusTwo(t *testing.T) {
	w := alone(t)
	for _, args := range [][]string{
		{"nonsense"}, {"status", "--nonsense"}, {"status", "extra"}, {"folders"}, {"select"}, {"sync"}, {"sync", "--once", "x"},
		{"connect"}, {"connect", "organisation"}, {"documents", "--limit", "many"}, {"documents", "--limit", "-1"}, {"diagnostics"},
		{"invoices", "extra"}, {"invoices", "--since", "soon"}, {"invoices", "--state", "odd"}, {"invoices", "--export", "list.doc"}, {"invoices", "mark"},
		{"pause", "--for", "soon"}, {"select", "emma@kantoor.example", "--with-subfolders"}, {},
		{"help", "nonsense"}, {"help", "sync", "nonsense"}, {"help", "errors", "nonsense"}, {"help", "errors", "--language", "eo"},
		{"simulate", "--user", "nobody", "--out", "x"}, {"simulate", "--fault", "nonsense=1", "--out", "x"},
	} {
		a := w.do(append(args, "--json")...).want(2).failure("usage")
		if a.stderr != "" {
			t.Errorf("%v: standard error says %q", args, a.stderr)
		}
		if text := w.do(args...).want(2); text.stdout != "" || text.stderr == "" {
			t.Errorf("%v: without --json it prints %q, and %q on standard error", args, text.stdout, text.stderr)
		}
	}
	if _, err := os.Stat(w.data); err == nil {
		t.Error("wrong usage made a data folder")
	}
}

func TestBrokenPolicyGivesStatusTwoAndItsPlace(t *testing.T) {
	w := alone(t)
	w.policy = filepath.Join(w.home, "policy.json")
	if err := os.WriteFile(w.policy, []byte("{\n  \"clientId\": \"x\",\n  \"poll\": 5\n}"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := w.do("status", "--json").want(2).failure("policy-broken")
	for _, want := range []string{`\"poll\"`, "line 3", w.policy} {
		if !strings.Contains(a.stdout, want) {
			t.Errorf("the answer does not name %s: %s", want, a.stdout)
		}
	}
	w.policy = filepath.Join(w.home, "none.json")
	w.do("status", "--json").want(2).failure("policy-missing")
	a = w.do("--policy", w.policy+"2", "status").want(2)
	if !strings.Contains(a.stderr, "none.json2") || a.stdout != "" {
		t.Errorf("--policy does not win over the environment: %s%s", a.stdout, a.stderr)
	}
}

func TestAnEmptyOfficeAnswers(t *testing.T) {
	w := alone(t)
	for _, args := range [][]string{{"accounts"}, {"documents"}} {
		if a := w.do(append(args, "--json")...).want(0); strings.TrimSpace(a.stdout) != "[]" {
			t.Errorf("%v prints %s, want []", args, a.stdout)
		}
	}
	var s statusDoc
	w.do("status", "--json").want(0).into(&s)
	if s.State != "idle" || s.Mailboxes == nil {
		t.Errorf("status is %+v, want idle and mailboxes []", s)
	}
	w.do("sync", "--once", "--json").want(3).failure("no-account")
	w.do("connect", "work", "--json").want(1).failure("no-client-id")
	w.do("folders", "emma@kantoor.example", "--json").want(1).failure("mailbox-unknown")
	w.do("reauthenticate", "emma@kantoor.example", "--json").want(1).failure("account-unknown")
	w.do("validate", "emma@kantoor.example", "--json").want(1).failure("account-unknown")
	w.do("verify", "--json").want(0)
	if a := w.do("status"); !strings.Contains(a.stdout, "Connect one: postroomd connect work") {
		t.Errorf("an empty office does not say what to do next: %s", a.stdout)
	}
}

func TestDamagedDatabaseIsToldAndLeftAlone(t *testing.T) {
	w := alone(t)
	w.do("status", "--json").want(0)
	db := filepath.Join(w.data, "postroom.db")
	if err := os.WriteFile(db, []byte(strings.Repeat("not a database ", 2000)), 0o600); err != nil {
		t.Fatal(err)
	}
	w.do("status", "--json").want(1).failure("database-corrupt")
	if text, err := os.ReadFile(db); err != nil || !strings.HasPrefix(string(text), "not a database") {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestSimulationThatCannotStartSaysWhy(t *testing.T) {
	w := alone(t)
	for _, flags := range [][]string{{"--mail", "nowhere"}, {"--listen", "127.0.0.1:99999"}, {"--listen", "nonsense"}} {
		w.do(append([]string{"simulate", "--out", "sim", "--json"}, flags...)...).want(1).failure("simulation")
	}
}

func TestHelpHasExamples(t *testing.T) {
	w := alone(t)
	for _, args := range [][]string{{"--help"}, {"select", "--help"}, {"simulate", "--help"}, {"connect", "--help"}} {
		if a := w.do(args...).want(0); !strings.Contains(a.stdout, "Examples:") {
			t.Errorf("%v shows no examples:\n%s", args, a.stdout)
		}
	}
	for _, command := range []string{"clients", "team", "processing", "assign"} {
		if a := w.do("--help"); !strings.Contains(a.stdout, "\n  "+command) {
			t.Errorf("help does not offer %s", command)
		}
	}
}

func TestAnAnswerThatCannotBeWrittenIsAFailure(t *testing.T) {
	w := alone(t)
	unwritable, err := os.Open(os.DevNull) // for reading only
	if err != nil {
		t.Fatal(err)
	}
	defer unwritable.Close()
	for _, args := range [][]string{{"accounts", "--json"}, {"accounts"}} {
		var stderr strings.Builder
		cmd := w.command(args...)
		cmd.Stdout, cmd.Stderr = unwritable, &stderr
		_ = cmd.Run()
		if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(stderr.String(), "can't be written") {
			t.Errorf("%v ended with %d, want 1 and a word about it\n%s", args, code, stderr.String())
		}
	}
}

func TestVersionIsADocumentToo(t *testing.T) {
	var v struct{ Version string }
	alone(t).do("--version", "--json").want(0).into(&v)
	if v.Version == "" {
		t.Error("--version --json gives no version")
	}
}

func TestHelpInJSONModeIsOneDocument(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"sync", "--help"}, {"help"}, {"help", "sync"}} {
		var h struct{ Command, Help string }
		alone(t).do(append(args, "--json")...).want(0).into(&h)
		if !strings.HasPrefix(h.Command, "postroomd") || !strings.Contains(h.Help, "Examples:") {
			t.Errorf("%v gives the command %q and the help %q", args, h.Command, h.Help)
		}
	}
}

func TestHelpForCommandsAndErrors(t *testing.T) {
	w := alone(t)
	if a := w.do("help", "sync"); a.code != 0 || !strings.Contains(a.stdout, "--true-up") || a.stderr != "" {
		t.Errorf("help sync ends with %d, prints %q and %q", a.code, a.stdout, a.stderr)
	}
	if a := w.do("help").want(0); !strings.Contains(a.stdout, "validate") {
		t.Errorf("help does not list the commands: %s", a.stdout)
	}
	type help struct{ Code, Group, What, Do, Who string }
	var one help
	w.do("help", "errors", "50173", "--language", "nl", "--json").want(0).into(&one)
	if one.Code != "AADSTS50173" || one.Group != "sign-in" || !strings.Contains(one.Do, "Meld u opnieuw aan") || one.Who != "you" {
		t.Errorf("help errors 50173 in Dutch is %+v", one)
	}
	if a := w.do("help", "errors", "disk-full").want(0); !strings.Contains(a.stdout, "disk-full") || strings.Count(a.stdout, "\n") < 3 {
		t.Errorf("help errors disk-full prints %q", a.stdout)
	}
	var all []help
	w.do("help", "errors", "--json").want(0).into(&all)
	if len(all) < 200 {
		t.Errorf("help errors lists %d, want 200 or more", len(all))
	}
	pages := filepath.Join(w.home, "pages")
	w.do("help", "errors", "--write", pages).want(0)
	for _, name := range []string{"errors.en.html", "errors.nl.html", "errors.fr.html", "errors.de.html"} {
		page, err := os.ReadFile(filepath.Join(pages, name))
		if err != nil || strings.Count(string(page), "<section id=") != len(all) {
			t.Errorf("%s: %v, %d entries, want %d", name, err, strings.Count(string(page), "<section id="), len(all))
		}
	}
	if _, err := os.Stat(w.data); err == nil {
		t.Error("help made a data folder")
	}
}
