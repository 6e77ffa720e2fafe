package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"postroom/app/store"
)

// The directory does not tell a room from a shared mailbox, nor either from somebody who has left: their mailboxes do, to
// an organisation's connection that may read settings.
const (
	mostAsked  = 400            // mailboxes asked in a round, the others in the next
	refusedFor = 24 * time.Hour // who may not ask does not try again
	// NoPurpose is what a mailbox is for that does not tell, or is not there.
	NoPurpose = "none"
)

// askable says whether the mailbox of an entry may tell what it is, and was not asked.
func (u User) askable() bool {
	return u.Deleted.IsZero() && u.Purpose == "" && slices.Contains([]Kind{Place, Unlicensed, Disabled}, u.Kind)
}

// recall takes what an entry's mailbox has told before, as long as the directory says the same of it as then.
func (u *User) recall(was User) {
	if was.Purpose != "" && u.Kind == was.Asked {
		u.tell(was.Purpose)
	}
}

// tell takes what an entry's mailbox says it is for ("mailboxSettings resource type", userPurpose).
func (u *User) tell(purpose string) {
	u.Purpose, u.Asked = purpose, u.Kind
	switch strings.ToLower(purpose) {
	case "shared":
		u.Kind = Shared
	case "room", "equipment":
		u.Kind = Room
	case "user", "linked":
		if u.Kind == Place { // somebody's who has left
			u.Kind = Disabled
		}
	}
}

// Purposes asks a part of the entries that the directory does not tell apart what their mailboxes are for, and gives how
// many entries are of another kind by it. ask gives the purpose of each address that told one, NoPurpose for one that can't,
// and says whether asking was refused altogether; of the others it is asked in the next round.
func (b *Book) Purposes(ctx context.Context, account string, now time.Time, ask func(ctx context.Context, addresses []string) (map[string]string, bool, error)) (int, error) {
	var state usersState
	err := b.db.View(func(tx *store.Tx) error {
		_, err := tx.Note(key(account, string(UsersFeature), stateID), &state)
		return err
	})
	if age := now.Sub(state.Refused); err != nil || !state.Ask || !state.Refused.IsZero() && age >= 0 && age < refusedFor {
		return 0, err
	}
	known, err := b.Users(account)
	if err != nil {
		return 0, err
	}
	known = slices.DeleteFunc(known, func(u User) bool { return !u.askable() })
	part := known[:min(mostAsked, len(known))]
	addresses := make([]string, len(part))
	for i, u := range part {
		addresses[i] = u.Address
	}
	told, refused, err := ask(ctx, addresses)
	if err != nil {
		return 0, err
	}
	changed, n := map[string]*User{}, 0
	for _, u := range part {
		if purpose := told[u.Address]; purpose != "" {
			was := u.Kind
			u.tell(purpose)
			changed[u.ID] = &u
			if u.Kind != was {
				n++
			}
		}
	}
	state.Ask, state.Refused = len(changed) < len(known), time.Time{}
	if refused {
		state.Refused = now.UTC()
	}
	return n, b.writeUsers(ctx, account, changed, state)
}
