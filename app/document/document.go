// Package document makes documents of a mail: its summary, its attachments decoded into temporary files, and the
// names under which all of it is filed. It knows neither where mails come from nor where documents go, and it never
// changes the mail itself.
package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"postroom/app/mail"
)

// Options say how a mail is read.
type Options struct {
	// Dir is where the temporary files of attachments are made. It has to exist.
	Dir string
}

// Mail is what Postroom knows about a mail after reading it. Text is decoded, valid UTF-8 and without control
// characters; what the mail lacks is empty.
type Mail struct {
	MessageID string // with its angle brackets, as written
	Subject   string
	From      mail.Address // the first one if there are several; Sender's if there is no From
	To, Cc    []mail.Address
	Date      time.Time // the Date header; zero if absent or broken
	Delivered time.Time // the newest Received header with a readable date; zero if there is none
	InReplyTo string
	// References holds message ids, oldest first.
	References  []string
	Attachments []Attachment
	// Warnings say in English what in the mail is broken and what that cost. They quote nothing from the mail.
	Warnings []string
}

// Attachment is a part of a mail that becomes a file of its own.
type Attachment struct {
	Name        string // as the mail says, decoded, for showing; made from the type if the mail does not say
	ContentType string // as declared, lower case, without parameters
	SHA256      string // of the decoded bytes, lower-case hex
	Size        int64  // of the decoded bytes
	Temp        string // path of the temporary file that holds them
	Kind        string // document, image, calendar, mail or other
	Container   int    // index of the attached mail that it came out of, -1 for the mail itself
}

// Kinds of attachments.
const (
	KindDocument = "document"
	KindImage    = "image"
	KindCalendar = "calendar"
	KindMail     = "mail"
	KindOther    = "other"
)

// What bounds the reading of one mail. Nothing beyond a bound is lost: it stays in the .eml, and a warning says so.
const (
	maxAttachments = 1000     // files made of one mail
	maxParts       = 20_000   // parts looked at
	maxMultiparts  = 100      // multiparts in multiparts; Outlook makes at most four
	maxMessages    = 30       // mails attached to attached mails; Exchange refuses more
	maxWarnings    = 50       // warnings kept
	maxField       = 64 << 10 // bytes kept of one header field
	maxListed      = 2000     // addresses or message ids kept of one header
	maxUnpacked    = 64 << 20 // bytes unpacked from containers, beyond a multiple of the mail's own size
	unpackFactor   = 8        // that multiple
	bufferSize     = 64 << 10 // read buffer, which bounds the part of a line that is looked at
	maxCIDs        = 10_000   // content ids that one HTML body may refer to
	maxName        = 1000     // bytes kept of an attachment's name
)

// Read reads a mail from its start, whatever the file's offset, and decodes its attachments into temporary files,
// which belong to the caller (see Mail.Discard). A broken mail is no error: what can be read is returned, with
// Warnings. Errors are those of the disk and of ctx; no temporary file is left behind then.
func Read(ctx context.Context, eml *os.File, opts Options) (*Mail, error) {
	info, err := eml.Stat()
	if err != nil {
		return nil, readError(err)
	}
	return ReadFrom(ctx, eml, info.Size(), opts)
}

// ReadFrom is Read for a mail that is no file of its own.
func ReadFrom(ctx context.Context, eml io.ReaderAt, size int64, opts Options) (*Mail, error) {
	r := &reader{ctx: ctx, dir: opts.Dir, budget: maxUnpacked + unpackFactor*size}
	root, err := r.message(eml, size, -1, 0)
	if err != nil {
		r.discard()
		return nil, fmt.Errorf("reading a mail: %w", err)
	}
	m := root.head.summary()
	m.Attachments = r.attachments()
	m.Warnings = r.warnings
	return m, nil
}

// Discard removes the temporary files that are still there.
func (m *Mail) Discard() error {
	var errs []error
	for _, a := range m.Attachments {
		if err := os.Remove(a.Temp); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
