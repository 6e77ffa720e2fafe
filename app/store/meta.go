package store

import (
	"encoding/binary"
	"time"
)

// Head is the last line of the register that the database knows.
type Head struct {
	Seq  uint64 `json:"seq"`
	Hash string `json:"hash"`
}

// Pause says that the person has paused filing, or one mailbox.
type Pause struct {
	On    bool      `json:"on"`
	Until time.Time `json:"until,omitzero"` // zero: until resumed
}

// Holds says whether the pause is in force.
func (p Pause) Holds(now time.Time) bool {
	return p.On && (p.Until.IsZero() || now.Before(p.Until))
}

var (
	keyHead  = []byte("head")
	keyZone  = []byte("zone")
	keyPause = []byte("pause")
	keyTotal = []byte("total")
)

// Head reads the register's head.
func (tx *Tx) Head() (h Head, err error) {
	_, err = get(tx.tx.Bucket(bucketMeta), keyHead, &h)
	return h, err
}

// SetHead writes the register's head.
func (tx *Tx) SetHead(h Head) error { return put(tx.tx.Bucket(bucketMeta), keyHead, h) }

// Zone is the name of the time zone that file names are written in; empty before it was set.
func (tx *Tx) Zone() string { return string(tx.tx.Bucket(bucketMeta).Get(keyZone)) }

// SetZone sets the time zone of file names, once and for all.
func (tx *Tx) SetZone(name string) error {
	return tx.tx.Bucket(bucketMeta).Put(keyZone, []byte(name))
}

// Pause reads whether filing is paused.
func (tx *Tx) Pause() (p Pause, err error) {
	_, err = get(tx.tx.Bucket(bucketMeta), keyPause, &p)
	return p, err
}

// SetPause writes whether filing is paused.
func (tx *Tx) SetPause(p Pause) error { return put(tx.tx.Bucket(bucketMeta), keyPause, p) }

// FiledOn counts the mails filed on a day ("2026-11-22").
func (tx *Tx) FiledOn(day string) int {
	n, _ := binary.Uvarint(tx.tx.Bucket(bucketDays).Get([]byte(day)))
	return int(n)
}

// FiledInAll counts all filed mails.
func (tx *Tx) FiledInAll() int {
	n, _ := binary.Uvarint(tx.tx.Bucket(bucketMeta).Get(keyTotal))
	return int(n)
}

// CountFiled adds mails filed on a day.
func (tx *Tx) CountFiled(day string, n int) error {
	b := tx.tx.Bucket(bucketDays)
	if err := b.Put([]byte(day), binary.AppendUvarint(nil, uint64(tx.FiledOn(day)+n))); err != nil {
		return err
	}
	return tx.tx.Bucket(bucketMeta).Put(keyTotal, binary.AppendUvarint(nil, uint64(tx.FiledInAll()+n)))
}
