// Package office runs the real postroomd against a simulated Microsoft 365 in the test's own process: the tests beside
// it prove what a whole office does. It holds no test itself.
package office

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"postroom/app/simulator"
	"postroom/app/simulator/entra"
)

// Emma is the person whose mailbox is filed.
const Emma = "emma@kantoor.example"

const client = "00000000-0000-4000-8000-00000000e8a9" // an example application id

// Office is one data folder of postroomd, its documents, and its Microsoft 365.
type Office struct {
	testing.TB
	Sim       *simulator.Simulator
	Authority *entra.Authority
	Dir       string // holds data/, documents/ and policy.json
}

// New starts a Microsoft 365 with Emma in it and writes the policy that leads postroomd there. dir is where everything
// lies; empty for a temporary folder.
func New(t testing.TB, dir string, o simulator.Options) *Office {
	t.Helper()
	if dir == "" {
		dir = t.TempDir()
	}
	office := &Office{TB: t, Dir: dir, Authority: entra.New(entra.Config{})}
	office.Authority.AddTenant(entra.Tenant{Name: "Kantoor", Domains: []string{"kantoor.example"}})
	office.Authority.AddApp(entra.App{ClientID: client, Name: "Postroom", Public: true})
	o.Authority = office.Authority
	if o.Seed == 0 {
		o.Seed = 1
	}
	sim, err := simulator.New(o)
	office.Must(err)
	office.Sim = sim
	_, err = sim.AddUser(simulator.User{Address: Emma, Name: "Emma"})
	office.Must(err)
	office.Must(sim.Start("127.0.0.1:0"))
	t.Cleanup(func() { sim.Close() })
	office.Must(os.WriteFile(filepath.Join(dir, "ca.pem"), sim.CAPEM(), 0o600))
	office.Policy(map[string]any{})
	return office
}

// Policy writes the policy file with these settings beside those that lead to the simulator.
func (o *Office) Policy(settings map[string]any) {
	o.Helper()
	policy := map[string]any{
		"clientId": client, "tenant": "common", "pollSeconds": 1,
		"cloud":       map[string]any{"authority": o.Sim.URL(), "graph": o.Sim.URL() + "/v1.0", "caFile": "ca.pem"},
		"destination": map[string]any{"kind": "folder", "path": o.Documents()},
	}
	for name, value := range settings {
		policy[name] = value
	}
	data, err := json.Marshal(policy)
	o.Must(err)
	o.Must(os.WriteFile(filepath.Join(o.Dir, "policy.json"), data, 0o600))
}

// Data is the data folder.
func (o *Office) Data() string { return filepath.Join(o.Dir, "data") }

// Documents is the destination.
func (o *Office) Documents() string { return filepath.Join(o.Dir, "documents") }

// Must ends the test on an error.
func (o *Office) Must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// program builds postroomd once for each test process, unless POSTROOMD names one.
var program = sync.OnceValues(func() (string, error) {
	if p := os.Getenv("POSTROOMD"); p != "" {
		return p, nil
	}
	dir, err := os.MkdirTemp("", "postroomd-*")
	if err != nil {
		return "", err
	}
	p := filepath.Join(dir, "postroomd")
	build := exec.Command("go", "build", "-trimpath", "-o", p, "postroom/app/cmd/postroomd")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building postroomd: %w\n%s", err, out)
	}
	return p, nil
})

// Command is postroomd with these arguments, on this office, in JSON mode.
func (o *Office) Command(ctx context.Context, args ...string) *exec.Cmd {
	o.Helper()
	p, err := program()
	o.Must(err)
	cmd := exec.CommandContext(ctx, p, append([]string{"--data", o.Data(), "--policy", filepath.Join(o.Dir, "policy.json"), "--json"}, args...)...)
	// No keyring and no desktop: what a server has.
	cmd.Env = append(os.Environ(), "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent", "HOME="+o.Dir)
	return cmd
}

// Output is what a command has left behind.
type Output struct {
	Code   int
	Stdout []byte
	Stderr string
}

// Run runs a command to its end.
func (o *Office) Run(args ...string) Output {
	o.Helper()
	return o.finish(o.Command(o.Context(), args...))
}

