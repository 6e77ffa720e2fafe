package processing

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unique"
)

// talk is what is kept in memory of a conversation.
type talk struct {
	key    uint64
	client unique.Handle[string]
	turns  []turn        // by time
	said   *Conversation // nil: nobody has said anything about it
}

// turn is a mail of a conversation.
type turn struct {
	seq, number uint64
	at          int64  // nanoseconds since 1970; the lowest number: not known
	same        uint64 // 0: not known
	mailbox     unique.Handle[string]
	people      unique.Handle[string] // participants, joined
	by          unique.Handle[string]
	way         Way
}

// talks are the conversations. Room.mu guards them.
type talks struct {
	all   []*talk // also those that no mail takes part in any more
	byKey map[uint64]*talk
	of    map[uint64]*talk // by a mail's number
}

func newTalks() *talks { return &talks{byKey: map[uint64]*talk{}, of: map[uint64]*talk{}} }

func turnOf(s *Slip) turn {
	v := turn{seq: s.Seq, number: s.Turn.Number, at: s.Turn.At.UnixNano(), mailbox: unique.Make(s.Mailbox),
		people: unique.Make(strings.Join(s.Participants, "\n")), by: unique.Make(s.Turn.By), way: s.Turn.Way}
	if b, err := hex.DecodeString(s.Turn.Same); err == nil && len(b) == 8 {
		v.same = binary.BigEndian.Uint64(b)
	}
	return v
}

func inOrder(a, b turn) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.seq, b.seq)) }

// set brings the conversations up to date with a slip.
func (ts *talks) set(s *Slip) {
	key, in := talkKey(s.talk())
	was := ts.of[s.Seq]
	if was != nil {
		was.turns = slices.DeleteFunc(was.turns, func(t turn) bool { return t.seq == s.Seq })
	}
	if !in {
		delete(ts.of, s.Seq)
		return
	}
	t := ts.make(key)
	t.client = unique.Make(s.Client)
	ts.of[s.Seq] = t
	v := turnOf(s)
	at, _ := slices.BinarySearchFunc(t.turns, v, inOrder)
	t.turns = slices.Insert(t.turns, at, v)
}

func (ts *talks) make(key uint64) *talk {
	t := ts.byKey[key]
	if t == nil {
		t = &talk{key: key}
		ts.byKey[key], ts.all = t, append(ts.all, t)
	}
	return t
}

// say brings a conversation up to date with what was said about it; nil is nothing.
func (ts *talks) say(id string, said *Conversation) {
	if key, ok := talkKey(id); ok && (said != nil || ts.byKey[key] != nil) {
		ts.make(key).said = said
	}
}

// forget takes a mail out of its conversation that was deleted.
func (ts *talks) forget(seq uint64) {
	if t := ts.of[seq]; t != nil {
		t.turns = slices.DeleteFunc(t.turns, func(x turn) bool { return x.seq == seq })
		delete(ts.of, seq)
	}
}

// highest is the highest number of all.
func (ts *talks) highest() (n uint64) {
	for _, t := range ts.all {
		for i := range t.turns {
			n = max(n, t.turns[i].number)
		}
		for i := range t.words().Marks {
			n = max(n, t.words().Marks[i].Number)
		}
	}
	return n
}

// find finds a conversation that has mails.
func (ts *talks) find(id string) *talk {
	key, ok := talkKey(id)
	if t := ts.byKey[key]; ok && t != nil && len(t.turns) > 0 {
		return t
	}
	return nil
}

func (t *talk) id() string { return hex.EncodeToString(binary.BigEndian.AppendUint64(nil, t.key)) }

// nobodySaid stands for what was said about a conversation as long as nobody has said anything.
var nobodySaid = &Conversation{}

func (t *talk) words() *Conversation {
	if t.said == nil {
		return nobodySaid
	}
	return t.said
}

// has says whether a member is among people that were joined.
func has(people unique.Handle[string], member string) bool {
	for p := range strings.SplitSeq(people.Value(), "\n") {
		if p == member && p != "" {
			return true
		}
	}
	return false
}

// count counts the mails that can be seen, each once, however often it was filed.
func count(turns []turn) (n int) {
	seen := map[uint64]bool{}
	for i := range turns {
		if same := turns[i].same; same == 0 || !seen[same] {
			seen[same] = true
			n++
		}
	}
	return n
}

func (v *turn) time() time.Time {
	if v.at == (time.Time{}).UnixNano() {
		return time.Time{}
	}
	return time.Unix(0, v.at).UTC()
}

// read takes a slip that is read from the store. Slips from before there were conversations don't say when their mail came.
func (ts *talks) read(tx Tx, s *Slip) error {
	if in := s.talk(); in != "" && s.Turn.In == "" {
		l, _, err := tx.Letter(s.Seq)
		if err != nil {
			return err
		}
		s.Turn = Turn{At: l.Received, Way: Came}
	}
	ts.set(s)
	return nil
}

// setTalks brings conversations up to date with what was written about them; nil: nothing is said any more.
func (r *Room) setTalks(said map[string]*Conversation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.version.Add(1)
	for id, c := range said {
		r.talks.say(id, c)
	}
}
