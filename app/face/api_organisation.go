package face

// OrganisationGuide tells an administrator step by step how an organisation is connected.
func (a *API) OrganisationGuide() (OrganisationGuide, error) {
	if _, err := a.face.ready(); err != nil {
		return OrganisationGuide{}, err
	}
	return a.face.guide(), nil
}

// ChooseCertificate asks for a certificate file.
func (a *API) ChooseCertificate() (CertificateFile, error) {
	c, err := a.face.chooseCertificate()
	return c, a.face.say(err)
}

// ConnectOrganisation connects an organisation by app-only access, and gives its account's id. One that is known already,
// by the same client id, gets the new secret or certificate and keeps all that it had.
func (a *API) ConnectOrganisation(form OrganisationForm) (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	id, err := a.face.connectOrganisation(o, form)
	return id, a.face.say(err)
}

// SwitchOrganisation turns a whole connection on or off. While it is off none of its mailboxes is read.
func (a *API) SwitchOrganisation(account string, on bool) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	err = o.SwitchOrganisation(account, on)
	a.face.changed()
	return a.face.say(err)
}

// Addresses finds mailboxes of an organisation.
func (a *API) Addresses(account string, q AddressQuery) (AddressPage, error) {
	o, err := a.face.ready()
	if err != nil {
		return AddressPage{}, err
	}
	p, err := a.face.addresses(o, account, q)
	return p, a.face.say(err)
}

// Activate has mailboxes of an organisation read from now on. Access to each is tested first: what stands in the way of
// one is in its own problem, and in the way of no other.
func (a *API) Activate(account string, addresses []string) ([]Address, error) {
	o, err := a.face.ready()
	if err != nil {
		return nil, err
	}
	list, err := a.face.activate(o, account, addresses)
	return list, a.face.say(err)
}

// Deactivate ends the reading of mailboxes. What has arrived in them is filed once more; documents and history stay.
func (a *API) Deactivate(account string, addresses []string) ([]Address, error) {
	o, err := a.face.ready()
	if err != nil {
		return nil, err
	}
	list, err := a.face.deactivate(o, account, addresses)
	return list, a.face.say(err)
}
