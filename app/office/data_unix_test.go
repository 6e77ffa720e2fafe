//go:build !windows && !darwin

package office

import (
	"os"
	"path/filepath"
	"testing"
)

func TestUserFoldersFollowTheDesktop(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_DOCUMENTS_DIR", "")
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("XDG_DATA_HOME", "")
	if got, err := userData(); got != filepath.Join(home, ".local/share/postroom") || err != nil {
		t.Errorf("data lies in %q, %v", got, err)
	}
	t.Setenv("XDG_DATA_HOME", "/srv/data")
	if got, err := userData(); got != "/srv/data/postroom" || err != nil {
		t.Errorf("with XDG_DATA_HOME data lies in %q, %v", got, err)
	}
	if err := os.Mkdir(filepath.Join(home, ".config"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ dirs, want string }{
		{"# comment\nXDG_DESKTOP_DIR=\"$HOME/Bureaublad\"\nXDG_DOCUMENTS_DIR=\"$HOME/Documenten\"\n", home + "/Documenten"},
		{"XDG_DOCUMENTS_DIR=\"/srv/shared docs\"\n", "/srv/shared docs"},
		{"XDG_DOCUMENTS_DIR=\"$HOME/\"\n", home + "/Documents"}, // switched off
		{"XDG_DOCUMENTS_DIR=relative\n", home + "/Documents"},
		{"", home + "/Documents"},
	} {
		if err := os.WriteFile(filepath.Join(home, ".config/user-dirs.dirs"), []byte(tt.dirs), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := userDocuments(); got != tt.want || err != nil {
			t.Errorf("%q gives %q, %v; want %q", tt.dirs, got, err, tt.want)
		}
	}
}
