package office

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"postroom/app/capture"
	"postroom/app/fault"
	"postroom/app/store"
)

// Query chooses and orders filed mails.
type Query struct {
	Text          string // words, each of which occurs in subject, people, folder, Message-ID or names of attachments
	Mailbox       string
	Folder        string    // PATH
	Sender        string    // part of name or address
	From, To      time.Time // received from (inclusive) to (exclusive); zero: any time
	HasAttachment bool
	Client        string // id, number or name
	Sort          string // received (also ""), filed, sender, subject, mailbox, attachments, size
	Ascending     bool
}

// Found is a page of what a query finds.
type Found struct {
	Total     int  // all that it finds
	All       int  // all that there is, as far as it is shown
	Ready     bool // false while the list is still being read
	Documents []Document
}

// lookup is a query against one state of the index.
type lookup struct {
	Query
	changes int
	who     string // who looks
	version uint64 // of what processing knows; 0 where that does not count
}

// List reads the list of documents into memory, in the background until ctx ends. It returns at once; told hears how
// far it is, and run has a goroutine whose end somebody waits for.
func (o *Office) List(ctx context.Context, run func(func()), told func(done, total int)) {
	o.index.start(ctx, run, told)
}

// Find looks filed mails up in the list and gives those from offset on, at most limit. It never waits for the list:
// what has been read of it is searched.
func (o *Office) Find(q Query, offset, limit int) (*Found, error) {
	keep, err := o.shown(q.Client)
	if err != nil {
		return nil, err
	}
	key, err := o.lookup(q, keep)
	if err != nil {
		return nil, err
	}
	mine := keep
	if q.Client != "" {
		if mine, err = o.shown(""); err != nil {
			return nil, err
		}
	}
	x := o.index
	x.mu.Lock()
	found, err := x.find(key, keep)
	f := &Found{Total: len(found), All: x.all(mine), Ready: x.ready, Documents: []Document{}}
	var seqs []uint64
	for _, i := range found[min(max(offset, 0), len(found)):] {
		if len(seqs) >= limit {
			break
		}
		seqs = append(seqs, x.rows[i].seq)
	}
	x.mu.Unlock()
	if err != nil {
		return nil, err
	}
	for _, seq := range seqs {
		d, err := o.Document(strconv.FormatUint(seq, 10))
		if fault.CodeOf(err) == "document-unknown" {
			continue // it was deleted just now
		}
		if err != nil {
			return nil, err
		}
		f.Documents = append(f.Documents, *d)
	}
	return f, nil
}

// all counts the rows that are shown; the caller holds mu.
func (x *index) all(mine shown) int {
	if mine == nil {
		return len(x.rows)
	}
	n := 0
	for i := range x.rows {
		if mine(x.rows[i].seq, x.names.list[x.rows[i].mailbox]) {
			n++
		}
	}
	return n
}

// lookup says what a query's answer depends on beside the list itself.
func (o *Office) lookup(q Query, keep shown) (lookup, error) {
	key := lookup{Query: q}
	if keep == nil {
		return key, nil
	}
	see, err := o.sight()
	if err != nil {
		return key, err
	}
	room, err := o.room()
	if err != nil {
		return key, err
	}
	key.who, key.version = see.Who(), room.Version()
	return key, nil
}

// find gives the rows that a query finds and that are shown, in its order; the caller holds mu.
func (x *index) find(key lookup, keep shown) ([]int32, error) {
	if x.err != nil {
		return nil, x.err
	}
	if key.changes = x.changes; x.last == key {
		return x.found, nil
	}
	q := key.Query
	m := x.matcher(q)
	var found []int32
	for i := range x.rows {
		r := &x.rows[i]
		if m.matches(r) && keep.has(r.seq, x.names.list[r.mailbox]) {
			found = append(found, int32(i))
		}
	}
	x.order(found, q)
	x.last, x.found = key, found
	return found, nil
}

