package people

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"postroom/app/mail"
	"postroom/app/store"
)

// Kind says what a directory entry stands for.
type Kind string

const (
	Person     Kind = "person"
	Guest      Kind = "guest"      // of another organisation
	Disabled   Kind = "disabled"   // may not sign in
	Unlicensed Kind = "unlicensed" // may sign in, but has no licence, so no mailbox
	Room       Kind = "room"       // a room or equipment: its mailbox says so
	Shared     Kind = "shared"     // a shared mailbox: it says so itself
	// Place is one of these two: nobody signs in as it, and it needs no licence. Which one could not be asked.
	Place Kind = "mailbox"
)

// User is an entry of an organisation's directory that has a mail address.
type User struct {
	ID        string    `json:"id"` // object id
	Name      string    `json:"name"`
	Address   string    `json:"address"`
	Principal string    `json:"principal,omitempty"`
	Aliases   []string  `json:"aliases,omitempty"`
	Kind      Kind      `json:"kind"`
	Deleted   time.Time `json:"deleted,omitzero"` // zero: it is there
	Since     time.Time `json:"since,omitzero"`   // when it appeared; zero: it was there when the directory was read first
	// Unsure says that it counts as a person because nothing may be read that tells: it may be a room or a shared mailbox.
	Unsure  bool   `json:"unsure,omitempty"`
	Purpose string `json:"purpose,omitempty"` // what its mailbox says it is for; empty: it was not asked
	Asked   Kind   `json:"asked,omitempty"`   // what the directory said of it when its mailbox was asked
}

// Kinds are all there are.
var Kinds = []Kind{Person, Guest, Shared, Room, Place, Unlicensed, Disabled}

// kindOf tells entries apart. Where that may not be read, everybody but a guest counts as a person.
func kindOf(u mail.User) Kind {
	switch {
	case u.Guest:
		return Guest
	case u.Enabled == mail.No && u.Licensed == mail.No:
		return Place
	case u.Enabled == mail.No:
		return Disabled
	case u.Licensed == mail.No:
		return Unlicensed
	}
	return Person
}

func userOf(u mail.User) User {
	kind := kindOf(u)
	return User{ID: u.ID, Name: cmp.Or(u.Name, u.Address), Address: u.Address, Principal: u.Principal, Aliases: u.Aliases, Kind: kind,
		Unsure: kind == Person && u.Enabled == mail.Unknown && u.Licensed == mail.Unknown}
}

func (u User) equal(v User) bool {
	return u.ID == v.ID && u.Name == v.Name && u.Address == v.Address && u.Principal == v.Principal && u.Kind == v.Kind && u.Unsure == v.Unsure &&
		slices.Equal(u.Aliases, v.Aliases) && u.Deleted.Equal(v.Deleted)
}

// restorable is how long a deleted entry can be brought back ("Restore or remove a recently deleted user").
const restorable = 30 * 24 * time.Hour

// Directory reads an organisation's directory.
type Directory interface {
	// UserChanges gives what changed since a link, and the next one; an empty link lists all. The error wraps
	// mail.ErrCursorLost if the link is no longer understood.
	UserChanges(ctx context.Context, link string, each func(mail.User)) (string, error)
	AllUsers(ctx context.Context, each func(mail.User)) error
}

// UserRound is what a look at the directory brought.
type UserRound struct {
	Added, Changed, Deleted, Restored int
	Full                              bool // all were listed
}

// usersState is how far a directory was read.
type usersState struct {
	Link    string    `json:"link,omitempty"` // empty: by listing
	Synced  time.Time `json:"synced"`
	Ask     bool      `json:"ask,omitempty"`    // there may be entries whose mailboxes can be asked what they are for
	Refused time.Time `json:"refused,omitzero"` // when asking them was refused
}

const stateID = "@state" // no object id

// UsersSynced says when an account's directory was read last, and whether its changes are tracked; zero: never.
func (b *Book) UsersSynced(account string) (when time.Time, tracked bool, err error) {
	var s usersState
	err = b.db.View(func(tx *store.Tx) error {
		_, err := tx.Note(key(account, string(UsersFeature), stateID), &s)
		return err
	})
	return s.Synced, s.Link != "", err
}

