package text

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// What is looked at of a zip file.
const (
	maxArchive   = 128 << 20 // bytes of the file
	maxDirectory = 1 << 20   // bytes of its list of files, which archive/zip holds in memory
)

// zip reads the files of office programs, which are zip files with XML in them.
func (f *File) zip(ctx context.Context) string {
	if f.Size > maxArchive || !f.shortDirectory() {
		return ""
	}
	z, err := zip.NewReader(f.Reader, f.Size)
	if err != nil {
		return ""
	}
	w := &writer{}
	left := &io.LimitedReader{N: maxMarkup}
	for _, p := range partsOf(z) {
		if w.full() || left.N <= 0 || ctx.Err() != nil {
			break
		}
		r, err := p.file.Open()
		if err != nil {
			continue
		}
		left.R = r
		w.markup(ctx, left, p.format)
		w.gap('\n')
		r.Close() // what was read of it is taken
	}
	return w.String()
}

// shortDirectory says whether the list of the files in a zip file is no longer than maxDirectory (APPNOTE.TXT, 4.3.16).
func (f *File) shortDirectory() bool {
	tail := make([]byte, min(f.Size, 22+1<<16))
	if n, err := f.Reader.ReadAt(tail, f.Size-int64(len(tail))); n < len(tail) && err != nil {
		return false
	}
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail)-i < 22 {
		return false
	}
	at := int64(binary.LittleEndian.Uint32(tail[i+16:]))
	return at < f.Size && f.Size-at <= maxDirectory+int64(len(tail))
}

// part is a file in an office file that holds text.
type part struct {
	file   *zip.File
	format format
	order  int
}

// partsOf finds the files that hold text, those that say most first.
func partsOf(z *zip.Reader) []part {
	var parts []part
	for _, file := range z.File {
		name := strings.ToLower(strings.ReplaceAll(file.Name, `\`, "/"))
		folder, base, _ := strings.Cut(name, "/")
		add := func(f format, order int) { parts = append(parts, part{file, f, order}) }
		switch {
		case !strings.HasSuffix(name, ".xml"):
		case name == "content.xml":
			add(openDocument, 0)
		case name == "styles.xml" && strings.HasPrefix(z.File[0].Name, "mimetype"): // head and foot of its pages
			add(openDocument, 1)
		case folder == "word" && base == "document.xml":
			add(wordText, 0)
		case folder == "word" && begins(base, "header", "footer", "footnotes", "endnotes", "comments"):
			add(wordText, 1)
		case folder == "xl" && base == "sharedstrings.xml":
			add(wordText, 0)
		case folder == "xl" && begins(base, "worksheets/sheet"):
			add(sheet, 1)
		case folder == "xl" && begins(base, "comments", "workbook.xml"):
			add(wordText, 2)
		case folder == "ppt" && begins(base, "slides/slide"):
			add(wordText, 0)
		case folder == "ppt" && begins(base, "notesslides/"):
			add(wordText, 1)
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return a.order - b.order })
	return parts
}

func begins(s string, with ...string) bool {
	return slices.ContainsFunc(with, func(w string) bool { return strings.HasPrefix(s, w) })
}

// wordText is the XML of Word, of PowerPoint and of the texts in Excel (ECMA-376): text is in elements called t.
var wordText = format{some: true, element: func(name string, _ func(string) string) rule {
	switch name {
	case "t":
		return content
	case "tab", "br", "cr", "tc":
		return blank
	case "p", "si", "comment", "tr":
		return line
	case "rph": // how a word is pronounced
		return skipped
	}
	return through
}}

// sheet is a sheet of Excel: numbers, and texts that are not among the shared ones. A cell of the type s holds the number
// of a shared text.
var sheet = format{some: true, element: func(name string, attr func(string) string) rule {
	switch name {
	case "v", "t":
		return content
	case "c":
		if attr("t") == "s" {
			return skipped
		}
		return blank
	case "row":
		return line
	case "f": // a formula
		return skipped
	}
	return through
}}

// openDocument is the XML of OpenDocument files.
var openDocument = format{element: func(name string, _ func(string) string) rule {
	switch name {
	case "span", "a", "bookmark", "bookmark-start", "bookmark-end", "soft-page-break":
		return through
	case "tracked-changes", "binary-data", "scripts", "font-face-decls", "automatic-styles":
		return skipped
	case "s", "tab":
		return blank
	}
	return line
}}
