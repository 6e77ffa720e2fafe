package transport

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// row is one of testdata/graph/errors-graph.json.
type row struct {
	Code    string `json:"code"`
	Status  int    `json:"status"`
	Message string `json:"message"`
	Class   string `json:"class"`
}

func rows(t *testing.T) []row {
	t.Helper()
	data, err := os.ReadFile("../../../testdata/graph/errors-graph.json")
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Errors []row `json:"errors"`
	}
	if err := json.Unmarshal(data, &table); err != nil || len(table.Errors) < 50 {
		t.Fatalf("%d rows, %v; want the whole table", len(table.Errors), err)
	}
	return table.Errors
}

// read classifies an answer.
func read(status int, header http.Header, body string, call Call) failure {
	if header == nil {
		header = http.Header{"Content-Type": {"application/json"}}
	}
	return refusal(&http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)),
		Request: httptest.NewRequest(http.MethodGet, "https://graph.example/v1.0/me", nil)}, call,
		time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
}

func envelopeOf(code, message string) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":%q,"innerError":{"date":"2026-11-22T10:00:00","request-id":"1111-2222","client-request-id":"3"}}}`, code, message)
}

func TestEveryKnownErrorIsClassifiedAndHasWords(t *testing.T) {
	classes := map[string]fault.Class{
		"auth": fault.SignInAgain, "permission": fault.FixSetting, "config": fault.FixSetting, "resync": fault.RetryLater,
		"throttle": fault.RetryLater, "transient": fault.RetryLater, "item": fault.SkipMail, "bug": fault.Bug,
	}
	own := map[string]string{ // by the beginning of the message
		"Access to OData is disabled": "mailbox-not-released", "[RAOP] : Blocked by tenant": "mailbox-not-released",
		"Default folder Root": "mailbox-no-access", "text does not support": "not-convertible", "<html>": "bad-answer",
	}
	for _, r := range rows(t) {
		want, code := classes[r.Class], r.Code
		for begin, as := range own {
			if strings.HasPrefix(r.Message, begin) {
				code = as
			}
		}
		for _, spelled := range []string{r.Code, strings.ToLower(r.Code), strings.ToUpper(r.Code)} {
			call := Call{Op: "test", Target: Folder, Link: r.Class == "resync"}
			if r.Class == "item" {
				call.Target = Message
			}
			body, header := envelopeOf(spelled, r.Message), http.Header{"Content-Type": {"application/json"}}
			if strings.HasPrefix(r.Message, "<html>") {
				body, header = r.Message, http.Header{"Content-Type": {"text/html"}}
			}
			f := read(r.Status, header, body, call)
			if r.Class == "notfound" {
				want = fault.FixSetting
				if gone := codes[strings.ToLower(r.Code)].kind == gone; errors.Is(f.err, mail.ErrNotFound) != gone {
					t.Errorf("%s of a folder: %v; want not found %v", r.Code, f.err, gone)
				}
			}
			if f.err.Class != want || !strings.EqualFold(f.err.Code, code) {
				t.Errorf("HTTP %d %s %q is %v %q, want %v %q", r.Status, spelled, r.Message, f.err.Class, f.err.Code, want, code)
			}
			if r.Class == "resync" && !errors.Is(f.err, mail.ErrCursorLost) {
				t.Errorf("%s does not say that the cursor is lost: %v", r.Code, f.err)
			}
			if !fault.Known("en", f.err.Code) {
				t.Errorf("%s has no words", f.err.Code)
			}
			if body[0] == '{' && !strings.Contains(f.err.Detail, "request-id 1111-2222, date 2026-11-22T10:00:00") {
				t.Errorf("%s: support can't find the request: %q", r.Code, f.err.Detail)
			}
		}
	}
}

func TestEveryCodeOfTheTableIsInTheData(t *testing.T) {
	listed := map[string]bool{}
	for _, r := range rows(t) {
		listed[strings.ToLower(r.Code)] = true
	}
	for code := range codes {
		if !listed[code] {
			t.Errorf("%s is in no source", code)
		}
		if code != strings.ToLower(code) {
			t.Errorf("%s can never be found: it is not in lower case", code)
		}
	}
}

