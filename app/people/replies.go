package people

import (
	"context"
	"slices"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// Schedules say nothing about automatic replies, and a person may read the settings of nobody else's mailbox: it takes an
// organisation's connection to know of colleagues that they have switched them on.
const (
	mostHomes   = 60        // settings are read at a time, the oldest first: one a second
	deniedFor   = time.Hour // who was refused them does not ask again
	accessError = "ErrorAccessDenied"
)

// readReplies adds the automatic replies of a team. What can't be read is as it was for a while, then there are none.
func (b *Board) readReplies(ctx context.Context, s Source, team []*person) {
	if s.Homes == nil || s.Err != nil {
		return
	}
	now := b.now()
	if !b.deniedNow(s.Account, now) {
		oldest := slices.Clone(team)
		slices.SortStableFunc(oldest, func(x, y *person) int { return x.asked.Compare(y.asked) })
		for _, p := range oldest[:min(mostHomes, len(oldest))] {
			home, err := s.Homes.HomeOf(ctx, p.address)
			if err != nil && fault.CodeOf(err) == accessError {
				b.deny(s.Account, now)
				break
			}
			if err != nil && fault.ClassOf(err) == fault.RetryLater || ctx.Err() != nil {
				break // the next time
			}
			p.replies, p.asked = home.Replies, now // none of a mailbox that does not tell
		}
	}
	for _, p := range team {
		if age := now.Sub(p.asked); p.asked.IsZero() || age < 0 || age > max(stale, Poll*time.Duration(2*len(team)/mostHomes)) {
			p.replies = mail.Replies{}
		}
		p.home.Replies = p.replies
	}
}

func (b *Board) deniedNow(account string, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	when, ok := b.denied[account]
	age := now.Sub(when)
	return ok && age >= 0 && age < deniedFor
}

func (b *Board) deny(account string, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.denied[account] = now
}
