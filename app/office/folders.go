package office

import (
	"context"
	"slices"
	"strings"

	"postroom/app/capture"
	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// mailbox finds a mailbox by address.
func (o *Office) mailbox(address string) (store.Mailbox, error) {
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return store.Mailbox{}, err
	}
	for _, m := range mailboxes {
		if strings.EqualFold(m.Address, address) {
			return m, nil
		}
	}
	return store.Mailbox{}, &fault.Error{Class: fault.FixSetting, Code: "mailbox-unknown", Op: "find the mailbox",
		Args: map[string]string{"address": address}}
}

// Folders reads a mailbox's folder tree as it is now, parents before children.
func (o *Office) Folders(ctx context.Context, mailbox string) ([]Folder, error) {
	m, err := o.mailbox(mailbox)
	if err != nil {
		return nil, err
	}
	engine, err := o.capture()
	if err != nil {
		return nil, err
	}
	tree, err := engine.Tree(ctx, m.Address)
	if err != nil {
		return nil, err
	}
	views := []Folder{}
	for _, f := range tree {
		views = append(views, folderView(f))
	}
	return views, nil
}

func folderView(f capture.TreeFolder) Folder {
	v := Folder{ID: f.ID, Path: f.Path.String(), Depth: len(f.Path), Total: f.Total, Unread: f.Unread,
		Selected: f.Selected, WithSubfolders: f.WithSubfolders, Selectable: !f.Search, Hidden: f.Hidden}
	if f.WellKnown != "" {
		v.WellKnownName = &f.WellKnown
	}
	return v
}

// Select ticks and unticks folders, named by PATH or well-known name, and takes the baseline of those it adds before it
// returns.
func (o *Office) Select(ctx context.Context, mailbox string, add, remove []string, withSubfolders bool) (*Selection, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	m, err := o.mailbox(mailbox)
	if err != nil {
		return nil, err
	}
	defer o.using()()
	engine, err := o.capture()
	if err != nil {
		return nil, err
	}
	v := &Selection{Mailbox: m.Address, Added: []string{}, Removed: []string{}, Selected: []string{}}
	if len(add)+len(remove) > 0 {
		result, err := engine.Select(ctx, m.Address, capture.Change{Add: add, Remove: remove, WithSubfolders: withSubfolders})
		if err != nil {
			return nil, err
		}
		v.Added, v.Removed, v.Before = paths(result.Added), paths(result.Removed), result.Before
		if m, err = o.mailbox(mailbox); err != nil {
			return nil, err
		}
	}
	for _, f := range m.Folders {
		v.Selected = append(v.Selected, f.Path.String())
	}
	slices.Sort(v.Selected)
	return v, nil
}

func paths(list []mail.Path) []string {
	written := []string{}
	for _, p := range list {
		written = append(written, p.String())
	}
	return written
}
