// Package store keeps Postroom's state in one bbolt file: accounts, mailboxes, ticked folders with their cursors, what
// is known of every message, the journal of open work and the register's database half. It decides nothing: what is
// new, what is filed and when to try again is for package capture.
package store

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"postroom/app/fault"
)

// Schema is the version of the layout that this program writes. A database with a newer one is refused, because a program
// that does not know a field drops it with the first change of its record. An older one is brought up when it is opened.
//
// Version 2 added rules, pauses and sent copies to mailboxes, applications to accounts, identities to the journal.
const Schema = 2

// Box seals what must not lie in the database in clear: subjects, people and file names of filed mails.
type Box interface {
	Seal(plain, context []byte) []byte
	Open(sealed, context []byte) ([]byte, error)
}

// Options tell how to open a database.
type Options struct {
	Timeout time.Duration // how long to wait for another process to let go of the file; 0 means one second
	Box     Box
	// Holder names the process that holds the file, for the error when it is in use. May be nil.
	Holder func() string
}

// DB is an open database. It is safe for use by several goroutines; one process at a time can have it open.
type DB struct {
	bolt   *bolt.DB
	box    Box
	office string
}

var (
	bucketMeta      = []byte("meta")
	bucketAccounts  = []byte("accounts")
	bucketMailboxes = []byte("mailboxes")
	bucketJournal   = []byte("journal")
	bucketDocuments = []byte("documents")
	bucketNames     = []byte("names")
	bucketDays      = []byte("days")

	bucketDirectories = []byte("directories")

	keySchema = []byte("schema")
	keyOffice = []byte("office")
)

// maxSchema is more than any version will ever be: beyond it the number itself is damaged.
const maxSchema = 1 << 16

// Open opens or makes the database. Its errors are *fault.Error with the codes "data-in-use", "database-corrupt",
// "database-newer" and "data-folder"; none of them changes the file.
func Open(path string, opts Options) (_ *DB, err error) {
	if opts.Box == nil {
		return nil, errors.New("open the database: no box to seal with")
	}
	if opts.Timeout == 0 {
		opts.Timeout = time.Second
	}
	defer asCorrupt(path, &err)
	defer faultsPanic()()
	b, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: opts.Timeout, FreelistType: bolt.FreelistMapType, NoFreelistSync: false})
	if err != nil {
		return nil, openError(path, opts, err)
	}
	db := &DB{bolt: b, box: opts.Box}
	if err := db.prepare(path); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return db, nil
}

func openError(path string, opts Options, err error) error {
	f := &fault.Error{Op: "open the database", Args: map[string]string{"path": path}, Err: err}
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		f.Class, f.Code = fault.FixSetting, "data-in-use"
		f.Args["holder"] = "another program"
		if opts.Holder != nil {
			if h := opts.Holder(); h != "" {
				f.Args["holder"] = h
			}
		}
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		f.Class, f.Code = fault.FixSetting, "database-corrupt"
	case isPathError(err):
		f.Class, f.Code = fault.FixSetting, "data-folder"
	default: // bbolt has plain errors for a file that is too short and the like
		f.Class, f.Code = fault.FixSetting, "database-corrupt"
	}
	return f
}

func isPathError(err error) bool {
	_, ok := errors.AsType[*os.PathError](err)
	return ok
}

// faultsPanic makes reading past the end of the memory map, where a damaged page may point, a panic of the goroutine
// instead of the end of the process.
func faultsPanic() (restore func()) {
	was := debug.SetPanicOnFault(true)
	return func() { debug.SetPanicOnFault(was) }
}

// asCorrupt turns a panic of bbolt, which is how it reports a damaged page, into an error.
func asCorrupt(path string, err *error) {
	if p := recover(); p != nil {
		*err = &fault.Error{Class: fault.FixSetting, Code: "database-corrupt", Op: "read the database",
			Detail: fmt.Sprint(p), Args: map[string]string{"path": filepath.Clean(path)}}
	}
}

