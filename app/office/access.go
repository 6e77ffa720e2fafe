package office

import (
	"cmp"
	"context"
	"sync"
	"time"

	"postroom/app/fault"
	"postroom/app/settings"
	"postroom/app/signin"
	"postroom/app/store"
)

// How long an answer about the group stands.
const (
	accessFresh = time.Hour          // a member is not asked about again
	accessKept  = 7 * 24 * time.Hour // a member stays one while Microsoft can't be reached
	accessTime  = 30 * time.Second   // for asking, where the caller has no time of its own
	accessQuick = 3 * time.Second    // for asking about a known member: it is not worth a longer wait
	accessAway  = time.Minute        // after a question in vain, known members are not asked about for so long
)

// Access says who may change settings and connections.
type Access struct {
	Limited bool      // the policy names a group
	Group   string    // what people call it
	May     bool      // who sits here may, as far as is known without asking
	Asked   time.Time // when Microsoft was asked last; zero: never
}

// access is what was found about the people who are signed in here.
type access struct {
	mu   sync.Mutex // held while Microsoft is asked: one question at a time
	away time.Time  // when a question was in vain
}

// free are the settings that everybody may change for themselves: they change what the person sees, nothing else.
var free = map[string]bool{settings.Language: true, settings.Appearance: true, settings.ToldTray: true, settings.ToldNoTray: true,
	settings.ToldKeyFile: true}

// group is what people call the group.
func (o *Office) group() string { return cmp.Or(o.policy.GroupName, o.policy.Group) }

// Access says how things stand without asking anybody.
func (o *Office) Access() (Access, error) {
	a := Access{Limited: o.policy.Group != "", Group: o.group()}
	if !a.Limited {
		a.May = true
		return a, nil
	}
	accounts, err := o.people()
	if err != nil {
		return a, err
	}
	for _, one := range accounts {
		m, known, err := o.db.Membership(one.ID, o.policy.Group)
		if err != nil {
			return a, err
		}
		if known && m.Asked.After(a.Asked) {
			a.Asked = m.Asked
		}
		a.May = a.May || known && o.stands(m, accessKept)
	}
	return a, nil
}

// stands says whether an answer makes a member, as long as it is kept. One from the future was written under a wrong
// clock and counts for nothing.
func (o *Office) stands(m store.Membership, kept time.Duration) bool {
	age := o.opts.Now().Sub(m.Asked)
	return m.Member && age >= 0 && age < kept
}

// people are the accounts that can be members: those of people in an organisation who are connected.
func (o *Office) people() ([]store.Account, error) {
	accounts, err := o.db.Accounts()
	if err != nil {
		return nil, err
	}
	var list []store.Account
	for _, a := range accounts {
		if a.Kind == store.Work && a.State != store.Disconnected {
			list = append(list, a)
		}
	}
	return list, nil
}

// permit is the one place that decides whether settings and connections may be changed here: nil if they may. Every
// method that changes them begins with it.
//
// Codes: "access-denied" if nobody who is signed in here is a member, "access-unknown" if that can't be found out now.
func (o *Office) permit(ctx context.Context) error {
	if o.policy.Group == "" {
		return nil
	}
	o.access.mu.Lock()
	defer o.access.mu.Unlock()
	accounts, err := o.people()
	if err != nil {
		return err
	}
	fresh := accessFresh
	if d := o.opts.Now().Sub(o.access.away); d >= 0 && d < accessAway {
		fresh = accessKept
	}
	return o.admitted(ctx, accounts, fresh)
}

// admitted asks about one account after the other whose last answer is older than fresh, until one is a member.
func (o *Office) admitted(ctx context.Context, accounts []store.Account, fresh time.Duration) error {
	for _, a := range accounts {
		m, known, err := o.db.Membership(a.ID, o.policy.Group)
		if err != nil {
			return err
		}
		if known && o.stands(m, fresh) {
			return nil
		}
	}
	var unknown error
	for _, a := range accounts {
		member, err := o.askGroup(ctx, a)
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			unknown = err
		case member:
			return nil
		}
	}
	if unknown != nil {
		return &fault.Error{Class: fault.ClassOf(unknown), Code: "access-unknown", Op: "ask for a group's members",
			Args: map[string]string{"group": o.group()}, Err: unknown}
	}
	return o.denied()
}

func (o *Office) denied() error {
	return &fault.Error{Class: fault.FixSetting, Code: "access-denied", Op: "change settings", Args: map[string]string{"group": o.group()}}
}

// askGroup asks Microsoft about an account and remembers the answer. While Microsoft can't be reached, a member stays one
// for a week; an answer that refuses, or a session that has ended, makes nobody a member.
func (o *Office) askGroup(ctx context.Context, a store.Account) (bool, error) {
	s, err := o.session(a)
	if err != nil {
		return false, err
	}
	m, known, err := o.db.Membership(a.ID, o.policy.Group)
	if err != nil {
		return false, err
	}
	stands := known && o.stands(m, accessKept)
	if stands {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, accessQuick)
		defer cancel()
	}
	member, err := s.client.InGroup(ctx, o.policy.Group)
	if err == nil {
		return member, o.learned(a.ID, member)
	}
	if err = s.lose(err); !stands || fault.ClassOf(err) != fault.RetryLater {
		return false, err
	}
	o.access.away = o.opts.Now()
	return true, nil
}

func (o *Office) learned(account string, member bool) error {
	was, known, err := o.db.Membership(account, o.policy.Group)
	if err != nil {
		return err
	}
	if err := o.db.PutMembership(account, o.policy.Group, store.Membership{Member: member, Asked: o.opts.Now().UTC()}); err != nil {
		return err
	}
	if !known || was.Member != member {
		o.log.Info("asked who may change settings", "account", account, "member", member)
		o.tell(Event{Kind: EventAccess, Account: account})
	}
	return nil
}

// admit decides whether somebody who has just signed in may be connected: if a member sits here already, or if they are
// one. Nothing of them is kept yet, and nothing will be if they may not.
func (o *Office) admit(ctx context.Context, session *signin.Session) error {
	if o.policy.Group == "" {
		return nil
	}
	who := session.Account
	if known, err := o.known(who.ID); err != nil || known != nil && known.State != store.Disconnected {
		return err // who is connected already signs in again, which everybody may
	}
	refused := o.permit(ctx)
	if refused == nil || who.Personal {
		return refused
	}
	client, err := o.graph(fresh{session.Tokens(scopesOf(store.Work))})
	if err != nil {
		return err
	}
	member, err := client.InGroup(ctx, o.policy.Group)
	switch {
	case err != nil:
		return &fault.Error{Class: fault.ClassOf(err), Code: "access-unknown", Op: "ask for a group's members",
			Args: map[string]string{"group": o.group()}, Err: err}
	case !member:
		return o.denied()
	}
	return o.learned(who.ID, true)
}

// CheckAccess asks Microsoft whether who sits here may change settings, if the last answer is not of this hour. Work does
// so by itself.
func (o *Office) CheckAccess(ctx context.Context) (Access, error) {
	err := o.permit(ctx)
	if code := fault.CodeOf(err); err != nil && code != "access-denied" && code != "access-unknown" {
		return Access{}, err
	}
	return o.Access()
}

// keepAccess keeps the answer of CheckAccess fresh until the context ends.
func (o *Office) keepAccess(ctx context.Context) {
	if o.policy.Group == "" {
		return
	}
	tick := time.NewTicker(accessFresh / 2)
	defer tick.Stop()
	for {
		if _, err := o.CheckAccess(ctx); err != nil && ctx.Err() == nil {
			o.log.Warn("who may change settings can't be found out", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
