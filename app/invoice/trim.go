package invoice

import (
	"bufio"
	"bytes"
	"io"
)

// What bounds the reading of an XML file.
const (
	maxXML      = 256 << 20 // bytes read
	maxRun      = 64 << 10  // bytes of one text or comment that are passed on; a PDF inside, as base64, is longer
	maxMarkup   = 1 << 20   // bytes of one tag
	maxElements = 1_000_000
	maxDepth    = 200
	maxEnvelope = 1000    // elements of an envelope before what is in it
	maxValue    = 4 << 10 // bytes kept of a value
)

// trimmer passes XML in UTF-8 on, but cuts long texts, comments and CDATA sections: a parser takes each of them into
// memory as a whole, and an invoice may have a large file inside.
type trimmer struct {
	in    *bufio.Reader
	read  int64
	run   int    // bytes of the current piece
	kind  piece  // of the current piece
	start []byte // the first bytes of markup, which tell its kind
	tail  [2]byte
	owed  []byte // to be passed on next: the end of what was cut
	err   error
}

type piece uint8

const (
	pieceText piece = iota
	pieceMarkup
	pieceComment
	pieceCDATA
)

func newTrimmer(r io.Reader) *trimmer { return &trimmer{in: bufio.NewReaderSize(r, 64<<10)} }

func (t *trimmer) Read(p []byte) (n int, err error) {
	for n < len(p) && (t.err == nil || len(t.owed) > 0) {
		if len(t.owed) > 0 {
			p[n], t.owed = t.owed[0], t.owed[1:]
			n++
			continue
		}
		if t.kind == pieceText && t.run > maxRun {
			t.skipText()
			continue
		}
		if t.cutting() {
			t.skipInside()
			continue
		}
		c, err := t.in.ReadByte()
		if err != nil {
			t.err = err
			break
		}
		if t.read++; t.read > maxXML {
			t.err = errTooLarge
			break
		}
		if t.take(c) {
			p[n] = c
			n++
		}
	}
	if n > 0 {
		return n, nil
	}
	return 0, t.err
}

// skipText passes over what is left of a text that is too long.
func (t *trimmer) skipText() {
	b, err := t.in.Peek(max(1, t.in.Buffered()))
	if len(b) == 0 {
		t.err = err
		return
	}
	n := len(b)
	if i := bytes.IndexByte(b, '<'); i >= 0 {
		n = i
		t.run = 0
	}
	if t.read += int64(n); t.read > maxXML {
		t.err = errTooLarge
		return
	}
	if _, err := t.in.Discard(n); err != nil {
		t.err = err
	}
}

// cutting says whether nothing of the current piece is passed on any more but its end.
func (t *trimmer) cutting() bool {
	return t.kind == pieceComment || t.kind == pieceCDATA && t.run > maxRun
}

// skipInside passes over what is left of a comment or a CDATA section, up to the next byte that may end it.
func (t *trimmer) skipInside() {
	b, err := t.in.Peek(max(1, t.in.Buffered()))
	if len(b) == 0 {
		t.err = err
		return
	}
	n := bytes.IndexByte(b, '>')
	found := n >= 0
	if !found {
		n = len(b) - 1
	}
	if n > 0 {
		t.tail[0] = t.tail[1]
		if n > 1 {
			t.tail[0] = b[n-2]
		}
		t.tail[1] = b[n-1]
	}
	if t.read += int64(n) + 1; t.read > maxXML {
		t.err = errTooLarge
		return
	}
	t.inside(b[n])
	if _, err := t.in.Discard(n + 1); err != nil {
		t.err = err
	}
}

// take notes a byte and says whether it is passed on.
func (t *trimmer) take(c byte) bool {
	t.run++
	switch t.kind {
	case pieceText:
		if c == '<' {
			t.kind, t.run, t.start = pieceMarkup, 1, t.start[:0]
		}
		return true
	case pieceMarkup:
		if len(t.start) < 8 {
			t.start = append(t.start, c)
			switch string(t.start) {
			case "!--":
				t.kind, t.run, t.tail = pieceComment, 0, [2]byte{}
				return true
			case "![CDATA[":
				t.kind, t.run, t.tail = pieceCDATA, 0, [2]byte{}
				return true
			}
		}
		if c == '>' {
			t.kind, t.run = pieceText, 0
		} else if t.run > maxMarkup {
			t.err = errTooLarge
			return false
		}
		return true
	}
	return t.inside(c)
}

// inside takes a byte of a comment, of which nothing is passed on but its ends, or of a CDATA section.
func (t *trimmer) inside(c byte) bool {
	mark := byte('-')
	if t.kind == pieceCDATA {
		mark = ']'
	}
	before := t.tail
	t.tail = [2]byte{before[1], c}
	cut := t.cutting()
	if c == '>' && before == [2]byte{mark, mark} {
		t.kind, t.run = pieceText, 0
		if cut {
			t.owed = []byte{mark, mark, '>'}
		}
	}
	return !cut
}
