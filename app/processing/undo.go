package processing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"postroom/app/fault"
)

// Undone is what was undone.
type Undone struct {
	What    string    `json:"what"`
	Time    time.Time `json:"time"`
	Clients int       `json:"clients"`
	Mails   int       `json:"mails"`
	// Conversations are those about which something else is said now.
	Conversations int `json:"conversations"`
}

// ErrTeam says that what was done last changed the team, which not everybody may take back.
var ErrTeam = errors.New("the team would be changed")

// Undo takes back what a person did last; called again, what they did before that. Without team it gives ErrTeam where
// that would change the team. The error has the code "nothing-to-undo" if there is nothing left.
func (r *Room) Undo(ctx context.Context, team bool) (*Undone, error) {
	u, err := r.takeBack(team)
	if err != nil {
		return nil, err
	}
	if lost := r.orphans(); len(lost) > 0 {
		if _, err := r.reconsider(ctx, lost); err != nil {
			return u, err
		}
	}
	if u.What == ActRule { // mails that came since were set aside by it, or were not
		if _, err := r.lookAside(ctx); err != nil {
			return u, err
		}
	}
	if u.What == ActTeam || u.What == ActTie { // of mails that came since
		if _, err := r.retie(ctx); err != nil {
			return u, err
		}
	}
	_, err = r.reconsider(ctx, nil)
	return u, err
}

// orphans are mails whose client is not there any more: they came after what was undone.
func (r *Room) orphans() (seqs []uint64) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for i := range r.rows {
		if id := r.rows[i].client.Value(); id != "" && r.index.byID[id] == nil {
			seqs = append(seqs, r.rows[i].seq)
		}
	}
	return seqs
}

func (r *Room) takeBack(team bool) (*Undone, error) {
	r.change.Lock()
	defer r.change.Unlock()
	var a Action
	var g *ledger
	x, _ := r.state()
	err := r.store.Update(func(tx Tx) error {
		g = r.newLedger(x)
		id, last, err := tx.LastAction()
		if err != nil {
			return err
		}
		if a = last; id == 0 {
			return &fault.Error{Class: fault.FixSetting, Code: "nothing-to-undo", Op: "undo"}
		}
		if a.Team != nil && !team {
			return ErrTeam
		}
		if err := a.giveBack(tx, x, g); err != nil {
			return err
		}
		a.restoreLore(g)
		if err := a.restore(tx, id); err != nil {
			return err
		}
		return g.keep(tx)
	})
	if err != nil {
		return nil, fmt.Errorf("undo: %w", err)
	}
	r.learned(g.lessons, g.state)
	r.learned(a.lessonsBefore(), nil)
	r.adopt(a.Clients, a.Team)
	r.adoptRules(a.Rules)
	r.changed.Store(true)
	r.setRows(a.Slips)
	r.setTalks(a.Conversations)
	return &Undone{a.What, a.Time, len(a.Clients), len(a.Slips), len(a.Conversations)}, nil
}

// restore writes everything as it was.
func (a *Action) restore(tx Tx, id uint64) error {
	for client, was := range a.Clients {
		var err error
		if was == nil {
			err = tx.DropClient(client)
		} else {
			err = tx.PutClient(*was)
		}
		if err != nil {
			return err
		}
	}
	if a.Team != nil {
		if err := tx.PutTeam(*a.Team); err != nil {
			return err
		}
	}
	if a.Rules != nil {
		if err := tx.PutRules(*a.Rules); err != nil {
			return err
		}
	}
	for _, s := range a.Slips {
		if err := tx.PutSlip(s); err != nil {
			return err
		}
	}
	if err := a.restoreLessons(tx); err != nil {
		return err
	}
	if err := a.restoreTalks(tx); err != nil {
		return err
	}
	return tx.DropAction(id)
}
