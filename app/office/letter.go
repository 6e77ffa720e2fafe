package office

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"postroom/app/destination"
	"postroom/app/document"
	"postroom/app/invoice"
	"postroom/app/mail"
	"postroom/app/preview"
	"postroom/app/processing"
	"postroom/app/store"
	"postroom/app/text"
)

// maxWords are the bytes of a mail's text that are looked through for what names a client.
const maxWords = 128 << 10

// letter tells processing what it is to know of a filed mail; false if there is no such mail. A mail that is not there to
// read is told as that. An error is one of the destination, or of the database.
func (o *Office) letter(ctx context.Context, dest destination.Destination, seq uint64) (l processing.Letter, ok bool, err error) {
	var d store.Document
	var r store.Recognition
	err = o.db.View(func(tx *store.Tx) (err error) {
		if d, ok, err = tx.Document(seq); err == nil && ok {
			r, _, err = tx.Recognition(seq)
		}
		return err
	})
	if err != nil || !ok {
		return l, false, err
	}
	l = listedLetter(&d)
	if len(d.Files) == 0 {
		l.Unreadable = true
		return l, true, nil
	}
	err = readFiled(ctx, dest, d.Files[0], func(file *os.File, size int64) error { return readLetter(ctx, &l, io.NewSectionReader(file, 0, size)) })
	if errors.Is(err, fs.ErrNotExist) {
		l.Unreadable = true
	} else if err != nil {
		return l, false, fmt.Errorf("read a filed mail: %w", err)
	}
	l.Numbers = append(processing.FindNumbers(l.Subject, processing.InSubject), l.Numbers...)
	for _, f := range r.Files {
		for _, found := range f.Found {
			l.Numbers = append(l.Numbers, numbersOf(found)...)
		}
	}
	for i, f := range d.Files[1:] {
		if i < processing.MaxFiles {
			l.Files = append(l.Files, f.Name)
		}
		if f.Kind == document.KindMail && len(l.Originals) == 0 {
			if err := o.original(ctx, dest, f, &l); err != nil {
				return l, false, err
			}
		}
	}
	return l, true, nil
}

// listedLetter is what the list of documents knows.
func listedLetter(d *store.Document) processing.Letter {
	l := processing.Letter{Seq: d.Seq, Mailbox: d.Mailbox, MessageID: d.MessageID, Subject: d.Subject, Received: d.Received}
	l.From = written(d.From)
	return l
}

// written reads an address as mail.Address writes it.
func written(s string) mail.Address {
	if name, rest, ok := strings.Cut(s, " <"); ok && strings.HasSuffix(rest, ">") {
		return mail.Address{Name: name, Address: strings.TrimSuffix(rest, ">")}
	}
	if strings.Contains(s, "@") {
		return mail.Address{Address: s}
	}
	return mail.Address{Name: s}
}

func readLetter(ctx context.Context, l *processing.Letter, in *io.SectionReader) error {
	head, err := document.Head(ctx, in)
	if err != nil {
		return err
	}
	l.From, l.Subject = head.From, head.Subject
	if l.MessageID == "" {
		l.MessageID = head.MessageID
	}
	l.To = append(slices.Clone(head.To), head.Cc...)
	l.To = l.To[:min(len(l.To), processing.MaxPeople)]
	if head.InReplyTo != "" {
		l.Replies = append(l.Replies, head.InReplyTo)
	}
	for _, id := range slices.Backward(head.References) { // the newest say most
		if len(l.Replies) < processing.MaxReplies && id != head.InReplyTo {
			l.Replies = append(l.Replies, id)
		}
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	m, err := text.Mail(in)
	if err != nil {
		return err
	}
	words := m.Text[:min(len(m.Text), maxWords)]
	l.Numbers = processing.FindNumbers(words, processing.InText)
	l.Originals, l.Signature = processing.Originals(words), processing.Signature(words)
	l.Names = processing.Names(words)
	for _, f := range m.Headers {
		readField(l, f)
	}
	return nil
}

// readField takes what a header field says of the kind of mail.
func readField(l *processing.Letter, f preview.Field) {
	value := strings.ToLower(strings.TrimSpace(f.Value))
	switch strings.ToLower(f.Name) {
	case "list-unsubscribe": // RFC 2369
		l.Bulk = true
	case "auto-submitted": // RFC 3834; what is auto-generated may well concern a client
		l.Auto = l.Auto || strings.HasPrefix(value, "auto-replied")
	case "x-autoreply", "x-autorespond": // seen in the wild
		l.Auto = l.Auto || value != "no"
	case "thread-index": // [MS-OXOMSG] 2.2.1.3: the first 22 bytes are the conversation's
		if index, err := base64.StdEncoding.DecodeString(strings.TrimSpace(f.Value)); err == nil && len(index) >= 22 {
			l.Conversation = base64.StdEncoding.EncodeToString(index[:22])
		}
	}
}

// numbersOf are the numbers of an invoice's parties.
func numbersOf(found store.Found) []processing.Number {
	var v invoice.Invoice
	if json.Unmarshal(found.Invoice, &v) != nil {
		return nil // what could not be kept whole names nobody
	}
	seller, buyer := v.Seller, v.Buyer
	return append(processing.NumbersOf(string(seller.VAT), string(seller.Registration), string(seller.TaxNumber), string(v.IBAN)),
		processing.NumbersOf(string(buyer.VAT), string(buyer.Registration), string(buyer.TaxNumber), "")...)
}

// original takes the sender of an attached mail.
func (o *Office) original(ctx context.Context, dest destination.Destination, f store.File, l *processing.Letter) error {
	err := readFiled(ctx, dest, f, func(file *os.File, size int64) error {
		head, err := document.Head(ctx, io.NewSectionReader(file, 0, size))
		if err == nil && strings.Contains(head.From.Address, "@") {
			l.Originals = []mail.Address{head.From}
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil // verify tells about it
	}
	return err
}
