package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// Recognition is what was found out about a filed mail's files after it was filed. It is sealed in the database, as the
// mail's record is. A mail that has none is still to be looked at.
type Recognition struct {
	Seq   uint64       `json:"seq"`
	Files []Recognised `json:"files,omitempty"` // one for each of the document's files but the first, which is the mail
}

// Recognised is what was found out about one file.
type Recognised struct {
	Kind   string  `json:"kind"`             // by its content
	Type   string  `json:"type,omitempty"`   // media type by its content
	Status string  `json:"status"`           // identified, processed, unidentified, failed
	Reason string  `json:"reason,omitempty"` // code of what stood in the way
	Found  []Found `json:"found,omitempty"`
}

// Found is an invoice in a file.
type Found struct {
	Inside  string          `json:"inside,omitempty"` // its name in an archive; empty: it is the file itself
	Invoice json.RawMessage `json:"invoice"`
}

var (
	bucketRecognised = []byte("recognised") // by seq; without files: a single byte
	bucketInvoices   = []byte("invoices")   // seqs of mails with an invoice
	bucketMarks      = []byte("marks")      // mailboxes and folders that take invoices

	sealRecognition = []byte("recognition")
	noFiles         = []byte{0}
)

// PutRecognition writes what was found out about a filed mail.
func (tx *Tx) PutRecognition(r Recognition) error {
	b := tx.tx.Bucket(bucketRecognised)
	b.FillPercent = 0.9
	if len(r.Files) == 0 {
		return b.Put(seqKey(r.Seq), noFiles)
	}
	sealed, err := tx.db.seal(r, sealRecognition)
	if err != nil {
		return err
	}
	if err := b.Put(seqKey(r.Seq), sealed); err != nil {
		return err
	}
	invoices := tx.tx.Bucket(bucketInvoices)
	for _, f := range r.Files {
		if len(f.Found) > 0 {
			return invoices.Put(seqKey(r.Seq), []byte{})
		}
	}
	return invoices.Delete(seqKey(r.Seq))
}

// Recognition reads what was found out about a filed mail; false if nobody has looked yet.
func (tx *Tx) Recognition(seq uint64) (r Recognition, ok bool, err error) {
	v := tx.tx.Bucket(bucketRecognised).Get(seqKey(seq))
	if v == nil || bytes.Equal(v, noFiles) {
		return Recognition{Seq: seq}, v != nil, nil
	}
	return r, true, tx.db.unseal(v, sealRecognition, &r)
}

// DropRecognition forgets what was found out about a filed mail, so that it is looked at again.
func (tx *Tx) DropRecognition(seq uint64) error {
	if err := tx.tx.Bucket(bucketInvoices).Delete(seqKey(seq)); err != nil {
		return err
	}
	return tx.tx.Bucket(bucketRecognised).Delete(seqKey(seq))
}

// Unrecognised gives the numbers of filed mails that nobody has looked at, from a number on, at most limit. Mails are not
// filed in the order of their numbers, so what is missing is looked for, not counted from where it was left off.
func (tx *Tx) Unrecognised(from uint64, limit int) []uint64 {
	return tx.without(tx.tx.Bucket(bucketRecognised), from, limit)
}

// without gives the numbers of filed mails, from a number on, that a bucket has nothing under.
func (tx *Tx) without(known *bolt.Bucket, from uint64, limit int) (seqs []uint64) {
	documents, others := tx.tx.Bucket(bucketDocuments).Cursor(), known.Cursor()
	k, _ := others.Seek(seqKey(from))
	for d, _ := documents.Seek(seqKey(from)); d != nil && len(seqs) < limit; d, _ = documents.Next() {
		for k != nil && bytes.Compare(k, d) < 0 {
			k, _ = others.Next()
		}
		if !bytes.Equal(k, d) {
			seqs = append(seqs, binary.BigEndian.Uint64(d))
		}
	}
	return seqs
}

// WithInvoice calls fn with the numbers of filed mails in which an invoice was found, newest first, until it returns
// false.
func (tx *Tx) WithInvoice(fn func(seq uint64) bool) {
	c := tx.tx.Bucket(bucketInvoices).Cursor()
	for k, _ := c.Last(); k != nil; k, _ = c.Prev() {
		if !fn(binary.BigEndian.Uint64(k)) {
			return
		}
	}
}

// Mark is a mailbox, or a folder of one, that takes invoices.
type Mark struct {
	Mailbox string
	Folder  string // PATH when it was marked, with all below it; empty: the whole mailbox
	// FolderID is the folder's, by which it is found when it has another name or place; empty: it is known by its PATH alone.
	FolderID string
}

func (m Mark) key() []byte {
	key := strings.ToLower(m.Mailbox) + "\x00" + m.Folder
	if m.FolderID != "" {
		key += "\x00" + m.FolderID
	}
	return []byte(key)
}

// Marks lists what is marked to take invoices.
func (tx *Tx) Marks() (marks []Mark) {
	c := tx.tx.Bucket(bucketMarks).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		mailbox, folder, _ := strings.Cut(string(k), "\x00")
		folder, id, _ := strings.Cut(folder, "\x00")
		marks = append(marks, Mark{mailbox, folder, id})
	}
	return marks
}

// PutMark marks a mailbox or folder, or takes the mark away.
func (tx *Tx) PutMark(m Mark, on bool) error {
	b := tx.tx.Bucket(bucketMarks)
	if on {
		return b.Put(m.key(), []byte{})
	}
	return b.Delete(m.key())
}

// recognitionBuckets are made with the database's others.
func recognitionBuckets(tx *bolt.Tx) error {
	for _, name := range [][]byte{bucketRecognised, bucketInvoices, bucketMarks} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	return nil
}

// FailedRecognitions gives the numbers of filed mails with a file that could not be read.
func (tx *Tx) FailedRecognitions() (seqs []uint64, err error) {
	c := tx.tx.Bucket(bucketRecognised).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if bytes.Equal(v, noFiles) {
			continue
		}
		var r Recognition
		if err := tx.db.unseal(v, sealRecognition, &r); err != nil {
			return nil, err
		}
		for _, f := range r.Files {
			if f.Status == "failed" {
				seqs = append(seqs, r.Seq)
				break
			}
		}
	}
	return seqs, nil
}
