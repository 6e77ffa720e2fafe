package simulator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// ChangeUser changes an entry of the directory: its name, address, profile or settings. A new address leaves the old one
// as a further address of the mailbox. The id stays whatever change says.
func (s *Simulator) ChangeUser(who string, change func(*User)) error {
	return s.replace(who, func(old *user) (*user, error) {
		u := old.User
		u.Profile, u.Settings = maps.Clone(u.Profile), maps.Clone(u.Settings)
		change(&u)
		u.ID = old.ID
		if !strings.EqualFold(u.Address, old.Address) {
			if s.byName[strings.ToLower(u.Address)] != nil {
				return nil, fmt.Errorf("changing user %s: %s: %w", who, u.Address, ErrExists)
			}
			if u.Profile == nil {
				u.Profile = map[string]any{}
			}
			u.Profile["proxyAddresses"] = []any{"SMTP:" + u.Address, "smtp:" + old.Address}
		}
		return &user{User: u, profile: profileOf(u)}, nil
	})
}

// DeleteUser takes an entry out of the directory, for thirty days or, with forGood, for ever.
func (s *Simulator) DeleteUser(who string, forGood bool) error {
	return s.replace(who, func(old *user) (*user, error) {
		gone := *old
		gone.removed = "changed"
		if forGood {
			gone.removed = "deleted"
		}
		return &gone, nil
	})
}

// RestoreUser brings a deleted entry back, by its id.
func (s *Simulator) RestoreUser(id string) error {
	return s.replace(id, func(old *user) (*user, error) {
		if old.removed != "changed" {
			return nil, fmt.Errorf("restoring user %s: %w", id, ErrNoUser)
		}
		back := *old
		back.removed = ""
		return &back, nil
	})
}

// replace exchanges an entry, so that whoever reads the old one is not disturbed.
func (s *Simulator) replace(who string, by func(*user) (*user, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.users, func(u *user) bool { return strings.EqualFold(u.ID, who) })
	if i < 0 {
		if u := s.byName[strings.ToLower(who)]; u != nil {
			i = slices.Index(s.users, u)
		}
	}
	if i < 0 {
		return fmt.Errorf("%s: %w", who, ErrNoUser)
	}
	old := s.users[i]
	now, err := by(old)
	if err != nil {
		return err
	}
	delete(s.byName, strings.ToLower(old.Address))
	delete(s.byName, strings.ToLower(old.ID))
	if now.removed == "" {
		s.byName[strings.ToLower(now.Address)], s.byName[strings.ToLower(now.ID)] = now, now
	}
	s.users[i] = now
	s.userLog = append(s.userLog, i)
	return nil
}

// EvictUserTokens makes the service forget the sync tokens of users/delta.
func (s *Simulator) EvictUserTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.userGeneration++
}

// usersPage is how many users a page of users/delta has.
const usersPage = 200

// userDelta answers users/delta. The first round lists the directory; later ones show each entry that was changed, added
// or removed since, once. Removed ones have "@removed": "changed" while they can be restored, then "deleted".
func (c *call) userDelta() {
	for _, option := range []string{"$top", "$orderby", "$expand", "$search"} {
		if c.query.Get(option) != "" {
			c.fail(http.StatusBadRequest, "Request_UnsupportedQuery", option+" is not supported in a delta query.")
			return
		}
	}
	c.sim.mu.RLock()
	all, changed, generation := slices.Clone(c.sim.users), slices.Clone(c.sim.userLog), c.sim.userGeneration
	c.sim.mu.RUnlock()
	t, ok := c.userToken(generation, len(changed))
	if !ok {
		return
	}
	query := c.query
	if query.Get("$select") == "" && t.fields != "" {
		query.Set("$select", t.fields)
	}
	fields, ok := c.userSelect(all)
	if !ok {
		return
	}
	if !slices.Contains(fields, "id") {
		fields = append(slices.Clone(fields), "id")
	}
	var shown []*user
	more := false
	if t.walking {
		for ; t.sub < len(all) && len(shown) < usersPage; t.sub++ {
			if u := all[t.sub]; u.removed == "" && !u.Personal {
				shown = append(shown, all[t.sub])
			}
		}
		more = t.sub < len(all)
	} else {
		for ; t.pos < len(changed) && len(shown) < usersPage; t.pos++ {
			if !slices.Contains(changed[t.pos+1:], changed[t.pos]) && !all[changed[t.pos]].Personal {
				shown = append(shown, all[changed[t.pos]])
			}
		}
		more = t.pos < len(changed)
	}
	c.json(http.StatusOK, c.userChanges(t, shown, fields, more))
}

// userToken reads the token of a link, or makes that of a first request. False when the request is answered.
func (c *call) userToken(generation uint64, log int) (*token, bool) {
	text, isDelta := c.query.Get("$deltatoken"), true
	if text == "" {
		text, isDelta = c.query.Get("$skiptoken"), false
	}
	if text == "" || text == "latest" {
		return &token{walking: text == "", generation: generation, folder: usersToken, pos: log, fields: c.query.Get("$select")}, true
	}
	t, err := decodeToken(text, c.sim.opts.Seed)
	switch {
	case err != nil || t.delta != isDelta || t.box != 0 || t.folder != usersToken:
		c.fail(http.StatusBadRequest, "Directory_ExpiredPageToken", "The specified page token value has expired.")
		return nil, false
	case t.generation != generation:
		c.fail(http.StatusGone, "resyncRequired", "Resync required. Any local cache must be discarded and the collection must be enumerated again.")
		return nil, false
	}
	t.delta = false
	return t, true
}

// usersToken marks the tokens of users/delta.
const usersToken = 1 << 40

func (c *call) userChanges(t *token, shown []*user, fields []string, more bool) []byte {
	context := c.base + "/v1.0/$metadata#users"
	if t.fields != "" {
		context += "(" + t.fields + ")"
	}
	out := append(appendString([]byte(`{"@odata.context":`), context), `,"value":[`...)
	for i, u := range shown {
		if i > 0 {
			out = append(out, ',')
		}
		if u.removed != "" {
			out = appendAny(out, map[string]any{"id": u.ID, "@removed": map[string]string{"reason": u.removed}})
			continue
		}
		out = appendUser(out, u, fields, "")
	}
	name, parameter := "@odata.nextLink", "$skiptoken="
	next := *t
	if !more {
		name, parameter = "@odata.deltaLink", "$deltatoken="
		next.delta, next.walking, next.sub = true, false, 0
	}
	link := c.base + "/v1.0/users/delta?" + parameter + next.encode(c.sim.opts.Seed)
	return append(appendString(append(append(out, `],`...), strconv.Quote(name)+":"...), link), '}')
}
