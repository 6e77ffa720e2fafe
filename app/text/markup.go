package text

import (
	"bytes"
	"context"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// writer gathers text up to its bound.
type writer struct {
	b      strings.Builder
	gapped byte // the gap that is to come before the next text: 0, or the sign for it
}

func (w *writer) String() string { return w.b.String() }

func (w *writer) full() bool { return w.b.Len() >= MaxText }

// gap ends a word, or with '\n' a line.
func (w *writer) gap(sign byte) {
	if w.b.Len() > 0 && w.gapped != '\n' {
		w.gapped = sign
	}
}

func (w *writer) text(s []byte) {
	if len(s) == 0 {
		return
	}
	if w.gapped != 0 {
		w.b.WriteByte(w.gapped)
		w.gapped = 0
	}
	if room := MaxText - w.b.Len(); len(s) > room {
		s = s[:max(room, 0)]
	}
	w.b.Write(bytes.ToValidUTF8(s, nil))
}

// rule says what an element means for the text.
type rule uint8

const (
	through rule = iota // nothing
	blank               // a word ends before and after it
	line                // a line ends
	skipped             // its content is no text
	content             // its content is text, where only that of some elements is
)

// format is how the text of a kind of markup is found.
type format struct {
	element func(local string, attr func(string) string) rule
	some    bool // only the content of the elements that rule says is text
}

// markup reads the text of HTML or XML. There are no entities but the characters that HTML names, so none that grow;
// a tag or text that is too long ends the reading, so that memory is bounded, and nesting takes none.
func (w *writer) markup(ctx context.Context, r io.Reader, f format) {
	z := html.NewTokenizer(r)
	z.SetMaxBuf(maxToken)
	z.AllowCDATA(true)
	skipping, taking := "", "" // names of elements
	depth := 0                 // of elements of that name in it
	for n := 0; !w.full(); n++ {
		if n%256 == 0 && ctx.Err() != nil {
			return
		}
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			if skipping == "" && (!f.some || taking != "") {
				w.text(z.Text())
			}
		case html.StartTagToken:
			name, attr := tag(z)
			if skipping != "" {
				if name == skipping {
					depth++
				}
				continue
			}
			switch f.element(local(name), attr) {
			case skipped:
				if !empty[name] {
					skipping, depth = name, 1
				}
			case content:
				taking = name
			case blank:
				w.gap(' ')
			case line:
				w.gap('\n')
			}
		case html.SelfClosingTagToken:
			if skipping != "" {
				continue
			}
			switch name, attr := tag(z); f.element(local(name), attr) {
			case blank:
				w.gap(' ')
			case line:
				w.gap('\n')
			}
		case html.EndTagToken:
			name, _ := tag(z)
			switch {
			case skipping != "":
				if name == skipping {
					if depth--; depth == 0 {
						skipping = ""
					}
				}
				continue
			case name == taking:
				taking = ""
			}
			switch f.element(local(name), none) {
			case blank:
				w.gap(' ')
			case line:
				w.gap('\n')
			}
		}
	}
}

func none(string) string { return "" }

// tag reads the name of a tag, and a function that reads its attributes, by name without prefix.
func tag(z *html.Tokenizer) (string, func(string) string) {
	name, more := z.TagName()
	kept := string(name)
	return kept, func(want string) string {
		for more {
			var key, value []byte
			key, value, more = z.TagAttr()
			if string(key) == want {
				return string(value)
			}
		}
		return ""
	}
}

// local is a name without its prefix.
func local(name string) string {
	if i := strings.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// empty are the elements of HTML that have no end.
var empty = map[string]bool{"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true,
	"link": true, "meta": true, "source": true, "track": true, "wbr": true}

// allText is XML of an unknown kind: all its text, each element on its own.
var allText = format{element: func(string, func(string) string) rule { return line }}

// page is HTML.
var page = format{element: func(name string, _ func(string) string) rule {
	switch name {
	case "script", "style", "template", "noscript":
		return skipped
	case "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s",
		"samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr":
		return through
	case "td", "th", "img", "input":
		return blank
	}
	return line
}}

// HTML is the text of a page.
func HTML(ctx context.Context, source string) string {
	var w writer
	w.markup(ctx, strings.NewReader(source), page)
	return w.String()
}
