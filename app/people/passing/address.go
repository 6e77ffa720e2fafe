package passing

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"syscall"

	"postroom/app/fault"
)

// Addresses that are neither public nor private: they lead to no receiver, or to the metadata of a machine in a cloud.
var never = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("224.0.0.0/3"), netip.MustParsePrefix("::/128"),
	netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("ff00::/8"), netip.MustParsePrefix("fd00:ec2::/32"),
}

// shared is what carriers give to several customers ("IANA-Reserved IPv4 Prefix for Shared Address Space"): private, too.
var shared = netip.MustParsePrefix("100.64.0.0/10")

// translated are addresses of version 6 that hold one of version 4 in their last bytes ("IPv6 Addressing of IPv4/IPv6
// Translators").
var translated = netip.MustParsePrefix("64:ff9b::/96")

// reachable says whether a status may be sent to an address. Inside, addresses of one's own network count, too.
func reachable(ip netip.Addr, inside bool) bool {
	ip = ip.Unmap().WithZone("")
	if translated.Contains(ip) {
		b := ip.As16()
		ip = netip.AddrFrom4([4]byte(b[12:]))
	}
	if !ip.IsValid() {
		return false
	}
	for _, p := range never {
		if p.Contains(ip) {
			return false
		}
	}
	if ip.IsPrivate() || ip.IsLoopback() || shared.Contains(ip) {
		return inside
	}
	return true
}

func private(host string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "pass-private", Op: webhookOp, Args: map[string]string{"host": host}}
}

// checkNumbers refuses a host that is written as an address that may not be reached.
func checkNumbers(host string, inside bool) error {
	if ip, err := netip.ParseAddr(host); err == nil && !reachable(ip, inside) || !inside && strings.EqualFold(host, "localhost") {
		return private(host)
	}
	return nil
}

// dial connects to the receiver only where it may be: whatever its name is said to mean at this moment. A proxy may be
// anywhere; what it may reach is its own business.
func (w *Webhook) dial(receiver string) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		d := net.Dialer{Timeout: limit / 2}
		if address == receiver {
			d.ControlContext = func(_ context.Context, _, numbers string, _ syscall.RawConn) error {
				to, err := netip.ParseAddrPort(numbers)
				if err != nil || !reachable(to.Addr(), w.opts.Inside) {
					return private(w.host)
				}
				return nil
			}
		}
		return d.DialContext(ctx, network, address)
	}
}
