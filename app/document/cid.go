package document

import (
	"bytes"
	"html"
	"strings"
)

// cidScanner finds what an HTML body refers to by content id ("cid:" URLs, RFC 2392) while its bytes pass by.
type cidScanner struct {
	ids  map[string]bool
	wide bool   // the text is UTF-16: its letters have zeros between them
	tail []byte // the end of what passed by: a reference may be cut in two
}

// maxCID is the longest content id that is understood, in bytes.
const maxCID = 512

func (c *cidScanner) write(p []byte) {
	if c.wide {
		p = bytes.ReplaceAll(p, []byte{0}, nil)
	}
	c.tail = append(c.tail, p...)
	c.search(false)
	// Keep an unfinished reference, or the first letters of one.
	if keep := maxCID + 8; len(c.tail) > keep {
		c.tail = append(c.tail[:0], c.tail[len(c.tail)-keep:]...)
	}
}

func (c *cidScanner) close() { c.search(true); c.tail = nil }

// search takes the references from tail and cuts it behind them. One that reaches its end is left for the next call.
func (c *cidScanner) search(last bool) {
	for {
		i := indexCID(c.tail)
		if i < 0 {
			return
		}
		rest := c.tail[i+4:]
		end := bytes.IndexAny(rest, "\"'<> \t\r\n)\x00")
		if end < 0 {
			if !last && len(rest) <= maxCID {
				c.tail = c.tail[i:]
				return
			}
			end = min(len(rest), maxCID)
		}
		if end > 0 && len(c.ids) < maxCIDs {
			id := string(rest[:end])
			c.ids[id] = true
			if strings.ContainsAny(id, "%&") {
				c.ids[unescape(html.UnescapeString(id))] = true
			}
		}
		c.tail = rest[end:]
	}
}

func indexCID(p []byte) int {
	for off := 0; ; {
		i := bytes.IndexByte(p[off:], ':')
		if i < 0 {
			return -1
		}
		off += i
		if off >= 3 && p[off-3]|0x20 == 'c' && p[off-2]|0x20 == 'i' && p[off-1]|0x20 == 'd' {
			return off - 3
		}
		off++
	}
}
