package processing

import (
	"encoding/binary"

	"postroom/app/store"
)

// stored is a Store in Postroom's own database, sealed there as everything that names people.
type stored struct{ db *store.DB }

// In keeps what processing knows in a database.
func In(db *store.DB) Store { return stored{db} }

func (s stored) View(fn func(Tx) error) error {
	return s.db.View(func(tx *store.Tx) error { return fn(storedTx{tx}) })
}

func (s stored) Update(fn func(Tx) error) error {
	return s.db.Update(func(tx *store.Tx) error { return fn(storedTx{tx}) })
}

type storedTx struct{ tx *store.Tx }

var (
	keyTeam = []byte("team")
	keyLore = []byte("lore")
)

func (s storedTx) Clients(fn func(Client) error) error {
	return s.tx.Records(store.Clients, nil, func(_ []byte, open func(any) error) (bool, error) {
		var c Client
		if err := open(&c); err != nil {
			return false, err
		}
		return true, fn(c)
	})
}

func (s storedTx) Client(id string) (c Client, ok bool, err error) {
	ok, err = s.tx.Record(store.Clients, []byte(id), &c)
	return c, ok, err
}

func (s storedTx) PutClient(c Client) error { return s.tx.PutRecord(store.Clients, []byte(c.ID), c) }

func (s storedTx) DropClient(id string) error { return s.tx.DropRecord(store.Clients, []byte(id)) }

func (s storedTx) Team() (t Team, err error) {
	_, err = s.tx.Record(store.Office, keyTeam, &t)
	if t.Ties == nil {
		t.Ties = map[string]string{}
	}
	return t, err
}

func (s storedTx) PutTeam(t Team) error { return s.tx.PutRecord(store.Office, keyTeam, t) }

var keyRules = []byte("rules")

func (s storedTx) Rules() (r Rules, err error) {
	_, err = s.tx.Record(store.Office, keyRules, &r)
	return r, err
}

func (s storedTx) PutRules(r Rules) error { return s.tx.PutRecord(store.Office, keyRules, r) }

func (s storedTx) Letter(seq uint64) (l Letter, ok bool, err error) {
	ok, err = s.tx.Record(store.Letters, store.SeqKey(seq), &l)
	return l, ok, err
}

func (s storedTx) PutLetter(l Letter) error {
	return s.tx.PutRecord(store.Letters, store.SeqKey(l.Seq), l)
}

func (s storedTx) Slip(seq uint64) (p Slip, ok bool, err error) {
	ok, err = s.tx.Record(store.Slips, store.SeqKey(seq), &p)
	return p, ok, err
}

func (s storedTx) PutSlip(p Slip) error { return s.tx.PutRecord(store.Slips, store.SeqKey(p.Seq), p) }

func (s storedTx) DropSlip(seq uint64) error {
	return s.tx.DropRecord(store.Slips, store.SeqKey(seq))
}

func (s storedTx) Slips(fn func(Slip) error) error {
	return s.tx.Records(store.Slips, nil, func(_ []byte, open func(any) error) (bool, error) {
		var p Slip
		if err := open(&p); err != nil {
			return false, err
		}
		return true, fn(p)
	})
}

func (s storedTx) Thread(id string) (seqs []uint64, err error) {
	key := store.KeyOf(id)
	_, err = s.tx.Record(store.Threads, key[:], &seqs)
	return seqs, err
}

func (s storedTx) PutThread(id string, seqs []uint64) error {
	key := store.KeyOf(id)
	return s.tx.PutRecord(store.Threads, key[:], seqs)
}

func (s storedTx) Lessons(fn func(Lesson) error) error {
	return s.tx.Records(store.Lessons, nil, func(_ []byte, open func(any) error) (bool, error) {
		var l Lesson
		if err := open(&l); err != nil {
			return false, err
		}
		return true, fn(l)
	})
}

func (s storedTx) Lesson(f feature) (l Lesson, ok bool, err error) {
	key := f.key()
	ok, err = s.tx.Record(store.Lessons, key[:], &l)
	return l, ok, err
}

func (s storedTx) PutLesson(l Lesson) error {
	key := l.feature().key()
	return s.tx.PutRecord(store.Lessons, key[:], l)
}

func (s storedTx) DropLesson(f feature) error {
	key := f.key()
	return s.tx.DropRecord(store.Lessons, key[:])
}

func (s storedTx) Lore() (l LoreState, err error) {
	_, err = s.tx.Record(store.Office, keyLore, &l)
	return l, err
}

func (s storedTx) PutLore(l LoreState) error { return s.tx.PutRecord(store.Office, keyLore, l) }

func mappingKey(head string) []byte {
	key := store.KeyOf(head)
	return append([]byte("mapping "), key[:]...)
}

func (s storedTx) Mapping(head string) (m map[string][]string, err error) {
	_, err = s.tx.Record(store.Office, mappingKey(head), &m)
	return m, err
}

func (s storedTx) PutMapping(head string, m map[string][]string) error {
	return s.tx.PutRecord(store.Office, mappingKey(head), m)
}

func (s storedTx) PushAction(a Action) (uint64, error) {
	id, err := s.tx.NextRecord(store.Undoable)
	if err != nil {
		return 0, err
	}
	if id > maxActions {
		if err := s.tx.DropRecord(store.Undoable, store.SeqKey(id-maxActions)); err != nil {
			return 0, err
		}
	}
	return id, s.SetAction(id, a)
}

func (s storedTx) SetAction(id uint64, a Action) error {
	return s.tx.PutRecord(store.Undoable, store.SeqKey(id), a)
}

func (s storedTx) Action(id uint64) (a Action, ok bool, err error) {
	ok, err = s.tx.Record(store.Undoable, store.SeqKey(id), &a)
	return a, ok, err
}

func (s storedTx) LastAction() (id uint64, a Action, err error) {
	key, err := s.tx.LastRecord(store.Undoable, &a)
	if key == nil || err != nil {
		return 0, a, err
	}
	return binary.BigEndian.Uint64(key), a, nil
}

func (s storedTx) DropAction(id uint64) error {
	return s.tx.DropRecord(store.Undoable, store.SeqKey(id))
}
