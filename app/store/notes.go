package store

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
)

// bucketNotes holds what package people keeps of and about people, sealed, each note under a key that its package
// makes. A key that begins with an account's id and a NUL goes with that account.
var bucketNotes = []byte("people")

// noteContext ties a sealed note to its key: copied elsewhere it can't be opened.
func noteContext(key string) []byte { return []byte("people " + key) }

// PutNote writes a note, in place of the one with its key.
func (tx *Tx) PutNote(key string, v any) error {
	sealed, err := tx.db.seal(v, noteContext(key))
	if err != nil {
		return err
	}
	b, err := tx.tx.CreateBucketIfNotExists(bucketNotes)
	if err != nil {
		return err
	}
	return b.Put([]byte(key), sealed)
}

// Note reads a note; false if there is none.
func (tx *Tx) Note(key string, v any) (bool, error) {
	b := tx.tx.Bucket(bucketNotes)
	if b == nil {
		return false, nil
	}
	sealed := b.Get([]byte(key))
	if sealed == nil {
		return false, nil
	}
	return true, tx.db.unseal(sealed, noteContext(key), v)
}

// Notes calls fn with each note whose key begins with prefix, in the order of keys; read opens it.
func (tx *Tx) Notes(prefix string, fn func(key string, read func(v any) error) error) error {
	return tx.eachNote(prefix, func(key string, sealed []byte) error {
		return fn(key, func(v any) error { return tx.db.unseal(sealed, noteContext(key), v) })
	})
}

func (tx *Tx) eachNote(prefix string, fn func(key string, sealed []byte) error) error {
	b := tx.tx.Bucket(bucketNotes)
	if b == nil {
		return nil
	}
	c := b.Cursor()
	for k, v := c.Seek([]byte(prefix)); k != nil && bytes.HasPrefix(k, []byte(prefix)); k, v = c.Next() {
		if err := fn(string(k), v); err != nil {
			return err
		}
	}
	return nil
}

// DropNote deletes a note, if there is one.
func (tx *Tx) DropNote(key string) error {
	if b := tx.tx.Bucket(bucketNotes); b != nil {
		return b.Delete([]byte(key))
	}
	return nil
}

// DropNotes deletes all notes whose keys begin with prefix.
func (tx *Tx) DropNotes(prefix string) error { return dropNotes(tx.tx, prefix) }

func dropNotes(tx *bolt.Tx, prefix string) error {
	b := tx.Bucket(bucketNotes)
	if b == nil {
		return nil
	}
	var keys [][]byte
	c := b.Cursor()
	for k, _ := c.Seek([]byte(prefix)); k != nil && bytes.HasPrefix(k, []byte(prefix)); k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}
