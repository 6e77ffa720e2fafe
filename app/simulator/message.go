package simulator

import (
	"sync/atomic"
)

// message is one mail of a mailbox. Its fields are guarded by the mailbox's lock, but for meta.
type message struct {
	serial  uint64
	version uint32 // number of moves, part of the normal id
	change  uint32 // number of changes, part of the change key
	folder  *folder

	received, sent, created, modified int64 // Unix seconds
	read, draft, flagged              bool
	lost                              bool // came back to its folder and is never shown in delta again
	reference                         *reference

	// Where the folder's log tells of it last: as added, as changed in its flags, as changed otherwise.
	addedAt, flaggedAt, updatedAt int

	mime  []byte // nil for a generated one
	block *block
	index int // within block

	meta atomic.Pointer[meta]
}

// reference is a cloud link that the message carries as a referenceAttachment.
type reference struct {
	name, contentType string
	size              int
}

// key orders the messages of a folder: by time of arrival, then by serial.
type key struct {
	received int64
	serial   uint64
}

func (m *message) key() key { return key{m.received, m.serial} }

func (k key) compare(o key) int {
	switch {
	case k.received < o.received:
		return -1
	case k.received > o.received:
		return 1
	case k.serial < o.serial:
		return -1
	case k.serial > o.serial:
		return 1
	}
	return 0
}

// size is the number of bytes of the message's MIME.
func (m *message) size() int {
	if m.block != nil {
		return m.block.size(m.index)
	}
	return len(m.mime)
}
