package office_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/office"
	"postroom/app/simulator"
	"postroom/app/simulator/entra"
	"postroom/app/store"
)

// between is a company's proxy: every name leads to the simulated Microsoft 365, and it may want a password, or open what
// is encrypted with a certificate authority of its own.
type between struct {
	*httptest.Server
	t        *testing.T
	to       string
	password string       // user:password; empty: everybody may pass
	open     *interceptor // nil: it passes on what it can't read

	mu    sync.Mutex
	hosts map[string]int
}

func company(t *testing.T, to *simulator.Simulator) *between {
	u, err := url.Parse(to.URL())
	if err != nil {
		t.Fatal(err)
	}
	p := &between{t: t, to: u.Host, hosts: map[string]int{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *between) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.password != "" && r.Header.Get("Proxy-Authorization") != "Basic "+base64.StdEncoding.EncodeToString([]byte(p.password)) {
		w.Header().Set("Proxy-Authenticate", `Basic realm="example"`)
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	p.mu.Lock()
	p.hosts[r.Host]++
	p.mu.Unlock()
	there, err := net.Dial("tcp", p.to)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	here, _, err := http.NewResponseController(w).Hijack() // before the answer: what follows on it is not the server's to read
	if err == nil {
		_, err = io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n")
	}
	if err != nil {
		p.t.Error(err)
		return
	}
	if p.open != nil {
		host, _, _ := net.SplitHostPort(r.Host)
		here = tls.Server(here, &tls.Config{Certificates: []tls.Certificate{p.open.certificate(p.t, host)}})
		there = tls.Client(there, &tls.Config{InsecureSkipVerify: true})
	}
	go func() {
		_, _ = io.Copy(there, here) // ends when one side does
		_ = there.Close()
	}()
	_, _ = io.Copy(here, there)
	_ = here.Close()
}

func (p *between) saw(host string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hosts[host]
}

// names is how many hosts were asked for.
func (p *between) names() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.hosts)
}

// interceptor is a company's certificate authority.
type interceptor struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func intercept(t *testing.T) *interceptor {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Kantoor Proxy CA"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, ca, ca, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &interceptor{cert, key}
}

func (i *interceptor) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.cert.Raw})
}

// certificate is what it shows in place of a host's own.
func (i *interceptor) certificate(t *testing.T, host string) tls.Certificate {
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host}, NotBefore: i.cert.NotBefore,
		NotAfter: i.cert.NotAfter, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, leaf, i.cert, i.key.Public(), i.key)
	if err != nil {
		t.Error(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: i.key}
}

// behind is an office behind a proxy, in a cloud by its real names.
type behind struct {
	t     *testing.T
	proxy *between
	sim   *simulator.Simulator
	logs  bytes.Buffer
	logMu sync.Mutex
}

func (b *behind) Write(p []byte) (int, error) {
	b.logMu.Lock()
	defer b.logMu.Unlock()
	return b.logs.Write(p)
}

func newBehind(t *testing.T) *behind {
	t.Helper()
	a := entra.New(entra.Config{})
	a.AddTenant(entra.Tenant{Name: "Kantoor", Domains: []string{"kantoor.example"}})
	a.AddApp(entra.App{ClientID: clientID, Name: "Postroom", Public: true})
	sim, err := simulator.New(simulator.Options{Authority: a})
	if err == nil {
		_, err = sim.AddUser(simulator.User{Address: emma})
	}
	if err == nil {
		err = sim.Start("127.0.0.1:0")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	return &behind{t: t, sim: sim, proxy: company(t, sim)}
}

// connect opens an office with a policy and connects Emma. It gives the code of what goes wrong.
func (b *behind) connect(cloud, proxy any, ca []byte) (string, error) {
	b.t.Helper()
	dir := b.t.TempDir()
	policy, err := json.Marshal(map[string]any{"clientId": clientID, "cloud": cloud, "proxy": proxy})
	for name, text := range map[string][]byte{"policy.json": policy, "ca.pem": ca} {
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o600)
		}
	}
	if err != nil {
		b.t.Fatal(err)
	}
	o, err := office.Open(b.t.Context(), office.Options{Data: filepath.Join(dir, "data"), Policy: filepath.Join(dir, "policy.json"), Keyring: noKeyring{},
		Log: slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug}), OpenURL: b.browse})
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() {
		if err := o.Close(); err != nil {
			b.t.Error(err)
		}
	}()
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	_, err = o.Connect(ctx, store.Work, office.SignIn{})
	code := ""
	if err != nil {
		code = office.ProblemOf("en", err).Code
	}
	return code, err
}

