package processing

import (
	"cmp"
	"slices"
	"strings"
	"unique"
)

// row is what the list keeps in memory of a mail.
type row struct {
	seq     uint64
	state   State
	reason  Reason
	client  unique.Handle[string]
	fits    unique.Handle[string] // the clients that it may belong to, joined; see mayBe
	mailbox unique.Handle[string]
	people  unique.Handle[string] // participants, joined
	waits   unique.Handle[string] // see Slip.waits
}

func rowOf(s *Slip) row {
	return row{s.Seq, s.State, s.Reason, unique.Make(s.Client), unique.Make(strings.Join(s.mayBe(), "\n")), unique.Make(s.Mailbox), unique.Make(strings.Join(s.Participants, "\n")), unique.Make(s.waits())}
}

// row finds a mail's; nil if it is not there. The caller holds mu.
func (r *Room) row(seq uint64) *row {
	at, ok := slices.BinarySearchFunc(r.rows, seq, func(x row, seq uint64) int { return cmp.Compare(x.seq, seq) })
	if !ok {
		return nil
	}
	return &r.rows[at]
}

// Query chooses mails of the list. Its zero value is all of them.
type Query struct {
	State   State
	Reason  Reason
	Client  string // id
	Mailbox string
	Words   *Words // nil: any mail
}

// Page is a page of the list.
type Page struct {
	Total  int           // all that the query finds
	States map[State]int // how many there are in each state, whatever the query says of it
	Items  []Item        // the newest first
}

// Item is a mail of the list.
type Item struct {
	Slip
	Letter     Letter
	Client     *Brief
	Candidates []Suggestion
}

// Suggestion is a candidate with its name.
type Suggestion struct {
	Client   Brief
	Score    float64
	Evidence []Evidence
}

// List gives what a sight lets see of the list, from offset on, at most limit. waiting are mails that nobody has looked at
// yet, the newest first.
func (r *Room) List(see Sight, q Query, waiting []Letter, offset, limit int) (*Page, error) {
	p := &Page{States: map[State]int{}, Items: []Item{}}
	var seqs []uint64
	take := func(seq uint64) {
		if p.Total++; p.Total > offset && len(seqs) < limit {
			seqs = append(seqs, seq)
		}
	}
	fresh := map[uint64]*Letter{}
	r.mu.RLock()
	wanted := q.Words.wanted(r.index)
	for i := range waiting {
		l := &waiting[i]
		if r.row(l.Seq) == nil && see.sees(l.Mailbox, nil, nil) && q.Client == "" && q.Reason == "" && (q.Mailbox == "" || strings.EqualFold(q.Mailbox, l.Mailbox)) && wanted.has(&row{seq: l.Seq}) {
			p.States[New]++
			if q.State == "" || q.State == New {
				fresh[l.Seq] = l
				take(l.Seq)
			}
		}
	}
	r.scan(see, q, wanted, func(x *row) {
		p.States[x.state]++
		if q.State == "" || q.State == x.state {
			take(x.seq)
		}
	})
	x := r.index
	r.mu.RUnlock()
	var gone []uint64
	err := r.store.View(func(tx Tx) error {
		for _, seq := range seqs {
			if l := fresh[seq]; l != nil {
				p.Items = append(p.Items, Item{Slip: Slip{Seq: seq, State: New, Mailbox: l.Mailbox}, Letter: *l, Candidates: []Suggestion{}})
				continue
			}
			item, ok, err := itemOf(tx, x, seq)
			if err != nil {
				return err
			}
			if ok {
				p.Items = append(p.Items, item)
			} else {
				gone = append(gone, seq)
			}
		}
		return nil
	})
	r.Forget(gone)
	return p, err
}

// Forget takes mails out of the list that were deleted, as their time was up.
func (r *Room) Forget(seqs []uint64) {
	if len(seqs) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.version.Add(1)
	r.rows = slices.DeleteFunc(r.rows, func(x row) bool { return slices.Contains(seqs, x.seq) })
	for _, seq := range seqs {
		r.talks.forget(seq)
	}
}

// thatAre gives the numbers of all mails in a state.
func (r *Room) thatAre(state State) (seqs []uint64) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for i := range r.rows {
		if r.rows[i].state == state {
			seqs = append(seqs, r.rows[i].seq)
		}
	}
	return seqs
}

// scan calls fn with the rows that a sight lets see and that a query finds whatever their state, the newest first; wanted are
// the query's words made ready. The caller holds mu.
func (r *Room) scan(see Sight, q Query, wanted *wanted, fn func(*row)) {
	client, mailbox := unique.Make(q.Client), unique.Make(strings.ToLower(q.Mailbox))
	type seen struct{ client, mailbox, people unique.Handle[string] }
	known := map[seen]bool{}                   // the same people, client and address are seen by the same
	byRole := map[unique.Handle[string]]bool{} // addresses for which it matters who the client is
	for i := len(r.rows) - 1; i >= 0; i-- {
		x := &r.rows[i]
		if q.Client != "" && x.client != client || q.Mailbox != "" && x.mailbox != mailbox || q.Reason != "" && x.reason != q.Reason || !wanted.has(x) {
			continue
		}
		if !see.all {
			role, ok := byRole[x.mailbox]
			if !ok {
				role = strings.HasPrefix(see.team.TieOf(x.mailbox.Value()), tieRole)
				byRole[x.mailbox] = role
			}
			key := seen{mailbox: x.mailbox, people: x.people}
			if role {
				key.client = x.client
			}
			sees, ok := known[key]
			if !ok {
				sees = see.seesRow(x, r.index)
				known[key] = sees
			}
			if !sees {
				continue
			}
		}
		fn(x)
	}
}

func itemOf(tx Tx, x *index, seq uint64) (item Item, ok bool, err error) {
	if item.Slip, ok, err = tx.Slip(seq); err != nil || !ok {
		return item, ok, err
	}
	if item.Letter, _, err = tx.Letter(seq); err != nil {
		return item, false, err
	}
	if c := x.byID[item.Slip.Client]; c != nil {
		b := c.brief()
		item.Client = &b
	}
	item.Candidates = []Suggestion{}
	for _, one := range item.Slip.Candidates {
		if c := x.byID[one.Client]; c != nil {
			item.Candidates = append(item.Candidates, Suggestion{c.brief(), one.Score, one.Evidence})
		}
	}
	return item, true, nil
}

// Item is one mail of the list; false if it is not there or can't be seen.
func (r *Room) Item(see Sight, seq uint64) (item Item, ok bool, err error) {
	x, _ := r.state()
	err = r.store.View(func(tx Tx) error {
		item, ok, err = itemOf(tx, x, seq)
		return err
	})
	if ok && !see.sees(item.Mailbox, x.byID[item.Slip.Client], item.Participants) {
		return Item{}, false, err
	}
	return item, ok, err
}

// ClientsOf names the clients of filed mails, by their numbers. It needs no Room.
func ClientsOf(s Store, seqs []uint64) (map[uint64]Brief, error) {
	found := map[uint64]Brief{}
	err := s.View(func(tx Tx) error {
		for _, seq := range seqs {
			p, ok, err := tx.Slip(seq)
			if err != nil {
				return err
			}
			if !ok || p.Client == "" {
				continue
			}
			c, ok, err := tx.Client(p.Client)
			if err != nil {
				return err
			}
			if ok {
				found[seq] = c.brief()
			}
		}
		return nil
	})
	return found, err
}
