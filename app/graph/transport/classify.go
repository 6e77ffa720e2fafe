package transport

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"

	"postroom/app/fault"
	"postroom/app/fault/network"
	"postroom/app/mail"
)

// maxErrorBody is how much of an error's body is read: envelopes have a few hundred bytes.
const maxErrorBody = 64 << 10

// failure is an attempt that brought no usable answer, understood.
type failure struct {
	outcome
	err    *fault.Error
	header http.Header   // of the answer; nil if there was none
	pause  time.Duration // how long the state lasts by experience
}

// refusal reads and classifies an answer that is an error.
func refusal(resp *http.Response, call Call, now time.Time) failure {
	body, readErr := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	f := failure{outcome: outcome{status: resp.StatusCode, sent: true}, err: &fault.Error{Op: call.Op}}
	f.retryAfter, f.asked = retryAfter(resp.Header, now)

	e, ok := readEnvelope(body)
	if !ok {
		f.notGraph(resp, readErr)
	} else {
		f.classify(e, call)
		f.err.Detail = e.detail(resp)
		f.crowded = resp.StatusCode == http.StatusTooManyRequests && strings.Contains(e.message, "MailboxConcurrency")
	}
	if call.Link && resp.StatusCode == http.StatusGone {
		// 410 with any body or none: the documentation promises a Location header, not a code.
		f.lose(call)
	}
	if f.err.Err == nil && call.Delta && call.Target == Mailbox && unsupported(resp.StatusCode) {
		// Folders can be listed where their changes can't be tracked; a mailbox without access refuses the listing, too.
		f.err.Err, f.final = mail.ErrDeltaUnavailable, true
	}
	if f.err.Code == "" {
		f.err.Code = network.BadAnswer
	}
	switch {
	case f.err.Class != fault.RetryLater:
	case f.asked:
		f.err.After = now.Add(f.retryAfter)
	case f.pause > 0:
		f.err.After = now.Add(f.pause)
	}
	return f
}

// unsupported says whether a status may mean that there is no such function here.
func unsupported(status int) bool {
	switch status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	}
	return false
}

// notGraph is an error that Graph did not write: a gateway or a proxy did. It says nothing about a mail, whatever its
// status, so that no mail is taken for deleted because of it.
func (f *failure) notGraph(resp *http.Response, readErr error) {
	between := network.Answer(f.err.Op, resp.Request.URL.Host, resp)
	f.err.Class, f.err.Code, f.err.Args = between.Class, between.Code, between.Args
	f.err.Detail = fmt.Sprintf("HTTP %d, %s", resp.StatusCode, contentType(resp))
	f.err.Err = readErr
	if resp.StatusCode == http.StatusUnauthorized {
		f.err.Class, f.err.Code = fault.SignInAgain, "unauthenticated"
	}
}

// classify turns the service's code into an error.
func (f *failure) classify(e envelope, call Call) {
	name, c := recognise(e.codes, e.message)
	if c.kind == unknown {
		c.kind = byStatus(f.status)
	}
	if f.status == http.StatusTooManyRequests {
		c.kind = passing // whatever it is called
	}
	f.err.Code, f.err.Class = name, c.kind.class()
	f.final, f.pause = c.kind != passing || c.pause > 0, c.pause
	switch c.kind {
	case gone:
		f.lack(call)
	case resync:
		if call.Target == Message {
			f.err.Class = fault.SkipMail // a malformed id, not a lost cursor; the mail is not known to be gone
		} else {
			f.lose(call)
		}
	case config:
		if call.Delta && strings.EqualFold(name, "ErrorQuotaExceeded") {
			// A full mailbox can be read, but its changes can't be tracked; seen in the wild.
			f.err.Err = mail.ErrDeltaUnavailable
		}
	case bug:
		if call.Link && f.status == http.StatusBadRequest {
			// A link is opaque: nothing about it can be our mistake, so the service no longer understands it.
			f.lose(call)
		}
	}
}

