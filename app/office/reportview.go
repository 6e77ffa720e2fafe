package office

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// ReportPart is a file of a diagnostics report.
type ReportPart struct {
	Name  string
	Text  string // its end, if it is long
	Bytes int64
}

// PreviewDiagnostics is what Diagnostics would write: the files, of each at most limit bytes from its end, and the size
// of all.
func (o *Office) PreviewDiagnostics(limit int64) (parts []ReportPart, size int64, err error) {
	var report bytes.Buffer
	if _, err := o.report(&report); err != nil {
		return nil, 0, err
	}
	z, err := zip.NewReader(bytes.NewReader(report.Bytes()), int64(report.Len()))
	if err != nil {
		return nil, 0, err
	}
	for _, f := range z.File {
		text, err := end(f, limit)
		if err != nil {
			return nil, 0, err
		}
		parts = append(parts, ReportPart{Name: f.Name, Text: text, Bytes: int64(f.UncompressedSize64)})
	}
	return parts, int64(report.Len()), nil
}

// end is the end of a file of an archive, from the beginning of a line.
func end(f *zip.File, limit int64) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	skip := max(int64(f.UncompressedSize64)-limit, 0)
	if _, err := io.CopyN(io.Discard, r, skip); err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.LimitReader(r, limit))
	if err != nil || skip == 0 {
		return string(text), err
	}
	_, rest, _ := strings.Cut(string(text), "\n")
	return rest, nil
}

// Account is one account by id or address.
func (o *Office) Account(name string) (*Account, error) {
	a, err := o.account(name)
	if err != nil {
		return nil, err
	}
	return o.accountView(a)
}
