package face

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/demo"
	"postroom/app/simulator"
)

// decided opens a world whose policy has more fields than the demonstration's.
func decided(t *testing.T, fields map[string]any) *world {
	t.Helper()
	return newWorld(t, func(o *Options) {
		text, err := os.ReadFile(o.Policy)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]any{}
		if err := json.Unmarshal(text, &all); err != nil {
			t.Fatal(err)
		}
		for name, value := range fields {
			all[name] = value
		}
		if text, err = json.Marshal(all); err != nil {
			t.Fatal(err)
		}
		o.Policy = filepath.Join(filepath.Dir(o.Policy), "decided.json") // beside its certificates
		if err := os.WriteFile(o.Policy, text, 0o600); err != nil {
			t.Fatal(err)
		}
	})
}

func TestWhatThePolicyDecidesIsInForceAndShownAsManaged(t *testing.T) {
	w := decided(t, map[string]any{"language": "fr", "appearance": "dark", "startAtLogin": true, "closeToTray": false, "pollSeconds": 120,
		"notifications": map[string]any{"signIn": false, "destination": false, "diskFull": true, "failures": false}})
	s, err := w.api.Settings()
	w.must(err)
	for name, want := range map[string]string{"language": "fr", "appearance": "dark", "startAtLogin": "true", "closeToTray": "false", "pollSeconds": "120",
		"notifySignIn": "false", "notifyDestination": "false", "notifyDiskFull": "true", "notifyFailures": "false"} {
		v := s.value(name)
		if v.Value != want || !v.Managed || !slices.Contains(s.Managed, name) {
			t.Errorf("%s is %q, managed: %v; want %q, managed", name, v.Value, v.Managed, want)
		}
		if code := problemIn(w.api.SetSetting(name, want)); code != "setting-managed" {
			t.Errorf("changing %s gives %q, want setting-managed", name, code)
		}
		if got := w.face.Setting(name); got != want {
			t.Errorf("the desktop is told %s = %q, want %q", name, got, want)
		}
	}
	if !w.desk.autostart {
		t.Error("Postroom does not start at login although the policy says so")
	}
	if v, err := w.api.Overview(); err != nil || !strings.Contains(v.Short, "boîte") {
		t.Errorf("in French the overview says %q, %v", v.Short, err)
	}
}

func TestEverySettingThatIsShownCanBeDecidedByAPolicy(t *testing.T) {
	w := decided(t, map[string]any{"tenant": "organizations", "tsaURL": "https://timestamp.example/tsr", "language": "en", "appearance": "light", "startAtLogin": false, "closeToTray": true, "pollSeconds": 60, "clientsTree": true,
		"notifications": map[string]any{"signIn": true, "destination": true, "diskFull": true, "failures": true, "work": true}})
	s, err := w.api.Settings()
	w.must(err)
	for _, v := range s.Values {
		if !v.Managed {
			t.Errorf("%s can't be decided by a policy, or this test does not", v.Name)
		}
	}
}

func TestThePageIsToldWhoMayChangeSettings(t *testing.T) {
	const group = "11111111-2222-3333-4444-555555555555"
	w := decided(t, map[string]any{"settingsGroup": map[string]any{"id": group, "name": "the IT team"}})
	_, err := w.demo.Simulator().AddGroup(simulator.Group{ID: group, Name: "IT", Members: []string{demo.Sofie}})
	w.must(err)
	app, err := w.api.App()
	w.must(err)
	if a := app.Access; !a.Limited || a.May || a.Problem == nil || !strings.Contains(a.Problem.Message, "the IT team") {
		t.Errorf("before anybody signed in: %+v", a)
	}
	if code := problemIn(w.api.SetSetting("startAtLogin", "true")); code != "access-denied" || w.desk.autostart {
		t.Errorf("a change gives %q, and Postroom starts at login: %v; want access-denied and no change", code, w.desk.autostart)
	}
	account := w.connect()
	app, err = w.api.App()
	w.must(err)
	if a := app.Access; !a.May || a.Problem != nil {
		t.Errorf("with a member: %+v", a)
	}
	w.must(w.api.SetSetting("startAtLogin", "true"))
	w.must(w.api.Disconnect(account.ID, false))
	app, err = w.api.App()
	w.must(err)
	if app.Access.May {
		t.Error("after the member has disconnected one may still change settings")
	}
}
