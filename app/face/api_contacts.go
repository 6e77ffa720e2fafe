package face

// Contacts gives a part of the contacts: one's own, and those that others have made visible to the office.
func (a *API) Contacts(q ContactQuery) (ContactPage, error) {
	o, err := a.face.ready()
	if err != nil {
		return ContactPage{}, err
	}
	p, err := a.face.contacts(o, q)
	return p, a.face.say(err)
}

// SyncContacts reads the contacts now. Cancel("contacts") stops it.
func (a *API) SyncContacts() error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.syncContacts(o))
}

// ContactPhoto fetches the picture of a contact as a data URL; empty if it has none.
func (a *API) ContactPhoto(account, id string) (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	picture, err := a.face.contactPhoto(o, account, id)
	return picture, a.face.say(err)
}

// ShowContacts makes one's contacts, or folders of them, visible to the office, or takes them back.
func (a *API) ShowContacts(account string, ids []string, on bool) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(o.ShowContacts(a.face.ctx, account, ids, on))
}

// SaveContacts asks where to and writes the contacts that a query finds: as vCards, or with table as CSV. It gives the
// place, empty if the person cancelled.
func (a *API) SaveContacts(q ContactQuery, table bool) (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	to, err := a.face.saveContacts(o, q, table)
	return to, a.face.say(err)
}

// ClientsFromContacts makes clients of the contacts that a query finds, or extends those there are, or with preview says
// what would happen. UndoProcessing takes it back.
func (a *API) ClientsFromContacts(q ContactQuery, preview bool) (ContactClients, error) {
	o, err := a.face.ready()
	if err != nil {
		return ContactClients{}, err
	}
	v, err := a.face.clientsFromContacts(o, q, preview)
	return v, a.face.say(err)
}
