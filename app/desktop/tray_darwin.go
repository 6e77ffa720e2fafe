//go:build cgo

package desktop

import (
	"sync"

	"fyne.io/systray"
)

// loopTray puts the icon into the menu bar from the main thread, as Cocoa wants it, and leaves the loop of its messages to
// the window: there is one in a program. The icon goes with the process: the library's own way to end it would end the
// window's loop as well.
func loopTray(ready func()) (ended <-chan struct{}, quit func()) {
	start, _ := systray.RunWithExternalLoop(ready, func() {})
	start()
	done := make(chan struct{})
	return done, sync.OnceFunc(func() { close(done) })
}
