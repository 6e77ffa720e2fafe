package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// ErrNoGroup is what a group that is not there is refused with.
var ErrNoGroup = errors.New("no such group")

// Group is a group of the directory. Members are addresses or ids of users and of other groups.
type Group struct {
	ID      string   `json:"id"` // object id; made from the name if empty
	Name    string   `json:"name"`
	Members []string `json:"members"`
}

// groups are those of the directory, by id in lower case.
type groups struct {
	mu  sync.RWMutex
	all map[string]*Group
}

// AddGroup adds a group and gives back its object id.
func (s *Simulator) AddGroup(g Group) (string, error) {
	if g.ID == "" {
		g.ID = guid("group " + g.Name)
	}
	if !objectID.MatchString(g.ID) {
		return "", fmt.Errorf("adding group %q: its id is no GUID", g.Name)
	}
	s.groups.mu.Lock()
	defer s.groups.mu.Unlock()
	if s.groups.all == nil {
		s.groups.all = map[string]*Group{}
	}
	if s.groups.all[strings.ToLower(g.ID)] != nil {
		return "", fmt.Errorf("adding group %s: %w", g.ID, ErrExists)
	}
	g.Members = slices.Clone(g.Members)
	s.groups.all[strings.ToLower(g.ID)] = &g
	return g.ID, nil
}

// SetMembers says who is in a group from now on.
func (s *Simulator) SetMembers(id string, members ...string) error {
	s.groups.mu.Lock()
	defer s.groups.mu.Unlock()
	g := s.groups.all[strings.ToLower(id)]
	if g == nil {
		return fmt.Errorf("group %s: %w", id, ErrNoGroup)
	}
	g.Members = slices.Clone(members)
	return nil
}

// Groups lists the groups by name.
func (s *Simulator) Groups() []Group {
	s.groups.mu.RLock()
	defer s.groups.mu.RUnlock()
	list := []Group{}
	for _, g := range s.groups.all {
		list = append(list, Group{ID: g.ID, Name: g.Name, Members: append([]string{}, g.Members...)})
	}
	slices.SortFunc(list, func(a, b Group) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return list
}

// holds says whether a user is in a group, by way of other groups too. Groups may be members of each other.
func (g *groups) holds(id string, u User, seen map[string]bool) bool {
	id = strings.ToLower(id)
	group := g.all[id]
	if group == nil || seen[id] {
		return false
	}
	seen[id] = true
	return slices.ContainsFunc(group.Members, func(m string) bool {
		return strings.EqualFold(m, u.ID) || strings.EqualFold(m, u.Address) || g.holds(m, u, seen)
	})
}

// membership are the permissions for one's own groups ("directoryObject: checkMemberGroups", group memberships for the
// signed-in user).
var membership = []string{"User.Read", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All"}

var objectID = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// mostGroups is how many groups may be asked about at once, as the reference says.
const mostGroups = 20

// checkMemberGroups answers with those of the groups asked about that the user is in, however deep. One that does not
// exist is in no answer.
func (c *call) checkMemberGroups() {
	text, ok := c.body()
	if !ok {
		return
	}
	var in struct{ GroupIDs []string }
	switch err := json.Unmarshal(text, &in); {
	case err != nil || in.GroupIDs == nil:
		c.fail(http.StatusBadRequest, "Request_BadRequest", "The request body is not valid.")
		return
	case c.user.Personal:
		c.fail(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
		return
	case len(in.GroupIDs) > mostGroups:
		c.fail(http.StatusBadRequest, "Request_BadRequest", "The number of ids must not be above 20.")
		return
	}
	out := struct {
		Context string   `json:"@odata.context"`
		Value   []string `json:"value"`
	}{c.base + "/v1.0/$metadata#Collection(Edm.String)", []string{}}
	c.sim.groups.mu.RLock()
	defer c.sim.groups.mu.RUnlock()
	for _, id := range in.GroupIDs {
		if !objectID.MatchString(id) {
			c.fail(http.StatusBadRequest, "Request_BadRequest", "Invalid object identifier '"+id+"'.")
			return
		}
		if c.sim.groups.holds(id, c.user.User, map[string]bool{}) {
			out.Value = append(out.Value, id)
		}
	}
	answer, err := json.Marshal(out)
	if err != nil {
		c.fail(http.StatusInternalServerError, "generalException", err.Error())
		return
	}
	c.json(http.StatusOK, answer)
}

func (s *Simulator) controlAddGroup(r *http.Request) (any, error) {
	var in Group
	if err := input(r, &in); err != nil {
		return nil, err
	}
	id, err := s.AddGroup(in)
	return map[string]string{"id": id}, err
}

func (s *Simulator) controlSetMembers(r *http.Request) (any, error) {
	var in struct{ Members []string }
	if err := input(r, &in); err != nil {
		return nil, err
	}
	return nil, s.SetMembers(r.PathValue("id"), in.Members...)
}
