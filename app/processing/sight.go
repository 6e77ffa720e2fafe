package processing

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unique"

	"postroom/app/fault"
)

// Sight is what a person may see. It is the one place where that is decided: managers see everything, others what belongs
// to addresses that they are tied to by address, role or team.
type Sight struct {
	all    bool
	member Member
	team   Team
}

// Everything is the sight of who is asked for nobody: the office itself.
func Everything() Sight { return Sight{all: true} }

// All says whether everything can be seen.
func (s *Sight) All() bool { return s.all }

// Who is the address of the member whose sight it is: empty for the office itself, and for somebody who is no member.
func (s *Sight) Who() string { return s.member.Address }

// Gives says whether who looks may say who holds a role for a client: that decides who sees what comes to an address tied to
// it. Managers may, and who has the role and sees all of it anyway.
func (s *Sight) Gives(role string) bool { return s.all || holds(s.member.Roles, role) }

// GivesAll says whether who looks may let other people hold the roles for clients than before.
func (s *Sight) GivesAll(before, now map[string]string) bool {
	for _, pair := range [][2]map[string]string{{before, now}, {now, before}} {
		for role, who := range pair[0] {
			if !strings.EqualFold(pair[1][role], who) && !s.Gives(role) {
				return false
			}
		}
	}
	return true
}

// Sight gives what a member sees, by address or name. The error has the code "member-unknown".
func (r *Room) Sight(who string) (Sight, error) {
	_, team := r.state()
	return team.SightAs(who)
}

// SightOf gives what somebody sees who is signed in with these addresses, and the member that they are: the first one that
// is somebody's, nil for none. Who is no member sees nothing. As long as nobody is a manager everybody sees everything, as
// if there were no team: else nobody could see, and settle, what belongs to nobody yet.
func (t Team) SightOf(addresses ...string) (Sight, *Member) {
	all := !t.led()
	for _, a := range addresses {
		for i := range t.Members {
			if m := t.Members[i]; a != "" && m.Has(a) {
				return Sight{all: all || m.Manager, member: m, team: t}, &m
			}
		}
	}
	return Sight{all: all, team: t}, nil
}

// led says whether somebody is a manager.
func (t *Team) led() bool {
	return slices.ContainsFunc(t.Members, func(m Member) bool { return m.Manager })
}

// FirstManager says when somebody was made a manager where nobody was one, if that was done last; else it is zero. Until then
// everybody saw everything.
func (r *Room) FirstManager() (made time.Time, err error) {
	_, team := r.state()
	err = r.store.View(func(tx Tx) error {
		_, last, err := tx.LastAction()
		if err == nil && last.Team != nil && !last.Team.led() && team.led() {
			made = last.Time
		}
		return err
	})
	return made, err
}

// SightAs gives what a member sees, by address or name. The error has the code "member-unknown".
func (t Team) SightAs(who string) (Sight, error) {
	m := t.member(who)
	if m == nil {
		return Sight{}, memberUnknown(who)
	}
	return Sight{all: m.Manager, member: *m, team: t}, nil
}

// TeamIn reads the team from a store. It needs no Room.
func TeamIn(s Store) (t Team, err error) {
	err = s.View(func(tx Tx) error {
		t, err = tx.Team()
		return err
	})
	return t, err
}

// ManagersOnly is the error for what only a manager may do.
func ManagersOnly(op string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "managers-only", Op: op}
}

func memberUnknown(who string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "member-unknown", Op: "find a member of the team", Args: map[string]string{"value": who}}
}

// sees says whether a mail can be seen: it came to mailbox, belongs to c (nil: not known), and participants take part.
func (s *Sight) sees(mailbox string, c *Client, participants []string) bool {
	if s.all {
		return true
	}
	if s.member.Address == "" {
		return false
	}
	tie := s.team.TieOf(mailbox)
	switch {
	case tie == TieContact:
		for _, p := range participants {
			if p == s.member.Address {
				return true
			}
		}
		return s.member.Has(mailbox)
	case strings.HasPrefix(tie, tieRole):
		role := tie[len(tieRole):]
		return holds(s.member.Roles, role) || c != nil && c.holder(role, &s.team) == s.member.Address
	case strings.HasPrefix(tie, tieTeam):
		return holds(s.member.Teams, tie[len(tieTeam):])
	}
	return false
}

// SeesMailbox says whether mails that nobody has looked at yet can be seen when they came to a mailbox.
func (s *Sight) SeesMailbox(mailbox string) bool { return s.sees(mailbox, nil, nil) }

// Listed says whether a filed mail is in the list: then Shown needs no mailbox.
func (r *Room) Listed(seq uint64) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.row(seq) != nil
}

// Shown gives a function that says whether a filed mail can be seen, by its number and the mailbox that it came to, and
// belongs to a client, unless that id is empty. It is for one question, asked of many mails by one goroutine.
func (r *Room) Shown(see Sight, client string) func(seq uint64, mailbox string) bool {
	type kind struct{ client, mailbox, people unique.Handle[string] }
	known, fresh := map[kind]bool{}, map[string]bool{}
	wanted := unique.Make(client)
	at := 0 // of the row that is asked for next, perhaps
	return func(seq uint64, mailbox string) bool {
		r.mu.RLock()
		defer r.mu.RUnlock()
		var x *row
		if at < len(r.rows) && r.rows[at].seq == seq { // they are mostly asked for one after the other
			x = &r.rows[at]
			at++
		} else if x = r.row(seq); x != nil {
			at, _ = slices.BinarySearchFunc(r.rows, seq+1, func(x row, seq uint64) int { return cmp.Compare(x.seq, seq) })
		}
		if client != "" && (x == nil || x.client != wanted) {
			return false
		}
		if see.all {
			return true
		}
		if x == nil {
			sees, ok := fresh[mailbox]
			if !ok {
				sees = see.SeesMailbox(mailbox)
				fresh[mailbox] = sees
			}
			return sees
		}
		key := kind{x.client, x.mailbox, x.people}
		sees, ok := known[key]
		if !ok {
			sees = see.seesRow(x, r.index)
			known[key] = sees
		}
		return sees || r.handed(&see, seq)
	}
}

// Mails are the numbers of a client's mails that a sight lets see, the newest first.
func (r *Room) Mails(see Sight, client string) (seqs []uint64) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	r.scan(see, Query{Client: client}, nil, func(x *row) { seqs = append(seqs, x.seq) })
	return seqs
}

// Assigned calls fn with every mail that has a client, and its id. fn must not use the room.
func (r *Room) Assigned(fn func(seq uint64, client string)) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for i := range r.rows {
		if id := r.rows[i].client.Value(); id != "" {
			fn(r.rows[i].seq, id)
		}
	}
}

// seesRow says whether a mail of the list can be seen.
func (s *Sight) seesRow(x *row, clients *index) bool {
	return s.sees(x.mailbox.Value(), clients.byID[x.client.Value()], strings.Split(x.people.Value(), "\n"))
}
