package capture

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// Change is what a person changes about the ticked folders of a mailbox. Folders are named by their PATH or by a
// well-known name such as "inbox".
type Change struct {
	Add, Remove    []string
	WithSubfolders bool // what lies below the added folders is ticked, too, now and in future; below the removed, unticked
}

// SelectResult tells what a Change has come to.
type SelectResult struct {
	Added, Removed []mail.Path
	Before         int // mails that lie in the added folders and stay untouched
}

// TreeFolder is a folder of the live tree.
type TreeFolder struct {
	mail.Folder
	Selected       bool
	WithSubfolders bool
}

// Tree reads the mailbox's folder tree as it is now.
func (e *Engine) Tree(ctx context.Context, mailbox string) ([]TreeFolder, error) {
	m, src, err := e.open(mailbox)
	if err != nil {
		return nil, err
	}
	folders, err := src.Folders(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the folders of %s: %w", mailbox, err)
	}
	ticked := map[string]store.Folder{}
	for _, f := range m.Folders {
		ticked[f.ID] = f
	}
	tree := make([]TreeFolder, len(folders))
	for i, f := range folders {
		t, ok := ticked[f.ID]
		tree[i] = TreeFolder{Folder: f, Selected: ok, WithSubfolders: t.WithSubfolders}
	}
	return tree, nil
}

// open finds a mailbox by address and its source.
func (e *Engine) open(address string) (store.Mailbox, Source, error) {
	var m store.Mailbox
	err := e.DB.View(func(tx *store.Tx) (err error) {
		var ok bool
		if m, ok, err = tx.Mailbox(address); err != nil {
			return err
		}
		if !ok {
			return &fault.Error{Class: fault.FixSetting, Code: "mailbox-unknown", Op: "find the mailbox", Args: map[string]string{"address": address}}
		}
		m.Folders, err = tx.Folders(address)
		return err
	})
	if err != nil {
		return m, nil, err
	}
	src, err := e.Source(m.Mailbox)
	if err != nil {
		return m, nil, fmt.Errorf("open %s: %w", m.Address, err)
	}
	return m, src, nil
}

// Select ticks and unticks folders. The baseline of every added folder is taken before it returns: what lies there now
// stays untouched, whatever comes from now on is filed. If it is interrupted, the next round goes on with the baseline.
func (e *Engine) Select(ctx context.Context, mailbox string, c Change) (SelectResult, error) {
	named := map[string]bool{}
	return e.change(ctx, mailbox, change{
		resolve: func(m store.Mailbox, tree []mail.Folder) ([]mail.Folder, []store.Folder, error) {
			return resolve(m, tree, c, named)
		},
		with:  c.WithSubfolders,
		swept: func(id string) bool { return !named[id] },
	})
}

// change is what Select and Choose do differently.
type change struct {
	resolve func(store.Mailbox, []mail.Folder) (add []mail.Folder, remove []store.Folder, err error)
	with    bool                                                // the added folders are followed
	swept   func(id string) bool                                // nobody has named this added folder; nil: all were named
	after   func(*store.Tx, store.Mailbox, []mail.Folder) error // once the folders are ticked; may be nil
}

func (e *Engine) change(ctx context.Context, mailbox string, c change) (SelectResult, error) {
	lane := e.lane(mailbox)
	lane.polls.Lock()
	defer lane.polls.Unlock()
	m, src, err := e.open(mailbox)
	if err != nil {
		return SelectResult{}, err
	}
	// The cursor of the folder delta is taken before the tree is read: what changes in between is seen twice, not never.
	_, cursor, err := src.FolderChanges(ctx, "")
	if err != nil && !errors.Is(err, mail.ErrDeltaUnavailable) {
		return SelectResult{}, fmt.Errorf("watch the folders of %s: %w", mailbox, err)
	}
	tree, err := src.Folders(ctx)
	if err != nil {
		return SelectResult{}, fmt.Errorf("read the folders of %s: %w", mailbox, err)
	}
	add, remove, err := c.resolve(m, tree)
	if err != nil {
		return SelectResult{}, err
	}
	e.farewell(ctx, m, src, remove)
	var result SelectResult
	var told []Event
	err = e.DB.Update(func(tx *store.Tx) error {
		result = SelectResult{}
		if err := putTree(tx, &m, tree, cursor); err != nil {
			return err
		}
		if err := e.tick(tx, m, add, remove, c, &result); err != nil {
			return err
		}
		if c.after != nil {
			if err := c.after(tx, m, tree); err != nil {
				return err
			}
		}
		told, err = e.follow(tx, m) // the new cursor will not tell again of what has appeared or vanished
		return err
	})
	if err != nil {
		return SelectResult{}, fmt.Errorf("save the folders of %s: %w", mailbox, err)
	}
	for _, event := range told {
		e.Notify(event)
	}
	if err := e.recordDeselected(m.Address, remove); err != nil {
		return result, err
	}
	result.Before, err = e.baselines(ctx, m, src, add)
	return result, err
}