// browse is the person, whose browser gets there by itself.
func (b *behind) browse(page string) error {
	u, err := url.Parse(b.sim.URL())
	if err != nil {
		return err
	}
	there := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DialContext: func(ctx context.Context, network, to string) (net.Conn, error) {
		if strings.HasSuffix(to, ":443") {
			to = u.Host
		}
		return new(net.Dialer).DialContext(ctx, network, to)
	}}
	p := &entra.Person{Client: &http.Client{Transport: there}, Address: emma}
	go func() {
		defer there.CloseIdleConnections()
		if _, err := p.Visit(context.Background(), page); err != nil {
			b.t.Error(err)
		}
	}()
	return nil
}

func (b *behind) address(user string) string {
	u, err := url.Parse(b.proxy.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	if name, password, ok := strings.Cut(user, ":"); ok {
		u.User = url.UserPassword(name, password)
	}
	return u.String()
}

func TestSovereignCloudsAreReachedByTheirNamesThroughAProxy(t *testing.T) {
	for _, tt := range []struct{ cloud, login, graph string }{
		{"global", "login.microsoftonline.com:443", "graph.microsoft.com:443"},
		{"usgov", "login.microsoftonline.us:443", "graph.microsoft.us:443"},
		{"usgov-dod", "login.microsoftonline.us:443", "dod-graph.microsoft.us:443"},
		{"china", "login.chinacloudapi.cn:443", "microsoftgraph.chinacloudapi.cn:443"},
	} {
		b := newBehind(t)
		if code, err := b.connect(map[string]string{"name": tt.cloud, "caFile": "ca.pem"}, b.address(""), b.sim.CAPEM()); err != nil {
			t.Errorf("%s: %s, %v", tt.cloud, code, err)
		}
		if b.proxy.saw(tt.login) == 0 || b.proxy.saw(tt.graph) == 0 || b.proxy.names() != 2 {
			t.Errorf("%s: asked %d hosts, want %s and %s alone", tt.cloud, b.proxy.names(), tt.login, tt.graph)
		}
	}
}

func TestProxyThatWantsAPassword(t *testing.T) {
	b := newBehind(t)
	b.proxy.password = "desk:hunter2-example"
	cloud := map[string]string{"name": "usgov", "caFile": "ca.pem"}
	if code, err := b.connect(cloud, map[string]string{"address": b.address("desk:hunter2-example")}, b.sim.CAPEM()); err != nil {
		t.Errorf("with the password: %s, %v", code, err)
	}
	for _, user := range []string{"", "desk:wrong-example"} {
		code, err := b.connect(cloud, b.address(user), b.sim.CAPEM())
		if code != "proxy-authentication" {
			t.Errorf("as %q: %s, %v; want proxy-authentication", user, code, err)
		}
		if err != nil && strings.Contains(err.Error(), "wrong-example") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
	if logs := b.logs.String(); strings.Contains(logs, "hunter2") || strings.Contains(logs, "wrong-example") || strings.Contains(logs, "ZGVzaz") {
		t.Error("the log tells the password")
	}
}

func TestProxyThatIsNotThere(t *testing.T) {
	b := newBehind(t)
	b.proxy.Close()
	if code, err := b.connect(map[string]string{"name": "usgov", "caFile": "ca.pem"}, b.address("desk:hunter2-example"), b.sim.CAPEM()); code != "proxy-unreachable" {
		t.Errorf("%s, %v; want proxy-unreachable", code, err)
	} else if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("the error tells the password: %v", err)
	}
}

func TestProxyThatOpensWhatIsEncrypted(t *testing.T) {
	b := newBehind(t)
	b.proxy.open = intercept(t)
	if code, err := b.connect(map[string]string{"name": "usgov", "caFile": "ca.pem"}, b.address(""), b.sim.CAPEM()); code != "intercepted" {
		t.Errorf("without the company's certificate: %s, %v; want intercepted", code, err)
	}
	if code, err := b.connect(map[string]string{"name": "usgov", "caFile": "ca.pem"}, b.address(""), b.proxy.open.pem()); err != nil {
		t.Errorf("with the company's certificate in caFile: %s, %v", code, err)
	}
}

func TestTheEnvironmentsProxyIsUsedUnlessThePolicySaysNone(t *testing.T) {
	b := newBehind(t)
	for _, name := range []string{"https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"} {
		t.Setenv(name, "")
	}
	t.Setenv("HTTPS_PROXY", b.address(""))
	cloud := map[string]string{"name": "china", "caFile": "ca.pem"}
	if code, err := b.connect(cloud, nil, b.sim.CAPEM()); err != nil {
		t.Errorf("by the environment: %s, %v", code, err)
	}
	before := b.proxy.saw("login.chinacloudapi.cn:443")
	own := map[string]string{"authority": b.sim.URL(), "graph": b.sim.URL() + "/v1.0", "caFile": "ca.pem"}
	if code, err := b.connect(own, "none", b.sim.CAPEM()); err != nil || before == 0 || b.proxy.saw("login.chinacloudapi.cn:443") != before {
		t.Errorf("with none: %s, %v", code, err)
	}
}
