package face

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"postroom/app/fault"
	"postroom/app/office"
)

// accounts joins the accounts and how their mailboxes stand.
func (f *Face) accounts(o *office.Office) ([]Account, error) {
	accounts, err := o.Accounts()
	if err != nil {
		return nil, err
	}
	status, err := o.Status()
	if err != nil {
		return nil, err
	}
	list := []Account{}
	for _, a := range accounts {
		v := Account{ID: a.ID, Kind: string(a.Kind), Address: a.Address, Name: a.Name, State: string(a.State), Connected: when(a.Connected),
			Problem: problemView(a.Error), Mailboxes: []Mailbox{}, Organisation: organisationView(&a)}
		for _, m := range a.Mailboxes {
			i := slices.IndexFunc(status.Mailboxes, func(s office.MailboxStatus) bool { return s.Address == m.Address })
			if i < 0 {
				continue
			}
			box := mailboxView(status.Mailboxes[i])
			box.Kind = m.Kind
			v.Mailboxes = append(v.Mailboxes, box)
		}
		list = append(list, v)
	}
	return list, nil
}

func mailboxView(s office.MailboxStatus) Mailbox {
	m := Mailbox{Address: s.Address, State: s.State, LastSync: when(s.LastSync), Folders: len(s.Folders), Waiting: s.Waiting,
		Failed: s.Failed, Problem: problemView(s.Error), Everything: s.Everything, Notes: []Problem{}, NeverSends: s.NeverSends}
	for _, n := range s.Notes {
		m.Notes = append(m.Notes, *problemView(n))
	}
	if s.Paused != nil {
		m.Paused, m.Until = true, when(s.Paused.Until)
	}
	for _, f := range s.Folders {
		m.Filed += f.Filed
	}
	if m.State == "error" && m.Failed == 0 && s.Error != nil && s.Error.Who == "nobody" {
		m.State = "waiting"
	}
	return m
}

func (f *Face) failures(o *office.Office) ([]Failure, error) {
	failures, problems, err := o.Failures()
	if err != nil {
		return nil, err
	}
	list := []Failure{}
	for i, v := range failures {
		list = append(list, Failure{ID: v.ID, Mailbox: v.Mailbox, Folder: v.Folder, Problem: problemView(problems[i])})
	}
	return list, nil
}

func (f *Face) syncNow(o *office.Office) error {
	status, err := o.Status()
	if err != nil {
		return err
	}
	var stuck []string
	if status.Journal.Failed > 0 {
		list, err := f.failures(o)
		if err != nil {
			return err
		}
		for _, v := range list {
			if v.ID != "" && ofDestination(v.Problem.Code) {
				stuck = append(stuck, v.ID)
			}
		}
	}
	if len(stuck) > 0 {
		if _, err := o.Retry(stuck...); err != nil && fault.CodeOf(err) != "entry-unknown" { // unknown: filed meanwhile
			return err
		}
	}
	return o.Wake()
}

// trees are the folder trees as they were read last, by mailbox.
type trees struct {
	reads singleflight.Group // one reading of a mailbox at a time

	mu  sync.Mutex
	all map[string]tree
}

type tree struct {
	read     time.Time
	branches []office.Branch
}

func (t *trees) get(mailbox string) (tree, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	v, ok := t.all[mailbox]
	return v, ok
}

func (t *trees) put(mailbox string, v tree) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all == nil {
		t.all = map[string]tree{}
	}
	t.all[mailbox] = v
}

// total is how many mails lay in a folder when the tree was read, 0 if that is not known.
func (t *trees) total(mailbox, path string) int {
	v, _ := t.get(mailbox)
	for i := range v.branches {
		if v.branches[i].Path == path {
			return v.branches[i].Total
		}
	}
	return 0
}

