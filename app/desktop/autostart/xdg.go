//go:build !windows && !darwin

package autostart

import (
	"os"
	"path/filepath"
	"strings"
)

// file is the entry's place by the freedesktop.org Autostart specification: $XDG_CONFIG_HOME/autostart.
func (a App) file() (string, error) {
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "autostart", a.ID+".desktop"), err
}

// switchedOff says whether the desktop has switched an entry off, which it does by a key in it.
func switchedOff(entry string) bool {
	for line := range strings.Lines(entry) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch strings.TrimSpace(key) + "=" + strings.TrimSpace(value) {
		case "Hidden=true", "X-GNOME-Autostart-enabled=false":
			return true
		}
	}
	return false
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
