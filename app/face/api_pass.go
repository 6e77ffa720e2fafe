package face

import "postroom/app/people"

// Passes tells how passing statuses on to a web address and to a program stands.
func (a *API) Passes() ([]Pass, error) {
	o, err := a.face.ready()
	if err != nil {
		return nil, err
	}
	list, err := a.face.passes(o)
	return list, a.face.say(err)
}

// PassToWebhook has statuses sent to a web address, in place of the one before. A secret that was made for it is in the
// answer, this once.
func (a *API) PassToWebhook(form WebhookForm) (Pass, error) {
	o, err := a.face.ready()
	if err != nil {
		return Pass{}, err
	}
	p, err := a.face.passToWebhook(o, form)
	return p, a.face.say(err)
}

// ChooseAuthority asks for a file with the certificates of an authority; an empty one if the person cancelled.
func (a *API) ChooseAuthority() (CertificateFile, error) {
	c, err := a.face.chooseAuthority()
	return c, a.face.say(err)
}

// PassToCommand has a program of this computer run with each status, in place of the one before.
func (a *API) PassToCommand(form CommandForm) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.passToCommand(o, form))
}

// ChooseProgram asks for a program; it gives the file, empty if the person cancelled.
func (a *API) ChooseProgram() (string, error) {
	path, err := a.face.chooseProgram()
	return path, a.face.say(err)
}

// TryPassing sends a try to the webhook or the command. Cancel("pass") stops it.
func (a *API) TryPassing(kind string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.tryPassing(o, kind))
}

// StopPassing stops passing on to the webhook or the command, and forgets it.
func (a *API) StopPassing(kind string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(o.StopPassing(a.face.ctx, kind))
}

// TeamStatus tells how the members of the team show by their calendars now. It asks nobody.
func (a *API) TeamStatus() ([]MemberStatus, error) {
	o, err := a.face.ready()
	if err != nil {
		return nil, err
	}
	list, err := a.face.teamStatus(o)
	return list, a.face.say(err)
}

// TeamProposals lists what is to be decided or known about the organisation's users and the team: those that mention a
// text, a page of them.
func (a *API) TeamProposals(text string, offset, limit int) (TeamProposals, error) {
	o, err := a.face.ready()
	if err != nil {
		return TeamProposals{}, err
	}
	v, err := a.face.teamProposals(o, text, offset, limit)
	return v, a.face.say(err)
}

// SetTeamFromUsers says what becomes of new users in the team: off, propose or add.
func (a *API) SetTeamFromUsers(mode string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(o.SetTeamFromUsers(a.face.ctx, people.JoinMode(mode)))
}

// DecideProposal does what is proposed about a user, or says that it is not wanted. It gives how many mails waited for it.
func (a *API) DecideProposal(id, kind string, accept bool) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	n, err := a.face.decideProposal(o, id, kind, accept)
	return n, a.face.say(err)
}