// held says which words of a text occur in mails, a bit for each, by the mails' numbers in their order.
type held struct {
	seqs  []uint64
	words []uint64
}

// in gives the words that occur in a mail.
func (h *held) in(seq uint64) uint64 {
	if at, ok := slices.BinarySearch(h.seqs, seq); ok {
		return h.words[at]
	}
	return 0
}

// holding says which words occur in subject, people, folder, Message-ID or names of attachments of which mails, whoever may
// see them; false as long as the list is still being read.
func (x *index) holding(words []string) (*held, bool, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.err != nil {
		return nil, false, x.err
	}
	m := x.matcher(Query{Text: strings.Join(words, " ")})
	h := &held{}
	backwards := len(x.rows) > 1 && x.rows[0].seq > x.rows[len(x.rows)-1].seq // as long as the list is read
	for i := range x.rows {
		if backwards {
			i = len(x.rows) - 1 - i
		}
		r, found := &x.rows[i], uint64(0)
		for at := range m.words {
			if m.words[at].in(r) {
				found |= 1 << at
			}
		}
		if found != 0 {
			h.seqs, h.words = append(h.seqs, r.seq), append(h.words, found)
		}
	}
	return h, x.ready, nil
}

// matcher is a query made ready for many rows.
type matcher struct {
	words           []word
	mailbox, folder func(uint32) bool
	senders         []bool // by the number of the name; nil: any
	from, to        int64
	attachment      bool
}

// word is a word of a query, and the names that hold it, by their numbers.
type word struct {
	text  string
	names []bool
}

func (x *index) matcher(q Query) matcher {
	m := matcher{mailbox: x.names.is(q.Mailbox, strings.EqualFold),
		folder: x.names.is(q.Folder, func(a, b string) bool { return a == b }), from: -1 << 63, to: 1<<63 - 1, attachment: q.HasAttachment}
	for _, w := range strings.Fields(strings.ToLower(q.Text)) {
		m.words = append(m.words, word{w, x.names.with(w)})
	}
	if q.Sender != "" {
		m.senders = x.names.with(strings.ToLower(q.Sender))
	}
	if !q.From.IsZero() {
		m.from = q.From.Unix()
	}
	if !q.To.IsZero() {
		m.to = q.To.Unix()
	}
	return m
}

// with says of each name, by its number, whether it holds a text in lower case.
func (n *interned) with(text string) []bool {
	held := make([]bool, len(n.list))
	for i, name := range n.list {
		held[i] = strings.Contains(strings.ToLower(name), text)
	}
	return held
}

// is says of a name's number whether the name is the one wanted; every one is if that is empty.
func (n *interned) is(want string, same func(a, b string) bool) func(uint32) bool {
	if want == "" {
		return func(uint32) bool { return true }
	}
	return func(id uint32) bool { return same(n.list[id], want) }
}

func (m *matcher) matches(r *row) bool {
	if m.attachment && r.attachments == 0 || r.received < m.from || r.received >= m.to || !m.mailbox(r.mailbox) || !m.folder(r.folder) {
		return false
	}
	if m.senders != nil && !m.senders[r.sender] {
		return false
	}
	for i := range m.words {
		if !m.words[i].in(r) {
			return false
		}
	}
	return true
}

// in says whether a word occurs in a mail.
func (w *word) in(r *row) bool {
	return w.names[r.sender] || w.names[r.folder] || w.names[r.mailbox] || strings.Contains(r.text, w.text)
}

