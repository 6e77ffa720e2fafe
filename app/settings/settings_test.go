package settings

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"postroom/app/fault"
)

func write(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, Name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestWhatNobodyChoseHasItsDefault(t *testing.T) {
	s := Load(t.TempDir())
	for name, want := range map[string]string{Language: "", Appearance: "system", CloseToTray: "true", StartAtLogin: "false", PollSeconds: "60", Destination: "", "unheard-of": ""} {
		if got := s.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if s.Problem() != nil {
		t.Errorf("without a file there is a problem: %v", s.Problem())
	}
}

func TestChoicesAreReadBackAndForeignFieldsStay(t *testing.T) {
	dir := write(t, "\ufeff{\"language\":\"nl\",\"fromTheFuture\":{\"a\":[1,2]},\"closeToTray\":false}")
	s := Load(dir)
	if s.Get(Language) != "nl" || s.On(CloseToTray) || s.Problem() != nil {
		t.Errorf("read: %q, %v, %v", s.Get(Language), s.On(CloseToTray), s.Problem())
	}
	for name, value := range map[string]string{PollSeconds: "5", NotifySignIn: "false", Destination: filepath.Join(dir, "x"), Tenant: "kantoor.example"} {
		if err := s.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	again := Load(dir)
	if again.Get(PollSeconds) != "5" || again.On(NotifySignIn) || again.Get(Language) != "nl" || again.Get(Tenant) != "kantoor.example" {
		t.Errorf("read back: %q %v %q", again.Get(PollSeconds), again.On(NotifySignIn), again.Get(Language))
	}
	var file map[string]any
	text, err := os.ReadFile(filepath.Join(dir, Name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &file); err != nil || file["fromTheFuture"] == nil || file["pollSeconds"] != 5.0 || file["notifySignIn"] != false {
		t.Errorf("the file is %s, %v", text, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "."+Name+"*")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}

func TestWrongValuesAreRefusedAndChangeNothing(t *testing.T) {
	s := Load(t.TempDir())
	for _, tt := range [][2]string{{Language, "es"}, {Appearance, "pink"}, {CloseToTray, "yes"}, {PollSeconds, "0"}, {PollSeconds, "301"}, {PollSeconds, "x"},
		{PollSeconds, ""}, {PollSeconds, "060"}, {Destination, "relative/path"}, {ClientID, "abc"}, {Tenant, "a b"}} {
		if err := s.Set(tt[0], tt[1]); fault.CodeOf(err) != "setting-invalid" {
			t.Errorf("%s = %q gives %v", tt[0], tt[1], err)
		}
		if got, want := s.Get(tt[0]), Load(t.TempDir()).Get(tt[0]); got != want {
			t.Errorf("%s is %q after a refusal, want %q", tt[0], got, want)
		}
	}
	if err := s.Set("unheard-of", "1"); fault.CodeOf(err) != "setting-unknown" {
		t.Errorf("an unknown setting gives %v", err)
	}
}

func TestBrokenFileIsAProblemAndIsPutAside(t *testing.T) {
	for _, text := range []string{"{broken", "[]", "null", "5", ""} {
		dir := write(t, text)
		s := Load(dir)
		if fault.CodeOf(s.Problem()) != "settings-broken" || s.Get(PollSeconds) != "60" {
			t.Errorf("%q: %v, poll %s", text, s.Problem(), s.Get(PollSeconds))
		}
		if kept, _ := os.ReadFile(filepath.Join(dir, Name)); string(kept) != text {
			t.Errorf("reading has changed the file to %q", kept)
		}
		if err := s.Set(Language, "fr"); err != nil {
			t.Fatal(err)
		}
		if s.Problem() != nil || Load(dir).Get(Language) != "fr" {
			t.Errorf("after a new choice: %v, %q", s.Problem(), Load(dir).Get(Language))
		}
		if kept, _ := os.ReadFile(filepath.Join(dir, Name+".broken")); string(kept) != text {
			t.Errorf("the old file is kept as %q, want %q", kept, text)
		}
	}
}

func TestOneWrongFieldLosesNoOther(t *testing.T) {
	s := Load(write(t, `{"pollSeconds":"often","language":"de"}`))
	if fault.CodeOf(s.Problem()) != "setting-invalid" || s.Get(PollSeconds) != "60" || s.Get(Language) != "de" {
		t.Errorf("%v, poll %s, language %s", s.Problem(), s.Get(PollSeconds), s.Get(Language))
	}
}

func TestSettingThatCannotBeWrittenIsNotChanged(t *testing.T) {
	dir := t.TempDir()
	s := Load(filepath.Join(dir, "gone"))
	if err := s.Set(Language, "fr"); fault.CodeOf(err) != "settings-write" {
		t.Errorf("the error is %v", err)
	}
	if got := s.Get(Language); got != "" {
		t.Errorf("the language is %q, want none", got)
	}
}

func TestManyMayChooseAtOnce(t *testing.T) {
	dir := t.TempDir()
	s := Load(dir)
	var g sync.WaitGroup
	for i := range 20 {
		g.Go(func() {
			if err := s.Set(PollSeconds, strconv.Itoa(i+1)); err != nil {
				t.Error(err)
			}
		})
	}
	g.Wait()
	if again := Load(dir); again.Get(PollSeconds) != s.Get(PollSeconds) || again.Problem() != nil {
		t.Errorf("the file says %s, the memory %s", again.Get(PollSeconds), s.Get(PollSeconds))
	}
}

func TestEveryCodeHasWords(t *testing.T) {
	for _, code := range []string{"settings-broken", "settings-unreadable", "settings-write", "setting-invalid", "setting-unknown", "setting-managed"} {
		if !fault.Known("en", code) {
			t.Errorf("%s has no words", code)
		}
	}
}
