package desktop

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

func load(t *testing.T, h http.Handler, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	text, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	if n := w.Result().Header.Get("Content-Length"); n != strconv.Itoa(len(text)) {
		t.Errorf("%s: expected a Content-Length of %d, saw %s", path, len(text), n)
	}
	return string(text)
}

var (
	allowed = regexp.MustCompile(`style-src 'self' 'nonce-([A-Z2-7]{26})';`)
	told    = regexp.MustCompile(`<meta name="style-nonce" content="([A-Z2-7]{26})" />`)
)

func TestEachLoadOfThePageHasANonceOfItsOwn(t *testing.T) {
	page, err := os.ReadFile("../../frontend/index.html")
	if err != nil {
		t.Fatal(err)
	}
	script := "const id = '" + nonceMark + "';"
	h := freshNonce(http.FileServerFS(fstest.MapFS{"index.html": {Data: page}, "main.js": {Data: []byte(script)}}))
	seen := map[string]bool{}
	for range 3 {
		text := load(t, h, "/")
		a, b := allowed.FindStringSubmatch(text), told.FindStringSubmatch(text)
		if a == nil || b == nil || a[1] != b[1] {
			t.Fatalf("expected one nonce in the policy and for the page, saw %v and %v", a, b)
		}
		if strings.Contains(text, nonceMark) {
			t.Error("the page still holds the constant mark")
		}
		seen[a[1]] = true
	}
	if len(seen) != 3 {
		t.Errorf("expected three nonces for three loads, saw %v", seen)
	}
	if text := load(t, h, "/main.js"); text != script {
		t.Errorf("expected the script as it is, saw %s", text)
	}
}

func TestThePolicyOfThePageLetsNothingInFromOutside(t *testing.T) {
	page, err := os.ReadFile("../../frontend/index.html")
	if err != nil {
		t.Fatal(err)
	}
	policy := regexp.MustCompile(`content="(default-src [^"]*)"`).FindStringSubmatch(string(page))
	if policy == nil {
		t.Fatal("expected a Content-Security-Policy in the page")
	}
	for _, directive := range []string{"default-src 'none'", "script-src 'self'", "connect-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'none'"} {
		if !strings.Contains(policy[1]+";", directive+";") {
			t.Errorf("expected %s in %s", directive, policy[1])
		}
	}
	for _, loose := range []string{"unsafe-", "http:", "https:", "*"} {
		if strings.Contains(policy[1], loose) {
			t.Errorf("expected nothing like %s in %s", loose, policy[1])
		}
	}
}
