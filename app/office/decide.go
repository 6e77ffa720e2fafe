package office

import (
	"context"
	"errors"
	"strconv"
	"time"

	"postroom/app/processing"
	"postroom/app/store"
)

// Assigned is what a decision about a mail has come to.
type Assigned struct {
	Entry   ProcessingEntry   `json:"entry"`
	Settled []ProcessingEntry `json:"settled"` // the other mails that waited for the same
}

// Assign gives a mail to a client, by id, number or name, and learns from it: "" is the usual, evidence for later mails;
// address or domain say that it is the client's, too; nothing says nothing.
func (o *Office) Assign(ctx context.Context, id, client, learn string) (*Assigned, error) {
	return o.decide(ctx, id, func(room *processing.Room, seq uint64) ([]uint64, error) {
		return room.Assign(ctx, seq, client, processing.Learn(learn))
	})
}

// decide has something decided about a mail, and tells what that has come to.
func (o *Office) decide(ctx context.Context, id string, do func(room *processing.Room, seq uint64) (settled []uint64, err error)) (*Assigned, error) {
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	seq, err := seqOf(id)
	if err != nil {
		return nil, err
	}
	if err := o.listed(ctx, id, seq); err != nil {
		return nil, err
	}
	settled, err := do(room, seq)
	if err != nil {
		return nil, err
	}
	o.tell(Event{Kind: EventProcessing, ID: id, Done: 1 + len(settled)})
	settled, err = o.ofMine(settled)
	if err != nil {
		return nil, err
	}
	v := &Assigned{Settled: []ProcessingEntry{}}
	for n, seq := range append([]uint64{seq}, settled...) {
		i, ok, err := room.Item(processing.Everything(), seq)
		if err != nil {
			return nil, err
		}
		switch {
		case n == 0:
			v.Entry = o.entry(&i)
		case ok:
			v.Settled = append(v.Settled, o.entry(&i))
		}
	}
	return v, nil
}

// listed processes a mail that was filed and that nobody has processed yet: then something can be decided about it. One
// that who looks may not see is unknown to them.
func (o *Office) listed(ctx context.Context, id string, seq uint64) error {
	if _, err := o.seen(id); err != nil {
		return err
	}
	known := false
	err := o.db.View(func(tx *store.Tx) error {
		known = tx.HasRecord(store.Slips, store.SeqKey(seq))
		return nil
	})
	if err != nil || known {
		return err
	}
	return o.processThese(ctx, []string{id})
}

func seqOf(id string) (uint64, error) {
	seq, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return 0, documentUnknown(id)
	}
	return seq, nil
}

// SetAside says of mails that they concern no client, or with false that no rule may set them aside.
func (o *Office) SetAside(ctx context.Context, aside bool, ids ...string) error {
	room, err := o.room()
	if err != nil {
		return err
	}
	var seqs []uint64
	for _, id := range ids {
		seq, err := seqOf(id)
		if err == nil {
			err = o.listed(ctx, id, seq)
		}
		if err != nil {
			return err
		}
		seqs = append(seqs, seq)
	}
	if aside {
		err = room.SetAside(ctx, seqs...)
	} else {
		err = room.Keep(ctx, seqs...)
	}
	if err == nil {
		o.tell(Event{Kind: EventProcessing, Done: len(seqs)})
	}
	return err
}

// ProcessAgain processes what was filed and not processed yet, and tries everything again that is open, or the mails given,
// in this process and at once. It tells how many mails were settled by it that were open before.
func (o *Office) ProcessAgain(ctx context.Context, ids ...string) (int, error) {
	defer o.using()()
	if _, err := o.capture(); err != nil { // opens the destination
		return 0, err
	}
	before, err := o.openMails()
	if err != nil {
		return 0, err
	}
	if len(ids) > 0 {
		err = o.processThese(ctx, ids)
	} else {
		err = o.processNew(ctx, true, atOnce)
	}
	if err != nil {
		return 0, err
	}
	after, err := o.openMails()
	return max(0, before-after), err
}

// processThese reads mails anew and processes them.
func (o *Office) processThese(ctx context.Context, ids []string) error {
	var seqs []uint64
	for _, id := range ids {
		if _, err := o.Document(id); err != nil {
			return err
		}
		seq, err := seqOf(id)
		if err != nil {
			return err
		}
		seqs = append(seqs, seq)
	}
	room, err := o.room()
	if err != nil {
		return err
	}
	o.handling.pass.Lock()
	defer o.handling.pass.Unlock()
	dest, done, err := o.readable()
	if err != nil {
		return err
	}
	defer done()
	if _, err := o.processSome(ctx, room, dest, seqs); err != nil {
		return err
	}
	o.tell(Event{Kind: EventProcessing, Done: len(seqs)})
	return nil
}

func (o *Office) openMails() (int, error) {
	v, err := o.Processing(ProcessingQuery{}, 0, 1)
	if err != nil {
		return 0, err
	}
	return v.States[processing.Attention] + v.States[processing.New], nil
}

// undoManager is how long anybody may take back who was made the first manager: who did it may be none, and would have no
// other way back.
const undoManager = 10 * time.Minute

// UndoProcessing takes back what was decided last about clients, team or mails.
func (o *Office) UndoProcessing(ctx context.Context) (*processing.Undone, error) {
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	u, err := room.Undo(ctx, false)
	if errors.Is(err, processing.ErrTeam) {
		made, failed := room.FirstManager()
		if failed != nil {
			return nil, failed
		}
		may := o.mayTeam
		if age := o.opts.Now().Sub(made); age >= 0 && age < undoManager {
			may = o.permit
		}
		if err := may(ctx); err != nil {
			return nil, err
		}
		u, err = room.Undo(ctx, true)
	}
	if u != nil {
		o.tell(Event{Kind: EventProcessing})
	}
	return u, err
}
