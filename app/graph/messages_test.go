package graph

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"postroom/app/fault"
	"postroom/app/mail"
)

func TestPagesThatAreNoPagesAreBadAnswers(t *testing.T) {
	for _, tt := range []struct{ name, kind, body string }{
		{"a page that says JSON", "application/json", "<html>hello</html>"},
		{"neither link", "application/json", `{"value":[{"id":"1"}]}`},
		{"no collection", "application/json", `{"@odata.deltaLink":"{base}/x"}`},
		{"truncated", "application/json", `{"value":[{"id":"1"},{"id":`},
		{"truncated between items", "application/json", `{"value":[{"id":"1"}`},
		{"nothing", "application/json", ``},
		{"another type", "application/json", `[1,2]`},
		{"a collection of another type", "application/json", `{"value":"x","@odata.deltaLink":"{base}/x"}`},
		{"items of another type", "application/json", `{"value":[1],"@odata.deltaLink":"{base}/x"}`},
		{"an item without id", "application/json", `{"value":[{"isDraft":true}],"@odata.deltaLink":"{base}/x"}`},
		{"a link of another type", "application/json", `{"value":[],"@odata.deltaLink":5}`},
		{"followed by itself", "application/json", `{"value":[{"id":"1"}],"@odata.nextLink":"{base}/me/mailFolders/f/messages/delta?$select=id,receivedDateTime,isDraft,parentFolderId"}`},
		{"endless", "application/json", `{"value":[` + strings.Repeat(`{"id":"1"},`, maxItems) + `{"id":"1"}],"@odata.deltaLink":"{base}/x"}`},
	} {
		s := newService(t)
		s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", tt.kind)
			_, _ = io.WriteString(w, s.fill(tt.body))
		})
		page, err := s.mailbox(t, nil).Changes(t.Context(), "f", "")
		if fault.CodeOf(err) != "bad-answer" || fault.ClassOf(err) != fault.RetryLater || len(page.Items) > 0 {
			t.Errorf("%s: %d items, %v; want a bad answer", tt.name, len(page.Items), err)
		}
	}
}

func TestForeignLinksAreNeitherReturnedNorFollowed(t *testing.T) {
	var reached atomic.Int32
	evil := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer evil.Close()
	s := newService(t)
	s.json("/v1.0/me/mailFolders/next/messages/delta", `{"value":[],"@odata.nextLink":"`+evil.URL+`/x"}`)
	s.json("/v1.0/me/mailFolders/delta/messages/delta", `{"value":[],"@odata.deltaLink":"`+evil.URL+`/x"}`)
	s.json("/v1.0/me/mailFolders", `{"value":[],"@odata.nextLink":"`+evil.URL+`/x"}`)
	s.json("/v1.0/me/mailFolders/delta", `{"value":[],"@odata.deltaLink":"`+strings.Replace(s.URL, "https", "http", 1)+`/x"}`)
	s.mux.Handle("/v1.0/me/messages/m/$value", http.RedirectHandler(evil.URL+"/x", http.StatusFound))
	s.mux.Handle("/v1.0/me", http.RedirectHandler(evil.URL+"/x", http.StatusTemporaryRedirect))
	s.mux.HandleFunc("/v1.0/me/mailFolders/{name}", func(w http.ResponseWriter, _ *http.Request) { refuse(w, 404, "ErrorItemNotFound", "") })
	c := s.client(t, nil)
	m := c.Mailbox("emma@kantoor.example", true)
	for name, call := range map[string]func(context.Context) error{
		"next page":     func(ctx context.Context) error { _, err := m.Changes(ctx, "next", ""); return err },
		"cursor":        func(ctx context.Context) error { _, err := m.Changes(ctx, "delta", ""); return err },
		"stored cursor": func(ctx context.Context) error { _, err := m.Changes(ctx, "f", evil.URL+"/x"); return err },
		"stored page":   func(ctx context.Context) error { _, err := m.Messages(ctx, "f", evil.URL+"/x"); return err },
		"folder page":   func(ctx context.Context) error { _, err := m.Folders(ctx); return err },
		"folder cursor": func(ctx context.Context) error { _, _, err := m.FolderChanges(ctx, ""); return err },
		"redirect":      func(ctx context.Context) error { _, err := m.MIME(ctx, "m"); return err },
		"SDK redirect":  func(ctx context.Context) error { _, err := c.Me(ctx); return err },
	} {
		if err := call(t.Context()); fault.CodeOf(err) != "foreign-link" {
			t.Errorf("%s: %v, want foreign-link", name, err)
		}
	}
	if n := reached.Load(); n != 0 {
		t.Errorf("the foreign host got %d requests", n)
	}
}

