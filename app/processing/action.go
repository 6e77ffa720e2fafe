package processing

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"time"
)

// maxActions can be undone.
const maxActions = 200

// maxUndone are the mails of one action that are kept as they were.
const maxUndone = 20_000

// Action is what a person did, with everything as it was before, so that it can be undone.
type Action struct {
	Time    time.Time          `json:"time"`
	What    string             `json:"what"`              // client, import, merge, role, team, tie, assign, aside, keep, rule, learned
	Clients map[string]*Client `json:"clients,omitempty"` // by id; nil: it was not there
	Team    *Team              `json:"team,omitempty"`
	Slips   []Slip             `json:"slips,omitempty"`
	Rules   *Rules             `json:"rules,omitempty"`
	// Lessons are what had been learned, and Lore what was set for all of it; without Clients a lesson was not there. Tracks is
	// how much more often hints were right or wrong since: others count there, too, until it is undone.
	Lessons []Lesson         `json:"lessons,omitempty"`
	Lore    *LoreState       `json:"lore,omitempty"`
	Tracks  map[string]Track `json:"tracks,omitempty"`
	// Conversations is what was said about them, by id; nil: nothing.
	Conversations map[string]*Conversation `json:"conversations,omitempty"`
}

// What a person does.
const (
	ActClient = "client"
	ActImport = "import"
	ActMerge  = "merge"
	ActRole   = "role"
	ActTeam   = "team"
	ActTie    = "tie"
	ActAssign = "assign"
	ActAside  = "aside"
	ActKeep   = "keep"

	ActRule = "rule"

	ActLearned = "learned"
)

// alteration is a transaction that remembers what it changes.
type alteration struct {
	Tx
	action Action
	after  map[string]*Client // nil: dropped
	team   *Team
	rules  *Rules
	slips  []Slip
	talks  map[string]*Conversation
	// touched are the mails of slips
	touched map[uint64]bool
	lessons map[feature]*Lesson // nil: dropped
	lore    *LoreState
}

func (a *alteration) PutClient(c Client) error {
	if err := a.remember(c.ID); err != nil {
		return err
	}
	a.after[c.ID] = &c
	return a.Tx.PutClient(c)
}

func (a *alteration) DropClient(id string) error {
	if err := a.remember(id); err != nil {
		return err
	}
	a.after[id] = nil
	return a.Tx.DropClient(id)
}

func (a *alteration) remember(id string) error {
	if _, known := a.action.Clients[id]; known {
		return nil
	}
	was, ok, err := a.Tx.Client(id)
	if err != nil {
		return err
	}
	if a.action.Clients[id] = nil; ok {
		a.action.Clients[id] = &was
	}
	return nil
}

func (a *alteration) PutTeam(t Team) error {
	if a.action.Team == nil {
		was, err := a.Tx.Team()
		if err != nil {
			return err
		}
		a.action.Team = &was
	}
	a.team = &t
	return a.Tx.PutTeam(t)
}

func (a *alteration) PutRules(r Rules) error {
	if a.action.Rules == nil {
		was, err := a.Tx.Rules()
		if err != nil {
			return err
		}
		a.action.Rules = &was
	}
	a.rules = &r
	return a.Tx.PutRules(r)
}

func (a *alteration) PutSlip(s Slip) error {
	if !a.touched[s.Seq] {
		a.touched[s.Seq] = true
		was, ok, err := a.Tx.Slip(s.Seq)
		if err != nil {
			return err
		}
		if ok && len(a.action.Slips) < maxUndone {
			a.action.Slips = append(a.action.Slips, was)
		}
	}
	if err := putSlip(a.Tx, &s); err != nil {
		return err
	}
	a.slips = append(a.slips, s)
	return nil
}

func (a *alteration) PutConversation(c Conversation) error {
	if _, known := a.action.Conversations[c.ID]; !known {
		was, ok, err := a.Tx.Conversation(c.ID)
		if err != nil {
			return err
		}
		if a.action.Conversations[c.ID] = nil; ok {
			a.action.Conversations[c.ID] = &was
		}
	}
	a.talks[c.ID] = &c
	return a.Tx.PutConversation(c)
}

