package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/mail"
	"postroom/app/store"
)

// Address is a mailbox of the organisation.
type Address struct {
	Address string   `json:"address"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`   // user, shared, room
	Active  bool     `json:"active"` // it is read
	State   string   `json:"state"`  // available, excluded; for an active one as MailboxStatus.State, "off" while the connection is
	Error   *Problem `json:"error"`
}

// AddressQuery asks for a part of an organisation's addresses.
type AddressQuery struct {
	Text    string // part of address or name, in any case; empty: all
	Active  bool   // only those that are read
	Offset  int
	Limit   int  // 0: all
	Refresh bool // read the directory afresh, however young the one at hand is
	// ByAddress lists by address alone, so that one that is activated stays in its place; else those that are read come first.
	ByAddress bool
}

// Addresses is a part of an organisation's addresses.
type Addresses struct {
	Addresses []Address  `json:"addresses"`
	Total     int        `json:"total"`  // that match
	Active    int        `json:"active"` // of all
	Read      *time.Time `json:"read"`   // when the directory was read
	// Kinds is false where the app may not ask what a mailbox is for (MailboxSettings.Read): all count as people's then.
	Kinds bool `json:"kinds"`
}

const (
	// directoryFor is how long a directory that was read serves.
	directoryFor = 10 * time.Minute
	// kindFor is how long the kind of a mailbox is believed.
	kindFor = 24 * time.Hour
	// asking is how many mailboxes are asked for their kind, or opened, at once.
	asking = 16
)

// Addresses lists the mailboxes of the organisation, those that are read first, by address.
func (o *Office) Addresses(ctx context.Context, account string, q AddressQuery) (*Addresses, error) {
	a, err := o.organisation(account)
	if err != nil {
		return nil, err
	}
	d, err := o.directory(ctx, a, q.Refresh)
	if err != nil {
		return nil, err
	}
	all, err := o.merge(a, d)
	if err != nil {
		return nil, err
	}
	if q.ByAddress {
		slices.SortFunc(all, byAddress)
	}
	v := &Addresses{Addresses: []Address{}, Read: moment(d.Read), Kinds: d.Kinds}
	text := strings.ToLower(strings.TrimSpace(q.Text))
	for _, one := range all {
		if one.Active {
			v.Active++
		}
		if q.Active && !one.Active || !strings.Contains(strings.ToLower(one.Address+" "+one.Name), text) {
			continue
		}
		if v.Total++; v.Total > q.Offset && (q.Limit == 0 || len(v.Addresses) < q.Limit) {
			v.Addresses = append(v.Addresses, one)
		}
	}
	return v, nil
}

// merge puts the directory and the mailboxes that are read together: one that is read is shown although the directory
// does not have it any more.
func (o *Office) merge(a store.Account, d store.Directory) ([]Address, error) {
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return nil, err
	}
	active := map[string]store.Mailbox{}
	for _, m := range mailboxes {
		if m.Account == a.ID && m.Kind == mail.Activated {
			active[strings.ToLower(m.Address)] = m
		}
	}
	var all []Address
	for _, one := range d.Addresses {
		if hidden(one) {
			continue
		}
		v := Address{Address: one.Address, Name: one.Name, Kind: cmp.Or(one.Kind, "user"), State: "available", Error: o.problem(one.Problem)}
		if one.Problem != nil {
			v.State = "excluded"
		}
		if m, ok := active[strings.ToLower(one.Address)]; ok {
			o.activeAddress(&v, m, a)
			delete(active, strings.ToLower(one.Address))
		}
		all = append(all, v)
	}
	for _, m := range active {
		v := Address{Address: m.Address, Kind: "user"}
		o.activeAddress(&v, m, a)
		all = append(all, v)
	}
	slices.SortFunc(all, func(x, y Address) int {
		if x.Active != y.Active {
			return map[bool]int{true: -1, false: 1}[x.Active]
		}
		return byAddress(x, y)
	})
	return all, nil
}

func byAddress(x, y Address) int {
	return cmp.Compare(strings.ToLower(x.Address), strings.ToLower(y.Address))
}

func (o *Office) activeAddress(v *Address, m store.Mailbox, a store.Account) {
	s := o.mailboxStatus(m, a, false)
	v.Active, v.State, v.Error = true, s.State, s.Error
	if a.Off {
		v.State = "off"
	}
}

