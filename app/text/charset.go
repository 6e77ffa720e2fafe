package text

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// decode makes UTF-8 of a file's text: by its byte order mark, by what it says itself, or by what its bytes look like.
func decode(data []byte, contentType string) string {
	if e := wide(data); e != nil {
		return decoded(e, data)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(trimLast(data)) {
		return strings.ToValidUTF8(string(data), "")
	}
	if contentType != "text/plain" {
		if e, name, certain := charset.DetermineEncoding(declared(data), contentType); certain && name != "utf-8" {
			return decoded(e, data)
		}
	}
	return decoded(guess(data), data)
}

// declared is the beginning of a text as DetermineEncoding looks at it: an XML declaration says its character set as a
// meta element does.
func declared(data []byte) []byte {
	head := data[:min(len(data), 1024)]
	if i := bytes.Index(head, []byte("encoding=")); i >= 0 && bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml")) {
		label, _, _ := bytes.Cut(head[i+len("encoding="):], []byte("?>"))
		return []byte(`<meta charset=` + string(bytes.TrimSpace(label)) + `>`)
	}
	return head
}

func decoded(e encoding.Encoding, data []byte) string {
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "")
	}
	return string(text)
}

// trimLast leaves out a last character that was cut in two.
func trimLast(data []byte) []byte {
	for n := 1; n <= utf8.UTFMax && n <= len(data); n++ {
		if utf8.RuneStart(data[len(data)-n]) {
			if !utf8.FullRune(data[len(data)-n:]) {
				return data[:len(data)-n]
			}
			break
		}
	}
	return data
}

// wide is UTF-16 if a text looks like it, nil if not: every other byte of European text is zero.
func wide(data []byte) encoding.Encoding {
	head := data[:min(len(data), headSize)]
	even, odd := 0, 0
	for i, c := range head {
		switch {
		case c != 0:
		case i%2 == 0:
			even++
		default:
			odd++
		}
	}
	little, big := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")) || len(head) >= 8 && odd > len(head)*2/5 && even <= len(head)/50:
		return little
	case bytes.HasPrefix(head, []byte("\xfe\xff")) || len(head) >= 8 && even > len(head)*2/5 && odd <= len(head)/50:
		return big
	}
	return nil
}

// sure is how certain the guess of a character set has to be, of 100.
const sure = 60

// guess tells the character set from the bytes; what can't be told is Western European.
func guess(data []byte) encoding.Encoding {
	best, err := chardet.NewTextDetector().DetectBest(data[:min(len(data), 64<<10)])
	if err == nil && best.Confidence >= sure {
		if e, err := htmlindex.Get(best.Charset); err == nil {
			return e
		}
	}
	return charmap.Windows1252
}
