package store

import (
	"encoding/binary"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Retention is how long a mailbox's documents are kept, as a person has decided.
type Retention struct {
	Mailbox string    `json:"mailbox"`
	Rule    string    `json:"rule"`    // name of the preset, "own" for none
	Years   int       `json:"years"`   // at least 1
	YearEnd bool      `json:"yearEnd"` // the period begins at the end of the calendar year in which a mail was received
	Set     time.Time `json:"set"`
}

var (
	bucketRetention = []byte("retention") // by mailbox
	bucketRemovals  = []byte("removals")  // sealed paths of files to remove still, by the number of the register's line

	sealRemoval = []byte("removal")
)

func retentionBuckets(tx *bolt.Tx) error {
	for _, name := range [][]byte{bucketRetention, bucketRemovals} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	return nil
}

// Retentions lists the periods by mailbox, in lower case.
func (tx *Tx) Retentions() (map[string]Retention, error) {
	all := map[string]Retention{}
	err := tx.tx.Bucket(bucketRetention).ForEach(func(k, v []byte) error {
		var r Retention
		if err := decode(v, &r); err != nil {
			return err
		}
		all[strings.ToLower(r.Mailbox)] = r
		return nil
	})
	return all, err
}

// PutRetention sets a mailbox's period.
func (tx *Tx) PutRetention(r Retention) error {
	return put(tx.tx.Bucket(bucketRetention), fold(r.Mailbox), r)
}

// DropRetention forgets a mailbox's period: its documents are kept for ever.
func (tx *Tx) DropRetention(mailbox string) error {
	return tx.tx.Bucket(bucketRetention).Delete(fold(mailbox))
}

// DropDocument forgets a filed mail with all that was found out about it. That it was filed stays known, so that it is
// not filed again, and its names stay taken, so that no other mail ever has them.
func (tx *Tx) DropDocument(d Document) error {
	b := tx.tx.Bucket(bucketDocuments)
	if b.Get(seqKey(d.Seq)) == nil {
		return nil
	}
	if err := tx.DropRecognition(d.Seq); err != nil {
		return err
	}
	for _, t := range []Table{Letters, Slips} {
		if err := tx.DropRecord(t, seqKey(d.Seq)); err != nil {
			return err
		}
	}
	if len(d.Files) > 0 {
		if id := IdentityOf(d.MessageID, d.From, time.Time{}, d.Files[1:]); !id.none() {
			if err := tx.tx.Bucket(bucketTwins).Delete(append(id.Key[:], seqKey(d.Seq)...)); err != nil {
				return err
			}
		}
	}
	if err := b.Delete(seqKey(d.Seq)); err != nil {
		return err
	}
	return tx.tx.Bucket(bucketMeta).Put(keyTotal, binary.AppendUvarint(nil, uint64(max(0, tx.FiledInAll()-1))))
}

// PutRemoval remembers files whose deletion stands in the register, under its line's number, until they are removed.
func (tx *Tx) PutRemoval(line uint64, paths []string) error {
	sealed, err := tx.db.seal(paths, sealRemoval)
	if err != nil {
		return err
	}
	return tx.tx.Bucket(bucketRemovals).Put(seqKey(line), sealed)
}

// Removals calls fn with what is to be removed still, until it returns false.
func (tx *Tx) Removals(fn func(line uint64, paths []string) bool) error {
	c := tx.tx.Bucket(bucketRemovals).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		var paths []string
		if err := tx.db.unseal(v, sealRemoval, &paths); err != nil {
			return err
		}
		if !fn(binary.BigEndian.Uint64(k), paths) {
			return nil
		}
	}
	return nil
}

// DropRemoval forgets a removal that is done.
func (tx *Tx) DropRemoval(line uint64) error {
	return tx.tx.Bucket(bucketRemovals).Delete(seqKey(line))
}
