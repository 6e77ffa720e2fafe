package store

import (
	"encoding/hex"

	bolt "go.etcd.io/bbolt"
)

// DayHead is the newest head of a day that was written beside the register.
type DayHead struct {
	Day  string `json:"day"`
	Seq  uint64 `json:"seq"`
	Hash string `json:"hash"`
}

var (
	keyDayHead   = []byte("day head")
	bucketStamps = []byte("stamps") // SHA-256 of the timestamp of a day's head, by day
)

// DayHead reads the newest head of a day; the zero value if none was written.
func (tx *Tx) DayHead() (h DayHead, err error) {
	_, err = get(tx.tx.Bucket(bucketMeta), keyDayHead, &h)
	return h, err
}

// SetDayHead remembers the newest head of a day.
func (tx *Tx) SetDayHead(h DayHead) error { return put(tx.tx.Bucket(bucketMeta), keyDayHead, h) }

// PutStamp remembers that a day's head was timestamped, and the SHA-256 of the token.
func (tx *Tx) PutStamp(day string, sum [32]byte) error {
	return tx.tx.Bucket(bucketStamps).Put([]byte(day), sum[:])
}

// Stamps gives the days whose heads were timestamped, each with the SHA-256 of the token in hexadecimal.
func (tx *Tx) Stamps() (map[string]string, error) {
	sums := map[string]string{}
	err := tx.tx.Bucket(bucketStamps).ForEach(func(day, sum []byte) error {
		sums[string(day)] = hex.EncodeToString(sum)
		return nil
	})
	return sums, err
}

// proofBuckets makes what this file needs.
func proofBuckets(tx *bolt.Tx) error {
	_, err := tx.CreateBucketIfNotExists(bucketStamps)
	return err
}
