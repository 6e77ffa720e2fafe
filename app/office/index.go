package office

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"postroom/app/store"
)

// index is what can be searched and sorted of all filed mails, in memory: the records themselves are sealed one by one.
// It is read in the background when somebody first asks, takes some 250 bytes a mail, and is kept current by what is
// filed.
type index struct {
	office *Office

	mu      sync.Mutex
	started bool
	ready   bool
	err     error
	late    []string // ids filed while the index was being read
	rows    []row    // by seq
	names   interned
	changes int // grows with every change: results from before are stale

	last  lookup // the last query and what it found
	found []int32
}

// row is a filed mail in the index.
type row struct {
	seq             uint64
	received, filed int64 // Unix seconds; the smallest for none
	size            int64
	mailbox, folder uint32
	sender          uint32
	attachments     uint32
	text            string // what is searched beside the names: the subject first, all in lower case
}

// interned gives each of a small set of strings a number.
type interned struct {
	list []string
	ids  map[string]uint32
}

func (n *interned) id(s string) uint32 {
	if id, ok := n.ids[s]; ok {
		return id
	}
	if n.ids == nil {
		n.ids = map[string]uint32{}
	}
	id := uint32(len(n.list))
	s = strings.Clone(s)
	n.list, n.ids[s] = append(n.list, s), id
	return id
}

// pageOfIndex is how many records are read in one transaction.
const pageOfIndex = 500

func newIndex(o *Office) *index { return &index{office: o} }

// start begins to read the index, once. What goes on in the background ends with ctx; told hears how far it is.
func (x *index) start(ctx context.Context, run func(func()), told func(done, total int)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.started {
		return
	}
	x.started = true
	run(func() {
		err := x.read(ctx, told)
		x.mu.Lock()
		x.ready, x.err = err == nil, err
		x.started = err == nil // it is tried again when somebody asks
		if err == nil {
			for _, id := range x.late {
				x.take(id)
			}
		}
		x.late = nil
		rows := len(x.rows)
		x.mu.Unlock()
		if err != nil && ctx.Err() == nil {
			x.office.log.Error("the list of documents can't be read", "error", err)
		}
		told(rows, rows)
	})
}

func (x *index) read(ctx context.Context, told func(done, total int)) error {
	x.mu.Lock()
	x.rows, x.names, x.err = nil, interned{}, nil
	x.mu.Unlock()
	total := 0
	for below := uint64(0); ; {
		var page []store.Document
		err := x.office.db.View(func(tx *store.Tx) error {
			total = tx.FiledInAll()
			return tx.DocumentsBelow(below, func(d store.Document) bool {
				page = append(page, d)
				return len(page) < pageOfIndex
			})
		})
		if err != nil {
			return err
		}
		if len(page) == 0 {
			x.sort()
			return nil
		}
		below = page[len(page)-1].Seq
		x.mu.Lock()
		for i := range page {
			x.rows = append(x.rows, x.row(&page[i]))
		}
		x.changes++
		done := len(x.rows)
		x.mu.Unlock()
		told(done, total)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// sort puts the rows, which were read from the last to the first, into the order of their numbers.
func (x *index) sort() {
	x.mu.Lock()
	defer x.mu.Unlock()
	slices.Reverse(x.rows)
	x.changes++
}

// row makes the row of a record; the caller holds mu.
func (x *index) row(d *store.Document) row {
	var b strings.Builder
	add := func(s string) {
		b.WriteString(strings.ToLower(s))
		b.WriteByte('\n')
	}
	add(d.Subject)
	for _, to := range d.To {
		add(to)
	}
	add(d.MessageID)
	r := row{seq: d.Seq, received: seconds(d.Received), filed: seconds(d.Filed), mailbox: x.names.id(d.Mailbox),
		folder: x.names.id(d.Folder), sender: x.names.id(d.From)}
	for i, f := range d.Files {
		if i == 0 {
			r.size = f.Size
			continue
		}
		r.attachments++
		add(f.Name)
	}
	r.text = b.String()
	return r
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return -1 << 62
	}
	return t.Unix()
}

// add takes a mail that has just been filed into the index.
func (x *index) add(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case x.ready:
		x.take(id)
	case x.started:
		x.late = append(x.late, id)
	}
}

// take reads one record into its place; the caller holds mu.
func (x *index) take(id string) {
	d, ok, err := x.office.record(id)
	if err != nil || !ok {
		x.office.log.Error("a filed mail is missing in the list of documents", "id", id, "error", err)
		return
	}
	at, there := slices.BinarySearchFunc(x.rows, d.Seq, func(r row, seq uint64) int { return cmp.Compare(r.seq, seq) })
	if there {
		return
	}
	x.rows = slices.Insert(x.rows, at, x.row(&d))
	x.changes++
}

// drop takes mails out that were deleted.
func (x *index) drop(seqs []uint64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	gone := make(map[uint64]bool, len(seqs))
	for _, seq := range seqs {
		gone[seq] = true
	}
	x.rows = slices.DeleteFunc(x.rows, func(r row) bool { return gone[r.seq] })
	x.changes++
}

// record reads one filed mail by its id.
func (o *Office) record(id string) (d store.Document, ok bool, err error) {
	seq, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return d, false, nil
	}
	err = o.db.View(func(tx *store.Tx) error {
		d, ok, err = tx.Document(seq)
		return err
	})
	return d, ok, err
}
