package desktop

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
)

// watchSystem calls wake when the computer wakes up, as logind tells it, and when an address or a route of the network
// has changed, as the kernel tells it. Where one of them can't be heard, the clock and the next round have to do.
func watchSystem(ctx context.Context, log *slog.Logger, wake func()) {
	changes, note := oneChange()
	var g sync.WaitGroup
	g.Go(func() { settle(ctx, changes, wake) })
	g.Go(func() {
		if err := watchSleep(ctx, note); err != nil && ctx.Err() == nil {
			log.Info("sleep is noticed by the clock only", "why", err)
		}
	})
	g.Go(func() {
		if err := watchNetwork(ctx, note); err != nil && ctx.Err() == nil {
			log.Info("changes of the network are not noticed", "why", err)
		}
	})
	g.Wait()
}

// watchSleep hears org.freedesktop.login1.Manager's PrepareForSleep: true before sleep, false after it.
func watchSleep(ctx context.Context, woke func()) error {
	bus, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	defer bus.Close()
	err = bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.login1.Manager"),
		dbus.WithMatchMember("PrepareForSleep"), dbus.WithMatchObjectPath("/org/freedesktop/login1"))
	if err != nil {
		return err
	}
	signals := make(chan *dbus.Signal, 4)
	bus.Signal(signals)
	for {
		select {
		case <-ctx.Done():
			return nil
		case s, ok := <-signals:
			if !ok {
				return errors.New("the system bus is gone")
			}
			if len(s.Body) == 1 && s.Body[0] == false {
				woke()
			}
		}
	}
}

// watchNetwork hears the kernel's rtnetlink groups for addresses and IPv4 and IPv6 routes (rtnetlink(7)).
func watchNetwork(ctx context.Context, changed func()) error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), "rtnetlink")
	defer f.Close()
	groups := uint32(unix.RTMGRP_IPV4_IFADDR | unix.RTMGRP_IPV6_IFADDR | unix.RTMGRP_IPV4_ROUTE | unix.RTMGRP_IPV6_ROUTE)
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: groups}); err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { f.Close() })() // ends the read below
	buf := make([]byte, 64<<10)
	for {
		// ENOBUFS: so much has changed that some of it was not told.
		if _, err := f.Read(buf); err != nil && !errors.Is(err, unix.ENOBUFS) {
			return err
		}
		changed()
	}
}
