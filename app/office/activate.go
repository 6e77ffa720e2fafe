package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/signin"
	"postroom/app/store"
)

// Activation is what came of one address.
type Activation struct {
	Address
	Before int `json:"before"` // mails that lay in its folders; they stay untouched
}

// Activate has mailboxes of the organisation read from now on: all that arrives in them, in every folder that mail
// arrives in or is sent from. Access to each is tested before it is added. One that can't be opened stands in the way of
// no other: its Error says why. An address that is active already stays as it is.
func (o *Office) Activate(ctx context.Context, account string, addresses ...string) ([]Activation, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	a, err := o.organisation(account)
	if err != nil {
		return nil, err
	}
	s, err := o.session(a)
	if err != nil {
		return nil, err
	}
	if _, err := s.Token(ctx, "", ""); err != nil {
		return nil, err
	}
	defer o.using()()
	results := make([]Activation, len(addresses))
	var mu sync.Mutex
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(asking)
	for i, address := range addresses {
		g.Go(func() error {
			before, err := o.activate(gctx, a, s, strings.TrimSpace(address))
			if gctx.Err() != nil {
				return gctx.Err()
			}
			mu.Lock()
			defer mu.Unlock()
			results[i] = Activation{Address: Address{Address: strings.TrimSpace(address), Error: ProblemOf(o.language(), err)}, Before: before}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return results, o.describe(a, results)
}

// describe fills in what is known of activated addresses.
func (o *Office) describe(a store.Account, results []Activation) error {
	d, err := o.db.Directory(a.ID)
	if err != nil {
		return err
	}
	all, err := o.merge(a, d)
	if err != nil {
		return err
	}
	for i := range results {
		r := &results[i]
		at := slices.IndexFunc(all, func(one Address) bool { return strings.EqualFold(one.Address, r.Address.Address) })
		refused := r.Error
		if at >= 0 {
			r.Address = all[at]
		} else {
			r.Kind, r.State = "user", "available"
		}
		if refused != nil {
			r.Error = refused
		}
	}
	return nil
}

// activate adds one mailbox.
func (o *Office) activate(ctx context.Context, a store.Account, s *session, address string) (before int, err error) {
	known, err := o.db.Mailboxes()
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(known, func(m store.Mailbox) bool { return strings.EqualFold(m.Address, address) })
	if i >= 0 && known[i].Account != a.ID {
		return 0, o.inUse(known[i])
	}
	if err := o.testAccess(ctx, a, s, address); err != nil {
		return 0, err
	}
	engine, err := o.capture()
	if err != nil {
		return 0, err
	}
	if i < 0 {
		m := store.Mailbox{Mailbox: mail.Mailbox{Address: address, Account: a.ID, Kind: mail.Activated}}
		if err := o.db.PutMailbox(m); err != nil {
			return 0, err
		}
	} else if len(known[i].Folders) > 0 {
		return 0, nil
	}
	result, err := engine.Everything(ctx, address)
	if err != nil {
		if i < 0 {
			err = errors.Join(err, o.db.DeleteMailbox(address))
		}
		return 0, fmt.Errorf("take up %s: %w", address, err)
	}
	engine.Wake()
	o.log.Info("activated", "account", a.ID)
	o.tell(Event{Kind: EventAccount, Account: a.ID, Mailbox: address})
	return result.Before, nil
}

func (o *Office) inUse(m store.Mailbox) error {
	name := m.Account
	if other, err := o.account(m.Account); err == nil {
		name = other.Address
	}
	return &fault.Error{Class: fault.FixSetting, Code: "address-in-use", Op: "activate an address",
		Args: map[string]string{"address": m.Address, "account": name}}
}

// testAccess opens a mailbox once, and tells apart what may stand in the way.
func (o *Office) testAccess(ctx context.Context, a store.Account, s *session, address string) error {
	err := s.client.Mailbox(address, false).Open(ctx)
	if err == nil {
		return nil
	}
	args := map[string]string{"address": address}
	switch code := strings.ToLower(fault.CodeOf(err)); {
	case code == "mailbox-not-released":
		return excluded(address, err)
	case denied(err):
		return o.explainDenied(ctx, a, s, address, err)
	case code == "errorinvaliduser", code == "resourcenotfound", code == "request_resourcenotfound", code == "mailbox-no-access":
		return &fault.Error{Class: fault.FixSetting, Code: "address-unknown", Op: "open a mailbox", Args: args, Err: err}
	}
	return fmt.Errorf("open %s: %w", address, err)
}

// explainDenied says why the app may not read a mailbox, where Graph says no more than that: the permission may be
// missing altogether, or, if it reads others, this one lies outside of the role that it was given in Exchange.
func (o *Office) explainDenied(ctx context.Context, a store.Account, s *session, address string, cause error) error {
	token, err := s.Token(ctx, "", "")
	if err != nil {
		return err
	}
	if slices.ContainsFunc(signin.PermissionsOf(token).Roles, readsMail) {
		return excluded(address, cause)
	}
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(mailboxes, func(m store.Mailbox) bool { return m.Account == a.ID && m.Problem == nil && !m.LastSync.IsZero() }) {
		return excluded(address, cause)
	}
	return &fault.Error{Class: fault.FixSetting, Code: "mail-permission-missing", Op: "open a mailbox", Args: map[string]string{"address": address}, Err: cause}
}

func readsMail(role string) bool {
	return strings.EqualFold(role, MailPermission) || strings.EqualFold(role, "Mail.ReadWrite")
}

// Deactivate ends the reading of mailboxes. What has arrived in them is looked at once more and filed; documents and
// history stay.
func (o *Office) Deactivate(ctx context.Context, account string, addresses ...string) ([]Address, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	a, err := o.organisation(account)
	if err != nil {
		return nil, err
	}
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return nil, err
	}
	var known []string
	for _, address := range addresses {
		i := slices.IndexFunc(mailboxes, func(m store.Mailbox) bool {
			return m.Account == a.ID && strings.EqualFold(m.Address, strings.TrimSpace(address))
		})
		if i < 0 {
			return nil, &fault.Error{Class: fault.FixSetting, Code: "address-not-active", Op: "deactivate an address", Args: map[string]string{"address": address}}
		}
		known = append(known, mailboxes[i].Address)
	}
	defer o.using()()
	engine, err := o.capture()
	if err != nil {
		return nil, err
	}
	results := make([]Activation, len(known))
	for i, address := range known {
		if _, err := engine.Forget(ctx, address); err != nil {
			return nil, fmt.Errorf("deactivate %s: %w", address, err)
		}
		o.log.Info("deactivated", "account", a.ID)
		o.tell(Event{Kind: EventAccount, Account: a.ID, Mailbox: address})
		results[i].Address.Address = address
	}
	if err := o.describe(a, results); err != nil {
		return nil, err
	}
	list := []Address{}
	for _, r := range results {
		list = append(list, r.Address)
	}
	return list, nil
}
