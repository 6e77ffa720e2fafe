package office

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/people"
	"postroom/app/signin"
	"postroom/app/store"
)

// The permissions that the features for people take, beside those that an account has anyway. With allUsers, which only an
// administrator can grant, changes of the directory are told; without it the directory is listed and compared.
const (
	basicUsers     = "User.ReadBasic.All"
	allUsers       = "User.Read.All"
	calendarsRead  = "Calendars.Read"
	settingsRead   = "MailboxSettings.Read"
	contactsRead   = "Contacts.Read"
	presenceWrite  = "Presence.ReadWrite"
	peopleOp       = "switch a feature on"
	peopleListOp   = "look at people"
	peopleTestTime = 24 * time.Hour // of the calendar, for a test
)

// peopleScopes are the permissions of a feature.
func peopleScopes(f people.Feature) []string {
	switch f {
	case people.UsersFeature:
		return []string{basicUsers}
	case people.ContactsFeature:
		return []string{contactsRead}
	case people.TeamsFeature:
		return []string{presenceWrite}
	}
	return []string{calendarsRead, settingsRead}
}

// PeopleFeature is how a feature for people stands for an account.
type PeopleFeature struct {
	Account     string         `json:"account"` // id
	Address     string         `json:"address"`
	Feature     people.Feature `json:"feature"`
	On          bool           `json:"on"`
	Permissions []string       `json:"permissions"` // that it uses, or would ask for
	Team        []string       `json:"team"`        // of status: whose is asked for beside the own one
}

// PeopleFeatures lists how the features for people stand for an account.
func (o *Office) PeopleFeatures(account string) ([]PeopleFeature, error) {
	a, err := o.account(account)
	if err != nil {
		return nil, err
	}
	list := []PeopleFeature{}
	for _, f := range people.Features {
		if peopleNever(a, f) != nil {
			continue
		}
		v, err := o.peopleFeature(a, f)
		if err != nil {
			return nil, err
		}
		list = append(list, *v)
	}
	return list, nil
}

func (o *Office) peopleFeature(a store.Account, f people.Feature) (*PeopleFeature, error) {
	s, err := o.book().Setting(a.ID, f)
	if err != nil {
		return nil, err
	}
	v := &PeopleFeature{Account: a.ID, Address: a.Address, Feature: f, On: s.On, Permissions: s.Scopes, Team: append([]string{}, s.Team...)}
	if len(v.Permissions) == 0 {
		v.Permissions = peopleScopes(f)
	}
	return v, nil
}

func (o *Office) book() *people.Book { return people.NewBook(o.db) }

// peopleNever says why a feature is not to be had for a kind of account; nil if it is.
func peopleNever(a store.Account, f people.Feature) error {
	code := ""
	switch {
	case !slices.Contains(people.Features, f):
		code = "people-feature"
	case f == people.UsersFeature && a.Kind == store.Personal:
		code = "people-personal"
	case f == people.TeamsFeature && a.Kind == store.Personal:
		code = "people-no-teams"
	case f == people.TeamsFeature && a.Kind == store.Organisation:
		code = "people-own"
	case f == people.ContactsFeature && a.Kind == store.Organisation:
		code = "people-not-own" // an address book belongs to one person, who alone may show it to others
	default:
		return nil
	}
	return &fault.Error{Class: fault.FixSetting, Code: code, Op: peopleOp, Args: map[string]string{"account": a.Address, "feature": string(f)}}
}

