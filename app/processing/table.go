package processing

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"postroom/app/fault"
)

// What is read of a table at most.
const (
	maxTable    = 64 << 20  // bytes of the file
	maxUnpacked = 512 << 20 // bytes that a workbook unpacks to
	maxRows     = 500_000
	maxColumns  = 500
)

// record is a row of a table, with the line of the file where it begins.
type record struct {
	line  int
	cells []string
}

func tableError(code string, err error) error {
	return &fault.Error{Class: fault.FixSetting, Code: code, Op: "read a table", Err: err}
}

// readTable reads CSV or XLSX, whichever it is by its first bytes: the head and the rows below it. Codes:
// "table-unreadable", "table-empty", "table-too-large", "table-quote".
func readTable(r io.Reader) (head []string, rows []record, err error) {
	data, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err != nil {
		return nil, nil, err
	}
	if len(data) > maxTable {
		return nil, nil, tableError("table-too-large", nil)
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		rows, err = readXLSX(data)
	} else {
		rows, err = readCSV(data)
	}
	if err != nil {
		return nil, nil, err
	}
	rows = fromHead(rows)
	if len(rows) == 0 {
		return nil, nil, tableError("table-empty", nil)
	}
	for _, cell := range rows[0].cells {
		head = append(head, line(cell))
	}
	return head, rows[1:], nil
}

// titleRows are looked through for the head where a table begins with what it is called.
const titleRows = 10

// fromHead leaves out what stands above the names of the columns: empty lines, and lines of one cell that names no column,
// if names of clients or their numbers follow.
func fromHead(rows []record) []record {
	for len(rows) > 0 && blank(rows[0].cells) {
		rows = rows[1:]
	}
	for i := range rows[:min(len(rows), titleRows)] {
		filled := slices.DeleteFunc(slices.Clone(rows[i].cells), func(cell string) bool { return strings.TrimSpace(cell) == "" })
		if len(filled) > 1 {
			if slices.ContainsFunc(filled, func(cell string) bool { f := fieldOf(cell); return f == FieldName || f == FieldNumber }) {
				return rows[i:]
			}
			break
		}
		if len(filled) == 1 && fieldOf(filled[0]) != "" {
			break
		}
	}
	return rows
}

func blank(cells []string) bool { return strings.TrimSpace(strings.Join(cells, "")) == "" }

func readXLSX(data []byte) (rows []record, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked / 8})
	if err != nil {
		return nil, tableError("table-unreadable", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return nil, tableError("table-empty", nil)
	}
	each, err := f.Rows(sheets[0])
	if err != nil {
		return nil, tableError("table-unreadable", err)
	}
	defer func() { err = errors.Join(err, each.Close()) }()
	for n := 1; each.Next(); n++ {
		cells, err := each.Columns(excelize.Options{RawCellValue: true}) // a date is a number then, however it is shown
		if err != nil {
			return nil, tableError("table-unreadable", err)
		}
		if n > maxRows || len(cells) > maxColumns {
			return nil, tableError("table-too-large", nil)
		}
		rows = append(rows, record{n, cells})
	}
	if err := each.Error(); err != nil {
		return nil, tableError("table-unreadable", err)
	}
	return rows, nil
}

func readCSV(data []byte) (rows []record, err error) {
	text, err := decodeText(data)
	if err != nil {
		return nil, err
	}
	text, comma := separator(text)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return rows, unclosed(text, rows)
		}
		if err != nil {
			return nil, tableError("table-unreadable", err)
		}
		if len(rows) > maxRows || len(cells) > maxColumns {
			return nil, tableError("table-too-large", nil)
		}
		at, _ := r.FieldPos(0)
		rows = append(rows, record{at, cells})
	}
}

// unclosed finds a quote that nobody closed, behind which everything is one cell: the lines in it would be lost.
func unclosed(text string, rows []record) error {
	if len(rows) == 0 || strings.Count(text, `"`)%2 == 0 {
		return nil
	}
	last := rows[len(rows)-1]
	if !slices.ContainsFunc(last.cells, func(cell string) bool { return strings.Contains(strings.TrimSpace(cell), "\n") }) {
		return nil
	}
	return &fault.Error{Class: fault.FixSetting, Code: "table-quote", Op: "read a table", Args: map[string]string{"line": strconv.Itoa(last.line)}}
}

// decodeText makes UTF-8 of a file that spreadsheets write: UTF-8 or UTF-16 by its mark or its zeros, else Windows-1252.
func decodeText(data []byte) (string, error) {
	e := encoding.Encoding(nil)
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), len(data) > 3 && data[0] != 0 && data[1] == 0 && data[3] == 0:
		e = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(data, []byte("\xfe\xff")), len(data) > 3 && data[0] == 0 && data[1] != 0 && data[2] == 0:
		e = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case !utf8.Valid(data):
		e = charmap.Windows1252
	}
	if e != nil {
		decoded, err := e.NewDecoder().Bytes(data)
		if err != nil {
			return "", tableError("table-unreadable", err)
		}
		data = decoded
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, '\n') < 0 {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n")) // as spreadsheets on a Mac write it
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", tableError("table-unreadable", nil) // no text at all
	}
	return string(data), nil
}

// separator finds what stands between cells: what Excel was told ("sep=;"), or what stands most often in the first line
// that has any of it, outside of quotes.
func separator(text string) (rest string, comma rune) {
	first, below, _ := strings.Cut(text, "\n")
	first = strings.TrimRight(first, "\r")
	if s, ok := strings.CutPrefix(first, "sep="); ok && len(s) == 1 {
		return "\n" + below, rune(s[0]) // the lines keep their numbers
	}
	comma = ','
	lines := 0
	for l := range strings.Lines(text) {
		most := 0
		for _, c := range ";,\t|" {
			if n := unquotedIn(l, c); n > most {
				most, comma = n, c
			}
		}
		if lines++; most > 0 || lines >= titleRows {
			break
		}
	}
	return text, comma
}

// unquotedIn counts how often a sign stands in a line outside of quotes.
func unquotedIn(l string, sign rune) (n int) {
	quoted := false
	for _, r := range l {
		if r == '"' {
			quoted = !quoted
		} else if r == sign && !quoted {
			n++
		}
	}
	return n
}
