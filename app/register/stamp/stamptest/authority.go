// Package stamptest runs an RFC 3161 timestamp authority for tests: openssl ts behind a small HTTP server. It is no part
// of the program.
package stamptest

import (
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Authority is a timestamp authority on this machine, with a certificate of its own kind of root.
type Authority struct {
	URL   string
	Roots *x509.CertPool // holds its root
	CA    string         // PEM file of its root

	t   testing.TB
	dir string

	mu     sync.Mutex
	asked  int
	answer func(w http.ResponseWriter, query []byte) bool
}

const config = `
[req]
distinguished_name = none
prompt = no
[none]
CN = none
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ts]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = root.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`

// New starts an authority, which ends with the test.
func New(t testing.TB) *Authority {
	t.Helper()
	a := &Authority{t: t, dir: t.TempDir(), Roots: x509.NewCertPool()}
	a.CA = filepath.Join(a.dir, "root.pem")
	a.write("openssl.cnf", config)
	a.write("serial", "01\n")
	a.Run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "openssl.cnf", "-extensions", "root",
		"-subj", "/O=Example/CN=Example Root", "-days", "30", "-keyout", "root.key", "-out", "root.pem")
	a.Run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "openssl.cnf", "-subj", "/O=Example/CN=Example Time Authority",
		"-keyout", "tsa.key", "-out", "tsa.csr")
	a.Run("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "30",
		"-extfile", "openssl.cnf", "-extensions", "tsa", "-out", "tsa.pem")
	pem, err := os.ReadFile(a.CA)
	if err != nil || !a.Roots.AppendCertsFromPEM(pem) {
		t.Fatalf("the authority's root can't be read: %v", err)
	}
	server := httptest.NewServer(http.HandlerFunc(a.serve))
	t.Cleanup(server.Close)
	a.URL = server.URL + "/tsr"
	return a
}

func (a *Authority) write(name, text string) {
	a.t.Helper()
	if err := os.WriteFile(filepath.Join(a.dir, name), []byte(text), 0o600); err != nil {
		a.t.Fatal(err)
	}
}

// Run runs openssl in the authority's folder and gives what it says.
func (a *Authority) Run(args ...string) string {
	a.t.Helper()
	out, err := a.openssl(args...)
	if err != nil {
		a.t.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (a *Authority) openssl(args ...string) (string, error) {
	cmd := exec.Command("openssl", args...)
	cmd.Dir = a.dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// Answer has the next requests answered by a function instead, until it gives false; nil: as usual.
func (a *Authority) Answer(f func(w http.ResponseWriter, query []byte) bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = f
}

// Asked is how many requests there were.
func (a *Authority) Asked() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked
}

func (a *Authority) serve(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked++
	query, err := io.ReadAll(r.Body)
	if err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/timestamp-query" {
		http.Error(w, "no timestamp query", http.StatusBadRequest)
		return
	}
	if a.answer != nil && a.answer(w, query) {
		return
	}
	reply, err := a.Sign(query)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = w.Write(reply) // a client that has gone is its own matter
}

// Sign answers a request.
func (a *Authority) Sign(query []byte) ([]byte, error) {
	if err := os.WriteFile(filepath.Join(a.dir, "query.tsq"), query, 0o600); err != nil {
		return nil, err
	}
	if _, err := a.openssl("ts", "-reply", "-config", "openssl.cnf", "-section", "ts", "-queryfile", "query.tsq", "-out", "reply.tsr"); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(a.dir, "reply.tsr"))
}
