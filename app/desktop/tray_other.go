//go:build windows || (darwin && cgo)

package desktop

// trayPossible: these systems always have a tray.
func trayPossible() error { return nil }

// trayVisible says whether somebody shows tray icons.
func trayVisible() bool { return true }
