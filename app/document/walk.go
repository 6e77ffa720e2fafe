package document

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
)

// reader collects the attachments of a mail and of the mails attached to it.
type reader struct {
	ctx      context.Context
	dir      string
	found    []found
	warnings []string
	parts    int
	unnamed  int   // attachments named by number
	budget   int64 // bytes that may still be unpacked from containers
	stopped  bool  // a bound was reached: nothing more is looked for
}

// found is an attachment that may yet turn out to be an inline image.
type found struct {
	Attachment
	cid     string
	message *message
	dropped bool
}

// message is one mail while it is walked: the one on disk or an attached one.
type message struct {
	r         *reader
	lines     *lines
	head      header
	container int // index in found of the attached mail that this is, -1 for the mail itself
	depth     int // of attached mails
	cids      map[string]bool
}

var buffers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, bufferSize) }}

// message walks the mail in the first size bytes of src.
func (r *reader) message(src io.ReaderAt, size int64, container, depth int) (*message, error) {
	br := buffers.Get().(*bufio.Reader)
	br.Reset(io.NewSectionReader(src, 0, size))
	defer func() { br.Reset(nil); buffers.Put(br) }()
	m := &message{r: r, lines: newLines(r.ctx, br), container: container, depth: depth}
	m.head = readHeader(m.lines)
	r.checkHeader(&m.head)
	if err := m.entity(&m.head, place{}); err != nil {
		return nil, err
	}
	m.dropInline()
	return m, nil
}

// place says where in a mail a part stands.
type place struct {
	parent string // media type of the multipart around it, "" at the root
	index  int    // among its siblings
	depth  int    // multiparts around it
}

// entity reads a body whose header has been read, up to the next delimiter or the end.
func (m *message) entity(h *header, at place) error {
	absent := "text/plain"
	if at.parent == "multipart/digest" {
		absent = "message/rfc822" // RFC 2046, section 5.1.5
	}
	ctype := mediaType(h.values[fieldContentType], absent)
	if !strings.HasPrefix(ctype, "multipart/") || at.depth == maxMultiparts {
		if strings.HasPrefix(ctype, "multipart/") {
			m.r.warn("multiparts are nested more than %d deep; what is deeper is kept in one piece", maxMultiparts)
		}
		return m.leaf(h, ctype, at)
	}
	boundary := strings.TrimRight(param(h.values[fieldContentType], "boundary"), " \t")
	if boundary == "" {
		if boundary = m.guessBoundary(); boundary == "" {
			m.r.warn("a multipart without a boundary stays in the mail only")
			m.lines.skip()
			return m.lines.readErr()
		}
		m.r.warn("a multipart did not say its boundary; it was guessed")
	}
	return m.multipart(ctype, boundary, at)
}

// multipart reads the parts up to the closing delimiter, and what follows it.
func (m *message) multipart(ctype, boundary string, at place) error {
	l := m.lines
	level := len(l.levels)
	l.levels = append(l.levels, boundary)
	defer func() { l.levels = l.levels[:level] }()
	if l.skip(); l.hit != level {
		m.r.warn("a multipart without any part stays in the mail only")
		return l.readErr()
	}
	for i := 0; !l.closed; i++ {
		if err := m.part(ctype, i, at.depth+1); err != nil {
			return err
		}
		if m.r.stopped {
			return nil
		}
		if l.hit != level {
			m.r.warn("a multipart has no end")
			return l.readErr()
		}
	}
	l.levels = l.levels[:level]
	l.resume()
	l.skip()
	return l.readErr()
}

// part reads one part with its header.
func (m *message) part(parent string, index, depth int) error {
	if err := m.r.ctx.Err(); err != nil {
		return err
	}
	if m.r.parts++; m.r.parts > maxParts {
		m.r.stop("more than %d parts; what follows stays in the mail only", maxParts)
		return nil
	}
	m.lines.resume()
	h := readHeader(m.lines)
	if !h.seen {
		return m.lines.readErr() // two delimiters in a row
	}
	m.r.checkHeader(&h)
	return m.entity(&h, place{parent: parent, index: index, depth: depth})
}

// guessBoundary looks for a line that looks like a delimiter followed by a part's header.
func (m *message) guessBoundary() string {
	text := m.lines.peek(4096)
	for len(text) > 0 {
		line, rest, _ := bytes.Cut(text, lf)
		if len(line) > 4 && line[0] == '-' && line[1] == '-' && len(rest) > 8 && strings.EqualFold(string(rest[:8]), "content-") {
			return string(bytes.TrimRight(line[2:], " \t\r"))
		}
		text = rest
	}
	return ""
}

// dropInline leaves out the images that the HTML body refers to.
func (m *message) dropInline() {
	if len(m.cids) == 0 {
		return
	}
	for i := range m.r.found {
		f := &m.r.found[i]
		if f.message == m && f.cid != "" && m.cids[f.cid] {
			f.dropped = true
		}
	}
}

// attachments gives what was found, without what was dropped.
func (r *reader) attachments() []Attachment {
	if len(r.found) == 0 {
		return nil
	}
	list := make([]Attachment, 0, len(r.found))
	moved := make([]int, len(r.found))
	for i, f := range r.found {
		if f.dropped {
			moved[i] = -1
			r.remove(f.Temp)
			continue
		}
		moved[i] = len(list)
		if f.Container >= 0 {
			f.Container = moved[f.Container]
		}
		list = append(list, f.Attachment)
	}
	return list
}

func (r *reader) discard() {
	for _, f := range r.found {
		r.remove(f.Temp)
	}
}

// remove deletes a temporary file of no more use. One that can't be deleted lies in the spool, which is emptied at
// the next start; the mail is no worse for it.
func (r *reader) remove(temp string) {
	if err := os.Remove(temp); err != nil && !os.IsNotExist(err) {
		r.warn("a temporary file could not be removed")
	}
}

func (r *reader) warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if r.parts > 0 {
		text = fmt.Sprintf("part %d: %s", r.parts, text)
	}
	switch {
	case len(r.warnings) < maxWarnings:
		r.warnings = append(r.warnings, text)
	case len(r.warnings) == maxWarnings:
		r.warnings = append(r.warnings, "there is more wrong with this mail")
	}
}

// stop ends the search for attachments.
func (r *reader) stop(format string, args ...any) {
	if !r.stopped {
		r.stopped = true
		r.warnings = append(r.warnings, fmt.Sprintf(format, args...))
	}
}

func (r *reader) checkHeader(h *header) {
	if h.cut {
		r.warn("a header field is longer than %d bytes and was cut", maxField)
	}
	if h.wrapped {
		r.warn("a header has a line that belongs to no field")
	}
	if h.unended {
		r.warn("a header ends without an empty line")
	}
}
