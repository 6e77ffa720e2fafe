package store

import (
	"bytes"
	"fmt"
	"slices"
	"sort"

	bolt "go.etcd.io/bbolt"
)

// A baseline is the set of messages that lay in a folder when it was ticked. It is kept as sorted runs of keys, so that
// a million of them take 16 MB and membership costs one look-up: a chunk holds up to chunkKeys keys, its
// bbolt key is the smallest one it may hold.
const (
	chunkKeys = 240 // nearly a page
	keyLen    = len(Key{})
)

// InBaseline says whether a message lay in the folder when it was ticked and has not left since.
func (tx *Tx) InBaseline(mailbox, folder string, key Key) bool {
	b := tx.baseline(mailbox, folder)
	if b == nil {
		return false
	}
	_, chunk := chunkFor(b, key)
	_, found := findKey(chunk, key)
	return found
}

// DropBaseline takes a message out of the folder's baseline.
func (tx *Tx) DropBaseline(mailbox, folder string, key Key) error {
	b := tx.baseline(mailbox, folder)
	if b == nil {
		return nil
	}
	from, chunk := chunkFor(b, key)
	i, found := findKey(chunk, key)
	if !found {
		return nil
	}
	rest := slices.Concat(chunk[:i*keyLen], chunk[(i+1)*keyLen:])
	return b.Put(slices.Clone(from), rest)
}

func (tx *Tx) baseline(mailbox, folder string) *bolt.Bucket {
	b := tx.mailbox(mailbox)
	if b == nil {
		return nil
	}
	return b.Bucket(bucketBaseline).Bucket([]byte(folder))
}

// chunkFor finds the chunk that would hold key.
func chunkFor(b *bolt.Bucket, key Key) (from, chunk []byte) {
	c := b.Cursor()
	from, chunk = c.Seek(key[:])
	if from == nil {
		return c.Last()
	}
	if bytes.Compare(from, key[:]) > 0 {
		return c.Prev()
	}
	return from, chunk
}

func findKey(chunk []byte, key Key) (int, bool) {
	n := len(chunk) / keyLen
	i := sort.Search(n, func(i int) bool { return bytes.Compare(chunk[i*keyLen:(i+1)*keyLen], key[:]) >= 0 })
	return i, i < n && bytes.Equal(chunk[i*keyLen:(i+1)*keyLen], key[:])
}

// Log remembers keys that a walk through the folder has listed. EndLog makes the baseline of them.
func (tx *Tx) Log(mailbox, folder string, keys []Key) error {
	if len(keys) == 0 {
		return nil
	}
	b, err := tx.makeMailbox(mailbox)
	if err != nil {
		return err
	}
	log, err := b.Bucket(bucketLog).CreateBucketIfNotExists([]byte(folder))
	if err != nil {
		return err
	}
	seq, err := log.NextSequence()
	if err != nil {
		return err
	}
	log.FillPercent = 1 // only ever appended to
	flat := make([]byte, 0, len(keys)*keyLen)
	for _, k := range keys {
		flat = append(flat, k[:]...)
	}
	return log.Put(seqKey(seq), flat)
}

// Logged counts the keys that a walk has listed so far.
func (tx *Tx) Logged(mailbox, folder string) int {
	n := 0
	tx.eachLogged(mailbox, folder, func(keys []byte) { n += len(keys) / keyLen })
	return n
}

// InLog says whether a walk has listed the key. It reads the whole log: for the odd case only.
func (tx *Tx) InLog(mailbox, folder string, key Key) bool {
	found := false
	tx.eachLogged(mailbox, folder, func(keys []byte) {
		for k := range slices.Chunk(keys, keyLen) {
			found = found || bytes.Equal(k, key[:])
		}
	})
	return found
}

func (tx *Tx) eachLogged(mailbox, folder string, fn func(keys []byte)) {
	b := tx.mailbox(mailbox)
	if b == nil {
		return
	}
	log := b.Bucket(bucketLog).Bucket([]byte(folder))
	if log == nil {
		return
	}
	c := log.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		fn(v)
	}
}

// DropLog forgets what a walk has listed.
func (tx *Tx) DropLog(mailbox, folder string) error {
	b := tx.mailbox(mailbox)
	if b == nil {
		return nil
	}
	if err := b.Bucket(bucketLog).DeleteBucket([]byte(folder)); err != nil && !isNoBucket(err) {
		return err
	}
	return nil
}

// EndLog makes the folder's baseline of the logged keys, in place of the one it had, and drops the log. It returns how
// many there are.
func (tx *Tx) EndLog(mailbox, folder string) (int, error) {
	b, err := tx.makeMailbox(mailbox)
	if err != nil {
		return 0, err
	}
	all := b.Bucket(bucketBaseline)
	if err := all.DeleteBucket([]byte(folder)); err != nil && !isNoBucket(err) {
		return 0, err
	}
	to, err := all.CreateBucket([]byte(folder))
	if err != nil {
		return 0, err
	}
	to.FillPercent = 0.9
	total := 0
	// One sixteenth of the keys at a time: memory stays small however many there are.
	for part := range byte(16) {
		keys := tx.loggedPart(mailbox, folder, part)
		slices.SortFunc(keys, func(a, b Key) int { return bytes.Compare(a[:], b[:]) })
		keys = slices.Compact(keys)
		total += len(keys)
		if err := putChunks(to, keys, part); err != nil {
			return 0, fmt.Errorf("write the baseline: %w", err)
		}
	}
	return total, tx.DropLog(mailbox, folder)
}

func (tx *Tx) loggedPart(mailbox, folder string, part byte) []Key {
	var keys []Key
	tx.eachLogged(mailbox, folder, func(flat []byte) {
		for k := range slices.Chunk(flat, keyLen) {
			if k[0]>>4 == part {
				keys = append(keys, Key(k))
			}
		}
	})
	return keys
}

// putChunks writes sorted keys, all of which begin with the four bits part.
func putChunks(to *bolt.Bucket, keys []Key, part byte) error {
	from := Key{0: part << 4}
	if len(keys) == 0 {
		return to.Put(from[:], []byte{})
	}
	for i, chunk := 0, []Key(nil); len(keys) > 0; i++ {
		chunk, keys = keys[:min(chunkKeys, len(keys))], keys[min(chunkKeys, len(keys)):]
		if i > 0 {
			from = chunk[0]
		}
		flat := make([]byte, 0, len(chunk)*keyLen)
		for _, k := range chunk {
			flat = append(flat, k[:]...)
		}
		if err := to.Put(slices.Clone(from[:]), flat); err != nil {
			return err
		}
	}
	return nil
}

// Baseline calls fn with the folder's baseline in runs of sorted keys, 16 bytes each. The bytes are valid during the
// call only.
func (tx *Tx) Baseline(mailbox, folder string, fn func(keys []byte) error) error {
	b := tx.baseline(mailbox, folder)
	if b == nil {
		return nil
	}
	return b.ForEach(func(_, v []byte) error { return fn(v) })
}
