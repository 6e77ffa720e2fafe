package processing

import (
	"context"
	"fmt"
	"reflect"
	"slices"
)

// What is read or written in one transaction, and how far a thread is followed.
const (
	atOnce     = 500
	maxThread  = 20 // mails of a thread that are looked at, the newest
	maxRepeats = 5  // a mail that is settled may settle one before it in its thread
)

// Process takes mails that were filed, and looks again at what is open in their threads: it gives the numbers of those that
// are settled by that. A mail that it has already keeps what a person decided.
func (r *Room) Process(ctx context.Context, letters []Letter) ([]uint64, error) {
	if err := r.take(letters); err != nil {
		return nil, err
	}
	mates, err := r.openMates(letters)
	var settled []uint64
	if err == nil && len(mates) > 0 {
		settled, err = r.TryAgain(ctx, mates...)
	}
	if err != nil {
		r.changed.Store(true) // they are found with everything else that is open
	}
	return settled, err
}

func (r *Room) take(letters []Letter) error {
	r.change.Lock()
	defer r.change.Unlock()
	x, team := r.state()
	var slips []Slip
	var g *ledger
	err := r.store.Update(func(tx Tx) error {
		slips, g = slips[:0], r.newLedger(x)
		for i := range letters {
			l := &letters[i]
			if err := tx.PutLetter(*l); err != nil {
				return err
			}
			s, err := r.place(tx, x, &team, l, g)
			if err != nil {
				return err
			}
			if err := putSlip(tx, &s); err != nil {
				return err
			}
			slips = append(slips, s)
		}
		return g.keep(tx)
	})
	if err != nil {
		return fmt.Errorf("process mails: %w", err)
	}
	r.learned(g.lessons, g.state)
	if g.state != nil { // what is counted of hints counts for whatever is open, too
		r.changed.Store(true)
	}
	r.setRows(slips)
	return nil
}

// place finds a mail's place in its thread and makes its slip.
func (r *Room) place(tx Tx, x *index, team *Team, l *Letter, g *ledger) (Slip, error) {
	was, _, err := tx.Slip(l.Seq)
	if err != nil {
		return Slip{}, err
	}
	thread, err := threadOf(tx, x, l)
	if err != nil {
		return Slip{}, err
	}
	for _, id := range l.threads() {
		if err := join(tx, id, l.Seq, maxThread); err != nil {
			return Slip{}, err
		}
	}
	if about := x.about(l); about != "" {
		if err := join(tx, about, l.Seq, maxAlike); err != nil {
			return Slip{}, err
		}
	}
	if was.Conversation == "" {
		if was.Conversation = thread.conversation; was.Conversation == "" {
			was.Conversation = newID()
		}
	}
	s := decide(x, team, l, thread, &was)
	g.used(x, l, &was, &s)
	return s, nil
}

// thread is what the other mails of a mail's thread say.
type thread struct {
	clients      []string // ids
	conversation string
	alike        []string // ids of the clients of what it seems to answer, where nothing says what it answers
}

func threadOf(tx Tx, x *index, l *Letter) (t thread, err error) {
	seen := map[uint64]bool{l.Seq: true}
	for _, id := range l.joins() {
		seqs, err := tx.Thread(id)
		if err != nil {
			return t, err
		}
		for _, seq := range slices.Backward(seqs) {
			if seen[seq] || len(seen) > maxThread {
				continue
			}
			seen[seq] = true
			s, ok, err := tx.Slip(seq)
			if err != nil {
				return t, err
			}
			if !ok {
				continue
			}
			if t.conversation == "" {
				t.conversation = s.Conversation
			}
			if s.Client != "" && !slices.Contains(t.clients, s.Client) {
				t.clients = append(t.clients, s.Client)
			}
		}
	}
	if len(t.clients) == 0 && isAnswer(l.Subject) {
		t.alike, err = sameSubject(tx, x, l)
	}
	return t, err
}

