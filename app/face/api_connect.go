package face

// Connect begins the sign-in of a person whose mailbox is added: kind is work or personal; with code they enter a code
// elsewhere, else the browser is opened. It returns at once and ends one that is under way; connect events tell how it
// goes on.
func (a *API) Connect(kind string, code bool) error {
	return a.face.signIn(attempt{kind: kind, code: code})
}

// Reauthenticate begins the sign-in of the same person once more.
func (a *API) Reauthenticate(account string, code bool) error {
	return a.face.signIn(attempt{account: account, code: code})
}

// CancelConnect ends the sign-in that is under way, if there is one.
func (a *API) CancelConnect() error {
	a.face.cancelSignIn()
	return nil
}

// ConnectState is the sign-in that is under way.
func (a *API) ConnectState() (Connection, error) { return a.face.connect.state(), nil }

// OpenConnectPage shows the page of the sign-in that is under way once more.
func (a *API) OpenConnectPage() error { return a.face.say(a.face.openSignInPage()) }

// ConsentPage is the page to send to an administrator where Microsoft asks for their approval: what they grant there holds
// for the whole organisation.
func (a *API) ConsentPage() (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	return o.ConsentPage(), nil
}

// Accounts lists the accounts with their mailboxes, oldest first.
func (a *API) Accounts() ([]Account, error) {
	o, err := a.face.ready()
	if err != nil {
		return nil, err
	}
	list, err := a.face.accounts(o)
	return list, a.face.say(err)
}

// Disconnect ends an account's connection. With forget its state goes, too; what it filed stays.
func (a *API) Disconnect(account string, forget bool) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	_, err = o.Disconnect(a.face.ctx, account, forget)
	return a.face.say(err)
}

// Validate tests every link of the chain of an account, or of all if it is empty. Each result comes as a check event, too.
func (a *API) Validate(account string) ([]Check, error) {
	o, err := a.face.ready()
	if err != nil {
		return nil, err
	}
	list, err := a.face.validate(o, account)
	return list, a.face.say(err)
}

// Permissions tells what an account has granted, and what for.
func (a *API) Permissions(account string) (Permissions, error) {
	o, err := a.face.ready()
	if err != nil {
		return Permissions{}, err
	}
	p, err := a.face.permissions(o, account)
	return p, a.face.say(err)
}

// Registration tells an administrator step by step how to register the app in Entra.
func (a *API) Registration() (Registration, error) {
	o, err := a.face.ready()
	if err != nil {
		return Registration{}, err
	}
	return a.face.registration(o), nil
}

// SetRegistration takes the client id and, if it is not empty, the tenant of the app registration.
func (a *API) SetRegistration(clientID, tenant string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.setRegistration(o, clientID, tenant))
}