// noMailbox is the code for an entry of the directory that has no mailbox: it is not listed.
const noMailbox = "MailboxNotEnabledForRESTAPI"

func hidden(a store.Address) bool { return a.Problem != nil && a.Problem.Code == noMailbox }

// withMailbox counts the entries of a directory that have a mailbox.
func withMailbox(d store.Directory) (n int) {
	for _, one := range d.Addresses {
		if !hidden(one) {
			n++
		}
	}
	return n
}

// directory gives the organisation's directory: what was kept of it if that is young, else what Microsoft says now.
func (o *Office) directory(ctx context.Context, a store.Account, refresh bool) (store.Directory, error) {
	known, err := o.db.Directory(a.ID)
	now := o.opts.Now()
	if err != nil || !refresh && now.Sub(known.Read).Abs() < directoryFor {
		return known, err
	}
	s, err := o.session(a)
	if err != nil {
		return known, err
	}
	byID := map[string]store.Address{}
	for _, one := range known.Addresses {
		byID[one.ID] = one
	}
	d := store.Directory{Read: now.UTC(), Kinds: true}
	err = s.client.Users(ctx, func(u graph.DirectoryUser) {
		one := byID[u.ID]
		one.ID, one.Address, one.Name = u.ID, u.Address, u.Name
		d.Addresses = append(d.Addresses, one)
	})
	if denied(err) {
		return known, &fault.Error{Class: fault.FixSetting, Code: "directory-permission-missing", Op: "list the organisation's addresses", Err: err,
			Args: map[string]string{"client": a.App.ClientID, "permission": ListPermission}}
	}
	if err != nil {
		return known, fmt.Errorf("list the organisation's addresses: %w", err)
	}
	if err := o.kinds(ctx, s, &d, refresh); err != nil {
		return known, err
	}
	if err := o.db.PutDirectory(a.ID, d); err != nil {
		return known, err
	}
	return d, o.db.ChangeAccount(a.ID, func(a *store.Account) bool {
		n := withMailbox(d)
		changed := a.App != nil && a.App.Listed != n
		if changed {
			a.App.Listed = n
		}
		return changed
	})
}

// kinds asks the mailboxes what they are for, those that were not asked for a day. Where the app may not ask, it is
// noticed at once and nobody else is asked.
func (o *Office) kinds(ctx context.Context, s *session, d *store.Directory, refresh bool) error {
	now := o.opts.Now()
	var mu sync.Mutex
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(asking)
	for i := range d.Addresses {
		one := &d.Addresses[i]
		if now.Sub(one.Asked).Abs() < kindFor && !(refresh && one.Problem != nil) {
			continue
		}
		mu.Lock()
		may := d.Kinds
		mu.Unlock()
		if !may {
			break
		}
		g.Go(func() error {
			purpose, err := s.client.Mailbox(one.Address, false).Purpose(gctx)
			switch {
			case err == nil:
				one.Kind, one.Asked, one.Problem = kindOf(purpose), now.UTC(), nil
			case fault.CodeOf(err) == "mailbox-not-released":
				one.Asked, one.Problem = now.UTC(), store.ProblemOf(excluded(one.Address, err), now.UTC(), time.Time{})
			case strings.EqualFold(fault.CodeOf(err), noMailbox):
				one.Asked, one.Problem = now.UTC(), store.ProblemOf(err, now.UTC(), time.Time{})
			case denied(err):
				mu.Lock()
				d.Kinds = false
				mu.Unlock()
			case fault.ClassOf(err) == fault.SignInAgain, gctx.Err() != nil:
				return err
			default: // asked again when the directory is read next
				o.log.Info("the kind of a mailbox can't be told", "code", fault.CodeOf(err))
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("ask for the kinds of mailboxes: %w", err)
	}
	return nil
}

// kindOf puts Exchange's purposes ("mailboxSettings resource type", userPurpose) into our three kinds.
func kindOf(purpose string) string {
	switch strings.ToLower(purpose) {
	case "shared":
		return "shared"
	case "room", "equipment":
		return "room"
	}
	return "user"
}

// excluded is the error for a mailbox that the administrator has not released for the app.
func excluded(address string, cause error) *fault.Error {
	f := &fault.Error{Class: fault.FixSetting, Code: "mailbox-excluded", Op: "open a mailbox", Args: map[string]string{"address": address}, Err: cause}
	if e, ok := errors.AsType[*fault.Error](cause); ok {
		f.Detail = e.Detail
	}
	return f
}
