// Package preview makes a filed mail fit to be looked at: its headers, its text, and its HTML without anything that
// acts, loads or leaves the box. It keeps nothing and takes bounded memory, however large or hostile the mail is.
package preview

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // so that go-message decodes other character sets
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

// What is shown at most. A mail goes on beyond it in the mail program.
const (
	maxText   = 1 << 20 // bytes of text, and of HTML before it is made safe
	maxImage  = 4 << 20 // of one image inside the mail
	maxImages = 12 << 20
	maxParts  = 1000
	maxDepth  = 20
	maxFields = 200
	maxValue  = 4000
)

// Mail is a mail to look at.
type Mail struct {
	Headers   []Field
	Cc        []string
	Date      time.Time // as the sender says; zero if there is none that can be read
	Text      string
	HTML      string // safe in a sandboxed frame; links are in data-href
	Remote    int    // images and the like that would be loaded from elsewhere: left out
	Shortened bool   // text, HTML or images go on beyond the bounds
}

// Field is a header field, decoded.
type Field struct{ Name, Value string }

// Read reads a mail. What can't be read of it is left out: an error means that there is no mail at all, or that reading
// failed.
func Read(r io.Reader) (*Mail, error) {
	w := &walk{images: map[string]image{}}
	m, err := w.mail(r)
	if err != nil {
		return nil, err
	}
	m.HTML, m.Remote = clean(m.HTML, w.images)
	return m, nil
}

// ReadWords reads a mail for its words: HTML is as it was sent, without images, and must not be shown.
func ReadWords(r io.Reader) (*Mail, error) { return (&walk{}).mail(r) }

// mail reads a mail, HTML as it is.
func (w *walk) mail(r io.Reader) (*Mail, error) {
	file := &source{r: r}
	e, err := message.Read(mend(file))
	if file.err != nil {
		return nil, fmt.Errorf("read the mail: %w", file.err)
	}
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return nil, fmt.Errorf("read the mail: %w", err)
	}
	m := &Mail{}
	m.header(e)
	w.part(e, 0)
	if file.err != nil {
		return nil, fmt.Errorf("read the mail: %w", file.err)
	}
	m.Text, m.HTML, m.Shortened = w.text.String(), w.html.String(), w.shortened
	return m, nil
}

// source notes why reading failed: a broken part is passed over, a broken disk is an error.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func (m *Mail) header(e *message.Entity) {
	for f := e.Header.Fields(); f.Next() && len(m.Headers) < maxFields; {
		value, err := f.Text()
		if err != nil {
			value = f.Value()
		}
		value = strings.ToValidUTF8(value, "\ufffd")
		if len(value) > maxValue {
			value, m.Shortened = strings.ToValidUTF8(value[:maxValue], "")+"…", true
		}
		m.Headers = append(m.Headers, Field{f.Key(), value})
	}
	if v, err := e.Header.Text("Cc"); err == nil && v != "" {
		m.Cc = addresses(v)
	}
	m.Date = date(e.Header.Get("Date"))
}

// walk goes through the parts of a mail.
type walk struct {
	parts      int
	text, html strings.Builder
	images     map[string]image // by Content-ID; nil: not wanted
	imageBytes int
	shortened  bool
}

type image struct {
	contentType string
	data        []byte
}

// url is the image inside an address.
func (i image) url() string {
	return "data:" + i.contentType + ";base64," + base64.StdEncoding.EncodeToString(i.data)
}

func (w *walk) part(e *message.Entity, depth int) {
	w.parts++
	if w.parts > maxParts || depth > maxDepth {
		w.shortened = true
		return
	}
	mr := e.MultipartReader()
	if mr == nil {
		w.leaf(e)
		return
	}
	defer mr.Close()
	for w.parts <= maxParts {
		p, err := mr.NextPart()
		if err != nil && (p == nil || !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err)) {
			return // the end, or cut off or broken: what came before is shown
		}
		w.part(p, depth+1)
	}
	w.shortened = true
}

func (w *walk) leaf(e *message.Entity) {
	kind, params, err := e.Header.ContentType()
	if err != nil || kind == "" {
		kind = "text/plain"
	}
	disposition, _, _ := e.Header.ContentDisposition() // a broken one says nothing
	kind = strings.ToLower(kind)
	switch {
	case imageTypes[kind] && e.Header.Get("Content-Id") != "":
		if w.images != nil {
			w.image(e, kind)
		}
	case strings.EqualFold(disposition, "attachment"):
	case kind == "text/plain":
		w.add(&w.text, e, params["charset"], "")
	case kind == "text/html":
		w.add(&w.html, e, params["charset"], e.Header.Get("Content-Type"))
	}
}

// add appends a text to what is shown. One whose encoding is broken ends there.
func (w *walk) add(to *strings.Builder, e *message.Entity, label, contentType string) {
	data, err := io.ReadAll(io.LimitReader(e.Body, int64(maxText-to.Len())+1))
	w.shortened = w.shortened || err != nil
	if to.Len()+len(data) > maxText {
		data, w.shortened = data[:maxText-to.Len()], true
	}
	if to.Len() > 0 && len(data) > 0 {
		to.WriteByte('\n')
	}
	to.WriteString(decode(data, label, contentType))
}

// decode makes UTF-8 of a text whose mail did not say its character set; with one, go-message has decoded it.
func decode(data []byte, label, contentType string) string {
	switch {
	case label != "" || utf8.Valid(data):
		return strings.ToValidUTF8(string(data), "\ufffd")
	case contentType != "": // HTML may say it itself
		if r, err := charset.NewReader(bytes.NewReader(data), contentType); err == nil {
			if text, err := io.ReadAll(r); err == nil {
				return string(text)
			}
		}
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd")
	}
	return string(text)
}

// imageTypes are shown: pictures without script in them.
var imageTypes = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true}

func (w *walk) image(e *message.Entity, kind string) {
	data, err := io.ReadAll(io.LimitReader(e.Body, maxImage+1))
	if err != nil || len(data) > maxImage || w.imageBytes+len(data) > maxImages {
		w.shortened = true
		return
	}
	w.imageBytes += len(data)
	w.images[contentID(e.Header.Get("Content-Id"))] = image{kind, data}
}

// contentID is a Content-ID without its brackets, as addresses write it (RFC 2392).
func contentID(s string) string { return strings.Trim(strings.TrimSpace(s), "<>") }