func (o *Office) finish(cmd *exec.Cmd) Output {
	o.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		o.Fatalf("running %s: %v", strings.Join(cmd.Args, " "), err)
	}
	return Output{Code: cmd.ProcessState.ExitCode(), Stdout: stdout.Bytes(), Stderr: stderr.String()}
}

// Do runs a command that has to succeed and reads its JSON into v, which may be nil.
func (o *Office) Do(v any, args ...string) {
	o.Helper()
	o.accept(v, o.Run(args...), args)
}

// accept ends the test if a command has failed, and reads its JSON into v.
func (o *Office) accept(v any, out Output, args []string) {
	o.Helper()
	if out.Code != 0 {
		o.Fatalf("postroomd %s ended with %d\n%s\n%s", strings.Join(args, " "), out.Code, out.Stdout, out.Stderr)
	}
	if v == nil {
		return
	}
	if err := json.Unmarshal(out.Stdout, v); err != nil {
		o.Fatalf("postroomd %s answered no JSON: %v\n%s", strings.Join(args, " "), err, out.Stdout)
	}
}

// Connect signs Emma in with a device code.
func (o *Office) Connect() {
	o.Helper()
	o.connect(func(code, _ string) error { return o.Authority.Approve(code, Emma) })
}

// connect signs in with a device code; enter does what Emma does with it on another machine.
func (o *Office) connect(enter func(code, page string) error) {
	o.Helper()
	cmd := o.Command(o.Context(), "connect", "work", "--device-code")
	stderr, err := cmd.StderrPipe()
	o.Must(err)
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	o.Must(cmd.Start())
	read := json.NewDecoder(stderr)
	var shown struct {
		Code string `json:"user_code"`
		Page string `json:"verification_uri"`
	}
	if err := read.Decode(&shown); err != nil {
		o.Fatalf("no code was shown: %v\n%s", err, stdout.Bytes())
	}
	o.Must(enter(shown.Code, shown.Page))
	rest, _ := io.ReadAll(io.MultiReader(read.Buffered(), stderr))
	if err := cmd.Wait(); err != nil {
		o.Fatalf("connecting: %v\n%s\n%s", err, stdout.Bytes(), rest)
	}
}

// Message is a mail with this subject, which is also its Message-ID.
func Message(subject string) []byte {
	return fmt.Appendf(nil, "Message-ID: <%s@peeters.example>\r\nFrom: Jan Peeters <jan@peeters.example>\r\nTo: %s\r\nSubject: %s\r\n"+
		"Date: Sun, 22 Nov 2026 09:15:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: text/plain\r\n\r\nText of %s.\r\n--b\r\nContent-Type: application/pdf; name=\"%s.pdf\"\r\n"+
		"Content-Disposition: attachment\r\n\r\n%%PDF-1.4 of %s\r\n--b--\r\n", subject, Emma, subject, subject, subject, subject)
}

// Deliver lets a mail arrive.
func (o *Office) Deliver(folder string, mime []byte) {
	o.Helper()
	_, err := o.Sim.Deliver(Emma, folder, mime, simulator.Delivery{})
	o.Must(err)
}

// Synced is what sync --once answers.
type Synced struct {
	Filed, Skipped, Failed, Waiting, Requests int
	Bytes                                     int64
	Seconds, FilingSeconds                    float64
	Failures                                  []struct{ ID, Code, Message string }
}

// Document is what documents answers for each mail.
type Document struct {
	ID, Folder, MessageID, Subject, Path, SHA256 string
	Attachments                                  []struct{ Name, Path, SHA256 string }
}

// Verified is what verify answers.
type Verified struct {
	Checked, OK                    int
	Changed, Missing, Unregistered []string
	Chain                          string
}

// WantVerified checks that the register, the documents and the database agree.
func (o *Office) WantVerified() Verified {
	o.Helper()
	var v Verified
	o.Do(&v, "verify")
	if v.Chain != "intact" || v.OK != v.Checked || len(v.Changed)+len(v.Missing)+len(v.Unregistered) > 0 {
		o.Errorf("verify found %+v, want everything intact", v)
	}
	return v
}