// PeopleOn switches a feature for people on. Its permission is asked of the person then and there, if Microsoft has not got
// their word yet, and tried out before the feature counts as on. Nobody asks for that of an organisation: an administrator
// has granted it to the application.
//
// Codes: "people-feature", "people-personal", "people-not-own", "people-own", "people-no-teams", "people-off-status" (Teams
// shows what the calendar tells), "people-declined", "people-refused".
func (o *Office) PeopleOn(ctx context.Context, account string, f people.Feature, how SignIn) (*PeopleFeature, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	a, err := o.account(account)
	if err != nil {
		return nil, err
	}
	if err := peopleNever(a, f); err != nil {
		return nil, err
	}
	if status, err := o.book().Setting(a.ID, people.StatusFeature); err != nil {
		return nil, err
	} else if f == people.TeamsFeature && !status.On {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "people-off-status", Op: peopleOp}
	}
	scopes, err := o.permitPeople(ctx, a, f, how, false)
	if err == nil {
		err = o.tryPeople(ctx, a, f, scopes)
	}
	if code := fault.CodeOf(err); err != nil && a.Kind != store.Organisation && (code == "people-refused" || code == "people-permission") {
		// A token at hand may hide that the permission was taken back.
		if scopes, err = o.permitPeople(ctx, a, f, how, true); err == nil {
			err = o.tryPeople(ctx, a, f, scopes)
		}
	}
	if err != nil {
		return nil, err
	}
	if err := o.book().Change(a.ID, f, func(s *people.Setting) { s.On, s.Scopes = true, scopes }); err != nil {
		return nil, err
	}
	o.log.Info("a feature for people was switched on", "account", a.ID, "feature", string(f))
	o.board.Wake()
	o.relay.change()
	o.acquaintLater(ctx, f == people.ContactsFeature)
	o.tell(Event{Kind: EventAccount, Account: a.ID, Mailbox: a.Address})
	return o.peopleFeature(a, f)
}

// PeopleOff switches a feature off. With forget, what it has read is deleted; else it is shown no more, and kept.
func (o *Office) PeopleOff(ctx context.Context, account string, f people.Feature, forget bool) (*PeopleFeature, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	a, err := o.account(account)
	if err != nil {
		return nil, err
	}
	if err := peopleNever(a, f); err != nil {
		return nil, err
	}
	if err := o.book().Change(a.ID, f, func(s *people.Setting) { s.On = false }); err != nil {
		return nil, err
	}
	if forget {
		if err := o.book().Forget(a.ID, f); err != nil {
			return nil, err
		}
		o.cards.change(a.ID)
		if err := o.book().ForgetStrangers(); err != nil {
			return nil, err
		}
	}
	if f == people.StatusFeature {
		o.board.Drop(a.ID)
	}
	o.log.Info("a feature for people was switched off", "account", a.ID, "feature", string(f), "forgotten", forget)
	o.board.Wake()
	o.relay.change()
	o.acquaintLater(ctx, f == people.ContactsFeature)
	o.tell(Event{Kind: EventAccount, Account: a.ID, Mailbox: a.Address})
	return o.peopleFeature(a, f)
}

// permitPeople sees to it that an account has the permissions of a feature, and says which: silently if they were granted
// before, else, or if ask says so, the person is asked for them now.
func (o *Office) permitPeople(ctx context.Context, a store.Account, f people.Feature, how SignIn, ask bool) ([]string, error) {
	s, err := o.session(a)
	if err == nil && a.Kind == store.Organisation && f == people.UsersFeature {
		return []string{allUsers}, nil // or less, which the first look finds out
	}
	if err != nil || a.Kind == store.Organisation {
		return peopleScopes(f), err
	}
	client, err := o.signin(a.Kind)
	if err != nil {
		return nil, err
	}
	silent := [][]string{peopleScopes(f)}
	if f == people.UsersFeature {
		silent = [][]string{{allUsers}, {basicUsers}} // an administrator may have granted more than is asked for
	}
	if ask {
		silent = nil
	}
	for _, scopes := range silent {
		_, err := client.Tokens(a.ID, append(scopesOf(a.Kind), scopes...)).Token(ctx, signin.TokenRequest{})
		if err == nil {
			return scopes, nil
		}
		if !unconsented(err) {
			return nil, s.lose(err)
		}
	}
	scopes := peopleScopes(f)
	if err := o.askMore(ctx, client, a, append(scopesOf(a.Kind), scopes...), how, "people-declined", strings.Join(scopes, ", ")); err != nil {
		return nil, err
	}
	o.sessions.drop(a.ID)
	return scopes, nil
}

