package face

// Search looks for words and conditions in mails and attachments, narrowed by the rest of the query. Sort is relevance
// (also empty) or received. With done the last word is complete; else it is taken for the beginning of one.
func (a *API) Search(q Query, done bool) (SearchPage, error) {
	o, err := a.face.ready()
	if err != nil {
		return SearchPage{}, err
	}
	p, err := a.face.search(o, q, done)
	return p, a.face.say(err)
}

// SearchProgress says how far the search index is.
func (a *API) SearchProgress() (SearchProgress, error) {
	o, err := a.face.ready()
	if err != nil {
		return SearchProgress{}, err
	}
	p, err := o.SearchProgress()
	return searchProgress(p), a.face.say(err)
}

// RenewSearch throws the search index away; it is made anew in the background.
func (a *API) RenewSearch() error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	return a.face.say(o.RenewSearch())
}
