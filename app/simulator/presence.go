package simulator

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	readPresence  = []string{"Presence.Read", "Presence.Read.All", "Presence.ReadWrite", "Presence.ReadWrite.All"}
	writePresence = []string{"Presence.ReadWrite", "Presence.ReadWrite.All"}
)

// presences are the sessions by which applications say how people show in Teams, by user id and session id.
type presences struct {
	mu  sync.Mutex
	all map[string]map[string]presenceSession
}

type presenceSession struct {
	availability, activity string
	set, expires           time.Time
}

// presencePairs are the combinations that may be set, the one that wins over the others first ("presence: setPresence").
var presencePairs = [][2]string{{"DoNotDisturb", "Presenting"}, {"Busy", "InACall"}, {"Busy", "InAConferenceCall"}, {"Available", "Available"}, {"Away", "Away"}}

// fadesAfter is how long an available session stays so without being set again; after as long once more it is away.
const fadesAfter = 5 * time.Minute

// Presence is how a user shows in Teams by the sessions of applications: availability and activity, "Offline" for both
// without any. Clients of Teams itself are not simulated.
func (s *Simulator) Presence(who string) (availability, activity string, err error) {
	u := s.user(who)
	if u == nil {
		return "", "", ErrNoUser
	}
	availability, activity = s.presenceOf(u.ID)
	return availability, activity, nil
}

func (s *Simulator) presenceOf(id string) (availability, activity string) {
	now := s.now()
	s.presences.mu.Lock()
	defer s.presences.mu.Unlock()
	availability, activity = "Offline", "Offline"
	best := len(presencePairs)
	for _, one := range s.presences.all[id] {
		if !now.Before(one.expires) {
			continue
		}
		rank := slices.Index(presencePairs, [2]string{one.availability, one.activity})
		if age := now.Sub(one.set); one.availability == "Available" && age >= fadesAfter {
			if one.activity = "AvailableInactive"; age >= 2*fadesAfter {
				one.availability, one.activity, rank = "Away", "Away", len(presencePairs)-1
			}
		}
		if rank < best {
			best, availability, activity = rank, one.availability, one.activity
		}
	}
	return availability, activity
}

// mayShow says whether the caller may speak of the user's presence, and answers if not: people only of their own.
func (c *call) mayShow(application string) bool {
	switch {
	case c.who.App && c.has([]string{application}):
	case !c.who.App && !c.user.Personal && (strings.EqualFold(c.user.ID, c.who.UserID) || strings.EqualFold(c.user.Address, c.who.Address)):
	default:
		c.fail(http.StatusForbidden, "Forbidden", "The caller is not authorized to perform this operation.")
		return false
	}
	return true
}

// getPresence answers presence.
func (c *call) getPresence() {
	if !c.mayShow("Presence.Read.All") {
		return
	}
	availability, activity := c.sim.presenceOf(c.user.ID)
	c.json(http.StatusOK, appendAny(nil, map[string]any{"@odata.context": c.base + "/v1.0/$metadata#users('" + c.user.ID + "')/presence/$entity",
		"id": c.user.ID, "availability": availability, "activity": activity, "statusMessage": nil, "sequenceNumber": nil}))
}

// isoDuration is what of ISO 8601 durations is of use here: hours and minutes.
var isoDuration = regexp.MustCompile(`^PT(?:(\d+)H)?(?:(\d+)M)?$`)

// setPresence answers presence/setPresence: an application's session says how the user shows.
func (c *call) setPresence() {
	text, ok := c.body()
	if !ok || !c.mayShow("Presence.ReadWrite.All") {
		return
	}
	var in struct{ SessionID, Availability, Activity, ExpirationDuration string }
	err := json.Unmarshal(text, &in)
	lasts := fadesAfter
	if in.ExpirationDuration != "" {
		part := isoDuration.FindStringSubmatch(in.ExpirationDuration)
		if part == nil {
			part = []string{"", "", ""}
		}
		hours, _ := strconv.Atoi(part[1])
		minutes, _ := strconv.Atoi(part[2])
		lasts = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	}
	switch {
	case err != nil || in.SessionID == "" || c.who.ClientID != "" && !strings.EqualFold(in.SessionID, c.who.ClientID):
		c.fail(http.StatusBadRequest, "BadRequest", "The session id has to be the id of the application.")
		return
	case !slices.Contains(presencePairs, [2]string{in.Availability, in.Activity}):
		c.fail(http.StatusBadRequest, "BadRequest", "This combination of availability and activity is not supported.")
		return
	case lasts < 5*time.Minute || lasts > 4*time.Hour:
		c.fail(http.StatusBadRequest, "BadRequest", "The expiration has to be from PT5M to PT4H.")
		return
	}
	now := c.sim.now()
	p := &c.sim.presences
	p.mu.Lock()
	if p.all == nil {
		p.all = map[string]map[string]presenceSession{}
	}
	if p.all[c.user.ID] == nil {
		p.all[c.user.ID] = map[string]presenceSession{}
	}
	p.all[c.user.ID][strings.ToLower(in.SessionID)] = presenceSession{in.Availability, in.Activity, now, now.Add(lasts)}
	p.mu.Unlock()
	c.write(http.StatusOK, nil)
}

// clearPresence answers presence/clearPresence: the application's session ends.
func (c *call) clearPresence() {
	text, ok := c.body()
	if !ok || !c.mayShow("Presence.ReadWrite.All") {
		return
	}
	var in struct{ SessionID string }
	if err := json.Unmarshal(text, &in); err != nil || in.SessionID == "" {
		c.fail(http.StatusBadRequest, "BadRequest", "The session id is missing.")
		return
	}
	p := &c.sim.presences
	p.mu.Lock()
	_, known := p.all[c.user.ID][strings.ToLower(in.SessionID)]
	delete(p.all[c.user.ID], strings.ToLower(in.SessionID))
	p.mu.Unlock()
	if !known {
		c.fail(http.StatusNotFound, "NotFound", "The presence session was not found.")
		return
	}
	c.write(http.StatusOK, nil)
}
