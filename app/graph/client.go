// Package graph reads mailboxes through Microsoft Graph v1.0: folders, changes, messages and their MIME. It knows
// neither how one signs in nor what is done with a mail; package transport below it is the line that all requests take.
package graph

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"postroom/app/graph/transport"

	abstractions "github.com/microsoft/kiota-abstractions-go"
)

// The parts of package transport that users of this one need.
type (
	// Tokens gives access tokens; claims is the JSON of a claims challenge, rejected the token just refused.
	Tokens = transport.Tokens
	// Limits is shared by all clients of a process.
	Limits = transport.Limits
	// LimitsConfig sets limits other than Microsoft's own.
	LimitsConfig = transport.LimitsConfig
	// Counter counts requests and bytes.
	Counter = transport.Counter
	// Clock tells the time and waits for it.
	Clock = transport.Clock
	// Timer is a call that is still to come.
	Timer = transport.Timer
)

// NewLimits returns limits with nothing in flight.
func NewLimits(c LimitsConfig) *Limits { return transport.NewLimits(c) }

// NewCounter returns a counter that adds what it counts to sum too, nil for none.
func NewCounter(sum *Counter) *Counter { return transport.NewCounter(sum) }

// DefaultTransport is the http.Transport that a client without one uses: a copy to add a proxy or certificates to.
func DefaultTransport() *http.Transport { return transport.Default() }

// Config is what a Client is made of. BaseURL, Tokens and Limits are needed.
type Config struct {
	BaseURL   string            // "https://graph.microsoft.com/v1.0"
	Transport http.RoundTripper // TLS and proxy; nil: DefaultTransport()
	Tokens    Tokens
	Limits    *Limits
	Count     *Counter // adds up over all clients; nil: each client counts for itself alone
	Clock     Clock    // nil: the system's
	Log       *slog.Logger
	UserAgent string
	// MaxWait bounds the summed waits of one request when the service asks to wait; beyond it the request fails with
	// class RetryLater and After set. Zero: 5 minutes.
	MaxWait time.Duration
	// Answer bounds the wait for the head of an answer, Idle the wait for the next byte of its body. Zero: 100 s, 60 s.
	Answer, Idle time.Duration
}

// Client reads what one account may read. It is safe for concurrent use.
type Client struct {
	base    string
	line    *transport.Transport
	http    *http.Client
	adapter abstractions.RequestAdapter
	count   *Counter
	clock   Clock

	mu    sync.Mutex
	boxes map[string]*Mailbox
}

// maxRedirects is how many redirects within the host are followed.
const maxRedirects = 5

// New returns a client. It sends nothing.
func New(c Config) (*Client, error) {
	base, err := url.Parse(strings.TrimRight(c.BaseURL, "/"))
	if err != nil {
		return nil, fmt.Errorf("address of Microsoft Graph: %w", err)
	}
	count := NewCounter(c.Count)
	line, err := transport.New(transport.Config{
		Base: base, Next: c.Transport, Tokens: c.Tokens, Limits: c.Limits, Count: count, Clock: c.Clock, Log: c.Log,
		UserAgent: c.UserAgent, MaxWait: c.MaxWait, Answer: c.Answer, Idle: c.Idle,
	})
	if err != nil {
		return nil, err
	}
	client := &Client{base: base.String(), line: line, count: count, clock: c.Clock, boxes: map[string]*Mailbox{}}
	client.http = &http.Client{Transport: line, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return badAnswer("follow a redirect", "redirected too often", nil)
		}
		return nil
	}}
	if client.adapter, err = newAdapter(client.base, line, client.http.CheckRedirect); err != nil {
		return nil, err
	}
	return client, nil
}

// Count counts the requests and bytes of this client.
func (c *Client) Count() *Counter { return c.count }

func (c *Client) now() time.Time {
	if c.clock == nil {
		return time.Now()
	}
	return c.clock.Now()
}

// Mailbox is the mailbox of an address. own says that it is that of the account itself, which is then read as /me.
func (c *Client) Mailbox(address string, own bool) *Mailbox {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := fmt.Sprintf("%t %s", own, strings.ToLower(address))
	m, ok := c.boxes[key]
	if !ok {
		m = &Mailbox{client: c, address: address, root: c.base + "/users/" + url.PathEscape(address)}
		if own {
			m.root = c.base + "/me"
			c.line.Owner(address)
		}
		c.boxes[key] = m
	}
	return m
}

// Mailbox reads one mailbox. It is safe for concurrent use.
type Mailbox struct {
	client  *Client
	address string
	root    string // address of the user resource, without a slash at the end
	ahead   ahead

	mu         sync.Mutex
	wellKnown  map[string]string // folder id to well-known name
	wellKnownT time.Time         // when that was read
}

// Address is the SMTP address that the mailbox was asked for by.
func (m *Mailbox) Address() string { return m.address }

// with says in a context what the requests made with it are for.
func (m *Mailbox) with(ctx context.Context, call transport.Call) context.Context {
	call.Mailbox = m.address
	return transport.With(ctx, call)
}