func TestOurOwnCodesHaveWords(t *testing.T) {
	for _, code := range []string{
		"foreign-link", "insecure-address", "waiting", "no-token", "mailbox-not-released", "mailbox-no-access", "not-convertible", "unauthenticated",
	} {
		if !fault.Known("en", code) {
			t.Errorf("%s has no words", code)
		}
	}
}

func TestNotFoundDependsOnWhatWasLookedFor(t *testing.T) {
	const gone, root = "The specified object was not found in the store.", "Default folder Root not found."
	for _, tt := range []struct {
		name     string
		code     string
		message  string
		target   Target
		class    fault.Class
		want     string
		notFound bool
	}{
		{"mail deleted", "ErrorItemNotFound", gone, Message, fault.SkipMail, "ErrorItemNotFound", true},
		{"folder deleted", "ErrorItemNotFound", gone, Folder, fault.FixSetting, "ErrorItemNotFound", true},
		{"folder deleted, delta", "ErrorSyncFolderNotFound", "", Folder, fault.FixSetting, "ErrorSyncFolderNotFound", true},
		{"no rights to a mailbox", "ErrorItemNotFound", gone, Mailbox, fault.FixSetting, "mailbox-no-access", false},
		{"no root", "ErrorItemNotFound", root, Folder, fault.FixSetting, "mailbox-no-access", false},
		{"no root, looking for a mail", "ErrorItemNotFound", root, Message, fault.FixSetting, "mailbox-no-access", false},
		// What is gone here is the mailbox: a mail in it must not be taken for deleted.
		{"mailbox gone, looking for a mail", "ResourceNotFound", "", Message, fault.FixSetting, "ResourceNotFound", false},
		{"unknown 404, looking for a mail", "ErrorBrandNew", "", Message, fault.SkipMail, "ErrorBrandNew", true},
		{"id malformed", "ErrorInvalidIdMalformed", "Id is malformed.", Message, fault.SkipMail, "ErrorInvalidIdMalformed", false},
	} {
		f := read(404, nil, envelopeOf(tt.code, tt.message), Call{Target: tt.target})
		if f.err.Class != tt.class || f.err.Code != tt.want || errors.Is(f.err, mail.ErrNotFound) != tt.notFound {
			t.Errorf("%s: %v (%v), want %v, %s, not found %v", tt.name, f.err, f.err.Class, tt.class, tt.want, tt.notFound)
		}
	}
	f := read(404, http.Header{"Content-Type": {"text/html"}}, "<html>not here</html>", Call{Target: Message})
	if f.err.Class != fault.RetryLater || errors.Is(f.err, mail.ErrNotFound) {
		t.Errorf("a proxy's 404 is taken for a deleted mail: %v", f.err)
	}
}

func TestLostCursors(t *testing.T) {
	link, first := Call{Target: Folder, Delta: true, Link: true}, Call{Target: Folder, Delta: true}
	for _, tt := range []struct {
		status int
		body   string
		call   Call
		lost   bool
	}{
		{410, envelopeOf("SyncStateNotFound", "generation=149"), link, true},
		{410, envelopeOf("syncStateNotFound", ""), first, true},
		{410, envelopeOf("SomethingNew", ""), link, true},
		{410, "", link, true},
		{410, "<html>", link, true},
		{400, envelopeOf("SyncStateInvalid", ""), link, true},
		{400, envelopeOf("ErrorInvalidIdMalformed", ""), link, true},
		{400, envelopeOf("BadRequest", "anything"), link, true},
		{400, envelopeOf("SomethingNew", ""), link, true},
		{400, envelopeOf("BadRequest", ""), first, false},
		{400, "<html>a proxy</html>", link, false},
		{404, envelopeOf("ErrorItemNotFound", ""), link, false},
		{500, envelopeOf("UnknownError", ""), link, false},
		{401, envelopeOf("InvalidAuthenticationToken", ""), link, false},
	} {
		f := read(tt.status, nil, tt.body, tt.call)
		if lost := errors.Is(f.err, mail.ErrCursorLost); lost != tt.lost {
			t.Errorf("HTTP %d %.60s (link %v): %v; cursor lost %v, want %v", tt.status, tt.body, tt.call.Link, f.err, lost, tt.lost)
		}
	}
}

