package capture

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"postroom/app/document"
	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// attempts is how often the download of one message is begun anew when it breaks off in its middle.
const attempts = 3

var errGone = errors.New("vanished from the mailbox")

// job is a mail on its way from the mailbox to its place: fetched, read, not yet put away.
type job struct {
	entry    store.Entry
	path     mail.Path // of its folder
	temp     string    // the .eml, in the spool
	begun    bool      // to be filled; a second attempt begins anew
	sha      string
	size     int64
	mail     *document.Mail
	received time.Time
	intent   *store.Intent // of an earlier attempt

	variant int
	plan    document.Plan
	doc     store.Document
}

// discard removes the job's temporary files.
func (j *job) discard() error {
	var errs []error
	if j.mail != nil {
		errs = append(errs, j.mail.Discard())
	}
	if err := os.Remove(j.temp); err != nil && !errors.Is(err, os.ErrNotExist) {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// fetch brings a message into the spool and reads it. A nil job without an error means that the entry was closed.
func (d *drain) fetch(ctx context.Context, entry store.Entry) (*job, error) {
	if entry.Lookup != store.NoLookup {
		closed, err := d.lookup(ctx, &entry)
		if closed || err != nil {
			return nil, err
		}
	}
	j := &job{entry: entry, path: d.path(entry.Folder)}
	if len(entry.Intent) > 0 {
		intent, err := d.DB.OpenIntent(entry.Intent)
		if err != nil {
			return nil, err
		}
		j.intent, j.variant = &intent, intent.Variant
	}
	if err := d.download(ctx, j); err != nil {
		return nil, errors.Join(err, j.discard())
	}
	return j, nil
}

// download fills the spool file and reads it.
func (d *drain) download(ctx context.Context, j *job) error {
	file, err := os.CreateTemp(d.Destination.Spool(), "mail-*.eml")
	if err != nil {
		return d.spoolError(err)
	}
	defer file.Close()
	j.temp = file.Name()
	placed, err := d.placedBefore(ctx, j, file)
	if err == nil && !placed {
		err = d.fromMailbox(ctx, j, file)
	}
	if err != nil {
		return err
	}
	if j.mail, err = document.Read(ctx, file, document.Options{Dir: d.Destination.Spool()}); err != nil {
		return fmt.Errorf("read a mail: %w", err)
	}
	j.entry.Identify(store.IdentityOf(j.mail.MessageID, j.mail.From.String(), j.mail.Date, attached(j.mail)))
	j.received = j.entry.Received
	for _, t := range []time.Time{j.mail.Delivered, j.mail.Date, j.entry.Noticed} {
		if j.received.IsZero() {
			j.received = t
		}
	}
	return nil
}

// attached are a mail's attachments as far as they tell which mail it is.
func attached(m *document.Mail) []store.File {
	files := make([]store.File, len(m.Attachments))
	for i, a := range m.Attachments {
		files[i].SHA256 = a.SHA256
	}
	return files
}

// placedBefore takes the mail from its place if an earlier attempt put it there and was killed before it could say so.
// Downloading it again might bring other bytes, since the service makes the MIME text anew each time
// (learn.microsoft.com/graph/outlook-get-mime-message), and the mail would be filed twice.
func (d *drain) placedBefore(ctx context.Context, j *job, to *os.File) (bool, error) {
	if j.intent == nil || len(j.intent.Document.Files) == 0 {
		return false, nil
	}
	eml := j.intent.Document.Files[0]
	sha, _, err := d.Destination.Hash(ctx, eml.Path)
	if errors.Is(err, os.ErrNotExist) || err == nil && sha != eml.SHA256 {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for the files of an earlier attempt: %w", err)
	}
	from, err := d.Destination.Open(ctx, eml.Path)
	if err != nil {
		return false, fmt.Errorf("read the files of an earlier attempt: %w", err)
	}
	defer from.Close()
	return true, d.fill(j, to, from)
}

func (d *drain) fromMailbox(ctx context.Context, j *job, to *os.File) error {
	var err error
	for range attempts {
		var body io.ReadCloser
		if body, err = d.source.MIME(ctx, j.entry.ID); err != nil {
			break // the transport has tried again already
		}
		err = errors.Join(d.fill(j, to, body), body.Close())
		if err == nil || fault.ClassOf(err) != fault.RetryLater || fault.CodeOf(err) == "disk-full" {
			break
		}
	}
	if errors.Is(err, mail.ErrNotFound) {
		return d.reallyGone(ctx, j.entry.ID, err)
	}
	if err != nil {
		return fmt.Errorf("fetch a message: %w", err)
	}
	if j.size == 0 {
		return &fault.Error{Class: fault.SkipMail, Code: "empty-mail", Op: "fetch a message"}
	}
	return nil
}

// reallyGone looks the message up before it is given up: between listing and fetching a mail may have been deleted, but
// no mail is skipped on one answer.
func (d *drain) reallyGone(ctx context.Context, id string, cause error) error {
	_, err := d.source.Message(ctx, id)
	switch {
	case errors.Is(err, mail.ErrNotFound):
		return errGone
	case err != nil:
		return fmt.Errorf("look for a message: %w", err)
	}
	return &fault.Error{Class: fault.SkipMail, Code: "content-unavailable", Op: "fetch a message", Detail: cause.Error()}
}

var buffers = sync.Pool{New: func() any { b := make([]byte, 64<<10); return &b }}

// fill writes the mail's bytes into the spool file, from its start, and hashes them.
func (d *drain) fill(j *job, to *os.File, from io.Reader) error {
	if j.begun {
		if _, err := to.Seek(0, io.SeekStart); err != nil {
			return d.spoolError(err)
		}
		if err := to.Truncate(0); err != nil {
			return d.spoolError(err)
		}
	}
	j.begun = true
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	hash := sha256.New()
	sink := &sink{to: to}
	n, err := io.CopyBuffer(io.MultiWriter(sink, hash), from, *buffer)
	if sink.err != nil {
		return d.spoolError(sink.err)
	}
	if err != nil {
		return err
	}
	j.size, j.sha = n, hex.EncodeToString(hash.Sum(nil))
	return nil
}

// sink remembers whether it was the disk that failed, and hides the file's ReadFrom, which would bypass the hash.
type sink struct {
	to  *os.File
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	if err != nil {
		s.err = err
	}
	return n, err
}
