package face

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/office"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func later(d time.Duration) *time.Time { t := noon.Add(d); return &t }

// office of two mailboxes in which all is well.
func calmScene() *scene {
	ticked := []office.FolderStatus{{Path: "Inbox", State: "ok"}}
	return &scene{now: noon, clientID: true, say: func(key string, args Args) string { return say("en", key, args) },
		accounts: []office.Account{{ID: "1", Address: "emma@kantoor.example", State: "active"}},
		status: &office.Status{State: "idle", Mailboxes: []office.MailboxStatus{{Address: "emma@kantoor.example", Account: "1", State: "ok", LastSync: later(-time.Minute), Folders: ticked},
			{Address: "info@kantoor.example", Account: "1", State: "ok", Folders: ticked}}}}
}

func TestStateIsTheWorstOfAllParts(t *testing.T) {
	throttled := &office.Problem{Code: "ApplicationThrottled", Who: "nobody", Message: "busy", Retry: later(time.Minute)}
	offline := &office.Problem{Code: "unreachable", Who: "nobody", Message: "no network", Retry: later(time.Minute)}
	denied := &office.Problem{Code: "ErrorAccessDenied", Who: "administrator", Message: "denied", Remedy: "ask"}
	full := &office.Problem{Code: "disk-full", Who: "you", Message: "full", Remedy: "make room"}
	failed := Failure{ID: "7", Mailbox: "emma@kantoor.example", Problem: &Problem{Code: "ErrorCorruptData", Who: "support"}}
	retried := Failure{ID: "8", Mailbox: "emma@kantoor.example", Problem: &Problem{Code: "timeout", Who: "nobody", Message: "slow", Retry: at(noon.Add(time.Hour))}}
	unplaced := Failure{ID: "9", Mailbox: "emma@kantoor.example", Problem: &Problem{Code: "destination-unreachable", Who: "you", Message: "away", Remedy: "plug it in", Retry: at(noon)}}
	for _, tt := range []struct {
		name           string
		change         func(*scene)
		state          string
		needs, waiting int
		action         string
	}{
		{"all is well", func(*scene) {}, "upToDate", 0, 0, ""},
		{"no account", func(s *scene) { s.accounts, s.status.Mailboxes = nil, nil }, "notConnected", 0, 0, ""},
		{"disconnected", func(s *scene) { s.accounts[0].State = "disconnected" }, "notConnected", 0, 0, ""},
		{"no folder is ticked yet", func(s *scene) { s.status.Mailboxes[0].Folders, s.status.Mailboxes[1].Folders = nil, nil }, "attention", 1, 0, "openMailbox"},
		{"one mailbox of the account files", func(s *scene) { s.status.Mailboxes[1].Folders = nil }, "upToDate", 0, 0, ""},
		{"a round is going on", func(s *scene) { s.status.State = "syncing" }, "working", 0, 0, ""},
		{"mails wait to be fetched", func(s *scene) { s.status.Journal.Waiting = 3 }, "working", 0, 0, ""},
		{"throttled", func(s *scene) { s.status.Mailboxes[0].Error = throttled }, "waiting", 0, 1, ""},
		{"no network", func(s *scene) { s.status.Mailboxes[0].Error = offline }, "offline", 0, 1, ""},
		{"paused", func(s *scene) { s.status.Paused = &office.Pause{} }, "paused", 0, 0, ""},
		{"one of two mailboxes is paused", func(s *scene) { s.status.Mailboxes[0].Paused = &office.Pause{} }, "upToDate", 0, 1, ""},
		{"what waits in a paused mailbox", func(s *scene) {
			s.status.Mailboxes[0].Paused, s.status.Mailboxes[0].Waiting, s.status.Journal.Waiting = &office.Pause{}, 4, 4
		}, "upToDate", 0, 1, ""},
		{"each mailbox is paused", func(s *scene) {
			s.status.Mailboxes[0].Paused, s.status.Mailboxes[1].Paused = &office.Pause{}, &office.Pause{Until: later(time.Hour)}
		}, "paused", 0, 0, ""},
		{"the only mailbox that works is paused", func(s *scene) {
			s.status.Mailboxes[0].Paused, s.status.Mailboxes[1].State = &office.Pause{}, "disconnected"
		}, "paused", 0, 0, ""},
		{"paused and throttled", func(s *scene) { s.status.Paused, s.status.Mailboxes[0].Error = &office.Pause{}, throttled }, "paused", 0, 1, ""},
		{"a mailbox is refused", func(s *scene) { s.status.Mailboxes[1].Error = denied }, "attention", 1, 0, "openMailbox"},
		{"a sign-in is lost", func(s *scene) { s.accounts[0].State = "reauthenticate" }, "signIn", 1, 0, "reauthenticate"},
		{"a sign-in is lost while paused", func(s *scene) { s.accounts[0].State, s.status.Paused = "reauthenticate", &office.Pause{} }, "signIn", 1, 0, "reauthenticate"},
		{"the disk is full", func(s *scene) { s.status.Problem, s.status.State = full, "attention" }, "attention", 1, 0, "tryAgain"},
		{"documents are being moved", func(s *scene) {
			s.status.Problem, s.status.State = &office.Problem{Code: "destination-moving", Who: "nobody"}, "attention"
		}, "working", 0, 0, ""},
		{"a mail has failed for good", func(s *scene) { s.failures = []Failure{failed} }, "attention", 1, 0, "showFailures"},
		{"the archive is away while mails wait for it", func(s *scene) { s.failures = []Failure{unplaced, unplaced, failed} }, "attention", 2, 0, "tryAgain"},
		{"a mail is tried again", func(s *scene) { s.failures = []Failure{retried} }, "waiting", 0, 1, ""},
		{"one waits while another is well", func(s *scene) { s.failures, s.status.Journal.Waiting = []Failure{retried}, 5 }, "waiting", 0, 1, ""},
		{"sign-in and failure", func(s *scene) { s.failures, s.accounts[0].State = []Failure{failed}, "reauthenticate" }, "attention", 2, 0, "reauthenticate"},
		{"a folder has vanished", func(s *scene) {
			s.status.Mailboxes[0].Folders = []office.FolderStatus{{Path: "Inbox/Old", Error: &office.Problem{Code: "folder-vanished", Who: "you"}}}
		}, "attention", 1, 0, "openMailbox"},
		{"no copies of sent mail come", func(s *scene) {
			s.status.Mailboxes[1].Notes = []*office.Problem{{Code: "sent-copies-missing", Who: "administrator"}}
		}, "attention", 1, 0, "sentCopies"},
		{"the register is damaged", func(s *scene) { s.status.State = "attention" }, "attention", 1, 0, "verify"},
	} {
		s := calmScene()
		tt.change(s)
		v := s.overview()
		if v.State != tt.state && !(len(v.Needs) > 1 && v.State == "attention") || len(v.Needs) != tt.needs || len(v.Waiting) != tt.waiting {
			t.Errorf("%s: %s with %d needs and %d waits, want %s with %d and %d", tt.name, v.State, len(v.Needs), len(v.Waiting), tt.state, tt.needs, tt.waiting)
		}
		if tt.action != "" && (len(v.Needs) == 0 || v.Needs[0].Action != tt.action) {
			t.Errorf("%s: the needs are %+v, want the button %s", tt.name, v.Needs, tt.action)
		}
		if v.Title == "" || v.Short == "" || s.text(v) == "" || strings.ContainsAny(v.Title+v.Short+s.text(v), "{}") {
			t.Errorf("%s: said is %q, %q, %q", tt.name, v.Title, v.Short, s.text(v))
		}
	}
}

