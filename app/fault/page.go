package fault

import (
	"fmt"
	"html/template"
	"io"
	"regexp"
)

var placeholder = regexp.MustCompile(`\{\w+\}`)

var page = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; }
h3 { font: 600 1rem/1.5 ui-monospace, monospace; margin: 1.5rem 0 0; overflow-wrap: anywhere; }
section:target { outline: 2px solid; outline-offset: .5rem; }
p { margin: .25rem 0; }
code { overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
<nav><ul>{{range .Groups}}<li><a href="#{{.Key}}">{{.Name}}</a></li>{{end}}</ul></nav>
{{range .Groups}}<h2 id="{{.Key}}">{{.Name}}</h2>
{{range .Errors}}<section id="{{.Code}}">
<h3>{{.Code}}</h3>
<p>{{.What}}</p>
<p><strong>{{$.Do}}:</strong> {{.Do}}</p>
<p><strong>{{$.Who}}:</strong> {{index $.People .Who}}</p>
{{if .Command}}<p><code>{{.Command}}</code></p>
{{end}}</section>
{{end}}{{end}}</body>
</html>
`))

// WritePage writes the help page of a language: every error, what it means, what to do and who can do it.
func WritePage(w io.Writer, language string) error {
	type group struct {
		Key, Name string
		Errors    []Help
	}
	text := func(key string) string { return Value(language, "help", key) }
	data := struct {
		Language, Title, Do, Who string
		People                   map[string]string
		Groups                   []group
	}{Language: language, Title: text("title"), Do: text("do"), Who: text("who"), People: map[string]string{}}
	for _, who := range []string{"you", "administrator", "nobody", "support"} {
		data.People[who] = Value(language, "who", who)
	}
	all := AllHelp(language)
	for _, key := range Groups {
		g := group{Key: key, Name: Value(language, "group", key)}
		for _, h := range all {
			if h.Group == key {
				g.Errors = append(g.Errors, h)
			}
		}
		data.Groups = append(data.Groups, g)
	}
	if err := page.Execute(w, data); err != nil {
		return fmt.Errorf("write the help page: %w", err)
	}
	return nil
}
