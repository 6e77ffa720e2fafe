package office

import (
	"time"

	"postroom/app/capture"
	"postroom/app/store"
)

// Status tells where everything stands. It counts nothing: the store keeps the figures. Of the mails of others somebody
// who does not see everything learns nothing.
func (o *Office) Status() (*Status, error) {
	v, err := o.status()
	if err == nil {
		err = o.seenStatus(v)
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

func (o *Office) status() (*Status, error) {
	root, err := o.destinationFolder()
	if err != nil {
		return nil, err
	}
	accounts, err := o.db.Accounts()
	if err != nil {
		return nil, err
	}
	v := &Status{Destination: Place{Kind: "folder", Path: root, Managed: o.policy.Manages("destination")}, Mailboxes: []MailboxStatus{}}
	if v.Search, err = o.searchStatus(); err != nil {
		return nil, err
	}
	engine, err := o.capture()
	if err != nil {
		return o.stranded(v, accounts, err)
	}
	s, err := engine.Status()
	if err != nil {
		return nil, err
	}
	v.State, v.Filed, v.FiledToday = string(s.State), s.Filed, s.FiledToday
	v.Journal = Journal{Waiting: s.Waiting, Failed: s.Failed}
	if p := s.Paused; p.Holds(o.opts.Now()) {
		v.Paused = &Pause{Until: moment(p.Until)}
	}
	o.mailboxes(v, s.Mailboxes, accounts)
	return v, nil
}

// stranded is the status while the destination can't be opened: the database knows what is left.
func (o *Office) stranded(v *Status, accounts []store.Account, cause error) (*Status, error) {
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return nil, err
	}
	v.State, v.Problem = "attention", ProblemOf(o.language(), cause)
	for _, m := range mailboxes {
		v.Journal.Waiting += m.Waiting
		v.Journal.Failed += m.Failed
		for _, f := range m.Folders {
			v.Filed += f.Filed
		}
	}
	o.mailboxes(v, mailboxes, accounts)
	return v, nil
}

// mailboxes fills in the mailboxes, and what stands in the way of the first that has trouble.
func (o *Office) mailboxes(v *Status, mailboxes []store.Mailbox, accounts []store.Account) {
	byID := map[string]store.Account{}
	for _, a := range accounts {
		byID[a.ID] = a
	}
	for _, m := range mailboxes {
		s := o.mailboxStatus(m, byID[m.Account], v.Paused != nil)
		if v.Problem == nil && s.State != "disconnected" {
			v.Problem = s.Error
		}
		v.Mailboxes = append(v.Mailboxes, s)
	}
}

func (o *Office) mailboxStatus(m store.Mailbox, a store.Account, paused bool) MailboxStatus {
	s := MailboxStatus{Address: m.Address, Account: m.Account, Kind: string(m.Kind), Everything: m.Rule != nil, Notes: o.notes(m), NeverSends: m.NeverSends, State: "ok", LastSync: moment(m.LastSync), Waiting: m.Waiting,
		Failed: m.Failed, Error: o.problem(m.Problem), Folders: []FolderStatus{}}
	for _, f := range m.Folders {
		s.Folders = append(s.Folders, o.folderStatus(f, m.LastSync))
		if f.State == store.FolderError {
			s.State = "error"
		}
	}
	if m.Pause.Holds(o.opts.Now()) {
		s.Paused, paused = &Pause{Until: moment(m.Pause.Until)}, true
	}
	switch {
	case a.State == store.Disconnected:
		s.State = "disconnected"
	case a.State == store.Reauthenticate:
		s.State, s.Error = "reauthenticate", o.problem(a.Problem)
	case m.Problem != nil || m.Failed > 0:
		s.State = "error"
	case paused && s.State == "ok":
		s.State = "paused"
	}
	return s
}

// folderStatus is where a folder stands. A round in which nothing was new leaves no trace in the folder, only in its
// mailbox: a folder without trouble was looked at then, too.
func (o *Office) folderStatus(f store.Folder, round time.Time) FolderStatus {
	s := FolderStatus{ID: f.ID, Path: f.Path.String(), State: string(f.State), Filed: f.Filed, Before: f.Before,
		WithSubfolders: f.WithSubfolders, Vanished: f.Vanished, Error: o.problem(f.Problem)}
	if seen := f.Polled; !seen.IsZero() {
		if f.Problem == nil && round.After(seen) {
			seen = round
		}
		text := age(o.opts.Now().Sub(seen))
		s.CursorAge = &text
	}
	if t := f.TrueUp; t != nil {
		s.TrueUp = &TrueUp{Time: moment(t.Time), InFolder: t.InFolder, Filed: t.Filed, Before: t.Before, Added: t.Added}
	}
	return s
}

// Documents lists filed mails, newest first: those with the text in a field, all if it is empty; at most limit of
// them, all if it is 0.
func (o *Office) Documents(text string, limit int) ([]Document, error) {
	return o.ClientDocuments("", text, limit)
}

// ClientDocuments is Documents of one client, by id, number or name; of all if that is empty.
func (o *Office) ClientDocuments(client, text string, limit int) ([]Document, error) {
	keep, err := o.shown(client)
	if err != nil {
		return nil, err
	}
	of, err := o.shownBySeq("")
	if err != nil {
		return nil, err
	}
	found, err := capture.Documents(o.db, capture.Query{Text: text, Limit: limit, Keep: keep})
	if err != nil {
		return nil, err
	}
	views := []Document{}
	for i := range found {
		v := documentView(&found[i])
		v.AlsoIn = mineOf(v.AlsoIn, of)
		views = append(views, v)
	}
	return views, o.addRecognition(views)
}