func TestRedirectsWithinTheHostAreFollowedSignedIn(t *testing.T) {
	s := newService(t)
	s.mux.Handle("/v1.0/me", http.RedirectHandler("/v1.0/elsewhere", http.StatusTemporaryRedirect))
	s.mux.HandleFunc("/v1.0/elsewhere", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		answer(w, 200, `{"id":"1"}`)
	})
	if _, err := s.client(t, nil).Me(t.Context()); err != nil {
		t.Error(err)
	}
	s.mux.Handle("/v1.0/organization", http.RedirectHandler("/v1.0/organization", http.StatusFound))
	_, err := s.client(t, nil).Organization(t.Context())
	wantFault(t, err, fault.RetryLater, "bad-answer")
}

func TestTheSDKsUnreadableAnswersAreBadAnswers(t *testing.T) {
	for _, tt := range []struct{ kind, body string }{
		{"text/plain", "{}"}, {"application/json", `{"id":"1",`}, {"application/json", `[]`},
		{"application/json", ``}, {"application/json", `{"id":7}`}, {"application/json", `null`}, {"application/json", `{}`},
	} {
		s := newService(t)
		s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", tt.kind)
			_, _ = io.WriteString(w, tt.body)
		})
		_, err := s.client(t, nil).Me(t.Context())
		if fault.CodeOf(err) != "bad-answer" || fault.ClassOf(err) != fault.RetryLater {
			t.Errorf("%s %q: %v, want a bad answer", tt.kind, tt.body, err)
		}
	}
}

func TestErrorsThroughTheSDKAreTheSameAsThroughTheRawLine(t *testing.T) {
	for status, code := range map[int]string{401: "InvalidAuthenticationToken", 403: "ErrorAccessDenied", 404: "ResourceNotFound", 400: "BadRequest", 500: "ErrorCorruptData"} {
		s := newService(t)
		s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { refuse(w, status, code, "x") })
		m := s.mailbox(t, nil)
		_, raw := m.Messages(t.Context(), "f", "")
		_, sdk := m.Folder(t.Context(), "f")
		if fault.CodeOf(raw) != code || fault.CodeOf(sdk) != code || fault.ClassOf(raw) != fault.ClassOf(sdk) {
			t.Errorf("HTTP %d %s: raw %v, SDK %v", status, code, raw, sdk)
		}
	}
}

func TestConnectionsAreKeptOverErrorsAndPages(t *testing.T) {
	var opened, n atomic.Int32
	clock := newLeap()
	s := &service{mux: http.NewServeMux()}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n.Add(1) % 4 {
		case 1:
			refuse(w, 503, "serviceNotAvailable", "")
		case 2:
			w.WriteHeader(502)
			_, _ = io.WriteString(w, strings.Repeat("<p>", 1000))
		default:
			answer(w, 200, s.fill(`{"id":"1","value":[{"id":"1"}],"@odata.deltaLink":"{base}/me/x"}`)+"\n\n")
		}
	}))
	s.Server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	m := s.mailbox(t, clock.patient)
	for range 10 {
		if _, err := m.Changes(t.Context(), "f", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Folder(t.Context(), "f"); err != nil {
			t.Fatal(err)
		}
	}
	if opened.Load() != 1 {
		t.Errorf("%d connections for %d requests one after the other, want 1", opened.Load(), n.Load())
	}
}

