package people

import (
	"slices"
	"strings"

	"postroom/app/store"
)

// Feature is one of the things that can be switched on for an account.
type Feature string

const (
	StatusFeature Feature = "status" // calendars tell who is there
	UsersFeature  Feature = "users"  // the organisation's directory
	// ContactsFeature is the account's own address book.
	ContactsFeature Feature = "contacts"
)

// Features are all there are.
var Features = []Feature{UsersFeature, ContactsFeature, StatusFeature, TeamsFeature}

// Setting is how a feature stands for an account.
type Setting struct {
	On     bool     `json:"on"`
	Scopes []string `json:"scopes,omitempty"` // permissions that were accepted for it
	Team   []string `json:"team,omitempty"`   // whose status is asked for beside the own one: addresses
}

// Book keeps what is known of people in the database, sealed.
type Book struct{ db *store.DB }

// NewBook gives the book in a database.
func NewBook(db *store.DB) *Book { return &Book{db} }

// key makes the key of a record that goes with an account.
func key(account, kind, id string) string { return account + "\x00" + kind + "\x00" + id }

// Setting reads how a feature stands; the zero value if it was never switched on.
func (b *Book) Setting(account string, f Feature) (s Setting, err error) {
	err = b.db.View(func(tx *store.Tx) error {
		_, err := tx.Note(key(account, "feature", string(f)), &s)
		return err
	})
	return s, err
}

// Change changes how a feature stands.
func (b *Book) Change(account string, f Feature, change func(*Setting)) error {
	return b.db.Update(func(tx *store.Tx) error {
		var s Setting
		if _, err := tx.Note(key(account, "feature", string(f)), &s); err != nil {
			return err
		}
		change(&s)
		return tx.PutNote(key(account, "feature", string(f)), s)
	})
}

// Forget drops what a feature has read and who was chosen for it.
func (b *Book) Forget(account string, f Feature) error {
	return b.db.Update(func(tx *store.Tx) error {
		if err := tx.DropNotes(key(account, string(f), "")); err != nil {
			return err
		}
		return tx.DropNote(key(account, "feature", string(f)))
	})
}

// Watched adds addresses to a team, or takes them out of it; each is in it once, whatever its letter case.
func Watched(team, addresses []string, on bool) []string {
	now := slices.DeleteFunc(slices.Clone(team), func(a string) bool {
		return slices.ContainsFunc(addresses, func(b string) bool { return strings.EqualFold(a, b) })
	})
	if on {
		for _, a := range addresses {
			if !slices.ContainsFunc(now, func(b string) bool { return strings.EqualFold(a, b) }) {
				now = append(now, a)
			}
		}
	}
	slices.Sort(now)
	return now
}
