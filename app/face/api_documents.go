package face

// Documents finds filed mails and gives a page of them.
func (a *API) Documents(q Query) (DocumentPage, error) {
	o, err := a.face.ready()
	if err != nil {
		return DocumentPage{}, err
	}
	p, err := a.face.documents(o, q)
	return p, a.face.say(err)
}

// DocumentFilters are the mailboxes and folders that a query can name.
func (a *API) DocumentFilters() (Filters, error) {
	o, err := a.face.ready()
	if err != nil {
		return Filters{}, err
	}
	return a.face.filters(o), nil
}

// Document is a filed mail to look at.
func (a *API) Document(id string) (Preview, error) {
	o, err := a.face.ready()
	if err != nil {
		return Preview{}, err
	}
	p, err := a.face.preview(o, id)
	return p, a.face.say(err)
}

// Proof holds a document's files against the register, now.
func (a *API) Proof(id string) (Proof, error) {
	o, err := a.face.ready()
	if err != nil {
		return Proof{}, err
	}
	p, err := a.face.proof(o, id)
	return p, a.face.say(err)
}

// OpenFile opens one of a document's files, the mail or an attachment, by its path. Programs are refused.
func (a *API) OpenFile(id, path string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.openFile(o, id, path))
}

// ShowFile shows one of a document's files in the file manager.
func (a *API) ShowFile(id, path string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.showFile(o, id, path))
}

// SaveCopy asks where to and saves a copy of one of a document's files; it gives the place, empty if the person
// cancelled.
func (a *API) SaveCopy(id, path string) (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	to, err := a.face.saveCopy(o, id, path)
	return to, a.face.say(err)
}

// OpenLink opens a link of a mail in the browser or mail program; the page has asked the person.
func (a *API) OpenLink(address string) error { return a.face.say(a.face.openLink(address)) }
