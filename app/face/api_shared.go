package face

// AddShared begins to add a shared mailbox that a connected account may open, or to ask for its permission and test its
// access once more if it is there already. It returns at once and ends a sign-in that is under way; connect events tell
// how it goes on: as for Connect if Microsoft asks the person, and connect:step for what is done then. CancelConnect ends it.
func (a *API) AddShared(account, mailbox string, code bool) error {
	return a.face.signIn(attempt{kind: "shared", account: account, mailbox: mailbox, code: code})
}

// RemoveShared ends the filing of a shared mailbox, after a last look at it. What was filed stays.
func (a *API) RemoveShared(account, mailbox string) (Removed, error) {
	o, err := a.face.ready()
	if err != nil {
		return Removed{}, err
	}
	r, err := a.face.removeShared(o, account, mailbox)
	return r, a.face.say(err)
}

// FileEverything has the whole of a mailbox filed, with the folders to come, or, with false, only what is ticked. It
// returns when the baseline of all is taken; baseline events tell how far it is.
func (a *API) FileEverything(mailbox string, on bool) (Selected, error) {
	o, err := a.face.ready()
	if err != nil {
		return Selected{}, err
	}
	s, err := a.face.fileEverything(o, mailbox, on)
	return s, a.face.say(err)
}

// SharedCommands are what an administrator enters in PowerShell for a shared mailbox that an account, named by its
// address, opens.
func (a *API) SharedCommands(account, mailbox string) (SharedCommands, error) {
	return sharedCommands(account, mailbox), nil
}

// NeverSends keeps in mind that nobody sends mail in the name of a shared mailbox: missing copies are not remarked then.
func (a *API) NeverSends(mailbox string, never bool) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	err = o.NeverSends(a.face.ctx, mailbox, never)
	a.face.changed()
	return a.face.say(err)
}