// TryAgain looks again at everything that is open, or at the mails given. It gives the numbers of mails that are settled
// now. Others may use the room while it works. Where nothing has changed since everything was looked at, nothing can come
// of it, and nothing is done.
func (r *Room) TryAgain(ctx context.Context, seqs ...uint64) ([]uint64, error) {
	if len(seqs) == 0 && !r.changed.Load() {
		return nil, nil
	}
	before, err := r.reconsider(ctx, seqs)
	return settled(before, r), err
}

// settled are those of the slips that were open before and are not any more.
func settled(before []Slip, r *Room) (seqs []uint64) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for i := range before {
		if row := r.row(before[i].Seq); row != nil && before[i].open() && row.state != Attention {
			seqs = append(seqs, row.seq)
		}
	}
	return seqs
}

// reconsider makes the slips of open mails anew, all or those given, and gives those that it changed as they were.
func (r *Room) reconsider(ctx context.Context, seqs []uint64) (before []Slip, err error) {
	known := map[uint64]bool{}
	if len(seqs) == 0 {
		r.changed.Store(false)
		defer func() {
			if err != nil {
				r.changed.Store(true) // it did not come to its end
			}
		}()
	}
	for range maxRepeats {
		open := seqs
		if len(open) == 0 {
			open = r.thatAre(Attention)
		}
		changed := 0
		for chunk := range slices.Chunk(open, atOnce) {
			if err := ctx.Err(); err != nil {
				return before, context.Cause(ctx)
			}
			was, err := r.reconsiderSome(chunk)
			if err != nil {
				return before, fmt.Errorf("look at open mails again: %w", err)
			}
			changed += len(was)
			for _, s := range was {
				if !known[s.Seq] {
					known[s.Seq] = true
					before = append(before, s)
				}
			}
		}
		if changed == 0 {
			break
		}
	}
	return before, nil
}

func (r *Room) reconsiderSome(seqs []uint64) (before []Slip, err error) {
	r.change.Lock()
	defer r.change.Unlock()
	x, team := r.state()
	var after []Slip
	g := r.newLedger(x)
	err = r.store.View(func(tx Tx) error {
		for _, seq := range seqs {
			l, ok, err := tx.Letter(seq)
			if err != nil {
				return err
			}
			was, listed, err := tx.Slip(seq)
			if err != nil {
				return err
			}
			if !ok || !listed {
				continue // it was deleted
			}
			t, err := threadOf(tx, x, &l)
			if err != nil {
				return err
			}
			if s := decide(x, &team, &l, t, &was); !same(&s, &was) {
				before, after = append(before, was), append(after, s)
				g.used(x, &l, &was, &s)
			}
		}
		return nil
	})
	if err != nil || len(after) == 0 {
		return nil, err
	}
	return before, r.write(after, g)
}

// write keeps slips; the caller holds change.
func (r *Room) write(slips []Slip, g *ledger) error {
	err := r.store.Update(func(tx Tx) error {
		for i := range slips {
			if err := putSlip(tx, &slips[i]); err != nil {
				return err
			}
		}
		return g.keep(tx)
	})
	if err == nil {
		r.learned(g.lessons, g.state)
		r.setRows(slips)
	}
	return err
}

// same says whether two slips say the same. What is empty is as good as what is not there.
func same(a, b *Slip) bool {
	if a.State != b.State || a.Reason != b.Reason || a.Client != b.Client || a.Rule != b.Rule || a.Hand != b.Hand || a.Learned != b.Learned || len(a.Evidence) != len(b.Evidence) ||
		len(a.Candidates) != len(b.Candidates) || !slices.Equal(a.Participants, b.Participants) {
		return false
	}
	return (len(a.Evidence) == 0 || reflect.DeepEqual(a.Evidence, b.Evidence)) && (len(a.Candidates) == 0 || reflect.DeepEqual(a.Candidates, b.Candidates))
}
