package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/fault/network"
)

const (
	callLimit   = 30 * time.Second // one request with its answer; MSAL has a limit only if the context has none
	answerLimit = 4 << 20          // bytes
)

// transport stands between MSAL and the network and classifies every failure where it is first seen. MSAL would turn
// them into text, and its text may hold a whole answer, tokens included.
type transport struct {
	client *http.Client
	now    func() time.Time
}

// CloseIdleConnections is asked for by MSAL.
func (t *transport) CloseIdleConnections() { t.client.CloseIdleConnections() }

// Do gives MSAL only answers that it understands: a success in JSON, or "not yet" while it polls for a device code.
// Everything else is a classified error.
func (t *transport) Do(req *http.Request) (*http.Response, error) {
	resp, err := t.do(req)
	if err != nil && polling(req.Context()) && fault.ClassOf(err) == fault.RetryLater {
		return notYet(req), nil
	}
	return resp, err
}

func (t *transport) do(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), callLimit)
	defer cancel()
	resp, err := t.client.Do(req.WithContext(ctx))
	if err != nil {
		return nil, unreachable(req, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, answerLimit))
	if err != nil {
		return nil, unreachable(req, err)
	}
	if resp.StatusCode == http.StatusOK || resp.StatusCode == http.StatusCreated {
		if !json.Valid(body) {
			return nil, badAnswer(req, resp)
		}
		return withBody(resp, body), nil
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil || a.Error == "" {
		return nil, t.patient(resp, badAnswer(req, resp))
	}
	if polling(req.Context()) && (a.Error == "authorization_pending" || a.Error == "slow_down") {
		return withBody(resp, body), nil
	}
	f := classify(operation(req), a)
	return nil, &refusal{claims: a.Claims, fault: t.patient(resp, f)}
}

// withBody puts a body that was read back into its answer.
func withBody(resp *http.Response, body []byte) *http.Response {
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp
}

// patient adds the time to wait that an answer asks for.
func (t *transport) patient(resp *http.Response, f *fault.Error) *fault.Error {
	if f.Class != fault.RetryLater {
		return f
	}
	header := resp.Header.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(header, 64); err == nil && seconds > 0 && seconds < 86400 {
		f.After = t.now().Add(time.Duration(seconds * float64(time.Second)))
	} else if at, err := http.ParseTime(header); err == nil {
		f.After = at
	}
	return f
}

// refusal is an OAuth error answer: the classified error, and the claims that the next interactive sign-in has to meet.
type refusal struct {
	claims string
	fault  *fault.Error
}

func (r *refusal) Error() string { return r.fault.Error() }
func (r *refusal) Unwrap() error { return r.fault }

// unreachable classifies what happens before there is an answer. The text of net/http names host and path, no secret:
// tokens travel in bodies.
func unreachable(req *http.Request, err error) error {
	if ctx := req.Context().Err(); ctx != nil {
		return ctx
	}
	return network.Error(operation(req), req.URL.Host, err)
}

// badAnswer is an answer to a request that is not Entra's: a proxy's page, a guest network's, a gateway's that failed.
func badAnswer(req *http.Request, resp *http.Response) *fault.Error {
	f := network.Answer(operation(req), req.URL.Host, resp)
	kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	f.Detail = fmt.Sprintf("status %d, content type %q", resp.StatusCode, kind)
	return f
}

// operation says in a few words what a request was for.
func operation(req *http.Request) string {
	switch path := req.URL.Path; {
	case strings.HasSuffix(path, "/openid-configuration"):
		return "look up the sign-in service"
	case strings.HasSuffix(path, "/devicecode"):
		return "ask for a device code"
	case strings.HasSuffix(path, "/token"):
		return "ask for a token"
	}
	return "ask the sign-in service"
}

type pollingKey struct{}

// withPolling marks the calls of a device code sign-in that wait for the person.
func withPolling(ctx context.Context) context.Context {
	return context.WithValue(ctx, pollingKey{}, true)
}

func polling(ctx context.Context) bool { return ctx.Value(pollingKey{}) != nil }

// notYet lets MSAL go on polling after a failure that time cures, as RFC 8628 3.5 asks. MSAL itself would give up, and
// the person would have to enter a new code because of one lost packet.
func notYet(req *http.Request) *http.Response {
	return &http.Response{
		StatusCode: http.StatusBadRequest, Status: "400 Bad Request", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		Body: io.NopCloser(strings.NewReader(`{"error":"authorization_pending"}`)),
	}
}
