package page

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"postroom/app/simulator"
	"postroom/app/simulator/entra"
)

func open(t *testing.T, c Config) http.Handler {
	t.Helper()
	h, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, method, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, "https://sim.example"+path, nil))
	return w
}

func TestPageLoadsOnlyFilesOfItsOwn(t *testing.T) {
	h := open(t, Config{})
	// What a page asks the browser to load, or a script imports.
	asked := regexp.MustCompile(`(?:href|src)="([^"#]+)"|from '\./([^']+)'`)
	todo, seen := []string{"/"}, map[string]bool{}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		w := get(h, "GET", path)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: %d with %d bytes", path, w.Code, w.Body.Len())
			continue
		}
		for _, m := range asked.FindAllStringSubmatch(w.Body.String(), -1) {
			todo = append(todo, "/"+m[1]+m[2])
		}
	}
	for path := range open(t, Config{}).(files) {
		if !seen[path] && path != "/page.json" {
			t.Errorf("%s is served, but nothing asks for it", path)
		}
	}
	for path, want := range map[string]string{"/": "text/html", "/main.js": "text/javascript", "/page.css": "text/css", "/icon.svg": "image/svg+xml", "/page.json": "application/json"} {
		if got := get(h, "GET", path).Header().Get("Content-Type"); !strings.HasPrefix(got, want) {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}

func TestBrowserMayRunNothingButTheEmbeddedScripts(t *testing.T) {
	w := get(open(t, Config{}), "GET", "/")
	csp := w.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(csp, want) {
			t.Errorf("the policy %q lacks %s", csp, want)
		}
	}
	if strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
		t.Errorf("the policy %q lets other things in", csp)
	}
	if found := regexp.MustCompile(`(?i)<style|\sstyle=|\son\w+=|<script(?:\s[^>]*)?>[^<]`).FindString(w.Body.String()); found != "" {
		t.Errorf("the page has %q, which the policy forbids", found)
	}
}

func TestUnknownFilesAndMethodsAreRefused(t *testing.T) {
	h := open(t, Config{})
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/nothing", 404}, {"GET", "/index.html", 404}, {"GET", "/words.json", 404}, {"GET", "/assets/main.js", 404},
		{"POST", "/", 405}, {"DELETE", "/main.js", 405}, {"HEAD", "/", 200},
	} {
		if got := get(h, c.method, c.path).Code; got != c.want {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, got, c.want)
		}
	}
}

// told is /page.json as the scripts read it.
type told struct {
	Policy, Data string
	Groups       []struct {
		Faults []struct {
			Kind, Title, What string
			Defaults          map[string]string
		}
	}
	Line, Behaviour, Phases []struct{ Name, Title string }
	Codes                   []struct {
		Number int
		Text   string
	}
}

func telling(t *testing.T, c Config) told {
	t.Helper()
	var got told
	if err := json.Unmarshal(get(open(t, c), "GET", "/page.json").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestEverythingThatCanGoWrongHasWords(t *testing.T) {
	got := telling(t, Config{})
	named := []string{"hostile"} // the buttons "All of it" and "None of it"
	for _, g := range got.Groups {
		for _, f := range g.Faults {
			named = append(named, f.Kind)
			if f.Title == "" || f.What == "" {
				t.Errorf("%s is not explained", f.Kind)
			}
		}
	}
	for _, w := range slices.Concat(got.Line, got.Behaviour) {
		named = append(named, w.Name)
		if w.Title == "" {
			t.Errorf("%s has no title", w.Name)
		}
	}
	slices.Sort(named)
	if want := simulator.FaultNames(); !slices.Equal(named, want) {
		t.Errorf("the page names\n%q, the simulator knows\n%q", named, want)
	}
}

func TestEveryFaultCanBeTurnedOnAsItIsProposed(t *testing.T) {
	s, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range telling(t, Config{}).Groups {
		for _, f := range g.Faults {
			value := "on"
			for name, v := range f.Defaults {
				value += "," + name + "=" + v
			}
			if err := s.SetFault(f.Kind, value); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestEveryCodeAndPhaseOfTheAuthorityCanBeChosen(t *testing.T) {
	got := telling(t, Config{})
	if len(got.Codes) == 0 || len(got.Codes) != len(entra.Codes()) {
		t.Errorf("%d codes, want %d", len(got.Codes), len(entra.Codes()))
	}
	for _, c := range got.Codes {
		if c.Number == 0 || c.Text == "" {
			t.Errorf("code %+v says nothing", c)
		}
	}
	phases := []entra.Phase{entra.Silent, entra.Interactive, entra.Redeem, entra.DeviceCode, entra.Device, entra.Application, entra.Discovery}
	for i, p := range got.Phases {
		if len(got.Phases) != len(phases) || entra.Phase(p.Name) != phases[i] {
			t.Errorf("phases %+v, want %q", got.Phases, phases)
			break
		}
	}
}

func TestPageTellsWhereThePolicyLies(t *testing.T) {
	got := telling(t, Config{Policy: "/srv/office/policy.json", Data: "/srv/office/data"})
	if got.Policy != "/srv/office/policy.json" || got.Data != "/srv/office/data" {
		t.Errorf("policy %q and data %q, want those of the configuration", got.Policy, got.Data)
	}
}
