package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"postroom/app/capture"
	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// SharedOptions say what of a shared mailbox is filed.
type SharedOptions struct {
	SignIn // how the person accepts the permission, if it was not granted before
	// Folders are ticked by PATH or well-known name; without any the whole mailbox is filed, with the folders to come.
	Folders        []string
	WithSubfolders bool
	Step           func(SharedStep) // hears how far it is; may be nil
}

// SharedStep is what is being done while a shared mailbox is added.
type SharedStep string

const (
	StepPermission SharedStep = "permission" // the permission for shared mailboxes is looked for, and asked for if need be
	StepAccess     SharedStep = "access"     // the access to the mailbox is tested
	StepFolders    SharedStep = "folders"    // what lies in its folders is noted
)

func (s SharedOptions) step(step SharedStep) {
	if s.Step != nil {
		s.Step(step)
	}
}

// SharedMailbox is a shared mailbox that was added.
type SharedMailbox struct {
	Account    string      `json:"account"` // id
	Address    string      `json:"address"`
	Everything bool        `json:"everything"` // all folders that mail arrives in, with those to come
	Selection  *Selection  `json:"selection"`
	SentCopies *SentCopies `json:"sentCopies"`
}

// AddShared adds a shared mailbox that a signed-in account may open. The permission for it is asked of the person then and
// there, if Microsoft has not got their word yet; access is tested, and the baseline of all folders taken, before anything
// counts as added. For a mailbox that is there already permission and access are asked for and tested again.
//
// Codes of what stands in the way: "shared-personal", "shared-organisation", "shared-address", "shared-own",
// "shared-elsewhere", "shared-declined", and those of SharedAccess.
func (o *Office) AddShared(ctx context.Context, account, address string, opts SharedOptions) (*SharedMailbox, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	a, err := o.account(account)
	if err != nil {
		return nil, err
	}
	address = strings.ToLower(strings.TrimSpace(address)) // it becomes the name of a folder, too
	known, err := o.addable(a, address)
	if err != nil {
		return nil, err
	}
	if err := o.openShared(ctx, a, address, opts); err != nil {
		return nil, err
	}
	opts.step(StepFolders)
	defer o.using()()
	engine, err := o.capture()
	if err != nil {
		return nil, err
	}
	m := store.Mailbox{Mailbox: mail.Mailbox{Address: address, Account: a.ID, Kind: mail.Shared}}
	if known != nil {
		m.Address = known.Address
	}
	if err := o.db.PutMailbox(m); err != nil {
		return nil, err
	}
	// One that was restored from the register has its folders, but nobody knows how they were chosen.
	if known == nil || known.Account == "" || len(known.Folders) == 0 || len(opts.Folders) > 0 {
		err = o.fill(ctx, engine, m.Address, opts)
	}
	if err != nil {
		if known == nil {
			err = errors.Join(err, o.db.DeleteMailbox(m.Address))
		}
		return nil, fmt.Errorf("add %s: %w", m.Address, err)
	}
	engine.Wake()
	o.log.Info("shared mailbox added", "account", a.ID)
	o.tell(Event{Kind: EventAccount, Account: a.ID, Mailbox: m.Address})
	return o.sharedView(m.Address)
}

// openShared gets the permission for shared mailboxes, and tests whether the account may open the address. A token at
// hand may hide that the permission was taken back; then the person is asked all the same.
func (o *Office) openShared(ctx context.Context, a store.Account, address string, opts SharedOptions) error {
	opts.step(StepPermission)
	if err := o.permitShared(ctx, a, opts.SignIn, false); err != nil {
		return err
	}
	opts.step(StepAccess)
	err := o.SharedAccess(ctx, a.ID, address)
	if fault.CodeOf(err) != "shared-permission" {
		return err
	}
	opts.step(StepPermission)
	if err := o.permitShared(ctx, a, opts.SignIn, true); err != nil {
		return err
	}
	opts.step(StepAccess)
	return o.SharedAccess(ctx, a.ID, address)
}

// fill ticks what is wanted of a shared mailbox.
func (o *Office) fill(ctx context.Context, engine *capture.Engine, address string, opts SharedOptions) error {
	if len(opts.Folders) == 0 {
		_, err := engine.Everything(ctx, address)
		return err
	}
	_, err := engine.Select(ctx, address, capture.Change{Add: opts.Folders, WithSubfolders: opts.WithSubfolders})
	if err != nil {
		return err
	}
	return engine.Chosen(address)
}

