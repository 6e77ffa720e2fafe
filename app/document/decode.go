package document

import (
	"bytes"
	"io"
	"strconv"
	"strings"
)

// decoder undoes a transfer encoding. It takes what it can from broken input.
type decoder interface {
	io.Writer
	// close writes what is left and says what was wrong, "" if nothing was.
	close() (complaint string, err error)
}

// newDecoder is the decoder for a Content-Transfer-Encoding; one that nobody knows changes nothing.
func newDecoder(encoding string, out *sink) decoder {
	switch name := transferEncoding(encoding); name {
	case "base64":
		return &base64Decoder{out: out}
	case "quoted-printable":
		return &quotedDecoder{out: out}
	case "uuencode":
		return &uuDecoder{out: out}
	case "":
		return &plainDecoder{out: out}
	default:
		return &plainDecoder{out: out, unknown: true}
	}
}

// transferEncoding is the name of an encoding, "" for those that change nothing.
func transferEncoding(value string) string {
	name := strings.Trim(token(value), `"'.`)
	switch name {
	case "base64", "base-64":
		return "base64"
	case "quoted-printable", "quoted", "quotedprintable":
		return "quoted-printable"
	case "x-uuencode", "uuencode", "uue", "x-uue":
		return "uuencode"
	case "", "binary", "7bit", "8bit", "7-bit", "8-bit", "7bits", "8bits", "7", "8":
		return ""
	}
	return "unknown"
}

type plainDecoder struct {
	out     *sink
	unknown bool
}

func (d *plainDecoder) Write(p []byte) (int, error) { return d.out.Write(p) }

func (d *plainDecoder) close() (string, error) {
	if d.unknown {
		return "unknown transfer encoding, kept as it is", nil
	}
	return "", nil
}

// base64Value maps a character to its value, -1 if it has none.
var base64Value = func() (t [256]int8) {
	for i := range t {
		t[i] = -1
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		t[c] = int8(i)
	}
	return t
}()

// base64Decoder skips characters that do not belong to base64 and ends at its padding.
type base64Decoder struct {
	out        *sink
	bits       uint32
	n, pads    int // characters and padding of the group begun
	done       bool
	junk, tail bool
}

func (d *base64Decoder) Write(p []byte) (int, error) {
	if d.done {
		d.tail = d.tail || len(bytes.TrimSpace(p)) > 0
		return len(p), nil
	}
	for i, c := range p {
		v := base64Value[c]
		if v < 0 {
			switch c {
			case '\r', '\n', ' ', '\t':
			case '=':
				if d.n >= 2 {
					if d.pads++; d.n+d.pads >= 4 {
						d.done = true
						d.tail = len(bytes.TrimSpace(p[i+1:])) > 0
						return len(p), d.flush()
					}
				}
			default:
				d.junk = true
			}
			continue
		}
		d.bits, d.pads = d.bits<<6|uint32(v), 0
		if d.n++; d.n == 4 {
			if err := d.out.three(byte(d.bits>>16), byte(d.bits>>8), byte(d.bits)); err != nil {
				return 0, err
			}
			d.bits, d.n = 0, 0
		}
	}
	return len(p), nil
}

// flush writes the bytes of a group that is not full.
func (d *base64Decoder) flush() error {
	var err error
	switch d.n {
	case 2:
		_, err = d.out.Write([]byte{byte(d.bits >> 4)})
	case 3:
		_, err = d.out.Write([]byte{byte(d.bits >> 10), byte(d.bits >> 2)})
	}
	d.n, d.bits = 0, 0
	return err
}

func (d *base64Decoder) close() (string, error) {
	odd := d.n == 1
	err := d.flush()
	switch {
	case odd:
		return "base64 ends in the middle", err
	case d.tail:
		return "text after the end of base64 was left out", err
	case d.junk:
		return "characters that are not base64 were left out", err
	}
	return "", err
}

// quotedDecoder decodes quoted-printable (RFC 2045, section 6.7); what is no valid escape stays as it is.
type quotedDecoder struct {
	out   *sink
	state quotedState
	first byte   // the first digit of an escape
	blank []byte // blanks after "="
	bad   bool
}

type quotedState uint8

const (
	quotedText  quotedState = iota
	quotedEqual             // after =
	quotedDigit             // after = and one digit
	quotedBlank             // after = and blanks: a soft line break if the line ends
	quotedCR                // after = and a carriage return
)