func TestAFullMailboxRefusesChangeTrackingOnly(t *testing.T) {
	body := envelopeOf("ErrorQuotaExceeded", "")
	if f := read(403, nil, body, Call{Target: Folder, Delta: true}); !errors.Is(f.err, mail.ErrDeltaUnavailable) {
		t.Errorf("delta: %v, want that it is unavailable", f.err)
	}
	if f := read(403, nil, body, Call{Target: Folder}); errors.Is(f.err, mail.ErrDeltaUnavailable) || f.err.Class != fault.FixSetting {
		t.Errorf("listing: %v, want a setting to fix", f.err)
	}
}

func TestFoldersWhoseChangesCantBeTrackedAreListed(t *testing.T) {
	tree := Call{Target: Mailbox, Delta: true}
	for _, tt := range []struct {
		status      int
		body        string
		call        Call
		unavailable bool
	}{
		{404, envelopeOf("ErrorItemNotFound", ""), tree, true},
		{404, envelopeOf("ErrorItemNotFound", ""), Call{Target: Mailbox, Delta: true, Link: true}, true},
		{400, envelopeOf("BadRequest", "Change tracking is not supported"), tree, true},
		{405, "", tree, true},
		{501, envelopeOf("NotImplemented", ""), tree, true},
		{401, envelopeOf("InvalidAuthenticationToken", ""), tree, false},
		{403, envelopeOf("ErrorAccessDenied", ""), tree, false},
		{503, envelopeOf("ErrorServerBusy", ""), tree, false},
		{404, envelopeOf("ErrorItemNotFound", ""), Call{Target: Mailbox}, false},
		{404, envelopeOf("ErrorItemNotFound", ""), Call{Target: Folder, Delta: true}, false},
	} {
		f := read(tt.status, nil, tt.body, tt.call)
		if got := errors.Is(f.err, mail.ErrDeltaUnavailable); got != tt.unavailable || got && !f.final {
			t.Errorf("HTTP %d, %+v: %v; unavailable %v, final %v, want unavailable %v", tt.status, tt.call, f.err, got, f.final, tt.unavailable)
		}
	}
	// A cursor that is refused is lost, not the function.
	f := read(400, nil, envelopeOf("BadRequest", ""), Call{Target: Mailbox, Delta: true, Link: true})
	if !errors.Is(f.err, mail.ErrCursorLost) || errors.Is(f.err, mail.ErrDeltaUnavailable) {
		t.Errorf("refused cursor: %v, want a lost cursor", f.err)
	}
}

func TestTheInnermostKnownCodeCounts(t *testing.T) {
	body := `{"error":{"code":"BadRequest","message":"m","innererror":{"code":"brandNew","innerError":{"code":"syncstatenotfound","innerError":{"code":"unheardOf"}}}}}`
	f := read(400, nil, body, Call{Target: Folder})
	if f.err.Code != "syncstatenotfound" || !errors.Is(f.err, mail.ErrCursorLost) {
		t.Errorf("got %v, want the inner code", f.err)
	}
	deep := strings.Repeat(`{"code":"x","innerError":`, 10_000) + `{}` + strings.Repeat(`}`, 10_000)
	if f := read(500, nil, `{"error":`+deep+`}`, Call{}); f.err.Class != fault.RetryLater {
		t.Errorf("a body of 10,000 levels gives %v", f.err)
	}
}

func TestUnknownCodesGoByTheirStatus(t *testing.T) {
	for status, want := range map[int]fault.Class{
		400: fault.Bug, 401: fault.SignInAgain, 402: fault.FixSetting, 403: fault.FixSetting, 405: fault.Bug, 408: fault.RetryLater,
		409: fault.Bug, 423: fault.RetryLater, 429: fault.RetryLater, 500: fault.RetryLater, 502: fault.RetryLater, 507: fault.FixSetting, 599: fault.RetryLater,
	} {
		if f := read(status, nil, envelopeOf("ErrorBrandNew", ""), Call{}); f.err.Class != want || f.err.Code != "ErrorBrandNew" {
			t.Errorf("HTTP %d: %v (%v), want %v", status, f.err, f.err.Class, want)
		}
	}
	if f := read(429, nil, envelopeOf("ErrorCorruptData", ""), Call{}); f.err.Class != fault.RetryLater || f.final {
		t.Errorf("throttling under another name is %v", f.err)
	}
}

