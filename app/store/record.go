package store

import bolt "go.etcd.io/bbolt"

// Table is a table of sealed records, each under a key. Keys lie in clear: what nobody may read is not one, but its KeyOf.
type Table struct{ name string }

// The tables of processing: what is known of clients and of the team, and where each filed mail stands.
var (
	Clients  = Table{"clients"}
	Office   = Table{"office"}  // the team and what else there is once
	Letters  = Table{"letters"} // what processing knows of a filed mail, by seq
	Slips    = Table{"slips"}   // where it stands, by seq
	Threads  = Table{"threads"} // numbers of the mails of a thread, by KeyOf of a Message-ID
	Undoable = Table{"undoable"}
	Lessons  = Table{"lessons"} // what people's decisions taught, by KeyOf of what it is about

	Conversations = Table{"conversations"} // what people said about one, by its id
	TalkNotes     = Table{"talk notes"}    // texts of notes about conversations, by number

	Treed = Table{"treed"} // where a filed mail lies by client, too, by seq

	processingTables = []Table{Treed, Clients, Office, Letters, Slips, Threads, Undoable, Lessons, Conversations, TalkNotes}
)

func (t Table) bucket() []byte { return []byte("processing " + t.name) }

// context ties a record to its table and key, so that one can't stand in for another.
func (t Table) context(key []byte) []byte { return append(append(t.bucket(), 0), key...) }

// SeqKey is the key of a record that belongs to a filed mail.
func SeqKey(seq uint64) []byte { return seqKey(seq) }

// Record reads a record into v; false if there is none.
func (tx *Tx) Record(t Table, key []byte, v any) (bool, error) {
	sealed := tx.tx.Bucket(t.bucket()).Get(key)
	if sealed == nil {
		return false, nil
	}
	return true, tx.openRecord(t, key, sealed, v)
}

// HasRecord says whether there is a record, without opening it.
func (tx *Tx) HasRecord(t Table, key []byte) bool { return tx.tx.Bucket(t.bucket()).Get(key) != nil }

func (tx *Tx) openRecord(t Table, key, sealed []byte, v any) error {
	return tx.db.unseal(sealed, t.context(key), v)
}

// PutRecord writes a record.
func (tx *Tx) PutRecord(t Table, key []byte, v any) error {
	sealed, err := tx.db.seal(v, t.context(key))
	if err != nil {
		return err
	}
	return tx.tx.Bucket(t.bucket()).Put(key, sealed)
}

// DropRecord removes a record, if it is there.
func (tx *Tx) DropRecord(t Table, key []byte) error { return tx.tx.Bucket(t.bucket()).Delete(key) }

// Records calls fn with the records of a table from a key on, in the order of their keys, until it returns false. open
// reads the record into a value; the key is valid until fn returns.
func (tx *Tx) Records(t Table, from []byte, fn func(key []byte, open func(v any) error) (bool, error)) error {
	c := tx.tx.Bucket(t.bucket()).Cursor()
	for k, v := c.Seek(from); k != nil; k, v = c.Next() {
		more, err := fn(k, func(into any) error { return tx.openRecord(t, k, v, into) })
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// LastRecord reads the record with the highest key; nil if the table is empty.
func (tx *Tx) LastRecord(t Table, v any) (key []byte, err error) {
	k, sealed := tx.tx.Bucket(t.bucket()).Cursor().Last()
	if k == nil {
		return nil, nil
	}
	return append([]byte{}, k...), tx.openRecord(t, k, sealed, v)
}

// NextRecord gives the next number for a key of a table.
func (tx *Tx) NextRecord(t Table) (uint64, error) { return tx.tx.Bucket(t.bucket()).NextSequence() }

// processingBuckets are made with the database's others.
func processingBuckets(tx *bolt.Tx) error {
	for _, t := range processingTables {
		if _, err := tx.CreateBucketIfNotExists(t.bucket()); err != nil {
			return err
		}
	}
	return nil
}

// Unprocessed gives the numbers of filed mails of which processing knows nothing yet, from a number on, at most limit.
func (tx *Tx) Unprocessed(from uint64, limit int) []uint64 {
	return tx.without(tx.tx.Bucket(Slips.bucket()), from, limit)
}
