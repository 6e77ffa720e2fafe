package office

import "time"

// PauseMailbox stops filing from one mailbox until a time, or until ResumeMailbox if that is zero.
func (o *Office) PauseMailbox(address string, until time.Time) error {
	m, err := o.mailbox(address)
	if err != nil {
		return err
	}
	engine, err := o.capture()
	if err != nil {
		return err
	}
	return engine.PauseMailbox(m.Address, until)
}

// ResumeMailbox ends the pause of one mailbox.
func (o *Office) ResumeMailbox(address string) error {
	m, err := o.mailbox(address)
	if err != nil {
		return err
	}
	engine, err := o.capture()
	if err != nil {
		return err
	}
	return engine.ResumeMailbox(m.Address)
}
