package passing

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"postroom/app/fault"
)

const webhookOp = "pass a status on"

// WebhookOptions are what a Webhook is made of. URL and Secret are needed.
type WebhookOptions struct {
	URL    string
	Secret string // as NewSecret makes it
	// Inside says that the receiver may have an address of one's own network or machine. It is then reached without a proxy.
	Inside  bool
	Proxy   func(*http.Request) (*url.URL, error)
	Roots   *x509.CertPool // nil: the system's
	Now     func() time.Time
	Program string // as which it calls: "Postroom/1.0"
}

// Webhook posts statuses to a web address, signed as the Standard Webhooks specification says: with HMAC-SHA256 over id,
// time and body, so that a receiver notices what was changed, made up, or sent once more.
type Webhook struct {
	opts   WebhookOptions
	host   string
	key    []byte
	client *http.Client
}

// secretPrefix begins a secret in words.
const secretPrefix = "whsec_"

// NewSecret makes a secret of 32 bytes.
func NewSecret() string {
	var b [32]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return secretPrefix + base64.StdEncoding.EncodeToString(b[:])
}

// keyOf reads a secret, which has 24 to 64 bytes. The error has the code "pass-secret".
func keyOf(secret string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(strings.TrimSpace(secret), secretPrefix))
	if err != nil || len(key) < 24 || len(key) > 64 {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "pass-secret", Op: "read a secret"} // the cause would hold a part of it
	}
	return key, nil
}

// checkURL takes https addresses that hold no name or password. The error has the code "pass-address".
func checkURL(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "pass-address", Op: "read a web address"} // it may hold a secret
	}
	return u, nil
}

// NewWebhook makes a webhook. It sends nothing. Codes: "pass-address", "pass-secret", "pass-private" for an address in
// numbers that is refused.
func NewWebhook(o WebhookOptions) (*Webhook, error) {
	u, err := checkURL(o.URL)
	if err != nil {
		return nil, err
	}
	w := &Webhook{opts: o, host: u.Host}
	if w.key, err = keyOf(o.Secret); err != nil {
		return nil, err
	}
	if err := checkNumbers(u.Hostname(), o.Inside); err != nil {
		return nil, err
	}
	w.opts.URL = u.String()
	transport := &http.Transport{DialContext: w.dial(net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "443"))),
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Roots}, ForceAttemptHTTP2: true, TLSHandshakeTimeout: limit / 2,
		ResponseHeaderTimeout: limit / 2, IdleConnTimeout: 2 * look, MaxIdleConns: 2, MaxResponseHeaderBytes: 64 << 10}
	if !o.Inside {
		transport.Proxy = o.Proxy
	}
	// A redirect is not followed: nobody has agreed to that other address.
	w.client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return w, nil
}

// Host is where it posts to, without what may be secret in the address.
func (w *Webhook) Host() string { return w.host }

// Pass posts a status. Codes: "pass-unreachable" and "pass-busy", which time may cure; "pass-person", "pass-refused",
// "pass-redirect", "pass-private", "pass-certificate", which it does not.
func (w *Webhook) Pass(ctx context.Context, s Status) error {
	now := w.opts.Now()
	body, err := messageOf(s, now)
	if err != nil {
		return fmt.Errorf("write a status: %w", err)
	}
	return w.post(ctx, s.ID, now, body)
}

func (w *Webhook) post(ctx context.Context, id string, now time.Time, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.opts.URL, bytes.NewReader(body))
	if err != nil {
		return w.fault(fault.FixSetting, "pass-address", 0, nil)
	}
	stamp := strconv.FormatInt(now.Unix(), 10)
	h := req.Header
	h.Set("Content-Type", "application/json")
	h.Set("User-Agent", cmp.Or(w.opts.Program, "Postroom"))
	h.Set("Webhook-Id", id)
	h.Set("Webhook-Timestamp", stamp)
	h.Set("Webhook-Signature", "v1,"+base64.StdEncoding.EncodeToString(sign(w.key, id, stamp, body)))
	resp, err := w.client.Do(req)
	if err != nil {
		return w.unreached(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()           // nothing of it is used
	_, _ = io.CopyN(io.Discard, resp.Body, maxDiscard) // so that the connection can be used again
	return w.answered(resp, now)
}

// maxDiscard is how much of an answer is read.
const maxDiscard = 64 << 10

// sign is the signature of a message.
func sign(key []byte, id, stamp string, body []byte) []byte {
	mac := hmac.New(sha256.New, key)
	_, _ = io.WriteString(mac, id+"."+stamp+".") // a hash takes everything
	_, _ = mac.Write(body)
	return mac.Sum(nil)
}

func (w *Webhook) answered(resp *http.Response, now time.Time) error {
	switch code := resp.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code >= 300 && code < 400:
		return w.fault(fault.FixSetting, "pass-redirect", code, nil)
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests, code >= 500:
		e := w.fault(fault.RetryLater, "pass-busy", code, nil)
		e.After = retryAfter(resp.Header.Get("Retry-After"), now)
		return e
	case code == http.StatusBadRequest, code == http.StatusConflict, code == http.StatusUnprocessableEntity:
		return w.fault(fault.FixSetting, "pass-person", code, nil)
	default:
		return w.fault(fault.FixSetting, "pass-refused", code, nil)
	}
}

func retryAfter(text string, now time.Time) time.Time {
	if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 32); err == nil && n >= 0 {
		return now.Add(time.Duration(n) * time.Second)
	}
	if t, err := http.ParseTime(text); err == nil {
		return t
	}
	return time.Time{}
}

// unreached classifies why there is no answer. What may be secret in the address stays out of it.
func (w *Webhook) unreached(ctx context.Context, err error) error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err // net/http repeats the address
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return w.fault(fault.FixSetting, "pass-certificate", 0, err)
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return w.fault(fault.RetryLater, "pass-unreachable", 0, err)
}

func (w *Webhook) fault(class fault.Class, code string, status int, err error) *fault.Error {
	e := &fault.Error{Class: class, Code: code, Op: webhookOp, Args: map[string]string{"host": w.host}, Err: err}
	if status != 0 {
		e.Args["status"] = strconv.Itoa(status)
		e.Detail = "HTTP " + strconv.Itoa(status)
	}
	return e
}
