package transport

import (
	"net/url"
	"strings"

	"postroom/app/fault"
)

// host is the one place that requests and tokens go to.
type host struct{ scheme, name, port string }

func hostOf(u *url.URL) host {
	h := host{strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()}
	if h.port == "" {
		h.port = map[string]string{"https": "443", "http": "80"}[h.scheme]
	}
	return h
}

// check refuses an address of another host, before anything is sent there. A link of the service is data from outside:
// following it anywhere would send the token along.
func (h host) check(u *url.URL, op string) error {
	if u.User == nil && hostOf(u) == h {
		return nil
	}
	return &fault.Error{Class: fault.FixSetting, Code: "foreign-link", Op: op, Detail: "link to " + u.Scheme + "://" + u.Host,
		Args: map[string]string{"host": u.Host}}
}
