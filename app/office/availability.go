package office

import (
	"context"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// Availability is how a member of the team shows by their calendar, in words.
type Availability struct {
	Address string      `json:"address"`
	Status  mail.ShowAs `json:"status"`
	Until   *time.Time  `json:"until"` // nil: no end is known
	Back    *time.Time  `json:"back"`  // when somebody who is out works again; nil: not known, or not out
	Words   string      `json:"words"` // "out until Monday", in the person's language
}

// Availability tells how members of the team show now, by the addresses that they have in the team: by any of the
// member's, or of the user whom they are tied to. Of whom nothing is known it tells nothing. It asks nobody: calendars are as the last reading
// left them.
func (o *Office) Availability(addresses ...string) ([]Availability, error) {
	list := []Availability{}
	shown := o.board.Now()
	if len(shown) == 0 || len(addresses) == 0 {
		return list, nil
	}
	also, err := o.tiedAddresses()
	if err != nil {
		return nil, err
	}
	if err := o.addMembers(also); err != nil {
		return nil, err
	}
	now := o.opts.Now().Local()
	for _, address := range addresses {
		key := strings.ToLower(strings.TrimSpace(address))
		for _, p := range shown {
			its := strings.ToLower(p.Address)
			if p.Show != mail.Untold && (its == key || also[key][its]) {
				list = append(list, Availability{Address: address, Status: p.Show, Until: moment(p.Until), Back: moment(p.Back), Words: p.In(o.language(), now)})
				break
			}
		}
	}
	return list, nil
}

// availabilityWait is how long somebody who looks at what is to be done waits for calendars.
const availabilityWait = 10 * time.Second

// ReadAvailability is Availability as calendars are now: they are read before, where status is on. What can't be read in a few
// seconds is no error here; nothing is told of it.
func (o *Office) ReadAvailability(ctx context.Context, addresses ...string) ([]Availability, error) {
	if len(addresses) == 0 {
		return []Availability{}, nil
	}
	trial, cancel := context.WithTimeout(ctx, availabilityWait)
	defer cancel()
	_, err := o.PeopleStatus(trial, true)
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil && fault.CodeOf(err) != "people-off-status" && trial.Err() == nil:
		return nil, err
	}
	return o.Availability(addresses...)
}

// addMembers adds the other addresses of each member of the team.
func (o *Office) addMembers(also map[string]map[string]bool) error {
	room, err := o.room()
	if err != nil {
		return err
	}
	for _, m := range room.Team().Members {
		if len(m.Also) > 0 && also[m.Address] == nil {
			also[m.Address] = map[string]bool{}
		}
		for _, a := range m.Also {
			also[m.Address][a] = true
		}
	}
	return nil
}

// tiedAddresses are the addresses that a user has, in lower case, by each address that is tied to them.
func (o *Office) tiedAddresses() (map[string]map[string]bool, error) {
	also := map[string]map[string]bool{}
	ties, err := o.book().Ties()
	if err != nil || len(ties) == 0 {
		return also, err
	}
	accounts, err := o.userAccounts()
	if err != nil {
		return nil, err
	}
	for _, t := range ties {
		for _, account := range accounts {
			u, ok, err := o.book().User(account, t.ID)
			if err != nil {
				return nil, err
			}
			if ok && u.Deleted.IsZero() {
				its := map[string]bool{}
				for _, a := range u.Addresses() {
					its[a] = true
				}
				also[t.Address] = its
			}
		}
	}
	return also, nil
}
