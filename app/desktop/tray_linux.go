package desktop

import (
	"fmt"

	"github.com/godbus/dbus/v5"
)

// trayPossible says why there can be no tray. The tray ends the process if it is stopped without a session bus.
func trayPossible() error {
	if _, err := dbus.SessionBus(); err != nil {
		return fmt.Errorf("no session bus: %w", err)
	}
	return nil
}

// trayVisible says whether somebody shows tray icons now: stock GNOME, for one, does not.
func trayVisible() bool {
	bus, err := dbus.SessionBus()
	if err != nil {
		return false
	}
	var owned bool
	err = bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.kde.StatusNotifierWatcher").Store(&owned)
	return err == nil && owned
}
