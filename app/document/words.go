package document

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// decodeText decodes the MIME words of a header's text (RFC 2047), wherever they stand, and 8-bit characters that
// nobody declared. Neighbouring words of one character set are decoded as one: senders in the wild split characters
// between them.
func decodeText(s string) string {
	if isPlainASCII(s) && !strings.Contains(s, "=?") {
		return s
	}
	var out strings.Builder
	var pending []byte // decoded bytes of words in charset
	var charset string
	flush := func() {
		out.WriteString(decodeCharset(pending, charset))
		pending, charset = pending[:0], ""
	}
	for s != "" {
		i := strings.Index(s, "=?")
		if i < 0 {
			break
		}
		cs, data, rest, ok := cutWord(s[i:])
		if !ok {
			flush()
			out.WriteString(undeclared(s[:i+2]))
			s = s[i+2:]
			continue
		}
		// Blanks between two words don't count.
		if gap := s[:i]; charset == "" || strings.TrimSpace(gap) != "" {
			flush()
			out.WriteString(undeclared(gap))
		} else if !strings.EqualFold(cs, charset) {
			flush()
		}
		charset = cs
		pending = append(pending, data...)
		s = rest
	}
	flush()
	out.WriteString(undeclared(s))
	return plain(out.String())
}

// cutWord decodes the MIME word that s begins with, to bytes in its character set.
func cutWord(s string) (charset string, data []byte, rest string, ok bool) {
	charset, tail, found := strings.Cut(s[2:], "?")
	if !found || len(tail) < 2 || tail[1] != '?' || charset == "" || len(charset) > 64 {
		return "", nil, "", false
	}
	charset, _, _ = strings.Cut(charset, "*") // a language (RFC 2231, section 5)
	kind := tail[0] | 0x20
	text, rest, found := strings.Cut(tail[2:], "?=")
	if !found {
		return "", nil, "", false
	}
	switch kind {
	case 'q':
		return charset, decodeQ(text), rest, true
	case 'b':
		return charset, decodeB(text), rest, true
	}
	return "", nil, "", false
}

func decodeQ(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0:
			out = append(out, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}

func decodeB(s string) []byte {
	clean := strings.Map(func(r rune) rune {
		if r >= 0x80 || base64Value[byte(r)] < 0 {
			return -1
		}
		return r
	}, s)
	if len(clean)%4 == 1 {
		clean = clean[:len(clean)-1]
	}
	out, err := base64.RawStdEncoding.DecodeString(clean)
	if err != nil {
		return nil
	}
	return out
}

// unhex is the value of a hexadecimal digit, -1 if it is none.
func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// charsetOf finds a character set by any name that browsers or IANA know, nil if there is none.
func charsetOf(name string) encoding.Encoding {
	name = strings.ToLower(strings.Trim(name, " \t\"'"))
	if e, err := htmlindex.Get(name); err == nil {
		return e
	}
	switch name {
	case "cp1252", "ansi":
		return charmap.Windows1252
	case "cp850":
		return charmap.CodePage850
	}
	if e, err := ianaindex.MIME.Encoding(name); err == nil {
		return e
	}
	return nil
}

// decodeCharset makes UTF-8 of bytes in a character set; an unknown set is taken for undeclared.
func decodeCharset(data []byte, charset string) string {
	if len(data) == 0 {
		return ""
	}
	switch strings.ToLower(charset) {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "unknown-8bit", "x-unknown":
		return undeclared(string(data))
	}
	if e := charsetOf(charset); e != nil {
		if out, err := e.NewDecoder().Bytes(data); err == nil {
			return string(out)
		}
	}
	return undeclared(string(data))
}

// undeclared makes UTF-8 of text in no declared character set: UTF-8 if it is that, else Windows-1252, which is what
// Western European senders mean.
func undeclared(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	out, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return out
}

func isPlainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// plain makes one line of valid UTF-8 without control characters, and trims it.
func plain(s string) string {
	if isPlainASCII(s) {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, undeclared(s))
	return strings.TrimSpace(s)
}

// cutBytes cuts s to at most n bytes without breaking a character.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
