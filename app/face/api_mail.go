package face

// Overview is how everything stands. It comes as an overview event, too, whenever it changes.
func (a *API) Overview() (Overview, error) {
	o, err := a.face.ready()
	if err != nil {
		return Overview{}, err
	}
	v, err := a.face.look(o)
	return v, a.face.say(err)
}

// SyncNow looks at all mailboxes at once, and tries again what waits for the archive folder.
func (a *API) SyncNow() error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.syncNow(o))
}

// Pause stops filing: for "1h", until "tomorrow", or "" until it is resumed.
func (a *API) Pause(until string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.pause(o, until))
}

// Resume ends a pause.
func (a *API) Resume() error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.resume(o))
}

// PauseMailbox stops filing from one mailbox, for as long as Pause says it.
func (a *API) PauseMailbox(mailbox, until string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.pauseMailbox(o, mailbox, until))
}

// ResumeMailbox ends the pause of one mailbox.
func (a *API) ResumeMailbox(mailbox string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	err = o.ResumeMailbox(mailbox)
	a.face.changed()
	return a.face.say(err)
}

// Failures lists what could not be done.
func (a *API) Failures() ([]Failure, error) {
	o, err := a.face.ready()
	if err != nil {
		return nil, err
	}
	list, err := a.face.failures(o)
	return list, a.face.say(err)
}

// Retry tries failed mails again now: those with the ids, or all if there are none. It tells how many there are.
func (a *API) Retry(ids []string) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	n, err := o.Retry(ids...)
	a.face.changed()
	return n, a.face.say(err)
}

// Folders is a mailbox's folder tree: as it was read last or, when live is set or it was not read yet, from the mailbox.
func (a *API) Folders(mailbox string, live bool) (FolderTree, error) {
	o, err := a.face.ready()
	if err != nil {
		return FolderTree{}, err
	}
	t, err := a.face.folders(o, mailbox, live)
	return t, a.face.say(err)
}

// Estimate says what ticking the folders with these ids will leave untouched.
func (a *API) Estimate(mailbox string, folders []string) (Estimate, error) {
	o, err := a.face.ready()
	if err != nil {
		return Estimate{}, err
	}
	e, err := a.face.estimate(o, mailbox, folders)
	return e, a.face.say(err)
}

// Select ticks and unticks folders. It returns when the baseline of all is taken; baseline events tell how far it is.
func (a *API) Select(mailbox string, change Selection) (Selected, error) {
	o, err := a.face.ready()
	if err != nil {
		return Selected{}, err
	}
	s, err := a.face.choose(o, mailbox, change)
	return s, a.face.say(err)
}
