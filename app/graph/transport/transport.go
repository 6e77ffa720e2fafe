// Package transport is the line to Microsoft Graph: one http.RoundTripper that every request takes, whoever builds it.
// It keeps requests to one host, within the limits of each mailbox, signed in and repeated where that helps, and turns
// every answer that is an error into a classified one; it knows nothing of folders, pages or the Graph SDK.
package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"postroom/app/fault"
)

// Config is what a Transport is made of.
type Config struct {
	Base   *url.URL          // the only host that is ever asked
	Next   http.RoundTripper // does the asking: TLS, proxy; nil: Default()
	Tokens Tokens
	Limits *Limits
	Count  *Counter // nil: nothing is counted
	Clock  Clock    // nil: the system's
	Log    *slog.Logger
	// UserAgent names the program; empty leaves the header alone.
	UserAgent string
	// MaxWait bounds the summed waits of one request for a service that asks to wait: 5 minutes if zero.
	MaxWait time.Duration
	// Answer bounds the wait for the head of an answer: 100 s if zero. Idle bounds the wait for the next byte of its
	// body: 60 s if zero. A whole answer may take any time.
	Answer, Idle time.Duration
}

// Transport is the line. It is safe for concurrent use.
type Transport struct {
	host         host
	next         http.RoundTripper
	tokens       Tokens
	limits       *Limits
	count        *Counter
	clock        Clock
	log          *slog.Logger
	agent        string
	maxWait      time.Duration
	answer, idle time.Duration
	owner        atomic.Pointer[string]
}

// Default is a transport as Graph likes it: HTTP/2 where the service speaks it, connections kept, dead ones noticed.
func Default() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 64
	// After a suspend the other side may be gone without a word: ask when nothing has come for a while.
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second}
	return t
}

// New returns a line to the host of c.Base.
func New(c Config) (*Transport, error) {
	if c.Base == nil || c.Tokens == nil || c.Limits == nil {
		return nil, errors.New("a transport needs an address, tokens and limits")
	}
	if h := c.Base.Hostname(); c.Base.Scheme != "https" && !(c.Base.Scheme == "http" && (h == "localhost" || h == "127.0.0.1" || h == "::1")) {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "insecure-address", Op: "set up Microsoft Graph",
			Detail: c.Base.Redacted(), Args: map[string]string{"host": c.Base.Host}}
	}
	t := &Transport{
		host: hostOf(c.Base), next: c.Next, tokens: c.Tokens, limits: c.Limits, count: c.Count, clock: c.Clock,
		log: c.Log, agent: c.UserAgent, maxWait: c.MaxWait, answer: c.Answer, idle: c.Idle,
	}
	if t.next == nil {
		t.next = Default()
	}
	if t.clock == nil {
		t.clock = systemClock{}
	}
	if t.log == nil {
		t.log = slog.New(slog.DiscardHandler)
	}
	if t.maxWait == 0 {
		t.maxWait = 5 * time.Minute
	}
	if t.answer == 0 {
		t.answer = 100 * time.Second
	}
	if t.idle == 0 {
		t.idle = time.Minute
	}
	own := "me"
	t.owner.Store(&own)
	return t, nil
}

// Owner tells whose mailbox /me is, so that its requests share the slots of that address.
func (t *Transport) Owner(address string) { t.owner.Store(&address) }

// Check refuses a link to another host or scheme with the code "foreign-link".
func (t *Transport) Check(link, op string) error {
	u, err := url.Parse(link)
	if err != nil {
		return &fault.Error{Class: fault.FixSetting, Code: "foreign-link", Op: op, Detail: "not an address"}
	}
	return t.host.check(u, op)
}

// RoundTrip sends a request, as often as it takes, and returns the first good answer (2xx, or a redirect). Every other
// end is an error: the context's own if it was cancelled, else a *fault.Error.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	call := callOf(req.Context(), req.URL, *t.owner.Load())
	resp, err := t.send(req, call)
	if req.Body != nil {
		_ = req.Body.Close() // each attempt closed it; this is for requests that were never sent
	}
	return resp, err
}

func (t *Transport) send(req *http.Request, call Call) (*http.Response, error) {
	if err := t.host.check(req.URL, call.Op); err != nil {
		return nil, err
	}
	ctx := req.Context()
	var (
		a                attempts
		claims, rejected string
		ticket           = t.limits.next()
		repeatable       = req.Body == nil || req.Body == http.NoBody || req.GetBody != nil
	)
	for challenged := false; ; {
		token, release, err := t.enter(ctx, call, ticket, claims, rejected)
		if err != nil {
			return nil, err
		}
		claims, rejected = "", "" // answered: the next attempt may take the token that is kept
		a.tries++
		resp, f := t.attempt(req, call, token, a.tries, release)
		if f == nil {
			return resp, nil
		}
		release()
		if ctx.Err() != nil {
			return nil, ended(ctx, call)
		}
		if c, again := challenge(f.status, f.header); again && !challenged && repeatable {
			challenged, claims, rejected = true, c, token
			t.log.Debug("the token was refused, asking for another", "op", call.Op, "claims", c != "")
			continue
		}
		a.outcome = f.outcome
		a.idempotent, a.repeatable = idempotent(req.Method), repeatable
		if err := t.pause(ctx, call, &a, f); err != nil {
			return nil, err
		}
	}
}

