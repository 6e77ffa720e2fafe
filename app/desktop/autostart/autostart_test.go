package autostart

import (
	"os"
	"path/filepath"
	"testing"
)

func app(t *testing.T) App {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir) // Linux
	t.Setenv("HOME", dir)            // macOS
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return App{ID: "postroom-test", Name: "Postroom", Exec: []string{filepath.Clean(exe), "--hidden", `a "b" $c 50% \d`}}
}

func TestStartingAtSignInIsTurnedOnAndOffAsOftenAsOneLikes(t *testing.T) {
	a := app(t)
	expect := func(want bool) {
		t.Helper()
		if on, err := a.Enabled(); on != want || err != nil {
			t.Fatalf("enabled: expected %v, saw %v, %v", want, on, err)
		}
	}
	t.Cleanup(func() {
		if err := a.Set(false); err != nil {
			t.Error(err)
		}
	})
	expect(false)
	for _, on := range []bool{true, true, false, false, true} {
		if err := a.Set(on); err != nil {
			t.Fatalf("set %v: %v", on, err)
		}
		expect(on)
	}
}
