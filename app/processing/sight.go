package processing

import (
	"strings"

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

// Sight gives what a member sees, by address or name. The error has the code "member-unknown".
func (r *Room) Sight(who string) (Sight, error) {
	_, team := r.state()
	m := team.member(who)
	if m == nil {
		return Sight{}, memberUnknown(who)
	}
	return Sight{all: m.Manager, member: *m, team: team}, nil
}

func memberUnknown(who string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "member-unknown", Op: "find a member of the team", Args: map[string]string{"value": who}}
}

// sees says whether a mail can be seen: it came to mailbox, belongs to c (nil: not known), and participants take part.
func (s *Sight) sees(mailbox string, c *Client, participants []string) bool {
	if s.all {
		return true
	}
	tie := s.team.Ties[strings.ToLower(mailbox)]
	switch {
	case tie == TieContact:
		for _, p := range participants {
			if p == s.member.Address {
				return true
			}
		}
		return strings.EqualFold(mailbox, s.member.Address)
	case strings.HasPrefix(tie, tieRole):
		role := tie[len(tieRole):]
		return holds(s.member.Roles, role) || c != nil && c.holder(role, &s.team) == s.member.Address
	case strings.HasPrefix(tie, tieTeam):
		return holds(s.member.Teams, tie[len(tieTeam):])
	}
	return false
}
