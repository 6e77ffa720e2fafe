package store

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
)

// sealedTable is a table whose values are sealed, whatever is in it.
type sealedTable struct {
	bucket  *bolt.Bucket
	beside  *bolt.Bucket // holds the same keys where there is one
	context func(key []byte) []byte
}

// sealedTables are those beside the documents: of processing, of people, and what was found out about files.
func (tx *Tx) sealedTables() []sealedTable {
	all := []sealedTable{{tx.tx.Bucket(bucketRecognised), tx.tx.Bucket(bucketInvoices), func([]byte) []byte { return sealRecognition }}}
	for _, t := range tables {
		all = append(all, sealedTable{bucket: t.in(tx), context: t.context})
	}
	return all
}

// foreign says whether a value is sealed with another key. A single byte is a mark and no sealed value.
func (tx *Tx) foreign(t sealedTable, key, value []byte) bool {
	if len(value) <= 1 {
		return false
	}
	_, err := tx.db.box.Open(value, t.context(key))
	return err != nil
}

// Unreadable says whether what stands first in one of the sealed tables beside the documents is sealed with another key.
func (tx *Tx) Unreadable() bool {
	for _, t := range tx.sealedTables() {
		if key, value := t.bucket.Cursor().First(); key != nil && tx.foreign(t, key, value) {
			return true
		}
	}
	return false
}

// DropUnreadable removes what is sealed with another key in these tables, and says how much that was. What follows from
// the mails is made anew; what people typed in is gone with its key.
func (tx *Tx) DropUnreadable() (n int, err error) {
	for _, t := range tx.sealedTables() {
		var keys [][]byte
		err := t.bucket.ForEach(func(key, value []byte) error {
			if tx.foreign(t, key, value) {
				keys = append(keys, bytes.Clone(key))
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		for _, key := range keys {
			if err := t.bucket.Delete(key); err != nil {
				return n, err
			}
			if t.beside != nil {
				if err := t.beside.Delete(key); err != nil {
					return n, err
				}
			}
		}
		n += len(keys)
	}
	return n, nil
}
