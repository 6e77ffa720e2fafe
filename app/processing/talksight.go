package processing

import (
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
}

type seenKey struct{ client, mailbox, people unique.Handle[string] }

func (e *eyes) seesTurn(t *talk, v *turn) bool {
	if e.see.all {
		return true
	}
	key := seenKey{t.client, v.mailbox, v.people}
	sees, ok := e.known[key]
	if !ok {
		sees = e.see.sees(v.mailbox.Value(), e.x.byID[t.client.Value()], strings.Split(v.people.Value(), "\n"))
		e.known[key] = sees
	}
	if sees {
		return true
	}
	said := t.words()
	return said.Assigned != "" && said.Assigned == e.see.member.Address && e.see.seesTurn(t, v, e.x.byID[t.client.Value()])
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