// SyncUsers brings what is known of an account's directory up to date: by its changes if they are tracked, else by
// listing and comparing. A directory that has forgotten where we stood is listed anew and compared.
func (b *Book) SyncUsers(ctx context.Context, account string, d Directory, tracked bool, now time.Time) (UserRound, error) {
	var state usersState
	err := b.db.View(func(tx *store.Tx) error {
		_, err := tx.Note(key(account, string(UsersFeature), stateID), &state)
		return err
	})
	if err != nil {
		return UserRound{}, err
	}
	var seen []mail.User
	add := func(u mail.User) { seen = append(seen, u) }
	link, full, next := "", state.Link == "" || !tracked, state
	if !tracked {
		err = d.AllUsers(ctx, add)
	} else {
		link, err = d.UserChanges(ctx, state.Link, add)
		if errors.Is(err, mail.ErrCursorLost) && state.Link != "" {
			seen, full = nil, true
			link, err = d.UserChanges(ctx, "", add)
		}
	}
	if err != nil {
		return UserRound{}, err
	}
	next.Link, next.Synced = link, now.UTC()
	if !full && len(seen) == 0 {
		return UserRound{}, b.writeUsers(ctx, account, nil, next) // nobody has to be looked up
	}
	known, err := b.usersByID(account)
	if err != nil {
		return UserRound{}, err
	}
	round, changed := compare(known, seen, full, now)
	for id, u := range changed {
		next.Ask = next.Ask || u != nil && u.askable()
		switch was, is := known[id]; {
		case u == nil:
		case is:
			u.Since = was.Since
		case !state.Synced.IsZero():
			u.Since = now.UTC()
		}
	}
	return round, b.writeUsers(ctx, account, changed, next)
}

// compare finds what a round changes: entries by id, nil for those that go.
func compare(known map[string]User, seen []mail.User, full bool, now time.Time) (UserRound, map[string]*User) {
	round, changed := UserRound{Full: full}, map[string]*User{}
	present := maps.Clone(known)
	var there map[string]bool
	if full {
		there = map[string]bool{}
	}
	for _, u := range seen {
		was, is := present[u.ID]
		switch {
		case u.Removed == mail.RemovedForNow && is && was.Deleted.IsZero():
			was.Deleted = now.UTC()
			round.Deleted++
			present[u.ID], changed[u.ID] = was, &was
		case u.Removed == mail.RemovedForNow:
		case u.Removed != mail.RemovedNot || u.Address == "": // without an address it is nobody whom we know
			if is {
				if was.Deleted.IsZero() {
					round.Deleted++
				}
				delete(present, u.ID)
				changed[u.ID] = nil
			}
		default:
			now := userOf(u)
			now.recall(was)
			if there != nil {
				there[u.ID] = true
			}
			switch {
			case !is:
				round.Added++
			case !was.Deleted.IsZero():
				round.Restored++
			case !was.equal(now):
				round.Changed++
			default:
				continue
			}
			present[u.ID], changed[u.ID] = now, &now
		}
	}
	for id, u := range present {
		switch {
		case full && !there[id] && u.Deleted.IsZero():
			u.Deleted = now.UTC()
			round.Deleted++
			changed[id] = &u
		case !u.Deleted.IsZero() && now.Sub(u.Deleted) > restorable:
			changed[id] = nil
		}
	}
	return round, changed
}

// part is how many entries are written at once: more would keep others waiting for the database.
const part = 2000

// writeUsers writes what changed, and with the last of it how far the directory was read: what is cut off is read again.
func (b *Book) writeUsers(ctx context.Context, account string, changed map[string]*User, state usersState) error {
	ids := slices.Sorted(maps.Keys(changed))
	for first := true; first || len(ids) > 0; first = false {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		now := ids[:min(part, len(ids))]
		ids = ids[len(now):]
		err := b.db.Update(func(tx *store.Tx) error {
			for _, id := range now {
				var err error
				if u := changed[id]; u == nil {
					err = tx.DropNote(key(account, string(UsersFeature), id))
				} else {
					err = tx.PutNote(key(account, string(UsersFeature), id), u)
				}
				if err != nil {
					return err
				}
			}
			if len(ids) > 0 {
				return nil
			}
			return tx.PutNote(key(account, string(UsersFeature), stateID), state)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *Book) usersByID(account string) (map[string]User, error) {
	users := map[string]User{}
	prefix := key(account, string(UsersFeature), "")
	err := b.db.View(func(tx *store.Tx) error {
		return tx.Notes(prefix, func(k string, read func(any) error) error {
			if k == prefix+stateID {
				return nil
			}
			var u User
			if err := read(&u); err != nil {
				return err
			}
			users[u.ID] = u
			return nil
		})
	})
	return users, err
}

// Users lists what is known of an account's directory, by name; those of one name by address.
func (b *Book) Users(account string) ([]User, error) {
	users, err := b.usersByID(account)
	return slices.SortedFunc(maps.Values(users), func(x, y User) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), cmp.Compare(x.Address, y.Address), cmp.Compare(x.ID, y.ID))
	}), err
}

// User reads one entry of an account's directory by its object id; false if it is not known.
func (b *Book) User(account, id string) (u User, ok bool, err error) {
	err = b.db.View(func(tx *store.Tx) error {
		ok, err = tx.Note(key(account, string(UsersFeature), id), &u)
		return err
	})
	return u, ok, err
}
