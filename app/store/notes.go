package store

import "bytes"

// notes is the table of what package people keeps of and about people, each note under a key that its package makes. A key
// that begins with an account's id and a NUL goes with that account.
var notes = Table{"people", "people "}

// PutNote writes a note, in place of the one with its key.
func (tx *Tx) PutNote(key string, v any) error { return tx.PutRecord(notes, []byte(key), v) }

// Note reads a note; false if there is none.
func (tx *Tx) Note(key string, v any) (bool, error) { return tx.Record(notes, []byte(key), v) }

// Notes calls fn with each note whose key begins with prefix, in the order of keys; read opens it.
func (tx *Tx) Notes(prefix string, fn func(key string, read func(v any) error) error) error {
	return tx.Records(notes, []byte(prefix), func(key []byte, read func(v any) error) (bool, error) {
		if !bytes.HasPrefix(key, []byte(prefix)) {
			return false, nil
		}
		return true, fn(string(key), read)
	})
}

// DropNote deletes a note, if there is one.
func (tx *Tx) DropNote(key string) error { return tx.DropRecord(notes, []byte(key)) }

// DropNotes deletes all notes whose keys begin with prefix.
func (tx *Tx) DropNotes(prefix string) error {
	var keys []string
	err := tx.Notes(prefix, func(key string, _ func(any) error) error {
		keys = append(keys, key)
		return nil
	})
	for _, key := range keys {
		if err == nil {
			err = tx.DropNote(key)
		}
	}
	return err
}
