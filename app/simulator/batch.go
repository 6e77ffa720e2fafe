package simulator

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// maxParts is how many requests a batch may hold, maxAtOnce how many of them Outlook runs at a time (Microsoft Graph,
// "JSON batching" and "service-specific throttling limits").
const (
	maxParts  = 20
	maxAtOnce = 4
)

type batchPart struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	DependsOn []string          `json:"dependsOn"`
}

type batchAnswer struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    json.RawMessage   `json:"body,omitempty"`
}

// batch answers POST /$batch. The whole is 200 even if parts fail.
func (s *Simulator) batch(c *call) {
	text, ok := c.body()
	if !ok {
		return
	}
	var in struct{ Requests []batchPart }
	if err := json.Unmarshal(text, &in); err != nil {
		c.fail(http.StatusBadRequest, "BadRequest", "Invalid batch payload format.")
		return
	}
	if problem := checkBatch(in.Requests); problem != "" {
		c.fail(http.StatusBadRequest, "BadRequest", problem)
		return
	}
	out := struct {
		Responses []batchAnswer `json:"responses"`
	}{s.runBatch(c, in.Requests)}
	c.json(http.StatusOK, appendAny(nil, out))
}

func checkBatch(parts []batchPart) string {
	if len(parts) == 0 {
		return "Invalid batch payload format."
	}
	if len(parts) > maxParts {
		return "Number of batch request steps exceeds the maximum value of 20."
	}
	seen := map[string]bool{}
	for _, p := range parts {
		switch {
		case p.ID == "" || seen[strings.ToLower(p.ID)]:
			return "Each request in a batch needs an id of its own."
		case p.Method == "" || p.URL == "":
			return "Each request in a batch needs a method and a url."
		case len(p.Body) > 0 && !hasHeader(p.Headers, "Content-Type"):
			return "Write request id : " + p.ID + " does not contain Content-Type header or body."
		}
		for _, id := range p.DependsOn {
			if !seen[strings.ToLower(id)] {
				return "The dependsOn of request " + p.ID + " names a request that is not before it."
			}
		}
		seen[strings.ToLower(p.ID)] = true
	}
	return ""
}

func hasHeader(h map[string]string, name string) bool {
	for k := range h {
		if strings.EqualFold(k, name) {
			return true
		}
	}
	return false
}

// runBatch runs the parts, a few at once and each after those it depends on. A part whose connection is to break
// breaks the batch's.
func (s *Simulator) runBatch(c *call, parts []batchPart) []batchAnswer {
	answers := make([]batchAnswer, len(parts))
	finished := map[string]chan struct{}{}
	failed := map[string]*batchAnswer{}
	for i, p := range parts {
		finished[strings.ToLower(p.ID)] = make(chan struct{})
		failed[strings.ToLower(p.ID)] = &answers[i]
	}
	slots := make(chan struct{}, maxAtOnce)
	var broken any
	var once sync.Once
	var all sync.WaitGroup
	for i, p := range parts {
		all.Go(func() {
			defer close(finished[strings.ToLower(p.ID)])
			for _, id := range p.DependsOn {
				<-finished[strings.ToLower(id)]
				if failed[strings.ToLower(id)].Status >= 400 {
					answers[i] = batchAnswer{ID: p.ID, Status: http.StatusFailedDependency, Headers: map[string]string{"Content-Type": "application/json"},
						Body: json.RawMessage(`{"error":{"code":"FailedDependency","message":"A request that this one depends on failed."}}`)}
					return
				}
			}
			slots <- struct{}{}
			defer func() { <-slots }()
			defer func() {
				if r := recover(); r != nil {
					once.Do(func() { broken = r })
				}
			}()
			answers[i] = s.runPart(c, p)
		})
	}
	all.Wait()
	if broken != nil {
		panic(broken)
	}
	return answers
}

func (s *Simulator) runPart(c *call, p batchPart) batchAnswer {
	url := "/v1.0/" + strings.TrimPrefix(p.URL, "/")
	body := []byte(p.Body)
	var text string
	if json.Unmarshal(p.Body, &text) == nil { // a body that is not JSON is a base64 string
		if raw, err := base64.StdEncoding.DecodeString(text); err == nil {
			body = raw
		}
	}
	r, err := http.NewRequestWithContext(c.r.Context(), strings.ToUpper(p.Method), c.base+url, bytes.NewReader(body))
	if err != nil || strings.Contains(strings.ToLower(p.URL), "$batch") || strings.Contains(p.URL, "://") {
		return batchAnswer{ID: p.ID, Status: http.StatusBadRequest, Headers: map[string]string{"Content-Type": "application/json"},
			Body: json.RawMessage(`{"error":{"code":"BadRequest","message":"Invalid batch step url."}}`)}
	}
	for k, v := range p.Headers {
		r.Header.Set(k, v)
	}
	r.Header.Set("Authorization", c.r.Header.Get("Authorization"))
	r.Host, r.TLS = c.r.Host, c.r.TLS
	w := &recorder{header: http.Header{}}
	part := &call{sim: s, w: w, r: r, base: c.base, inner: true}
	started := time.Now()
	part.begin()
	defer func() { s.record(part, started) }()
	part.answer()
	return w.answer(p.ID)
}

// recorder takes the answer of a part.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}
func (w *recorder) Write(p []byte) (int, error) { return w.body.Write(p) }

// answer is the part's answer: JSON as it is, anything else as a base64 string.
func (w *recorder) answer(id string) batchAnswer {
	a := batchAnswer{ID: id, Status: w.status, Headers: map[string]string{}}
	for k, v := range w.header {
		if k != "Content-Length" {
			a.Headers[k] = strings.Join(v, ", ")
		}
	}
	body, _ := io.ReadAll(&w.body)
	switch {
	case len(body) == 0:
	case strings.HasPrefix(w.header.Get("Content-Type"), "application/json") && json.Valid(body):
		a.Body = body
	default:
		a.Body, _ = json.Marshal(base64.StdEncoding.EncodeToString(body))
	}
	return a
}
