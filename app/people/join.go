package people

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"postroom/app/store"
)

// JoinMode says what becomes of the organisation's users in the office's team.
type JoinMode string

const (
	JoinOff     JoinMode = "off"     // nothing
	JoinPropose JoinMode = "propose" // each is proposed
	JoinAdd     JoinMode = "add"     // whoever is new from now on is added; the others are proposed
)

// Joining is the mode, and since when it holds.
type Joining struct {
	Mode  JoinMode  `json:"mode"`
	Since time.Time `json:"since"`
}

// Joined is what is known of a user and the team.
type Joined struct {
	ID        string            `json:"id"`
	Member    string            `json:"member,omitempty"`    // address of the member that the user is, or was
	Name      string            `json:"name,omitempty"`      // of the user, as the member got it last
	Address   string            `json:"address,omitempty"`   // of the user, as it was then
	Moved     string            `json:"moved,omitempty"`     // in lower case, what the member got as their own when the user's address changed
	Dismissed map[string]string `json:"dismissed,omitempty"` // steps that a person does not want, by kind: how the user was then
}

// StepKind says what is to be done, or known, about a user and the team.
type StepKind string

const (
	StepAdd    StepKind = "add"         // the user is no member yet
	StepTie    StepKind = "tie"         // a member has an address of the user: they are one
	StepRename StepKind = "rename"      // the user's name has changed, the member's follows
	StepMoved  StepKind = "moved"       // the user's address has changed, the member is known by both
	StepGiven  StepKind = "given"       // an address that the member had from the user is somebody else's now
	StepLeft   StepKind = "left"        // the user is gone or may not sign in any more, the member is still there
	StepTwo    StepKind = "two-members" // two members are one user
	StepNote   StepKind = "note"        // a member is tied to the user: from now on changes follow
	StepOther  StepKind = "other-user"  // the member with the user's address is tied to another user
)

// TeamMember is a member of the team as far as users are concerned.
type TeamMember struct {
	Name, Address string
	Also          []string // other addresses of theirs, in lower case
}

// mostMoves is how many addresses more than the first a member follows a user to.
const mostMoves = 10

// Step is something to be done, or known, about a user and the team.
type Step struct {
	Kind   StepKind
	User   User
	Member string   // address of the member it is about; empty: none yet
	Others []string // of StepTwo: the other members; of StepOther: the id of the other user; of StepGiven: the addresses
	ByRule bool     // to be done without asking anybody
}

// now is how the user is, as a dismissal remembers it.
func (u User) now() string { return u.Name + "\n" + u.Address + "\n" + u.Deleted.String() }

// Plan finds what is to be done about users and the team, by name. Nobody is in it twice with the same kind. It never takes
// anybody out of the team.
func Plan(users []User, ties []Tie, members []TeamMember, joined map[string]Joined, j Joining) []Step {
	steps := []Step{}
	if j.Mode != JoinPropose && j.Mode != JoinAdd {
		return steps
	}
	p := planner{ties: map[string]string{}, tied: map[string][]string{}, members: map[string]TeamMember{}, owner: map[string]string{}, joined: joined, joining: j}
	for _, t := range ties {
		p.ties[strings.ToLower(t.Address)] = t.ID
		p.tied[t.ID] = append(p.tied[t.ID], strings.ToLower(t.Address))
	}
	for _, m := range members {
		for _, a := range append([]string{m.Address}, m.Also...) {
			p.members[strings.ToLower(a)] = m
		}
	}
	seen := map[string]bool{}
	for _, u := range users {
		if u.present() {
			for _, a := range u.Addresses() {
				p.owner[a] = u.ID
			}
		}
	}
	for _, u := range users {
		if seen[u.ID] { // through another account, too
			continue
		}
		seen[u.ID] = true
		for _, s := range p.of(u) {
			if was := joined[u.ID].Dismissed; was == nil || was[string(s.Kind)] != u.now() {
				steps = append(steps, s)
			}
		}
	}
	names := make(map[string]string, len(steps)) // in lower case, by id
	for i := range steps {
		names[steps[i].User.ID] = strings.ToLower(steps[i].User.Name)
	}
	slices.SortStableFunc(steps, func(x, y Step) int {
		return cmp.Or(cmp.Compare(names[x.User.ID], names[y.User.ID]), cmp.Compare(x.User.ID, y.User.ID))
	})
	return steps
}

// present says whether the user is there and works here.
func (u User) present() bool { return u.Deleted.IsZero() && u.Kind == Person }

