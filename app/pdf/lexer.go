package pdf

import (
	"bytes"
	"strconv"
)

// token is a piece of a content stream or of a character map: an operator, an operand, a bracket.
type token struct {
	kind  tokenKind
	text  []byte  // of an operator, a name (without its slash) or a string (decoded)
	value float64 // of a number
}

type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenOperator
	tokenNumber
	tokenName
	tokenString
	tokenOpen  // [ or <<
	tokenClose // ] or >>
)

// lexer cuts a content stream into tokens (ISO 32000-1, 7.2 and 7.8.2). It never fails: what makes no sense is passed
// over.
type lexer struct {
	data []byte
	at   int
}

func isSpace(c byte) bool {
	return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f')
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *lexer) next() token {
	for l.at < len(l.data) {
		c := l.data[l.at]
		switch {
		case isSpace(c):
			l.at++
		case c == '%':
			if end := bytes.IndexAny(l.data[l.at:], "\r\n"); end >= 0 {
				l.at += end
			} else {
				l.at = len(l.data)
			}
		case c == '(':
			return token{kind: tokenString, text: l.literal()}
		case c == '<':
			if l.at+1 < len(l.data) && l.data[l.at+1] == '<' {
				l.at += 2
				return token{kind: tokenOpen}
			}
			return token{kind: tokenString, text: l.hex()}
		case c == '>':
			l.at++
			if l.at < len(l.data) && l.data[l.at] == '>' {
				l.at++
			}
			return token{kind: tokenClose}
		case c == '[':
			l.at++
			return token{kind: tokenOpen}
		case c == ']':
			l.at++
			return token{kind: tokenClose}
		case c == '/':
			l.at++
			return token{kind: tokenName, text: unescapeName(l.word())}
		case isDelimiter(c):
			l.at++
		default:
			return wordToken(l.word())
		}
	}
	return token{}
}

func (l *lexer) word() []byte {
	start := l.at
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
	return l.data[start:l.at]
}

func wordToken(w []byte) token {
	if c := w[0]; c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9' {
		for len(w) > 1 && w[0] == '-' && w[1] == '-' { // some writers double the sign
			w = w[1:]
		}
		if v, err := strconv.ParseFloat(string(w), 64); err == nil {
			return token{kind: tokenNumber, value: v}
		}
		return token{kind: tokenNumber}
	}
	return token{kind: tokenOperator, text: w}
}

func unescapeName(w []byte) []byte {
	if bytes.IndexByte(w, '#') < 0 {
		return w
	}
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) {
			if v, err := strconv.ParseUint(string(w[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, w[i])
	}
	return out
}

// literal reads a string in brackets, which may be nested.
func (l *lexer) literal() []byte {
	var out []byte
	depth := 0
	for ; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		switch c {
		case '(':
			if depth++; depth > 1 {
				out = append(out, c)
			}
		case ')':
			if depth--; depth == 0 {
				l.at++
				return out
			}
			out = append(out, c)
		case '\\':
			out = l.escape(out)
		default:
			out = append(out, c)
		}
	}
	return out
}

// escape reads what follows a backslash; l.at is left on its last byte.
func (l *lexer) escape(out []byte) []byte {
	l.at++
	if l.at >= len(l.data) {
		return out
	}
	switch c := l.data[l.at]; c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\n':
		return out
	case '\r':
		if l.at+1 < len(l.data) && l.data[l.at+1] == '\n' {
			l.at++
		}
		return out
	default:
		if c < '0' || c > '7' {
			return append(out, c)
		}
		v := 0
		for n := 0; n < 3 && l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '7'; n++ {
			v = v<<3 | int(l.data[l.at]-'0')
			l.at++
		}
		l.at--
		return append(out, byte(v))
	}
}

func (l *lexer) hex() []byte {
	l.at++
	var out []byte
	var half byte
	odd := false
	for ; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		if c == '>' {
			l.at++
			break
		}
		v, ok := hexValue(c)
		if !ok {
			continue
		}
		if odd {
			out = append(out, half<<4|v)
		}
		half, odd = v, !odd
	}
	if odd {
		out = append(out, half<<4)
	}
	return out
}

func hexValue(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// skipInlineImage passes over the bytes of an image in the stream, up to its end mark (ISO 32000-1, 8.9.7).
func (l *lexer) skipInlineImage() {
	for {
		i := bytes.Index(l.data[l.at:], []byte("EI"))
		if i < 0 {
			l.at = len(l.data)
			return
		}
		before, after := l.at+i-1, l.at+i+2
		l.at = after
		if (before < 0 || isSpace(l.data[before])) && (after >= len(l.data) || isSpace(l.data[after])) {
			return
		}
	}
}
