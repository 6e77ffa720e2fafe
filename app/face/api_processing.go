package face

// Processing gives a page of the list of what stands where.
func (a *API) Processing(q ProcessingQuery) (ProcessingPage, error) {
	o, err := a.face.ready()
	if err != nil {
		return ProcessingPage{}, err
	}
	p, err := a.face.processing(o, q)
	return p, a.face.say(err)
}

// ProcessingMail is one mail of the list.
func (a *API) ProcessingMail(id string) (ProcessingMail, error) {
	o, err := a.face.ready()
	if err != nil {
		return ProcessingMail{}, err
	}
	m, err := a.face.processingMail(o, id)
	return m, a.face.say(err)
}

// DraftClient gathers from a mail what a new client may be called and known by.
func (a *API) DraftClient(id string) (ClientDraft, error) {
	o, err := a.face.ready()
	if err != nil {
		return ClientDraft{}, err
	}
	d, err := a.face.draft(o, id)
	return d, a.face.say(err)
}

// AssignMail gives a mail to a client and learns from it: address, domain, nothing, or empty for the address where nobody
// else has it. It gives how many other mails waited for the same.
func (a *API) AssignMail(id, client, learn string) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	v, err := o.Assign(a.face.ctx, id, client, learn)
	if err != nil {
		return 0, a.face.say(err)
	}
	return len(v.Settled), nil
}

// SetMailsAside says of mails that they concern no client, or with false takes them back.
func (a *API) SetMailsAside(ids []string, aside bool) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(o.SetAside(a.face.ctx, aside, ids...))
}

// ProcessAgain tries mails again, or without any everything that is open. It gives how many were settled by it.
func (a *API) ProcessAgain(ids []string) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	ctx, done := a.face.task("process")
	defer done()
	n, err := o.ProcessAgain(ctx, ids...)
	return n, a.face.say(err)
}

// UndoProcessing takes back what was decided last about clients, team or mails.
func (a *API) UndoProcessing() (ProcessingUndone, error) {
	o, err := a.face.ready()
	if err != nil {
		return ProcessingUndone{}, err
	}
	u, err := o.UndoProcessing(a.face.ctx)
	if err != nil {
		return ProcessingUndone{}, a.face.say(err)
	}
	return ProcessingUndone{What: u.What, Clients: u.Clients, Mails: u.Mails}, nil
}
