package simulator

import (
	"fmt"
	"slices"
)

// Folder tells about a folder of a mailbox.
type Folder struct {
	ID        string `json:"id"`
	Path      string `json:"path"`
	Name      string `json:"name"`
	WellKnown string `json:"wellKnownName,omitempty"`
	Hidden    bool   `json:"hidden,omitempty"`
	Search    bool   `json:"search,omitempty"`
	Total     int    `json:"total"`
	Unread    int    `json:"unread"`
}

// AddFolder makes a folder and those above it, and gives back its id; an existing one is fine.
func (s *Simulator) AddFolder(mailbox, path string) (string, error) {
	return s.addFolder(mailbox, path, false)
}

// AddHiddenFolder makes a folder that is listed with includeHiddenFolders only.
func (s *Simulator) AddHiddenFolder(mailbox, path string) (string, error) {
	return s.addFolder(mailbox, path, true)
}

func (s *Simulator) addFolder(mailbox, path string, hidden bool) (string, error) {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return "", fmt.Errorf("adding folder: %w", err)
	}
	names, err := splitPath(path)
	if err != nil {
		return "", fmt.Errorf("adding folder: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.root
	for i, name := range names {
		next := f.child(name)
		if next == nil && i == 0 {
			next = b.folderAt(escapeName.Replace(name))
		}
		if next == nil {
			next = b.newFolder(f, name, "", hidden && i == len(names)-1)
			b.folderChanged(f)
		}
		f = next
	}
	return b.folderID(f), nil
}

// AddSearchFolder makes a mail search folder below the root, over one other folder.
func (s *Simulator) AddSearchFolder(mailbox, name, query, source string) (string, error) {
	id := ""
	err := s.tree(mailbox, source, "adding search folder", func(b *box, f *folder) error {
		if b.root.child(name) != nil {
			return fmt.Errorf("%s: %w", name, ErrExists)
		}
		made := b.newFolder(b.root, name, "", false)
		made.search = &search{query: query, sources: []*folder{f}}
		id = b.folderID(made)
		return nil
	})
	return id, err
}

// RenameFolder gives a folder another display name.
func (s *Simulator) RenameFolder(mailbox, path, name string) error {
	return s.tree(mailbox, path, "renaming folder", func(b *box, f *folder) error {
		if other := f.parent.child(name); other != nil && other != f {
			return fmt.Errorf("%s: %w", name, ErrExists)
		}
		f.name = name
		b.folderChanged(f)
		return nil
	})
}

// MoveFolder hangs a folder below another one; "msgfolderroot" is the top.
func (s *Simulator) MoveFolder(mailbox, path, below string) error {
	return s.tree(mailbox, path, "moving folder", func(b *box, f *folder) error {
		to := b.folderAt(below)
		if to == nil {
			return fmt.Errorf("%s: %w", below, ErrNoFolder)
		}
		return b.hang(f, to)
	})
}

// hang moves f below another folder.
func (b *box) hang(f, to *folder) error {
	for up := to; up != nil; up = up.parent {
		if up == f {
			return fmt.Errorf("%s lies below %s", to.name, f.name)
		}
	}
	if other := to.child(f.name); other != nil && other != f {
		return fmt.Errorf("%s: %w", f.name, ErrExists)
	}
	from := f.parent
	from.children = slices.DeleteFunc(from.children, func(c *folder) bool { return c == f })
	f.parent = to
	to.children = append(to.children, f)
	b.folderChanged(f)
	b.folderChanged(from)
	b.folderChanged(to)
	return nil
}

// DeleteFolder moves a folder with all it holds below Deleted Items or, when forGood is set, erases it.
func (s *Simulator) DeleteFolder(mailbox, path string, forGood bool) error {
	return s.tree(mailbox, path, "deleting folder", func(b *box, f *folder) error {
		if f.wellKnown != "" {
			return fmt.Errorf("%s can't be deleted", f.name)
		}
		if !forGood {
			return b.hang(f, b.wellKnown["deleteditems"])
		}
		from := f.parent
		from.children = slices.DeleteFunc(from.children, func(c *folder) bool { return c == f })
		b.folderChanged(from)
		b.erase(f)
		return nil
	})
}

func (b *box) erase(f *folder) {
	for _, c := range f.children {
		b.erase(c)
	}
	for _, m := range f.items {
		delete(b.messages, m.serial)
	}
	b.blocks = slices.DeleteFunc(b.blocks, func(blk *block) bool { return blk.folder == f })
	delete(b.folders, f.serial)
	f.parent, f.children = nil, nil
	b.folderLog = append(b.folderLog, folderChange{serial: f.serial, gone: true})
}

// tree runs do on a folder other than the root, under the lock of its mailbox.
func (s *Simulator) tree(mailbox, path, doing string, do func(*box, *folder) error) error {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.folderAt(path)
	if f == nil || f.parent == nil {
		return fmt.Errorf("%s %s of %s: %w", doing, path, mailbox, ErrNoFolder)
	}
	if err := do(b, f); err != nil {
		return fmt.Errorf("%s %s of %s: %w", doing, path, mailbox, err)
	}
	return nil
}

// Folders lists the folders of a mailbox, parents before children, hidden ones included.
func (s *Simulator) Folders(mailbox string) ([]Folder, error) {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return nil, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	var list []Folder
	var add func(*folder)
	add = func(f *folder) {
		for _, c := range f.children {
			list = append(list, Folder{
				ID: b.folderID(c), Path: b.path(c), Name: c.name, WellKnown: c.wellKnown, Hidden: c.hidden, Search: c.search != nil,
				Total: c.total(), Unread: c.unread,
			})
			add(c)
		}
	}
	add(b.root)
	return list, nil
}
