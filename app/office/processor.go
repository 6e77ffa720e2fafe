package office

import (
	"context"
	"runtime/debug"
	"sync"
	"time"

	"postroom/app/destination"
	"postroom/app/fault"
	"postroom/app/processing"
	"postroom/app/store"
)

// processor processes filed mails, after they were filed and looked at: what goes wrong here has no part in filing.
type processor struct {
	wake    chan struct{}
	pass    sync.Mutex // one pass at a time
	pending pending

	mu   sync.Mutex
	room *processing.Room // nil: not open
}

func (p *processor) nudge() {
	select {
	case p.wake <- struct{}{}:
	default: // it is awake already
	}
}

const (
	processedAtOnce = 32              // mails that share a transaction
	processAgain    = 5 * time.Minute // everything that is open is looked at again
	unreadAtOnce    = 1000            // mails that could not be read are read again, at most
)

// room opens the room in which mails are processed.
func (o *Office) room() (*processing.Room, error) {
	o.handling.mu.Lock()
	defer o.handling.mu.Unlock()
	if o.handling.room == nil {
		r, err := processing.Open(processing.In(o.db), o.opts.Now)
		if err != nil {
			return nil, err
		}
		if _, err := o.tellContacts(r, true); err != nil {
			return nil, err
		}
		o.handling.room = r
	}
	return o.handling.room, nil
}

// keepProcessing processes what is filed until the context ends.
func (o *Office) keepProcessing(ctx context.Context) {
	tick, soon := time.NewTicker(processAgain), time.NewTimer(lookAgain)
	defer tick.Stop()
	defer soon.Stop()
	for again := true; ; {
		soon.Stop()
		if !o.processFiled(ctx, again, beside) {
			soon.Reset(lookAgain)
		}
		if again {
			debug.FreeOSMemory() // who runs for weeks leaves to others what it doesn't need
			if err := o.db.Release(); err != nil {
				o.log.Warn("memory can't be given back", "error", err)
			}
		}
		again = false
		select {
		case <-ctx.Done():
			return
		case <-o.handling.wake:
		case <-soon.C:
		case <-tick.C:
			again = true
		}
	}
}

// processFiled processes all filed mails that are new, and with again everything that is open. It says whether it came to
// the end: what was not processed now is the next time.
func (o *Office) processFiled(ctx context.Context, again bool, how pace) bool {
	err := o.processNew(ctx, again, how)
	if err != nil && ctx.Err() == nil {
		o.log.Warn("mails can't be processed now", "code", fault.CodeOf(err), "error", err)
	}
	return err == nil
}

func (o *Office) processNew(ctx context.Context, again bool, how pace) (err error) {
	o.handling.pass.Lock()
	defer o.handling.pass.Unlock()
	room, err := o.room()
	if err != nil {
		return err
	}
	o.mu.Lock()
	dest := o.dest
	o.mu.Unlock()
	if dest == nil {
		return nil
	}
	pending, all := o.handling.pending.take()
	done := 0
	defer func() {
		if err != nil {
			o.handling.pending.giveBack(pending, all)
		}
		if done > 0 { // also by a pass that was cut off: what follows it, as the links by client, would not hear of it
			o.tell(Event{Kind: EventProcessing, Done: done})
		}
	}()
	for from := uint64(0); ; {
		began := time.Now()
		seqs, last, err := o.unprocessed(pending, all, from)
		if err != nil {
			return err
		}
		some, err := o.processSome(ctx, room, dest, seqs)
		done += some
		if err != nil {
			return err
		}
		if err := how.rest(ctx, began); err != nil {
			return err
		}
		if last == 0 {
			break
		}
		from = last + 1
	}
	if again {
		if err := o.readAgain(ctx, room, dest); err != nil {
			return err
		}
		if err := room.DropEmpty(ctx); err != nil {
			return err
		}
		settled, err := room.TryAgain(ctx)
		if err != nil {
			return err
		}
		done += len(settled)
	}
	return nil
}

// unprocessed gives some filed mails that are new, of those that are pending or of all, from a number on: those that were
// looked at. last is the number to go on behind, 0 if there are no more.
func (o *Office) unprocessed(pending []uint64, all bool, from uint64) (seqs []uint64, last uint64, err error) {
	err = o.db.View(func(tx *store.Tx) error {
		var found []uint64
		if all {
			found = tx.Unprocessed(from, processedAtOnce)
		} else {
			found = following(pending, from, processedAtOnce, func(seq uint64) bool { return !tx.HasRecord(store.Slips, store.SeqKey(seq)) })
		}
		for _, seq := range found {
			if tx.Looked(seq) {
				seqs = append(seqs, seq)
			}
		}
		if len(found) == processedAtOnce {
			last = found[len(found)-1]
		}
		return nil
	})
	return seqs, last, err
}

// readAgain reads mails again that could not be read.
func (o *Office) readAgain(ctx context.Context, room *processing.Room, dest destination.Destination) error {
	page, err := room.List(processing.Everything(), processing.Query{Reason: processing.Unreadable}, nil, 0, unreadAtOnce)
	if err != nil {
		return err
	}
	var seqs []uint64
	for i := range page.Items {
		seqs = append(seqs, page.Items[i].Seq)
	}
	_, err = o.processSome(ctx, room, dest, seqs)
	return err
}

// processSome processes some mails together, the ones it could read also when it could not come to the end, and looks
// again at what is open in their threads. It tells how many mails were processed or settled.
func (o *Office) processSome(ctx context.Context, room *processing.Room, dest destination.Destination, seqs []uint64) (done int, err error) {
	var letters []processing.Letter
	var failed error
	for _, seq := range seqs {
		if failed = context.Cause(ctx); failed != nil {
			break
		}
		l, ok, err := o.letter(ctx, dest, seq)
		if err != nil {
			failed = err
			break
		}
		if ok {
			letters = append(letters, l)
		}
	}
	if len(letters) > 0 {
		after, err := room.Process(ctx, letters)
		if err != nil {
			return 0, err
		}
		done = len(letters) + len(after)
	}
	return done, failed
}

// Unsettled is how many mails of the list need a person, of those that who looks may see; 0 as long as nobody has opened the
// list: it is not worth a wait.
func (o *Office) Unsettled() (int, error) {
	if !o.handling.mu.TryLock() { // it is being opened
		return 0, nil
	}
	room := o.handling.room
	o.handling.mu.Unlock()
	if room == nil {
		return 0, nil
	}
	see, err := o.sight()
	if err != nil {
		return 0, err
	}
	page, err := room.List(see, processing.Query{State: processing.Attention}, nil, 0, 0)
	if err != nil {
		return 0, err
	}
	return page.States[processing.Attention], nil
}
