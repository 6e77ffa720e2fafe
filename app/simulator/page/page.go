// Package page is the simulated Microsoft 365's own page: a person plays there the people and the bad days around an
// app, through the control API. What it does is in its scripts; this package serves them and the words they show, and
// knows no mailbox.
package page

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"time"

	"postroom/app/simulator/entra"
)

// Config is what the page tells of its surroundings.
type Config struct {
	Policy string // file that points Postroom at the simulator; empty if there is none
	Data   string // folder to propose for the state of a Postroom that tries the simulator; empty: its usual one
}

//go:embed assets
var assets embed.FS

// types are told rather than asked of the system, which on Windows may call a script plain text.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".json": "application/json",
}

// policy lets the page load its own files, talk to its own origin, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// New makes the handler for "/" and the files beside it. Its error means that the embedded words can't be read.
func New(c Config) (http.Handler, error) {
	files, err := load(c)
	if err != nil {
		return nil, fmt.Errorf("making the simulator's page: %w", err)
	}
	return files, nil
}

// files are the page's files by the path of the URL.
type files map[string][]byte

func load(c Config) (files, error) {
	all := files{}
	err := fs.WalkDir(assets, "assets", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := assets.ReadFile(name)
		all["/"+path.Base(name)] = b
		return err
	})
	if err != nil {
		return nil, err
	}
	all["/"] = all["/index.html"]
	if all["/page.json"], err = facts(c, all["/words.json"]); err != nil {
		return nil, err
	}
	delete(all, "/index.html")
	delete(all, "/words.json")
	return all, nil
}

// code is an AADSTS error that a person can choose.
type code struct {
	Number int    `json:"number"`
	Name   string `json:"name,omitempty"`
	Text   string `json:"text"`
	Page   bool   `json:"page,omitempty"` // in the browser the person stays on Microsoft's page
}

// facts is what the scripts ask for first: the surroundings, the words, and the AADSTS codes that can be played.
func facts(c Config, words []byte) ([]byte, error) {
	all := map[string]any{}
	if err := json.Unmarshal(words, &all); err != nil {
		return nil, fmt.Errorf("words.json: %w", err)
	}
	codes := []code{}
	for _, e := range entra.Codes() {
		codes = append(codes, code{e.Number, e.Name, e.Text, e.Page})
	}
	all["policy"], all["data"], all["codes"] = c.Policy, c.Data, codes
	return json.Marshal(all)
}

// ServeHTTP serves a file of the page.
func (f files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, ok := f[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	ext := path.Ext(r.URL.Path)
	if ext == "" {
		ext = ".html"
	}
	h := w.Header()
	h.Set("Content-Type", types[ext])
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-cache") // the simulator of the next build may sit at the same address
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
}
