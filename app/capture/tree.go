package capture

import (
	"context"
	"errors"
	"fmt"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// putTree writes the folder tree as it was just listed, and the cursor that keeps it in step.
func putTree(tx *store.Tx, m *store.Mailbox, tree []mail.Folder, cursor string) error {
	now, ok, err := tx.Mailbox(m.Address)
	if err != nil || !ok {
		return err
	}
	if err := tx.ClearTree(m.Address); err != nil {
		return err
	}
	for _, f := range tree {
		if len(f.Path) == 1 {
			now.Root = f.ParentID
		}
		if f.WellKnown == "sentitems" {
			now.Sent = f.ID
		}
		if err := tx.PutNode(m.Address, f.ID, store.Node{Parent: f.ParentID, Name: f.Name, Search: f.Search}); err != nil {
			return err
		}
	}
	now.Tree = cursor
	m.Root, m.Tree = now.Root, now.Tree
	return tx.PutMailbox(now)
}

// refreshTree brings the tree up to date and draws the conclusions: ticked folders get their new paths, vanished ones
// are marked, new folders below a followed one are ticked.
func (e *Engine) refreshTree(ctx context.Context, m store.Mailbox, src Source) error {
	changes, cursor, afresh, err := treeChanges(ctx, m, src)
	if err != nil {
		return fmt.Errorf("read what changed about the folders of %s: %w", m.Address, err)
	}
	if len(changes) == 0 && cursor == m.Tree && !afresh {
		return nil
	}
	none, err := e.refreshRule(ctx, m, src, changes)
	if err != nil {
		return fmt.Errorf("look for the folders of %s that no mail arrives in: %w", m.Address, err)
	}
	var told []Event
	err = e.DB.Update(func(tx *store.Tx) error {
		told = nil
		now, ok, err := tx.Mailbox(m.Address)
		if err != nil || !ok {
			return err
		}
		if afresh {
			if err := tx.ClearTree(m.Address); err != nil {
				return err
			}
		}
		if now.Tree = cursor; now.Rule != nil && none != nil {
			now.Rule.System = none
		}
		if err := tx.PutMailbox(now); err != nil {
			return err
		}
		changed, err := applyTree(tx, now, changes)
		if err != nil || !changed && !afresh {
			return err
		}
		told, err = e.follow(tx, now)
		return err
	})
	for _, event := range told {
		e.Notify(event)
	}
	return err
}

// treeChanges reads what changed about the folders, or all of them where the cursor is lost or, in a full mailbox, the
// delta is refused.
func treeChanges(ctx context.Context, m store.Mailbox, src Source) (changes []mail.FolderChange, cursor string, afresh bool, err error) {
	changes, cursor, err = src.FolderChanges(ctx, m.Tree)
	if afresh = m.Tree == ""; errors.Is(err, mail.ErrCursorLost) {
		afresh = true
		changes, cursor, err = src.FolderChanges(ctx, "")
	}
	if !errors.Is(err, mail.ErrDeltaUnavailable) {
		return changes, cursor, afresh, err
	}
	tree, err := src.Folders(ctx)
	for _, f := range tree {
		changes = append(changes, mail.FolderChange{ID: f.ID, ParentID: f.ParentID, Name: f.Name, Search: f.Search})
	}
	return changes, "", true, err
}

// applyTree writes changes of folders into the tree and says whether any path may have changed. Most changes are only of
// counts.
func applyTree(tx *store.Tx, m store.Mailbox, changes []mail.FolderChange) (changed bool, err error) {
	for _, c := range changes {
		if c.ID == m.Root {
			continue
		}
		if c.Removed {
			changed = true
			if err := tx.DeleteNode(m.Address, c.ID); err != nil {
				return false, err
			}
			continue
		}
		was, ok, err := tx.Node(m.Address, c.ID)
		if err != nil {
			return false, err
		}
		now := was
		if c.ParentID != "" {
			now.Parent = c.ParentID
		}
		if c.Name != "" {
			now.Name = c.Name
		}
		now.Search = now.Search || c.Search
		if ok && now == was {
			continue
		}
		changed = true
		if err := tx.PutNode(m.Address, c.ID, now); err != nil {
			return false, err
		}
	}
	return changed, nil
}

// follow brings the ticked folders into line with the tree.
func (e *Engine) follow(tx *store.Tx, m store.Mailbox) ([]Event, error) {
	m, ok, err := tx.Mailbox(m.Address) // as this transaction has it: with its rule
	if err != nil || !ok {
		return nil, err
	}
	ticked, err := tx.Folders(m.Address)
	if err != nil {
		return nil, err
	}
	var told []Event
	byID := map[string]store.Folder{}
	for _, f := range ticked {
		event, err := e.relocate(tx, m, &f)
		if err != nil {
			return nil, err
		}
		if event != nil {
			told = append(told, *event)
		}
		byID[f.ID] = f
	}
	err = tx.Nodes(m.Address, func(id string, n store.Node) error {
		if _, ok := byID[id]; ok || n.Search {
			return nil
		}
		above, err := followedAbove(tx, m, byID, id, n)
		if err != nil || above != nil && excluded(*above, id) {
			return err
		}
		if above == nil {
			if ok, err := ruled(tx, m, byID, id, n); !ok {
				return err
			}
		}
		path, err := tx.NodePath(m.Address, id)
		if err != nil {
			return err
		}
		// No baseline: all that lies in a folder which has appeared below a followed one is new.
		return tx.PutFolder(m.Address, store.Folder{ID: id, Path: path, WithSubfolders: above == nil, Followed: true, State: store.FolderOK,
			Walk: store.WalkResync, Ticked: e.Clock()})
	})
	return told, err
}

// relocate brings one ticked folder's path into line with the tree.
func (e *Engine) relocate(tx *store.Tx, m store.Mailbox, f *store.Folder) (*Event, error) {
	_, ok, err := tx.Node(m.Address, f.ID)
	if err != nil {
		return nil, err
	}
	if !ok {
		if f.Vanished {
			return nil, nil
		}
		if f.Followed { // nobody has to hear of it; its poll, which is due, lets it go
			f.Vanished = true
			return nil, tx.PutFolder(m.Address, *f)
		}
		gone := &fault.Error{Class: fault.FixSetting, Code: "folder-vanished", Op: "follow a folder", Args: map[string]string{"folder": f.Path.String()}}
		f.Vanished, f.State, f.Problem = true, store.FolderError, store.ProblemOf(gone, e.Clock(), e.Clock())
		return &Event{Kind: EventProblem, Mailbox: m.Address, Folder: f.Path.String(), Err: gone}, tx.PutFolder(m.Address, *f)
	}
	path, err := tx.NodePath(m.Address, f.ID)
	if err != nil {
		return nil, err
	}
	if path.Equal(f.Path) && !f.Vanished {
		return nil, nil
	}
	if f.Vanished { // it is back: whatever happened meanwhile is found by listing it afresh
		f.Vanished, f.State, f.Problem, f.Cursor = false, store.FolderOK, nil, ""
		if f.Walk == store.WalkNone {
			f.Walk = store.WalkResync
		}
	}
	f.Path = path
	return nil, tx.PutFolder(m.Address, *f)
}

// followedAbove finds the nearest ticked folder above that has its new subfolders followed.
func followedAbove(tx *store.Tx, m store.Mailbox, ticked map[string]store.Folder, id string, n store.Node) (*store.Folder, error) {
	for seen := map[string]bool{id: true}; n.Parent != "" && !seen[n.Parent]; {
		seen[n.Parent] = true
		if f, ok := ticked[n.Parent]; ok && f.WithSubfolders {
			return &f, nil
		}
		above, ok, err := tx.Node(m.Address, n.Parent)
		if err != nil || !ok {
			return nil, err
		}
		n = above
	}
	return nil, nil
}

// follows says whether any ticked folder has its new subfolders followed.
func follows(folders []store.Folder) bool {
	for _, f := range folders {
		if f.WithSubfolders {
			return true
		}
	}
	return false
}
