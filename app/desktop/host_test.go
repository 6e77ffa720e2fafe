package desktop

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestLinksOfOtherSchemesAreNeverOpened(t *testing.T) {
	for _, address := range []string{"file:///etc/passwd", "javascript:alert(1)", "ms-msdt:/id", "smb://host/share", "C:\\Windows\\x.exe",
		"/bin/sh", "", "data:text/html,x", "HTTP\x00://x.example", "vbscript:x"} {
		if err := (host{}).OpenURL(address); err == nil {
			t.Errorf("%q: expected a refusal, saw none", address)
		}
	}
}

func TestThereIsOnePostroomPerDataFolder(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.Symlink(dir, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	same := Options{Data: filepath.Join(dir, "a")}.instance()
	for name, c := range map[string]struct {
		o    Options
		want bool
	}{
		"relative":  {Options{Data: "a"}, true},
		"unclean":   {Options{Data: dir + "/b/../a"}, true},
		"linked":    {Options{Data: filepath.Join(dir, "link", "a")}, true},
		"other":     {Options{Data: filepath.Join(dir, "b")}, false},
		"default":   {Options{}, false},
		"demo":      {Options{Demo: true}, false},
		"demo data": {Options{Demo: true, Data: "a"}, false},
	} {
		if got := c.o.instance() == same; got != c.want {
			t.Errorf("%s: expected the same instance: %v, saw %v", name, c.want, got)
		}
	}
}

func TestStartingAtSignInIsHiddenAndOnTheSameData(t *testing.T) {
	t.Setenv("APPIMAGE", "/opt/Postroom.AppImage")
	dir := t.TempDir()
	t.Chdir(dir)
	app, err := Options{Data: "a", Policy: "/etc/p.json"}.autostart()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"/opt/Postroom.AppImage", "--hidden", "--data", filepath.Join(dir, "a"), "--policy", "/etc/p.json"}
	if !slices.Equal(app.Exec, want) {
		t.Errorf("expected %q, saw %q", want, app.Exec)
	}
}