func TestWeekBeginsOnMonday(t *testing.T) {
	days := []Day{{"2026-11-21", 100}, {"2026-11-22", 50}, {"2026-11-23", 7}, {"2026-11-24", 3}}
	if n := week(days); n != 10 {
		t.Errorf("on Tuesday the week counts %d, want 10", n)
	}
	if n := week(days[:2]); n != 150 {
		t.Errorf("on Sunday with two days known the week counts %d, want 150", n)
	}
}

func TestPersonIsToldOnceAndOnlyOfWhatMatters(t *testing.T) {
	on := func(string) string { return "true" }
	say := func(key string, _ Args) string { return key }
	signIn := Need{Kind: "signIn", Target: "1", Title: "lost"}
	away := Need{Kind: "destination", Target: "/mnt/n", Problem: &Problem{Code: "destination-unreachable"}}
	full := Need{Kind: "destination", Problem: &Problem{Code: "disk-full"}}
	fails := func(n int) Need { return Need{Kind: "failures", Count: n} }
	type step struct {
		at    time.Duration
		needs []Need
		told  []string
	}
	for name, steps := range map[string][]step{
		"sign-in, at once, again when it is lost again": {{0, []Need{signIn}, []string{"signIn:1"}}, {time.Hour, []Need{signIn}, nil}, {2 * time.Hour, nil, nil}, {3 * time.Hour, []Need{signIn}, []string{"signIn:1"}}},
		"destination, after a quarter of an hour":       {{0, []Need{away}, nil}, {14 * time.Minute, []Need{away}, nil}, {15 * time.Minute, []Need{away}, []string{"destination"}}, {time.Hour, []Need{away}, nil}},
		"destination that comes and goes":               {{0, []Need{away}, nil}, {10 * time.Minute, nil, nil}, {20 * time.Minute, []Need{away}, nil}},
		"full disk, at once":                            {{0, []Need{full}, []string{"disk"}}, {time.Minute, []Need{full}, nil}},
		"failures, in summary":                          {{0, []Need{fails(1)}, nil}, {4 * time.Minute, []Need{fails(3)}, nil}, {5 * time.Minute, []Need{fails(3)}, []string{"failures"}}, {6 * time.Minute, []Need{fails(2)}, nil}},
		"nothing":                                       {{0, nil, nil}, {time.Hour, []Need{{Kind: "mailbox", Target: "x"}, {Kind: "folder"}}, nil}},
	} {
		var n notes
		for _, s := range steps {
			var told []string
			for _, note := range n.due(&Overview{Needs: s.needs}, noon.Add(s.at), on, say) {
				told = append(told, note.ID)
			}
			if !slices.Equal(told, s.told) {
				t.Errorf("%s: after %v told is %v, want %v", name, s.at, told, s.told)
			}
		}
	}
	var n notes
	if told := n.due(&Overview{Needs: []Need{signIn, full}}, noon, func(string) string { return "false" }, say); len(told) > 0 {
		t.Errorf("told although it is off: %v", told)
	}
}

