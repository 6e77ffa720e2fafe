package office

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"postroom/app/simulator"
	"postroom/app/simulator/entra"
)

// Apart is an office whose Microsoft 365 runs in a process of its own, as "postroomd simulate" starts it: what is
// measured then is postroomd alone. Its Sim and Authority are nil.
type Apart struct {
	*Office

	cloud   *exec.Cmd // postroomd simulate
	client  *http.Client
	control string // where the control API is
}

// NewApart starts a Microsoft 365 with these flags and writes the policy that leads postroomd there. Everything lies in
// dir; empty for a temporary folder. It ends with the test, or with Close.
func NewApart(t testing.TB, dir string, flags ...string) *Apart {
	t.Helper()
	if dir == "" {
		dir = t.TempDir()
	}
	a := &Apart{Office: &Office{TB: t, Dir: dir}}
	out := filepath.Join(dir, "microsoft365")
	a.cloud = a.Command(context.Background(), append([]string{"simulate", "--out", out, "--user", "Emma <" + Emma + ">"}, flags...)...)
	var said bytes.Buffer
	a.cloud.Stderr = &said
	stdout, err := a.cloud.StdoutPipe()
	a.Must(err)
	a.Must(a.cloud.Start())
	t.Cleanup(a.Close)
	var running struct{ Control, CA, Policy string }
	if err := json.NewDecoder(stdout).Decode(&running); err != nil {
		t.Fatalf("simulate printed no JSON: %v\n%s", err, said.String())
	}
	pem, err := os.ReadFile(running.CA)
	a.Must(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	a.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, MaxIdleConnsPerHost: deliverers}}
	a.control = running.Control
	a.follow(running.Policy, running.CA)
	return a
}

// follow writes the policy: that of the Microsoft 365, with a destination.
func (a *Apart) follow(cloud, ca string) {
	a.Helper()
	text, err := os.ReadFile(cloud)
	a.Must(err)
	var policy map[string]any
	a.Must(json.Unmarshal(text, &policy))
	policy["cloud"].(map[string]any)["caFile"] = ca
	policy["destination"] = map[string]any{"kind": "folder", "path": a.Documents()}
	text, err = json.Marshal(policy)
	a.Must(err)
	a.Must(os.WriteFile(filepath.Join(a.Dir, "policy.json"), text, 0o600))
}

// Close ends the Microsoft 365.
func (a *Apart) Close() {
	if a.cloud.ProcessState != nil {
		return
	}
	if err := a.cloud.Process.Signal(os.Interrupt); err != nil {
		a.cloud.Process.Kill()
	}
	if err := a.cloud.Wait(); err != nil {
		a.Errorf("ending the simulated Microsoft 365: %v", err)
	}
}

// Connect signs Emma in with a device code, which she enters on the page.
func (a *Apart) Connect() {
	a.Helper()
	a.connect(func(code, page string) error {
		_, err := entra.Person{Client: a.client, Address: Emma, Code: code}.Visit(a.Context(), page)
		return err
	})
}

// deliverers is how many mails arrive at once.
const deliverers = 8

// Deliver lets mails arrive, in any order.
func (a *Apart) Deliver(folder string, mails [][]byte) {
	a.Helper()
	next := make(chan []byte)
	failed := make(chan error, deliverers)
	var all sync.WaitGroup
	for range deliverers {
		all.Go(func() {
			for text := range next {
				err := a.ask(http.MethodPost, "mailboxes/"+Emma+"/messages?folder="+url.QueryEscape(folder), text, nil)
				if err != nil {
					failed <- err
					break
				}
			}
			for range next { // a failure ends the test, but only when all of them have come to their end
			}
		})
	}
	for _, text := range mails {
		next <- text
	}
	close(next)
	all.Wait()
	close(failed)
	for err := range failed {
		a.Fatal(err)
	}
}

// Stats is what the Microsoft 365 has seen since the start or ResetStats.
func (a *Apart) Stats() (s simulator.Stats) {
	a.Helper()
	a.Must(a.ask(http.MethodGet, "stats?last=0", nil, &s))
	return s
}

// ResetStats starts counting afresh.
func (a *Apart) ResetStats() {
	a.Helper()
	a.Must(a.ask(http.MethodDelete, "stats", nil, nil))
}

// ask calls the control API.
func (a *Apart) ask(method, path string, body []byte, v any) error {
	req, err := http.NewRequestWithContext(a.Context(), method, a.control+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := a.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s answered %s: %s: %w", method, path, resp.Status, text, err)
	}
	if v == nil {
		return nil
	}
	return json.Unmarshal(text, v)
}
