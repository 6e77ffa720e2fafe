package processing

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unique"
)

// ConversationQuery chooses conversations. Its zero value is all of them.
type ConversationQuery struct {
	State    Standing
	Client   string // id
	Assigned string // address of a member, Nobody, or empty for all
	DueBy    string // those that are due on this day or before, and not done
	Unread   bool   // those with something that whoever looks has not read
	Mine     bool   // those in which whoever looks takes part or that they are to see to
}

// Nobody in ConversationQuery.Assigned finds those that nobody is to see to.
const Nobody = "-"

// ConversationPage is a page of the list of conversations.
type ConversationPage struct {
	Total  int              // all that the query finds
	States map[Standing]int // how many there are of each, whatever the query says of it
	Items  []ConversationItem
}

// ConversationItem is a conversation of the list.
type ConversationItem struct {
	ID           string
	Client       *Brief
	Subject      string // of its first mail that can be seen
	State        Standing
	Why          Evidence // says why it has that state
	Assigned     string   // address of a member
	Due          string   // day
	Overdue      bool
	Participants []string // who takes part, with who is to see to it
	Mails        int      // that can be seen; one that was filed from several mailboxes counts once
	Notes        int
	Unread       int // for whoever looks
	First, Last  time.Time
}

// hit is a conversation that was found.
type hit struct {
	t    *talk
	at   int64 // when something happened last
	rank int64 // what has a lower one comes first
	why  reasons
}

// Conversations gives what a sight lets see of the conversations, the one in which something happened last first, from
// offset on, at most limit.
func (r *Room) Conversations(see Sight, q ConversationQuery, offset, limit int) (*ConversationPage, error) {
	p := &ConversationPage{States: map[Standing]int{}, Items: []ConversationItem{}}
	today := r.today()
	r.mu.RLock()
	e := r.eyes(&see)
	found := chosen{few: offset + limit}
	client := unique.Make(q.Client)
	for _, t := range slices.Backward(r.talks.all) {
		if len(t.turns) == 0 || q.Client != "" && t.client != client || !q.finds(t, e) {
			continue
		}
		at, ok := e.latest(t)
		if !ok {
			continue
		}
		state, _, _ := e.standing(t)
		if due := t.words().Due; q.DueBy != "" && (due == "" || due > q.DueBy || state == StandsDone) {
			continue
		}
		if p.States[state]++; q.State == "" || q.State == state {
			found.add(hit{t: t, at: at})
		}
	}
	p.Total = found.total
	var drafts []*draft
	for _, h := range found.page(offset) {
		drafts = append(drafts, e.draft(h, today))
	}
	r.mu.RUnlock()
	items, err := r.finish(drafts)
	p.Items = append(p.Items, items...)
	return p, err
}

func (r *Room) today() string { return r.now().Format(time.DateOnly) }

// finds says whether a query finds a conversation, whatever its state and day.
func (q *ConversationQuery) finds(t *talk, e *eyes) bool {
	switch assigned := t.words().Assigned; {
	case q.Assigned == Nobody && assigned != "", q.Assigned != "" && q.Assigned != Nobody && assigned != q.Assigned:
		return false
	}
	return (!q.Mine || e.mine(t)) && (!q.Unread || e.unread(t) > 0)
}

// draft is an item for which letters are to be read still.
type draft struct {
	ConversationItem
	first, decisive uint64 // mails; 0: none
	how             string
	set             time.Time
	setBy           string
}

// draft takes a conversation as it is now; the caller holds mu.
func (e *eyes) draft(h hit, today string) *draft {
	t, c := h.t, h.t.words()
	d := &draft{set: c.Set, setBy: c.SetBy}
	d.ID, d.Assigned, d.Due, d.Last = t.id(), c.Assigned, c.Due, time.Unix(0, h.at).UTC()
	if known := e.x.byID[t.client.Value()]; known != nil {
		b := known.brief()
		d.Client = &b
	}
	var decisive *turn
	if d.State, d.how, decisive = e.standing(t); decisive != nil {
		d.decisive = decisive.seq
	}
	d.Overdue = d.Due != "" && d.Due < today && d.State != StandsDone
	people := map[string]bool{}
	var seen []turn
	for i := range t.turns {
		v := &t.turns[i]
		if !e.seesTurn(t, v) {
			continue
		}
		for p := range strings.SplitSeq(v.people.Value(), "\n") {
			people[p] = true
		}
		seen = append(seen, *v)
	}
	people[c.Assigned] = true
	delete(people, "")
	d.Participants = sortedKeys(people)
	d.Mails = count(seen)
	if len(seen) > 0 {
		d.first, d.First = seen[0].seq, seen[0].time()
	}
	for _, m := range c.Marks {
		if m.What == MarkNote {
			d.Notes++
		}
	}
	d.Unread = e.unread(t)
	return d
}

func sortedKeys(m map[string]bool) []string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// finish reads what is missing of drafts.
func (r *Room) finish(drafts []*draft) ([]ConversationItem, error) {
	_, team := r.state()
	items := make([]ConversationItem, 0, len(drafts))
	err := r.store.View(func(tx Tx) error {
		for _, d := range drafts {
			if d.first != 0 {
				l, _, err := tx.Letter(d.first)
				if err != nil {
					return err
				}
				d.Subject = l.Subject
			}
			who := ""
			if d.decisive != 0 {
				l, _, err := tx.Letter(d.decisive)
				if err != nil {
					return err
				}
				who = cmp.Or(l.From.Name, l.From.Address)
			}
			d.Why = d.why(&team, who)
			items = append(items, d.ConversationItem)
		}
		return nil
	})
	return items, err
}

// why says how a conversation came to its state; who wrote what decided it.
func (d *draft) why(team *Team, who string) Evidence {
	switch {
	case d.how == standsByPerson:
		if m := team.member(d.setBy); d.setBy != "" && m != nil {
			who = m.Name
		} else {
			who = d.setBy
		}
		if who == "" {
			return Evidence{Code: "talk-set-nobody", Args: []string{d.set.Format(time.DateOnly)}}
		}
		return Evidence{Code: d.how, Args: []string{who, d.set.Format(time.DateOnly)}}
	case d.how == standsInside:
		return Evidence{Code: d.how}
	case who == "":
		return Evidence{Code: d.how + "-nobody"}
	}
	return Evidence{Code: d.how, Args: []string{who}}
}
