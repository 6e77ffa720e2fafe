package capture

import (
	"context"
	"slices"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// Choice is what a person changes in a folder tree in front of them. Folders are named by their ids.
type Choice struct {
	Add, Remove []string
	// Follow says of single folders whether subfolders that appear below them are ticked, too. The subfolders that are
	// there stay as they are: a tree shows a tick for each.
	Follow map[string]bool
}

// Choose ticks and unticks folders as Select does, but nothing that the person did not tick: a folder that is unticked
// below one whose new subfolders are followed stays so.
func (e *Engine) Choose(ctx context.Context, mailbox string, c Choice) (SelectResult, error) {
	return e.change(ctx, mailbox, change{resolve: c.resolve, after: c.follow})
}

// resolve finds the folders of a Choice: those to tick in the live tree, those to untick among the ticked ones.
func (c Choice) resolve(m store.Mailbox, tree []mail.Folder) (add []mail.Folder, remove []store.Folder, err error) {
	unknown := func(id string) error {
		return &fault.Error{Class: fault.FixSetting, Code: "folder-unknown", Op: "find a folder", Args: map[string]string{"folder": id}}
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(c.Add))) {
		i := slices.IndexFunc(tree, func(f mail.Folder) bool { return f.ID == id })
		if i < 0 {
			return nil, nil, unknown(id)
		}
		if tree[i].Search {
			return nil, nil, &fault.Error{Class: fault.FixSetting, Code: "search-folder", Op: "tick a folder", Args: map[string]string{"folder": tree[i].Path.String()}}
		}
		add = append(add, tree[i])
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(c.Remove))) {
		i := slices.IndexFunc(m.Folders, func(f store.Folder) bool { return f.ID == id })
		if i < 0 {
			return nil, nil, unknown(id)
		}
		remove = append(remove, m.Folders[i])
	}
	slices.SortFunc(add, func(a, b mail.Folder) int { return slices.Compare(a.Path, b.Path) })
	return add, remove, nil
}

// follow brings the ticked folders into line with what a Choice says about new subfolders. Where following begins, the
// subfolders that are there and not ticked are excluded, else they would count as new; where it goes on, one that the
// person has not seen yet may just have appeared, and is not.
func (c Choice) follow(tx *store.Tx, m store.Mailbox, tree []mail.Folder) error {
	folders, err := tx.Folders(m.Address)
	if err != nil {
		return err
	}
	ticked := map[string]bool{}
	for _, f := range folders {
		ticked[f.ID] = true
	}
	for _, f := range folders {
		with, asked := c.Follow[f.ID]
		begins := asked && with && !f.WithSubfolders
		if asked {
			f.WithSubfolders = with
		}
		f.Excluded = slices.DeleteFunc(slices.Clone(f.Excluded), func(id string) bool { return ticked[id] || !f.WithSubfolders })
		for _, sub := range tree {
			if begins && !ticked[sub.ID] && !sub.Search && sub.Path.Below(f.Path) {
				f.Excluded = append(f.Excluded, sub.ID)
			}
		}
		if err := tx.PutFolder(m.Address, f); err != nil {
			return err
		}
	}
	return nil
}
