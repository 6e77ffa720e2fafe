package store

// DocumentsBelow calls fn with the filed mails whose number is below seq (0: all), the highest first, until it returns
// false. A long list is read in pieces with it: a transaction that stays open keeps the file growing.
func (tx *Tx) DocumentsBelow(seq uint64, fn func(Document) bool) error {
	c := tx.tx.Bucket(bucketDocuments).Cursor()
	k, v := c.Last()
	if seq > 0 {
		if at, _ := c.Seek(seqKey(seq)); at != nil {
			k, v = c.Prev()
		} else { // all are below
			k, v = c.Last()
		}
	}
	for ; k != nil; k, v = c.Prev() {
		var d Document
		if err := tx.db.unseal(v, sealDocument, &d); err != nil {
			return err
		}
		if !fn(d) {
			return nil
		}
	}
	return nil
}