func TestAnswersThatGraphDidNotWrite(t *testing.T) {
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	for _, tt := range []struct {
		status int
		body   string
		class  fault.Class
		code   string
	}{
		{200, "<html>sign in to the hotel's network</html>", fault.RetryLater, "captive-portal"},
		{401, "", fault.SignInAgain, "unauthenticated"},
		{403, "<html>blocked</html>", fault.FixSetting, "proxy-refused"},
		{407, "", fault.FixSetting, "proxy-authentication"},
		{404, "", fault.RetryLater, "bad-answer"},
		{500, `"a string"`, fault.RetryLater, "bad-answer"},
		{500, `{"error":"invalid_request"}`, fault.RetryLater, "bad-answer"},
		{502, `{"error":{"code":"Tru`, fault.RetryLater, "bad-answer"},
		{503, "", fault.RetryLater, "bad-answer"},
	} {
		f := read(tt.status, html, tt.body, Call{Op: "test"})
		if f.err.Class != tt.class || f.err.Code != tt.code || !strings.Contains(f.err.Detail, fmt.Sprintf("HTTP %d, text/html", tt.status)) {
			t.Errorf("HTTP %d %q: %v (%v), want %v %s with status and type", tt.status, tt.body, f.err, f.err.Class, tt.class, tt.code)
		}
		if len(tt.body) > 0 && strings.Contains(f.err.Error(), tt.body) {
			t.Errorf("the body is in the error: %v", f.err)
		}
	}
}

func TestTextsOfTheServiceAreSafeInALog(t *testing.T) {
	f := read(500, nil, envelopeOf("Evil\ncode", strings.Repeat("long\r\n", 1000)), Call{})
	if s := f.err.Error(); strings.ContainsAny(s, "\r\n\x00") || len(s) > 600 {
		t.Errorf("%d characters, %.80q", len(s), s)
	}
}

func TestNetworkErrorsAreClassified(t *testing.T) {
	for _, tt := range []struct {
		err   error
		class fault.Class
		code  string
	}{
		{io.EOF, fault.RetryLater, "unreachable"},
		{errNoAnswer, fault.RetryLater, "timeout"},
		{os.ErrDeadlineExceeded, fault.RetryLater, "timeout"},
		{fmt.Errorf("tls: %w", x509.UnknownAuthorityError{}), fault.FixSetting, "untrusted-certificate"},
		{x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}, fault.RetryLater, "certificate-name"},
		{x509.CertificateInvalidError{Reason: x509.Expired}, fault.FixSetting, "certificate-time"},
		{x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}, fault.FixSetting, "untrusted-certificate"},
		{errors.New("Proxy Authentication Required"), fault.FixSetting, "proxy-authentication"},
	} {
		f := unreachable(tt.err, Call{Op: "test"}, "graph.example", false)
		if f.err.Class != tt.class || f.err.Code != tt.code {
			t.Errorf("%v is %v %s, want %v %s", tt.err, f.err.Class, f.err.Code, tt.class, tt.code)
		}
		if again := decide(attempts{tries: 1, outcome: outcome{noAnswer: f.noAnswer, idempotent: true, repeatable: true}}, time.Hour, 0).again; again != (tt.class == fault.RetryLater && tt.code != "certificate-name") {
			t.Errorf("%v is tried again: %v", tt.err, again)
		}
	}
}

func FuzzEnvelope(f *testing.F) {
	f.Add([]byte(envelopeOf("ErrorItemNotFound", "x")), 404)
	f.Add([]byte(`{"error":{"code":"x","innerError":{}}}`), 410)
	f.Fuzz(func(t *testing.T, body []byte, status int) {
		for target := Directory; target <= Message; target++ {
			if got := read(status, nil, string(body), Call{Target: target, Link: true, Delta: true}); got.err.Code == "" {
				t.Error("an error without a code")
			}
		}
	})
}
