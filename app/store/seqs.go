package store

import "encoding/binary"

// DocumentNumbers calls fn with the numbers of all filed mails, the highest first, until it returns false. No record is
// opened, so it takes some hundredths of a second for a hundred thousand.
func (tx *Tx) DocumentNumbers(fn func(seq uint64) bool) {
	c := tx.tx.Bucket(bucketDocuments).Cursor()
	for k, _ := c.Last(); k != nil; k, _ = c.Prev() {
		if !fn(binary.BigEndian.Uint64(k)) {
			return
		}
	}
}

// Looked says whether somebody has looked at a filed mail's attachments, as Recognition does, without reading what came of
// it.
func (tx *Tx) Looked(seq uint64) bool { return tx.tx.Bucket(bucketRecognised).Get(seqKey(seq)) != nil }
