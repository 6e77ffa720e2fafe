package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"postroom/app/destination"
	"postroom/app/document"
	"postroom/app/invoice"
	"postroom/app/search"
	"postroom/app/store"
	"postroom/app/text"
)

// forms are what people call files, by the media type of their content.
var forms = map[string]string{"application/pdf": "pdf", "application/zip": "zip", "text/xml": "xml", "text/html": "html", "message/rfc822": "eml",
	"image/png": "png", "image/jpeg": "jpg", "application/msword": "doc", "application/vnd.ms-excel": "xls",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
	"application/vnd.oasis.opendocument.text": "odt", "application/vnd.oasis.opendocument.spreadsheet": "ods"}

// searchable reads a filed mail and its attachments for the search index; nil if there is no such mail. Files that are not
// there to read are passed over and counted. An error is one of the destination, or of the database.
func (o *Office) searchable(ctx context.Context, dest destination.Destination, seq uint64) (*search.Document, int, error) {
	var d store.Document
	var r store.Recognition
	var ok bool
	err := o.db.View(func(tx *store.Tx) (err error) {
		if d, ok, err = tx.Document(seq); err == nil && ok {
			r, _, err = tx.Recognition(seq)
		}
		return err
	})
	if err != nil || !ok {
		return nil, 0, err
	}
	v := &search.Document{Seq: seq, Mailbox: d.Mailbox, Folder: d.Folder, Subject: d.Subject, From: []string{d.From}, To: d.To, Received: d.Received}
	lost := 0
	for i, f := range d.Files {
		one := search.File{Name: f.Name, Kind: f.Kind}
		if i > 0 && i-1 < len(r.Files) {
			one.Kind, one.Form = r.Files[i-1].Kind, forms[r.Files[i-1].Type]
			for _, found := range r.Files[i-1].Found {
				v.Invoice = append(v.Invoice, invoiceWords(found)...)
				v.HasInvoice = true
			}
		}
		err := readFiled(ctx, dest, f, func(file *os.File, size int64) (err error) {
			if i > 0 {
				one.Text, err = textOf(ctx, dest, file, f, size)
				return err
			}
			m, err := text.Mail(io.NewSectionReader(file, 0, size))
			if err == nil {
				v.Text, v.To = m.Text, append(append([]string{}, d.To...), m.Cc...)
			}
			return err
		})
		if errors.Is(err, fs.ErrNotExist) {
			lost++
		} else if err != nil {
			return nil, 0, fmt.Errorf("read a document for the search index: %w", err)
		}
		if i > 0 {
			v.Files = append(v.Files, one)
		}
	}
	return v, lost, nil
}

// textOf is the text of an attachment. Pictures and what else has none are not read.
func textOf(ctx context.Context, dest destination.Destination, file *os.File, f store.File, size int64) (string, error) {
	if f.Kind == "image" {
		return "", nil
	}
	in := text.File{Name: f.Name, ContentType: f.ContentType, Reader: file, Size: size}
	if !document.IsMessage(f.ContentType) { // else what is attached to it is in the list, too
		in.Spool = dest.Spool()
	}
	return text.Of(ctx, in)
}

// readFiled opens a filed file as one that can be read at any place. The error wraps fs.ErrNotExist when it is not there.
func readFiled(ctx context.Context, dest destination.Destination, f store.File, read func(file *os.File, size int64) error) (err error) {
	in, err := dest.Open(ctx, f.Path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	file, ok := in.(*os.File)
	if !ok {
		if file, err = spooled(dest, in); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return read(file, info.Size())
}

// invoiceWords are what an invoice can be found by, beside the words that it says itself.
func invoiceWords(found store.Found) []string {
	var v invoice.Invoice
	if json.Unmarshal(found.Invoice, &v) != nil {
		return nil // it was found, and can be found as an invoice
	}
	var words []string
	for _, w := range []invoice.Value{v.Number, v.Seller.Name, v.Seller.VAT, v.Seller.Registration, v.Buyer.Name, v.Buyer.VAT, v.Buyer.Registration,
		v.IBAN, v.Reference, v.Order, v.BuyerReference, v.Gross, v.Payable} {
		if w != "" {
			words = append(words, string(w))
		}
	}
	return words
}
