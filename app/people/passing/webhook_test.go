package passing

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// receiver is a real HTTPS server that keeps what it got.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	answer  func(http.ResponseWriter, *http.Request)
	headers []http.Header
	bodies  [][]byte
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{}
	r.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		answer := r.answer
		r.headers, r.bodies = append(r.headers, q.Header.Clone()), append(r.bodies, body)
		r.mu.Unlock()
		if answer != nil {
			answer(w, q)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) got() int { r.mu.Lock(); defer r.mu.Unlock(); return len(r.bodies) }

func (r *receiver) answers(f func(http.ResponseWriter, *http.Request)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = f
}

func (r *receiver) roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(r.Certificate())
	return pool
}

// webhook gives one to the receiver; change alters its options.
func (r *receiver) webhook(t *testing.T, change func(*WebhookOptions)) *Webhook {
	t.Helper()
	o := WebhookOptions{URL: r.URL + "/status?key=example-key", Secret: NewSecret(), Inside: true, Roots: r.roots(), Now: time.Now}
	if change != nil {
		change(&o)
	}
	w, err := NewWebhook(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.client.CloseIdleConnections)
	return w
}

var busy = Status{ID: "msg_1", Address: emma, Show: mail.Busy, Until: time.Date(2026, 11, 23, 11, 0, 0, 0, time.FixedZone("", 3600))}

// documented gives a block of code of docs/telephone.md.
func documented(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile("../../../docs/telephone.md")
	if err != nil {
		t.Fatal(err)
	}
	_, code, ok := strings.Cut(string(text), "```"+language+"\n")
	code, _, closed := strings.Cut(code, "```")
	if !ok || !closed {
		t.Fatalf("the documentation has no %s", language)
	}
	return code
}

func TestDeliveryIsAsDocumentedAndTheDocumentedCheckTakesItOnce(t *testing.T) {
	r := newReceiver(t)
	w := r.webhook(t, nil)
	if err := w.Pass(t.Context(), busy); err != nil {
		t.Fatal(err)
	}
	h, body := r.headers[0], r.bodies[0]
	var example, got map[string]any
	if err := json.Unmarshal([]byte(documented(t, "json")), &example); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	example["timestamp"] = got["timestamp"]
	a, _ := json.Marshal(example)
	if b, _ := json.Marshal(got); !bytes.Equal(a, b) || h.Get("Content-Type") != "application/json" || h.Get("Webhook-Id") != "msg_1" {
		t.Errorf("posted was %s with %v, want %s", body, h, a)
	}
	// The check stands in the documentation for people who write receivers: it has to be right.
	type try struct {
		Headers map[string]string `json:"headers"`
		Body    string            `json:"body"`
	}
	well := func() try {
		return try{map[string]string{"webhook-id": h.Get("Webhook-Id"), "webhook-timestamp": h.Get("Webhook-Timestamp"), "webhook-signature": h.Get("Webhook-Signature")}, string(body)}
	}
	changed, old, other := well(), well(), well()
	changed.Body = strings.Replace(changed.Body, "busy", "free", 1)
	old.Headers["webhook-timestamp"] = "1600000000"
	other.Headers["webhook-id"] = "msg_2"
	input, err := json.Marshal(map[string]any{"secret": w.opts.Secret, "tries": []try{changed, old, other, well(), well()}})
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "check.py")
	if err := os.WriteFile(script, []byte(documented(t, "python")+`
import json, sys
given = json.load(sys.stdin)
print([genuine(given["secret"], t["headers"], t["body"].encode()) for t in given["tries"]])
`), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("python3", script)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.CombinedOutput()
	if want := "[False, False, False, True, False]"; err != nil || strings.TrimSpace(string(out)) != want {
		t.Errorf("the documented check says %s, %v; want %s: changed, old, under another id, as it was, once more", out, err, want)
	}
}

