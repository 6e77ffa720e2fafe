package office

import (
	"context"
	"slices"

	"postroom/app/capture"
	"postroom/app/fault"
)

// Branch is a folder of the live tree, and how it stands if it is ticked.
type Branch struct {
	Folder
	Parent string // id; empty at the top
	Name   string
	Ticked *FolderStatus // nil: it is not
}

// Tree reads a mailbox's folder tree as it is now, parents before children. Ticked folders that have vanished from the
// mailbox come last.
func (o *Office) Tree(ctx context.Context, mailbox string) ([]Branch, error) {
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
	branches := make([]Branch, len(tree))
	for i, f := range tree {
		b := Branch{Name: f.Name, Parent: f.ParentID, Folder: folderView(f)}
		if len(f.Path) == 1 {
			b.Parent = "" // the root is not part of the tree
		}
		branches[i] = b
	}
	return o.Ticks(m.Address, branches)
}

// Ticks brings the ticked folders of a tree that was read before up to date, without asking the mailbox.
func (o *Office) Ticks(mailbox string, tree []Branch) ([]Branch, error) {
	m, err := o.mailbox(mailbox)
	if err != nil {
		return nil, err
	}
	tree = slices.DeleteFunc(slices.Clone(tree), func(b Branch) bool { return b.Ticked != nil && b.Ticked.Vanished })
	at := make(map[string]int, len(tree))
	for i := range tree {
		tree[i].Ticked, tree[i].Selected, tree[i].WithSubfolders = nil, false, false
		at[tree[i].ID] = i
	}
	for _, f := range m.Folders {
		s := o.folderStatus(f, m.LastSync)
		i, ok := at[f.ID]
		if !ok {
			gone := Branch{Name: f.Path[len(f.Path)-1], Folder: Folder{ID: f.ID, Path: s.Path, Depth: 1, Selectable: true}}
			s.Vanished = true
			i, tree = len(tree), append(tree, gone)
		}
		tree[i].Ticked, tree[i].Selected, tree[i].WithSubfolders = &s, true, f.WithSubfolders
	}
	return tree, nil
}

// Choice is a change of the ticked folders by their ids, see capture.Choice.
type Choice struct {
	Add, Remove []string
	Follow      map[string]bool
}

// Choose ticks and unticks folders by their ids, and takes the baseline of those it adds before it returns.
func (o *Office) Choose(ctx context.Context, mailbox string, c Choice) (*Selection, error) {
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
	r, err := engine.Choose(ctx, m.Address, capture.Choice{Add: c.Add, Remove: c.Remove, Follow: c.Follow})
	if err != nil {
		return nil, err
	}
	engine.Wake()
	v := &Selection{Mailbox: m.Address, Added: paths(r.Added), Removed: paths(r.Removed), Before: r.Before, Selected: []string{}}
	if m, err = o.mailbox(mailbox); err != nil {
		return nil, err
	}
	for _, f := range m.Folders {
		v.Selected = append(v.Selected, f.Path.String())
	}
	slices.Sort(v.Selected)
	return v, nil
}

// Failures lists what could not be done: mails, and folders and mailboxes that could not be read.
func (o *Office) Failures() ([]Failure, []*Problem, error) {
	engine, err := o.capture()
	if err != nil {
		return nil, nil, err
	}
	list, err := engine.Failures()
	if err != nil {
		return nil, nil, err
	}
	var failures []Failure
	var problems []*Problem
	list, err = o.mineFailures(list)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range list {
		failures = append(failures, o.failure(f))
		p := ProblemOf(o.language(), f.Err)
		p.Since, p.Retry = moment(f.Since), moment(f.Retry)
		problems = append(problems, p)
	}
	return failures, problems, nil
}

// Temporary says whether a problem is one that time cures.
func Temporary(err error) bool { return fault.ClassOf(err) == fault.RetryLater }

// Destination is where documents go: an absolute path.
func (o *Office) Destination() (string, error) { return o.destinationFolder() }
