package store

import "encoding/binary"

// A name at the destination belongs to one mail. Names are kept as keys (KeyOf of the folded path), since they hold
// subjects.

// NameOwner tells which mail a name belongs to; 0 if it is free.
func (tx *Tx) NameOwner(name Key) uint64 {
	v := tx.tx.Bucket(bucketNames).Get(name[:])
	n, _ := binary.Uvarint(v)
	return n
}

// TakeName gives a name to a mail.
func (tx *Tx) TakeName(name Key, seq uint64) error {
	return tx.tx.Bucket(bucketNames).Put(name[:], binary.AppendUvarint(nil, seq))
}

// FreeName takes a name back.
func (tx *Tx) FreeName(name Key) error { return tx.tx.Bucket(bucketNames).Delete(name[:]) }
