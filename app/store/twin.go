package store

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"time"
)

var bucketTwins = []byte("twins")

// Identity tells which filed mails are one and the same in several mailboxes, where their ids differ and Exchange makes
// their text anew for each download: by Message-ID, sender, attachments and date. It holds nothing of them in clear.
type Identity struct {
	Key  Key
	Date int64 // of the Date header, Unix seconds; 0 if it is not known
}

// IdentityOf makes the identity of a mail. From is a sender as people write it, "Name <address>": the name may differ
// between two mailboxes, the address does not. Without a Message-ID there is no identity: the zero value.
func IdentityOf(messageID, from string, date time.Time, attachments []File) Identity {
	if messageID == "" {
		return Identity{}
	}
	if at := strings.LastIndexByte(from, '<'); at >= 0 {
		from = strings.TrimSuffix(from[at+1:], ">")
	}
	parts := []string{messageID, strings.ToLower(from)}
	for _, f := range attachments {
		parts = append(parts, f.SHA256)
	}
	slices.Sort(parts[2:])
	id := Identity{Key: KeyOf(strings.Join(parts, "\x00"))}
	if !date.IsZero() {
		id.Date = date.Unix()
	}
	return id
}

func (i Identity) none() bool { return i.Key == Key{} }

// text is the identity as an entry of the journal keeps it.
func (i Identity) text() []byte { return binary.BigEndian.AppendUint64(i.Key[:], uint64(i.Date)) }

func identityIn(text []byte) (i Identity) {
	if len(text) == len(i.Key)+8 {
		i.Key = Key(text[:len(i.Key)])
		i.Date = int64(binary.BigEndian.Uint64(text[len(i.Key):]))
	}
	return i
}

// Identify notes in an entry which mail it is, for when it is filed.
func (e *Entry) Identify(i Identity) {
	if e.Identity = nil; !i.none() {
		e.Identity = i.text()
	}
}

// AddTwin notes which mail a document is.
func (tx *Tx) AddTwin(i Identity, seq uint64) error {
	if i.none() {
		return nil
	}
	b := tx.tx.Bucket(bucketTwins)
	return b.Put(append(i.Key[:], seqKey(seq)...), seqKey(uint64(i.Date)))
}

// twinsApart is how far apart two copies of a mail are received at most, where the date of one is not known.
const twinsApart = 48 * time.Hour

// Twins are the documents of other mailboxes that are the same mail, the oldest first.
func (tx *Tx) Twins(d Document) ([]Document, error) {
	if len(d.Files) == 0 {
		return nil, nil
	}
	id := IdentityOf(d.MessageID, d.From, time.Time{}, d.Files[1:])
	if id.none() {
		return nil, nil
	}
	b := tx.tx.Bucket(bucketTwins)
	if v := b.Get(append(id.Key[:], seqKey(d.Seq)...)); len(v) == 8 {
		id.Date = int64(binary.BigEndian.Uint64(v))
	}
	var twins []Document
	c := b.Cursor()
	for k, v := c.Seek(id.Key[:]); bytes.HasPrefix(k, id.Key[:]); k, v = c.Next() {
		seq := binary.BigEndian.Uint64(k[len(id.Key):])
		date := int64(binary.BigEndian.Uint64(v))
		if seq == d.Seq || id.Date != 0 && date != 0 && id.Date != date {
			continue
		}
		other, ok, err := tx.Document(seq)
		if err != nil {
			return nil, err
		}
		if !ok || strings.EqualFold(other.Mailbox, d.Mailbox) ||
			(id.Date == 0 || date == 0) && other.Received.Sub(d.Received).Abs() > twinsApart {
			continue
		}
		twins = append(twins, other)
	}
	return twins, nil
}
