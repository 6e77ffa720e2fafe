package people

import (
	"regexp"
	"slices"
	"strings"

	"postroom/app/fault"
	"postroom/app/store"
)

// Tie says that an address which is known here and a directory entry are one person.
type Tie struct {
	Address string `json:"address"`
	ID      string `json:"id"` // object id
}

// Suggestion is a directory entry that has an address which is known here and tied to nobody.
type Suggestion struct {
	Address string `json:"address"`
	User    User   `json:"user"`
	Taken   string `json:"taken,omitempty"` // the address that the entry is tied to already; empty: to none
}

var objectID = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

const tiePrefix = "\x00tie\x00"

// tieKey is the key of an address's tie. Keys lie in clear, so the address is none.
func tieKey(address string) string {
	k := store.KeyOf(strings.ToLower(address))
	return tiePrefix + string(k[:])
}

// Ties lists the ties by address.
func (b *Book) Ties() (ties []Tie, err error) {
	err = b.db.View(func(tx *store.Tx) error {
		ties, err = tiesOf(tx)
		return err
	})
	return ties, err
}

func tiesOf(tx *store.Tx) ([]Tie, error) {
	ties := []Tie{}
	err := tx.Notes(tiePrefix, func(_ string, read func(any) error) error {
		var t Tie
		ties = append(ties, t)
		return read(&ties[len(ties)-1])
	})
	slices.SortFunc(ties, func(x, y Tie) int { return strings.Compare(x.Address, y.Address) })
	return ties, err
}

// Tie ties an address to the object id of a directory entry that one of the accounts knows. Nothing is tied twice: the
// codes "people-tie-taken" (the entry is tied to another address) and "people-tie-other" (the address is tied to another
// entry) say to what. "people-tie-id" is no object id, "people-tie-unknown" one of nobody.
func (b *Book) Tie(address, id string, accounts []string) error {
	address, id = strings.ToLower(strings.TrimSpace(address)), strings.ToLower(strings.TrimSpace(id))
	refuse := func(code, other string) error {
		return &fault.Error{Class: fault.FixSetting, Code: code, Op: "tie an address", Args: map[string]string{"address": address, "id": id, "other": other}}
	}
	if !objectID.MatchString(id) {
		return refuse("people-tie-id", "")
	}
	return b.db.Update(func(tx *store.Tx) error {
		known := false
		for _, account := range accounts {
			var u User
			found, err := tx.Note(key(account, string(UsersFeature), id), &u)
			if err != nil {
				return err
			}
			known = known || found && u.Deleted.IsZero()
		}
		if !known {
			return refuse("people-tie-unknown", "")
		}
		ties, err := tiesOf(tx)
		if err != nil {
			return err
		}
		for _, t := range ties {
			switch {
			case t.Address == address && t.ID == id:
				return nil
			case t.Address == address:
				return refuse("people-tie-other", t.ID)
			case t.ID == id:
				return refuse("people-tie-taken", t.Address)
			}
		}
		return tx.PutNote(tieKey(address), Tie{address, id})
	})
}

// Untie undoes a tie. The code is "people-tie-none" if there is none.
func (b *Book) Untie(address string) error {
	address = strings.ToLower(strings.TrimSpace(address))
	return b.db.Update(func(tx *store.Tx) error {
		var t Tie
		found, err := tx.Note(tieKey(address), &t)
		if err == nil && !found {
			err = &fault.Error{Class: fault.FixSetting, Code: "people-tie-none", Op: "undo a tie", Args: map[string]string{"address": address}}
		}
		if err != nil {
			return err
		}
		return tx.DropNote(tieKey(address))
	})
}

// Suggest finds, for addresses that are known here and tied to nobody, the directory entries that have them.
func Suggest(addresses []string, users []User, ties []Tie) []Suggestion {
	owner := map[string]*User{}
	for i, u := range users {
		if u.Deleted.IsZero() {
			for _, a := range append([]string{u.Principal, u.Address}, u.Aliases...) {
				owner[strings.ToLower(a)] = &users[i]
			}
		}
	}
	list := []Suggestion{}
	for _, address := range addresses {
		u := owner[strings.ToLower(address)]
		tied := slices.ContainsFunc(ties, func(t Tie) bool { return strings.EqualFold(t.Address, address) })
		if u == nil || address == "" || tied {
			continue
		}
		s := Suggestion{Address: address, User: *u}
		if i := slices.IndexFunc(ties, func(t Tie) bool { return strings.EqualFold(t.ID, u.ID) }); i >= 0 {
			s.Taken = ties[i].Address
		}
		list = append(list, s)
	}
	return list
}
