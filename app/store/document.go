package store

import (
	"encoding/json"
	"fmt"
	"time"

	"postroom/app/fault"
)

// Document is a filed mail. It is sealed in the database, since it holds subjects, people and names of files.
type Document struct {
	Seq       uint64    `json:"seq"`
	Mailbox   string    `json:"mailbox"`
	FolderID  string    `json:"folderId"`
	Folder    string    `json:"folder"` // PATH at the time of filing
	ID        string    `json:"id"`     // immutable id
	MessageID string    `json:"messageId"`
	Subject   string    `json:"subject"`
	From      string    `json:"from"`
	To        []string  `json:"to"`
	Received  time.Time `json:"received"`
	Filed     time.Time `json:"filed"`
	Files     []File    `json:"files"` // the .eml first, then its attachments
	Register  uint64    `json:"register"`
}

// File is one file at the destination.
type File struct {
	Path        string `json:"path"` // relative to the destination, slash-separated
	SHA256      string `json:"sha256"`
	Size        int64  `json:"size"`
	Name        string `json:"name,omitempty"`
	ContentType string `json:"contentType,omitempty"`
	Kind        string `json:"kind,omitempty"`
}

var (
	sealDocument = []byte("document")
	sealIntent   = []byte("intent")
)

// PutDocument adds a filed mail under its number.
func (tx *Tx) PutDocument(d Document) error {
	sealed, err := tx.db.seal(d, sealDocument)
	if err != nil {
		return err
	}
	b := tx.tx.Bucket(bucketDocuments)
	b.FillPercent = 0.9
	return b.Put(seqKey(d.Seq), sealed)
}

// Document reads one filed mail; false if there is none with this number.
func (tx *Tx) Document(seq uint64) (d Document, ok bool, err error) {
	v := tx.tx.Bucket(bucketDocuments).Get(seqKey(seq))
	if v == nil {
		return d, false, nil
	}
	return d, true, tx.db.unseal(v, sealDocument, &d)
}

// Documents calls fn with the filed mails, newest first, until it returns false.
func (tx *Tx) Documents(fn func(Document) bool) error { return tx.DocumentsBelow(0, fn) }

// Intent is what an entry is about to put away: written before the first file is placed, so that after a crash it is
// known which files are Postroom's own.
type Intent struct {
	Document Document `json:"document"`
	Variant  int      `json:"variant"`
}

// SealIntent writes an intent for Entry.Intent.
func (db *DB) SealIntent(i Intent) ([]byte, error) { return db.seal(i, sealIntent) }

// OpenIntent reads what SealIntent wrote.
func (db *DB) OpenIntent(sealed []byte) (i Intent, err error) {
	return i, db.unseal(sealed, sealIntent, &i)
}

func (db *DB) seal(v any, context []byte) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode a record: %w", err)
	}
	return db.box.Seal(plain, context), nil
}

func (db *DB) unseal(sealed, context []byte, v any) error {
	plain, err := db.box.Open(sealed, context)
	if err != nil {
		return &fault.Error{Class: fault.FixSetting, Code: "database-sealed", Op: "read a sealed record", Err: err}
	}
	return decode(plain, v)
}
