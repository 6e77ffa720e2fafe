//go:build darwin && !cgo

package desktop

import (
	"context"
	"errors"
	"log/slog"
)

// tray needs Cocoa, which is reached with cgo only; a program built without it has a window and no tray.
type tray struct{}

func startTray(context.Context, menuState, *slog.Logger, func(command, id string)) (*tray, error) {
	return nil, errors.New("built without cgo: no tray")
}

func (t *tray) stop() {}

func (t *tray) show(menuState) {}

func trayVisible() bool { return false }
