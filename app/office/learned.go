package office

import (
	"context"
	"io"
	"slices"

	"postroom/app/fault"
	"postroom/app/processing"
)

// Accept takes the nth suggestion, from 1 on, for a mail's client.
func (o *Office) Accept(ctx context.Context, id string, nth int) (*Assigned, error) {
	return o.decide(ctx, id, func(room *processing.Room, seq uint64) ([]uint64, error) {
		at, err := o.suggested(room, seq, nth)
		if err != nil {
			return nil, err
		}
		return room.Accept(ctx, seq, at)
	})
}

// suggested is the place among all suggestions of the nth that who looks sees; 0 if there is none.
func (o *Office) suggested(room *processing.Room, seq uint64, nth int) (int, error) {
	item, ok, err := room.Item(processing.Everything(), seq)
	if err != nil || !ok {
		return 0, err
	}
	shown := o.confided(&item).Candidates
	if nth < 1 || nth > len(shown) {
		return 0, nil
	}
	return 1 + slices.IndexFunc(item.Candidates, func(s processing.Suggestion) bool { return s.Client.ID == shown[nth-1].Client.ID }), nil
}

// Learned is what was learned from people's decisions. It holds addresses and words of all mails, so that only who sees all
// mails sees it.
func (o *Office) Learned() (*processing.Learned, error) {
	room, err := o.learnedRoom()
	if err != nil {
		return nil, err
	}
	return room.Learned(), nil
}

// LearnedPage is a part of what was learned, for who may see it.
func (o *Office) LearnedPage(q processing.LearnedQuery) (*processing.LearnedPage, error) {
	room, err := o.learnedRoom()
	if err != nil {
		return nil, err
	}
	return room.LearnedPage(q), nil
}

func (o *Office) learnedRoom() (*processing.Room, error) {
	if err := o.forManagers("look at what was learned"); err != nil {
		return nil, err
	}
	return o.room()
}

// ExportLearned writes what was learned as JSON.
func (o *Office) ExportLearned(w io.Writer) error {
	room, err := o.learnedRoom()
	if err != nil {
		return err
	}
	return room.ExportLearned(w)
}

// ImportLearned adds what was learned elsewhere, or before.
func (o *Office) ImportLearned(ctx context.Context, in io.Reader) (*processing.LearnedImport, error) {
	var v *processing.LearnedImport
	_, err := o.relearn(ctx, func(room *processing.Room) ([]uint64, error) {
		var err error
		if v, err = room.ImportLearned(ctx, in); err != nil {
			return nil, err
		}
		return v.Settled, nil
	})
	if err != nil {
		return nil, err
	}
	return v, nil
}

// SwitchLearning switches learning, and all that was learned, on or off.
func (o *Office) SwitchLearning(ctx context.Context, on bool) (int, error) {
	return o.relearn(ctx, func(room *processing.Room) ([]uint64, error) { return room.SwitchLearning(ctx, on) })
}

// SetBar says how sure what was learned has to be to assign a mail by itself, from 0.5 to 1.
func (o *Office) SetBar(ctx context.Context, bar float64) (int, error) {
	return o.relearn(ctx, func(room *processing.Room) ([]uint64, error) { return room.SetBar(ctx, bar) })
}

// SwitchLesson switches one thing that was learned on or off.
func (o *Office) SwitchLesson(ctx context.Context, id string, on bool) (int, error) {
	return o.relearn(ctx, func(room *processing.Room) ([]uint64, error) { return room.SwitchLesson(ctx, id, on) })
}

// ForgetLesson forgets one thing that was learned.
func (o *Office) ForgetLesson(ctx context.Context, id string) (int, error) {
	return o.relearn(ctx, func(room *processing.Room) ([]uint64, error) { return room.ForgetLesson(ctx, id) })
}

// EditLesson says that one thing that was learned is about a client, by id, number or name.
func (o *Office) EditLesson(ctx context.Context, id, client string) (int, error) {
	return o.relearn(ctx, func(room *processing.Room) ([]uint64, error) { return room.EditLesson(ctx, id, client) })
}

// relearn changes what was learned, which is a setting. It tells how many mails were settled by it.
func (o *Office) relearn(ctx context.Context, do func(*processing.Room) ([]uint64, error)) (int, error) {
	if err := o.permit(ctx); err != nil {
		return 0, err
	}
	room, err := o.learnedRoom()
	if err != nil {
		return 0, err
	}
	settled, err := do(room)
	if err == nil {
		o.tell(Event{Kind: EventProcessing, Done: len(settled)})
	}
	return len(settled), err
}

// LeftOut says why something was not imported.
func (o *Office) LeftOut(l processing.LearnedLeft) string {
	return fault.Explain(o.language(), l.Err).What
}