// order sorts rows; equal ones stay newest first.
func (x *index) order(found []int32, q Query) {
	var by func(a, b *row) int
	switch q.Sort {
	case "filed":
		by = func(a, b *row) int { return cmp.Compare(a.filed, b.filed) }
	case "sender", "mailbox":
		rank := x.names.ranks()
		by = func(a, b *row) int { return cmp.Compare(rank[a.sender], rank[b.sender]) }
		if q.Sort == "mailbox" {
			by = func(a, b *row) int {
				return cmp.Or(cmp.Compare(rank[a.mailbox], rank[b.mailbox]), cmp.Compare(rank[a.folder], rank[b.folder]))
			}
		}
	case "subject":
		x.orderBySubject(found, q.Ascending)
		return
	case "attachments":
		by = func(a, b *row) int { return cmp.Compare(a.attachments, b.attachments) }
	case "size":
		by = func(a, b *row) int { return cmp.Compare(a.size, b.size) }
	default:
		by = func(a, b *row) int { return cmp.Compare(a.received, b.received) }
	}
	slices.SortFunc(found, func(i, j int32) int {
		c := by(&x.rows[i], &x.rows[j])
		if !q.Ascending {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(j, i))
	})
}

// orderBySubject is order with the subjects at hand: they are the beginning of what is searched.
func (x *index) orderBySubject(found []int32, ascending bool) {
	type keyed struct {
		subject string
		row     int32
	}
	keys := make([]keyed, len(found))
	for i, at := range found {
		subject, _, _ := strings.Cut(x.rows[at].text, "\n")
		keys[i] = keyed{subject, at}
	}
	slices.SortFunc(keys, func(a, b keyed) int {
		c := strings.Compare(a.subject, b.subject)
		if !ascending {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(b.row, a.row))
	})
	for i, k := range keys {
		found[i] = k.row
	}
}

// ranks are the names' places in alphabetical order, by their numbers.
func (n *interned) ranks() []int {
	order := make([]int, len(n.list))
	lower := make([]string, len(n.list))
	for i, name := range n.list {
		order[i], lower[i] = i, strings.ToLower(name)
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(lower[a], lower[b]) })
	ranks := make([]int, len(order))
	for rank, i := range order {
		ranks[i] = rank
	}
	return ranks
}

// Document is one filed mail by its id. An id that nobody gave has the code "document-unknown".
func (o *Office) Document(id string) (*Document, error) {
	d, err := o.seen(id)
	if err != nil {
		return nil, err
	}
	v := recordView(&d)
	if v.AlsoIn, err = o.twins(d); err != nil {
		return nil, err
	}
	views := []Document{v}
	return &views[0], o.addRecognition(views)
}

// twins finds the same mail where it was filed from other mailboxes.
func (o *Office) twins(d store.Document) ([]Twin, error) {
	keep, err := o.shownBySeq("")
	if err != nil {
		return nil, err
	}
	var same []capture.Twin
	err = o.db.View(func(tx *store.Tx) (err error) {
		same, err = capture.TwinsOf(tx, d)
		return err
	})
	return mineOf(twins(same), keep), err
}

// Recent are the mails filed last, newest first.
func (o *Office) Recent(limit int) ([]Document, error) {
	recent := []Document{}
	keep, err := o.shown("")
	if err != nil {
		return nil, err
	}
	err = o.db.View(func(tx *store.Tx) error {
		return tx.Documents(func(d store.Document) bool {
			if !keep.doc(&d) {
				return true
			}
			recent = append(recent, recordView(&d))
			return len(recent) < limit
		})
	})
	return recent, err
}

// recordView is a record as capture shows it, too.
func recordView(d *store.Document) Document {
	v := Document{ID: strconv.FormatUint(d.Seq, 10), Mailbox: d.Mailbox, Folder: d.Folder, MessageID: d.MessageID, Subject: d.Subject,
		From: d.From, To: append([]string{}, d.To...), Received: moment(d.Received), Filed: moment(d.Filed), State: "filed",
		Attachments: []Attachment{}, AlsoIn: []Twin{}}
	for i, f := range d.Files {
		if i == 0 {
			v.Path, v.SHA256, v.Size = f.Path, f.SHA256, f.Size
			continue
		}
		v.Attachments = append(v.Attachments, Attachment{Name: f.Name, Path: f.Path, SHA256: f.SHA256, Size: f.Size,
			ContentType: f.ContentType, Kind: f.Kind})
	}
	return v
}
