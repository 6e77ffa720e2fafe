package processing

import (
	"slices"
	"strings"

	"postroom/app/fault"
)

// Member is somebody who works in the office.
type Member struct {
	Name    string   `json:"name"`
	Address string   `json:"address"`        // in lower case
	Also    []string `json:"also,omitempty"` // other addresses, in lower case, that are the same member's: where they have moved to
	Roles   []string `json:"roles"`          // free names
	Teams   []string `json:"teams"`
	Manager bool     `json:"manager"`
}

// Team is everybody, and who handles what arrives at an address.
type Team struct {
	Members []Member          `json:"members"` // in the order in which they were added
	Ties    map[string]string `json:"ties"`    // address to "contact", "role:R" or "team:T"
}

// What an address may be tied to.
const (
	TieContact = "contact"
	tieRole    = "role:"
	tieTeam    = "team:"
)

func (t *Team) clone() Team {
	c := Team{Ties: map[string]string{}}
	for _, m := range t.Members {
		m.Also, m.Roles, m.Teams = slices.Clone(m.Also), slices.Clone(m.Roles), slices.Clone(m.Teams)
		c.Members = append(c.Members, m)
	}
	for k, v := range t.Ties {
		c.Ties[k] = v
	}
	return c
}

// Has says whether an address is the member's.
func (m *Member) Has(address string) bool {
	return strings.EqualFold(m.Address, address) || slices.ContainsFunc(m.Also, func(a string) bool { return strings.EqualFold(a, address) })
}

// TieOf says what an address is tied to; empty if to nothing. One of a member's addresses goes as their others do unless it is
// tied itself: who gets another address goes on with what came to the first.
func (t *Team) TieOf(address string) string {
	address = strings.ToLower(address)
	if to := t.Ties[address]; to != "" {
		return to
	}
	for i := range t.Members {
		if m := &t.Members[i]; len(m.Also) > 0 && m.Has(address) {
			for _, other := range append([]string{m.Address}, m.Also...) {
				if to := t.Ties[other]; to != "" {
					return to
				}
			}
		}
	}
	return ""
}

// member finds a member by one of their addresses, or by a name that only one has.
func (t *Team) member(who string) *Member {
	var named *Member
	for i := range t.Members {
		m := &t.Members[i]
		if m.Has(strings.TrimSpace(who)) {
			return m
		}
		if fold(m.Name) == fold(line(who)) {
			if named != nil {
				return nil
			}
			named = m
		}
	}
	return named
}

func holds(list []string, name string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return fold(s) == fold(name) })
}

// tidyTie checks what an address is to be tied to.
func tidyTie(to string) (string, error) {
	kind, name, named := strings.Cut(to, ":")
	name = line(name)
	switch kind = strings.ToLower(strings.TrimSpace(kind)); {
	case kind == TieContact && !named:
		return TieContact, nil
	case (kind == "role" || kind == "team") && name != "":
		return kind + ":" + name, nil
	}
	return "", &fault.Error{Class: fault.FixSetting, Code: "tie-unknown", Op: "tie an address", Args: map[string]string{"value": to}}
}

// holder is who holds a role for a client: empty if nobody does, or who did is gone.
func (c *Client) holder(role string, t *Team) string {
	for name, address := range c.Roles {
		if fold(name) == fold(role) {
			if m := t.member(address); m != nil {
				return m.Address
			}
		}
	}
	return ""
}

// participants are those who take part in a mail to an address; c is its client, nil if it is not known. With none of them
// there is a reason and evidence.
func (t *Team) participants(l *Letter, c *Client) (who []string, reason Reason, why Evidence) {
	mailbox := strings.ToLower(l.Mailbox)
	tie := t.TieOf(mailbox)
	switch {
	case tie == TieContact:
		if m := t.member(mailbox); m != nil {
			return []string{m.Address}, "", Evidence{}
		}
		for _, a := range addressesOf(l.To) {
			if m := t.member(a); m != nil && m.Has(a) && !slices.Contains(who, m.Address) && len(who) < 50 {
				who = append(who, m.Address)
			}
		}
		if len(who) > 0 {
			return who, "", Evidence{}
		}
		return nil, AddressNotTied, Evidence{Code: "no-contact", Args: []string{mailbox}}
	case strings.HasPrefix(tie, tieRole):
		role := tie[len(tieRole):]
		if c == nil {
			return nil, "", Evidence{}
		}
		if h := c.holder(role, t); h != "" {
			return []string{h}, "", Evidence{}
		}
		return nil, NoRoleHolder, Evidence{Code: "no-holder", Args: []string{role, c.label()}}
	case strings.HasPrefix(tie, tieTeam):
		name := tie[len(tieTeam):]
		for _, m := range t.Members {
			if holds(m.Teams, name) {
				who = append(who, m.Address)
			}
		}
		if len(who) == 0 {
			return nil, TeamEmpty, Evidence{Code: "no-member", Args: []string{name}}
		}
		return who, "", Evidence{}
	}
	return nil, AddressNotTied, Evidence{Code: "no-tie", Args: []string{mailbox}}
}
