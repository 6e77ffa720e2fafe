package preview

import (
	"bufio"
	"bytes"
	"io"
	"net/mail"
	"strings"
	"time"
)

// addresses splits a list of people as a person reads it.
func addresses(list string) []string {
	parsed, err := mail.ParseAddressList(list)
	if err != nil {
		return []string{strings.TrimSpace(list)}
	}
	var people []string
	for _, a := range parsed {
		if a.Name == "" {
			people = append(people, a.Address)
		} else {
			people = append(people, a.Name+" <"+a.Address+">")
		}
	}
	return people
}

// date reads a Date header; zero if it can't be read.
func date(text string) time.Time {
	t, err := mail.ParseDate(strings.TrimSpace(text))
	if err != nil {
		return time.Time{}
	}
	return t
}

// maxHeader is how much of a mail may be its header.
const maxHeader = 1 << 20

// mend gives a mail whose header go-message can read: lines that are no field ("From " lines of mailbox files, parts of
// a folded field that lost their indentation, the seen-in-the-wild rest) are left out, the body stays as it is.
func mend(r io.Reader) io.Reader {
	b := bufio.NewReaderSize(r, 64<<10)
	var header bytes.Buffer
	keep := false // whether the field that a folded line belongs to was kept
	for header.Len() < maxHeader {
		line, err := b.ReadSlice('\n')
		text := bytes.TrimRight(line, "\r\n")
		switch {
		case len(text) == 0 && err == nil:
			header.WriteString("\r\n")
			return io.MultiReader(&header, b)
		case len(text) > 0 && (text[0] == ' ' || text[0] == '\t'):
		default:
			keep = isField(text)
		}
		if keep && len(text) > 0 {
			header.Write(text)
			header.WriteString("\r\n")
		}
		if err != nil && err != bufio.ErrBufferFull {
			break // the mail ends, or the disk fails: what reads on sees it again
		}
	}
	header.WriteString("\r\n")
	return io.MultiReader(&header, b)
}

// isField says whether a line begins a header field (RFC 5322, 2.2: printable characters but the colon, then a colon).
func isField(line []byte) bool {
	name, _, ok := bytes.Cut(line, []byte(":"))
	name = bytes.TrimRight(name, " \t")
	return ok && len(name) > 0 && bytes.IndexFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}
