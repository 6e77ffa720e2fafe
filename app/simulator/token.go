package simulator

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/fnv"
)

// token is what a skip or delta token of the delta functions holds: where the round stands and all options of its
// first request. For the client it is opaque.
type token struct {
	delta      bool // a delta token, between two rounds; else a skip token, inside one
	box        uint32
	folder     uint64 // serial; 0 for the folder tree
	generation uint64

	from     int  // log position where the round began
	walking  bool // the full walk of the first round; else reading the log
	started  bool // cursor is set
	cursor   key
	oldest   bool
	pos, sub int // in the log, and within a block that an entry of it names
	count    int // items shown in this round

	top        int // 0: no limit
	filter     filterOp
	since      int64
	ordered    bool
	changeType changeTypes
	hidden     bool // includeHiddenFolders
	fields     string
}

type changeTypes uint8

const (
	createdType changeTypes = 1 << iota
	updatedType
	deletedType
	allTypes = createdType | updatedType | deletedType
)

type filterOp uint8

const (
	noFilter filterOp = iota
	filterGE
	filterGT
)

var errToken = errors.New("not a token of this service")

func (t *token) flags() (b byte) {
	for i, set := range []bool{t.delta, t.walking, t.started, t.oldest, t.ordered, t.hidden} {
		if set {
			b |= 1 << i
		}
	}
	return b
}

// encode writes the token, sealed with the key.
func (t *token) encode(key uint64) string {
	b := make([]byte, 8, 96)
	b = append(b, 0x1b, t.flags(), byte(t.filter), byte(t.changeType))
	b = binary.AppendUvarint(b, uint64(t.box))
	b = binary.AppendUvarint(b, t.folder)
	b = binary.AppendUvarint(b, t.generation)
	for _, v := range []int64{int64(t.from), t.cursor.received, int64(t.cursor.serial), int64(t.pos), int64(t.sub), int64(t.count), int64(t.top), t.since} {
		b = binary.AppendVarint(b, v)
	}
	b = append(b, t.fields...)
	binary.BigEndian.PutUint64(b, seal(key, b[8:]))
	return base64.RawURLEncoding.EncodeToString(b)
}

func seal(key uint64, b []byte) uint64 {
	h := fnv.New64a()
	var k [8]byte
	binary.BigEndian.PutUint64(k[:], key)
	h.Write(k[:])
	h.Write(b)
	h.Write(k[:])
	return h.Sum64()
}

func decodeToken(s string, sealKey uint64) (*token, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < 12 || binary.BigEndian.Uint64(b) != seal(sealKey, b[8:]) || b[8] != 0x1b {
		return nil, errToken
	}
	t := &token{filter: filterOp(b[10]), changeType: changeTypes(b[11])}
	for i, p := range []*bool{&t.delta, &t.walking, &t.started, &t.oldest, &t.ordered, &t.hidden} {
		*p = b[9]&(1<<i) != 0
	}
	b = b[12:]
	var u [3]uint64
	for i := range u {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, errToken
		}
		u[i], b = v, b[n:]
	}
	var v [8]int64
	for i := range v {
		x, n := binary.Varint(b)
		if n <= 0 {
			return nil, errToken
		}
		v[i], b = x, b[n:]
	}
	t.box, t.folder, t.generation = uint32(u[0]), u[1], u[2]
	t.from, t.cursor, t.pos, t.sub = int(v[0]), key{v[1], uint64(v[2])}, int(v[3]), int(v[4])
	t.count, t.top, t.since, t.fields = int(v[5]), int(v[6]), v[7], string(b)
	return t, nil
}
