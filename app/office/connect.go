package office

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/signin"
	"postroom/app/store"
)

// How long a person has for a sign-in. Entra's own device codes live for fifteen minutes.
const (
	browserTime = 10 * time.Minute
	deviceTime  = 15 * time.Minute
)

// scopesOf are the permissions that the features need, and no more: the person's own profile says whose mailbox it is,
// Mail.Read is all that filing takes. Both exist for personal accounts, too. Nobody is asked for those of an
// organisation: an administrator grants them to the application, in Entra ID or in Exchange.
func scopesOf(kind store.AccountKind) []string {
	if kind == store.Organisation {
		return nil
	}
	return []string{"User.Read", "Mail.Read"}
}

// SignIn tells how a person signs in.
type SignIn struct {
	// Device shows a code that the person enters on another page or machine; nil: the system's browser is opened.
	Device func(DeviceCode)
}

// DeviceCode is what a person needs to sign in elsewhere.
type DeviceCode struct {
	VerificationURI string    `json:"verification_uri"`
	UserCode        string    `json:"user_code"`
	Expires         time.Time `json:"expires"`
}

// signin gives the client for accounts of a kind, made at first use: it knows the sessions in memory.
func (o *Office) signin(kind store.AccountKind) (*signin.Client, error) {
	if o.ClientID() == "" {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "no-client-id", Op: "prepare a sign-in"}
	}
	tenant, err := tenantOf(kind, o.Tenant())
	if err != nil {
		return nil, err
	}
	o.sessions.clientMu.Lock()
	defer o.sessions.clientMu.Unlock()
	if c, ok := o.sessions.clients[tenant]; ok {
		return c, nil
	}
	c, err := o.signinClient(o.ClientID(), tenant)
	if err == nil {
		o.sessions.clients[tenant] = c
	}
	return c, err
}

func (o *Office) signinClient(clientID, tenant string) (*signin.Client, error) {
	return signin.New(signin.Config{
		ClientID: clientID, Authority: o.policy.Cloud.Authority, Tenant: tenant,
		Resource: o.policy.Cloud.Resource(), HTTPClient: o.signInClient(), InstanceDiscovery: o.policy.Cloud.Name != "",
		Dir: o.tokens(), Box: o.vault.Box("tokens"), OpenURL: o.opts.OpenURL, Now: o.opts.Now, Log: o.log,
	})
}

// tenantOf is the part of the authority that says who may sign in: the administrator's word, else all that the kind
// allows.
func tenantOf(kind store.AccountKind, policy string) (string, error) {
	refuse := func() (string, error) {
		return "", &fault.Error{Class: fault.FixSetting, Code: "kind-not-allowed", Op: "prepare a sign-in",
			Args: map[string]string{"kind": string(kind), "tenant": policy}}
	}
	switch {
	case kind == store.Personal && (policy == "" || policy == "common"):
		return "consumers", nil
	case kind == store.Personal && policy != "consumers":
		return refuse()
	case kind == store.Work && policy == "consumers":
		return refuse()
	case policy == "":
		return "organizations", nil
	}
	return policy, nil
}

