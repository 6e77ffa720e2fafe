package office

import (
	"context"
	"encoding/binary"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"postroom/app/destination"
	"postroom/app/destination/folder"
	"postroom/app/document"
	"postroom/app/fault"
	"postroom/app/processing"
	"postroom/app/settings"
	"postroom/app/store"
)

// treeRoot is the folder of the destination in which documents lie by client, too.
const treeRoot = "Clients"

// clientTree keeps documents by client on disk: Clients/NAME (NUMBER)/YEAR/…, as links. All of it is derived, and what is
// not known to be made here is never touched.
type clientTree struct {
	wake  chan struct{}
	wrong atomic.Pointer[error] // why the last pass failed

	mu      sync.Mutex        // one pass at a time
	have    map[uint64]string // folder of a mail's client as it is on disk, by the mail's number; empty: it has to be looked at
	version uint64            // of processing that have is of
	settled bool              // have is as version and the setting want it
}

func (t *clientTree) nudge() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// treed is what is on disk of a mail. It is written before the first link is made, and when all are.
type treed struct {
	Folder string            `json:"folder"` // of the client; empty while links are being made
	Paths  map[string]string `json:"paths"`  // to the SHA-256 of what was put there
}

// treeOn says whether documents are to lie by client, too.
func (o *Office) treeOn() bool { return o.Setting(settings.ClientsTree) == "true" }

// keepTree keeps the tree as it should be until the context ends, beside filing.
func (o *Office) keepTree(ctx context.Context) {
	tick := time.NewTicker(processAgain)
	defer tick.Stop()
	for {
		if _, err := o.growTree(ctx); err != nil && ctx.Err() == nil {
			o.log.Warn("documents can't be linked by client now; it is tried again", "code", fault.CodeOf(err), "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-o.tree.wake:
		case <-tick.C:
		}
	}
}

// FollowTree brings the tree up to date, for a process in which filing does not run. It tells how many mails were changed.
func (o *Office) FollowTree(ctx context.Context) (int, error) {
	defer o.using()()
	if !o.treeOn() && !o.treeThere() {
		return 0, nil
	}
	if _, err := o.capture(); err != nil { // opens the destination
		o.went(0, err)
		return 0, err
	}
	return o.growTree(ctx)
}

// Followed brings the tree up to date if something has changed that it has to follow, in a process that does one thing. That
// it can't be done now stands in nobody's way: it is done the next time.
func (o *Office) Followed(ctx context.Context) {
	select {
	case <-o.tree.wake:
	default:
		return
	}
	if _, err := o.FollowTree(ctx); err != nil && ctx.Err() == nil {
		o.log.Warn("documents can't be linked by client now; it is tried again", "code", fault.CodeOf(err), "error", err)
	}
}

// RebuildTree makes all of the tree anew: what is missing comes back.
func (o *Office) RebuildTree(ctx context.Context) (int, error) {
	o.tree.mu.Lock()
	o.tree.settled = false
	have, err := o.treeHave()
	for seq := range have {
		have[seq] = ""
	}
	o.tree.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return o.FollowTree(ctx)
}

// treeThere says whether something of the tree was made.
func (o *Office) treeThere() (there bool) {
	err := o.db.View(func(tx *store.Tx) error {
		return tx.Records(store.Treed, nil, func([]byte, func(any) error) (bool, error) {
			there = true
			return false, nil
		})
	})
	return there || err != nil
}

// treeHave reads what is on disk, once; the caller holds mu.
func (o *Office) treeHave() (map[uint64]string, error) {
	if o.tree.have != nil {
		return o.tree.have, nil
	}
	have := map[uint64]string{}
	err := o.eachTreed(func(seq uint64, t *treed) { have[seq] = t.Folder })
	if err == nil {
		o.tree.have = have
	}
	return have, err
}

func (o *Office) eachTreed(fn func(seq uint64, t *treed)) error {
	return o.db.View(func(tx *store.Tx) error {
		return tx.Records(store.Treed, nil, func(key []byte, open func(any) error) (bool, error) {
			var t treed
			if err := open(&t); err != nil {
				return false, err
			}
			fn(binary.BigEndian.Uint64(key), &t)
			return true, nil
		})
	})
}

// treedAtOnce are the mails that are linked between two looks at who waits.
const treedAtOnce = 50

// growTree makes the tree as it should be and tells how many mails were changed. What could not be done now is the next time.
func (o *Office) growTree(ctx context.Context) (int, error) {
	n, err := o.shapeTree(ctx, o.treeOn())
	if ctx.Err() == nil {
		o.went(n, err)
	}
	return n, err
}

func (o *Office) shapeTree(ctx context.Context, on bool) (int, error) {
	o.mu.Lock()
	dest := o.dest
	o.mu.Unlock()
	if dest == nil {
		return 0, nil
	}
	linker, ok := dest.(destination.Linker)
	if !ok {
		if on {
			return 0, &fault.Error{Class: fault.FixSetting, Code: "tree-impossible", Op: "link documents by client"}
		}
		return 0, nil
	}
	o.tree.mu.Lock()
	defer o.tree.mu.Unlock()
	have, err := o.treeHave()
	if err != nil || !on && len(have) == 0 {
		return 0, err
	}
	room, err := o.room()
	if err != nil {
		return 0, err
	}
	version := room.Version()
	if on && o.tree.settled && o.tree.version == version {
		return 0, nil
	}
	want := map[uint64]string{}
	if on {
		names := treeNames(room.Clients(""))
		room.Assigned(func(seq uint64, client string) {
			if name := names[client]; name != "" {
				want[seq] = name
			}
		})
	}
	var todo []uint64
	for seq, name := range want {
		if have[seq] != name {
			todo = append(todo, seq)
		}
	}
	for seq := range have {
		if want[seq] == "" {
			todo = append(todo, seq)
		}
	}
	slices.Sort(todo)
	for chunk := range slices.Chunk(todo, treedAtOnce) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if err := o.linkSome(ctx, dest, linker, chunk, want); err != nil {
			return 0, err
		}
	}
	o.tree.version, o.tree.settled = version, on
	return len(todo), nil
}

// treeNames are the folders of clients, by their ids: no two of one name, whatever the file system takes for the same.
func treeNames(clients []processing.Client) map[string]string {
	names, same := map[string]string{}, map[string]int{}
	for _, c := range clients {
		name := c.Name
		if c.Number != "" {
			name += " (" + c.Number + ")"
		}
		names[c.ID] = document.FolderName(name)
		same[document.FoldKey(names[c.ID])]++
	}
	for id, name := range names {
		if same[document.FoldKey(name)] > 1 {
			names[id] = name + " " + id
		}
	}
	return names
}

// treeless is the destination as filing and verification see it: without the tree, which is no document.
type treeless struct {
	*folder.Folder
	office *Office
}

// Walk calls fn for what lies there beside the tree.
func (t treeless) Walk(ctx context.Context, fn func(path string, size int64) error) error {
	derived := map[string]bool{}
	err := t.office.eachTreed(func(_ uint64, one *treed) {
		for at := range one.Paths {
			derived[at] = true
		}
	})
	if err != nil {
		return err
	}
	return t.Folder.Walk(ctx, func(path string, size int64) error {
		if derived[path] {
			return nil
		}
		return fn(path, size)
	})
}
