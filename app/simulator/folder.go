package simulator

import (
	"slices"
)

// folder is one mail folder. All is guarded by the mailbox's lock.
type folder struct {
	serial     uint64
	name       string
	wellKnown  string
	parent     *folder // nil for the root and for what was deleted for good
	children   []*folder
	hidden     bool
	search     *search
	generation uint64 // of its sync tokens; those of another generation are forgotten
	changedAt  int    // where the mailbox's folder log tells of it last

	items  []*message // ascending by key
	blocks []*block   // generated messages, lazily
	unread int

	log  []change
	gone map[uint64]int // serial of a message that left → where log tells so
}

// search makes a folder a mailSearchFolder.
type search struct {
	query   string
	sources []*folder
}

// change is an entry of a folder's log, which delta rounds read. It is appended to and never rewritten.
type change struct {
	serial  uint64
	version uint32 // of the id it had
	kind    changeKind
}

type changeKind uint8

const (
	added changeKind = iota
	removed
	flagged // only isRead or flag changed
	updated
	addedBlock // serial is the index in blocks
)

func (f *folder) total() int {
	n := len(f.items)
	for _, b := range f.blocks {
		n += b.left()
	}
	return n
}

func (f *folder) find(k key) (int, bool) {
	return slices.BinarySearchFunc(f.items, k, func(m *message, k key) int { return m.key().compare(k) })
}

// add puts m into the folder. When lose is set and m was here before, delta never tells of its return.
func (f *folder) add(m *message, lose bool) {
	f.insert(m)
	if _, before := f.gone[m.serial]; before && lose {
		m.lost = true
		return
	}
	delete(f.gone, m.serial)
	m.lost = false
	m.addedAt, m.flaggedAt, m.updatedAt = len(f.log), -1, -1
	f.log = append(f.log, change{m.serial, m.version, added})
}

// insert puts m in its place without telling the log.
func (f *folder) insert(m *message) {
	i, _ := f.find(m.key())
	f.items = slices.Insert(f.items, i, m)
	m.folder = f
	if !m.read {
		f.unread++
	}
}

// remove takes m out of the folder.
func (f *folder) remove(m *message) {
	if i, ok := f.find(m.key()); ok {
		f.items = slices.Delete(f.items, i, i+1)
	}
	if !m.read {
		f.unread--
	}
	m.folder = nil
	if f.gone == nil {
		f.gone = map[uint64]int{}
	}
	f.gone[m.serial] = len(f.log)
	f.log = append(f.log, change{m.serial, m.version, removed})
}

func (f *folder) logFlagged(m *message) {
	m.flaggedAt = len(f.log)
	f.log = append(f.log, change{m.serial, m.version, flagged})
}

func (f *folder) logUpdated(m *message) {
	m.updatedAt = len(f.log)
	f.log = append(f.log, change{m.serial, m.version, updated})
}

// walk calls yield for the messages beyond the key from, newest first or, when oldest is set, oldest first. The message
// given to yield is only valid during the call. A nil from starts at the end.
func (f *folder) walk(from *key, oldest bool, yield func(*message) bool) {
	heads := make([]head, 0, 1+len(f.blocks))
	h := head{at: len(f.items) - 1, step: -1, items: f.items}
	if oldest {
		h.at, h.step = 0, 1
	}
	if from != nil {
		i, found := f.find(*from)
		switch {
		case !oldest:
			h.at = i - 1
		case found:
			h.at = i + 1
		default:
			h.at = i
		}
	}
	if h.settle() {
		heads = append(heads, h)
	}
	for _, b := range f.blocks {
		h := head{at: b.n - 1, step: -1, block: b}
		if oldest {
			h.at, h.step = 0, 1
		}
		if from != nil {
			h.at = b.beyond(*from, oldest)
		}
		if h.settle() {
			heads = append(heads, h)
		}
	}
	for len(heads) > 0 {
		best := 0
		for i := 1; i < len(heads); i++ {
			if c := heads[i].key.compare(heads[best].key); c > 0 != oldest {
				best = i
			}
		}
		h := &heads[best]
		if !yield(h.message()) {
			return
		}
		h.at += h.step
		if !h.settle() {
			heads = slices.Delete(heads, best, best+1)
		}
	}
}

// head is a place in one of the sequences that walk merges: the folder's own items, or a block.
type head struct {
	at, step int
	items    []*message
	block    *block
	key      key
}

// settle moves on to the next message that is there; false when there is none.
func (h *head) settle() bool {
	if h.block == nil {
		if h.at < 0 || h.at >= len(h.items) {
			return false
		}
		h.key = h.items[h.at].key()
		return true
	}
	for h.at >= 0 && h.at < h.block.n {
		if !h.block.isGone(h.at) {
			h.key = h.block.key(h.at)
			return true
		}
		h.at += h.step
	}
	return false
}

func (h *head) message() *message {
	if h.block != nil {
		return h.block.message(h.at)
	}
	return h.items[h.at]
}

// skip walks like walk from the newest (or oldest) message, leaving out the first n.
func (f *folder) skip(n int, oldest bool, yield func(*message) bool) {
	if k, ok := f.jump(&n, oldest); ok {
		f.walk(&k, oldest, yield)
		return
	}
	f.walk(nil, oldest, func(m *message) bool {
		if n > 0 {
			n--
			return true
		}
		return yield(m)
	})
}

// jump finds the message after which a listing that skips n goes on without walking to it, in the simple layouts: no
// block at all, or one block that nothing was taken out of and whose messages are all older than the rest.
func (f *folder) jump(n *int, oldest bool) (key, bool) {
	if *n == 0 || oldest || len(f.blocks) > 1 {
		return key{}, false
	}
	if *n <= len(f.items) {
		if len(f.blocks) == 1 && f.items[len(f.items)-*n].key().compare(f.blocks[0].key(f.blocks[0].n-1)) <= 0 {
			return key{}, false
		}
		return f.items[len(f.items)-*n].key(), true
	}
	if len(f.blocks) == 0 {
		return key{received: -1 << 62}, true
	}
	b := f.blocks[0]
	if b.goneCount > 0 || (len(f.items) > 0 && f.items[0].key().compare(b.key(b.n-1)) <= 0) {
		return key{}, false
	}
	i := b.n - (*n - len(f.items))
	if i < 0 {
		return key{received: -1 << 62}, true
	}
	return b.key(i), true
}
