//go:build !windows && !darwin

package autostart

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheEntryIsQuotedAsTheSpecificationSays(t *testing.T) {
	a := App{ID: "x", Name: "Postroom", Exec: []string{"/opt/post room/postroom", "--data", "a\"b`c$d\\e%f"}}
	want := `Exec="/opt/post room/postroom" "--data" "a\\"b` + "\\\\`" + `c\\$d\\\\e%%f"` + "\n"
	if got := a.entry(); !strings.Contains(got, want) {
		t.Errorf("expected the line %q in %q", want, got)
	}
}

func TestAnEntryThatTheDesktopHasSwitchedOffIsOff(t *testing.T) {
	for _, key := range []string{"Hidden=true", "X-GNOME-Autostart-enabled=false", "X-GNOME-Autostart-enabled = false"} {
		a := app(t)
		if err := a.Set(true); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "autostart", "postroom-test.desktop")
		if err := os.WriteFile(path, []byte("[Desktop Entry]\nType=Application\n"+key+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if on, err := a.Enabled(); on || err != nil {
			t.Errorf("with %q: expected off, saw %v, %v", key, on, err)
		}
	}
}

// GLib reads entries as most desktops do; where its tool is, it has the last word.
func TestTheEntryStartsTheProgramWithItsArguments(t *testing.T) {
	a := app(t)
	a.Exec = []string{"/bin/sh", "-c", `printf '%s|' "$@"`, "sh", `one "two"`, "$HOME", "50%", `back\slash`}
	launcher, err := exec.LookPath("gio")
	if err != nil {
		// No GLib here: what it would read is pinned down above.
		return
	}
	if err := a.Set(true); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "autostart", "postroom-test.desktop")
	got, err := exec.Command(launcher, "launch", path).Output() // ends when the program has closed its output
	if err != nil {
		t.Fatalf("gio launch: %v", err)
	}
	if want := `one "two"|$HOME|50%|back\slash|`; string(got) != want {
		t.Errorf("arguments: expected %q, saw %q", want, got)
	}
}
