package document

import (
	"bufio"
	"bytes"
	"context"
	"io"
)

// lines reads a mail line by line and stops at the delimiter lines of the multiparts that are open. A line longer
// than the buffer comes in several chunks.
type lines struct {
	br     *bufio.Reader
	levels []string // boundaries of the open multiparts, outermost first
	start  bool     // the chunk last returned begins a line
	begins bool     // the next chunk begins a line
	back   []byte   // a chunk put back; begins a line
	hit    int      // level whose delimiter ended the last read, -1 at the end of the mail
	closed bool     // that delimiter was the closing one
	ended  bool     // a delimiter or the end was met; see resume
	count  uint     // chunks read
	ctx    context.Context
	err    error // what ended reading other than io.EOF
}

const noHit = -1

func newLines(ctx context.Context, br *bufio.Reader) *lines {
	return &lines{ctx: ctx, br: br, begins: true, hit: noHit}
}

// next gives the next chunk with its line end, valid until the next call. It is false at a delimiter of an open
// multipart (hit and closed say which) and at the end of the mail (hit is noHit), and stays so until resume.
func (l *lines) next() ([]byte, bool) {
	if l.ended {
		return nil, false
	}
	if l.back != nil {
		chunk := l.back
		l.back, l.start = nil, true
		return chunk, true
	}
	if l.count++; l.count%4096 == 0 {
		if l.err = l.ctx.Err(); l.err != nil {
			return l.end(noHit, false)
		}
	}
	chunk, err := l.br.ReadSlice('\n')
	l.start = l.begins
	if err != nil && err != bufio.ErrBufferFull {
		if err != io.EOF {
			l.err = err
		}
		if len(chunk) == 0 || l.err != nil {
			return l.end(noHit, false)
		}
	}
	l.begins = chunk[len(chunk)-1] == '\n'
	if l.start && len(l.levels) > 0 && len(chunk) > 2 && chunk[0] == '-' && chunk[1] == '-' {
		if hit, closed := l.match(chunk); hit != noHit {
			return l.end(hit, closed)
		}
	}
	return chunk, true
}

func (l *lines) end(hit int, closed bool) ([]byte, bool) {
	l.hit, l.closed, l.ended = hit, closed, true
	return nil, false
}

// resume goes on behind a delimiter. The end of the mail stays the end.
func (l *lines) resume() { l.ended = l.hit == noHit }

// unread puts back the chunk that next gave last; it has to begin a line.
func (l *lines) unread(chunk []byte) { l.back = chunk }

// peek shows the first line to come, as far as it is in the buffer, without a delimiter check.
func (l *lines) peek(n int) []byte {
	if l.back != nil {
		return l.back
	}
	b, _ := l.br.Peek(n)
	return b
}

// match finds the multipart that a line delimits. An outer one wins: its delimiter ends everything inside it
// (RFC 2046, section 5.1.2).
func (l *lines) match(line []byte) (level int, closed bool) {
	rest := bytes.TrimRight(line[2:], " \t\r\n")
	for i, b := range l.levels {
		if len(rest) < len(b) || string(rest[:len(b)]) != b {
			continue
		}
		switch tail := rest[len(b):]; {
		case len(tail) == 0:
			return i, false
		case string(tail) == "--":
			return i, true
		}
	}
	return noHit, false
}

// skip reads to the next delimiter or the end.
func (l *lines) skip() {
	for {
		if _, ok := l.next(); !ok {
			return
		}
	}
}

// copyTo writes everything up to the next delimiter or the end. The line end before a delimiter belongs to the
// delimiter (RFC 2046, section 5.1.1); inside a multipart that was cut off, so does the last one.
func (l *lines) copyTo(w io.Writer) error {
	var held []byte // a line end not yet written: "\n", "\r\n", or a "\r" at the end of a chunk
	for {
		chunk, ok := l.next()
		if !ok {
			break
		}
		if len(held) == 1 && held[0] == '\r' && len(chunk) == 1 && chunk[0] == '\n' {
			held = crlf
			continue
		}
		if len(held) > 0 {
			if _, err := w.Write(held); err != nil {
				return err
			}
		}
		chunk, held = cutLineEnd(chunk)
		if _, err := w.Write(chunk); err != nil {
			return err
		}
	}
	if l.err != nil {
		return l.readErr()
	}
	if len(l.levels) == 0 && len(held) > 0 {
		_, err := w.Write(held)
		return err
	}
	return nil
}

var (
	crlf = []byte("\r\n")
	lf   = crlf[1:]
	cr   = crlf[:1]
)

func cutLineEnd(chunk []byte) (text, end []byte) {
	n := len(chunk)
	switch {
	case n >= 2 && chunk[n-1] == '\n' && chunk[n-2] == '\r':
		return chunk[:n-2], crlf
	case n >= 1 && chunk[n-1] == '\n':
		return chunk[:n-1], lf
	case n >= 1 && chunk[n-1] == '\r':
		return chunk[:n-1], cr
	}
	return chunk, nil
}

// readErr is what ended reading before the end of the mail.
func (l *lines) readErr() error {
	switch {
	case l.err == nil:
		return nil
	case l.err == l.ctx.Err():
		return l.err
	}
	return readError(l.err)
}