// peopleClient gives an account's way to what a feature reads. Its tokens are others than those for the mailbox: a
// permission that was taken back must not stop filing.
func (o *Office) peopleClient(a store.Account, scopes []string) (*graph.Client, error) {
	s, err := o.session(a)
	if err != nil || a.Kind == store.Organisation {
		if err != nil {
			return nil, err
		}
		return s.client, nil
	}
	client, err := o.signin(a.Kind)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := strings.Join(scopes, " ")
	if c := s.more[key]; c != nil {
		return c, nil
	}
	c, err := o.graph(&delegated{session: s, tokens: client.Tokens(a.ID, append(scopesOf(a.Kind), scopes...)),
		refused: &fault.Error{Class: fault.FixSetting, Code: "people-permission", Op: peopleListOp,
			Args: map[string]string{"account": a.Address, "permission": strings.Join(scopes, ", "), "link": o.ConsentPage()}}})
	if err != nil {
		return nil, err
	}
	if s.more == nil {
		s.more = map[string]*graph.Client{}
	}
	s.more[key] = c
	return c, nil
}

// tryPeople reads a little of what a feature reads.
func (o *Office) tryPeople(ctx context.Context, a store.Account, f people.Feature, scopes []string) error {
	client, err := o.peopleClient(a, scopes)
	if err != nil {
		return err
	}
	switch {
	case f == people.UsersFeature:
		err = client.Listable(ctx)
	case f == people.ContactsFeature:
		box := client.Mailbox(a.Address, true)
		if _, _, err = box.ContactFolderChanges(ctx, ""); people.Untracked(err) { // as on a full mailbox
			_, err = box.ContactFolders(ctx)
		}
	case f == people.TeamsFeature:
		err = client.ClearPresence(ctx, teamsID(a), o.ClientID())
	case f == people.StatusFeature && a.Kind != store.Organisation:
		m := client.Mailbox(a.Address, true)
		if _, err = m.Home(ctx); err == nil {
			_, err = m.Calendar(ctx, o.opts.Now(), o.opts.Now().Add(peopleTestTime))
		}
	}
	return o.peopleRefused(a, scopes, err)
}

// peopleRefused says of an answer that refuses a permission which one it was.
func (o *Office) peopleRefused(a store.Account, scopes []string, err error) error {
	switch fault.CodeOf(err) {
	case "ErrorAccessDenied", "Authorization_RequestDenied", "Forbidden", "mailbox-not-released":
		if err != nil {
			return &fault.Error{Class: fault.FixSetting, Code: "people-refused", Op: peopleListOp, Detail: fault.Of(err).Detail, Err: err,
				Args: map[string]string{"account": a.Address, "permission": strings.Join(scopes, ", "), "link": o.ConsentPage()}}
		}
	}
	return err
}

// peopleAccounts are the accounts for which a feature is on, with its setting.
func (o *Office) peopleAccounts(f people.Feature, each func(store.Account, people.Setting) error) error {
	accounts, err := o.db.Accounts()
	if err != nil {
		return err
	}
	for _, a := range accounts {
		s, err := o.book().Setting(a.ID, f)
		if err != nil {
			return fmt.Errorf("read how a feature stands: %w", err)
		}
		if s.On && a.State != store.Disconnected && !a.Off {
			if err := each(a, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// peoplePermissions are the permissions of the features for people, and how an account stands to them.
func (o *Office) peoplePermissions(a store.Account) ([]Permission, error) {
	var list []Permission
	for _, f := range people.Features {
		s, err := o.book().Setting(a.ID, f)
		if err != nil {
			return nil, err
		}
		scopes, state := s.Scopes, PermissionLater
		switch {
		case peopleNever(a, f) != nil:
			state = PermissionNever
		case s.On && a.State == store.Disconnected:
			state = PermissionMissing
		case len(s.Scopes) > 0 && a.State != store.Disconnected:
			state = PermissionGranted
		}
		if len(scopes) == 0 {
			scopes = peopleScopes(f)
		}
		for _, scope := range scopes {
			list = append(list, Permission{Name: scope, Feature: string(f), State: state})
		}
	}
	return list, nil
}
