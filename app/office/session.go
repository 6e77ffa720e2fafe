package office

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/mail"
	"postroom/app/signin"
	"postroom/app/store"
)

// askAgain is how long a lost session is left alone before Entra is asked once more: it may have been a mistake of the
// service, but hammering on it would get the person locked out.
const askAgain = time.Minute

// sessions holds the open way to Microsoft of every account.
type sessions struct {
	mu   sync.Mutex
	open map[string]*session
	// clients are those of package signin, by tenant.
	clientMu sync.Mutex
	clients  map[string]*signin.Client
	// accounts is held while an account's record is read and written back.
	accounts sync.Mutex
}

func (s *sessions) init() { s.open, s.clients = map[string]*session{}, map[string]*signin.Client{} }

// drop forgets what is known of an account's session: its tokens have changed.
func (s *sessions) drop(account string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, account)
}

// session is one account's way to Microsoft: its tokens and its Graph client.
type session struct {
	office  *Office
	account string
	app     bool // an organisation's: there is no person
	tokens  *signin.Tokens
	client  *graph.Client

	shared *graph.Client            // for shared mailboxes, made at first use; guarded by mu
	more   map[string]*graph.Client // for what else takes permissions of its own, by these; as above

	mu   sync.Mutex
	well bool      // the account is known to be active
	lost error     // why the session is lost, nil if it is not
	when time.Time // when that was found
}

// session gives the account's session, made at first use.
func (o *Office) session(a store.Account) (*session, error) {
	if a.State == store.Disconnected {
		return nil, &fault.Error{Class: fault.SignInAgain, Code: "account-disconnected", Op: "use the account",
			Args: map[string]string{"address": a.Address}}
	}
	o.sessions.mu.Lock()
	defer o.sessions.mu.Unlock()
	if s, ok := o.sessions.open[a.ID]; ok {
		return s, nil
	}
	tokens, err := o.tokensOf(a)
	if err != nil {
		return nil, err
	}
	s := &session{office: o, account: a.ID, app: a.Kind == store.Organisation, tokens: tokens, well: a.State == store.Active}
	if s.client, err = o.graph(s); err != nil {
		return nil, err
	}
	o.sessions.open[a.ID] = s
	return s, nil
}

// tokensOf gives the tokens of an account's saved sign-in.
func (o *Office) tokensOf(a store.Account) (*signin.Tokens, error) {
	if a.Kind == store.Organisation {
		return o.applicationTokens(a)
	}
	client, err := o.signin(a.Kind)
	if err != nil {
		return nil, err
	}
	return client.Tokens(a.ID, scopesOf(a.Kind)), nil
}

// graph makes a Graph client with somebody's tokens. All share one set of limits and one counter.
func (o *Office) graph(tokens graph.Tokens) (*graph.Client, error) {
	return graph.New(graph.Config{BaseURL: o.policy.Cloud.Graph, Transport: o.dated, Tokens: tokens, Limits: o.limits,
		Count: o.count, Log: o.log, UserAgent: "Postroom/" + o.opts.Version})
}

// Token gives an access token to the Graph client. A session that is lost is told in the account's state, and asked
// about at most once a minute.
func (s *session) Token(ctx context.Context, claims, rejected string) (string, error) {
	if lost := s.resting(); lost != nil {
		return "", lost
	}
	token, err := s.tokens.Token(ctx, signin.TokenRequest{Claims: claims, Rejected: rejected})
	if s.app {
		err = asSignIn(err)
	}
	return token, s.lose(err)
}

// resting gives the error of a lost session while it is left alone.
func (s *session) resting() error {
	now := s.office.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost != nil && now.Sub(s.when).Abs() >= askAgain {
		s.when = now // this caller asks; the others go on waiting
		return nil
	}
	return s.lost
}

// prove asks Microsoft Graph who the person is: a token at hand proves nothing, the service may have ceased to take it.
// An account that needed a sign-in until now is well again then.
func (s *session) prove(ctx context.Context) (graph.Person, error) {
	if s.app {
		return graph.Person{}, s.proveApp(ctx)
	}
	me, err := s.client.Me(ctx)
	if err != nil {
		return me, s.lose(err)
	}
	return me, s.recover()
}

// lose notes an error if it means that the session is lost, and returns it.
func (s *session) lose(err error) error {
	if fault.ClassOf(err) != fault.SignInAgain {
		return err
	}
	s.mu.Lock()
	if s.lost != nil && errors.Is(err, s.lost) {
		s.mu.Unlock()
		return err // what Token answered before
	}
	s.lost, s.when, s.well = err, s.office.opts.Now(), false
	s.mu.Unlock()
	if saveErr := s.office.mark(s.account, store.Reauthenticate, err); saveErr != nil {
		return errors.Join(err, saveErr)
	}
	return err
}

// proveApp asks for the directory in place of the person. Graph knows the application, too, when it refuses that.
func (s *session) proveApp(ctx context.Context) error {
	if err := s.client.Listable(ctx); err != nil && !denied(err) {
		return s.lose(err)
	}
	return s.recover()
}

func (s *session) recover() error {
	s.mu.Lock()
	well := s.well
	s.well, s.lost = true, nil
	s.mu.Unlock()
	if well {
		return nil
	}
	if err := s.office.mark(s.account, store.Active, nil); err != nil {
		return err
	}
	return s.office.relieve(s.account)
}

// mark writes an account's state. One that was disconnected meanwhile stays so.
func (o *Office) mark(account string, state store.AccountState, cause error) error {
	o.sessions.accounts.Lock()
	defer o.sessions.accounts.Unlock()
	accounts, err := o.db.Accounts()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(accounts, func(a store.Account) bool { return a.ID == account })
	if i < 0 || accounts[i].State == store.Disconnected || (accounts[i].State == state && state == store.Active) {
		return nil
	}
	a := accounts[i]
	since := o.opts.Now()
	if a.State == state && a.Problem != nil {
		since = a.Problem.Since
	}
	a.State, a.Problem = state, nil
	if cause != nil {
		a.Problem = store.ProblemOf(cause, since, time.Time{})
	}
	if err := o.db.PutAccount(a); err != nil {
		return err
	}
	o.log.Info("account", "state", string(state), "account", a.ID, "code", codeOf(cause))
	o.tell(Event{Kind: EventAccount, Account: a.ID, Mailbox: a.Address, Problem: o.problem(a.Problem)})
	return nil
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.CodeOf(err)
}

// source opens a mailbox for the capture engine.
func (o *Office) source(m mail.Mailbox) (*graph.Mailbox, error) {
	a, err := o.account(m.Account)
	if err != nil {
		return nil, err
	}
	s, err := o.session(a)
	if err != nil {
		return nil, err
	}
	return s.mailbox(a, m)
}

// account finds an account by id or by address.
func (o *Office) account(name string) (store.Account, error) {
	accounts, err := o.db.Accounts()
	if err != nil {
		return store.Account{}, err
	}
	for _, a := range accounts {
		if a.ID == name {
			return a, nil
		}
	}
	var found []store.Account
	for _, a := range accounts {
		if strings.EqualFold(a.Address, name) {
			found = append(found, a)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return store.Account{}, &fault.Error{Class: fault.FixSetting, Code: "account-unknown", Op: "find the account",
			Args: map[string]string{"account": name}}
	}
	return store.Account{}, &fault.Error{Class: fault.FixSetting, Code: "account-ambiguous", Op: "find the account",
		Args: map[string]string{"account": name, "ids": found[0].ID + ", " + found[1].ID}}
}
