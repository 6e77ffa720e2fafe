package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"postroom/app/fault"
)

// errNoAnswer and errIdle end an attempt from our side.
var (
	errNoAnswer = errors.New("no answer in time")
	errIdle     = errors.New("no more data in time")
)

// body is an answer's body: it counts, gives the slot back when it ends, does not wait for ever for the next byte, and
// classifies its read errors.
type body struct {
	t      *Transport
	rc     io.ReadCloser
	call   Call
	caller context.Context // of the caller
	ctx    context.Context // of the attempt
	end    func()          // gives the slot back; may be called again
	timer  Timer
	length int64 // announced; -1 if it was not
	read   int64
	err    error
}

// wrap makes resp's body end with the attempt: stop cancels its context, release gives its slot back.
func (t *Transport) wrap(resp *http.Response, call Call, caller, ctx context.Context, stop context.CancelCauseFunc, release func()) {
	b := &body{t: t, rc: resp.Body, call: call, caller: caller, ctx: ctx, length: resp.ContentLength}
	if resp.Request != nil && resp.Request.Method == http.MethodHead {
		b.length = -1
	}
	b.timer = t.clock.AfterFunc(t.idle, func() { stop(errIdle) })
	b.timer.Stop()
	b.end = func() {
		b.timer.Stop()
		stop(nil)
		release()
	}
	resp.Body = b
}

func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	// Only the service's silence counts, not the time that the reader takes between two reads.
	b.timer.Reset(b.t.idle)
	n, err := b.rc.Read(p)
	b.timer.Stop()
	b.read += int64(n)
	b.t.count.read(n)
	if err == nil {
		return n, nil
	}
	b.err = b.explain(err)
	b.end()
	return n, b.err
}

func (b *body) Close() error {
	err := b.rc.Close()
	b.end()
	return err
}

func (b *body) explain(err error) error {
	if err == io.EOF {
		if b.length < 0 || b.read >= b.length {
			return io.EOF
		}
		err = io.ErrUnexpectedEOF
	}
	if b.caller.Err() != nil {
		return ended(b.caller, b.call)
	}
	e := &fault.Error{Class: fault.RetryLater, Code: "bad-answer", Op: b.call.Op, Err: err,
		Detail: fmt.Sprintf("the answer broke off after %d bytes", b.read)}
	if cause := context.Cause(b.ctx); errors.Is(cause, errIdle) || errors.Is(cause, errNoAnswer) {
		e.Code, e.Err = "timeout", cause
	}
	return e
}
