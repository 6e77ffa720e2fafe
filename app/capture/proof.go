package capture

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"postroom/app/register"
	"postroom/app/store"
)

// stampsAtOnce is how many heads are timestamped in one go: an authority that was away for a year is not asked for all of
// it at once.
const stampsAtOnce = 31

// CloseDays writes the heads of the days that are over, and says how many.
func (e *Engine) CloseDays(now time.Time) (int, error) {
	ended, err := e.register.CloseDays(now)
	if len(ended) > 0 {
		err = errors.Join(err, e.DB.Update(func(tx *store.Tx) error { return tx.SetDayHead(store.DayHead(ended[len(ended)-1])) }))
	}
	return len(ended), err
}

// Stamp has the days' heads timestamped that have none: those after the newest that has one, or the newest of all. ask
// gives the token for a SHA-256. It says how many were.
func (e *Engine) Stamp(ctx context.Context, ask func(ctx context.Context, sum [sha256.Size]byte) ([]byte, error)) (int, error) {
	open, err := e.unstamped()
	if err != nil {
		return 0, err
	}
	for i, h := range open {
		raw, err := hex.DecodeString(h.Hash)
		if err != nil || len(raw) != sha256.Size {
			continue // no hash of ours: verify tells
		}
		token, err := ask(ctx, [sha256.Size]byte(raw))
		if err != nil {
			return i, fmt.Errorf("timestamp the head of a day: %w", err)
		}
		if err := e.register.PutStamp(h.Day, token); err != nil {
			return i, err
		}
		if err := e.DB.Update(func(tx *store.Tx) error { return tx.PutStamp(h.Day, sha256.Sum256(token)) }); err != nil {
			return i, err
		}
	}
	return len(open), nil
}

// unstamped are the heads to be timestamped, the oldest first. One vouches for all that lies before it, so that what was
// filed before the first is covered, too.
func (e *Engine) unstamped() ([]register.DayHead, error) {
	stamped, err := register.Stamps(e.RegisterDir)
	if err != nil {
		return nil, err
	}
	newest := ""
	if len(stamped) > 0 {
		newest = stamped[len(stamped)-1]
	}
	var open []register.DayHead
	for h, err := range register.Heads(e.RegisterDir) {
		if _, isBreak := errors.AsType[*register.Break](err); isBreak || err == nil && h.Day <= newest {
			continue
		} else if err != nil {
			return nil, err
		}
		if newest == "" {
			open = open[:0]
		}
		open = append(open, h)
	}
	return open[:min(len(open), stampsAtOnce)], nil
}
