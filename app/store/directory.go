package store

import "time"

// Directory is what was last read of an organisation's addresses.
type Directory struct {
	Read      time.Time `json:"read"`
	Kinds     bool      `json:"kinds"` // the organisation lets the kinds be read
	Addresses []Address `json:"addresses"`
}

// Address is one entry of a Directory.
type Address struct {
	ID      string    `json:"id"` // object id
	Address string    `json:"address"`
	Name    string    `json:"name"`
	Kind    string    `json:"kind,omitempty"`    // user, shared, room; empty: not known
	Asked   time.Time `json:"asked,omitzero"`    // when the kind was asked for
	Problem *Problem  `json:"problem,omitempty"` // why the mailbox can't be opened
}

// Directory reads what was kept of an account's directory; the zero value if there is none.
func (db *DB) Directory(account string) (Directory, error) {
	var d Directory
	err := db.View(func(tx *Tx) error {
		_, err := get(tx.tx.Bucket(bucketDirectories), []byte(account), &d)
		return err
	})
	return d, err
}

// PutDirectory keeps an account's directory.
func (db *DB) PutDirectory(account string, d Directory) error {
	return db.Update(func(tx *Tx) error { return put(tx.tx.Bucket(bucketDirectories), []byte(account), d) })
}
