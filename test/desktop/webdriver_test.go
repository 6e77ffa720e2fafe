//go:build desktop

package desktop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// browser drives the page in the program's window, in the words of the W3C's WebDriver.
type browser struct {
	s    *session
	base string
}

// freePort is a port that nobody listens at.
func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// automation compiles the library that lets the driver in.
func automation(t testing.TB) string {
	t.Helper()
	flags, err := exec.Command("pkg-config", "--cflags", "webkit2gtk-4.1").Output()
	if err != nil {
		t.Fatalf("pkg-config: %v", err)
	}
	library := filepath.Join(t.TempDir(), "automation.so")
	args := append([]string{"-shared", "-fPIC", "-O1", "-w", "-o", library, "testdata/automation.c"}, strings.Fields(string(flags))...)
	if out, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v\n%s", err, out)
	}
	return library
}

// drive starts the program with args and a driver that holds its window.
func (s *session) drive(args ...string) (*app, *browser) {
	s.t.Helper()
	target, port := fmt.Sprintf("127.0.0.1:%d", freePort(s.t)), freePort(s.t)
	a := s.app([]string{"LD_PRELOAD=" + automation(s.t), "WEBKIT_INSPECTOR_SERVER=" + target}, args...)
	s.start(nil, "WebKitWebDriver", "--port="+strconv.Itoa(port), "--target="+target)
	b := &browser{s: s, base: fmt.Sprintf("http://127.0.0.1:%d", port)}
	var opened struct{ SessionID string }
	s.eventually("a driver's session", func() bool {
		return b.call("POST", "/session", map[string]any{"capabilities": map[string]any{}}, &opened) == nil && opened.SessionID != ""
	})
	b.base += "/session/" + opened.SessionID
	return a, b
}

// call asks the driver for something.
func (b *browser) call(method, path string, body, result any) error {
	var data []byte
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(b.s.t.Context(), method, b.base+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s", method, path, answer.Value)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, result)
}

// run runs a script in the page and stores what it returns; a promise is waited for.
func (b *browser) run(script string, result any, args ...any) error {
	if args == nil {
		args = []any{}
	}
	wrapped := `const done = arguments[arguments.length - 1];
		(async (...args) => {` + script + `})(...[...arguments].slice(0, -1)).then(v => done({v}), e => done({e: typeof e === "string" ? e : JSON.stringify(e) + e}))`
	var answer struct {
		V json.RawMessage
		E string
	}
	if err := b.call("POST", "/execute/async", map[string]any{"script": wrapped, "args": args}, &answer); err != nil {
		return err
	}
	if answer.E != "" {
		return fmt.Errorf("the page: %s", answer.E)
	}
	if result == nil || answer.V == nil {
		return nil
	}
	return json.Unmarshal(answer.V, result)
}

func (b *browser) mustRun(script string, result any, args ...any) {
	b.s.t.Helper()
	if err := b.run(script, result, args...); err != nil {
		b.s.t.Fatal(err)
	}
}

// shows waits until the page shows a text.
func (b *browser) shows(text string) {
	b.s.t.Helper()
	b.s.eventually("the page shows "+strconv.Quote(text), func() bool {
		var shown bool
		return b.run(`return document.body.innerText.includes(args[0])`, &shown, text) == nil && shown
	})
}

// element is how WebDriver names an element of the page.
const element = "element-6066-11e4-a52e-4f735466cecf"

// press clicks the button, tab, link or row of the page that shows a text, with a real mouse event in the window.
func (b *browser) press(text string) {
	b.s.t.Helper()
	const find = `const said = e => (e.getAttribute("aria-label") || e.innerText || "").trim();
		const all = [...document.querySelectorAll("button, a, [role=tab], [role=menuitem], [role=row], [role=treeitem], [role=checkbox]")];
		const e = all.find(e => said(e) === args[0] && !e.disabled) || all.find(e => said(e).startsWith(args[0]) && !e.disabled);
		if (!e) throw new Error("no " + args[0]);
		e.scrollIntoView({ block: "center" });
		return e`
	b.s.eventually("a click on "+strconv.Quote(text), func() bool {
		var found map[string]string
		if err := b.run(find, &found, text); err != nil {
			return false
		}
		return b.call("POST", "/element/"+found[element]+"/click", map[string]any{}, nil) == nil
	})
}

// pressRow clicks the row of a list that names something.
func (b *browser) pressRow(name string) {
	b.s.t.Helper()
	const find = `const row = [...document.querySelectorAll("[role=row][aria-selected]")].find(r => r.innerText.includes(args[0]));
		if (!row) throw new Error("no row " + args[0]);
		return row`
	b.s.eventually("a click on the row of "+strconv.Quote(name), func() bool {
		var found map[string]string
		return b.run(find, &found, name) == nil && b.call("POST", "/element/"+found[element]+"/click", map[string]any{}, nil) == nil
	})
}