func (f *Face) tree(o *office.Office, mailbox string, live bool) (tree, error) {
	t, ok := f.trees.get(mailbox)
	if live || !ok {
		read, err, _ := f.trees.reads.Do(mailbox, func() (any, error) {
			branches, err := o.Tree(f.ctx, mailbox)
			if err != nil {
				return nil, err
			}
			t := tree{f.opts.Now(), branches}
			f.trees.put(mailbox, t)
			return t, nil
		})
		if err != nil {
			return tree{}, err
		}
		t = read.(tree)
	}
	var err error
	t.branches, err = o.Ticks(mailbox, t.branches)
	return t, err
}

// prefetch reads the folder trees that the person may look at next. What fails is told when they look.
func (f *Face) prefetch(o *office.Office) {
	accounts, err := o.Accounts()
	if err != nil {
		return
	}
	for _, a := range accounts {
		for _, m := range a.Mailboxes {
			if a.State != "active" || f.ctx.Err() != nil {
				continue
			}
			_, err := f.tree(o, m.Address, false)
			if err != nil && f.opts.Log != nil {
				slog.New(f.opts.Log).Info("a folder tree can't be read ahead", "code", fault.CodeOf(err))
			}
		}
	}
}

func (f *Face) folders(o *office.Office, mailbox string, live bool) (FolderTree, error) {
	t, err := f.tree(o, mailbox, live)
	if err != nil {
		return FolderTree{}, err
	}
	v := FolderTree{Mailbox: mailbox, Read: at(t.read), Folders: make([]Folder, len(t.branches))}
	for i, b := range t.branches {
		v.Folders[i] = folderView(b)
	}
	return v, nil
}

func folderView(b office.Branch) Folder {
	v := Folder{ID: b.ID, Parent: b.Parent, Name: b.Name, Path: b.Path, Depth: b.Depth, Total: b.Total, Unread: b.Unread,
		Selectable: b.Selectable, Hidden: b.Hidden, Selected: b.Selected, WithSubfolders: b.WithSubfolders}
	if b.WellKnownName != nil {
		v.WellKnownName = *b.WellKnownName
	}
	if s := b.Ticked; s != nil {
		v.State, v.Filed, v.Before, v.Vanished, v.Problem = s.State, s.Filed, s.Before, s.Vanished, problemView(s.Error)
		if t := s.TrueUp; t != nil {
			v.TrueUp = &TrueUp{Time: when(t.Time), InFolder: t.InFolder, Filed: t.Filed, Before: t.Before, Added: t.Added}
		}
	}
	return v
}

func (f *Face) estimate(o *office.Office, mailbox string, ids []string) (Estimate, error) {
	t, err := f.tree(o, mailbox, false)
	if err != nil {
		return Estimate{}, err
	}
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var e Estimate
	for _, b := range t.branches {
		if wanted[b.ID] {
			e.Folders++
			e.Mails += b.Total
		}
	}
	return e, nil
}

func (f *Face) choose(o *office.Office, mailbox string, s Selection) (Selected, error) {
	ctx, done := f.task("select")
	defer done()
	c := office.Choice{Add: s.Add, Remove: s.Remove, Follow: map[string]bool{}}
	for _, v := range s.Follow {
		c.Follow[v.ID] = v.With
	}
	r, err := o.Choose(ctx, mailbox, c)
	f.changed()
	if err != nil {
		return Selected{}, err
	}
	return Selected{Added: r.Added, Removed: r.Removed, Before: r.Before}, nil
}

func (f *Face) validate(o *office.Office, account string) ([]Check, error) {
	ctx, done := f.task("validate")
	defer done()
	list := []Check{}
	err := o.ValidateEach(ctx, account, func(t office.Tested) {
		v := Check{Check: t.Check.Check, Subject: t.Check.Subject, OK: t.Check.OK, Message: t.Check.Message, Problem: problemView(t.Problem)}
		if a := t.Check.Action; a != nil {
			v.Action = &Action{Kind: a.Kind, Target: a.Target}
		}
		list = append(list, v)
		f.emit(Event{Kind: "check", Account: account, Check: &v, Done: int64(t.Done), Total: int64(t.Total)})
	})
	if err == nil {
		err = context.Cause(ctx)
	}
	f.changed()
	return list, err
}
