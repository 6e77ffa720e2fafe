package face

// AcceptSuggestion takes the nth suggestion for a mail's client, from 1 on, and learns from that. It gives how many other
// mails waited for the same.
func (a *API) AcceptSuggestion(id string, nth int) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	v, err := o.Accept(a.face.ctx, id, nth)
	if err != nil {
		return 0, a.face.say(err)
	}
	return len(v.Settled), nil
}

// Learned gives a page of what was learned from people's decisions. Only managers see it.
func (a *API) Learned(q LearnedQuery) (LearnedPage, error) {
	o, err := a.face.ready()
	if err != nil {
		return LearnedPage{}, err
	}
	p, err := a.face.learned(o, q)
	return p, a.face.say(err)
}

// SwitchLearning switches learning, and all that was learned, on or off. It gives how many mails were settled by that.
func (a *API) SwitchLearning(on bool) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	n, err := o.SwitchLearning(a.face.ctx, on)
	return n, a.face.say(err)
}

// SetBar says how sure it has to be to assign a mail by itself, from 0.5 to 1.
func (a *API) SetBar(bar float64) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	n, err := o.SetBar(a.face.ctx, bar)
	return n, a.face.say(err)
}

// SwitchLesson switches one thing that was learned on or off.
func (a *API) SwitchLesson(id string, on bool) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	n, err := o.SwitchLesson(a.face.ctx, id, on)
	return n, a.face.say(err)
}

// ForgetLesson forgets one thing that was learned.
func (a *API) ForgetLesson(id string) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	n, err := o.ForgetLesson(a.face.ctx, id)
	return n, a.face.say(err)
}

// EditLesson says that one thing that was learned is about a client.
func (a *API) EditLesson(id, client string) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	n, err := o.EditLesson(a.face.ctx, id, client)
	return n, a.face.say(err)
}

// SaveLearned asks where to and writes what was learned; it gives the place, empty if the person cancelled.
func (a *API) SaveLearned() (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	to, err := a.face.saveLearned(o)
	return to, a.face.say(err)
}

// ImportLearned asks for a file of what was learned and adds what is in it.
func (a *API) ImportLearned() (LearnedImported, error) {
	o, err := a.face.ready()
	if err != nil {
		return LearnedImported{}, err
	}
	v, err := a.face.importLearned(o)
	return v, a.face.say(err)
}
