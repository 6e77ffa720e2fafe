package simulator

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// box is a mailbox: a tree of folders with their messages.
type box struct {
	sim *Simulator
	own *user
	ids *idMaker
	num uint32 // in sync tokens

	mu         sync.RWMutex
	root       *folder
	folders    map[uint64]*folder // all there are, by serial
	wellKnown  map[string]*folder
	messages   map[uint64]*message // but those that are in blocks
	blocks     []*block            // ascending by serial
	lastSerial uint64
	folderLog  []folderChange
	generation uint64 // of folder sync tokens
	fullAccess map[string]bool
	sentCopies SentCopies
	shares     map[string][]*folder
	events     []*event
	addresses  *addressBook // nil: nobody asked for it

	limit limiters
}

// folderChange is an entry of the log that mailFolders/delta reads.
type folderChange struct {
	serial uint64
	gone   bool
}

// The folders that every mailbox has: Graph's well-known name, and the display name by language. Indented ones lie
// below the one before; those marked hidden are listed with includeHiddenFolders only.
var standardFolders = []struct {
	wellKnown      string
	en, nl, fr, de string
	hidden         bool
}{
	{"inbox", "Inbox", "Postvak IN", "Boîte de réception", "Posteingang", false},
	{"drafts", "Drafts", "Concepten", "Brouillons", "Entwürfe", false},
	{"sentitems", "Sent Items", "Verzonden items", "Éléments envoyés", "Gesendete Elemente", false},
	{"deleteditems", "Deleted Items", "Verwijderde items", "Éléments supprimés", "Gelöschte Elemente", false},
	{"junkemail", "Junk Email", "Ongewenste e-mail", "Courrier indésirable", "Junk-E-Mail", false},
	{"archive", "Archive", "Archief", "Archive", "Archiv", false},
	{"outbox", "Outbox", "Postvak UIT", "Boîte d'envoi", "Postausgang", false},
	{"conversationhistory", "Conversation History", "Gespreksgeschiedenis", "Historique des conversations", "Aufgezeichnete Unterhaltungen", false},
	{"clutter", "Clutter", "Onbelangrijke e-mail", "Courrier pêle-mêle", "Clutter", true},
	{"syncissues", "Sync Issues", "Synchronisatieproblemen", "Problèmes de synchronisation", "Synchronisierungsprobleme", true},
}

// Well-known folders outside the tree that mailFolders lists.
var rootFolders = []struct{ wellKnown, name string }{
	{"searchfolders", "Finder"}, {"recoverableitemsdeletions", "Deletions"},
}

// syncIssues are the folders below Sync Issues.
var syncIssues = []struct{ wellKnown, name string }{
	{"conflicts", "Conflicts"}, {"localfailures", "Local Failures"}, {"serverfailures", "Server Failures"},
}

func newMailbox(s *Simulator, u *user) *box {
	s.lastBox++
	b := &box{
		sim: s, own: u, ids: newIDMaker(s.opts.Seed, u.ID), num: s.lastBox, generation: s.epoch,
		folders: map[uint64]*folder{}, wellKnown: map[string]*folder{}, messages: map[uint64]*message{},
		fullAccess: map[string]bool{}, shares: map[string][]*folder{},
	}
	b.root = b.newFolder(nil, "Top of Information Store", "msgfolderroot", false)
	for _, f := range standardFolders {
		name := map[string]string{"nl": f.nl, "fr": f.fr, "de": f.de}[u.Language]
		if name == "" {
			name = f.en
		}
		b.newFolder(b.root, name, f.wellKnown, f.hidden)
	}
	for _, f := range syncIssues {
		b.newFolder(b.wellKnown["syncissues"], f.name, f.wellKnown, true)
	}
	for _, f := range rootFolders {
		b.newFolder(nil, f.name, f.wellKnown, true)
	}
	return b
}

// newFolder makes a folder. The caller holds the lock, as for all that follows here.
func (b *box) newFolder(parent *folder, name, wellKnown string, hidden bool) *folder {
	b.lastSerial++
	f := &folder{serial: b.lastSerial, name: name, wellKnown: wellKnown, parent: parent, hidden: hidden, generation: b.sim.epoch}
	b.folders[f.serial] = f
	if wellKnown != "" {
		b.wellKnown[wellKnown] = f
	}
	if parent != nil {
		parent.children = append(parent.children, f)
		b.folderChanged(f)
	}
	return f
}

