package office

import (
	"context"
	"time"

	"postroom/app/people"
	"postroom/app/store"
)

// instep is something about people that is kept in step with Microsoft 365.
type instep struct {
	feature people.Feature
	what    string // for the log
	due     func(account string) (read time.Time, every time.Duration, err error)
	sync    func(store.Account, people.Setting) error
}

// keepInStep looks each minute, until the context ends, for whom it is time to read again. What can't be read is tried again at the
// next look.
func (o *Office) keepInStep(ctx context.Context, k instep) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		err := o.peopleAccounts(k.feature, func(a store.Account, s people.Setting) error {
			read, every, err := k.due(a.ID)
			if err != nil {
				return err
			}
			if age := o.opts.Now().Sub(read); age < 0 || age >= every {
				err = k.sync(a, s)
			}
			if err != nil && ctx.Err() == nil {
				o.log.Warn(k.what+" can't be read now", "account", a.ID, "error", err)
			}
			return ctx.Err()
		})
		if err != nil && ctx.Err() == nil {
			o.log.Error("it can't be told whose "+k.what+" are read", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
