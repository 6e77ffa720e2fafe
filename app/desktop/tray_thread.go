//go:build !darwin

package desktop

import (
	"runtime"

	"fyne.io/systray"
)

// loopTray gives the tray a thread of its own, on which its messages are heard. ready is called once it is there; ended
// is closed when it is gone.
func loopTray(ready func()) (ended <-chan struct{}, quit func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		systray.Run(ready, func() {})
	}()
	return done, systray.Quit
}
