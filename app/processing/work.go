package processing

import (
	"cmp"
	"slices"
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

// Work gives what the member of a sight has to do, from offset on, at most limit. Code: "member-missing".
func (r *Room) Work(see Sight, offset, limit int) (*Work, error) {
	me := see.member.Address
	if me == "" {
		return nil, memberMissing("say what is to be done")
	}
	type todo struct {
		hit
		reasons []string
		due     string
	}
	w := &Work{Items: []WorkItem{}}
	today := r.today()
	r.mu.RLock()
	e := r.eyes(&see)
	var list []todo
	for _, t := range r.talks.all {
		if len(t.turns) == 0 {
			continue
		}
		reasons := t.reasons(me, today, &r.team)
		if len(reasons) == 0 {
			continue
		}
		if at, ok := e.latest(t); ok {
			list = append(list, todo{hit{t, at}, reasons, t.words().Due})
			w.Counts.add(reasons)
		}
	}
	urgency := []string{WorkOverdue, WorkToday, WorkUnread, WorkAssigned, WorkOpen}
	slices.SortFunc(list, func(a, b todo) int {
		by := cmp.Compare(slices.Index(urgency, a.reasons[0]), slices.Index(urgency, b.reasons[0]))
		if by == 0 && a.reasons[0] == WorkOverdue {
			by = strings.Compare(a.due, b.due)
		}
		return cmp.Or(by, cmp.Compare(b.at, a.at), cmp.Compare(a.t.key, b.t.key))
	})
	list = list[min(offset, len(list)):min(offset+limit, len(list))]
	var drafts []*draft
	for _, one := range list {
		drafts = append(drafts, e.draft(one.hit, today))
	}
	r.mu.RUnlock()
	items, err := r.finish(drafts)
	for i := range items {
		w.Items = append(w.Items, WorkItem{items[i], list[i].reasons})
	}
	return w, err
}

func (c *WorkCounts) add(reasons []string) {
	c.Total++
	for _, why := range reasons {
		switch why {
		case WorkOverdue:
			c.Overdue++
		case WorkToday:
			c.Today++
		case WorkUnread:
			c.Unread++
		case WorkAssigned:
			c.Assigned++
		case WorkOpen:
			c.Open++
		}
	}
}

// reasons say why a conversation is a member's work: none if it is not.
func (t *talk) reasons(me, today string, team *Team) (list []string) {
	c := t.words()
	mine := c.Assigned == me
	state, _, _ := t.standing()
	if !mine && (c.Assigned == "" || team.member(c.Assigned) == nil) && state != StandsDone {
		mine = t.takesPart(me)
	}
	if mine && c.Due != "" && state != StandsDone {
		switch {
		case c.Due < today:
			list = append(list, WorkOverdue)
		case c.Due == today:
			list = append(list, WorkToday)
		}
	}
	if t.unread(me) > 0 {
		list = append(list, WorkUnread)
	}
	if mine && state == StandsOpen {
		if c.Assigned == me {
			return append(list, WorkAssigned)
		}
		return append(list, WorkOpen)
	}
	return list
}

// Concern is what newly concerns a member.
type Concern struct {
	Last          uint64 // the highest number that there is: since, the next time
	Conversations []ConversationItem
	Total         int
}

// Concerns tells what concerns the member of a sight since a number: mails and notes that they have not read, and what
// somebody else has given them to see to. At most limit conversations are named, the latest first.
func (r *Room) Concerns(see Sight, since uint64, limit int) (*Concern, error) {
	me := see.member.Address
	v := &Concern{Last: since}
	if me == "" {
		return v, nil
	}
	today := r.today()
	r.mu.RLock()
	e := r.eyes(&see)
	var hits []hit
	for _, t := range r.talks.all {
		last := t.last()
		if v.Last = max(v.Last, last); last <= since || len(t.turns) == 0 {
			continue
		}
		concerns := false
		t.news(me, since, func(uint64) { concerns = true })
		for _, m := range t.words().Marks {
			concerns = concerns || m.Number > since && m.What == MarkAssigned && m.Value == me && m.By != me && m.Number > t.words().Read[me]
		}
		if at, ok := e.latest(t); ok && concerns {
			hits = append(hits, hit{t, at})
		}
	}
	v.Total = len(hits)
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(b.at, a.at) })
	var drafts []*draft
	for _, h := range hits[:min(limit, len(hits))] {
		drafts = append(drafts, e.draft(h, today))
	}
	r.mu.RUnlock()
	var err error
	v.Conversations, err = r.finish(drafts)
	return v, err
}
