package capture

import (
	"context"
	"crypto/x509"
	"fmt"

	"postroom/app/register"
	"postroom/app/register/verify"
	"postroom/app/store"
)

// Verify compares the register with what lies at the destination and with what the database knows. progress hears how
// many entries have been read back; it may be nil. roots are the certificate authorities that vouch for timestamps; nil: the
// system's. Filing goes on meanwhile; what is filed then is not checked. A deletion waits.
func (e *Engine) Verify(ctx context.Context, roots *x509.CertPool, progress func(done, total int)) (*verify.Result, error) {
	if err := e.holdDeletions(ctx); err != nil {
		return nil, err
	}
	defer e.allowDeletions()
	return Verify(ctx, e.DB, verify.Options{Chain: e.register, Destination: e.Destination, Settle: e.settled,
		Proof: &verify.Proof{Dir: e.RegisterDir, Roots: roots}}, progress)
}

// settled returns when the mails that were being placed when it was called are registered, and the database knows of it.
func (e *Engine) settled(context.Context) error {
	e.commits.Lock()
	defer e.commits.Unlock()
	return e.catchUp()
}

// Verify is Engine.Verify for a destination that can only be read, where no engine can be: nothing is filed there
// meanwhile.
func Verify(ctx context.Context, db *store.DB, o verify.Options, progress func(done, total int)) (*verify.Result, error) {
	o.Database = headOf{db}
	if progress != nil {
		o.Progress = func(p verify.Progress) { progress(int(p.Lines), int(p.Of)) }
	}
	result, err := verify.Run(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("compare the register with the destination: %w", err)
	}
	return result, nil
}

// RegisterDamage says what is wrong with the end of the register, compared with what the database knows; nil if nothing.
func (e *Engine) RegisterDamage() error { return e.register.Damaged() }

// headOf is the database as verify sees it.
type headOf struct{ db *store.DB }

func (h headOf) Head(context.Context) (register.Head, error) {
	var head store.Head
	err := h.db.View(func(tx *store.Tx) (err error) {
		head, err = tx.Head()
		return err
	})
	return register.Head(head), err
}

// Remembered is what the database knows of the heads of days and their timestamps.
func (h headOf) Remembered(context.Context) (r verify.Remembered, err error) {
	err = h.db.View(func(tx *store.Tx) error {
		head, err := tx.DayHead()
		if err != nil {
			return err
		}
		r.Head = register.DayHead(head)
		r.Stamps, err = tx.Stamps()
		return err
	})
	return r, err
}
