package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

const graphData = "../../testdata/graph/"

// description is Microsoft's description of Graph v1.0, cut to what concerns us, with its paths in our patterns.
type description struct {
	doc   *openapi3.T
	paths map[string]string // pattern → path
}

var graphDescription = sync.OnceValues(func() (*description, error) {
	doc, err := openapi3.NewLoader().LoadFromFile(graphData + "msgraph-v1.0-subset.openapi.json")
	if err != nil {
		return nil, err
	}
	d := &description{doc: doc, paths: map[string]string{}}
	for path := range doc.Paths.Map() {
		var names []string
		for segment := range strings.SplitSeq(strings.ToLower(path), "/") {
			if strings.HasPrefix(segment, "{") {
				segment = "{}"
			}
			names = append(names, segment)
		}
		d.paths[strings.TrimPrefix(strings.Join(names, "/"), "/")] = path
	}
	return d, nil
})

// outside are paths of Graph that the description leaves out, though Microsoft's examples use them.
var outside = []string{"users/$count", "me/mailboxsettings/workinghours", "me/mailboxsettings/automaticrepliessetting", "me/mailboxsettings/timezone"}

// conform checks a request and its answer against the description; it returns what does not agree.
func conform(r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error {
	d, err := graphDescription()
	if err != nil {
		return err
	}
	parts := parsePath(strings.TrimPrefix(r.URL.EscapedPath(), "/v1.0"))
	p := pattern(parts)
	if status >= 400 {
		return conformError(header, body)
	}
	path, ok := d.paths[p]
	if !ok {
		if slices.Contains(outside, p) {
			return nil
		}
		return fmt.Errorf("the service has no path %q (%s)", p, r.URL.Path)
	}
	item := d.doc.Paths.Value(path)
	op := item.GetOperation(r.Method)
	if op == nil {
		return fmt.Errorf("the service has no %s %s", r.Method, path)
	}
	keys := map[string]string{}
	at := 0
	for segment := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(segment, "{"); ok {
			for !parts[at].is {
				at++
			}
			keys[strings.TrimSuffix(name, "}")] = parts[at].key
			at++
		}
	}
	copied := r.Clone(context.Background())
	copied.Body = io.NopCloser(bytes.NewReader(requestBody))
	copied.Header.Del("Content-Encoding")
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}
	in := &openapi3filter.RequestValidationInput{
		Request: copied, PathParams: keys, QueryParams: readQuery(r.URL.RawQuery), Options: options,
		Route: &routers.Route{Spec: d.doc, Path: path, PathItem: item, Method: r.Method, Operation: op},
	}
	if err := openapi3filter.ValidateRequest(context.Background(), in); err != nil {
		return fmt.Errorf("request: %w", err)
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: status, Header: header, Options: options}
	out.SetBodyBytes(body)
	if err := openapi3filter.ValidateResponse(context.Background(), out); err != nil {
		return fmt.Errorf("response: %w", err)
	}
	if media := op.Responses.Status(status).Value.Content.Get("application/json"); media != nil {
		var v any
		if err := json.Unmarshal(body, &v); err != nil {
			return err
		}
		return d.known("", v, media.Schema.Value)
	}
	return nil
}

// known fails on properties that the description does not have: its schemas allow any, the service does not.
func (d *description) known(at string, v any, schema *openapi3.Schema) error {
	switch v := v.(type) {
	case []any:
		if schema.Items != nil {
			for i, one := range v {
				if err := d.known(fmt.Sprintf("%s[%d]", at, i), one, schema.Items.Value); err != nil {
					return err
				}
			}
		}
	case map[string]any:
		names := openapi3.Schemas{}
		flatten(schema, names)
		if kind, ok := v["@odata.type"].(string); ok {
			if derived := d.doc.Components.Schemas[strings.TrimPrefix(kind, "#")]; derived != nil {
				flatten(derived.Value, names)
			}
		}
		if len(names) == 0 {
			return nil
		}
		for name, value := range v {
			s, ok := names[name]
			switch {
			case ok:
				if err := d.known(at+"."+name, value, s.Value); err != nil {
					return err
				}
			case !strings.Contains(name, "@odata."):
				return fmt.Errorf("response: %s has no property %q", at, name)
			}
		}
	}
	return nil
}

func flatten(s *openapi3.Schema, into openapi3.Schemas) {
	for name, p := range s.Properties {
		into[name] = p
	}
	for _, part := range s.AllOf {
		flatten(part.Value, into)
	}
}

// conformError checks the envelope of an error.
func conformError(header http.Header, body []byte) error {
	var e struct {
		Error *struct {
			Code, Message *string
			InnerError    map[string]any
		}
	}
	if err := json.Unmarshal(body, &e); err != nil {
		return fmt.Errorf("error body: %w", err)
	}
	if e.Error == nil || e.Error.Code == nil || *e.Error.Code == "" || e.Error.Message == nil {
		return fmt.Errorf("error body without code and message: %s", body)
	}
	if kind := header.Get("Content-Type"); !strings.HasPrefix(kind, "application/json") {
		return fmt.Errorf("error of type %q", kind)
	}
	return nil
}

func TestConformanceCheckFindsWhatIsWrong(t *testing.T) {
	good := `{"@odata.context":"c","value":[{"id":"x","displayName":"Inbox","totalItemCount":1}]}`
	for _, tt := range []struct {
		name, url, body string
		status          int
		wrong           bool
	}{
		{"good", "/v1.0/me/mailFolders?$top=5", good, 200, false},
		{"unknown property", "/v1.0/me/mailFolders", `{"value":[{"id":"x","wellKnownName":"inbox"}]}`, 200, true},
		{"wrong type", "/v1.0/me/mailFolders", `{"value":[{"id":"x","totalItemCount":"1"}]}`, 200, true},
		{"value missing", "/v1.0/me/mailFolders", `{}`, 200, true},
		{"query of wrong type", "/v1.0/me/mailFolders?$top=many", good, 200, true},
		{"path that is not", "/v1.0/me/postboxes", good, 200, true},
		{"error without code", "/v1.0/me/mailFolders", `{"error":{"message":"m"}}`, 404, true},
		{"error", "/v1.0/me/mailFolders", `{"error":{"code":"c","message":"m"}}`, 404, false},
	} {
		r, err := http.NewRequest(http.MethodGet, "https://graph.microsoft.com"+tt.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = conform(r, nil, tt.status, http.Header{"Content-Type": {"application/json"}}, []byte(tt.body))
		if (err != nil) != tt.wrong {
			t.Errorf("%s: check says %v, wanted an error: %v", tt.name, err, tt.wrong)
		}
	}
}
