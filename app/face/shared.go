package face

import (
	"context"

	"postroom/app/office"
)

// addShared adds a shared mailbox, as a part of what the page follows as a sign-in: Microsoft may ask the person for the
// permission.
func (f *Face) addShared(ctx context.Context, o *office.Office, a attempt, number int, how office.SignIn) (account, mailbox string, err error) {
	opts := office.SharedOptions{SignIn: how, Step: func(step office.SharedStep) {
		state := map[office.SharedStep]string{office.StepAccess: "access", office.StepFolders: "folders"}[step]
		if state == "" {
			state = "starting"
		}
		if f.connect.change(number, func(now *Connection) { now.State, now.URL, now.Code = state, "", nil }) {
			f.emit(Event{Kind: "connect:step", Account: a.account, Mailbox: a.mailbox, Text: state})
		}
	}}
	m, err := o.AddShared(ctx, a.account, a.mailbox, opts)
	if err != nil {
		return "", "", err
	}
	return m.Account, m.Address, nil
}

func (f *Face) removeShared(o *office.Office, account, mailbox string) (Removed, error) {
	ctx, done := f.task("remove")
	defer done()
	r, err := o.RemoveShared(ctx, account, mailbox)
	f.changed()
	if err != nil {
		return Removed{}, err
	}
	return Removed{Mailbox: r.Address, Left: r.Left}, nil
}

func (f *Face) fileEverything(o *office.Office, mailbox string, on bool) (Selected, error) {
	ctx, done := f.task("select")
	defer done()
	r, err := o.FileEverything(ctx, mailbox, on)
	f.changed()
	if err != nil {
		return Selected{}, err
	}
	return Selected{Added: r.Added, Removed: r.Removed, Before: r.Before}, nil
}

// sharedCommands are what an administrator enters for a shared mailbox.
func sharedCommands(account, mailbox string) SharedCommands {
	c := office.SentCopiesOf(mailbox)
	v := SharedCommands{Mailbox: mailbox, Connect: c.Connect, Access: office.FullAccess(mailbox, account), Copies: []SentCopySetting{}, All: c.All, Check: c.Check}
	for _, s := range c.Settings {
		v.Copies = append(v.Copies, SentCopySetting{Name: s.Name, For: s.For, Command: s.Command})
	}
	return v
}
