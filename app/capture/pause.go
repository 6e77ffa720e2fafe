package capture

import (
	"slices"
	"time"

	"postroom/app/store"
)

// Pause stops Run from filing until a time, or until Resume if that is zero. Nothing is lost meanwhile.
func (e *Engine) Pause(until time.Time) error {
	return e.DB.Update(func(tx *store.Tx) error { return tx.SetPause(store.Pause{On: true, Until: until}) })
}

// Resume lets Run go on. Mailboxes that were paused one by one stay so.
func (e *Engine) Resume() error {
	if err := e.DB.Update(func(tx *store.Tx) error { return tx.SetPause(store.Pause{}) }); err != nil {
		return err
	}
	e.Wake()
	return nil
}

// PauseMailbox stops Run from looking at one mailbox until a time, or until ResumeMailbox if that is zero. What it has
// begun with there it brings to its end.
func (e *Engine) PauseMailbox(address string, until time.Time) error {
	return e.changeMailbox(address, func(m *store.Mailbox) { m.Pause = store.Pause{On: true, Until: until} })
}

// ResumeMailbox lets Run go on with a mailbox.
func (e *Engine) ResumeMailbox(address string) error {
	if err := e.changeMailbox(address, func(m *store.Mailbox) { m.Pause = store.Pause{} }); err != nil {
		return err
	}
	e.Wake()
	return nil
}

// paused says whether all filing is paused.
func (e *Engine) paused() (bool, error) {
	var p store.Pause
	err := e.DB.View(func(tx *store.Tx) (err error) {
		p, err = tx.Pause()
		return err
	})
	return p.Holds(e.Clock()), err
}

// awake leaves the mailboxes that are not paused.
func (e *Engine) awake(mailboxes []store.Mailbox) []store.Mailbox {
	return slices.DeleteFunc(mailboxes, func(m store.Mailbox) bool { return m.Pause.Holds(e.Clock()) })
}