func (db *DB) prepare(path string) error {
	if err := db.checkSize(path); err != nil {
		return err
	}
	return db.bolt.Update(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{bucketMeta, bucketAccounts, bucketMailboxes, bucketJournal, bucketDocuments, bucketNames, bucketDays, bucketTwins, bucketDirectories} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return fmt.Errorf("prepare the database: %w", err)
			}
		}
		if err := recognitionBuckets(tx); err != nil {
			return fmt.Errorf("prepare the database: %w", err)
		}
		if err := cmp.Or(proofBuckets(tx), retentionBuckets(tx)); err != nil {
			return fmt.Errorf("prepare the database: %w", err)
		}
		if err := tableBuckets(tx); err != nil {
			return fmt.Errorf("prepare the database: %w", err)
		}
		meta := tx.Bucket(bucketMeta)
		switch v := meta.Get(keySchema); {
		case v == nil, len(v) == 8 && binary.BigEndian.Uint64(v) < Schema: // all that was added may be missing
			if err := meta.Put(keySchema, binary.BigEndian.AppendUint64(nil, Schema)); err != nil {
				return fmt.Errorf("prepare the database: %w", err)
			}
		case len(v) != 8, binary.BigEndian.Uint64(v) > maxSchema:
			return &fault.Error{Class: fault.FixSetting, Code: "database-corrupt", Op: "read the database's version", Args: map[string]string{"path": path}}
		case binary.BigEndian.Uint64(v) > Schema:
			return &fault.Error{Class: fault.FixSetting, Code: "database-newer", Op: "read the database's version",
				Detail: fmt.Sprintf("its version is %d, this program knows %d", binary.BigEndian.Uint64(v), Schema), Args: map[string]string{"path": path}}
		}
		if v := meta.Get(keyOffice); v != nil {
			db.office = string(v)
			return nil
		}
		db.office = randomID()
		return meta.Put(keyOffice, []byte(db.office))
	})
}

// checkSize refuses a file that was cut: reading past its end through the memory map would kill the process.
func (db *DB) checkSize(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("look at the database: %w", err)
	}
	return db.bolt.View(func(tx *bolt.Tx) error {
		if tx.Size() > info.Size() {
			return &fault.Error{Class: fault.FixSetting, Code: "database-corrupt", Op: "open the database",
				Detail: fmt.Sprintf("the file has %d bytes of %d", info.Size(), tx.Size()), Args: map[string]string{"path": path}}
		}
		return nil
	})
}

func randomID() string {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

// Close lets go of the file.
func (db *DB) Close() error { return db.bolt.Close() }

// Office is the random id of this data folder, made when the database was.
func (db *DB) Office() string { return db.office }

// Tx is a transaction: all of it happens or none.
type Tx struct {
	tx *bolt.Tx
	db *DB
}

// Update runs fn in a transaction that may write. When it returns nil the changes are on disk.
func (db *DB) Update(fn func(*Tx) error) (err error) {
	defer asCorrupt(db.bolt.Path(), &err)
	defer faultsPanic()()
	return writeError(db.bolt.Update(func(tx *bolt.Tx) error { return fn(&Tx{tx, db}) }))
}

// Batch is Update for a change that may share its transaction with those of other goroutines; fn may run more than
// once.
func (db *DB) Batch(fn func(*Tx) error) (err error) {
	defer asCorrupt(db.bolt.Path(), &err)
	return writeError(db.bolt.Batch(func(tx *bolt.Tx) error {
		debug.SetPanicOnFault(true) // in bbolt's own goroutine, which ends with the transaction
		return fn(&Tx{tx, db})
	}))
}

// View runs fn in a transaction that reads one state of the database.
func (db *DB) View(fn func(*Tx) error) (err error) {
	defer asCorrupt(db.bolt.Path(), &err)
	defer faultsPanic()()
	return db.bolt.View(func(tx *bolt.Tx) error { return fn(&Tx{tx, db}) })
}

// writeError classifies what the disk says: the transaction did not happen, and time or a person cures it.
func writeError(err error) error {
	if err == nil || !isDiskError(err) {
		return err
	}
	return &fault.Error{Class: fault.RetryLater, Code: "database-write", Op: "write the database", Err: err}
}

func isDiskError(err error) bool {
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return false
	}
	if isPathError(err) {
		return true
	}
	_, ok := errors.AsType[*os.SyscallError](err)
	return ok || isErrno(err)
}

func put(b *bolt.Bucket, key []byte, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode a record: %w", err)
	}
	return b.Put(key, data)
}

func get(b *bolt.Bucket, key []byte, v any) (bool, error) {
	data := b.Get(key)
	if data == nil {
		return false, nil
	}
	return true, decode(data, v)
}

func decode(data []byte, v any) error {
	if err := json.Unmarshal(data, v); err != nil {
		return &fault.Error{Class: fault.FixSetting, Code: "database-corrupt", Op: "read a record", Err: err}
	}
	return nil
}

func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(make([]byte, 0, 8), seq) }