// Addresses are all the user has, in lower case, the main one first.
func (u User) Addresses() []string {
	var list []string
	for _, a := range append([]string{u.Address, u.Principal}, u.Aliases...) {
		if a = strings.ToLower(a); a != "" && !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	return list
}

type planner struct {
	ties    map[string]string   // address to id
	tied    map[string][]string // id to addresses
	members map[string]TeamMember
	owner   map[string]string // of each address of users who are there: the id of one
	joined  map[string]Joined
	joining Joining
}

// of finds the steps about a user.
func (p *planner) of(u User) []Step {
	rec := p.joined[u.ID]
	if !u.Deleted.IsZero() || u.Kind == Disabled {
		return p.gone(u, rec)
	}
	var found []string
	for _, a := range append(u.Addresses(), p.tied[u.ID]...) {
		if m, ok := p.members[a]; ok && !slices.Contains(found, strings.ToLower(m.Address)) {
			found = append(found, strings.ToLower(m.Address))
		}
	}
	if len(found) == 0 {
		if u.Kind != Person || rec.Member != "" { // whom somebody took out of the team stays out
			return nil
		}
		return []Step{{Kind: StepAdd, User: u, ByRule: p.joining.Mode == JoinAdd && u.Since.After(p.joining.Since)}}
	}
	if len(found) > 1 {
		return []Step{{Kind: StepTwo, User: u, Member: found[0], Others: found[1:]}}
	}
	m := p.members[found[0]]
	if other := p.ties[found[0]]; other != "" && other != u.ID {
		return []Step{{Kind: StepOther, User: u, Member: m.Address, Others: []string{other}}}
	}
	var steps []Step
	if len(p.tied[u.ID]) == 0 {
		steps = append(steps, Step{Kind: StepTie, User: u, Member: m.Address})
	}
	if rec.Member == "" {
		if len(steps) == 0 {
			steps = append(steps, Step{Kind: StepNote, User: u, Member: m.Address, ByRule: true})
		}
		return steps
	}
	if rec.Name != u.Name && m.Name == rec.Name {
		steps = append(steps, Step{Kind: StepRename, User: u, Member: m.Address, ByRule: true})
	}
	own, known := u.Addresses(), append([]string{strings.ToLower(m.Address)}, m.Also...)
	switch moved := !strings.EqualFold(rec.Address, u.Address); {
	case moved:
		steps = append(steps, Step{Kind: StepMoved, User: u, Member: m.Address, ByRule: len(m.Also) < mostMoves})
	case rec.Moved == own[0] && !slices.Contains(known, own[0]): // somebody has taken it back: they are asked
		steps = append(steps, Step{Kind: StepMoved, User: u, Member: m.Address})
	}
	given := slices.DeleteFunc(slices.Clone(m.Also), func(a string) bool {
		return slices.Contains(own, a) || p.owner[a] == "" || p.owner[a] == u.ID
	})
	if len(given) > 0 {
		steps = append(steps, Step{Kind: StepGiven, User: u, Member: m.Address, Others: given, ByRule: true})
	}
	return steps
}

// gone finds the member that a user was who is not there any more. Somebody else may have the address by now.
func (p *planner) gone(u User, rec Joined) []Step {
	for _, a := range append([]string{strings.ToLower(rec.Member)}, p.tied[u.ID]...) {
		if m, ok := p.members[a]; ok && p.owner[a] == "" {
			return []Step{{Kind: StepLeft, User: u, Member: m.Address}}
		}
	}
	return nil
}

const (
	joiningKey   = "\x00join\x00mode"
	joinedPrefix = "\x00join\x00user\x00"
)

// Joining reads the mode; it is off until somebody says otherwise.
func (b *Book) Joining() (j Joining, err error) {
	err = b.db.View(func(tx *store.Tx) error {
		_, err := tx.Note(joiningKey, &j)
		return err
	})
	j.Mode = cmp.Or(j.Mode, JoinOff)
	return j, err
}

// SetJoining changes the mode.
func (b *Book) SetJoining(j Joining) error {
	return b.db.Update(func(tx *store.Tx) error { return tx.PutNote(joiningKey, j) })
}

// Joined reads what is known of users and the team, by object id.
func (b *Book) Joined() (map[string]Joined, error) {
	all := map[string]Joined{}
	err := b.db.View(func(tx *store.Tx) error {
		return tx.Notes(joinedPrefix, func(_ string, read func(any) error) error {
			var j Joined
			if err := read(&j); err != nil {
				return err
			}
			all[j.ID] = j
			return nil
		})
	})
	return all, err
}

// ChangeJoined changes what is known of a user and the team.
func (b *Book) ChangeJoined(id string, change func(*Joined)) error {
	return b.db.Update(func(tx *store.Tx) error {
		var j Joined
		if _, err := tx.Note(joinedPrefix+id, &j); err != nil {
			return err
		}
		j.ID = id
		change(&j)
		return tx.PutNote(joinedPrefix+id, j)
	})
}

// ForgetStrangers drops what is known of users and the team for those whom no directory knows any more: it names them.
func (b *Book) ForgetStrangers() error {
	return b.db.Update(func(tx *store.Tx) error {
		known, gone := map[string]bool{}, []string{}
		err := tx.Notes("", func(k string, _ func(any) error) error {
			if account, id, ok := strings.Cut(k, "\x00"+string(UsersFeature)+"\x00"); ok && account != "" {
				known[id] = true
			}
			if id, ok := strings.CutPrefix(k, joinedPrefix); ok {
				gone = append(gone, id)
			}
			return nil
		})
		for _, id := range gone {
			if err == nil && !known[id] {
				err = tx.DropNote(joinedPrefix + id)
			}
		}
		return err
	})
}

// Dismiss says that a person does not want a step as the user is now.
func (b *Book) Dismiss(s Step) error {
	return b.ChangeJoined(s.User.ID, func(j *Joined) {
		j.Dismissed = maps.Clone(j.Dismissed)
		if j.Dismissed == nil {
			j.Dismissed = map[string]string{}
		}
		j.Dismissed[string(s.Kind)] = s.User.now()
	})
}

// Follow notes that a member has got a user's name and address.
func (b *Book) Follow(u User, member string) error {
	return b.ChangeJoined(u.ID, func(j *Joined) { j.Member, j.Name, j.Address = member, u.Name, u.Address })
}
