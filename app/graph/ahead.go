package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"postroom/app/fault"
	"postroom/app/graph/transport"
)

// ahead keeps answers that were asked for together with others, until they are asked for.
type ahead struct {
	mu      sync.Mutex
	answers map[string]aheadAnswer // by address
	refused bool                   // the service takes no batches
}

type aheadAnswer struct {
	header http.Header
	body   json.RawMessage
}

// maxAhead bounds the answer to a batch; it is many times what two pages without news have.
const maxAhead = 16 << 20

// batchPart is one request of a batch, batchAnswer its answer (learn.microsoft.com/graph/json-batching).
type batchPart struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"` // below the version
	Headers   map[string]string `json:"headers"`
	DependsOn []string          `json:"dependsOn,omitempty"`
}

type batchAnswer struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
}

// Ahead asks for what lies behind several cursors in one request and keeps the good answers for the next FolderChanges
// or Changes with these links. It is a saving and nothing else: whatever goes wrong, those ask for themselves. The only
// errors are the context's.
//
// The parts depend on each other, so that the service runs them one after the other and they take one of the mailbox's
// four connections ("Microsoft Graph service-specific throttling limits"); each counts as a request all the same.
func (m *Mailbox) Ahead(ctx context.Context, links ...string) error {
	parts := make([]batchPart, 0, len(links))
	for i, link := range links {
		below, ok := strings.CutPrefix(link, m.client.base)
		if !ok {
			return nil
		}
		part := batchPart{ID: strconv.Itoa(i), Method: http.MethodGet, URL: below,
			Headers: map[string]string{"Prefer": preferImmutable + ", " + preferPageSize + strconv.Itoa(pageSize)}}
		if i > 0 {
			part.DependsOn = []string{strconv.Itoa(i - 1)}
		}
		parts = append(parts, part)
	}
	if m.ahead.off() || len(parts) < 2 {
		return nil
	}
	answers, err := m.batch(ctx, parts)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	m.ahead.keep(links, answers, err)
	return nil
}

func (m *Mailbox) batch(ctx context.Context, parts []batchPart) ([]batchAnswer, error) {
	const op = "ask for several changes at once"
	body, err := json.Marshal(map[string]any{"requests": parts})
	if err != nil {
		return nil, badAnswer(op, "no batch", err)
	}
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Mailbox, Parts: len(parts)})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, m.client.base+"/$batch", bytes.NewReader(body))
	if err != nil {
		return nil, badAnswer(op, "not an address", nil)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := m.client.http.Do(req)
	if err != nil {
		return nil, understood(ctx, op, err)
	}
	var in struct {
		Responses []batchAnswer `json:"responses"`
	}
	err = json.NewDecoder(io.LimitReader(resp.Body, maxAhead)).Decode(&in)
	for i := range in.Responses {
		if in.Responses[i].Headers == nil {
			in.Responses[i].Headers = map[string]string{}
		}
		in.Responses[i].Headers["Date"] = resp.Header.Get("Date")
	}
	return in.Responses, closing(resp, err)
}

func (a *ahead) off() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.refused
}

// keep takes the good answers in, in place of those that nobody asked for.
func (a *ahead) keep(links []string, answers []batchAnswer, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answers = map[string]aheadAnswer{}
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		a.refused = f.Class == fault.Bug || f.Class == fault.SkipMail || f.Class == fault.FixSetting
		return
	}
	for _, answer := range answers {
		i, err := strconv.Atoi(answer.ID)
		if err != nil || i < 0 || i >= len(links) || answer.Status != http.StatusOK {
			continue
		}
		header := http.Header{}
		for key, value := range answer.Headers {
			header.Set(key, value)
		}
		a.answers[links[i]] = aheadAnswer{header, answer.Body}
	}
}

// take gives the answer that is kept for an address, once.
func (a *ahead) take(address string) (*http.Response, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	answer, ok := a.answers[address]
	if !ok {
		return nil, false
	}
	delete(a.answers, address)
	return &http.Response{StatusCode: http.StatusOK, Header: answer.header, Body: io.NopCloser(bytes.NewReader(answer.body))}, true
}

// changes asks for one page of a delta, unless its answer has come ahead.
func (m *Mailbox) changes(ctx context.Context, call transport.Call, address string) (*http.Response, error) {
	if resp, ok := m.ahead.take(address); ok {
		return resp, nil
	}
	return m.client.get(ctx, call.Op, address, preferImmutable, preferPageSize+strconv.Itoa(pageSize))
}