// farewell polls folders a last time before they are unticked: what came in since the last round is new and is filed.
// A folder that can't be polled now is unticked all the same.
func (e *Engine) farewell(ctx context.Context, m store.Mailbox, src Source, remove []store.Folder) {
	for _, f := range remove {
		if f.Vanished || f.Walk == store.WalkBaseline {
			continue
		}
		if _, err := e.poll(ctx, m, src, f.ID); err != nil {
			e.Log.Warn("a folder is unticked without a last look at it", "mailbox", m.Address, "folder", f.ID, "error", err)
		}
	}
}

// resolve turns the names of a Change into folders, and notes the ids of those to add that it names itself.
func resolve(m store.Mailbox, tree []mail.Folder, c Change, named map[string]bool) (add []mail.Folder, remove []store.Folder, err error) {
	for _, name := range c.Add {
		f, err := find(tree, name)
		if err != nil {
			return nil, nil, err
		}
		if f.Search {
			return nil, nil, &fault.Error{Class: fault.FixSetting, Code: "search-folder", Op: "tick a folder", Args: map[string]string{"folder": name}}
		}
		named[f.ID] = true
		add = append(add, f)
		if c.WithSubfolders {
			for _, sub := range tree {
				if sub.Path.Below(f.Path) && !sub.Search {
					add = append(add, sub)
				}
			}
		}
	}
	for _, name := range c.Remove {
		f, err := findTicked(m.Folders, tree, name)
		if err != nil {
			return nil, nil, err
		}
		remove = append(remove, f)
		if !c.WithSubfolders {
			continue
		}
		for _, sub := range m.Folders {
			if sub.Path.Below(f.Path) {
				remove = append(remove, sub)
			}
		}
	}
	seen := map[string]bool{}
	add = slices.DeleteFunc(add, func(f mail.Folder) bool {
		twice := seen[f.ID]
		seen[f.ID] = true
		return twice
	})
	return add, remove, nil
}

// find finds a folder by PATH or by well-known name. A path wins, and it may be written in another case if that leaves
// no doubt.
func find(tree []mail.Folder, name string) (mail.Folder, error) {
	path, err := mail.ParsePath(name)
	if err != nil {
		return mail.Folder{}, &fault.Error{Class: fault.FixSetting, Code: "folder-path", Op: "read a folder's path", Detail: err.Error(), Args: map[string]string{"folder": name}, Err: err}
	}
	var loose []mail.Folder
	for _, f := range tree {
		if f.Path.Equal(path) {
			return f, nil
		}
		if strings.EqualFold(f.Path.String(), path.String()) || (f.WellKnown != "" && strings.EqualFold(f.WellKnown, name)) {
			loose = append(loose, f)
		}
	}
	if len(loose) == 1 {
		return loose[0], nil
	}
	return mail.Folder{}, &fault.Error{Class: fault.FixSetting, Code: "folder-unknown", Op: "find a folder", Args: map[string]string{"folder": name}}
}

// findTicked finds a ticked folder: by its path in the tree, or by the path that it had when it vanished.
func findTicked(ticked []store.Folder, tree []mail.Folder, name string) (store.Folder, error) {
	if f, err := find(tree, name); err == nil {
		if i := slices.IndexFunc(ticked, func(t store.Folder) bool { return t.ID == f.ID }); i >= 0 {
			return ticked[i], nil
		}
		return store.Folder{}, &fault.Error{Class: fault.FixSetting, Code: "folder-not-ticked", Op: "untick a folder", Args: map[string]string{"folder": name}}
	}
	for _, t := range ticked {
		if strings.EqualFold(t.Path.String(), name) {
			return t, nil
		}
	}
	return store.Folder{}, &fault.Error{Class: fault.FixSetting, Code: "folder-unknown", Op: "find a folder", Args: map[string]string{"folder": name}}
}

