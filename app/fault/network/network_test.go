package network

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
)

// authority makes certificates for 127.0.0.1 in somebody's name.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, name, organisation string) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name, Organization: []string{organisation}},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{cert, key}
}

func (a *authority) issue(t *testing.T, from, until time.Time) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: from, NotAfter: until, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.key}
}

// service is a server with a certificate of its own.
func service(t *testing.T, cert *tls.Certificate) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	if cert == nil {
		s.Start()
	} else {
		s.TLS = &tls.Config{Certificates: []tls.Certificate{*cert}}
		s.StartTLS()
	}
	t.Cleanup(s.Close)
	return s
}

// get asks an address, and gives why there is no answer.
func get(t *testing.T, address string, through *http.Transport) error {
	t.Helper()
	defer through.CloseIdleConnections()
	resp, err := (&http.Client{Transport: through}).Get(address)
	if err == nil {
		resp.Body.Close()
		t.Fatalf("%s answers %s, want no answer", address, resp.Status)
	}
	return err
}

// proxy is a proxy that answers CONNECT with a status.
func proxy(t *testing.T, status int) func(*http.Request) (*url.URL, error) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	t.Cleanup(s.Close)
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return http.ProxyURL(at)
}

// closed is an address where nobody listens.
func closed(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestWhatLiesBelowAnAnswerIsToldApart(t *testing.T) {
	now := time.Now()
	company := newAuthority(t, "Kantoor Janssens Inspection CA", "Kantoor Janssens")
	microsoft := newAuthority(t, "Microsoft Azure RSA TLS Issuing CA 03", "Microsoft Corporation")
	good, old := company.issue(t, now.Add(-time.Hour), now.Add(time.Hour)), company.issue(t, now.Add(-2*time.Hour), now.Add(-time.Hour))
	early := company.issue(t, now.Add(time.Hour), now.Add(2*time.Hour))
	theirs := microsoft.issue(t, now.Add(-time.Hour), now.Add(time.Hour))
	trusting := func() *http.Transport {
		pool := x509.NewCertPool()
		pool.AddCert(company.cert)
		return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	}
	with := func(tr *http.Transport, p func(*http.Request) (*url.URL, error)) *http.Transport {
		tr.Proxy = p
		return tr
	}
	secure := service(t, &good)
	inClear := service(t, nil)
	nowhere, err := url.Parse("http://" + closed(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		address string
		through *http.Transport
		code    string
		class   fault.Class
	}{
		"a name that nobody knows":             {"https://graph.invalid/", &http.Transport{}, NameNotFound, fault.RetryLater},
		"nobody listens":                       {"https://" + closed(t), &http.Transport{}, Refused, fault.RetryLater},
		"somebody reads along":                 {secure.URL, &http.Transport{}, Intercepted, fault.FixSetting},
		"an authority this machine lacks":      {service(t, &theirs).URL, &http.Transport{}, Untrusted, fault.FixSetting},
		"another server":                       {strings.Replace(secure.URL, "127.0.0.1", "localhost", 1), trusting(), OtherServer, fault.RetryLater},
		"a certificate of the past":            {service(t, &old).URL, trusting(), Time, fault.FixSetting},
		"a certificate of the future":          {service(t, &early).URL, trusting(), Time, fault.FixSetting},
		"an answer in clear":                   {strings.Replace(inClear.URL, "http:", "https:", 1), trusting(), GuestNetwork, fault.RetryLater},
		"a proxy that wants a password":        {"https://graph.invalid/", with(trusting(), proxy(t, 407)), ProxyPassword, fault.FixSetting},
		"a proxy that says no":                 {"https://graph.invalid/", with(trusting(), proxy(t, 403)), ProxyRefused, fault.FixSetting},
		"a proxy that wants a person":          {"https://graph.invalid/", with(trusting(), proxy(t, 511)), GuestNetwork, fault.RetryLater},
		"a proxy that does not reach the host": {"https://graph.invalid/", with(trusting(), proxy(t, 502)), ProxyAway, fault.RetryLater},
		"a proxy that is away":                 {"https://graph.invalid/", with(trusting(), http.ProxyURL(nowhere)), ProxyAway, fault.RetryLater},
	} {
		f := Error("test", "graph.example", get(t, tt.address, tt.through))
		if f.Code != tt.code || f.Class != tt.class {
			t.Errorf("%s: %s (%s), want %s (%s): %v", name, f.Code, f.Class, tt.code, tt.class, f)
		}
		words(t, f)
		if f.Code == Intercepted && f.Args["issuer"] != "Kantoor Janssens Inspection CA" {
			t.Errorf("%s: the issuer is %q", name, f.Args["issuer"])
		}
	}
}

func TestErrorsWithoutANetworkAreClassified(t *testing.T) {
	for _, tt := range []struct {
		err  error
		code string
	}{
		{io.EOF, Unreachable},
		{os.ErrDeadlineExceeded, Timeout},
		{&net.DNSError{IsTimeout: true}, Timeout},
		{fmt.Errorf("tls: %w", x509.UnknownAuthorityError{}), Untrusted},
		{x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}, Untrusted},
		{&tls.CertificateVerificationError{Err: errors.New("not trusted")}, Untrusted},
		{fmt.Errorf("x: %w", &fault.Error{Code: "known"}), "known"},
	} {
		if f := Error("test", "graph.example", tt.err); f.Code != tt.code {
			t.Errorf("%v is %s, want %s", tt.err, f.Code, tt.code)
		}
	}
}

func TestAnswersFromInBetweenAreToldApart(t *testing.T) {
	elsewhere, err := url.Parse("https://portal.hotel.example/login")
	if err != nil {
		t.Fatal(err)
	}
	home := &url.URL{Scheme: "https", Host: "graph.example"}
	for _, tt := range []struct {
		status int
		kind   string
		from   *url.URL
		code   string
	}{
		{511, "text/html", home, GuestNetwork},
		{200, "text/html; charset=utf-8", home, GuestNetwork},
		{200, "TEXT/HTML", elsewhere, GuestNetwork},
		{302, "", home, GuestNetwork},
		{404, "text/html", elsewhere, GuestNetwork},
		{407, "text/html", home, ProxyPassword},
		{403, "text/html", home, ProxyRefused},
		{451, "", home, ProxyRefused},
		{502, "text/html", home, BadAnswer},
		{200, "text/plain", home, BadAnswer},
		{404, "text/html", home, BadAnswer},
	} {
		f := Answer("test", "graph.example", &http.Response{StatusCode: tt.status, Header: http.Header{"Content-Type": {tt.kind}}, Request: &http.Request{URL: tt.from}})
		if f.Code != tt.code {
			t.Errorf("%d %s from %s is %s, want %s", tt.status, tt.kind, tt.from.Host, f.Code, tt.code)
		}
		words(t, f)
	}
}

func TestForeignNamesAreFitForASentence(t *testing.T) {
	for name, want := range map[string]string{
		" Evil\r\n\x00CA\u202e ": "Evil CA", strings.Repeat("x", 100): strings.Repeat("x", 80) + "…", "\n": "",
	} {
		if got := readable(name); got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}

func TestEveryCodeHasWords(t *testing.T) {
	for _, code := range Codes() {
		for _, language := range []string{"en", "nl", "fr", "de"} {
			if !fault.Known(language, code) {
				t.Errorf("%s: %s has no words", language, code)
			}
		}
	}
}

// words checks that a person is told something without a gap.
func words(t *testing.T, f *fault.Error) {
	t.Helper()
	if w := fault.Explain("en", f); !fault.Known("en", f.Code) || strings.ContainsAny(w.What+w.Do, "{}") {
		t.Errorf("the words of %s are %+v", f.Code, w)
	}
}