var places = regexp.MustCompile(`\{[a-z]+\}`)

func TestWordsAreThereInEveryLanguageWithTheSamePlaces(t *testing.T) {
	english := texts()["en"]
	if len(english) < 60 {
		t.Fatalf("only %d words", len(english))
	}
	for _, l := range languages {
		table := texts()[l.Code]
		for key, text := range table {
			if _, ok := english[key]; !ok {
				t.Errorf("%s has %s, which English has not", l.Code, key)
			}
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty", l.Code, key)
			}
		}
		for key, text := range english {
			want, got := places.FindAllString(text, -1), places.FindAllString(table[key], -1)
			sort.Strings(want)
			sort.Strings(got)
			if !slices.Equal(slices.Compact(want), slices.Compact(got)) {
				t.Errorf("%s: %s names %v, English %v", l.Code, key, got, want)
			}
		}
	}
}

func TestNumbersChooseTheirForm(t *testing.T) {
	for _, tt := range []struct{ language, n, want string }{
		{"en", "1", "1 thing needs your attention"}, {"en", "2", "2 things need your attention"}, {"nl", "3", "3 zaken vragen uw aandacht"},
		{"fr", "0", "0 point demande votre attention"}, {"de", "1", "1 Punkt braucht Ihre Aufmerksamkeit"},
	} {
		if got := say(tt.language, "title.attention", Args{"n": tt.n}); got != tt.want {
			t.Errorf("%s, %s: %q, want %q", tt.language, tt.n, got, tt.want)
		}
	}
	if got := say("nl", "need.signIn.text", Args{"n": "0"}); !strings.HasPrefix(got, "Meld u opnieuw aan. Nieuwe") {
		t.Errorf("none waiting is said as %q", got)
	}
}

