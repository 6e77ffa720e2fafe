package office

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/people"
	"postroom/app/store"
)

// How often a directory is looked at while the office runs: its changes cost one request, a list one for 999 users.
const (
	usersTracked = 15 * time.Minute
	usersListed  = time.Hour
)

// PersonUser is an entry of an organisation's directory.
type PersonUser struct {
	ID      string      `json:"id"` // object id
	Name    string      `json:"name"`
	Address string      `json:"address"`
	Aliases []string    `json:"aliases"`
	Kind    people.Kind `json:"kind"`
	Account string      `json:"account"` // id
	Unsure  bool        `json:"unsure"`  // a person as far as may be read; it may be a room or a shared mailbox
	Deleted *time.Time  `json:"deleted"` // nil: it is there
	Tied    []string    `json:"tied"`    // addresses known here that are this entry
}

// UsersQuery says which users to list. The zero value lists people.
type UsersQuery struct {
	Text  string        // in name or address
	Kinds []people.Kind // none: people
	All   bool          // of every kind, and deleted ones that can be restored
}

// SyncUsers brings the directories of all accounts for which users are on up to date. What could not be read stays as it
// was; the error is the first there was. The code is "people-off-users" if the feature is on for no account.
func (o *Office) SyncUsers(ctx context.Context) error {
	return o.syncPeople(ctx, people.UsersFeature, usersOff(), o.syncUsers)
}

// syncPeople brings a feature up to date for each account for which it is on; none is what there is to say if it is for none.
func (o *Office) syncPeople(ctx context.Context, feature people.Feature, none error, sync func(context.Context, store.Account, people.Setting) error) error {
	n, first := 0, error(nil)
	err := o.peopleAccounts(feature, func(a store.Account, s people.Setting) error {
		n++
		if err := sync(ctx, a, s); err != nil && first == nil {
			first = err
		}
		return ctx.Err()
	})
	switch {
	case err != nil:
		return err
	case n == 0:
		return none
	}
	return first
}

func usersOff() error {
	return &fault.Error{Class: fault.FixSetting, Code: "people-off-users", Op: peopleListOp}
}

func (o *Office) syncUsers(ctx context.Context, a store.Account, s people.Setting) error {
	o.users.Lock()
	defer o.users.Unlock()
	began := o.opts.Now()
	tracked := slices.Contains(s.Scopes, allUsers)
	client, err := o.peopleClient(a, s.Scopes)
	if err != nil {
		return err
	}
	round, err := o.book().SyncUsers(ctx, a.ID, client, tracked, began)
	if code := fault.CodeOf(err); err != nil && tracked && (code == "people-permission" || code == "Authorization_RequestDenied" || code == "ErrorAccessDenied") {
		// What the administrator has taken back may leave the list, which needs less.
		if client, err = o.peopleClient(a, []string{basicUsers}); err == nil {
			s.Scopes = []string{basicUsers}
			round, err = o.book().SyncUsers(ctx, a.ID, client, false, began)
		}
		if err == nil {
			err = o.book().Change(a.ID, people.UsersFeature, func(now *people.Setting) { now.Scopes = s.Scopes })
		}
	}
	if err = o.peopleRefused(a, s.Scopes, err); err != nil {
		return fmt.Errorf("look at the directory of %s: %w", a.Address, err)
	}
	told, err := o.tellPlaces(ctx, a, client)
	if err != nil {
		return fmt.Errorf("ask mailboxes of %s what they are for: %w", a.Address, err)
	}
	if n := round.Added + round.Changed + round.Deleted + round.Restored + told; n > 0 {
		o.log.Info("users of the organisation", "account", a.ID, "added", round.Added, "changed", round.Changed, "deleted", round.Deleted, "restored", round.Restored, "told", told)
		o.tell(Event{Kind: EventUsers, Account: a.ID, Mailbox: a.Address, Done: n})
		if err := o.joinTeam(ctx); err != nil && ctx.Err() == nil {
			o.log.Warn("the team can't follow the organisation's users now", "error", err)
		}
	}
	return nil
}

// PeopleUsers lists the users that are known, by name. It asks nobody: SyncUsers does.
func (o *Office) PeopleUsers(q UsersQuery) ([]PersonUser, error) {
	ties, err := o.book().Ties()
	if err != nil {
		return nil, err
	}
	kinds := q.Kinds
	if len(kinds) == 0 {
		kinds = []people.Kind{people.Person}
	}
	if on, err := o.userAccounts(); err != nil {
		return nil, err
	} else if len(on) == 0 {
		return nil, usersOff()
	}
	users, err := o.knownUsers()
	list := []PersonUser{}
	for _, u := range users {
		if !q.All && (!u.Deleted.IsZero() || !slices.Contains(kinds, u.Kind)) || !mentions(u.User, q.Text) {
			continue
		}
		v := PersonUser{ID: u.ID, Name: u.Name, Address: u.Address, Aliases: append([]string{}, u.Aliases...), Kind: u.Kind, Account: u.account, Unsure: u.Unsure,
			Deleted: moment(u.Deleted), Tied: []string{}}
		for _, t := range ties {
			if t.ID == u.ID {
				v.Tied = append(v.Tied, t.Address)
			}
		}
		list = append(list, v)
	}
	return list, err
}

