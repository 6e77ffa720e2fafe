package processing

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// Work is what a member has to do.
type Work struct {
	Counts WorkCounts
	Items  []WorkItem // the most urgent first
}

// WorkCounts say how many conversations there are of each kind; one may be of several.
type WorkCounts struct {
	Total, Overdue, Today, Assigned, Unread, Open int
}

// WorkItem is a conversation with why it is work.
type WorkItem struct {
	ConversationItem
	Reasons []string // overdue, today, unread, assigned, open: the most urgent first
}

// Reasons why a conversation is a member's work.
const (
	WorkOverdue  = "overdue"  // its day is over
	WorkToday    = "today"    // it is due today
	WorkUnread   = "unread"   // there is something they have not read
	WorkAssigned = "assigned" // they are to see to it, and it is the office's turn
	WorkOpen     = "open"     // they take part, it is the office's turn, and nobody is to see to it
)

// urgency is the order of reasons; a set of them has a bit for each.
var urgency = []string{WorkOverdue, WorkToday, WorkUnread, WorkAssigned, WorkOpen}

type reasons uint8

func (s reasons) has(why string) bool { return s&(1<<slices.Index(urgency, why)) != 0 }

func (s *reasons) add(why string) { *s |= 1 << slices.Index(urgency, why) }

// names are the reasons, the most urgent first.
func (s reasons) names() (list []string) {
	for _, why := range urgency {
		if s.has(why) {
			list = append(list, why)
		}
	}
	return list
}

// Work gives what the member of a sight has to do, from offset on, at most limit. Code: "member-missing".
func (r *Room) Work(see Sight, offset, limit int) (*Work, error) {
	me := see.member.Address
	if me == "" {
		return nil, memberMissing("say what is to be done")
	}
	w := &Work{Items: []WorkItem{}}
	today := r.today()
	r.mu.RLock()
	e := r.eyes(&see)
	gone := map[string]bool{} // members by whether they are not in the team any more
	found := chosen{few: offset + limit}
	for _, t := range slices.Backward(r.talks.all) {
		if len(t.turns) == 0 {
			continue
		}
		c := t.words()
		if _, known := gone[c.Assigned]; !known {
			gone[c.Assigned] = r.team.member(c.Assigned) == nil
		}
		why := e.reasons(t, today, c.Assigned == "" || gone[c.Assigned])
		if why == 0 {
			continue
		}
		if at, ok := e.latest(t); ok {
			rank := int64(bits.TrailingZeros8(uint8(why))) << 32
			if why.has(WorkOverdue) {
				day, _ := strconv.ParseInt(strings.ReplaceAll(c.Due, "-", ""), 10, 64)
				rank += day
			}
			found.add(hit{t: t, at: at, rank: rank, why: why})
			w.Counts.add(why)
		}
	}
	page := found.page(offset)
	var drafts []*draft
	for _, h := range page {
		drafts = append(drafts, e.draft(h, today))
	}
	r.mu.RUnlock()
	items, err := r.finish(drafts)
	for i := range items {
		w.Items = append(w.Items, WorkItem{items[i], page[i].why.names()})
	}
	return w, err
}

func (c *WorkCounts) add(why reasons) {
	c.Total++
	for at, n := range []*int{&c.Overdue, &c.Today, &c.Unread, &c.Assigned, &c.Open} { // as urgency
		*n += int(why >> at & 1)
	}
}

// reasons say why a conversation is the work of who looks: none if it is not. free says that nobody is to see to it.
func (e *eyes) reasons(t *talk, today string, free bool) (why reasons) {
	c := t.words()
	assigned := c.Assigned == e.see.member.Address
	if e.unread(t) > 0 {
		why.add(WorkUnread)
	}
	state, _, _ := e.standing(t)
	if state == StandsDone || !assigned && !(free && e.mine(t)) {
		return why
	}
	switch {
	case c.Due != "" && c.Due < today:
		why.add(WorkOverdue)
	case c.Due == today:
		why.add(WorkToday)
	}
	switch {
	case state == StandsOpen && assigned:
		why.add(WorkAssigned)
	case state == StandsOpen:
		why.add(WorkOpen)
	}
	return why
}

// Concern is what newly concerns a member.
type Concern struct {
	Last          uint64 // the highest number that there is: since, the next time
	Conversations []ConversationItem
	Total         int
}

// Concerns tells what concerns the member of a sight since a number, and since the room was opened: mails and notes that they have not read, and what
// somebody else has given them to see to. At most limit conversations are named, the latest first.
func (r *Room) Concerns(see Sight, since uint64, limit int) (*Concern, error) {
	me := see.member.Address
	since = max(since, r.began)
	v := &Concern{Last: since}
	if me == "" {
		return v, nil
	}
	today := r.today()
	r.mu.RLock()
	e := r.eyes(&see)
	found := chosen{few: limit}
	for _, t := range r.talks.all {
		if len(t.turns) == 0 {
			continue
		}
		last := e.highest(t)
		at, sees := e.latest(t)
		if !sees || last <= since {
			continue
		}
		v.Last = max(v.Last, last)
		concerns := false
		e.news(t, since, func(uint64) { concerns = true })
		for _, m := range t.words().Marks {
			concerns = concerns || m.Number > since && m.What == MarkAssigned && m.Value == me && m.By != me && m.Number > t.words().Read[me]
		}
		if concerns {
			found.add(hit{t: t, at: at})
		}
	}
	v.Total = found.total
	var drafts []*draft
	for _, h := range found.page(0) {
		drafts = append(drafts, e.draft(h, today))
	}
	r.mu.RUnlock()
	var err error
	v.Conversations, err = r.finish(drafts)
	return v, err
}