func TestMIMEIsStreamedByteForByteInConstantMemory(t *testing.T) {
	const size = 150 << 20
	chunk := []byte(strings.Repeat("0123456789abcde\n", 4096))
	s := newService(t)
	s.mux.HandleFunc("/v1.0/me/messages/big/$value", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Content-Length", strconv.Itoa(size))
		for range size / len(chunk) {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	m := s.mailbox(t, nil)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	body, err := m.MIME(t.Context(), "big")
	if err != nil {
		t.Fatal(err)
	}
	got := sha256.New()
	n, err := io.Copy(got, body)
	if err != nil || n != size {
		t.Fatalf("read %d bytes, %v; want %d", n, err, size)
	}
	if err := body.Close(); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	want := sha256.New()
	for range size / len(chunk) {
		want.Write(chunk)
	}
	if string(got.Sum(nil)) != string(want.Sum(nil)) {
		t.Error("the bytes differ")
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 16 {
		t.Errorf("%d MB were allocated for 150 MB, server included; want it streamed", used)
	}
	if n := m.client.Count().Bytes(); n != size {
		t.Errorf("%d bytes counted, want %d", n, size)
	}
}

func TestABrokenOffMailIsNotTakenForAWholeOne(t *testing.T) {
	for name, serve := range map[string]http.HandlerFunc{
		"shorter than announced": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, "half")
		},
		"broken off in chunks": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "half")
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		},
		"empty": func(http.ResponseWriter, *http.Request) {},
	} {
		s := newService(t)
		s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			serve(w, r)
		})
		body, err := s.mailbox(t, nil).MIME(t.Context(), "m")
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.ReadAll(body)
		if fault.CodeOf(err) != "bad-answer" || fault.ClassOf(err) != fault.RetryLater {
			t.Errorf("%s: %v, want a bad answer", name, err)
		}
		if err := body.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestMIMEAnswersOfEachKind(t *testing.T) {
	for _, tt := range []struct {
		name, kind string
		status     int
		body       string
		class      fault.Class
		code       string
		notFound   bool
	}{
		{"deleted meanwhile", "application/json", 404, `{"error":{"code":"ErrorItemNotFound","message":"x"}}`, fault.SkipMail, "ErrorItemNotFound", true},
		{"corrupt", "application/json", 500, `{"error":{"code":"ErrorCorruptData","message":"Data is corrupt."}}`, fault.SkipMail, "ErrorCorruptData", false},
		{"not convertible", "application/json", 500, `{"error":{"code":"ErrorInternalServerError","message":"text does not support structured data"}}`, fault.SkipMail, "not-convertible", false},
		{"a guest network's page", "text/html", 200, `<html>`, fault.RetryLater, "captive-portal", false},
		{"a proxy's not found", "text/html", 404, `<html>`, fault.RetryLater, "bad-answer", false},
	} {
		s := newService(t)
		s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", tt.kind)
			w.WriteHeader(tt.status)
			_, _ = io.WriteString(w, tt.body)
		})
		_, err := s.mailbox(t, nil).MIME(t.Context(), "m")
		if fault.ClassOf(err) != tt.class || fault.CodeOf(err) != tt.code || errors.Is(err, mail.ErrNotFound) != tt.notFound {
			t.Errorf("%s: %v (%v), want %v %s, not found %v", tt.name, err, fault.ClassOf(err), tt.class, tt.code, tt.notFound)
		}
		if n := len(s.requests()); n != 1 {
			t.Errorf("%s: asked %d times, want once: time does not cure it", tt.name, n)
		}
	}
	for _, kind := range []string{"text/plain", "application/octet-stream", "message/rfc822", "application/json"} {
		s := newService(t)
		s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = io.WriteString(w, "Subject: x\r\n\r\nbody")
		})
		body, err := s.mailbox(t, nil).MIME(t.Context(), "m")
		if err != nil {
			t.Errorf("%s is refused: %v", kind, err)
			continue
		}
		if err := body.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAnUntrustedCertificateIsASettingNotABadDay(t *testing.T) {
	s := newService(t)
	_, err := s.client(t, func(c *Config) { c.Transport = DefaultTransport() }).Me(t.Context())
	wantFault(t, err, fault.FixSetting, "intercepted")
}

