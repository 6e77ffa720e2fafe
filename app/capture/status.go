package capture

import (
	"errors"
	"strings"
	"time"

	"postroom/app/store"
)

// Status is what stands where.
type Status struct {
	State      State
	Paused     store.Pause
	Waiting    int // open entries of the journal that have not failed
	Failed     int // those that have
	Filed      int // mails filed in all
	FiledToday int
	Mailboxes  []store.Mailbox
}

// State is the worst state of all parts.
type State string

const (
	Idle      State = "idle"
	Syncing   State = "syncing"
	Paused    State = "paused"
	Attention State = "attention"
)

// Status reads what stands where. It counts nothing: however much was filed, it takes no longer.
func (e *Engine) Status() (Status, error) {
	s := Status{State: Idle}
	accounts, err := e.DB.Accounts()
	if err != nil {
		return s, err
	}
	if s.Mailboxes, err = e.DB.Mailboxes(); err != nil {
		return s, err
	}
	err = e.DB.View(func(tx *store.Tx) error {
		s.Filed, s.FiledToday = tx.FiledInAll(), tx.FiledOn(e.day())
		s.Paused, err = tx.Pause()
		return err
	})
	if err != nil {
		return s, err
	}
	paused := s.Paused.Holds(e.Clock())
	attention := e.register.Damaged() != nil
	for _, a := range accounts {
		attention = attention || a.State == store.Reauthenticate
	}
	for _, m := range s.Mailboxes {
		s.Waiting += m.Waiting
		s.Failed += m.Failed
		attention = attention || m.Failed > 0 || m.Problem != nil
		for _, f := range m.Folders {
			attention = attention || f.Problem != nil
		}
	}
	switch {
	case attention:
		s.State = Attention
	case paused:
		s.State = Paused
	case e.busy.yes():
		s.State = Syncing
	}
	return s, nil
}

// Query chooses filed mails.
type Query struct {
	Text  string // in subject, people, folder or names of attachments, without regard to case; "" for all
	Limit int    // 0: all
	// Keep says which mails are meant at all, by number and mailbox; nil: all.
	Keep func(seq uint64, mailbox string) bool
}

// Document is a filed mail.
type Document struct {
	ID          string
	Mailbox     string
	Folder      string // PATH at the time of filing
	MessageID   string
	Subject     string
	From        string
	To          []string
	Received    time.Time
	Filed       time.Time
	State       string // "filed"
	Path        string // relative to the destination
	SHA256      string
	Size        int64
	Attachments []Attachment
	Twins       []Twin // the same mail, filed from other mailboxes
}

// Twin is the same mail, filed from another mailbox.
type Twin struct{ ID, Mailbox, Folder string }

// Attachment is a document that came with a mail.
type Attachment struct {
	Name, Path, SHA256 string
	Size               int64
	ContentType        string
	Kind               string
}

// Documents lists filed mails, newest first.
func (e *Engine) Documents(q Query) ([]Document, error) { return Documents(e.DB, q) }

// Documents lists the filed mails that a database knows, newest first. It takes no engine: the destination may be away.
func Documents(db *store.DB, q Query) ([]Document, error) {
	var docs []Document
	text := strings.ToLower(q.Text)
	err := db.View(func(tx *store.Tx) error {
		var twinErr error
		err := tx.Documents(func(d store.Document) bool {
			if q.Keep != nil && !q.Keep(d.Seq, d.Mailbox) {
				return true
			}
			if doc := documentOf(d); doc.matches(text) {
				doc.Twins, twinErr = TwinsOf(tx, d)
				docs = append(docs, doc)
			}
			return twinErr == nil && (q.Limit == 0 || len(docs) < q.Limit)
		})
		return errors.Join(err, twinErr)
	})
	return docs, err
}

// TwinsOf finds the same mail where it was filed from other mailboxes.
func TwinsOf(tx *store.Tx, d store.Document) ([]Twin, error) {
	same, err := tx.Twins(d)
	if err != nil {
		return nil, err
	}
	var twins []Twin
	for _, t := range same {
		twins = append(twins, Twin{ID: entryID(t.Seq), Mailbox: t.Mailbox, Folder: t.Folder})
	}
	return twins, nil
}

func (d Document) matches(text string) bool {
	if text == "" {
		return true
	}
	fields := append([]string{d.Subject, d.From, d.Folder, d.Mailbox, d.MessageID}, d.To...)
	for _, a := range d.Attachments {
		fields = append(fields, a.Name)
	}
	for _, f := range fields {
		if strings.Contains(strings.ToLower(f), text) {
			return true
		}
	}
	return false
}

func documentOf(d store.Document) Document {
	doc := Document{
		ID: entryID(d.Seq), Mailbox: d.Mailbox, Folder: d.Folder, MessageID: d.MessageID, Subject: d.Subject, From: d.From, To: d.To,
		Received: d.Received, Filed: d.Filed, State: "filed",
	}
	for i, f := range d.Files {
		if i == 0 {
			doc.Path, doc.SHA256, doc.Size = f.Path, f.SHA256, f.Size
			continue
		}
		doc.Attachments = append(doc.Attachments, Attachment{Name: f.Name, Path: f.Path, SHA256: f.SHA256, Size: f.Size, ContentType: f.ContentType, Kind: f.Kind})
	}
	return doc
}
