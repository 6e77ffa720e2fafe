package face

import (
	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/processing"
)

// notMember says that something was refused because who is signed in is not in the team.
func notMember(err error) bool { return err != nil && fault.CodeOf(err) == "member-missing" }

func (f *Face) myWork(o *office.Office, offset, limit int) (WorkPage, error) {
	p := WorkPage{Items: []WorkItem{}}
	w, err := o.MyWork(offset, limit)
	if notMember(err) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	team, err := o.Team()
	if err != nil {
		return p, err
	}
	c := w.Counts
	p.Member, p.Total = true, c.Conversations+len(w.Attention)
	p.Counts = WorkCounts{Overdue: c.Overdue, Today: c.Today, Unread: c.Unread, Assigned: c.Assigned, Open: c.Open, Attention: c.Attention}
	for i := range w.Conversations {
		v := conversationView(&w.Conversations[i].Conversation, &team)
		p.Items = append(p.Items, WorkItem{ID: v.ID, Reasons: w.Conversations[i].Reasons, Conversation: &v})
	}
	for i := max(0, offset-c.Conversations); i < len(w.Attention) && len(p.Items) < limit; i++ {
		v := processingMail(&w.Attention[i], &team)
		p.Items = append(p.Items, WorkItem{ID: v.ID, Reasons: []string{}, Mail: &v})
	}
	return p, nil
}

func (f *Face) conversations(o *office.Office, q ConversationQuery) (ConversationPage, error) {
	found, err := o.Conversations(office.ConversationQuery{State: q.State, Client: q.Client, Assigned: q.Assigned, DueBy: q.DueBy, Unread: q.Unread, Mine: q.Mine},
		max(q.Offset, 0), pageOf(q.Limit))
	if err != nil {
		return ConversationPage{}, err
	}
	team, err := o.Team()
	if err != nil {
		return ConversationPage{}, err
	}
	s := found.States
	p := ConversationPage{Total: found.Total, Items: []Conversation{},
		Counts: ConversationCounts{Open: s[processing.StandsOpen], Waiting: s[processing.StandsWaiting], Done: s[processing.StandsDone]}}
	for i := range found.Conversations {
		p.Items = append(p.Items, conversationView(&found.Conversations[i], &team))
	}
	return p, nil
}

func (f *Face) conversation(o *office.Office, id string, offset, limit int) (ConversationView, error) {
	found, err := o.Conversation(id, offset, limit)
	if err != nil {
		return ConversationView{}, err
	}
	team, err := o.Team()
	if err != nil {
		return ConversationView{}, err
	}
	v := ConversationView{Conversation: conversationView(&found.Conversation, &team), Total: found.Total, Offset: found.Offset, Number: int64(found.Number),
		Entries: []ConversationEntry{}}
	for i := range found.Entries {
		v.Entries = append(v.Entries, entryView(&found.Entries[i], &team))
	}
	return v, nil
}

func conversationView(c *office.Conversation, team *processing.Team) Conversation {
	v := Conversation{ID: c.ID, Subject: c.Subject, State: string(c.State), Why: c.Why, Overdue: c.Overdue, People: namesOf(team, c.Participants),
		Mails: c.Mails, Notes: c.Notes, Unread: c.Unread, Last: when(c.Last)}
	if c.Client != nil {
		client := ClientName(*c.Client)
		v.Client = &client
	}
	if c.Assigned != nil {
		v.Assigned, v.Name = *c.Assigned, nameOf(team, *c.Assigned)
	}
	if c.Due != nil {
		v.Due = *c.Due
	}
	return v
}

func entryView(e *office.ConversationEntry, team *processing.Team) ConversationEntry {
	v := ConversationEntry{Kind: e.Kind, Time: when(e.Time), Number: int64(e.Number), Unread: e.Unread, Way: string(e.Way), Files: []string{},
		Evidence: e.Evidence, Copies: len(e.Copies)}
	if e.By != nil {
		v.By = nameOf(team, *e.By)
	}
	if e.Text != nil {
		v.Text = *e.Text
	}
	if e.Value != nil {
		if v.Value = *e.Value; e.Kind == processing.MarkAssigned {
			v.Value = nameOf(team, *e.Value)
		}
	}
	if e.Document != nil {
		d := documentView(e.Document)
		v.Document = &d
		for _, a := range e.Document.Attachments {
			v.Files = append(v.Files, a.Name)
		}
	}
	return v
}

// Remark notes something about a conversation of which nothing was said yet, assigns it and gives it a day, for the
// demonstration. False: there is none.
func (f *Face) Remark(note, member, due string) (bool, error) {
	o, err := f.ready()
	if err != nil {
		return false, err
	}
	found, err := o.Conversations(office.ConversationQuery{}, 0, pageSize)
	if err != nil {
		return false, err
	}
	for _, c := range found.Conversations {
		if c.Notes > 0 || c.Assigned != nil || c.Due != nil {
			continue
		}
		if _, err := o.NoteConversation(c.ID, note); err != nil {
			return false, err
		}
		if _, err := o.DueConversation(c.ID, due); err != nil {
			return false, err
		}
		_, err := o.AssignConversation(c.ID, member)
		return err == nil, err
	}
	return false, nil
}
