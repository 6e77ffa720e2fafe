package document

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// mediaType is a content type in lower case and without parameters. What is no type at all is text, as for RFC 2045,
// section 5.2; junk after a type is ignored.
func mediaType(value, absent string) string {
	if value == "" {
		return absent
	}
	end := strings.IndexFunc(value, func(r rune) bool { return !isTypeRune(r) })
	if end >= 0 {
		value = value[:end]
	}
	main, sub, ok := strings.Cut(value, "/")
	if !ok || main == "" || sub == "" || strings.Contains(sub, "/") {
		return "text/plain"
	}
	return strings.ToLower(value)
}

func isTypeRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("/!#$&^_.+-", r)
}

// token is the first word of a field such as Content-Disposition, in lower case.
func token(value string) string {
	if i := strings.IndexAny(value, "; \t"); i >= 0 {
		value = value[:i]
	}
	return strings.ToLower(value)
}

// piece is one piece of a parameter that is split or has its own character set (RFC 2231).
type piece struct {
	number  int
	encoded bool
	value   string
}

// param finds a parameter of Content-Type or Content-Disposition and decodes it. It reads what senders really write:
// RFC 2231, MIME words inside and outside of quotes, unquoted blanks, raw 8-bit characters, a missing semicolon.
func param(value, name string) string {
	var whole string
	var pieces []piece
	for len(value) > 0 {
		var item string
		item, value = cutParam(value)
		key, val, ok := strings.Cut(item, "=")
		if !ok {
			continue
		}
		key = strings.TrimSpace(key)
		if i := strings.LastIndexAny(key, " \t"); i >= 0 {
			key = key[i+1:] // "application/pdf name=…": a semicolon is missing
		}
		if len(key) < len(name) || !strings.EqualFold(key[:len(name)], name) {
			continue
		}
		val = unquote(strings.TrimSpace(val))
		switch suffix := key[len(name):]; {
		case suffix == "":
			if whole == "" {
				whole = val
			}
		case suffix[0] == '*':
			p := piece{value: val}
			suffix, p.encoded = strings.CutSuffix(suffix[1:], "*")
			if suffix != "" {
				n, err := strconv.Atoi(suffix)
				if err != nil || n < 0 {
					continue
				}
				p.number = n
			} else {
				p.encoded = true // name*=…
			}
			if len(pieces) < 1000 {
				pieces = append(pieces, p)
			}
		}
	}
	if len(pieces) > 0 {
		if s := joinPieces(pieces); s != "" {
			return s
		}
	}
	return decodeText(whole)
}

// cutParam takes the text up to the next semicolon outside of quotes.
func cutParam(s string) (item, rest string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if quoted {
				i++
			}
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				return s[:i], s[i+1:]
			}
		}
	}
	if quoted {
		// The closing quote is missing: the parameter ends at the next semicolon.
		item, rest, _ = strings.Cut(s, ";")
		return item, rest
	}
	return s, ""
}

// unquote takes the quotes off a value. A backslash that escapes nothing stays: Windows paths are common.
func unquote(s string) string {
	if len(s) == 0 || s[0] != '"' {
		return s
	}
	s = s[1:]
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return b.String()
		case c == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func joinPieces(pieces []piece) string {
	slices.SortStableFunc(pieces, func(a, b piece) int { return a.number - b.number })
	var raw strings.Builder
	charset, declared := "", false
	for i, p := range pieces {
		if i > 0 && p.number == pieces[i-1].number {
			continue
		}
		v := p.value
		if p.encoded {
			if i == 0 {
				if parts := strings.SplitN(v, "'", 3); len(parts) == 3 {
					charset, v, declared = parts[0], parts[2], true
				}
			}
			v = unescape(v)
		}
		raw.WriteString(v)
	}
	if declared {
		return plain(decodeCharset([]byte(raw.String()), charset))
	}
	return decodeText(raw.String())
}

// unescape decodes percent escapes and leaves broken ones as they are.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	if out, err := url.PathUnescape(s); err == nil {
		return out
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			b.WriteByte(byte(unhex(s[i+1])<<4 | unhex(s[i+2])))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
