package entra

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed pages.html
var pagesHTML string

var pages = template.Must(template.New("pages").Parse(pagesHTML))

// view is what the browser gets: a page, or the way back to the app.
type view struct {
	status int // 200 if zero
	name   string
	data   any

	mode     string // response_mode, for the view "callback"
	redirect string
	values   url.Values
}

// problem is the page that Microsoft shows instead of going back to the app.
func problem(f Failure) view {
	f = f.filled()
	return view{status: http.StatusBadRequest, name: "problem", data: map[string]any{"Failure": f, "Title": codeByNumber[f.Code].title()}}
}

// notice is a page with a few words.
func notice(title, text string) view {
	return view{name: "notice", data: map[string]any{"Title": title, "Text": text}}
}

func (a *Authority) show(w http.ResponseWriter, r *http.Request, v view) {
	w.Header().Set("Cache-Control", "no-store")
	if v.name == "callback" {
		switch v.mode {
		case "form_post":
			v.data = map[string]any{"Action": v.redirect, "Values": v.values}
		case "fragment":
			http.Redirect(w, r, v.redirect+"#"+v.values.Encode(), http.StatusFound)
			return
		default: // query is the default for a code
			sep := "?"
			if strings.Contains(v.redirect, "?") {
				sep = "&"
			}
			http.Redirect(w, r, v.redirect+sep+v.values.Encode(), http.StatusFound)
			return
		}
	}
	if f, ok := problemOf(v); ok && f.Body != "" {
		w.Header().Set("Content-Type", f.ContentType)
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte(f.Body))
		return
	}
	var page bytes.Buffer
	if err := pages.ExecuteTemplate(&page, v.name, v.data); err != nil {
		a.log.Error("entra page", "page", v.name, "error", err)
		http.Error(w, "the page can't be shown", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if v.status != 0 {
		w.WriteHeader(v.status)
	}
	_, _ = w.Write(page.Bytes())
}

// problemOf gives the failure that a problem page shows.
func problemOf(v view) (Failure, bool) {
	data, ok := v.data.(map[string]any)
	if !ok {
		return Failure{}, false
	}
	f, ok := data["Failure"].(Failure)
	return f, ok
}

func (a *Authority) logout(w http.ResponseWriter, r *http.Request) {
	a.show(w, r, notice("You signed out of your account", "You can close this window."))
}
