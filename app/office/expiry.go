package office

import (
	"context"
	"time"

	"postroom/app/fault"
	"postroom/app/store"
)

// warnings are how many days before its end a credential's end is announced, once each.
var warnings = []int{1, 7, 30}

// over marks, where days before the end are counted, the end itself.
const over = -1

// announce tells of credentials that are about to end. Each warning is given once, also when the program is started anew;
// if several have come due meanwhile, the last one alone.
func (o *Office) announce(ctx context.Context) error {
	accounts, err := o.db.Accounts()
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.App == nil || a.State == store.Disconnected || a.App.Expires.IsZero() || ctx.Err() != nil {
			continue
		}
		left := a.App.Expires.Sub(o.opts.Now())
		due := warningFor(left)
		if due == 0 || a.App.Announced == over || a.App.Announced != 0 && due >= a.App.Announced {
			continue
		}
		err := o.db.ChangeAccount(a.ID, func(now *store.Account) bool {
			if now.App == nil || !now.App.Expires.Equal(a.App.Expires) {
				return false // it was renewed just now
			}
			now.App.Announced = due
			return true
		})
		if err != nil {
			return err
		}
		problem := ProblemOf(o.language(), ends(a))
		if due == over {
			problem = ProblemOf(o.language(), ended(a))
		}
		o.log.Warn("a credential ends", "account", a.ID, "date", a.App.Expires)
		o.tell(Event{Kind: EventExpiry, Account: a.ID, Mailbox: a.Address, Done: daysLeft(left), Problem: problem})
	}
	return nil
}

// warningFor is the warning that is due so long before the end: 0 for none yet.
func warningFor(left time.Duration) int {
	if left <= 0 {
		return over
	}
	for _, days := range warnings {
		if left <= time.Duration(days)*24*time.Hour {
			return days
		}
	}
	return 0
}

// daysLeft counts a day that has begun; 0 when it is over.
func daysLeft(left time.Duration) int {
	const day = 24 * time.Hour
	return int(max(0, (left+day-1)/day))
}

func expiryArgs(a store.Account) map[string]string {
	return map[string]string{"account": a.Address, "credential": a.App.Credential, "date": a.App.Expires.UTC().Format(time.DateOnly)}
}

func ends(a store.Account) error {
	return &fault.Error{Class: fault.FixSetting, Code: "credential-expires", Op: "watch a credential", Args: expiryArgs(a)}
}

func ended(a store.Account) error {
	return &fault.Error{Class: fault.FixSetting, Code: "credential-expired", Op: "watch a credential", Args: expiryArgs(a)}
}

// warning is what there is to say about a credential's end, nil while it is more than thirty days away or not known.
func (o *Office) warning(a store.Account) *Problem {
	if a.App == nil || a.App.Expires.IsZero() {
		return nil
	}
	switch warningFor(a.App.Expires.Sub(o.opts.Now())) {
	case 0:
		return nil
	case over:
		return ProblemOf(o.language(), ended(a))
	}
	return ProblemOf(o.language(), ends(a))
}
