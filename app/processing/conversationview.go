package processing

import (
	"cmp"
	"slices"
	"time"
)

// Passage is one thing of a conversation: a mail, a note, or a change.
type Passage struct {
	Kind   string // mail, or what a mark tells
	Time   time.Time
	Number uint64 // for ReadTalk
	By     string // address of the member who wrote it or did it; empty: a client, or nobody in particular
	Unread bool   // for whoever looks
	Text   string // of a note
	Value  string // of a change: who, which state, which day

	Mail   *Item // of a mail; nil otherwise
	Way    Way
	Copies []uint64 // the same mail where it was filed from other mailboxes, as far as these can be seen
}

// KindMail is the kind of a passage that is a mail.
const KindMail = "mail"

// ConversationPassages is a conversation with a part of what belongs to it.
type ConversationPassages struct {
	ConversationItem
	Total    int       // passages that can be seen
	Offset   int       // of the first one given
	Last     uint64    // the highest number that there is: what ReadTalk takes when all of it was read
	Passages []Passage // in order of time
}

// place is where a passage is found.
type place struct {
	at   int64
	mark *Mark
	mail *turn
	same []uint64
}

// Conversation gives a conversation with what belongs to it, in order, from offset on, at most limit; a negative offset
// gives the last ones. Code: "conversation-unknown".
func (r *Room) Conversation(see Sight, id string, offset, limit int) (*ConversationPassages, error) {
	r.mu.RLock()
	t := r.talks.find(id)
	e := r.eyes(&see)
	if t == nil || !r.seesTalk(&see, t, r.index.byID[t.client.Value()]) {
		r.mu.RUnlock()
		return nil, talkError("conversation-unknown", id)
	}
	at, _ := e.latest(t)
	d := e.draft(hit{t: t, at: at}, r.today())
	places := e.places(t)
	fresh := map[uint64]bool{}
	e.news(t, 0, func(n uint64) { fresh[n] = true })
	v := &ConversationPassages{Total: len(places), Last: e.highest(t), Passages: []Passage{}}
	r.mu.RUnlock()
	if v.Offset = offset; offset < 0 {
		v.Offset = max(0, len(places)-limit)
	}
	v.Offset = min(v.Offset, len(places))
	places = places[v.Offset:min(len(places), v.Offset+limit)]
	items, err := r.finish([]*draft{d})
	if err != nil {
		return nil, err
	}
	v.ConversationItem = items[0]
	x, _ := r.state()
	var gone []uint64
	err = r.store.View(func(tx Tx) error {
		for _, p := range places {
			passage, ok, err := p.read(tx, x)
			switch {
			case err != nil:
				return err
			case ok:
				passage.Unread = fresh[passage.Number]
				v.Passages = append(v.Passages, passage)
			case p.mail != nil:
				gone = append(gone, p.mail.seq)
			}
		}
		return nil
	})
	r.Forget(gone)
	return v, err
}

// places are the passages of a conversation that can be seen, in order; the caller holds mu. What they point to is not
// changed afterwards.
func (e *eyes) places(t *talk) (list []place) {
	first := map[uint64]int{}
	for _, v := range t.turns {
		if !e.seesTurn(t, &v) {
			continue
		}
		if at, known := first[v.same]; known && v.same != 0 {
			list[at].same = append(list[at].same, v.seq)
			continue
		}
		first[v.same] = len(list)
		list = append(list, place{at: v.at, mail: &v})
	}
	marks := slices.Clone(t.words().Marks)
	for i := range marks {
		list = append(list, place{at: marks[i].Time.UnixNano(), mark: &marks[i]})
	}
	slices.SortStableFunc(list, func(a, b place) int { return cmp.Compare(a.at, b.at) })
	return list
}

func (p *place) read(tx Tx, x *index) (v Passage, ok bool, err error) {
	if m := p.mark; m != nil {
		v = Passage{Kind: m.What, Time: m.Time, Number: m.Number, By: m.By, Value: m.Value}
		if m.What == MarkNote {
			v.Text, ok, err = tx.Note(m.Number)
			return v, ok, err
		}
		return v, true, nil
	}
	item, ok, err := itemOf(tx, x, p.mail.seq)
	v = Passage{Kind: KindMail, Time: p.mail.time(), Number: p.mail.number, By: p.mail.by.Value(), Mail: &item, Way: p.mail.way, Copies: p.same}
	return v, ok, err
}
