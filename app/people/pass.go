package people

import (
	"time"

	"postroom/app/people/passing"
	"postroom/app/store"
)

// TeamsFeature shows the own status in Teams, too.
const TeamsFeature Feature = "teams"

// Passing says to what statuses are passed on, beside Teams. It is kept sealed: addresses and secrets are in it.
type Passing struct {
	Webhook *PassWebhook `json:"webhook,omitempty"`
	Command *PassCommand `json:"command,omitempty"`
}

// PassWebhook is a web address that gets statuses.
type PassWebhook struct {
	URL    string `json:"url"`
	Secret string `json:"secret"`
	CA     string `json:"ca,omitempty"` // certificates of an authority of one's own, PEM
	Inside bool   `json:"inside"`       // it may stand in one's own network
	Team   bool   `json:"team"`         // colleagues' statuses, too
}

// PassCommand is a program that gets statuses.
type PassCommand struct {
	Path string   `json:"path"`
	Args []string `json:"args,omitempty"`
	Team bool     `json:"team"`
}

// PassResult is how passing on ended last.
type PassResult struct {
	Time    time.Time      `json:"time"` // when something was passed on last; zero: never
	Problem *store.Problem `json:"problem,omitempty"`
}

// PassHeld is of whom a receiver may hold something, and which receiver that is: should it be told by a later run that nothing is
// known any more.
type PassHeld struct {
	To     Passing  `json:"to"` // one of the two
	People []string `json:"people"`
}

const (
	heldPrefix = "\x00pass\x00held\x00"
	passKey    = "\x00pass\x00setting"
	passPrefix = "\x00pass\x00result\x00"
)

// Passing reads to what statuses are passed on.
func (b *Book) Passing() (p Passing, err error) {
	err = b.db.View(func(tx *store.Tx) error {
		_, err := tx.Note(passKey, &p)
		return err
	})
	return p, err
}

// ChangePassing changes it.
func (b *Book) ChangePassing(change func(*Passing)) error {
	return b.db.Update(func(tx *store.Tx) error {
		var p Passing
		if _, err := tx.Note(passKey, &p); err != nil {
			return err
		}
		change(&p)
		return tx.PutNote(passKey, p)
	})
}

// passedKey is the key of how passing on to something ended: that of an account goes with it.
func passedKey(kind, account string) string {
	if account == "" {
		return passPrefix + kind
	}
	return key(account, "pass", kind)
}

// Passed reads how passing on to something ended last, of an account or, with none, of the office.
func (b *Book) Passed(kind, account string) (r PassResult, err error) {
	err = b.db.View(func(tx *store.Tx) error {
		_, err := tx.Note(passedKey(kind, account), &r)
		return err
	})
	return r, err
}

// SetPassed keeps how passing on to something ended; nil forgets it.
func (b *Book) SetPassed(kind, account string, r *PassResult) error {
	return b.db.Update(func(tx *store.Tx) error {
		if r == nil {
			return tx.DropNote(passedKey(kind, account))
		}
		return tx.PutNote(passedKey(kind, account), r)
	})
}

// Held reads of whom a kind of receiver may hold something; false for nobody.
func (b *Book) Held(kind string) (h PassHeld, ok bool, err error) {
	err = b.db.View(func(tx *store.Tx) error {
		ok, err = tx.Note(heldPrefix+kind, &h)
		return err
	})
	return h, ok, err
}

// SetHeld keeps it; nobody forgets it.
func (b *Book) SetHeld(kind string, h PassHeld) error {
	return b.db.Update(func(tx *store.Tx) error {
		if len(h.People) == 0 {
			return tx.DropNote(heldPrefix + kind)
		}
		return tx.PutNote(heldPrefix+kind, h)
	})
}

// Fresh says whether how somebody shows may be told to others as what is so now. While calendars can be read, they were
// read a moment ago; if not, the machine has slept, or its clock was set, and they are read anew at once. Calendars that
// can't be read still tell what they told, for a while.
func (p Presence) Fresh(now time.Time) bool {
	age := now.Round(0).Sub(p.Read.Round(0)) // by the clock on the wall: the other one stands still while the machine sleeps
	switch {
	case p.Read.IsZero() || age < -Poll:
		return false
	case p.Err != nil:
		return true
	}
	return age <= 3*Poll
}

// Passable is how those whom a receiver is to hear of show at this instant.
func (b *Board) Passable(whose func(Presence) bool) []passing.Status {
	now := b.now()
	var list []passing.Status
	for _, p := range b.Now() {
		if whose(p) {
			list = append(list, passing.Status{Address: p.Address, Show: p.Show, Until: p.Until, Working: p.KnowsWorking && p.Working, Held: !p.Fresh(now)})
		}
	}
	return list
}
