package vault

import (
	"errors"
	"os"
	"path/filepath"
)

// reachable says whether there is a session bus. Without one the D-Bus library would start a bus of its own with
// dbus-launch, which nobody would ever stop.
func reachable() error {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return nil
	}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		if _, err := os.Stat(filepath.Join(dir, "bus")); err == nil {
			return nil
		}
	}
	return errors.New("there is no D-Bus session bus")
}
