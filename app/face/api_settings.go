package face

// Settings are the person's settings, and what the policy decides.
func (a *API) Settings() (Settings, error) {
	o, err := a.face.ready()
	if err != nil {
		return Settings{}, err
	}
	s, err := a.face.settings(o)
	return s, a.face.say(err)
}

// SetSetting changes a setting; the value is in words: "true", "60", "nl".
func (a *API) SetSetting(name, value string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(a.face.setSetting(o, name, value))
}

// ChooseFolder asks for a folder; empty: the person cancelled.
func (a *API) ChooseFolder() (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	path, err := a.face.chooseFolder(o)
	return path, a.face.say(err)
}

// CheckDestination tells whether documents could be moved to a folder, with its room and what would move.
func (a *API) CheckDestination(path string) (Place, error) {
	o, err := a.face.ready()
	if err != nil {
		return Place{}, err
	}
	p, err := a.face.checkPlace(o, path)
	return p, a.face.say(err)
}

// MoveDestination moves all documents to a folder and files there from then on. Everything is copied and read back
// before anything changes; with keep the old copies stay. Progress events of the task move count files.
func (a *API) MoveDestination(path string, keep bool) (Moved, error) {
	o, err := a.face.ready()
	if err != nil {
		return Moved{}, err
	}
	m, err := a.face.move(o, path, keep)
	return m, a.face.say(err)
}

// ShowDestination shows the archive folder in the file manager.
func (a *API) ShowDestination() error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	path, err := o.Destination()
	if err == nil {
		err = a.face.opts.Host.ShowFile(path)
	}
	return a.face.say(err)
}

// Verify holds the whole register against the documents. Progress events of the task verify count files.
func (a *API) Verify() (Verification, error) {
	o, err := a.face.ready()
	if err != nil {
		return Verification{}, err
	}
	v, err := a.face.verify(o)
	return v, a.face.say(err)
}

// DiagnosticsPreview is what a report for support would hold, without secrets, subjects and addresses.
func (a *API) DiagnosticsPreview() (Diagnostics, error) {
	o, err := a.face.ready()
	if err != nil {
		return Diagnostics{}, err
	}
	d, err := a.face.diagnostics(o)
	return d, a.face.say(err)
}

// SaveDiagnostics asks where to and writes the report; it gives the place, empty if the person cancelled.
func (a *API) SaveDiagnostics() (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	file, err := a.face.saveDiagnostics(o)
	return file, a.face.say(err)
}

// Licences are those of all that others wrote.
func (a *API) Licences() ([]Licence, error) {
	l, err := licences()
	return l, a.face.say(err)
}
