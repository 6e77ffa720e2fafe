package store

import (
	"crypto/sha256"
	"encoding/binary"
)

// Key stands for a message's immutable id: the first 16 bytes of its SHA-256, which keeps a million of them small.
type Key [16]byte

// KeyOf is the key of an id.
func KeyOf(id string) Key {
	sum := sha256.Sum256([]byte(id))
	return Key(sum[:16])
}

// State says what is known of a message.
type State byte

const (
	None    State = 0
	Waiting State = 'w' // in the journal, number = its seq
	Filed   State = 'f' // filed, number = the document's
	Draft   State = 'd' // a draft in a ticked folder: it is filed when sent
	Left    State = 'l' // lay there before and has left since: if it comes back it is new
	Gone    State = 'g' // was in the journal and vanished from the mailbox before it could be fetched
)

// Known tells what is known of a message and the number that goes with it.
func (tx *Tx) Known(mailbox string, key Key) (State, uint64) {
	b := tx.mailbox(mailbox)
	if b == nil {
		return None, 0
	}
	v := b.Bucket(bucketKnown).Get(key[:])
	if len(v) == 0 {
		return None, 0
	}
	n, _ := binary.Uvarint(v[1:])
	return State(v[0]), n
}

// SetKnown records what is known of a message; None forgets it.
func (tx *Tx) SetKnown(mailbox string, key Key, state State, number uint64) error {
	b, err := tx.makeMailbox(mailbox)
	if err != nil {
		return err
	}
	if state == None {
		return b.Bucket(bucketKnown).Delete(key[:])
	}
	return b.Bucket(bucketKnown).Put(key[:], binary.AppendUvarint([]byte{byte(state)}, number))
}