// folderChanged notes for mailFolders/delta that f is new or was changed.
func (b *box) folderChanged(f *folder) {
	if !b.inTree(f) || f == b.root {
		return
	}
	f.changedAt = len(b.folderLog)
	b.folderLog = append(b.folderLog, folderChange{serial: f.serial})
}

// inTree says whether a folder hangs below the root that clients see.
func (b *box) inTree(f *folder) bool {
	for ; f != nil; f = f.parent {
		if f == b.root {
			return true
		}
	}
	return false
}

// folderAt finds a folder by path; nil if there is none.
func (b *box) folderAt(path string) *folder {
	names, err := splitPath(path)
	if err != nil || len(names) == 0 {
		return nil
	}
	f := b.root
	for i, name := range names {
		next := f.child(name)
		if next == nil && i == 0 {
			next = b.wellKnown[strings.ToLower(name)]
		}
		if next == nil {
			return nil
		}
		f = next
	}
	return f
}

func (f *folder) child(name string) *folder {
	for _, c := range f.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// path is the folder's names from the top, as folderAt reads them.
func (b *box) path(f *folder) string {
	var names []string
	for ; f != nil && f != b.root; f = f.parent {
		names = append(names, escapeName.Replace(f.name))
	}
	slices.Reverse(names)
	return strings.Join(names, "/")
}

var escapeName = strings.NewReplacer(`\`, `\\`, `/`, `\/`)

// splitPath reads a path: names joined by "/", with `\/` and `\\` for the characters themselves.
func splitPath(path string) ([]string, error) {
	var names []string
	var name strings.Builder
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c == '\\' && i+1 < len(path):
			i++
			name.WriteByte(path[i])
		case c == '/':
			if name.Len() > 0 {
				names = append(names, name.String())
			}
			name.Reset()
		default:
			name.WriteByte(c)
		}
	}
	if name.Len() > 0 {
		names = append(names, name.String())
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("path %q is empty", path)
	}
	return names, nil
}

// find finds a message by serial. One that lies in a block is a copy that must not be changed.
func (b *box) find(serial uint64) *message {
	if m := b.messages[serial]; m != nil {
		return m
	}
	if blk, i := b.inBlock(serial); blk != nil {
		return blk.message(i)
	}
	return nil
}

func (b *box) inBlock(serial uint64) (*block, int) {
	i, found := slices.BinarySearchFunc(b.blocks, serial, func(blk *block, serial uint64) int {
		switch {
		case blk.first > serial:
			return 1
		case blk.first < serial:
			return -1
		}
		return 0
	})
	if !found {
		i--
	}
	if i < 0 {
		return nil, 0
	}
	blk := b.blocks[i]
	at := int(serial - blk.first)
	if at >= blk.n || blk.isGone(at) {
		return nil, 0
	}
	return blk, at
}

// forChange finds a message in order to change it: a generated one leaves its block.
func (b *box) forChange(serial uint64) *message {
	if m := b.messages[serial]; m != nil {
		return m
	}
	blk, i := b.inBlock(serial)
	if blk == nil {
		return nil
	}
	m := blk.message(i)
	blk.take(i)
	b.messages[serial] = m
	blk.folder.insert(m)
	return m
}

// byID finds the message that an id of either kind names.
func (b *box) byID(id string) (m *message, r ref, wellFormed bool) {
	r, ok, wellFormed := b.ids.parse(id)
	if !ok || (r.class != normalID && r.class != immutableID && r.class != normalPartID && r.class != immutablePartID) {
		return nil, r, wellFormed
	}
	m = b.find(r.serial)
	if m == nil || m.folder == nil {
		return nil, r, true
	}
	if (r.class == normalID || r.class == normalPartID) && r.version != m.version {
		return nil, r, true
	}
	return m, r, true
}

func (b *box) folderID(f *folder) string { return b.ids.id(ref{class: folderID, serial: f.serial}) }
