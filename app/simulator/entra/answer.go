package entra

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Failure is an error to play instead of an answer. With Code alone everything else follows from the table of codes.
type Failure struct {
	Code       int    // AADSTS number; 0 for an OAuth error without one
	Error      string // OAuth error
	Suberror   string
	Message    string // replaces the text behind the number
	Claims     string // claims that the client has to send, as JSON
	Status     int
	RetryAfter string // header of the answer
	// Redirect sends an Interactive failure back to the app although Microsoft would show it on its own page.
	Redirect bool
	// Body, if not empty, is sent as it is with ContentType: what a proxy or a broken gateway answers.
	Body        string
	ContentType string
}

// Fail plays a failure for the next request of a phase; failures queue up.
func (a *Authority) Fail(p Phase, f Failure) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failures[p] = append(a.failures[p], f)
}

// FailNext plays an AADSTS error by number for the next n requests of a phase.
func (a *Authority) FailNext(p Phase, code, n int) error {
	if _, ok := codeByNumber[code]; !ok {
		return fmt.Errorf("AADSTS%d: %w", code, ErrUnknown)
	}
	for range n {
		a.Fail(p, Failure{Code: code})
	}
	return nil
}

// ClearFailures forgets the failures that wait.
func (a *Authority) ClearFailures() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.failures)
}

// next counts a request and takes the failure that waits for it.
func (a *Authority) next(p Phase) (Failure, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.served[p]++
	waiting := a.failures[p]
	if len(waiting) == 0 {
		return Failure{}, false
	}
	a.failures[p] = waiting[1:]
	return waiting[0].filled(), true
}

// filled completes a failure from the table of codes.
func (f Failure) filled() Failure {
	c := codeByNumber[f.Code]
	if f.Error == "" {
		f.Error = c.oauth()
		if f.Suberror == "" {
			f.Suberror = c.Suberror
		}
	}
	if f.Message == "" {
		f.Message = c.Text
	}
	if f.Status == 0 {
		f.Status = c.Status
	}
	if f.Status == 0 {
		f.Status = http.StatusBadRequest
	}
	if f.Status == http.StatusTooManyRequests && f.RetryAfter == "" {
		f.RetryAfter = "10"
	}
	return f
}

// envelope is the JSON of an error, as Microsoft's identity platform documentation shows it.
type envelope struct {
	Error         string `json:"error"`
	Description   string `json:"error_description"`
	Codes         []int  `json:"error_codes"`
	Timestamp     string `json:"timestamp"`
	TraceID       string `json:"trace_id"`
	CorrelationID string `json:"correlation_id"`
	URI           string `json:"error_uri"`
	Suberror      string `json:"suberror,omitempty"`
	Claims        string `json:"claims,omitempty"`
}

// describe writes an error_description with the ids that support asks for.
func (a *Authority) describe(f Failure, r *http.Request) envelope {
	e := envelope{
		Error:         f.Error,
		Codes:         []int{},
		Timestamp:     a.now().UTC().Format("2006-01-02 15:04:05Z"),
		TraceID:       guid(""),
		CorrelationID: r.Header.Get("Client-Request-Id"),
		Suberror:      f.Suberror,
		Claims:        f.Claims,
	}
	if e.CorrelationID == "" {
		e.CorrelationID = guid("")
	}
	text := f.Message
	if f.Code != 0 {
		text = fmt.Sprintf("AADSTS%d: %s", f.Code, text)
		e.Codes = append(e.Codes, f.Code)
		e.URI = origin(r) + "/error?code=" + strconv.Itoa(f.Code)
	}
	e.Description = fmt.Sprintf("%s Trace ID: %s Correlation ID: %s Timestamp: %s", text, e.TraceID, e.CorrelationID, e.Timestamp)
	return e
}

// refuse answers a token or device request with an error.
func (a *Authority) refuse(w http.ResponseWriter, r *http.Request, f Failure) {
	f = f.filled()
	a.log.Info("entra refuses", "path", r.URL.Path, "error", f.Error, "code", f.Code)
	if f.RetryAfter != "" {
		w.Header().Set("Retry-After", f.RetryAfter)
	}
	if f.Body != "" {
		w.Header().Set("Content-Type", f.ContentType)
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte(f.Body))
		return
	}
	answer(w, f.Status, a.describe(f, r))
}

// answer writes JSON. A client that went away is nobody's error.
func answer(w http.ResponseWriter, status int, v any) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store, no-cache")
	h.Set("Pragma", "no-cache")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func (a *Authority) openIDConfiguration(w http.ResponseWriter, r *http.Request) {
	if f, ok := a.next(Discovery); ok {
		a.refuse(w, r, f)
		return
	}
	a.mu.Lock()
	d, ok := a.audienceOf(r.PathValue("tenant"))
	a.mu.Unlock()
	if !ok {
		a.refuse(w, r, noTenant(r.PathValue("tenant")))
		return
	}
	issuer := "{tenantid}"
	if d.tenant != nil {
		issuer = d.tenant.ID
	}
	base := origin(r) + "/" + d.segment
	answer(w, http.StatusOK, map[string]any{
		"issuer":                                origin(r) + "/" + issuer + "/v2.0",
		"authorization_endpoint":                base + "/oauth2/v2.0/authorize",
		"token_endpoint":                        base + "/oauth2/v2.0/token",
		"device_authorization_endpoint":         base + "/oauth2/v2.0/devicecode",
		"end_session_endpoint":                  base + "/oauth2/v2.0/logout",
		"jwks_uri":                              base + "/discovery/v2.0/keys",
		"response_modes_supported":              []string{"query", "fragment", "form_post"},
		"response_types_supported":              []string{"code"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"scopes_supported":                      standing,
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt"},
		"request_uri_parameter_supported":       false,
		"tenant_region_scope":                   nil,
		"cloud_instance_name":                   r.Host,
	})
}

func noTenant(name string) Failure {
	return Failure{Code: 90002, Error: "invalid_tenant", Message: fmt.Sprintf("Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.", name)}
}

// instances answers instance discovery: this authority is its own cloud.
func (a *Authority) instances(w http.ResponseWriter, r *http.Request) {
	endpoint := strings.TrimSuffix(r.URL.Query().Get("authorization_endpoint"), "/oauth2/v2.0/authorize")
	if !strings.HasPrefix(endpoint, origin(r)+"/") {
		endpoint = origin(r) + "/common"
	}
	answer(w, http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": endpoint + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata":                  []any{map[string]any{"preferred_network": r.Host, "preferred_cache": r.Host, "aliases": []string{r.Host}}},
	})
}

// keys lists no key: the id tokens carry no signature, and no public client checks one.
func (a *Authority) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{"keys": []any{}})
}
