package face

// MyWork gives what who is signed in has to do, from offset on; limit 0 is a page's usual length.
func (a *API) MyWork(offset, limit int) (WorkPage, error) {
	o, err := a.face.ready()
	if err != nil {
		return WorkPage{}, err
	}
	p, err := a.face.myWork(o, max(offset, 0), pageOf(limit))
	return p, a.face.say(err)
}

// Conversations gives a page of the conversations that a query finds.
func (a *API) Conversations(q ConversationQuery) (ConversationPage, error) {
	o, err := a.face.ready()
	if err != nil {
		return ConversationPage{}, err
	}
	p, err := a.face.conversations(o, q)
	return p, a.face.say(err)
}

// Conversation gives one conversation and what belongs to it, from offset on; a negative offset gives the last entries.
func (a *API) Conversation(id string, offset, limit int) (ConversationView, error) {
	o, err := a.face.ready()
	if err != nil {
		return ConversationView{}, err
	}
	v, err := a.face.conversation(o, id, offset, pageOf(limit))
	return v, a.face.say(err)
}

// NoteConversation adds a note that only colleagues see.
func (a *API) NoteConversation(id, text string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	_, err = o.NoteConversation(id, text)
	return a.face.say(err)
}

// AssignConversation says which member is to see to a conversation; empty is nobody. It says whether the person who gives it
// away still sees it.
func (a *API) AssignConversation(id, member string) (bool, error) {
	o, err := a.face.ready()
	if err != nil {
		return false, err
	}
	c, err := o.AssignConversation(id, member)
	return c != nil, a.face.say(err)
}

// SetConversation says who has to do something: open, waiting or done.
func (a *API) SetConversation(id, state string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	_, err = o.SetConversation(id, state)
	return a.face.say(err)
}

// DueConversation says by which day something is to be done; empty is none.
func (a *API) DueConversation(id, day string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	_, err = o.DueConversation(id, day)
	return a.face.say(err)
}

// ReadConversation says that the person has read a conversation up to an entry's number. Who is not in the team has no such
// marks.
func (a *API) ReadConversation(id string, upTo int64) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	if upTo <= 0 {
		return nil
	}
	_, err = o.ReadConversation(id, uint64(upTo))
	if notMember(err) {
		return nil
	}
	return a.face.say(err)
}
