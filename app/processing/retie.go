package processing

import (
	"context"
	"fmt"
	"slices"
)

// retie brings up to date who takes part in mails that were set aside, after a change of the team or of who handles an
// address: nothing else about them changes. It gives those that it changed as they were.
func (r *Room) retie(ctx context.Context) (before []Slip, err error) {
	for chunk := range slices.Chunk(r.thatAre(Aside), atOnce) {
		if ctx.Err() != nil {
			return before, context.Cause(ctx)
		}
		some, err := r.retieSome(chunk)
		if err != nil {
			return before, fmt.Errorf("look at who takes part in what is set aside: %w", err)
		}
		before = append(before, some...)
	}
	return before, nil
}

func (r *Room) retieSome(seqs []uint64) (before []Slip, err error) {
	r.change.Lock()
	defer r.change.Unlock()
	x, team := r.state()
	var after []Slip
	err = r.store.View(func(tx Tx) error {
		for _, seq := range seqs {
			l, ok, err := tx.Letter(seq)
			if err != nil {
				return err
			}
			s, listed, err := tx.Slip(seq)
			if err != nil {
				return err
			}
			if !ok || !listed || s.State != Aside {
				continue // it has changed since
			}
			if who, _, _ := team.participants(&l, nil); !slices.Equal(who, s.Participants) {
				before = append(before, s)
				s.Participants = who
				after = append(after, s)
			}
		}
		return nil
	})
	if err != nil || len(after) == 0 {
		return nil, err
	}
	return before, r.write(after, r.newLedger(x))
}
