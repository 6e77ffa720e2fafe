package office

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/store"
)

// answers is a service whose clock is wrong, or ours.
type answers struct{ date time.Time }

func (a answers) RoundTrip(*http.Request) (*http.Response, error) {
	h := http.Header{}
	if !a.date.IsZero() {
		h.Set("Date", a.date.UTC().Format(http.TimeFormat))
	}
	return &http.Response{StatusCode: 401, Header: h, Body: io.NopCloser(strings.NewReader(""))}, nil
}

func TestClockIsComparedWithMicrosofts(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		date time.Time
		code string
	}{
		{"no answer yet", time.Time{}, "clock-unknown"},
		{"the same", now, ""},
		{"four minutes ahead", now.Add(-4 * time.Minute), ""},
		{"six minutes ahead", now.Add(-6 * time.Minute), "clock-wrong"},
		{"two hours behind", now.Add(2 * time.Hour), "clock-wrong"},
	} {
		o := &Office{opts: Options{Language: "en"}, dated: &dated{next: answers{tt.date}, now: func() time.Time { return now }}}
		if _, err := o.dated.RoundTrip(&http.Request{}); err != nil {
			t.Fatal(err)
		}
		c := o.checkClock()
		code := ""
		if c.Code != nil {
			code = *c.Code
		}
		if code != tt.code || c.OK != (tt.code == "") {
			t.Errorf("%s: %+v, want code %q", tt.name, c, tt.code)
		}
	}
}

func TestTenantFollowsKindAndPolicy(t *testing.T) {
	const guid = "11111111-2222-3333-4444-555555555555"
	for _, tt := range []struct {
		kind         store.AccountKind
		policy, want string
		refused      bool
	}{
		{store.Work, "", "organizations", false},
		{store.Work, "common", "common", false},
		{store.Work, guid, guid, false},
		{store.Work, "consumers", "", true},
		{store.Personal, "", "consumers", false},
		{store.Personal, "common", "consumers", false},
		{store.Personal, "consumers", "consumers", false},
		{store.Personal, guid, "", true},
		{store.Personal, "organizations", "", true},
	} {
		got, err := tenantOf(tt.kind, tt.policy)
		if got != tt.want || (fault.CodeOf(err) == "kind-not-allowed") != tt.refused {
			t.Errorf("%s with the policy's tenant %q: %q, %v; want %q, refused %v", tt.kind, tt.policy, got, err, tt.want, tt.refused)
		}
	}
}

func TestAgesAreCoarse(t *testing.T) {
	for d, want := range map[time.Duration]string{-time.Second: "0s", 42 * time.Second: "42s", 119 * time.Second: "119s", 5 * time.Minute: "5m",
		3 * time.Hour: "3h", 12 * 24 * time.Hour: "12d"} {
		if got := age(d); got != want {
			t.Errorf("%v is written %q, want %q", d, got, want)
		}
	}
}

func TestHolderIsNamedToTheSecondProcess(t *testing.T) {
	dir := t.TempDir()
	if got := heldBy(dir); got != "" {
		t.Errorf("nobody holds the folder, but it says %q", got)
	}
	if err := hold(dir, "postroomd run", time.Now()); err != nil {
		t.Fatal(err)
	}
	if got := heldBy(dir); !strings.HasPrefix(got, "process ") || !strings.HasSuffix(got, "(postroomd run)") {
		t.Errorf("the holder is %q", got)
	}
	if err := os.WriteFile(holderFile(dir), []byte("garbage"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := heldBy(dir); got != "" {
		t.Errorf("garbage is read as %q", got)
	}
	if err := release(dir); err != nil {
		t.Fatal(err)
	}
}

func TestDataFolderIsPrivateEvenIfItWasThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	got, err := dataFolder(dir)
	if err != nil || got != dir {
		t.Fatalf("the data folder is %q, %v; want %q", got, err, dir)
	}
	for _, d := range []string{dir, filepath.Join(dir, "tokens"), filepath.Join(dir, "logs")} {
		info, err := os.Stat(d)
		if err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: mode %v, %v; want 0700", d, info.Mode(), err)
		}
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := dataFolder(filepath.Join(file, "below")); fault.CodeOf(err) != "data-folder" {
		t.Errorf("a data folder below a file: %v, want data-folder", err)
	}
}

func TestDefaultDestinationDependsOnWhoPlacedTheData(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("XDG_DOCUMENTS_DIR", "")
	if got, err := documentsFolder("/srv/postroom", true); got != filepath.Join("/srv/postroom", "documents") || err != nil {
		t.Errorf("with a given data folder: %q, %v", got, err)
	}
	want := filepath.Join(home, "Documents", "Postroom")
	if got, err := documentsFolder("/x", false); got != want || err != nil {
		t.Errorf("without: %q, %v; want %q", got, err, want)
	}
}

func TestEveryCodeOfTheOfficeHasWords(t *testing.T) {
	for _, code := range []string{"no-client-id", "kind-not-allowed", "account-is-personal", "account-is-work", "wrong-account",
		"account-unknown", "account-ambiguous", "account-disconnected", "no-account", "sign-in-needed", "permissions-missing",
		"clock-wrong", "clock-unknown", "ca-file", "diagnostics-exists", "diagnostics-write", "usage", "interrupted",
		"mailbox-unknown", "folder-vanished", "data-folder", "data-in-use"} {
		if !fault.Known("en", code) {
			t.Errorf("%s has no words", code)
		}
	}
}

func TestProblemsHaveWordsAndKeepTheirCause(t *testing.T) {
	if ProblemOf("en", nil) != nil {
		t.Error("no error is a problem")
	}
	p := ProblemOf("en", errors.New("something odd"))
	if p.Code != "bug" || p.Message == "" || p.Remedy == "" || p.Detail != "something odd" {
		t.Errorf("an unknown error is told as %+v", p)
	}
}