func TestSystemLanguagesAreUnderstood(t *testing.T) {
	for system, want := range map[string]string{"nl_BE.UTF-8": "nl", "fr": "fr", "de-AT": "de", "en_GB": "en", "": "en", "C": "en", "nld": "en", "NL": "nl", "pt_BR": "en"} {
		if got := languageOf(system); got != want {
			t.Errorf("%q is %s, want %s", system, got, want)
		}
	}
}

func TestEveryCodeOfTheFaceHasWords(t *testing.T) {
	for _, code := range []string{"document-unknown", "file-unknown", "file-missing", "file-executable", "file-copy", "link-refused", "mail-unreadable", "client-id-wrong",
		"tenant-wrong", "move-nested", "move-not-empty", "move-room", "move-differs", "move-same", "not-started", "stopped", "autostart-failed", "destination-moving",
		"check-token", "check-profile-work", "check-profile-personal", "check-permissions", "check-folders", "check-folder", "check-destination", "check-clock"} {
		if !fault.Known("en", code) {
			t.Errorf("%s has no words", code)
		}
	}
}

func TestProgramsAreKnownByTheirNames(t *testing.T) {
	for name, want := range map[string]bool{"a.exe": true, "A.EXE": true, "b.pdf.js": true, "c.pdf": false, "d.docm": true, "e.docx": false, "f.exe.": true, "g.scr ": true,
		"h": false, "i.xml": false, "j.html": true, "k.svg": true, "l.eml": false, "m.lnk": true, "n.desktop": true, "o.zip": false, "p.png": false} {
		if got := executable(name); got != want {
			t.Errorf("%q is a program: %v, want %v", name, got, want)
		}
	}
}

// A list that Go leaves nil is null for the page, which takes it for a list.
func TestNoListOfTheContractIsNull(t *testing.T) {
	w := newWorld(t, nil)
	a := w.connect()
	api := reflect.ValueOf(w.api)
	for _, call := range []struct {
		method string
		args   []any
	}{{"App", nil}, {"Overview", nil}, {"Accounts", nil}, {"Failures", nil}, {"Settings", nil}, {"Registration", nil}, {"DocumentFilters", nil}, {"DiagnosticsPreview", nil},
		{"Documents", []any{Query{}}}, {"Permissions", []any{a.ID}}, {"Events", []any{int64(1 << 40)}}, {"Licences", nil}, {"Verify", nil},
		{"Select", []any{a.Address, Selection{}}}} {
		var args []reflect.Value
		for _, v := range call.args {
			args = append(args, reflect.ValueOf(v))
		}
		out := api.MethodByName(call.method).Call(args)
		if err, _ := out[1].Interface().(error); err != nil {
			t.Fatalf("%s: %v", call.method, err)
		}
		text, err := json.Marshal(out[0].Interface())
		w.must(err)
		if strings.Contains(string(text), `":null`) {
			t.Errorf("%s holds null: %s", call.method, text)
		}
	}
	if _, err := filepath.Glob(w.dir); err != nil {
		t.Fatal(err)
	}
}