// act does what a person wants in one transaction, keeps how to undo it, and looks at everything again that was open. It
// gives the numbers of the other mails that are settled by it.
func (r *Room) act(ctx context.Context, what string, do func(tx Tx) error) ([]uint64, error) {
	id, err := r.alter(what, do)
	if err != nil || id == 0 {
		return nil, err
	}
	before, err := r.reconsider(ctx, nil)
	if err == nil && (what == ActTeam || what == ActTie) {
		var moved []Slip
		moved, err = r.retie(ctx)
		before = append(before, moved...)
	}
	if len(before) > 0 {
		if kept := r.keepSettled(id, before); err == nil {
			err = kept
		}
	}
	return settled(before, r), err
}

// alter changes the store and what is in memory; its id is 0 if nothing was changed.
func (r *Room) alter(what string, do func(tx Tx) error) (id uint64, err error) {
	r.change.Lock()
	defer r.change.Unlock()
	var a *alteration
	err = r.store.Update(func(tx Tx) error {
		a = &alteration{Tx: tx, action: Action{Time: r.now().UTC(), What: what, Clients: map[string]*Client{}, Conversations: map[string]*Conversation{}},
			after: map[string]*Client{}, touched: map[uint64]bool{}, talks: map[string]*Conversation{}, lessons: map[feature]*Lesson{}}
		if err := do(a); err != nil {
			return err
		}
		if err := r.follow(a); err != nil {
			return err
		}
		if a.idle() {
			return nil
		}
		a.keepTracks()
		id, err = tx.PushAction(a.action)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("change what processing knows: %w", err)
	}
	r.learned(a.lessons, a.lore)
	r.adopt(a.after, a.team)
	r.adoptRules(a.rules)
	if len(a.after) > 0 || a.team != nil || a.rules != nil || len(a.slips) > 0 || len(a.lessons) > 0 || a.lore != nil {
		r.changed.Store(true)
	}
	r.setRows(a.slips)
	r.setTalks(a.talks)
	return id, nil
}

// idle says whether all is as it was: then there is nothing to undo.
func (a *alteration) idle() bool {
	was := &a.action
	for id, c := range a.after {
		if old := was.Clients[id]; (old == nil) != (c == nil) || c != nil && !old.equal(c) {
			return false
		}
	}
	return (a.team == nil || reflect.DeepEqual(a.team, was.Team)) && (a.rules == nil || reflect.DeepEqual(a.rules, was.Rules)) &&
		(a.lore == nil || a.lore.Off == was.Lore.Off && a.lore.bar() == was.Lore.bar() && maps.Equal(a.lore.Records, was.Lore.Records)) && len(a.slips) == 0 && len(a.talks) == 0 && len(a.lessons) == 0
}

// adopt takes changed clients and a changed team into memory.
func (r *Room) adopt(after map[string]*Client, team *Team) {
	if len(after) == 0 && team == nil {
		return
	}
	x, t := r.state()
	if team != nil {
		t = *team
	}
	var clients []*Client
	for _, c := range x.clients {
		if _, changed := after[c.ID]; !changed {
			clients = append(clients, c)
		}
	}
	for _, c := range after {
		if c != nil {
			clients = append(clients, c)
		}
	}
	rules := x.rules
	x = newIndex(clients, &t, x.lore)
	x.rules = rules
	r.mu.Lock()
	defer r.mu.Unlock()
	r.version.Add(1)
	r.index, r.team = x, t
}

// adoptRules takes changed rules into memory.
func (r *Room) adoptRules(rules *Rules) {
	if rules == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.version.Add(1)
	x := *r.index
	x.rules = *rules
	r.index = &x
}

// keepSettled adds to an action the mails that it settled beside.
func (r *Room) keepSettled(id uint64, before []Slip) error {
	r.change.Lock()
	defer r.change.Unlock()
	return r.store.Update(func(tx Tx) error {
		a, ok, err := tx.Action(id)
		if err != nil || !ok {
			return err
		}
		kept := map[uint64]bool{}
		for _, s := range a.Slips {
			kept[s.Seq] = true
		}
		for _, s := range before {
			if len(a.Slips) < maxUndone && !kept[s.Seq] {
				a.Slips = append(a.Slips, s)
			}
		}
		return tx.SetAction(id, a)
	})
}