// addable says whether an account may be asked to open an address. It gives the mailbox if that is known: it is tied to
// the account then.
func (o *Office) addable(a store.Account, address string) (*store.Mailbox, error) {
	refuse := func(code string, args map[string]string) (*store.Mailbox, error) {
		args["address"], args["account"] = address, a.Address
		return nil, &fault.Error{Class: fault.FixSetting, Code: code, Op: "add a shared mailbox", Args: args}
	}
	switch {
	case a.Kind == store.Personal:
		return refuse("shared-personal", map[string]string{})
	case a.Kind == store.Organisation:
		return refuse("shared-organisation", map[string]string{})
	case !isAddress(address):
		return refuse("shared-address", map[string]string{})
	}
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(mailboxes, func(m store.Mailbox) bool { return strings.EqualFold(m.Address, address) })
	if i < 0 {
		if strings.EqualFold(a.Address, address) {
			return refuse("shared-own", map[string]string{})
		}
		return nil, nil
	}
	m := &mailboxes[i]
	if m.Account == a.ID {
		if m.Kind == mail.Own {
			return refuse("shared-own", map[string]string{})
		}
		return m, nil
	}
	owner, err := o.known(m.Account)
	if err != nil {
		return nil, err
	}
	if owner != nil && owner.State != store.Disconnected {
		return refuse("shared-elsewhere", map[string]string{"owner": owner.Address})
	}
	return m, nil
}

// isAddress says whether a text looks like an SMTP address: what a person may mistake for one has no domain. Exchange takes
// signs such as ' + & and # before the @.
func isAddress(text string) bool {
	local, domain, ok := strings.Cut(text, "@")
	return ok && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(text, " \t\r\n<>\"(),;:/\\?") && !strings.Contains(domain, "@") &&
		!strings.HasPrefix(domain, ".") && !strings.HasSuffix(domain, ".")
}

// RemovedMailbox is a shared mailbox that was removed.
type RemovedMailbox struct {
	Account string `json:"account"` // id
	Address string `json:"address"`
	Left    int    `json:"left"` // mails that were noticed and could not be filed any more; they are in the mailbox
}

// RemoveShared ends the filing of a shared mailbox: what has arrived is filed once more, as far as it can be had; then
// its state goes. What was filed stays. The code is "shared-unknown-here" if the account has no such shared mailbox.
func (o *Office) RemoveShared(ctx context.Context, account, address string) (*RemovedMailbox, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	a, err := o.account(account)
	if err != nil {
		return nil, err
	}
	m, err := o.mailbox(strings.TrimSpace(address))
	if err != nil || m.Account != a.ID || m.Kind != mail.Shared {
		return nil, errors.Join(&fault.Error{Class: fault.FixSetting, Code: "shared-unknown-here", Op: "remove a shared mailbox",
			Args: map[string]string{"address": address, "account": a.Address}}, err)
	}
	defer o.using()()
	engine, err := o.capture()
	if err != nil {
		return nil, err
	}
	left, err := engine.Forget(ctx, m.Address)
	if err != nil {
		return nil, fmt.Errorf("remove %s: %w", m.Address, err)
	}
	o.log.Info("shared mailbox removed", "account", a.ID, "left", left)
	o.tell(Event{Kind: EventAccount, Account: a.ID, Mailbox: m.Address})
	return &RemovedMailbox{Account: a.ID, Address: m.Address, Left: left}, nil
}

// FileEverything has the whole of a mailbox filed, with the folders to come, or, with false, only what is ticked.
func (o *Office) FileEverything(ctx context.Context, mailbox string, on bool) (*Selection, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	m, err := o.mailbox(mailbox)
	if err != nil {
		return nil, err
	}
	defer o.using()()
	engine, err := o.capture()
	if err != nil {
		return nil, err
	}
	var r capture.SelectResult
	if on {
		r, err = engine.Everything(ctx, m.Address)
	} else {
		err = engine.Chosen(m.Address)
	}
	if err != nil {
		return nil, err
	}
	engine.Wake()
	return o.selection(m.Address, r)
}

func (o *Office) selection(mailbox string, r capture.SelectResult) (*Selection, error) {
	m, err := o.mailbox(mailbox)
	if err != nil {
		return nil, err
	}
	v := &Selection{Mailbox: m.Address, Added: paths(r.Added), Removed: paths(r.Removed), Before: r.Before, Selected: []string{}}
	for _, f := range m.Folders {
		v.Selected = append(v.Selected, f.Path.String())
	}
	slices.Sort(v.Selected)
	return v, nil
}

func (o *Office) sharedView(address string) (*SharedMailbox, error) {
	m, err := o.mailbox(address)
	if err != nil {
		return nil, err
	}
	var r capture.SelectResult
	for _, f := range m.Folders {
		r.Before += f.Before
		r.Added = append(r.Added, f.Path)
	}
	s, err := o.selection(address, r)
	return &SharedMailbox{Account: m.Account, Address: m.Address, Everything: m.Rule != nil, Selection: s, SentCopies: SentCopiesOf(m.Address)}, err
}