// Kinds are the kinds of account that a person may connect: the administrator's tenant may leave one out.
func (o *Office) Kinds() []store.AccountKind {
	kinds := []store.AccountKind{}
	for _, kind := range []store.AccountKind{store.Work, store.Personal} {
		if _, err := tenantOf(kind, o.Tenant()); err == nil {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// Connect signs a person in and adds their own mailbox. An account that is known already keeps all that it had.
func (o *Office) Connect(ctx context.Context, kind store.AccountKind, how SignIn) (*Account, error) {
	client, err := o.signin(kind)
	if err != nil {
		return nil, err
	}
	session, err := o.ask(ctx, client, scopesOf(kind), how, "")
	if err != nil {
		return nil, err
	}
	if err := checkKind(kind, session.Account); err != nil {
		return nil, err
	}
	if err := o.admit(ctx, session); err != nil {
		return nil, err
	}
	return o.accept(ctx, kind, session)
}

// ask lets the person sign in. Nothing of it is kept yet.
func (o *Office) ask(ctx context.Context, client *signin.Client, scopes []string, how SignIn, hint string) (*signin.Session, error) {
	if how.Device == nil {
		ctx, cancel := context.WithTimeout(ctx, browserTime)
		defer cancel()
		session, err := client.Interactive(ctx, scopes, hint)
		return session, o.withConsentPage(err)
	}
	ctx, cancel := context.WithTimeout(ctx, deviceTime)
	defer cancel()
	session, err := client.DeviceCode(ctx, scopes, func(c signin.DeviceCode) {
		how.Device(DeviceCode{VerificationURI: c.VerificationURI, UserCode: c.UserCode, Expires: c.Expires.UTC().Truncate(time.Second)})
	})
	return session, o.withConsentPage(err)
}

// checkKind refuses an account of the other kind: other scopes, other features, another authority.
func checkKind(kind store.AccountKind, a signin.Account) error {
	code := ""
	switch {
	case kind == store.Work && a.Personal:
		code = "account-is-personal"
	case kind == store.Personal && !a.Personal:
		code = "account-is-work"
	default:
		return nil
	}
	return &fault.Error{Class: fault.FixSetting, Code: code, Op: "sign in", Args: map[string]string{"address": a.Address}}
}

// accept asks Microsoft Graph who it is that signed in, keeps the session, and adds account and mailbox. Until Graph has
// answered nothing is kept.
func (o *Office) accept(ctx context.Context, kind store.AccountKind, session *signin.Session) (*Account, error) {
	person := session.Account
	a := store.Account{ID: person.ID, Kind: kind, Address: person.Address, Name: person.Name, Tenant: person.TenantID,
		Object: person.ObjectID, State: store.Active, Scopes: scopesOf(kind), Connected: o.opts.Now().UTC()}
	if err := o.introduce(ctx, &a, session); err != nil {
		return nil, err
	}
	known, err := o.known(a.ID)
	if err != nil {
		return nil, err
	}
	if known != nil {
		a.Connected, a.Scopes = known.Connected, scopesFor(*known) // consent outlives a session
	}
	return o.keep(a, session)
}

// introduce asks Microsoft Graph for the person's name and address. The name that one signs in with is not always the
// address that one gets mail at.
func (o *Office) introduce(ctx context.Context, a *store.Account, session *signin.Session) error {
	client, err := o.graph(fresh{session.Tokens(scopesOf(a.Kind))})
	if err != nil {
		return err
	}
	me, err := client.Me(ctx)
	if err != nil {
		return fmt.Errorf("ask who signed in: %w", err)
	}
	a.Address, a.Name = cmp.Or(me.Address(), a.Address), cmp.Or(me.Name, a.Name)
	return nil
}

// fresh gives the tokens of a session that is not kept yet.
type fresh struct{ tokens *signin.Tokens }

func (f fresh) Token(ctx context.Context, claims, rejected string) (string, error) {
	return f.tokens.Token(ctx, signin.TokenRequest{Claims: claims, Rejected: rejected})
}

// known finds an account by id, nil if it is new.
func (o *Office) known(id string) (*store.Account, error) {
	accounts, err := o.db.Accounts()
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(accounts, func(a store.Account) bool { return a.ID == id }); i >= 0 {
		return &accounts[i], nil
	}
	return nil, nil
}

// keep writes the session and the account, and its own mailbox if that is not there yet.
func (o *Office) keep(a store.Account, session *signin.Session) (*Account, error) {
	if err := session.Save(); err != nil {
		return nil, fmt.Errorf("keep the sign-in: %w", err)
	}
	o.sessions.drop(a.ID)
	o.sessions.accounts.Lock()
	err := o.db.PutAccount(a)
	o.sessions.accounts.Unlock()
	if err != nil {
		return nil, err
	}
	if err := o.ownMailbox(a); err != nil {
		return nil, err
	}
	if err := o.relieve(a.ID); err != nil {
		return nil, err
	}
	o.log.Info("connected", "account", a.ID, "kind", string(a.Kind))
	v, err := o.accountView(a)
	if err == nil {
		o.tell(Event{Kind: EventAccount, Account: a.ID, Mailbox: a.Address})
	}
	return v, err
}

func (o *Office) ownMailbox(a store.Account) error {
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return err
	}
	for _, m := range mailboxes {
		if m.Account == a.ID && m.Kind == mail.Own {
			return nil // also when its address has changed: it is the same mailbox
		}
		if strings.EqualFold(m.Address, a.Address) {
			// Another account opened it until now: the person's own sign-in is the better way in.
			m.Account, m.Kind = a.ID, mail.Own
			return o.db.PutMailbox(m)
		}
	}
	return o.db.PutMailbox(store.Mailbox{Mailbox: mail.Mailbox{Address: a.Address, Account: a.ID, Kind: mail.Own}})
}

// relieve takes the sign-in trouble off an account's mailboxes: it is over.
func (o *Office) relieve(account string) error {
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return err
	}
	for _, m := range mailboxes {
		if m.Account != account || m.Problem == nil || m.Problem.Class != fault.SignInAgain {
			continue
		}
		m.Problem = nil
		if err := o.db.PutMailbox(m); err != nil {
			return err
		}
	}
	return nil
}

// Reauthenticate signs the same person in again. Whoever else signs in is refused with the code "wrong-account", and
// nothing is changed.
func (o *Office) Reauthenticate(ctx context.Context, name string, how SignIn) (*Account, error) {
	a, err := o.account(name)
	if err != nil {
		return nil, err
	}
	if a.Kind == store.Organisation {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "organisation-credential", Op: "sign in again", Args: map[string]string{"account": a.Address}}
	}
	client, err := o.signin(a.Kind)
	if err != nil {
		return nil, err
	}
	session, err := o.ask(ctx, client, scopesOf(a.Kind), how, a.Address)
	if err != nil {
		return nil, err
	}
	if session.Account.ID != a.ID {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "wrong-account", Op: "sign in again",
			Args: map[string]string{"expected": a.Address, "seen": session.Account.Address}}
	}
	if err := o.admit(ctx, session); err != nil { // one that was disconnected is connected anew
		return nil, err
	}
	a.State, a.Problem, a.Scopes = store.Active, nil, scopesFor(a)
	return o.keep(a, session)
}

// Accounts lists the accounts, oldest first.
func (o *Office) Accounts() ([]Account, error) {
	accounts, err := o.db.Accounts()
	if err != nil {
		return nil, err
	}
	views := []Account{}
	for _, a := range accounts {
		v, err := o.accountView(a)
		if err != nil {
			return nil, err
		}
		views = append(views, *v)
	}
	return views, nil
}

func (o *Office) accountView(a store.Account) (*Account, error) {
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return nil, err
	}
	v := &Account{ID: a.ID, Kind: a.Kind, Address: a.Address, Name: a.Name, State: a.State, Error: o.problem(a.Problem),
		Connected: moment(a.Connected), Scopes: append([]string{}, a.Scopes...), Mailboxes: []AccountMailbox{}, Organisation: o.organisationView(a)}
	for _, m := range mailboxes {
		if m.Account == a.ID {
			v.Mailboxes = append(v.Mailboxes, AccountMailbox{Address: m.Address, Kind: string(m.Kind)})
		}
	}
	return v, nil
}
