package simulator

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// exchange is a request and its answer, cut from Microsoft's documentation.
type exchange struct {
	Name    string
	Request struct {
		Method, URL string
		Headers     map[string]string
		Body        json.RawMessage
	}
	Response struct {
		Status   int
		Headers  map[string]string
		Body     any
		BodyText string
	}
}

// mailExamples are the example files that concern what this package answers.
var mailExamples = []string{
	"attachment-get", "concept-delta-query-messages", "concept-json-batching", "concept-outlook-immutable-id", "contrib-delta-query-messages-changetype",
	"contrib-errors", "contrib-user-list-mailfolders", "mailfolder-delta", "mailfolder-get", "mailfolder-list-childfolders", "mailfolder-list-messages",
	"message-delta", "message-get", "message-list-attachments", "message-move", "organization-get", "user-get", "user-get-mailboxsettings", "user-list",
	"user-list-mailfolders", "user-list-messages", "user-translateexchangeids",
	"calendar-getschedule", "concept-delta-query-users", "user-delta", "user-list-calendarview",
	"contact-delta", "contactfolder-delta", "contactfolder-list-childfolders", "contactfolder-list-contacts", "user-list-contactfolders", "user-list-contacts",
}

func TestMicrosoftsExamplesAreAnsweredInTheirShape(t *testing.T) {
	f := newFixture(t)
	bindings := f.bindings()
	replayed := 0
	for _, file := range mailExamples {
		text, err := os.ReadFile(filepath.Join(graphData, "examples", file+".json"))
		must(t, err)
		var in struct{ Exchanges []exchange }
		must(t, json.Unmarshal(text, &in))
		for _, e := range in.Exchanges {
			name := file + "/" + e.Name
			b, ok := bindings[name]
			if !ok {
				t.Errorf("%s is not bound to the fixture", name)
				continue
			}
			delete(bindings, name)
			replayed++
			f.replay(t, name, e, b)
		}
	}
	for name := range bindings {
		t.Errorf("%s is bound, but no such example was found", name)
	}
	t.Logf("%d examples replayed", replayed)
}

// replay makes the example's request and compares the answer.
func (f *fixture) replay(t *testing.T, name string, e exchange, b bound) {
	if b.set != nil {
		b.set()
	}
	address := b.path
	if _, query, ok := strings.Cut(e.Request.URL, "?"); ok {
		if b.old != "" && !strings.Contains(query, b.old) {
			t.Errorf("%s: %s is not in its query %s", name, b.old, query)
		}
		address += "?" + strings.ReplaceAll(escapeQuery(query), b.old+"'", b.new+"'")
	}
	if b.link != nil {
		address = b.link()
	}
	r := req{method: e.Request.Method, who: b.who, body: string(e.Request.Body)}
	if b.body != nil {
		r.body = b.body()
	}
	for k, v := range e.Request.Headers {
		if !strings.EqualFold(k, "Content-Type") {
			r.header = append(r.header, k+": "+v)
		}
	}
	a := do(t, f.Simulator, address, r)
	if a.status != e.Response.Status {
		t.Errorf("%s: answered %d, want %d: %.400s", name, a.status, e.Response.Status, a.body)
		return
	}
	f.remember(name, a)
	if v, ok := e.Response.Headers["Retry-After"]; ok && a.header.Get("Retry-After") != v {
		t.Errorf("%s: Retry-After %q, want %q", name, a.header.Get("Retry-After"), v)
	}
	if b.text != "" || e.Response.Body == nil {
		if !strings.Contains(string(a.body), b.text) || b.text == "" {
			t.Errorf("%s: body %.200q does not contain %q", name, a.body, b.text)
		}
		return
	}
	var got any
	must(t, json.Unmarshal(a.body, &got))
	skip := map[string]bool{}
	for p := range b.skip {
		skip[p] = true
	}
	compareShape(t, name, "", got, e.Response.Body, skip)
}

// remember keeps the links that the next example of a series follows.
func (f *fixture) remember(name string, a answer) {
	var p page
	if json.Unmarshal(a.body, &p) != nil {
		return
	}
	switch {
	case strings.HasPrefix(name, "concept-delta-query-messages"):
		f.delta = append(f.delta, p.Value...)
		// The example's folder has five mails; go on to the last page.
		if f.next = p.Next; p.Delta != "" {
			f.deltaLink = p.Delta
		}
	case strings.HasPrefix(name, "concept-delta-query-users"):
		f.next = p.Next
	case strings.HasSuffix(name, "delta_4"):
		f.changeType = p.Next
	}
}

func escapeQuery(q string) string {
	return strings.NewReplacer(" ", "%20", `"`, "%22", "’", "'").Replace(q)
}

// compareShape wants every property of the example in our answer, with a value of the same JSON type. Null fits any.
func compareShape(t *testing.T, name, at string, got, want any, skip map[string]bool) {
	t.Helper()
	if skip[at] || got == nil || want == nil {
		return
	}
	switch want := want.(type) {
	case map[string]any:
		have, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: %s is %T, want an object", name, at, got)
			return
		}
		for key, v := range want {
			p := at + "." + key
			if skip[p] || skip["."+key] {
				continue
			}
			if _, ok := have[key]; !ok {
				t.Errorf("%s: %s is missing", name, p)
				continue
			}
			compareShape(t, name, p, have[key], v, skip)
		}
	case []any:
		have, ok := got.([]any)
		if !ok {
			t.Errorf("%s: %s is %T, want an array", name, at, got)
			return
		}
		if len(have) == 0 && len(want) > 0 && at == ".value" {
			t.Errorf("%s: nothing found, the example has %d", name, len(want))
		}
		for i := range want {
			if twin, ok := alike(have, want[i]); ok {
				compareShape(t, name, fmt.Sprintf("%s[%d]", at, i), twin, want[i], skip)
			}
		}
	default:
		if fmt.Sprintf("%T", got) != fmt.Sprintf("%T", want) {
			t.Errorf("%s: %s is %T (%v), want %T (%v)", name, at, got, got, want, want)
		}
	}
}

// alike finds the first of our items that is of the kind of the example's: the same @odata.type, removed or not.
func alike(have []any, want any) (any, bool) {
	kind := func(v any) string {
		object, _ := v.(map[string]any)
		return fmt.Sprint(object["@odata.type"], object["@removed"] != nil)
	}
	for _, v := range have {
		if kind(v) == kind(want) {
			return v, true
		}
	}
	if len(have) > 0 {
		return have[0], true
	}
	return nil, false
}
