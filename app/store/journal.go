package store

import (
	"time"

	bolt "go.etcd.io/bbolt"

	"postroom/app/fault"
)

// Lookup says why a message has to be looked up in the mailbox before it is decided whether it is fetched.
type Lookup string

const (
	NoLookup      Lookup = ""
	LookupPartial Lookup = "partial" // the listing left out whether it is a draft, or when it was received
	LookupBack    Lookup = "back"    // it lay there before, left, and is listed again: has it come back, or is that a replay?
	LookupDraft   Lookup = "draft"   // a draft has left its folder: sent, moved or deleted?
	LookupStayed  Lookup = "stayed"  // a first walk showed it as present and as removed: does it lie there?
	LookupRemoved Lookup = "removed" // shown as removed before it was ever seen: where is it now?
)

// Entry is open work: a message that is known to be new, or may be.
type Entry struct {
	Seq      uint64    `json:"seq"`
	Mailbox  string    `json:"-"`
	Folder   string    `json:"folder"` // id of the ticked folder that brought it
	ID       string    `json:"id"`     // immutable id
	Received time.Time `json:"received,omitzero"`
	Noticed  time.Time `json:"noticed"`
	Lookup   Lookup    `json:"lookup,omitempty"`
	Tries    int       `json:"tries,omitempty"`
	Retry    time.Time `json:"retry,omitzero"` // not before; zero: at once
	Problem  *Problem  `json:"problem,omitempty"`
	Held     bool      `json:"held,omitempty"`     // not tried again by itself
	Since    time.Time `json:"since,omitzero"`     // LookupRemoved: end of the folder's round before, by the service's clock
	TrueUp   bool      `json:"trueUp,omitempty"`   // found by the true-up, not by a delta
	Intent   []byte    `json:"intent,omitempty"`   // sealed: what was about to be put away where
	Identity []byte    `json:"identity,omitempty"` // which mail it is, see Identify
}

// failed says whether the entry counts as failed, not as waiting.
func (e *Entry) failed() bool { return e.Problem != nil }

func (tx *Tx) journal(mailbox string) *bolt.Bucket {
	return tx.tx.Bucket(bucketJournal).Bucket(fold(mailbox))
}

// NextSeq gives the next number for an entry, which is also the number of the document that it becomes.
func (tx *Tx) NextSeq() (uint64, error) { return tx.tx.Bucket(bucketMeta).NextSequence() }

// AddEntry puts a new entry into the journal, gives it its number and marks the message as waiting.
func (tx *Tx) AddEntry(e *Entry) error {
	var err error
	if e.Seq, err = tx.NextSeq(); err != nil {
		return err
	}
	if err := tx.SetKnown(e.Mailbox, KeyOf(e.ID), Waiting, e.Seq); err != nil {
		return err
	}
	b, err := tx.tx.Bucket(bucketJournal).CreateBucketIfNotExists(fold(e.Mailbox))
	if err != nil {
		return err
	}
	if err := put(b, seqKey(e.Seq), e); err != nil {
		return err
	}
	return tx.count(e.Mailbox, e.failed(), 1)
}

// PutEntry replaces an entry of the journal.
func (tx *Tx) PutEntry(e *Entry) error {
	was, ok, err := tx.Entry(e.Mailbox, e.Seq)
	if err != nil || !ok {
		return err
	}
	if was.failed() != e.failed() {
		if err := tx.count(e.Mailbox, was.failed(), -1); err != nil {
			return err
		}
		if err := tx.count(e.Mailbox, e.failed(), 1); err != nil {
			return err
		}
	}
	return put(tx.journal(e.Mailbox), seqKey(e.Seq), e)
}

// DropEntry closes an entry; what is known of its message becomes state.
func (tx *Tx) DropEntry(mailbox string, seq uint64, state State, number uint64) error {
	e, ok, err := tx.Entry(mailbox, seq)
	if err != nil || !ok {
		return err
	}
	if err := tx.journal(mailbox).Delete(seqKey(seq)); err != nil {
		return err
	}
	if err := tx.count(mailbox, e.failed(), -1); err != nil {
		return err
	}
	if state == Filed {
		if err := tx.AddTwin(identityIn(e.Identity), number); err != nil {
			return err
		}
	}
	return tx.SetKnown(mailbox, KeyOf(e.ID), state, number)
}

// Entry reads one entry; false if it is closed.
func (tx *Tx) Entry(mailbox string, seq uint64) (e Entry, ok bool, err error) {
	b := tx.journal(mailbox)
	if b == nil {
		return e, false, nil
	}
	ok, err = get(b, seqKey(seq), &e)
	e.Mailbox = mailbox
	return e, ok, err
}

// Entries calls fn with the entries of a mailbox whose number is above after, in order, until fn returns false.
func (tx *Tx) Entries(mailbox string, after uint64, fn func(Entry) bool) error {
	b := tx.journal(mailbox)
	if b == nil {
		return nil
	}
	c := b.Cursor()
	for k, v := c.Seek(seqKey(after + 1)); k != nil; k, v = c.Next() {
		var e Entry
		if err := decode(v, &e); err != nil {
			return err
		}
		e.Mailbox = mailbox
		if !fn(e) {
			return nil
		}
	}
	return nil
}

// count changes how many entries of a mailbox are waiting or failed.
func (tx *Tx) count(mailbox string, failed bool, by int) error {
	m, ok, err := tx.Mailbox(mailbox)
	if err != nil || !ok {
		return err
	}
	if failed {
		m.Failed += by
	} else {
		m.Waiting += by
	}
	return tx.PutMailbox(m)
}

// Fail notes that an attempt failed and when the next one is due; held entries are not tried again by themselves.
func (e *Entry) Fail(f *fault.Error, now, retry time.Time, held bool) {
	since := now
	if e.Problem != nil {
		since = e.Problem.Since
	}
	e.Tries++
	e.Problem = ProblemOf(f, since, retry)
	e.Retry, e.Held = retry, held
}
