package processing

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"
	"unique"
)

// seesTurn says whether a mail of a conversation can be seen: as every mail, and by who is to see to the conversation if
// whoever said so could see it.
func (s *Sight) seesTurn(t *talk, v *turn, c *Client) bool {
	if s.all || s.sees(v.mailbox.Value(), c, strings.Split(v.people.Value(), "\n")) {
		return true
	}
	said := t.words()
	return said.Assigned != "" && said.Assigned == s.member.Address &&
		(slices.Contains(said.Shown, Whole) || slices.Contains(said.Shown, v.mailbox.Value()))
}

// handed says whether a mail can be seen because it is of a conversation that somebody is asked to see to. The caller holds mu.
func (r *Room) handed(see *Sight, seq uint64) bool {
	t := r.talks.of[seq]
	if t == nil || see.member.Address == "" || t.words().Assigned != see.member.Address {
		return false
	}
	return slices.ContainsFunc(t.turns, func(v turn) bool { return v.seq == seq && see.seesTurn(t, &v, r.index.byID[t.client.Value()]) })
}

// shownOf are the addresses all of whose mails in a conversation can be seen.
func (s *Sight) shownOf(t *talk, c *Client) (list []string) {
	if s.all {
		return []string{Whole}
	}
	hidden := map[string]bool{}
	for i := range t.turns {
		if v := &t.turns[i]; !s.seesTurn(t, v, c) {
			hidden[v.mailbox.Value()] = true
		}
	}
	for i := range t.turns {
		if m := t.turns[i].mailbox.Value(); !hidden[m] && !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}

// seesTalk says whether a conversation can be seen: whoever sees one of its mails sees it, and whoever is to see to it. The
// caller holds mu.
func (r *Room) seesTalk(see *Sight, t *talk, c *Client) bool {
	if see.all || see.member.Address != "" && t.words().Assigned == see.member.Address {
		return true
	}
	return slices.ContainsFunc(t.turns, func(v turn) bool { return see.seesTurn(t, &v, c) })
}

// eyes is one question to many conversations: the same people, client and address are seen by the same.
type eyes struct {
	see   *Sight
	x     *index
	known map[seenKey]bool
	last  seenKey // with the answer: most mails come to one address, for the same people
	sees  bool
	takes map[unique.Handle[string]]bool // people among whom who looks is
	among unique.Handle[string]
	in    bool
}

type seenKey struct{ client, mailbox, people unique.Handle[string] }

func (r *Room) eyes(see *Sight) *eyes {
	return &eyes{see: see, x: r.index, known: map[seenKey]bool{}, takes: map[unique.Handle[string]]bool{}}
}

func (e *eyes) seesTurn(t *talk, v *turn) bool {
	if e.see.all {
		return true
	}
	if e.last.mailbox != v.mailbox || e.last.people != v.people || e.last.client != (unique.Handle[string]{}) && e.last.client != t.client {
		e.ask(seenKey{t.client, v.mailbox, v.people})
	}
	return e.sees || e.see.member.Address != "" && t.words().Assigned == e.see.member.Address && e.see.seesTurn(t, v, e.x.byID[t.client.Value()])
}

// ask finds an answer, and keeps it. The client matters only where an address is tied to a role.
func (e *eyes) ask(key seenKey) {
	client := e.x.byID[key.client.Value()]
	if !strings.HasPrefix(e.see.team.TieOf(key.mailbox.Value()), tieRole) {
		key.client = unique.Handle[string]{}
	}
	sees, ok := e.known[key]
	if !ok {
		sees = e.see.sees(key.mailbox.Value(), client, strings.Split(key.people.Value(), "\n"))
		e.known[key] = sees
	}
	e.last, e.sees = key, sees
}

// takesPart says whether who looks is among people that were joined.
func (e *eyes) takesPart(people unique.Handle[string]) bool {
	if e.among != people {
		in, known := e.takes[people]
		if !known {
			in = has(people, e.see.member.Address)
			e.takes[people] = in
		}
		e.among, e.in = people, in
	}
	return e.in
}

// How a conversation came to its standing: codes of evidence.
const (
	standsByMail   = "talk-wrote"    // somebody wrote last
	standsBySent   = "talk-sent"     // the office wrote last
	standsByPerson = "talk-set"      // a person said so
	standsAgain    = "talk-reopened" // it was done, and somebody wrote again
	standsInside   = "talk-inside"   // nobody but colleagues has written
)

// standing says who has to do something: what a person said holds until a mail comes that was not there then. A client's mail
// makes it the office's turn, an answer of the office the client's; what colleagues write to each other changes nothing, and
// neither does an answer about what is done. Mails that who looks may not see don't count for them. decisive is the mail that
// decided, nil if none did.
func (e *eyes) standing(t *talk) (s Standing, how string, decisive *turn) {
	c := t.words()
	var last, came *turn
	for i := range t.turns {
		v := &t.turns[i]
		if v.way == Inside || !e.seesTurn(t, v) || c.State != "" && v.number <= c.Pinned {
			continue
		}
		if last = v; v.way == Came {
			came = v
		}
	}
	switch {
	case c.State != "" && (last == nil || c.State == StandsDone && came == nil):
		return c.State, standsByPerson, nil
	case last == nil:
		return StandsOpen, standsInside, nil
	case last.way == Sent:
		return StandsWaiting, standsBySent, last
	case c.State == StandsDone:
		return StandsOpen, standsAgain, last
	}
	return StandsOpen, standsByMail, last
}

// highest is the highest number in a conversation, of what who looks may see.
func (e *eyes) highest(t *talk) (n uint64) {
	for i := range t.turns {
		if v := &t.turns[i]; v.number > n && e.seesTurn(t, v) {
			n = v.number
		}
	}
	for _, m := range t.words().Marks {
		n = max(n, m.Number)
	}
	return n
}

// latest is when something happened last in a conversation that can be seen; false if it can't.
func (e *eyes) latest(t *talk) (at int64, ok bool) {
	if ok = e.see.all || e.see.member.Address != "" && t.words().Assigned == e.see.member.Address; ok {
		at = t.turns[0].at
	}
	for i := len(t.turns) - 1; i >= 0; i-- {
		if e.seesTurn(t, &t.turns[i]) {
			at, ok = t.turns[i].at, true
			break
		}
	}
	if marks := t.words().Marks; ok && len(marks) > 0 {
		at = max(at, marks[len(marks)-1].Time.UnixNano())
	}
	return at, ok
}

// mine says whether who looks takes part in a conversation or is to see to it.
func (e *eyes) mine(t *talk) bool {
	me := e.see.member.Address
	if me == "" {
		return false
	}
	return t.words().Assigned == me || slices.ContainsFunc(t.turns, func(v turn) bool { return e.takesPart(v.people) })
}

// news calls fn with what who looks has not read of a conversation: mails that came and notes of others, later than what they
// wrote themselves and than the turn since. What colleagues sent is not news, for it wants nothing of anybody.
func (e *eyes) news(t *talk, since uint64, fn func(number uint64)) {
	me := e.see.member.Address
	if me == "" {
		return
	}
	c := t.words()
	since = max(since, c.Read[me])
	mine := int64(-1 << 63)
	for i := len(t.turns) - 1; i >= 0; i-- {
		if v := &t.turns[i]; v.by != nobody && v.by.Value() == me {
			mine = v.at
			break
		}
	}
	assigned := c.Assigned == me
	part := assigned
	for i := range t.turns {
		v := &t.turns[i]
		if v.number <= since && part {
			continue
		}
		concerns := assigned || e.takesPart(v.people)
		part = part || concerns
		if concerns && v.number > since && v.at > mine && v.way != Sent && (v.by == nobody || v.by.Value() != me) && e.seesTurn(t, v) {
			fn(v.number)
		}
	}
	for i := range c.Marks {
		if m := &c.Marks[i]; part && m.What == MarkNote && m.By != me && m.Number > since && m.Time.UnixNano() > mine {
			fn(m.Number)
		}
	}
}

var nobody = unique.Make("")

func (e *eyes) unread(t *talk) (n int) {
	e.news(t, 0, func(uint64) { n++ })
	return n
}

// chosen keeps the latest few of the conversations that were found.
type chosen struct {
	few   int
	total int
	hits  []hit // a heap, the earliest at the top; all of them if few is large
}

func (c *chosen) add(h hit) {
	c.total++
	if len(c.hits) < c.few {
		heap.Push(c, h)
	} else if c.few > 0 && later(h, c.hits[0]) < 0 {
		c.hits[0] = h
		heap.Fix(c, 0)
	}
}

// later orders conversations of one rank, the latest first.
func later(a, b hit) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.at, a.at), cmp.Compare(a.t.key, b.t.key))
}

func (c *chosen) Len() int           { return len(c.hits) }
func (c *chosen) Less(i, j int) bool { return later(c.hits[i], c.hits[j]) > 0 }
func (c *chosen) Swap(i, j int)      { c.hits[i], c.hits[j] = c.hits[j], c.hits[i] }
func (c *chosen) Push(h any)         { c.hits = append(c.hits, h.(hit)) }
func (c *chosen) Pop() any           { panic("nothing is taken out") }

// page gives those from offset on.
func (c *chosen) page(offset int) []hit {
	slices.SortFunc(c.hits, later)
	return c.hits[min(offset, len(c.hits)):]
}