// lack is "not found", which depends on what was looked for.
func (f *failure) lack(call Call) {
	switch call.Target {
	case Message:
		f.err.Class, f.err.Err = fault.SkipMail, mail.ErrNotFound
	case Folder:
		f.err.Err = mail.ErrNotFound
	case Mailbox:
		// A mailbox always has a top: who can't see it has no right to.
		f.err.Code = "mailbox-no-access"
	}
}

func (f *failure) lose(call Call) {
	f.err.Class, f.err.Err = fault.RetryLater, mail.ErrCursorLost
	f.final = true
}

// envelope is the error object of Microsoft Graph.
type envelope struct {
	codes           []string // outermost first
	message         string
	requestID, date string
}

type innerError struct {
	Code      string          `json:"code"`
	Message   string          `json:"message"`
	Date      string          `json:"date"`
	RequestID string          `json:"request-id"`
	Inner     json.RawMessage `json:"innerError"`
}

// maxInner bounds how deep innerError is followed.
const maxInner = 16

// readEnvelope reads {"error":{"code":…,"message":…,"innerError":…}}. It is not ok if the body is anything else.
func readEnvelope(body []byte) (e envelope, ok bool) {
	var outer struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal(body, &outer) != nil {
		return e, false
	}
	next := outer.Error
	for range maxInner {
		var in innerError
		if len(next) == 0 || json.Unmarshal(next, &in) != nil {
			break
		}
		if in.Code != "" {
			e.codes = append(e.codes, clean(in.Code, 80))
		}
		for _, f := range []struct {
			to   *string
			from string
		}{{&e.message, in.Message}, {&e.requestID, in.RequestID}, {&e.date, in.Date}} {
			if *f.to == "" {
				*f.to = clean(f.from, 200)
			}
		}
		next = in.Inner
	}
	return e, len(e.codes) > 0
}

// detail is the technical text for support.
func (e envelope) detail(resp *http.Response) string {
	parts := []string{fmt.Sprintf("HTTP %d", resp.StatusCode), strings.Join(e.codes, "/")}
	if e.message != "" {
		parts = append(parts, e.message)
	}
	if e.requestID == "" {
		e.requestID = clean(resp.Header.Get("request-id"), 80)
	}
	if e.date == "" {
		e.date = clean(resp.Header.Get("Date"), 80)
	}
	if e.requestID != "" {
		parts = append(parts, "request-id "+e.requestID)
	}
	if e.date != "" {
		parts = append(parts, "date "+e.date)
	}
	return strings.Join(parts, ", ")
}

// clean makes a text of the service safe for a log: one line, no control characters, not long.
func clean(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

func contentType(resp *http.Response) string {
	if t := clean(resp.Header.Get("Content-Type"), 60); t != "" {
		return t
	}
	return "no content type"
}

// unreachable classifies an attempt that got no answer from a host.
func unreachable(err error, call Call, host string, sent bool) failure {
	f := failure{outcome: outcome{noAnswer: lost, sent: sent}}
	if errors.Is(err, errNoAnswer) {
		f.err = &fault.Error{Class: fault.RetryLater, Code: network.Timeout, Op: call.Op, Err: err}
	} else {
		f.err = network.Error(call.Op, host, err)
	}
	switch {
	case f.err.Code == network.Timeout:
		f.noAnswer = timedOut
	case f.err.Class != fault.RetryLater, f.err.Code == network.OtherServer, f.err.Code == network.GuestNetwork:
		f.noAnswer = untrusted
	}
	return f
}

// ended is the error of a request whose context ended: the context's own if the caller gave up, a classified one if its
// deadline came.
func ended(ctx context.Context, call Call) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &fault.Error{Class: fault.RetryLater, Code: network.Timeout, Op: call.Op, Err: ctx.Err()}
	}
	return fmt.Errorf("%s: %w", call.Op, ctx.Err())
}
