package office

import (
	"time"

	"postroom/app/mail"
	"postroom/app/people"
	"postroom/app/store"
)

// UsersRead says when an organisation's directory was read last through an account.
type UsersRead struct {
	Account string     `json:"account"` // id
	Address string     `json:"address"`
	Read    *time.Time `json:"read"`    // nil: never
	Tracked bool       `json:"tracked"` // its changes are told; else it is listed and compared
}

// UsersRead tells it of each account for which users are on.
func (o *Office) UsersRead() ([]UsersRead, error) {
	list := []UsersRead{}
	err := o.peopleAccounts(people.UsersFeature, func(a store.Account, _ people.Setting) error {
		when, tracked, err := o.book().UsersSynced(a.ID)
		list = append(list, UsersRead{Account: a.ID, Address: a.Address, Read: moment(when), Tracked: tracked})
		return err
	})
	return list, err
}

// OwnPresence is how the person whose calendar is read shows now, as the last reading left it; of several it is the first
// by address. It is nil if that is not known.
func (o *Office) OwnPresence() (*PersonStatus, error) {
	on := map[string]bool{}
	err := o.peopleAccounts(people.StatusFeature, func(a store.Account, _ people.Setting) error {
		on[a.ID] = true
		return nil
	})
	if err != nil || len(on) == 0 {
		return nil, err
	}
	for _, p := range o.board.Now() {
		if p.Own && on[p.Account] && p.Show != mail.Untold {
			v := o.personStatus(p)
			return &v, nil
		}
	}
	return nil, nil
}
