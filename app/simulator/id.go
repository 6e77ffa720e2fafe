package simulator

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
)

// idClass tells the kinds of Outlook ids apart.
type idClass uint8

const (
	normalID        idClass = iota // of a message; changes with every move
	immutableID                    // of a message; stays for its life in the mailbox
	folderID                       // constant, of either preference
	normalPartID                   // of an attachment
	immutablePartID                //
	conversationID
	idClasses
)

// Ids of the service start with few letters that say the kind and are about this long: 72 characters for an immutable
// id, 140 for a classic one (as seen in davmail's GraphExchangeSession).
var idShape = [idClasses]struct {
	start  string
	length int
}{
	normalID:        {"AAMk", 140},
	immutableID:     {"AAkA", 72},
	folderID:        {"AQMk", 120},
	normalPartID:    {"AAMkAP", 192},
	immutablePartID: {"AAkAP", 116},
	conversationID:  {"AAQk", 76},
}

// The part of an id that differs within a mailbox: serial (8 bytes), version (3), part (2) and check (4). 17 bytes
// make 24 characters that end in "=", so that clients meet a character that wants escaping.
const (
	idTail     = 17
	idTailText = 24
)

// ref is what an id stands for.
type ref struct {
	class   idClass
	serial  uint64
	version uint32 // number of moves; always 0 in an immutable id
	part    uint16 // attachment
}

// idMaker writes and reads the ids of one mailbox.
type idMaker struct {
	prefix [idClasses]string
	key    uint32
}

func newIDMaker(seed uint64, mailbox string) *idMaker {
	m := &idMaker{}
	h := fnv.New64a()
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], seed)
	h.Write(b[:])
	h.Write([]byte(mailbox))
	x := h.Sum64()
	m.key = uint32(x>>32) ^ uint32(x)
	for class := range m.prefix {
		shape := idShape[class]
		text := []byte(shape.start)
		for len(text) < shape.length-idTailText {
			x = x*6364136223846793005 + 1442695040888963407
			text = append(text, base64.URLEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, x))[:10]...)
		}
		m.prefix[class] = string(text[:shape.length-idTailText])
	}
	return m
}

// append adds the id to b.
func (m *idMaker) append(b []byte, r ref) []byte {
	var raw [idTail]byte
	binary.BigEndian.PutUint64(raw[0:], r.serial)
	raw[8], raw[9], raw[10] = byte(r.version>>16), byte(r.version>>8), byte(r.version)
	binary.BigEndian.PutUint16(raw[11:], r.part)
	binary.BigEndian.PutUint32(raw[13:], m.check(r.class, raw[:13]))
	b = append(b, m.prefix[r.class]...)
	return base64.URLEncoding.AppendEncode(b, raw[:])
}

func (m *idMaker) id(r ref) string { return string(m.append(make([]byte, 0, 192), r)) }

func (m *idMaker) check(class idClass, raw []byte) uint32 {
	h := m.key ^ (uint32(class)+1)*0x9e3779b9
	for _, c := range raw {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// parse reads an id of this mailbox. wellFormed is true for anything that looks like an id of the service at all: an
// id of another mailbox is "not found", other text is "malformed".
func (m *idMaker) parse(id string) (r ref, ok, wellFormed bool) {
	cut := len(id) - idTailText
	if cut < 4 {
		return ref{}, false, false
	}
	var raw [idTail + 1]byte
	n, err := base64.URLEncoding.Decode(raw[:], []byte(id[cut:]))
	if err != nil || n != idTail {
		return ref{}, false, false
	}
	for class, prefix := range m.prefix {
		if len(prefix) != cut || prefix != id[:cut] {
			continue
		}
		if binary.BigEndian.Uint32(raw[13:]) != m.check(idClass(class), raw[:13]) {
			return ref{}, false, true
		}
		return ref{
			class:   idClass(class),
			serial:  binary.BigEndian.Uint64(raw[0:]),
			version: uint32(raw[8])<<16 | uint32(raw[9])<<8 | uint32(raw[10]),
			part:    binary.BigEndian.Uint16(raw[11:]),
		}, true, true
	}
	return ref{}, false, true
}
