// Package proxy finds the way to the network: the proxy that a policy, the environment or the system names for an address.
// It connects to nothing, and knows nothing of what is asked through it.
package proxy

import (
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// Origins say who names the proxy.
const (
	Policy      = "policy"
	Environment = "environment"
	System      = "system"
	None        = "none"
)

// Config is what a policy says. Its zero value leaves it to the environment, else to the system.
type Config struct {
	Off     bool     // no proxy, whatever else is named
	Address *url.URL // this one; may hold a user and a password
	Except  string   // hosts that are reached without it, as in NO_PROXY
	Now     func() time.Time
}

// Settings are a system's. The zero value names no proxy.
type Settings struct {
	Address string   // "http://proxy.example:3128" or "proxy.example:3128"
	Except  []string // names, .domains, addresses, networks, and patterns with *
	Local   bool     // hosts without a dot are reached without it
	// Script says that the system has a script that finds the proxy. Find asks it, nil if this system can't be asked.
	Script bool
	Find   func(address *url.URL) (*url.URL, error)
}

// Chooser finds the proxy for each request. It may be used from any goroutine.
type Chooser struct {
	config Config
	env    *httpproxy.Config
	system func() Settings

	mu   sync.Mutex
	read time.Time // when the system was asked last
	now  Settings
}

// systemFor is how long what the system said is taken for true: people carry machines from one network to another.
const systemFor = time.Minute

// New makes a Chooser, which reads the environment now and the system when it needs to.
func New(c Config) *Chooser {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Chooser{config: c, env: httpproxy.FromEnvironment(), system: systemSettings}
}

// Origin says who names the proxy at present.
func (c *Chooser) Origin() string {
	switch {
	case c.config.Off:
		return None
	case c.config.Address != nil:
		return Policy
	case c.env.HTTPSProxy != "" || c.env.HTTPProxy != "":
		return Environment
	}
	if s := c.settings(); s.Address != "" || s.Find != nil {
		return System
	}
	return None
}

// Unread says that the system has a script for finding the proxy that can't be asked: whoever gets no connection should
// name the proxy in the policy.
func (c *Chooser) Unread() bool {
	if c.config.Off || c.config.Address != nil || c.env.HTTPSProxy != "" || c.env.HTTPProxy != "" {
		return false
	}
	s := c.settings()
	return s.Script && s.Find == nil && s.Address == ""
}

// Proxy is the proxy for a request, nil for none. It is what http.Transport asks for. This machine itself is never
// reached through one.
func (c *Chooser) Proxy(r *http.Request) (*url.URL, error) {
	switch c.Origin() {
	case Policy:
		// A user and a password have to stay as they are written; so the address is put back after the choice.
		plain := &httpproxy.Config{HTTPSProxy: "http://proxy.invalid", HTTPProxy: "http://proxy.invalid", NoProxy: c.config.Except}
		chosen, err := plain.ProxyFunc()(r.URL)
		if chosen == nil || err != nil {
			return nil, err
		}
		return c.config.Address, nil
	case Environment:
		env := *c.env
		env.NoProxy = join(env.NoProxy, c.config.Except)
		return env.ProxyFunc()(r.URL)
	case System:
		return c.settings().proxy(r.URL, c.config.Except)
	}
	return nil, nil
}

func (c *Chooser) settings() Settings {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.config.Now(); c.read.IsZero() || now.Sub(c.read).Abs() >= systemFor {
		c.now, c.read = c.system(), now
	}
	return c.now
}

func join(a, b string) string {
	return strings.Trim(a+","+b, ",")
}

// proxy is what the settings say for an address.
func (s Settings) proxy(address *url.URL, except string) (*url.URL, error) {
	host := strings.ToLower(address.Hostname())
	if s.Local && !strings.Contains(host, ".") && net.ParseIP(host) == nil {
		return nil, nil
	}
	var plain []string
	for _, e := range s.Except {
		e = strings.ToLower(strings.TrimSpace(e))
		switch rest, wild := strings.CutPrefix(e, "*."); {
		case wild && !strings.Contains(rest, "*"):
			plain = append(plain, "."+rest)
		case strings.Contains(e, "*"):
			if match, err := path.Match(e, host); match && err == nil {
				return nil, nil
			}
		default:
			plain = append(plain, e)
		}
	}
	found := s.Address
	if s.Find != nil {
		// Exceptions are the script's own business, but for those of the policy.
		if chosen, err := (&httpproxy.Config{HTTPSProxy: "http://proxy.invalid", HTTPProxy: "http://proxy.invalid", NoProxy: except}).ProxyFunc()(address); chosen == nil || err != nil {
			return nil, err
		}
		u, err := s.Find(address)
		if u != nil || err == nil || found == "" {
			return u, err
		}
	}
	return (&httpproxy.Config{HTTPSProxy: found, HTTPProxy: found, NoProxy: join(strings.Join(plain, ","), except)}).ProxyFunc()(address)
}
