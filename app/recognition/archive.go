package recognition

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"postroom/app/fault"
)

// What bounds the looking into one archive, with all archives in it.
const (
	maxEntries  = 500       // entries looked at
	maxListed   = 65_535    // entries that an archive may list
	maxEntry    = 32 << 20  // bytes that one entry unpacks to
	maxUnpacked = 256 << 20 // bytes that all of them unpack to
	maxArchives = 2         // archives in archives
)

// archive looks for invoices in a zip file.
func (l *looker) archive(f File, r Result, depth int) (Result, error) {
	source := &watched{ReaderAt: f}
	z, err := zip.NewReader(source, f.Size)
	switch {
	case source.err != nil:
		return r, source.err
	case err != nil:
		return failed(r, "archive-broken"), nil
	case len(z.File) > maxListed:
		return failed(r, "archive-too-large"), nil
	}
	var reason error
	for _, entry := range z.File {
		if err := l.ctx.Err(); err != nil {
			return r, err
		}
		if !interesting(entry, depth) {
			continue
		}
		if l.entries--; l.entries < 0 {
			return failed(r, "archive-too-large"), nil
		}
		data, code := l.unpack(entry)
		if source.err != nil {
			return r, source.err
		}
		if code == "archive-too-large" {
			return failed(r, code), nil
		}
		if code != "" {
			reason = failed(r, code).Reason
			continue
		}
		inner, err := l.look(File{ReaderAt: bytes.NewReader(data), Size: int64(len(data)), Name: path.Base(entry.Name)}, depth+1)
		if err != nil {
			return r, err
		}
		if inner.Status == Failed {
			reason = inner.Reason
			if fault.CodeOf(reason) == "archive-too-large" {
				return failed(r, "archive-too-large"), nil
			}
		}
		for _, found := range inner.Found {
			name := entry.Name
			if found.Inside != "" {
				name += "/" + found.Inside
			}
			r.Found = append(r.Found, Found{Inside: strings.ToValidUTF8(name, "_"), Invoice: found.Invoice})
		}
	}
	switch {
	case len(r.Found) > 0:
		r.Kind, r.Status = KindInvoice, Processed
	case reason != nil:
		r.Status, r.Reason = Failed, reason
	}
	return r, nil
}

func failed(r Result, code string) Result {
	r.Status, r.Found = Failed, nil
	r.Reason = &fault.Error{Class: fault.SkipMail, Code: code, Op: "look into an archive"}
	return r
}

// interesting says whether an entry may hold an invoice, by its name.
func interesting(entry *zip.File, depth int) bool {
	if entry.FileInfo().IsDir() || strings.HasPrefix(entry.Name, "__MACOSX/") {
		return false
	}
	switch strings.ToLower(path.Ext(entry.Name)) {
	case ".xml", ".pdf", ".ubl", ".cii", "":
		return true
	case ".zip":
		return depth < maxArchives
	}
	return false
}

// unpack reads an entry. What its header says of its size is not believed.
func (l *looker) unpack(entry *zip.File) (data []byte, code string) {
	limit := min(l.left, maxEntry)
	in, err := entry.Open()
	if err != nil {
		return nil, "archive-broken"
	}
	data, err = io.ReadAll(io.LimitReader(in, limit+1))
	err = errors.Join(err, in.Close())
	l.left -= int64(len(data))
	switch {
	case int64(len(data)) > limit:
		return nil, "archive-too-large"
	case err != nil:
		return nil, "archive-broken"
	}
	return data, ""
}

// watched remembers an error of the file underneath: it says nothing about the archive.
type watched struct {
	io.ReaderAt
	err error
}

func (w *watched) ReadAt(p []byte, at int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(p, at)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}
