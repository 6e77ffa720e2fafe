package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/simulator/entra"
)

// postroomd is the program under test, built as it is shipped.
var postroomd string

// TestMain builds the program. The test binary itself also plays the person's browser: the program opens it as
// xdg-open.
func TestMain(m *testing.M) {
	if who := os.Getenv("TEST_BROWSER_PERSON"); who != "" && filepath.Base(os.Args[0]) == "xdg-open" {
		os.Exit(browse(who, os.Args[1]))
	}
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "postroomd-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	postroomd = filepath.Join(dir, "postroomd")
	build := exec.Command("go", "build", "-trimpath", "-o", postroomd, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// browse plays a person who picks an account on the sign-in page and accepts what is asked.
func browse(who, address string) int {
	pem, err := os.ReadFile(os.Getenv("TEST_BROWSER_CA"))
	if err == nil {
		p := entra.Person{Client: trusting(pem), Address: who}
		_, err = p.Visit(context.Background(), address)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "browser:", err)
		return 1
	}
	return 0
}

func trusting(pem []byte) *http.Client {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}}
}

const (
	emma = "emma@kantoor.example"
	jan  = "jan@kantoor.example"
	// patience is how long a test waits for what should happen at once.
	patience = 60 * time.Second
)

// world is a simulated Microsoft 365 and a person's machine.
type world struct {
	t      *testing.T
	home   string // of the person: data, policy and what else there is
	policy string
	data   string
	sim    running
	client *http.Client // trusts the simulated Microsoft 365
	who    string       // signs in where a browser opens
}

// newWorld starts a simulated Microsoft 365 with the flags given.
func newWorld(t *testing.T, flags ...string) *world {
	t.Helper()
	w := &world{t: t, home: t.TempDir(), who: emma}
	w.data = filepath.Join(w.home, "data")
	out := filepath.Join(w.home, "sim")
	p := w.start(append([]string{"--json", "simulate", "--out", out}, flags...)...)
	if err := json.NewDecoder(p.stdout).Decode(&w.sim); err != nil {
		p.stop(os.Kill)
		t.Fatalf("simulate printed no JSON: %v\n%s", err, p.stderr.String())
	}
	t.Cleanup(func() {
		if code := p.stop(os.Interrupt); code != 0 {
			t.Errorf("simulate ended with %d, want 0\n%s", code, p.stderr.String())
		}
	})
	w.policy = w.sim.Policy
	pem, err := os.ReadFile(w.sim.CA)
	if err != nil {
		t.Fatal(err)
	}
	w.client = trusting(pem)
	return w
}

// command makes a command in the person's environment: an own home, no keyring, and a browser that signs w.who in.
func (w *world) command(args ...string) *exec.Cmd {
	w.t.Helper()
	bin := filepath.Join(w.home, "bin")
	if _, err := os.Stat(bin); err != nil {
		self, err := os.Executable()
		if err == nil {
			err = errors.Join(os.MkdirAll(bin, 0o755), os.Symlink(self, filepath.Join(bin, "xdg-open")))
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	cmd := exec.Command(postroomd, args...)
	cmd.Dir = w.home
	cmd.Env = []string{"HOME=" + w.home, "PATH=" + bin, "POSTROOM_DATA=" + w.data, "POSTROOM_POLICY=" + w.policy,
		"TEST_BROWSER_PERSON=" + w.who, "TEST_BROWSER_CA=" + w.sim.CA, "TZ=UTC"}
	return cmd
}

// answer is what a command has come to.
type answer struct {
	t              *testing.T
	args           []string
	code           int
	stdout, stderr string
}

// do runs a command to its end.
func (w *world) do(args ...string) answer {
	w.t.Helper()
	cmd := w.command(args...)
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	runErr := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](runErr); runErr != nil && !exited {
		w.t.Fatalf("%v: %v", args, runErr)
	}
	return answer{w.t, args, cmd.ProcessState.ExitCode(), out.String(), err.String()}
}

// want checks the exit status.
func (a answer) want(code int) answer {
	a.t.Helper()
	if a.code != code {
		a.t.Fatalf("postroomd %s ended with %d, want %d\nstdout: %s\nstderr: %s", strings.Join(a.args, " "), a.code, code, a.stdout, a.stderr)
	}
	return a
}

// into reads the one JSON document of the standard output.
func (a answer) into(v any) answer {
	a.t.Helper()
	dec := json.NewDecoder(strings.NewReader(a.stdout))
	if err := dec.Decode(v); err != nil {
		a.t.Fatalf("postroomd %s printed no JSON: %v\n%s%s", strings.Join(a.args, " "), err, a.stdout, a.stderr)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		a.t.Fatalf("postroomd %s printed more than one JSON document:\n%s", strings.Join(a.args, " "), a.stdout)
	}
	return a
}

// failure reads the JSON of an error, and checks that it has words.
func (a answer) failure(code string) answer {
	a.t.Helper()
	var doc struct {
		Error struct{ Code, Message, Remedy string }
	}
	a.into(&doc)
	if doc.Error.Code != code || doc.Error.Message == "" || doc.Error.Remedy == "" || strings.Contains(doc.Error.Message+doc.Error.Remedy, "{") {
		a.t.Errorf("postroomd %s failed with %+v, want the code %s with a message and a remedy", strings.Join(a.args, " "), doc.Error, code)
	}
	return a
}

// process is a command that is still running.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdout io.Reader
	stderr *lockedBuffer
	ended  chan struct{}
	once   sync.Once
}

