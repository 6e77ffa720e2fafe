package main

import (
	_ "embed"
	"net/http"
)

//go:embed playground.html
var playgroundPage []byte

// playground is the page at the simulator's root: what the control API can do, for a person's hands.
func playground() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
		w.Write(playgroundPage) // whoever asked may be gone: nobody is left to be told
	})
	return mux
}
