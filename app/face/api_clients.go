package face

// Clients finds clients and gives a page of them.
func (a *API) Clients(q ClientQuery) (ClientPage, error) {
	o, err := a.face.ready()
	if err != nil {
		return ClientPage{}, err
	}
	p, err := a.face.clients(o, q)
	return p, a.face.say(err)
}

// Client is one client, by its id.
func (a *API) Client(id string) (Client, error) {
	o, err := a.face.ready()
	if err != nil {
		return Client{}, err
	}
	c, err := a.face.client(o, id)
	return c, a.face.say(err)
}

// SaveClient adds a client, or changes the one with its id.
func (a *API) SaveClient(c Client) (ClientSaved, error) {
	o, err := a.face.ready()
	if err != nil {
		return ClientSaved{}, err
	}
	v, err := a.face.saveClient(o, c)
	return v, a.face.say(err)
}

// MergeClients makes one client of two: other's details and mails become client's.
func (a *API) MergeClients(client, other string) (Client, error) {
	o, err := a.face.ready()
	if err != nil {
		return Client{}, err
	}
	c, err := a.face.mergeClients(o, client, other)
	return c, a.face.say(err)
}

// GiveRole says which member, by address, holds a role for a client; an empty one takes it away. It gives how many mails
// waited for that.
func (a *API) GiveRole(client, role, member string) (int, error) {
	o, err := a.face.ready()
	if err != nil {
		return 0, err
	}
	_, n, err := o.GiveRole(a.face.ctx, client, role, member)
	return n, a.face.say(err)
}

// ChooseClients asks for a table of clients; it gives the file, empty if the person cancelled.
func (a *API) ChooseClients() (string, error) {
	path, err := a.face.chooseClients()
	return path, a.face.say(err)
}

// ImportClients adds and updates clients from a table, CSV or XLSX, or with preview says what would happen. Without
// columns they are understood as last time, or by their names.
func (a *API) ImportClients(path string, columns []ColumnChoice, preview bool) (ClientImport, error) {
	o, err := a.face.ready()
	if err != nil {
		return ClientImport{}, err
	}
	v, err := a.face.importClients(o, path, columns, preview)
	return v, a.face.say(err)
}

// SaveClients asks where to and writes the clients that hold all words of a text as CSV; it gives the place, empty if the
// person cancelled.
func (a *API) SaveClients(text string) (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	to, err := a.face.saveClients(o, text)
	return to, a.face.say(err)
}
