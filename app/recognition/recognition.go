// Package recognition finds out what a filed file is, and which invoices are in it, also in an archive. It reads a file
// and says what it saw; which file, and what becomes of that, is for others.
package recognition

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"postroom/app/document"
	"postroom/app/fault"
	"postroom/app/invoice"
)

// Status is where a file stands.
type Status string

const (
	Identifying  Status = "identifying"  // nobody has looked at it yet
	Identified   Status = "identified"   // it is known what it is, and there is no more to find out
	Processing   Status = "processing"   // it is being looked at
	Processed    Status = "processed"    // its invoices are read
	Unidentified Status = "unidentified" // its content does not say what it is
	Failed       Status = "failed"       // it could not be read: see Reason
)

// KindInvoice is the kind of a file that is an invoice.
const KindInvoice = "invoice"

// Result is what was found out about a file.
type Result struct {
	Kind   string // invoice, or a kind of package document
	Type   string // media type by its content
	Status Status
	Reason error // why it failed, or why an invoice could not be looked for; nil if all is well
	Found  []Found
}

// Found is an invoice in a file.
type Found struct {
	Inside  string // its name in an archive or in a mail; empty: it is the file itself
	Invoice *invoice.Invoice
}

// Patience is how long the reading of one file may take.
const Patience = 30 * time.Second

// File is a file to be looked at.
type File struct {
	io.ReaderAt
	Size int64
	Name string
	// Split says of a mail that what is attached to it was made documents of their own, which are looked at themselves.
	Split bool
	Spool string // folder for temporary files
}

// Look finds out what a file is. Its error is one of ctx or of the reader: then nothing is known of the file; all that
// is wrong with the file itself is in the result.
func Look(ctx context.Context, f File) (r Result, err error) {
	defer func() {
		if p := recover(); p != nil { // a bug, here or in a library: one file must not end the program
			r = Result{Kind: document.KindOther, Status: Failed, Reason: &fault.Error{Class: fault.Bug, Code: "bug", Op: "look into a file"}}
			err = nil
		}
	}()
	limited, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	l := &looker{ctx: limited, left: maxUnpacked, entries: maxEntries, spool: f.Spool}
	r, err = l.look(f, 0)
	if ctx.Err() != nil {
		return Result{}, context.Cause(ctx)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Result{Kind: r.Kind, Type: r.Type, Status: Failed,
			Reason: &fault.Error{Class: fault.SkipMail, Code: tooSlow[r.Type], Op: "look into a file"}}, nil
	}
	return r, err
}

// tooSlow is the code for a file that takes too long, by its type: what is slow is too large.
var tooSlow = map[string]string{typePDF: "pdf-too-large", typeXML: "invoice-too-large", typeZip: "archive-too-large", typeMail: "archive-too-large"}

const (
	typePDF = "application/pdf"
	typeXML = "text/xml"
	typeZip = "application/zip"

	typeMail = "message/rfc822"
)

// looker looks at one file and what is in it.
type looker struct {
	ctx     context.Context
	left    int64 // bytes that may still be unpacked
	entries int   // entries of archives and mails that may still be looked at
	spool   string
}

func (l *looker) look(f File, depth int) (Result, error) {
	head := make([]byte, min(f.Size, document.HeadSize))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return Result{}, fmt.Errorf("read a filed file: %w", err)
	}
	id := document.Identify(head, f.Name)
	r := Result{Kind: id.Kind, Type: id.Type, Status: Identified}
	if !id.Known {
		r.Status = Unidentified
	}
	var v *invoice.Invoice
	var err error
	switch {
	case id.Type == typePDF:
		v, err = invoice.ReadPDF(l.ctx, f, f.Size)
	case id.Type == typeXML || wideXML(head):
		r.Type = typeXML
		v, err = invoice.ReadXML(l.ctx, io.NewSectionReader(f, 0, f.Size))
	case id.Type == typeZip && id.Kind == document.KindOther:
		return l.archive(f, r, depth)
	case id.Type == typeMail && !f.Split && depth <= maxArchives:
		return l.mail(f, r, depth)
	default:
		return r, nil
	}
	return l.read(r, v, err)
}

// read puts what came of reading an invoice into the result.
func (l *looker) read(r Result, v *invoice.Invoice, err error) (Result, error) {
	switch {
	case err == nil:
		r.Kind, r.Status, r.Found = KindInvoice, Processed, []Found{{Invoice: v}}
	case errors.Is(err, invoice.ErrNone):
	case errors.Is(err, invoice.ErrNoText):
		r.Reason = &fault.Error{Class: fault.SkipMail, Code: "pdf-no-text", Op: "look for an invoice"}
	case l.ctx.Err() != nil:
		return r, l.ctx.Err()
	default:
		f, ok := errors.AsType[*fault.Error](err)
		if !ok {
			return r, err
		}
		r.Status, r.Reason = Failed, f
	}
	return r, nil
}

// wideXML says whether a text in UTF-16 begins as XML does.
func wideXML(head []byte) bool {
	for _, start := range []string{"\xff\xfe<\x00", "\xfe\xff\x00<", "<\x00?\x00", "\x00<\x00?"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	return false
}
