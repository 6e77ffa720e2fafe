package face

// People tells how the features for people stand for each account.
func (a *API) People() ([]PeopleAccount, error) {
	o, err := a.face.ready()
	if err != nil {
		return nil, err
	}
	list, err := a.face.people(o)
	return list, a.face.say(err)
}

// PeopleOn begins to switch a feature on for an account. It returns at once and ends a sign-in that is under way; connect
// events tell how it goes on, as for Connect: Microsoft may ask the person for the permission. CancelConnect ends it.
func (a *API) PeopleOn(account, feature string, code bool) error {
	return a.face.signIn(attempt{kind: "people", account: account, feature: feature, code: code})
}

// PeopleOff switches a feature off. With forget what it has read is deleted; else it is kept, and not shown.
func (a *API) PeopleOff(account, feature string, forget bool) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.peopleOff(o, account, feature, forget))
}

// TeamDay tells who is there, and how a day such as 2026-11-23 looks; an empty one is today. With refresh the calendars
// are read before.
func (a *API) TeamDay(day string, refresh bool) (TeamDay, error) {
	o, err := a.face.ready()
	if err != nil {
		return TeamDay{}, err
	}
	v, err := a.face.teamDay(o, day, refresh)
	return v, a.face.say(err)
}

// WatchPeople has the calendar status of colleagues shown, or no more.
func (a *API) WatchPeople(addresses []string, on bool) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.watch(o, addresses, on))
}

// Users gives a part of the organisation's users.
func (a *API) Users(q UserQuery) (UserPage, error) {
	o, err := a.face.ready()
	if err != nil {
		return UserPage{}, err
	}
	p, err := a.face.users(o, q)
	return p, a.face.say(err)
}

// SyncUsers reads the organisation's directory now. Cancel("users") stops it.
func (a *API) SyncUsers() error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.syncUsers(o))
}

// Ties tells which addresses are tied to which users, and which could be.
func (a *API) Ties() (Ties, error) {
	o, err := a.face.ready()
	if err != nil {
		return Ties{}, err
	}
	t, err := a.face.ties(o)
	return t, a.face.say(err)
}

// TiePerson ties an address to the user with an object id.
func (a *API) TiePerson(address, id string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	err = o.TiePeople(a.face.ctx, address, id)
	a.face.userList.stale()
	return a.face.say(err)
}

// UntiePerson undoes a tie.
func (a *API) UntiePerson(address string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	err = o.UntiePeople(a.face.ctx, address)
	a.face.userList.stale()
	return a.face.say(err)
}
