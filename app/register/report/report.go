// Package report writes down what a verification has found: as JSON for programs, and as an HTML page that somebody who
// knows nothing of computers can read, print and keep. It finds nothing itself.
package report

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"time"

	"postroom/app/register/verify"
	"postroom/app/words"
)

// Formats of a report.
const (
	HTML = "html"
	JSON = "json"
)

// Report is a verification, and what belongs to it.
type Report struct {
	Program string    `json:"program"` // that made it, with its version
	Folder  string    `json:"folder"`  // that was verified
	Began   time.Time `json:"began"`
	Ended   time.Time `json:"ended"`
	Good    bool      `json:"good"` // nothing was found
	*verify.Result
}

//go:embed words page.html
var files embed.FS

var page = template.Must(template.New("page.html").ParseFS(files, "page.html"))

// tables are the texts of a page by their names.
var tables = words.Of[map[string]string](files)

// Write writes a report in a format; language is that of a page: en, nl, fr, de.
func (r *Report) Write(w io.Writer, format, language string) error {
	r.Good = r.Result.Good()
	switch format {
	case JSON:
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	case HTML:
		text, ok := tables()[language]
		if !ok {
			return fmt.Errorf("write a report: no words in %q", language)
		}
		return page.Execute(w, r.view(language, text))
	}
	return fmt.Errorf("write a report: no format %q", format)
}

// view is a report as its page shows it.
type view struct {
	Language string
	T        map[string]string
	Good     bool
	Verdict  string
	Facts    []fact
	Parts    []part
}

type fact struct{ Name, Value string }

// part is a kind of finding.
type part struct {
	Title, About string
	Count        int
	Rows         [][]string
}

func (r *Report) view(language string, t map[string]string) view {
	v := view{Language: language, T: t, Good: r.Good, Verdict: t["bad"]}
	if r.Good {
		v.Verdict = t["good"]
	}
	add := func(name, value string) { v.Facts = append(v.Facts, fact{t[name], value}) }
	add("folder", r.Folder)
	add("began", moment(r.Began))
	add("ended", moment(r.Ended))
	add("checked", number(r.Checked, t))
	add("unchanged", number(r.OK, t))
	add("size", number(int(r.Bytes), t)+" "+t["bytes"])
	if r.Deleted > 0 {
		add("deleted", number(r.Deleted, t))
	}
	add("entries", number(int(r.Entries), t))
	add("head", r.Head.Hash)
	add("days", held(r.Days.OK, r.Days.Checked, t))
	if r.Stamps.Checked > 0 {
		add("timestamps", held(r.Stamps.OK, r.Stamps.Checked, t))
	}
	if s := r.Stamps.Newest; s != nil {
		trust := t["untrusted"]
		if s.Trusted {
			trust = t["trusted"]
		}
		add("newest", fmt.Sprintf("%s — %s (%s)", moment(s.Time), s.Authority, trust))
	}
	add("program", r.Program)
	v.Parts = r.parts(t)
	return v
}

// parts are the findings of a page. A file that was renamed is told as that, not as one that is missing and one too many.
func (r *Report) parts(t map[string]string) (parts []part) {
	add := func(name string, rows [][]string) {
		if len(rows) > 0 {
			parts = append(parts, part{Title: t[name], About: t[name+".about"], Count: len(rows), Rows: rows})
		}
	}
	missing, added := slices.Clone(r.Missing), slices.Clone(r.Unregistered)
	var renamed [][]string
	for _, one := range r.Renamed {
		renamed = append(renamed, []string{one.From, "→ " + one.To})
		missing, added = without(missing, one.From), without(added, one.To)
	}
	add("changed", column(r.Changed))
	add("missing", column(missing))
	add("renamed", renamed)
	add("added", column(added))
	add("twice", column(r.Twice))
	add("unreadable", column(r.Unreadable))
	add("undeleted", column(r.Undeleted))
	var breaks [][]string
	for _, b := range r.Breaks {
		breaks = append(breaks, []string{b.File, t["line"] + " " + strconv.Itoa(b.Line), b.Reason})
	}
	add("chain", breaks)
	add("heads", found(r.Days.Findings, t))
	add("stamps", found(r.Stamps.Findings, t))
	return parts
}

func without(list []string, one string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == one })
}

func column(list []string) (rows [][]string) {
	for _, s := range list {
		rows = append(rows, []string{s})
	}
	return rows
}

func found(list []verify.Finding, t map[string]string) (rows [][]string) {
	for _, f := range list {
		rows = append(rows, []string{f.Day, t["problem."+f.Problem], f.Detail})
	}
	return rows
}

func held(ok, checked int, t map[string]string) string {
	return number(ok, t) + " / " + number(checked, t)
}

// number writes a count with the language's mark between thousands.
func number(n int, t map[string]string) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + t["thousands"] + s[i:]
	}
	return s
}

// moment is a time that means the same everywhere.
func moment(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05") + " UTC" }
