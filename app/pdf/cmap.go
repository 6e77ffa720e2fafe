package pdf

import (
	"strings"
	"unicode/utf16"
)

// cmap says what the codes of a font mean, and how many bytes each has (ISO 32000-1, 9.10.3; Adobe technical note 5411).
type cmap struct {
	single map[uint32]string
	ranges []codeRange
	spaces []codeSpace
}

type codeRange struct {
	low, high uint32
	first     []uint16 // text of the lowest code; its last unit grows with the code
}

type codeSpace struct {
	bytes     int
	low, high uint32
}

const (
	maxCodes  = 1 << 16 // codes named one by one
	maxRanges = 1 << 14
)

func parseCMap(data []byte) *cmap {
	m := &cmap{single: map[uint32]string{}}
	l := &lexer{data: data}
	var args []token
	for t := l.next(); t.kind != tokenEnd; t = l.next() {
		if t.kind != tokenOperator {
			if args = append(args, t); len(args) > 1<<16 {
				return m
			}
			continue
		}
		switch string(t.text) {
		case "endcodespacerange":
			m.addSpaces(args)
		case "endbfchar":
			for i := 0; i+1 < len(args) && len(m.single) < maxCodes; i += 2 {
				m.single[codeOf(args[i].text)] = utf16Text(args[i+1].text)
			}
		case "endbfrange":
			m.addRanges(args)
		}
		args = args[:0]
	}
	return m
}

func (m *cmap) addSpaces(args []token) {
	for i := 0; i+1 < len(args) && len(m.spaces) < 100; i += 2 {
		if n := len(args[i].text); n >= 1 && n <= 4 {
			m.spaces = append(m.spaces, codeSpace{n, codeOf(args[i].text), codeOf(args[i+1].text)})
		}
	}
}

func (m *cmap) addRanges(args []token) {
	for i := 0; i+2 < len(args); {
		low, high := codeOf(args[i].text), codeOf(args[i+1].text)
		if args[i+2].kind == tokenOpen {
			i += 3
			for code := low; i < len(args) && args[i].kind != tokenClose; i, code = i+1, code+1 {
				if len(m.single) < maxCodes && code <= high {
					m.single[code] = utf16Text(args[i].text)
				}
			}
			i++
			continue
		}
		if high >= low && len(m.ranges) < maxRanges {
			m.ranges = append(m.ranges, codeRange{low, high, units(args[i+2].text)})
		}
		i += 3
	}
}

// length is how many bytes the next code of a string has.
func (m *cmap) length(s []byte, usual int) int {
	for _, space := range m.spaces {
		if len(s) < space.bytes {
			continue
		}
		if c := codeOf(s[:space.bytes]); c >= space.low && c <= space.high {
			return space.bytes
		}
	}
	return usual
}

func (m *cmap) meaning(code uint32) (string, bool) {
	if s, ok := m.single[code]; ok {
		return s, true
	}
	for _, r := range m.ranges {
		if code >= r.low && code <= r.high && len(r.first) > 0 {
			u := append([]uint16(nil), r.first...)
			u[len(u)-1] += uint16(code - r.low)
			return string(utf16.Decode(u)), true
		}
	}
	return "", false
}

func codeOf(b []byte) (code uint32) {
	for _, c := range b[:min(len(b), 4)] {
		code = code<<8 | uint32(c)
	}
	return code
}

func units(b []byte) []uint16 {
	if len(b) > 64 {
		b = b[:64]
	}
	if len(b) == 1 {
		return []uint16{uint16(b[0])}
	}
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return u
}

func utf16Text(b []byte) string {
	return strings.Trim(string(utf16.Decode(units(b))), "\x00")
}