// enter gets what one attempt needs: a token, then a slot. In this order, since getting a token may take a sign-in's
// time, and a request that waits holds no slot.
func (t *Transport) enter(ctx context.Context, call Call, ticket uint64, claims, rejected string) (token string, release func(), err error) {
	if token, err = t.token(ctx, call, claims, rejected); err != nil {
		return "", nil, err
	}
	before := t.clock.Now()
	release, err = t.limits.acquire(ctx, call.Mailbox, ticket, t.maxWait)
	if err != nil {
		if ctx.Err() != nil {
			return "", nil, ended(ctx, call)
		}
		return "", nil, fmt.Errorf("%s: %w", call.Op, err)
	}
	t.limits.count(call.Mailbox, call.Parts-1)
	if t.clock.Now().Sub(before) > time.Minute { // the token may have expired in the queue
		if token, err = t.token(ctx, call, "", ""); err != nil {
			release()
			return "", nil, err
		}
	}
	return token, release, nil
}

// token asks for a token. Whoever gives them classifies why there is none; what is not classified is nobody's guess.
func (t *Transport) token(ctx context.Context, call Call, claims, rejected string) (string, error) {
	token, err := t.tokens.Token(ctx, claims, rejected)
	switch {
	case err == nil:
		return token, nil
	case ctx.Err() != nil:
		return "", ended(ctx, call)
	}
	if _, ok := errors.AsType[*fault.Error](err); !ok {
		err = &fault.Error{Class: fault.Bug, Code: "no-token", Op: "get a token", Err: err}
	}
	return "", fmt.Errorf("%s: %w", call.Op, err)
}

// pause waits for the next attempt, or says that there is none.
func (t *Transport) pause(ctx context.Context, call Call, a *attempts, f *failure) error {
	v := decide(*a, t.maxWait, random())
	until := t.clock.Now().Add(v.delay)
	switch {
	case f.crowded:
		t.limits.crowd(call.Mailbox, until)
	case v.fence:
		t.limits.hold(call.Mailbox, until)
	}
	if !v.again {
		if v.fence && f.err.After.IsZero() {
			f.err.After = until
		}
		t.log.Debug("request failed", "op", call.Op, "code", f.err.Code, "status", f.status, "tries", a.tries)
		return f.err
	}
	t.log.Debug("request is repeated", "op", call.Op, "why", v.why, "code", f.err.Code, "status", f.status, "tries", a.tries, "after", v.delay)
	a.waited += v.delay
	if f.crowded || v.fence {
		return nil // the limits hold the next attempt back
	}
	if !t.sleep(ctx, v.delay) {
		return ended(ctx, call)
	}
	return nil
}

// sleep waits for d; false says that ctx ended first.
func (t *Transport) sleep(ctx context.Context, d time.Duration) bool {
	done := make(chan struct{})
	timer := t.clock.AfterFunc(d, func() { close(done) })
	select {
	case <-done:
		return true
	case <-ctx.Done():
		timer.Stop()
		return false
	}
}

// attempt sends the request once. The slot goes back when the answer's body ends; on a failure the caller gives it back.
func (t *Transport) attempt(req *http.Request, call Call, token string, try int, release func()) (*http.Response, *failure) {
	caller := req.Context()
	ctx, stop := context.WithCancelCause(caller)
	timer := t.clock.AfterFunc(t.answer, func() { stop(errNoAnswer) })
	var sent atomic.Bool
	out, err := t.outgoing(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }}), req, token, try)
	var resp *http.Response
	if err == nil {
		t.count.request()
		resp, err = t.next.RoundTrip(out)
	}
	timer.Stop()
	if err != nil {
		if cause := context.Cause(ctx); errors.Is(cause, errNoAnswer) {
			err = cause
		}
		stop(nil)
		f := unreachable(err, call, out.URL.Host, sent.Load())
		return nil, &f
	}
	t.wrap(resp, call, caller, ctx, stop, release)
	if good(resp, call) {
		return resp, nil
	}
	f := refusal(resp, call, t.clock.Now())
	f.header = resp.Header
	if err := resp.Body.Close(); err != nil && f.err.Err == nil {
		f.err.Err = err
	}
	return nil, &f
}

// outgoing is the request as it is sent: signed in, with its body from the start.
func (t *Transport) outgoing(ctx context.Context, req *http.Request, token string, try int) (*http.Request, error) {
	out := req.Clone(ctx)
	out.Host = "" // the address decides, nothing else
	out.Header.Set("Authorization", "Bearer "+token)
	if t.agent != "" {
		out.Header.Set("User-Agent", t.agent)
	}
	if req.GetBody != nil && try > 1 {
		body, err := req.GetBody()
		if err != nil {
			return nil, fmt.Errorf("reading the request's body again: %w", err)
		}
		out.Body = body
	}
	return out, nil
}

// good says whether an answer is what was asked for. A redirect is: http.Client follows it, through here.
func good(resp *http.Response, call Call) bool {
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		return resp.StatusCode != http.StatusNotModified && resp.Header.Get("Location") != ""
	case resp.StatusCode < 200 || resp.StatusCode >= 300:
		return false
	case resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusAccepted:
		return true
	}
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if call.Want == Bytes {
		return kind != "text/html" && kind != "application/xhtml+xml"
	}
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}
