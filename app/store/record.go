package store

import bolt "go.etcd.io/bbolt"

// Table is a table of sealed records, each under a key. Keys lie in clear: what nobody may read is not one, but its KeyOf.
type Table struct {
	bucket string
	tie    string // what is sealed with a record, before its key
}

func processingTable(name string) Table {
	return Table{"processing " + name, "processing " + name + "\x00"}
}

// The tables of processing: what is known of clients and of the team, and where each filed mail stands.
var (
	Clients  = processingTable("clients")
	Office   = processingTable("office")  // the team and what else there is once
	Letters  = processingTable("letters") // what processing knows of a filed mail, by seq
	Slips    = processingTable("slips")   // where it stands, by seq
	Threads  = processingTable("threads") // numbers of the mails of a thread, by KeyOf of a Message-ID
	Undoable = processingTable("undoable")
	Lessons  = processingTable("lessons") // what people's decisions taught, by KeyOf of what it is about

	Conversations = processingTable("conversations") // what people said about one, by its id
	TalkNotes     = processingTable("talk notes")    // texts of notes about conversations, by number

	Treed = processingTable("treed") // where a filed mail lies by client, too, by seq
)

// tables are all of them, with that of package people.
var tables = []Table{Treed, Clients, Office, Letters, Slips, Threads, Undoable, Lessons, Conversations, TalkNotes, notes}

func (t Table) in(tx *Tx) *bolt.Bucket { return tx.tx.Bucket([]byte(t.bucket)) }

// context ties a record to its table and key, so that one can't stand in for another.
func (t Table) context(key []byte) []byte { return append([]byte(t.tie), key...) }

// SeqKey is the key of a record that belongs to a filed mail.
func SeqKey(seq uint64) []byte { return seqKey(seq) }

// Record reads a record into v; false if there is none.
func (tx *Tx) Record(t Table, key []byte, v any) (bool, error) {
	sealed := t.in(tx).Get(key)
	if sealed == nil {
		return false, nil
	}
	return true, tx.openRecord(t, key, sealed, v)
}

// HasRecord says whether there is a record, without opening it.
func (tx *Tx) HasRecord(t Table, key []byte) bool { return t.in(tx).Get(key) != nil }

func (tx *Tx) openRecord(t Table, key, sealed []byte, v any) error {
	return tx.db.unseal(sealed, t.context(key), v)
}

// PutRecord writes a record.
func (tx *Tx) PutRecord(t Table, key []byte, v any) error {
	sealed, err := tx.db.seal(v, t.context(key))
	if err != nil {
		return err
	}
	return t.in(tx).Put(key, sealed)
}

// DropRecord removes a record, if it is there.
func (tx *Tx) DropRecord(t Table, key []byte) error { return t.in(tx).Delete(key) }

// Records calls fn with the records of a table from a key on, in the order of their keys, until it returns false. open
// reads the record into a value; the key is valid until fn returns.
func (tx *Tx) Records(t Table, from []byte, fn func(key []byte, open func(v any) error) (bool, error)) error {
	c := t.in(tx).Cursor()
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
	k, sealed := t.in(tx).Cursor().Last()
	if k == nil {
		return nil, nil
	}
	return append([]byte{}, k...), tx.openRecord(t, k, sealed, v)
}

// NextRecord gives the next number for a key of a table.
func (tx *Tx) NextRecord(t Table) (uint64, error) { return t.in(tx).NextSequence() }

// tableBuckets are made with the database's others.
func tableBuckets(tx *bolt.Tx) error {
	for _, t := range tables {
		if _, err := tx.CreateBucketIfNotExists([]byte(t.bucket)); err != nil {
			return err
		}
	}
	return nil
}

// Unprocessed gives the numbers of filed mails of which processing knows nothing yet, from a number on, at most limit.
func (tx *Tx) Unprocessed(from uint64, limit int) []uint64 {
	return tx.without(Slips.in(tx), from, limit)
}
