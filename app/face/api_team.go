package face

// Team is everybody in the office, and who handles what arrives at which address.
func (a *API) Team() (Team, error) {
	o, err := a.face.ready()
	if err != nil {
		return Team{}, err
	}
	t, err := a.face.team(o)
	return t, a.face.say(err)
}

// SaveMember adds a member of the team, or replaces the one with the same address. It gives how many mails waited for it.
func (a *API) SaveMember(m Member) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	n, err := a.face.saveMember(o, m)
	return n, a.face.say(err)
}

// DropMember takes a member, by address, out of the team.
func (a *API) DropMember(address string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	_, err = o.DropMember(a.face.ctx, address)
	return a.face.say(err)
}

// TieAddress says who handles what arrives at an address: contact, role:R, team:T, or empty for nobody. It gives how many
// mails waited for it.
func (a *API) TieAddress(address, to string) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	n, err := o.Tie(a.face.ctx, address, to)
	return n, a.face.say(err)
}

// WouldGoTo says who would take part in a mail from a client, by id, to an address.
func (a *API) WouldGoTo(client, address string) (MailRoute, error) {
	o, err := a.face.ready()
	if err != nil {
		return MailRoute{}, err
	}
	r, err := a.face.wouldGoTo(o, client, address)
	return r, a.face.say(err)
}