func mentions(u people.User, text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	return strings.Contains(strings.ToLower(u.Name+"\n"+u.Address+"\n"+strings.Join(u.Aliases, "\n")), text)
}

// PeopleTies lists which addresses are tied to which directory entries.
func (o *Office) PeopleTies() ([]people.Tie, error) { return o.book().Ties() }

// SuggestTies finds the directory entries that have addresses which are known here and tied to nobody: those given, or,
// without any, those of accounts, mailboxes, members of the team and people whose status is read.
func (o *Office) SuggestTies(addresses ...string) ([]people.Suggestion, error) {
	if len(addresses) == 0 {
		var err error
		if addresses, err = o.knownAddresses(); err != nil {
			return nil, err
		}
	}
	ties, err := o.book().Ties()
	if err != nil {
		return nil, err
	}
	users, err := o.allUsers()
	return people.Suggest(addresses, users, ties), err
}

// knownUser is a user, and through which account they are known.
type knownUser struct {
	people.User
	account string // id
}

// knownUsers are all users who are known. One who is known through several accounts is there once, as that one tells them
// that tells most.
func (o *Office) knownUsers() ([]knownUser, error) {
	var full, basic []string
	err := o.peopleAccounts(people.UsersFeature, func(a store.Account, s people.Setting) error {
		if slices.Contains(s.Scopes, allUsers) {
			full = append(full, a.ID)
		} else {
			basic = append(basic, a.ID)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	list, seen := []knownUser{}, map[string]bool{}
	for _, account := range append(full, basic...) {
		users, err := o.book().Users(account)
		if err != nil {
			return nil, err
		}
		for _, u := range users {
			if !seen[u.ID] {
				list = append(list, knownUser{u, account})
			}
			seen[u.ID] = true
		}
	}
	if len(full)+len(basic) > 1 {
		slices.SortStableFunc(list, func(x, y knownUser) int { return strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)) })
	}
	return list, nil
}

// allUsers are all users who are known, each once.
func (o *Office) allUsers() ([]people.User, error) {
	known, err := o.knownUsers()
	users := make([]people.User, len(known))
	for i := range known {
		users[i] = known[i].User
	}
	return users, err
}

// knownAddresses are those that the office knows by itself.
func (o *Office) knownAddresses() ([]string, error) {
	accounts, err := o.db.Accounts()
	if err != nil {
		return nil, err
	}
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return nil, err
	}
	var list []string
	for _, a := range accounts {
		s, err := o.book().Setting(a.ID, people.StatusFeature)
		if err != nil {
			return nil, err
		}
		list = append(list, s.Team...)
		if a.Kind == store.Work {
			list = append(list, a.Address)
		}
	}
	for _, m := range mailboxes {
		if m.Kind != mail.Own {
			list = append(list, m.Address)
		}
	}
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	for _, m := range room.Team().Members {
		list = append(list, m.Address)
	}
	return people.Watched(nil, list, true), nil
}

// TiePeople ties an address that is known here to a directory entry, by its object id. Which member somebody is who signs in
// may hang on that. Codes: see mayTeam and people.Book.Tie.
func (o *Office) TiePeople(ctx context.Context, address, id string) error {
	if err := o.mayTeam(ctx); err != nil {
		return err
	}
	accounts, err := o.userAccounts()
	if err != nil {
		return err
	}
	return o.book().Tie(address, id, accounts)
}

// UntiePeople undoes a tie.
func (o *Office) UntiePeople(ctx context.Context, address string) error {
	if err := o.mayTeam(ctx); err != nil {
		return err
	}
	return o.book().Untie(address)
}

// keepUsers keeps the directories in step until the context ends.
func (o *Office) keepUsers(ctx context.Context) {
	o.keepInStep(ctx, instep{people.UsersFeature, "users", func(account string) (time.Time, time.Duration, error) {
		read, tracked, err := o.book().UsersSynced(account)
		if tracked {
			return read, usersTracked, err
		}
		return read, usersListed, err
	}, func(a store.Account, s people.Setting) error { return o.syncUsers(ctx, a, s) }})
}
