// Package text gets the plain text out of files that come with mails, so that their words can be found: PDF, the formats
// of office programs, HTML, plain text, mails. It is for searching, not for showing, and takes bounded time and memory,
// however large or hostile a file is.
package text

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"postroom/app/document"
	"postroom/app/pdf"
	"postroom/app/preview"
)

// What is read of one file at most.
const (
	MaxText  = 2 << 20          // bytes of text; the rest is left out
	MaxTime  = 20 * time.Second // what there is of the text by then is all
	maxPlain = 8 << 20          // bytes of a file that is nothing but text
	maxToken = 1 << 20          // bytes of one piece of text or one tag
	headSize = 4096
)

// maxMarkup is how many bytes the parts of a file may unpack to.
var maxMarkup int64 = 48 << 20

// File is a file to read.
type File struct {
	Name        string // as the mail says
	ContentType string // as the mail declares; may be wrong
	Reader      io.ReaderAt
	Size        int64
	// Spool is a folder for temporary files of what is attached to a mail that is the file. Empty: that is left out.
	Spool string
}

// Of is the text of a file, as much as can be had; empty if the file has none or is broken. The error is one of ctx or of
// the reader.
func Of(ctx context.Context, f File) (string, error) {
	limited, cancel := context.WithTimeout(ctx, MaxTime)
	defer cancel()
	source := &source{r: f.Reader, ctx: limited}
	f.Reader = source
	text := f.text(limited)
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if source.err != nil {
		return "", source.err
	}
	return text, nil
}

// source notes why reading failed, and ends it with its context: libraries take any error for a broken file.
type source struct {
	r   io.ReaderAt
	ctx context.Context
	err error
}

func (s *source) ReadAt(p []byte, at int64) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.r.ReadAt(p, at)
	if err != nil && !errors.Is(err, io.EOF) && s.err == nil {
		s.err = err
	}
	return n, err
}

// text tells the format from the file's first bytes, then from what the mail says.
func (f *File) text(ctx context.Context) string {
	head := make([]byte, min(headSize, f.Size))
	n, err := f.Reader.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return ""
	}
	head = head[:n]
	ext := strings.ToLower(path.Ext(f.Name))
	switch {
	case bytes.Contains(head[:min(n, 1024)], []byte("%PDF-")):
		return f.pdf(ctx)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return f.zip(ctx)
	case bytes.HasPrefix(head, []byte(`{\rtf`)), isBinary(head):
		return ""
	case ext == ".eml", document.IsMessage(f.ContentType):
		m, err := Mail(f.whole())
		if err != nil {
			return ""
		}
		return cut(strings.Join(slices.Concat([]string{m.Subject}, m.People, []string{m.Text}, f.attached(ctx)), "\n"))
	case ext == ".html", ext == ".htm", ext == ".xhtml", f.ContentType == "text/html", looksLikeHTML(head):
		return HTML(ctx, decode(f.begin(), "text/html"))
	case bytes.HasPrefix(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"), []byte("<?xml")):
		var out writer
		out.markup(ctx, strings.NewReader(decode(f.begin(), "text/xml")), allText)
		return out.String()
	}
	return cut(decode(f.begin(), "text/plain"))
}

// attached are the texts of what is attached to a mail, and to mails attached to it.
func (f *File) attached(ctx context.Context) (texts []string) {
	if f.Spool == "" {
		return nil
	}
	m, err := document.ReadFrom(ctx, f.Reader, f.Size, document.Options{Dir: f.Spool})
	if err != nil {
		return nil
	}
	size := 0
	for _, a := range m.Attachments {
		if size < MaxText && a.Kind != document.KindImage {
			texts = append(texts, textAt(ctx, a))
			size += len(texts[len(texts)-1])
		}
	}
	_ = m.Discard() // what can't be removed goes with the spool, which is emptied at the next start
	return texts
}

// textAt is the text of one attachment. A mail that came as a file in a mail that did is not looked into.
func textAt(ctx context.Context, a document.Attachment) string {
	file, err := os.Open(a.Temp)
	if err != nil {
		return ""
	}
	defer file.Close()
	inner := File{Name: a.Name, ContentType: a.ContentType, Reader: file, Size: a.Size}
	return inner.text(ctx)
}

func (f *File) whole() io.Reader { return io.NewSectionReader(f.Reader, 0, f.Size) }

// begin is as much of the file as is looked at if it is nothing but text.
func (f *File) begin() []byte {
	data, err := io.ReadAll(io.LimitReader(f.whole(), maxPlain))
	if err != nil {
		return nil
	}
	return data
}

func (f *File) pdf(ctx context.Context) string {
	d, err := pdf.Open(ctx, f.Reader, f.Size)
	if err != nil {
		return ""
	}
	return d.Text(ctx, MaxText)
}

// Message is the text of a mail.
type Message struct {
	Subject string
	People  []string // of From, To, Cc and the like
	Cc      []string
	Headers []preview.Field // as many as are looked at
	Text    string
}

// Mail reads a mail's own text; what is attached to it is left out. The error is one of the reader: a broken mail has as
// much text as can be read.
func Mail(r io.Reader) (*Message, error) {
	m, err := preview.ReadWords(r)
	if err != nil {
		return nil, err
	}
	v := &Message{Cc: m.Cc, Headers: m.Headers, Text: m.Text}
	for _, h := range m.Headers {
		switch strings.ToLower(h.Name) {
		case "subject":
			v.Subject = h.Value
		case "from", "sender", "to", "cc", "bcc", "reply-to":
			v.People = append(v.People, h.Value)
		}
	}
	// The plain text is the same in better order, unless it only says that there is a better one.
	if html := HTML(context.Background(), m.HTML); len(strings.TrimSpace(html)) > 2*len(strings.TrimSpace(m.Text)) {
		v.Text = html
	}
	return v, nil
}

// isBinary says whether a file is no text at all.
func isBinary(head []byte) bool {
	if len(head) == 0 || wide(head) != nil {
		return false
	}
	control := 0
	for _, c := range head {
		if c == 0 {
			return true
		}
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			control++
		}
	}
	return control > len(head)/50
}

func looksLikeHTML(head []byte) bool {
	head = bytes.ToLower(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// cut is as much of a text as is kept.
func cut(s string) string {
	if len(s) <= MaxText {
		return s
	}
	n := MaxText
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
