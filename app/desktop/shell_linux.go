package desktop

import (
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

func openAddress(address string) error { return xdgOpen(address) }

func openPath(path string) error { return xdgOpen(path) }

// xdgOpen hands something to the program that the desktop has for it. It does not wait: some of these programs go on
// until the person closes them.
func xdgOpen(what string) error {
	cmd := exec.Command("xdg-open", what)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("xdg-open: %w", err)
	}
	go func() { _ = cmd.Wait() }() // ends with the program it started; its outcome comes too late to be told
	return nil
}

// showPath selects a file in the file manager, by freedesktop.org's FileManager1 interface; without one that has it,
// the folder is opened.
func showPath(path string) error {
	bus, err := dbus.SessionBus()
	if err == nil {
		uri := url.URL{Scheme: "file", Path: path}
		err = bus.Object("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1").
			Call("org.freedesktop.FileManager1.ShowItems", 0, []string{uri.String()}, "").Err
	}
	if err == nil {
		return nil
	}
	if openErr := xdgOpen(filepath.Dir(path)); openErr != nil {
		return errors.Join(err, openErr)
	}
	return nil
}
