package desktop

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"strconv"
)

// nonceMark stands in the page's index.html, in its Content-Security-Policy and beside it, where a nonce has to be.
const nonceMark = "postroom-page"

// freshNonce gives the page a nonce of its own at each load: nobody can know beforehand what a style needs to be let in.
func freshNonce(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/" && r.URL.Path != "/index.html" {
			next.ServeHTTP(w, r)
			return
		}
		held := &heldPage{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(held, r)
		text := bytes.ReplaceAll(held.text.Bytes(), []byte(nonceMark), []byte(rand.Text()))
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(held.status)
		_, _ = w.Write(text) // whoever asked may be gone
	})
}

// heldPage holds an answer back until it is complete.
type heldPage struct {
	http.ResponseWriter
	status int
	text   bytes.Buffer
}

func (h *heldPage) WriteHeader(status int) { h.status = status }

func (h *heldPage) Write(p []byte) (int, error) { return h.text.Write(p) }
