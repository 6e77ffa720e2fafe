package export

import (
	"embed"
	"encoding/csv"
	"errors"
	"html/template"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"postroom/app/words"
)

//go:embed words page.html
var files embed.FS

var pages = template.Must(template.New("page.html").ParseFS(files, "page.html"))

// tables are the texts of an index by their names.
var tables = words.Of[map[string]string](files)

// index is the list of an export's mails, as a page and as a table.
type index struct {
	w     *writer
	page  *scratch
	table *scratch
	csv   *csv.Writer
}

func (w *writer) newIndex() (*index, error) {
	page, err := w.newScratch("index.html")
	if err != nil {
		return nil, err
	}
	table, err := w.newScratch("index.csv")
	if err != nil {
		return nil, errors.Join(err, page.discard())
	}
	x := &index{w: w, page: page, table: table, csv: csv.NewWriter(table)}
	t := w.words
	err = pages.ExecuteTemplate(page, "head", map[string]any{"T": t, "Language": w.Language, "About": w.About, "Program": w.Program, "Bag": w.Bag,
		"Made": w.Now.UTC().Format("2006-01-02 15:04:05") + " UTC"})
	if err == nil {
		// The mark of the byte order is how Excel knows that a file is UTF-8.
		_, err = table.WriteString("\ufeff")
	}
	if err == nil {
		err = x.csv.Write([]string{t["received"], t["from"], t["to"], t["subject"], t["mailbox"], t["folder"], t["name"], t["file"], t["size"], t["sha256"], t["state"], t["entry"]})
	}
	if err != nil {
		return nil, errors.Join(err, x.discard())
	}
	return x, nil
}

func (x *index) discard() error    { return errors.Join(x.page.discard(), x.table.discard()) }
func (x *index) files() []*scratch { return []*scratch{x.page, x.table} }

// link is a file as the page shows it.
type link struct {
	Name  string
	Href  template.URL // our own folder and a path below it, escaped
	State string
	There bool
}

// add writes a mail.
func (x *index) add(m Mail, states []state, places []string) error {
	t := x.w.words
	row := struct {
		Mail
		When  string
		Links []link
	}{Mail: m, When: day(m.Received)}
	for i, f := range m.Files {
		name := f.Name
		if i == 0 || name == "" {
			name = path.Base(f.Path)
		}
		where := places[i]
		said := t["state."+string(states[i])]
		row.Links = append(row.Links, link{Name: name, Href: template.URL((&url.URL{Path: where}).EscapedPath()), State: said, There: states[i] != missing})
		cells := []string{day(m.Received), m.From, strings.Join(m.To, "; "), m.Subject, m.Mailbox, m.Folder, name, where, strconv.FormatInt(f.Size, 10), f.SHA256,
			said, strconv.FormatUint(m.Entry, 10)}
		for n, c := range cells {
			cells[n] = Cell(c)
		}
		if err := x.csv.Write(cells); err != nil {
			return err
		}
	}
	return pages.ExecuteTemplate(x.page, "row", row)
}

func (x *index) end() error {
	x.csv.Flush()
	r := x.w.result
	return errors.Join(x.csv.Error(), pages.ExecuteTemplate(x.page, "foot", map[string]any{"T": x.w.words, "Mails": r.Mails, "Files": r.Files, "Bytes": r.Bytes,
		"Changed": len(r.Changed), "Missing": len(r.Missing), "Bag": x.w.Bag}))
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04")
}

// Cell keeps a spreadsheet from taking a text that a stranger wrote for a formula (OWASP, CSV injection).
func Cell(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\r' || r == '\n' {
			return ' '
		}
		return r
	}, s)
	if trimmed := strings.TrimLeft(s, " \u00a0"); trimmed != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(trimmed)[0]) {
		return "'" + s
	}
	return s
}
