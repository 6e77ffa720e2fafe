package simulator

import (
	"fmt"
	"strings"
)

// appRights is what Exchange knows of an application, beside the permissions that Entra has granted to it.
type appRights struct {
	policy map[string]bool            // mailboxes of an application access policy, by user id; nil: there is none
	roles  map[string]map[string]bool // permission (lower case) → mailboxes, by user id; nil for all: RBAC for Applications
}

// RestrictApp sets an application access policy: the application reaches these mailboxes only, whatever it is allowed.
// Without any mailbox the policy is lifted.
func (s *Simulator) RestrictApp(client string, mailboxes ...string) error {
	ids, err := s.idsOf(mailboxes)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rightsOf(client).policy = ids
	return nil
}

// AssignRole gives an application a role such as "Application Mail.Read" for some mailboxes, as New-ManagementRoleAssignment
// with a management scope does in Exchange; without any mailbox for all of them. It adds to what Entra has granted.
func (s *Simulator) AssignRole(client, role string, mailboxes ...string) error {
	permission, ok := strings.CutPrefix(role, "Application ")
	if !ok {
		return fmt.Errorf("role %q: the roles for applications begin with \"Application \"", role)
	}
	ids, err := s.idsOf(mailboxes)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rightsOf(client).roles[strings.ToLower(permission)] = ids
	return nil
}

// idsOf finds mailboxes by address or id; nil for none.
func (s *Simulator) idsOf(mailboxes []string) (map[string]bool, error) {
	if len(mailboxes) == 0 {
		return nil, nil
	}
	ids := map[string]bool{}
	for _, name := range mailboxes {
		b, err := s.mailbox(name)
		if err != nil {
			return nil, err
		}
		ids[b.own.ID] = true
	}
	return ids, nil
}

// rightsOf gives an application's rights, made at first use. The caller holds the lock.
func (s *Simulator) rightsOf(client string) *appRights {
	key := strings.ToLower(client)
	if s.apps[key] == nil {
		s.apps[key] = &appRights{roles: map[string]map[string]bool{}}
	}
	return s.apps[key]
}

// allowedApp checks an application's way into a mailbox: by a permission that Entra has granted, for all mailboxes, or by
// a role in Exchange, for those in its scope; and then past an access policy.
func (c *call) allowedApp(scopes []string) bool {
	granted := len(scopes) == 0 || c.has(scopes)
	scoped, released := false, true
	id := c.box.own.ID
	c.sim.mu.RLock()
	if r := c.sim.apps[strings.ToLower(c.who.ClientID)]; r != nil {
		for _, permission := range scopes {
			if ids, ok := r.roles[strings.ToLower(permission)]; ok {
				scoped = true
				granted = granted || ids == nil || ids[id]
			}
		}
		released = r.policy == nil || r.policy[id]
	}
	c.sim.mu.RUnlock()
	switch {
	case granted && released:
		return true
	case scoped || !released:
		c.failAs(AccessPolicy)
	default:
		c.failAs(Denied)
	}
	return false
}

// AddMailboxes adds n generated mailboxes to the domain: mostly people's, every fifth a shared one, every tenth a room's.
// It returns their addresses.
func (s *Simulator) AddMailboxes(n int, domain string) ([]string, error) {
	addresses := make([]string, n)
	for i := range n {
		u := User{Kind: Person, Name: fmt.Sprintf("Person %04d", i), Address: fmt.Sprintf("person%04d@%s", i, domain)}
		switch {
		case i%10 == 9:
			u = User{Kind: Room, Name: fmt.Sprintf("Room %04d", i), Address: fmt.Sprintf("room%04d@%s", i, domain)}
		case i%5 == 4:
			u = User{Kind: Shared, Name: fmt.Sprintf("Team %04d", i), Address: fmt.Sprintf("team%04d@%s", i, domain)}
		}
		if _, err := s.AddUser(u); err != nil {
			return nil, err
		}
		addresses[i] = u.Address
	}
	return addresses, nil
}
