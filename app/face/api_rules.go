package face

// AsideRules are the rules by which mails are set aside, the built-in ones and the office's own.
func (a *API) AsideRules() (AsideRules, error) {
	o, err := a.face.ready()
	if err != nil {
		return AsideRules{}, err
	}
	v, err := a.face.asideRules(o)
	return v, a.face.say(err)
}

// AddAsideRule makes a rule about a sender, domain, subject or mailbox that sets mails aside, or with keep one that no rule
// sets them aside. It gives how many mails it has set aside.
func (a *API) AddAsideRule(kind, value string, keep bool) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	r, err := o.AddRule(a.face.ctx, kind, value, keep)
	if err != nil {
		return 0, a.face.say(err)
	}
	return r.Mails, nil
}

// SwitchAsideRule switches a rule on or off.
func (a *API) SwitchAsideRule(id string, on bool) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(o.SwitchRule(a.face.ctx, id, on))
}

// DropAsideRule takes a rule of the office's own away.
func (a *API) DropAsideRule(id string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(o.DropRule(a.face.ctx, id))
}
