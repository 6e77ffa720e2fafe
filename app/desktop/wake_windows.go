package desktop

import (
	"context"
	"log/slog"
	"unsafe"

	"golang.org/x/sys/windows"
)

// watchSystem calls wake when an address or a route of the network has changed, as the IP Helper API tells it. Sleep is
// noticed by the clock.
func watchSystem(ctx context.Context, log *slog.Logger, wake func()) {
	changes, note := oneChange()
	// Called on a thread of Windows, which must not wait: (context, row, type of notification).
	changed := windows.NewCallback(func(_, _, _ uintptr) uintptr {
		note()
		return 0
	})
	for _, of := range []struct {
		what   string
		notify func(family uint16, callback uintptr, context unsafe.Pointer, initial bool, handle *windows.Handle) error
	}{{"addresses", windows.NotifyUnicastIpAddressChange}, {"routes", windows.NotifyRouteChange2}} {
		var handle windows.Handle
		if err := of.notify(windows.AF_UNSPEC, changed, nil, false, &handle); err != nil {
			log.Info("changes of the network are not noticed", "of", of.what, "why", err)
			continue
		}
		defer func() {
			if err := windows.CancelMibChangeNotify2(handle); err != nil {
				log.Info("changes of the network are still listened to", "of", of.what, "why", err)
			}
		}()
	}
	settle(ctx, changes, wake)
}
