package processing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"postroom/app/fault"
)

// ActTalk is what a person does about a conversation.
const ActTalk = "conversation"

func talkError(code, value string) error {
	return &fault.Error{Class: fault.FixSetting, Code: code, Op: "change a conversation", Args: map[string]string{"value": value}}
}

func memberMissing(op string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "member-missing", Op: op}
}

// errNothing says that there is nothing to change.
var errNothing = errors.New("nothing to change")

// speak changes what is said about a conversation that a sight lets see, so that it can be undone.
func (r *Room) speak(see Sight, id string, do func(tx Tx, t *talk, c *Conversation) error) error {
	_, err := r.alter(ActTalk, func(tx Tx) error {
		r.mu.RLock() // what is read here changes only under change, which alter holds
		t := r.talks.find(id)
		if t == nil || !r.seesTalk(&see, t, r.index.byID[t.client.Value()]) {
			r.mu.RUnlock()
			return talkError("conversation-unknown", id)
		}
		r.mu.RUnlock()
		c := t.words().clone()
		c.ID = id
		c.Mails = t.mails()
		if err := do(tx, t, &c); err != nil {
			return err
		}
		return tx.PutConversation(c)
	})
	if errors.Is(err, errNothing) {
		return nil
	}
	return err
}

// mark adds a mark to a conversation.
func (r *Room) mark(tx Tx, see *Sight, c *Conversation, what, value string) (uint64, error) {
	n, err := tx.NextTurn()
	if err != nil {
		return 0, fmt.Errorf("count a change of a conversation: %w", err)
	}
	if len(c.Marks) >= maxMarks {
		at := slices.IndexFunc(c.Marks, func(m Mark) bool { return m.What != MarkNote })
		if at < 0 {
			return 0, talkError("conversation-full", c.ID)
		}
		c.Marks = slices.Delete(c.Marks, at, at+1)
	}
	c.Marks = append(c.Marks, Mark{Number: n, Time: r.now().UTC(), By: see.member.Address, What: what, Value: value})
	return n, nil
}

// Note adds an internal note to a conversation. Codes: "conversation-unknown", "note-empty", "note-long",
// "conversation-full".
func (r *Room) Note(see Sight, id, text string) error {
	if len(text) > maxNote*utf8.UTFMax {
		return talkError("note-long", "")
	}
	text = strings.TrimSpace(strings.Map(func(x rune) rune {
		if unicode.IsControl(x) && x != '\n' && x != '\t' || unicode.Is(unicode.Bidi_Control, x) {
			return -1
		}
		return x
	}, strings.ToValidUTF8(text, "\uFFFD")))
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return talkError("note-empty", "")
	case n > maxNote:
		return talkError("note-long", "")
	}
	return r.speak(see, id, func(tx Tx, _ *talk, c *Conversation) error {
		n, err := r.mark(tx, &see, c, MarkNote, "")
		if err != nil {
			return err
		}
		return tx.PutNote(n, text)
	})
}

// AssignTalk says who is to see to a conversation, by address or name; "" is nobody. Whoever it is sees of it what the one
// who assigned it sees. Codes: "conversation-unknown", "member-unknown".
func (r *Room) AssignTalk(see Sight, id, member string) error {
	return r.speak(see, id, func(tx Tx, t *talk, c *Conversation) error {
		x, team := r.state()
		address := ""
		if member != "" {
			m := team.member(member)
			if m == nil {
				return memberUnknown(member)
			}
			address = m.Address
		}
		if c.Assigned == address {
			return errNothing
		}
		shown := see.shownOf(t, x.byID[t.client.Value()])
		if c.Assigned, c.Shown = address, shown; address == "" {
			c.Shown = nil
		}
		_, err := r.mark(tx, &see, c, MarkAssigned, address)
		return err
	})
}

// SetStanding says who has to do something about a conversation. Codes: "conversation-unknown", "standing-unknown".
func (r *Room) SetStanding(see Sight, id string, s Standing) error {
	if !slices.Contains(Standings, s) {
		return talkError("standing-unknown", string(s))
	}
	return r.speak(see, id, func(tx Tx, _ *talk, c *Conversation) error {
		n, err := r.mark(tx, &see, c, MarkState, string(s))
		c.State, c.Pinned, c.SetBy, c.Set = s, n, see.member.Address, r.now().UTC()
		return err
	})
}

// SetDue says by which day something is to be done, "2026-11-22"; "" is by none. Codes: "conversation-unknown", "due-day".
func (r *Room) SetDue(see Sight, id, day string) error {
	if day != "" {
		if t, err := time.Parse(time.DateOnly, day); err != nil || t.Year() < 2000 || t.Year() > 2199 {
			return talkError("due-day", day)
		}
	}
	return r.speak(see, id, func(tx Tx, _ *talk, c *Conversation) error {
		if c.Due == day {
			return errNothing
		}
		c.Due = day
		_, err := r.mark(tx, &see, c, MarkDue, day)
		return err
	})
}

