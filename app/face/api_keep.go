package face

// SaveReport asks where to and writes what the last check of all documents found, as html or json; it gives the place, empty
// if the person cancelled.
func (a *API) SaveReport(format string) (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	to, err := a.face.saveReport(o, format)
	return to, a.face.say(err)
}

// Export asks where to and writes the mails that a query finds as a zip file, with an index and the register's lines that
// belong to them: as a BagIt bag, or plainly. Progress events of the task export count mails.
func (a *API) Export(q Query, bag bool) (Exported, error) {
	o, err := a.face.ready()
	if err != nil {
		return Exported{}, err
	}
	e, err := a.face.export(o, q, bag)
	return e, a.face.say(err)
}

// Keeping is how long documents are kept, and what may go.
func (a *API) Keeping() (Keeping, error) {
	o, err := a.face.ready()
	if err != nil {
		return Keeping{}, err
	}
	k, err := a.face.keeping(o)
	return k, a.face.say(err)
}

// SetKeeping says how long a mailbox's documents are kept: a preset's name, own with years, or empty for ever.
func (a *API) SetKeeping(mailbox, rule string, years int, yearEnd bool) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.setKeeping(o, mailbox, rule, years, yearEnd))
}

// DeleteDue deletes the mails whose period is over; n is how many the person was told of. It gives how many were.
// Progress events of the task delete count mails.
func (a *API) DeleteDue(n int) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	deleted, err := a.face.deleteDue(o, n)
	return deleted, a.face.say(err)
}
