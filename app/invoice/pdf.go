package invoice

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"postroom/app/fault"
	"postroom/app/pdf"
)

// What bounds the reading of one PDF.
const (
	maxTried = 50      // attached files that are looked into
	maxText  = 1 << 20 // bytes of text that are searched
)

// ReadPDF reads the invoice in a PDF: one that is attached as XML (ZUGFeRD, Factur-X, or under any other name), or else
// what the text suggests. ErrNone: it has text, but is no invoice; ErrNoText: there is no text. Errors of a broken,
// protected or too large file are *fault.Error.
func ReadPDF(ctx context.Context, r io.ReaderAt, size int64) (*Invoice, error) {
	doc, err := pdf.Open(ctx, r, size)
	if err != nil {
		return nil, err
	}
	v, err := attached(ctx, doc)
	if v != nil || err != nil {
		return v, err
	}
	text := doc.Text(ctx, maxText)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if strings.TrimSpace(text) == "" {
		return nil, ErrNoText
	}
	return FromText(text)
}

// standard are the names under which the standards attach an invoice: ZUGFeRD 1 and 2.0, Factur-X and ZUGFeRD 2.1 and
// later, ZUGFeRD with the profile XRECHNUNG.
var standard = []string{"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"}

// attached looks for an invoice among the attached files, first under the standards' names. Nil if there is none; an
// error if the file that should be the invoice can't be read.
func attached(ctx context.Context, doc *pdf.Document) (found *Invoice, err error) {
	files := doc.Attachments()
	named := func(a pdf.Attachment) int { return slices.Index(standard, strings.ToLower(strings.TrimSpace(a.Name))) }
	slices.SortStableFunc(files, func(a, b pdf.Attachment) int {
		return boolOrder(named(a) >= 0, named(b) >= 0)
	})
	var failed error
	for _, file := range files[:min(len(files), maxTried)] {
		data, err := file.Read()
		var v *Invoice
		if err == nil {
			v, err = ReadXML(ctx, bytes.NewReader(data))
		}
		switch {
		case err == nil && found == nil:
			found = v
			found.Format = formatIn(v.Format, file.Name)
		case err == nil:
			found.warn(WarnSeveral)
			return found, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, ErrNone):
			if named(file) >= 0 && failed == nil {
				failed = errBroken
			}
		default:
			if _, ok := errors.AsType[*fault.Error](err); ok && (named(file) >= 0 || fault.CodeOf(err) != "pdf-attachment-broken") && failed == nil {
				failed = err
			}
		}
	}
	if found != nil {
		return found, nil
	}
	return nil, failed
}

func boolOrder(a, b bool) int {
	switch {
	case a && !b:
		return -1
	case b && !a:
		return 1
	}
	return 0
}

// formatIn tells ZUGFeRD 2.0 and Factur-X apart, which have the same XML: by the name under which it is attached.
func formatIn(format, name string) string {
	if format != CII {
		return format
	}
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "zugferd-invoice.xml", "xrechnung.xml":
		return ZUGFeRD2
	}
	return FacturX
}