func (d *quotedDecoder) Write(p []byte) (int, error) {
	for i := 0; i < len(p); i++ {
		c := p[i]
		switch d.state {
		case quotedText:
			n := bytes.IndexByte(p[i:], '=')
			if n < 0 {
				n = len(p) - i
			}
			if n > 0 {
				if _, err := d.out.Write(p[i : i+n]); err != nil {
					return 0, err
				}
			}
			i += n
			d.state = quotedEqual
			if i >= len(p) {
				d.state = quotedText
			}
		case quotedEqual:
			if err := d.escape(c, &i); err != nil {
				return 0, err
			}
		case quotedDigit:
			d.state = quotedText
			out := []byte{'=', d.first}
			if v := unhex(c); v >= 0 {
				out = append(out[:0], byte(unhex(d.first)<<4|v))
			} else {
				d.bad = true
				i--
			}
			if _, err := d.out.Write(out); err != nil {
				return 0, err
			}
		case quotedBlank:
			switch {
			case c == '\n' || c == '\r':
				d.blank, d.state = d.blank[:0], quotedCR
				i--
			case (c == ' ' || c == '\t') && len(d.blank) < 1000:
				d.blank = append(d.blank, c)
			default:
				d.state = quotedText
				i--
				if err := d.asIs(d.blank); err != nil {
					return 0, err
				}
				d.blank = d.blank[:0]
			}
		case quotedCR:
			if c == '\n' {
				d.state = quotedText
			} else if c != '\r' {
				d.state = quotedText
				i--
			}
		}
	}
	return len(p), nil
}

// escape takes the character after "=".
func (d *quotedDecoder) escape(c byte, i *int) error {
	switch {
	case c == '\n' || c == '\r':
		d.state = quotedCR
		*i--
	case c == ' ' || c == '\t':
		d.state, d.blank = quotedBlank, append(d.blank[:0], c)
	case unhex(c) >= 0:
		d.state, d.first = quotedDigit, c
	case c == '=':
		d.state = quotedText // "==", which an old Python wrote for "="
		return d.asIs(nil)
	default:
		d.state = quotedText
		*i--
		return d.asIs(nil)
	}
	return nil
}

// asIs writes "=" and what followed.
func (d *quotedDecoder) asIs(rest []byte) error {
	d.bad = true
	if _, err := d.out.Write([]byte{'='}); err != nil {
		return err
	}
	_, err := d.out.Write(rest)
	return err
}

func (d *quotedDecoder) close() (string, error) {
	var err error
	if d.state == quotedDigit {
		err = d.asIs([]byte{d.first})
	}
	if d.bad {
		return "broken escapes in quoted-printable were kept as they are", err
	}
	return "", err
}

// uuDecoder decodes uuencode. Text without a "begin" line is kept as it is.
type uuDecoder struct {
	out   *sink
	line  []byte
	raw   []byte // what came before "begin", in case it never comes
	begun bool
	ended bool
	plain bool // gave up waiting for "begin"
	bad   bool
	name  string // from the "begin" line
}

const maxBeforeBegin = 64 << 10

func (d *uuDecoder) Write(p []byte) (int, error) {
	n := len(p)
	if d.plain {
		return d.out.Write(p)
	}
	if !d.begun {
		d.raw = append(d.raw, p...)
	}
	for len(p) > 0 && !d.ended {
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			d.keep(p)
			break
		}
		d.keep(p[:i])
		p = p[i+1:]
		if err := d.take(); err != nil {
			return 0, err
		}
	}
	if !d.begun && len(d.raw) > maxBeforeBegin {
		return n, d.giveUp()
	}
	return n, nil
}

// keep collects a line; no line of uuencode is longer than 87 characters.
func (d *uuDecoder) keep(p []byte) {
	if room := 1000 - len(d.line); room > 0 {
		d.line = append(d.line, p[:min(room, len(p))]...)
	}
}

// take decodes the line collected.
func (d *uuDecoder) take() error {
	line := bytes.TrimRight(d.line, "\r")
	d.line = d.line[:0]
	if !d.begun {
		rest, ok := bytes.CutPrefix(line, []byte("begin "))
		if mode, name, _ := strings.Cut(string(rest), " "); ok {
			if _, err := strconv.ParseUint(mode, 8, 32); err == nil {
				d.begun, d.name, d.raw = true, plain(name), nil
			}
		}
		return nil
	}
	if string(bytes.TrimSpace(line)) == "end" {
		d.ended = true
		return nil
	}
	if len(line) == 0 {
		return nil
	}
	size := int(line[0]-' ') & 63
	var out [64]byte
	n := 0
	for in := line[1:]; n < size; n += 3 {
		var v [4]byte
		for i := range v {
			if i < len(in) {
				if in[i] < ' ' || in[i] > '`' {
					d.bad = true
				}
				v[i] = (in[i] - ' ') & 63
			}
		}
		in = in[min(4, len(in)):]
		if n+3 <= len(out) {
			out[n], out[n+1], out[n+2] = v[0]<<2|v[1]>>4, v[1]<<4|v[2]>>2, v[2]<<6|v[3]
		}
	}
	_, err := d.out.Write(out[:size])
	return err
}

func (d *uuDecoder) giveUp() error {
	d.plain = true
	_, err := d.out.Write(d.raw)
	d.raw = nil
	return err
}

func (d *uuDecoder) close() (string, error) {
	if len(d.line) > 0 && !d.ended {
		if err := d.take(); err != nil {
			return "", err
		}
	}
	switch {
	case d.plain:
		return "no uuencode found, kept as it is", nil
	case !d.begun:
		return "no uuencode found, kept as it is", d.giveUp()
	case d.bad:
		return "broken characters in uuencode", nil
	case !d.ended:
		return "uuencode ends in the middle", nil
	}
	return "", nil
}