// ReadTalk says that a member has read a conversation up to a turn's number; 0 is all that is there now. It is not undone
// with what people decide. Codes: "conversation-unknown", "member-missing".
func (r *Room) ReadTalk(see Sight, id string, upTo uint64) error {
	who := see.member.Address
	if who == "" {
		return memberMissing("read a conversation")
	}
	r.change.Lock()
	defer r.change.Unlock()
	r.mu.RLock()
	t := r.talks.find(id)
	visible, last := t != nil && r.seesTalk(&see, t, r.index.byID[t.client.Value()]), uint64(0)
	if visible {
		last = r.eyes(&see).highest(t)
	}
	r.mu.RUnlock()
	if !visible {
		return talkError("conversation-unknown", id)
	}
	if upTo == 0 || upTo > last {
		upTo = last
	}
	c := t.words().clone()
	if c.ID, c.Mails = id, t.mails(); c.Read[who] >= upTo {
		return nil
	}
	if c.Read == nil {
		c.Read = map[string]uint64{}
	}
	c.Read[who] = upTo
	if err := r.store.Update(func(tx Tx) error { return tx.PutConversation(c) }); err != nil {
		return fmt.Errorf("keep what was read: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.talks.say(id, &c)
	return nil
}

// mails are some of a conversation's mails.
func (t *talk) mails() (seqs []uint64) {
	for i := max(0, len(t.turns)-maxMails); i < len(t.turns); i++ {
		seqs = append(seqs, t.turns[i].seq)
	}
	return seqs
}

// follow has what was said about a conversation go with its mails when a person gives all of them to another client.
func (r *Room) follow(a *alteration) error {
	r.mu.RLock()
	left, to := map[*talk]int{}, map[*talk]string{}
	seen := map[uint64]bool{}
	for i := range slices.Backward(a.slips) { // the last word about each mail
		s := &a.slips[i]
		if t := r.talks.of[s.Seq]; !seen[s.Seq] && t != nil && t.said != nil && s.talk() != t.id() {
			left[t]++
			if to[t] == "" {
				to[t] = s.talk()
			}
		}
		seen[s.Seq] = true
	}
	type move struct {
		from Conversation
		into string
	}
	var moves []move
	for t, n := range left {
		if n == len(t.turns) && to[t] != "" {
			moves = append(moves, move{t.said.clone(), to[t]})
		}
	}
	r.mu.RUnlock()
	for _, m := range moves {
		into, _, err := a.Conversation(m.into)
		if err != nil {
			return err
		}
		into.ID = m.into
		if err := a.PutConversation(into.with(&m.from)); err != nil {
			return err
		}
	}
	return nil
}

// with is a conversation with what was said about another one, where the two don't differ.
func (c *Conversation) with(other *Conversation) Conversation {
	d := c.clone()
	if d.Assigned == "" {
		d.Assigned, d.Shown = other.Assigned, other.Shown
	}
	if d.Due == "" || other.Due != "" && other.Due < d.Due {
		d.Due = other.Due
	}
	if d.State == "" || d.State == StandsDone { // of a done one and an open one the open one says more
		d.State, d.Pinned, d.SetBy, d.Set = other.State, other.Pinned, other.SetBy, other.Set
	}
	for who, n := range other.Read {
		if d.Read == nil {
			d.Read = map[string]uint64{}
		}
		d.Read[who] = max(n, d.Read[who])
	}
	d.Marks = append(d.Marks, other.Marks...)
	slices.SortFunc(d.Marks, func(a, b Mark) int { return int(int64(a.Number) - int64(b.Number)) })
	d.Marks = slices.CompactFunc(d.Marks, func(a, b Mark) bool { return a.Number == b.Number })
	d.Mails = append(d.Mails, other.Mails...)
	d.Mails = d.Mails[max(0, len(d.Mails)-maxMails):]
	return d
}

// DropEmpty drops what was said about conversations of which no mail is filed any more, with the notes: they are kept no
// longer than the mails. Conversations whose mails only went elsewhere stay, for the mails may come back.
func (r *Room) DropEmpty(ctx context.Context) error {
	r.change.Lock()
	defer r.change.Unlock()
	r.mu.RLock()
	var empty []*talk
	used := map[uint64]int{} // a note may have gone along with mails
	for _, t := range r.talks.all {
		if len(t.turns) == 0 && t.said != nil {
			empty = append(empty, t)
		}
		for _, m := range t.words().Marks {
			used[m.Number]++
		}
	}
	r.mu.RUnlock()
	for _, t := range empty {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		if filed, err := r.anyFiled(t.said.Mails); err != nil {
			return err
		} else if filed {
			continue
		}
		err := r.store.Update(func(tx Tx) error {
			for _, m := range t.said.Marks {
				if used[m.Number]--; used[m.Number] == 0 {
					if err := tx.DropNote(m.Number); err != nil {
						return err
					}
				}
			}
			return tx.DropConversation(t.id())
		})
		if err != nil {
			return fmt.Errorf("drop a conversation without mails: %w", err)
		}
		r.mu.Lock()
		t.said = nil
		r.mu.Unlock()
	}
	return nil
}

// anyFiled tells whether one of some mails is filed still.
func (r *Room) anyFiled(mails []uint64) (filed bool, err error) {
	err = r.store.View(func(tx Tx) error {
		for _, seq := range mails {
			if _, filed, err = tx.Letter(seq); err != nil || filed {
				return err
			}
		}
		return nil
	})
	return filed, err
}