func TestAProxyThatWantsAPasswordIsASetting(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Proxy-Authenticate", "Basic")
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer proxy.Close()
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t)
	_, err = s.client(t, func(c *Config) {
		through := DefaultTransport()
		through.Proxy = http.ProxyURL(address)
		c.BaseURL, c.Transport = "https://graph.example/v1.0", through
	}).Me(t.Context())
	wantFault(t, err, fault.FixSetting, "proxy-authentication")
}

func TestAServiceThatIsAwayIsUnreachable(t *testing.T) {
	s, clock := newService(t), newLeap()
	c := s.client(t, clock.patient)
	s.Close()
	_, err := c.Me(t.Context())
	wantFault(t, err, fault.RetryLater, "connection-refused")
	if n := c.Count().Requests(); n != 5 {
		t.Errorf("tried %d times, want 5", n)
	}
}

func TestCancellingIsNotAnErrorOfTheService(t *testing.T) {
	s := newService(t)
	release := make(chan struct{})
	s.mux.HandleFunc("/", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-release:
		}
	})
	defer close(release)
	m := s.mailbox(t, nil)
	for name, call := range map[string]func(context.Context) error{
		"raw": func(ctx context.Context) error { _, err := m.Changes(ctx, "f", ""); return err },
		"SDK": func(ctx context.Context) error { _, err := m.Folder(ctx, "f"); return err },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		before := len(s.requests())
		done := make(chan error)
		go func() { done <- call(ctx) }()
		for len(s.requests()) == before {
			runtime.Gosched()
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want cancelled", name, err)
		}
	}
}

func TestMeSettingsAndOrganization(t *testing.T) {
	s := newService(t)
	s.json("/v1.0/me", `{"@odata.context":"x","id":"1","displayName":"Emma","mail":null,"userPrincipalName":"emma@kantoor.example"}`)
	s.json("/v1.0/me/mailboxSettings", `{"timeZone":"W. Europe Standard Time","language":{"locale":"nl-NL","displayName":"Dutch"},"userPurpose":"user"}`)
	s.json("/v1.0/organization", `{"value":[{"id":"o","displayName":"Kantoor"}]}`)
	c := s.client(t, func(c *Config) { c.UserAgent = "Postroom/test" })
	if me, err := c.Me(t.Context()); err != nil || me != (Person{"1", "Emma", "", "emma@kantoor.example"}) || me.Address() != "emma@kantoor.example" {
		t.Errorf("me: %+v, %v", me, err)
	}
	if got, err := c.Mailbox("emma@kantoor.example", true).Settings(t.Context()); err != nil || got != (Settings{"W. Europe Standard Time", "nl-NL", "user"}) {
		t.Errorf("settings: %+v, %v", got, err)
	}
	if got, err := c.Organization(t.Context()); err != nil || got != (Organization{"o", "Kantoor"}) {
		t.Errorf("organisation: %+v, %v", got, err)
	}
	for _, r := range s.requests() {
		if r.Header.Get("User-Agent") != "Postroom/test" || r.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: User-Agent %q", r.URL, r.Header.Get("User-Agent"))
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add([]byte(`{"value":[{"id":"1","@removed":{"reason":"deleted"}}],"@odata.nextLink":"x"}`))
	f.Add([]byte(`{"value":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		p, err := readPage(strings.NewReader(string(data)), func(d *json.Decoder) error {
			n++
			var m message
			err := d.Decode(&m)
			_ = fmt.Sprint(m.item())
			return err
		})
		if err == nil && p.items != n {
			t.Errorf("%d items, %d seen", p.items, n)
		}
	})
}
