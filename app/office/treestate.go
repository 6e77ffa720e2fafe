package office

import "postroom/app/store"

// TreeState is how the documents that lie by client, too, stand.
type TreeState struct {
	On    bool
	Mails int   // that lie there; 0 for who does not see all mails
	Wrong error // why it could not follow the last time; nil: it could
}

// TreeState says how the documents by client stand on disk.
func (o *Office) TreeState() (*TreeState, error) {
	v := &TreeState{On: o.treeOn()}
	if wrong := o.tree.wrong.Load(); wrong != nil {
		v.Wrong = *wrong
	}
	see, err := o.sight()
	if err != nil || !see.All() {
		return v, err
	}
	err = o.db.View(func(tx *store.Tx) error {
		return tx.Records(store.Treed, nil, func([]byte, func(any) error) (bool, error) {
			v.Mails++
			return true, nil
		})
	})
	return v, err
}

// went notes how a pass over the tree has ended, and tells so where that is news.
func (o *Office) went(n int, err error) {
	was := o.tree.wrong.Swap(nil)
	if err != nil {
		o.tree.wrong.Store(&err)
	}
	if n > 0 || (was == nil) != (err == nil) {
		o.tell(Event{Kind: EventTree})
	}
}
