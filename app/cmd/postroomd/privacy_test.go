package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// eavesdropper stands between the program and Microsoft 365, and remembers every token that goes by.
type eavesdropper struct {
	mu     sync.Mutex
	tokens map[string]bool
}

// listen puts an eavesdropper into a world, before anybody connects.
func listen(t *testing.T, w *world) *eavesdropper {
	t.Helper()
	e := &eavesdropper{tokens: map[string]bool{}}
	target, err := url.Parse(w.sim.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // the service puts it into its links
			e.keep(strings.TrimPrefix(r.In.Header.Get("Authorization"), "Bearer "))
		},
		Transport:      w.client.Transport,
		ModifyResponse: e.answer,
	}
	server := httptest.NewTLSServer(proxy)
	t.Cleanup(server.Close)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	both := filepath.Join(w.home, "both.pem")
	own, err := os.ReadFile(w.sim.CA)
	if err == nil {
		err = os.WriteFile(both, append(own, ca...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	policy, err := json.Marshal(map[string]any{"clientId": w.sim.ClientID, "tenant": "common",
		"cloud": map[string]any{"authority": server.URL, "graph": server.URL + "/v1.0", "caFile": both}})
	if err == nil {
		w.policy = filepath.Join(w.home, "policy.json")
		err = os.WriteFile(w.policy, policy, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.client = trusting(append(own, ca...))
	return e
}

func (e *eavesdropper) keep(token string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if token != "" {
		e.tokens[token] = true
	}
}

func (e *eavesdropper) answer(r *http.Response) error {
	if !strings.HasSuffix(r.Request.URL.Path, "/token") {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	var answer map[string]any
	if err == nil && json.Unmarshal(body, &answer) == nil {
		for _, name := range []string{"access_token", "refresh_token", "id_token"} {
			if token, ok := answer[name].(string); ok {
				e.keep(token)
			}
		}
	}
	return err
}

// upset makes everything happen that leaves traces: filing, a mail that fails, a lost session, a place that is taken.
func (w *world) upset(subject string) {
	w.t.Helper()
	w.connect()
	w.control("POST", "mailboxes/"+emma+"/folders", `{"path":"Inbox/Peeters Holding"}`)
	w.do("select", emma, "--add", "inbox", "--with-subfolders", "--json").want(0)
	w.deliver(emma, "inbox", letter(subject+" one"))
	w.deliver(emma, "Inbox/Peeters Holding", letter(subject+" two"))
	w.do("sync", "--once", "--json", "-v").want(0)
	w.control("PUT", "faults/mime-corrupt", `{"value":"1"}`)
	w.deliver(emma, "inbox", letter(subject+" three"))
	w.do("sync", "--once", "--json").want(4)
	// The next mail's place is taken by a folder.
	taken := filepath.Join(w.data, "documents", emma, "Inbox", "2026-11-22 0915 Jan Peeters - "+subject+" four.eml")
	if err := os.MkdirAll(taken, 0o700); err != nil {
		w.t.Fatal(err)
	}
	w.control("POST", "mailboxes/"+emma+"/messages?folder=inbox&received=2026-11-22T09:15:00Z", letter(subject+" four"))
	w.do("sync", "--once", "--json")
	w.do("folders", emma, "--json").want(0)
	w.control("POST", "signins/"+emma+"/revoke", "")
	w.do("sync", "--once", "--json").want(3)
}

func TestNothingPrivateLiesInClear(t *testing.T) {
	const subject = "Confidential matter of Mrs Example"
	w := newWorld(t)
	e := listen(t, w)
	w.upset(subject)
	if len(e.tokens) < 3 {
		t.Fatalf("only %d tokens were seen: the test sees nothing", len(e.tokens))
	}
	secrets := []string{subject}
	for token := range e.tokens {
		secrets = append(secrets, token)
	}

	report := filepath.Join(w.home, "report.zip")
	var r struct {
		File  string
		Holds []string
	}
	w.do("diagnostics", report, "--json").want(0).into(&r)
	w.do("diagnostics", report, "--json").want(1).failure("diagnostics-exists")
	files := unzip(t, report)
	for _, name := range []string{"program.json", "settings.json", "status.json", "accounts.json"} {
		if len(files[name]) < 20 {
			t.Errorf("the report lacks %s: %q", name, files[name])
		}
	}
	private := append([]string{emma, jan, "jan@peeters.example", "Emma Janssens", "Peeters Holding", w.home, "invoice.pdf", "kantoor.example"}, secrets...)
	logged := false
	for name, text := range files {
		logged = logged || strings.HasPrefix(name, "logs/") && strings.Contains(text, "reauthenticate")
		for _, secret := range private {
			if strings.Contains(name+text, secret) {
				t.Errorf("the report's %s holds %q", name, secret)
			}
		}
	}
	if !logged {
		t.Errorf("the report's logs tell nothing of the lost session; it holds %v", r.Holds)
	}
	w.holdsNone(secrets)
}

// holdsNone looks through the data folder without the documents, their register and spool.
func (w *world) holdsNone(secrets []string) {
	w.t.Helper()
	err := filepath.WalkDir(w.data, func(path string, d os.DirEntry, err error) error {
		if err != nil || path == filepath.Join(w.data, "documents") {
			return orSkip(err)
		}
		if d.IsDir() {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, secret := range secrets {
			if bytes.Contains(text, []byte(secret)) {
				w.t.Errorf("%s holds %q", path, secret)
			}
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func orSkip(err error) error {
	if err != nil {
		return err
	}
	return filepath.SkipDir
}

func unzip(t *testing.T, file string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}

func TestValidateTestsEveryLink(t *testing.T) {
	w := ready(t)
	var checks []checkDoc
	w.do("validate", "--json").want(0).into(&checks)
	seen := map[string]bool{}
	for _, c := range checks {
		seen[c.Check] = true
		if !c.OK || c.Message == "" || c.Subject == "" || c.Code != nil || c.Remedy != nil {
			t.Errorf("a check of a chain that holds is %+v", c)
		}
	}
	for _, want := range []string{"token", "profile", "folders", "folder", "destination", "clock", "permissions"} {
		if !seen[want] {
			t.Errorf("%s was not checked", want)
		}
	}
	blocked := filepath.Join(w.data, "documents")
	if err := os.Rename(blocked, blocked+" elsewhere"); err != nil {
		t.Fatal(err)
	}
	w.do("validate", emma, "--json").want(1).into(&checks)
	for _, c := range checks {
		if c.OK == (c.Check == "destination") {
			t.Errorf("without its destination, the check is %+v", c)
		}
		if !c.OK && (c.Code == nil || c.Remedy == nil || *c.Remedy == "") {
			t.Errorf("a failed check has no code or remedy: %+v", c)
		}
	}
}