func (w *world) start(args ...string) *process {
	w.t.Helper()
	return start(w.t, w.command(args...))
}

func start(t *testing.T, cmd *exec.Cmd) *process {
	t.Helper()
	p := &process{t: t, cmd: cmd, stderr: &lockedBuffer{grew: make(chan struct{}, 1)}, ended: make(chan struct{})}
	r, out := io.Pipe()
	p.stdout, cmd.Stdout, cmd.Stderr = r, out, p.stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		cmd.Wait() // the exit status is looked at by stop
		out.Close()
	}()
	t.Cleanup(func() { cmd.Process.Kill(); io.Copy(io.Discard, r); <-p.ended })
	return p
}

// stop sends a signal and gives the exit status.
func (p *process) stop(s os.Signal) int {
	p.t.Helper()
	p.cmd.Process.Signal(s)
	return p.wait()
}

func (p *process) wait() int {
	p.t.Helper()
	p.once.Do(func() { go io.Copy(io.Discard, p.stdout) })
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("%v did not end\n%s", p.cmd.Args, p.stderr.String())
	}
	return p.cmd.ProcessState.ExitCode()
}

// lockedBuffer is a buffer that tells when it grows.
type lockedBuffer struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	grew chan struct{}
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	select {
	case b.grew <- struct{}{}:
	default:
	}
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// firstLine waits for the first whole line of the error output.
func (p *process) firstLine() string {
	p.t.Helper()
	deadline := time.After(patience)
	for {
		if line, _, ok := strings.Cut(p.stderr.String(), "\n"); ok {
			return line
		}
		select {
		case <-p.stderr.grew:
		case <-p.ended:
			p.t.Fatalf("%v ended without a line: %s", p.cmd.Args, p.stderr.String())
		case <-deadline:
			p.t.Fatalf("%v wrote no line", p.cmd.Args)
		}
	}
}

// eventually waits for a condition outside of this process.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick, deadline := time.NewTicker(20*time.Millisecond), time.After(patience)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%s did not happen", what)
		}
	}
}

// control calls the simulator's control API.
func (w *world) control(method, path, body string) string {
	w.t.Helper()
	req, err := http.NewRequest(method, w.sim.Control+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := w.client.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		w.t.Fatalf("%s %s: %s %v\n%s", method, path, resp.Status, err, text)
	}
	return string(text)
}

func (w *world) deliver(mailbox, folder, mime string) {
	w.t.Helper()
	w.control("POST", "mailboxes/"+mailbox+"/messages?folder="+url.QueryEscape(folder), mime)
}

// letter is a mail with an attachment.
func letter(subject string) string {
	return strings.ReplaceAll(`From: Jan Peeters <jan@peeters.example>
To: Emma Janssens <emma@kantoor.example>
Subject: `+subject+`
Date: Sun, 22 Nov 2026 09:15:00 +0000
Message-ID: <`+strings.ReplaceAll(subject, " ", ".")+`@peeters.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Please find our invoice.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="invoice.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQKZXhhbXBsZQo=
--b--
`, "\n", "\r\n")
}

// connect signs emma in with a code that she enters on the page.
func (w *world) connect() {
	w.t.Helper()
	p := w.start("connect", "work", "--device-code", "--json")
	w.enter(p, emma)
	if code := p.wait(); code != 0 {
		w.t.Fatalf("connect ended with %d, want 0\n%s", code, p.stderr.String())
	}
}

// enter plays the person who enters the code that a process shows.
func (w *world) enter(p *process, who string) {
	w.t.Helper()
	var code struct {
		URI     string    `json:"verification_uri"`
		Code    string    `json:"user_code"`
		Expires time.Time `json:"expires"`
	}
	line := p.firstLine()
	if err := json.Unmarshal([]byte(line), &code); err != nil || code.URI == "" || code.Code == "" || code.Expires.IsZero() {
		w.t.Fatalf("the first line on standard error is %q: no code in JSON (%v)", line, err)
	}
	person := entra.Person{Client: w.client, Address: who, Code: code.Code}
	if page, err := person.Visit(w.t.Context(), code.URI); err != nil {
		w.t.Fatalf("entering the code: %v\n%s", err, page)
	}
}