// tick writes the new selection. A folder that is ticked already only learns whether its new subfolders are followed.
func (e *Engine) tick(tx *store.Tx, m store.Mailbox, add []mail.Folder, remove []store.Folder, c change, result *SelectResult) error {
	for _, f := range remove {
		if err := tx.DeleteFolder(m.Address, f.ID); err != nil {
			return err
		}
		if err := exclude(tx, m.Address, f); err != nil {
			return err
		}
		if len(f.Path) == 1 {
			if err := except(tx, m.Address, f.ID, false); err != nil {
				return err
			}
		}
		result.Removed = append(result.Removed, f.Path)
	}
	for _, f := range add {
		known, ok, err := tx.Folder(m.Address, f.ID)
		if err != nil {
			return err
		}
		if !ok {
			known = store.Folder{ID: f.ID, State: store.FolderBaseline, Walk: store.WalkBaseline, Ticked: e.Clock(), Expected: f.Total}
			result.Added = append(result.Added, f.Path)
		}
		if err := except(tx, m.Address, f.ID, true); err != nil {
			return err
		}
		// Whom somebody has named once is missed when it vanishes, whatever else ticks it.
		known.Path, known.Followed = f.Path, c.swept != nil && c.swept(f.ID) && (known.Followed || !ok)
		if c.with {
			known.WithSubfolders, known.Excluded = true, nil
		}
		if err := tx.PutFolder(m.Address, known); err != nil {
			return err
		}
	}
	ticked, err := tx.Folders(m.Address)
	if err != nil || len(ticked) > 0 {
		return err
	}
	return setRule(tx, m.Address, nil) // who unticks the last folder wants nothing filed
}

// exclude remembers, where a folder above is followed, that this one was unticked by hand.
func exclude(tx *store.Tx, mailbox string, gone store.Folder) error {
	folders, err := tx.Folders(mailbox)
	if err != nil {
		return err
	}
	for _, f := range folders {
		if !f.WithSubfolders || !gone.Path.Below(f.Path) || excluded(f, gone.ID) {
			continue
		}
		f.Excluded = append(f.Excluded, gone.ID)
		if err := tx.PutFolder(mailbox, f); err != nil {
			return err
		}
	}
	return nil
}

// baselines takes the baselines of several folders, writes into the register that they are ticked, and gives the number
// of mails that lie in them.
func (e *Engine) baselines(ctx context.Context, m store.Mailbox, src Source, folders []mail.Folder) (before int, err error) {
	var mu sync.Mutex
	ids := make([]string, len(folders))
	for i, f := range folders {
		ids[i] = f.ID
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(folderSlots)
	for _, f := range folders {
		g.Go(func() error {
			n, err := e.baseline(ctx, m, src, f.ID)
			if err != nil {
				return fmt.Errorf("record what lies in %s: %w", f.Path, err)
			}
			mu.Lock()
			defer mu.Unlock()
			before += n
			return nil
		})
	}
	err = g.Wait()
	// Those that are complete are recorded, whatever became of the others.
	return before, errors.Join(err, e.recordNew(m.Address, ids...))
}

// baseline walks through a newly ticked folder to the end. It returns how many mails lay there.
func (e *Engine) baseline(ctx context.Context, m store.Mailbox, src Source, id string) (int, error) {
	f, ok, err := e.folder(m.Address, id)
	if err != nil || !ok || f.Walk != store.WalkBaseline {
		return 0, err // it was ticked before
	}
	if _, err := e.pages(ctx, m, src, id); err != nil {
		return 0, err
	}
	f, ok, err = e.folder(m.Address, id)
	if err != nil || !ok {
		return 0, err
	}
	return f.Before, nil
}

func (e *Engine) folder(mailbox, id string) (f store.Folder, ok bool, err error) {
	err = e.DB.View(func(tx *store.Tx) error {
		f, ok, err = tx.Folder(mailbox, id)
		return err
	})
	return f, ok, err
}
