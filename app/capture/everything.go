package capture

import (
	"context"
	"fmt"
	"slices"

	"postroom/app/mail"
	"postroom/app/register"
	"postroom/app/store"
)

// system are the well-known folders that no mail arrives in: what is thrown away, not sent yet, or kept by Outlook for
// itself ("mailFolder resource type"). What lies below them belongs to them.
var system = []string{"drafts", "deleteditems", "junkemail", "outbox", "syncissues", "conversationhistory", "recoverableitemsdeletions"}

// Everything ticks all folders of a mailbox that mail arrives in or is sent from, with those that will come, at any
// depth: store.Rule. As with Select the baseline of each is taken before it returns.
func (e *Engine) Everything(ctx context.Context, mailbox string) (SelectResult, error) {
	_, src, err := e.open(mailbox)
	if err != nil {
		return SelectResult{}, err
	}
	none, err := systemFolders(ctx, src)
	if err != nil {
		return SelectResult{}, fmt.Errorf("look for the folders of %s that no mail arrives in: %w", mailbox, err)
	}
	return e.change(ctx, mailbox, change{
		with:  true,
		swept: func(string) bool { return true },
		resolve: func(_ store.Mailbox, tree []mail.Folder) ([]mail.Folder, []store.Folder, error) {
			return arriving(tree, none), nil, nil
		},
		after: func(tx *store.Tx, m store.Mailbox, _ []mail.Folder) error {
			return setRule(tx, m.Address, &store.Rule{System: none})
		},
	})
}

// Chosen ends the rule of Everything: the folders that are ticked stay so, with their new subfolders; one that appears
// at the top is not ticked any more.
func (e *Engine) Chosen(mailbox string) error {
	return e.DB.Update(func(tx *store.Tx) error { return setRule(tx, mailbox, nil) })
}

func setRule(tx *store.Tx, mailbox string, r *store.Rule) error {
	m, ok, err := tx.Mailbox(mailbox)
	if err != nil || !ok {
		return err
	}
	m.Rule = r
	return tx.PutMailbox(m)
}

func systemFolders(ctx context.Context, src Source) ([]string, error) {
	names, err := src.WellKnown(ctx, system)
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, id := range names {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, nil
}

// arriving are the folders of a tree but the system's and those below them. The tree has parents before their children.
func arriving(tree []mail.Folder, none []string) []mail.Folder {
	out := map[string]bool{}
	for _, id := range none {
		out[id] = true
	}
	return slices.DeleteFunc(slices.Clone(tree), func(f mail.Folder) bool {
		if out[f.ParentID] {
			out[f.ID] = true
		}
		return out[f.ID] || f.Search
	})
}

// except remembers that a top folder was unticked by hand where a rule ticks them; take takes that back.
func except(tx *store.Tx, mailbox string, id string, take bool) error {
	m, ok, err := tx.Mailbox(mailbox)
	if err != nil || !ok || m.Rule == nil || slices.Contains(m.Rule.Except, id) != take {
		return err
	}
	if take {
		m.Rule.Except = slices.DeleteFunc(m.Rule.Except, func(other string) bool { return other == id })
	} else {
		m.Rule.Except = append(m.Rule.Except, id)
	}
	return tx.PutMailbox(m)
}

// refreshRule looks the system's folders up again when a folder has appeared: some of them are made when they are first
// used. It gives nil where there is nothing to look up.
func (e *Engine) refreshRule(ctx context.Context, m store.Mailbox, src Source, changes []mail.FolderChange) ([]string, error) {
	appeared := false
	err := e.DB.View(func(tx *store.Tx) error {
		now, _, err := tx.Mailbox(m.Address)
		if err != nil || now.Rule == nil {
			return err
		}
		for _, c := range changes {
			_, known, err := tx.Node(m.Address, c.ID)
			if err != nil {
				return err
			}
			appeared = appeared || !known && !c.Removed && c.ID != m.Root
		}
		return nil
	})
	if err != nil || !appeared {
		return nil, err
	}
	return systemFolders(ctx, src)
}

// ruled says whether the mailbox's rule ticks a folder of the tree: no ticked folder above speaks for it, and the rule
// covers the top folder that it is or lies below.
func ruled(tx *store.Tx, m store.Mailbox, ticked map[string]store.Folder, id string, n store.Node) (bool, error) {
	if m.Rule == nil || m.Root == "" {
		return false, nil
	}
	for seen := map[string]bool{}; n.Parent != m.Root; {
		if _, speaks := ticked[n.Parent]; speaks || seen[id] {
			return false, nil
		}
		seen[id] = true
		above, ok, err := tx.Node(m.Address, n.Parent)
		if err != nil || !ok {
			return false, err
		}
		id, n = n.Parent, above
	}
	return m.Rule.Covers(id), nil
}

// Forget ends a mailbox's capture. What arrived in its ticked folders is looked at once more and filed, as far as it
// can be had; then cursors, baselines and open work go, and what was filed stays. It returns how many mails were noticed
// and could not be filed: they are left in the mailbox.
func (e *Engine) Forget(ctx context.Context, mailbox string) (left int, err error) {
	lane := e.lane(mailbox)
	m, src, err := e.open(mailbox)
	if m.Address == "" {
		return 0, err
	}
	if err == nil {
		e.lastRound(ctx, lane, m, src)
	} else {
		e.Log.Warn("a mailbox is forgotten without a last look at it", "mailbox", m.Address, "error", err)
	}
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	lane.polls.Lock()
	defer lane.polls.Unlock()
	lane.drains.Lock()
	defer lane.drains.Unlock()
	var folders []store.Folder
	err = e.DB.View(func(tx *store.Tx) error {
		now, _, err := tx.Mailbox(m.Address)
		if err != nil {
			return err
		}
		left = now.Waiting + now.Failed
		folders, err = tx.Folders(m.Address)
		return err
	})
	if err != nil {
		return 0, err
	}
	folders = slices.DeleteFunc(folders, func(f store.Folder) bool { return !f.Recorded })
	entries := make([]register.Entry, len(folders))
	for i, f := range folders {
		entries[i] = deselected(e.Clock(), m.Address, f)
	}
	if err := e.record(entries...); err != nil {
		return 0, err
	}
	return left, e.DB.DeleteMailbox(m.Address)
}

// lastRound polls the ticked folders and works the journal off, before a mailbox is forgotten. Errors are told and stand
// in the way of nothing: that the mailbox can't be opened any more is a usual reason to forget it.
func (e *Engine) lastRound(ctx context.Context, lane *lane, m store.Mailbox, src Source) {
	lane.polls.Lock()
	e.farewell(ctx, m, src, m.Folders)
	lane.polls.Unlock()
	var out outcome
	if err := e.work(ctx, m, src, round{all: true}, &out); err != nil {
		e.Log.Warn("a mailbox is forgotten with open work", "mailbox", m.Address, "error", err)
	}
}
