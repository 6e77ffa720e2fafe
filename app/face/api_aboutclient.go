package face

// AboutClient is all about one client, by its id: mails, invoices, conversations and what is open.
func (a *API) AboutClient(id string) (AboutClient, error) {
	o, err := a.face.ready()
	if err != nil {
		return AboutClient{}, err
	}
	v, err := a.face.aboutClient(o, id)
	return v, a.face.say(err)
}

// ClientTree is how the documents that lie by client, too, stand on disk.
func (a *API) ClientTree() (ClientTree, error) {
	o, err := a.face.ready()
	if err != nil {
		return ClientTree{}, err
	}
	v, err := a.face.clientTree(o)
	return v, a.face.say(err)
}

// RebuildClientTree makes the folders by client anew: what is missing there comes back. It gives how many mails were laid
// there.
func (a *API) RebuildClientTree() (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	n, err := o.RebuildTree(a.face.ctx)
	return n, a.face.say(err)
}