// The example is that of the libraries for Standard Webhooks.
func TestSignatureIsThatOfTheSpecification(t *testing.T) {
	key, err := keyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	got := base64.StdEncoding.EncodeToString(sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`)))
	if want := "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("the signature is %s, want %s", got, want)
	}
}

func TestAnswersAreUnderstood(t *testing.T) {
	r := newReceiver(t)
	w := r.webhook(t, nil)
	for _, tt := range []struct {
		status int
		code   string
		class  fault.Class
	}{
		{200, "", 0}, {204, "", 0}, {301, "pass-redirect", fault.FixSetting}, {307, "pass-redirect", fault.FixSetting}, {400, "pass-person", fault.FixSetting},
		{401, "pass-refused", fault.FixSetting}, {404, "pass-refused", fault.FixSetting}, {410, "pass-refused", fault.FixSetting},
		{408, "pass-busy", fault.RetryLater}, {429, "pass-busy", fault.RetryLater}, {500, "pass-busy", fault.RetryLater}, {503, "pass-busy", fault.RetryLater},
	} {
		r.answers(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example/")
			w.Header().Set("Retry-After", "17")
			w.WriteHeader(tt.status)
		})
		before := r.got()
		err := w.Pass(t.Context(), busy)
		if tt.code == "" && err != nil || tt.code != "" && (fault.CodeOf(err) != tt.code || fault.ClassOf(err) != tt.class) {
			t.Errorf("%d: %v, want %q", tt.status, err, tt.code)
		}
		if r.got() != before+1 {
			t.Errorf("%d: %d requests, want one", tt.status, r.got()-before)
		}
		if tt.code == "pass-busy" && fault.RetryAfter(err).Before(time.Now().Add(10*time.Second)) {
			t.Errorf("%d: tried again after %v, want 17 seconds", tt.status, fault.RetryAfter(err))
		}
		if err != nil && strings.Contains(err.Error(), "example-key") {
			t.Errorf("%d: a secret of the address is told: %v", tt.status, err)
		}
	}
	r.answers(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	if err := w.Pass(t.Context(), busy); fault.CodeOf(err) != "pass-unreachable" || strings.Contains(err.Error(), "example-key") {
		t.Errorf("cut off: %v", err)
	}
	hanging, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	r.answers(func(http.ResponseWriter, *http.Request) { cancel(); <-over })
	err := w.Pass(hanging, busy)
	close(over)
	if fault.CodeOf(err) != "pass-unreachable" {
		t.Errorf("given up: %v", err)
	}
}

func TestOnlyTheRightReceiverGetsAnything(t *testing.T) {
	r := newReceiver(t)
	for _, tt := range []struct {
		name   string
		change func(*WebhookOptions)
		code   string
	}{
		{"a certificate that nobody vouches for", func(o *WebhookOptions) { o.Roots = nil }, "pass-certificate"},
		{"nobody there", func(o *WebhookOptions) { o.URL = "https://127.0.0.1:1/" }, "pass-unreachable"},
	} {
		w := r.webhook(t, tt.change)
		if err := w.Pass(t.Context(), busy); err == nil || tt.code != "" && fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.code)
		}
	}
	if r.got() != 0 {
		t.Errorf("%d were received", r.got())
	}
	for _, tt := range []struct{ url, secret, code string }{
		{"http://pbx.kantoor.example/", "", "pass-address"}, {"https://user:word@pbx.kantoor.example/", "", "pass-address"}, {"https:///", "", "pass-address"},
		{"https://pbx.kantoor.example/#x", "", "pass-address"}, {"file:///etc/passwd", "", "pass-address"}, {"pbx", "", "pass-address"},
		{"https://127.0.0.1/", "", "pass-private"}, {"https://localhost/", "", "pass-private"}, {"https://192.168.1.1:8443/", "", "pass-private"}, {"https://[::1]/", "", "pass-private"},
		{"https://pbx.kantoor.example/", "whsec_c2hvcnQ=", "pass-secret"}, {"https://pbx.kantoor.example/", "no Base64!", "pass-secret"}, {"https://pbx.kantoor.example/", "", ""},
	} {
		if tt.secret == "" {
			tt.secret = NewSecret()
		}
		_, err := NewWebhook(WebhookOptions{URL: tt.url, Secret: tt.secret, Now: time.Now})
		if tt.code == "" && err != nil || tt.code != "" && fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %q", tt.url, err, tt.code)
		}
	}
}

// A name can be made to mean another address after it was checked: what counts is where the connection goes.
func TestNameThatTurnsOutToBePrivateIsNotReached(t *testing.T) {
	r := newReceiver(t)
	w := r.webhook(t, func(o *WebhookOptions) { o.Inside = false; o.URL = "https://public.example/" })
	port := r.URL[strings.LastIndex(r.URL, ":"):]
	dial := w.dial("127.0.0.1" + port)
	if _, err := dial(t.Context(), "tcp", "127.0.0.1"+port); fault.CodeOf(err) != "pass-private" {
		t.Errorf("connecting: %v, want pass-private", err)
	}
	w.opts.Inside = true
	conn, err := dial(t.Context(), "tcp", "127.0.0.1"+port)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
}

func TestProxyIsUsedForTheWorldAndNotWithinTheHouse(t *testing.T) {
	r := newReceiver(t)
	var asked []string
	var mu sync.Mutex
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { // a CONNECT proxy
		mu.Lock()
		asked = append(asked, q.Host)
		mu.Unlock()
		up, err := net.Dial("tcp", strings.TrimPrefix(r.URL, "https://"))
		if err != nil {
			t.Error(err)
			return
		}
		down, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(down, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(up, down); _ = up.Close() }()
		_, _ = io.Copy(down, up)
		_ = down.Close()
	}))
	t.Cleanup(proxy.Close)
	through := func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) }
	w := r.webhook(t, func(o *WebhookOptions) { o.Inside, o.Proxy, o.URL = false, through, "https://example.com/status" }) // the name in httptest's certificate
	if err := w.Pass(t.Context(), busy); err != nil {
		t.Errorf("through the proxy: %v", err)
	}
	if err := r.webhook(t, func(o *WebhookOptions) { o.Proxy = through }).Pass(t.Context(), busy); err != nil {
		t.Errorf("within the house: %v", err)
	}
	mu.Lock()
	defer mu.Unlock()
	if strings.Join(asked, " ") != "example.com:443" || r.got() != 2 {
		t.Errorf("the proxy was asked for %q, %d arrived; want example.com alone, and two", asked, r.got())
	}
}

func TestAddressesThatAreNeverReached(t *testing.T) {
	for address, want := range map[string][2]bool{ // from the world, from inside
		"93.184.216.34": {true, true}, "2606:4700::1": {true, true}, "10.0.0.1": {false, true}, "192.168.0.9": {false, true}, "172.31.0.1": {false, true},
		"127.0.0.1": {false, true}, "::1": {false, true}, "fd12::1": {false, true}, "100.64.0.1": {false, true}, "::ffff:10.0.0.1": {false, true},
		"169.254.169.254": {false, false}, "fe80::1%eth0": {false, false}, "fd00:ec2::254": {false, false}, "0.0.0.0": {false, false}, "::": {false, false},
		"224.0.0.1": {false, false}, "255.255.255.255": {false, false}, "ff02::1": {false, false}, "64:ff9b::7f00:1": {false, true},
		"64:ff9b::a9fe:a9fe": {false, false}, "::ffff:169.254.169.254": {false, false},
	} {
		ip := netip.MustParseAddr(address)
		if got := [2]bool{reachable(ip, false), reachable(ip, true)}; got != want {
			t.Errorf("%s is reachable %v, want %v (from the world, from inside)", address, got, want)
		}
	}
}
