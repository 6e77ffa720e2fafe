package processing

import (
	"slices"

	"postroom/app/store"
)

func (s storedTx) Conversations(fn func(Conversation) error) error {
	return s.tx.Records(store.Conversations, nil, func(_ []byte, open func(any) error) (bool, error) {
		var c Conversation
		if err := open(&c); err != nil {
			return false, err
		}
		return true, fn(c)
	})
}

func (s storedTx) Conversation(id string) (c Conversation, ok bool, err error) {
	ok, err = s.tx.Record(store.Conversations, []byte(id), &c)
	return c, ok, err
}

func (s storedTx) PutConversation(c Conversation) error {
	return s.tx.PutRecord(store.Conversations, []byte(c.ID), c)
}

func (s storedTx) DropConversation(id string) error {
	return s.tx.DropRecord(store.Conversations, []byte(id))
}

func (s storedTx) NextTurn() (uint64, error) { return s.tx.NextRecord(store.Conversations) }

func (s storedTx) Note(n uint64) (text string, ok bool, err error) {
	ok, err = s.tx.Record(store.TalkNotes, store.SeqKey(n), &text)
	return text, ok, err
}

func (s storedTx) PutNote(n uint64, text string) error {
	return s.tx.PutRecord(store.TalkNotes, store.SeqKey(n), text)
}

func (s storedTx) DropNote(n uint64) error {
	return s.tx.DropRecord(store.TalkNotes, store.SeqKey(n))
}

// restoreTalks writes what was said about conversations as it was, but for what was read since, which stays as it is. The
// action's own are changed to what is written.
func (a *Action) restoreTalks(tx Tx) error {
	for id, was := range a.Conversations {
		now, there, err := tx.Conversation(id)
		if err != nil {
			return err
		}
		if was == nil && len(now.Read) > 0 {
			was = &Conversation{ID: id, Mails: now.Mails}
		}
		a.Conversations[id] = was
		if was == nil && there {
			err = tx.DropConversation(id)
		} else if was != nil {
			was.Read = now.Read
			err = tx.PutConversation(*was)
		}
		if err != nil {
			return err
		}
		for _, m := range now.Marks {
			written := m.What == MarkNote && (was == nil || !slices.ContainsFunc(was.Marks, func(o Mark) bool { return o.Number == m.Number }))
			if written && a.What == ActTalk { // else it only came along with a mail
				if err := tx.DropNote(m.Number); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
