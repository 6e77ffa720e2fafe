//go:build !windows && !darwin

package autostart

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// file is the entry's place by the freedesktop.org Autostart specification: $XDG_CONFIG_HOME/autostart.
func (a App) file() (string, error) {
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "autostart", a.ID+".desktop"), err
}

func (a App) enable() error {
	path, err := a.file()
	if err != nil {
		return err
	}
	return write(path, a.entry())
}

func (a App) disable() error {
	path, err := a.file()
	if err != nil {
		return err
	}
	return remove(path)
}

// Enabled tells whether the program starts at sign-in. Desktops switch an entry off by a key in it.
func (a App) Enabled() (bool, error) {
	path, err := a.file()
	if err != nil {
		return false, err
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch strings.TrimSpace(key) + "=" + strings.TrimSpace(value) {
		case "Hidden=true", "X-GNOME-Autostart-enabled=false":
			return false, nil
		}
	}
	return true, nil
}

func (a App) entry() string {
	args := make([]string, len(a.Exec))
	for i, s := range a.Exec {
		args[i] = quote(s)
	}
	return "[Desktop Entry]\nType=Application\nName=" + a.Name + "\nExec=" + strings.Join(args, " ") +
		"\nIcon=postroom\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
}

// quote writes an argument as the Desktop Entry specification wants it: in quotes, with " ` $ and \ escaped, each
// backslash then once more because the value is a string, and % doubled because it begins a field code.
func quote(s string) string {
	r := strings.NewReplacer(`\`, `\\\\`, `"`, `\\"`, "`", "\\\\`", `$`, `\\$`, `%`, `%%`)
	return `"` + r.Replace(s) + `"`
}
