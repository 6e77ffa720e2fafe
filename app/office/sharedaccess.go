package office

import (
	"context"
	"slices"
	"strings"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/mail"
	"postroom/app/signin"
	"postroom/app/store"
)

// SharedPermission lets a signed-in account read the mailboxes that it may open in Exchange. No personal account has it:
// a sign-in that asks for it there fails as a whole.
const SharedPermission = "Mail.Read.Shared"

func sharedScopes(kind store.AccountKind) []string { return append(scopesOf(kind), SharedPermission) }

// grantedShared says whether the account's person has accepted the permission for shared mailboxes.
func grantedShared(a store.Account) bool {
	return slices.ContainsFunc(a.Scopes, func(s string) bool { return strings.EqualFold(s, SharedPermission) })
}

// scopesFor are the permissions that a known account keeps when its person signs in again: those of its kind, which are
// all that they are asked for, and what they granted for shared mailboxes. Consent outlives a session.
func scopesFor(a store.Account) []string {
	if a.Kind == store.Work && grantedShared(a) {
		return sharedScopes(a.Kind)
	}
	return scopesOf(a.Kind)
}

// wantedScopes are the permissions that what an account does here takes.
func (o *Office) wantedScopes(a store.Account) ([]string, error) {
	mailboxes, err := o.db.Mailboxes()
	shares := slices.ContainsFunc(mailboxes, func(m store.Mailbox) bool { return m.Account == a.ID && m.Kind == mail.Shared })
	if shares && a.Kind == store.Work {
		return sharedScopes(a.Kind), err
	}
	return scopesOf(a.Kind), err
}

// delegate gives the account's way to shared mailboxes. Its tokens are others than those for the person's own mailbox:
// a permission that was taken back must not stop that.
func (s *session) delegate(a store.Account) (*graph.Client, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shared != nil {
		return s.shared, nil
	}
	client, err := s.office.signin(a.Kind)
	if err != nil {
		return nil, err
	}
	s.shared, err = s.office.graph(&delegated{session: s, tokens: client.Tokens(a.ID, sharedScopes(a.Kind)),
		refused: &fault.Error{Class: fault.FixSetting, Code: "shared-permission", Op: "open shared mailboxes", Args: map[string]string{"account": a.Address}}})
	return s.shared, err
}

// mailbox opens a mailbox of the account.
func (s *session) mailbox(a store.Account, m mail.Mailbox) (*graph.Mailbox, error) {
	if m.Kind != mail.Shared {
		return s.client.Mailbox(m.Address, m.Kind == mail.Own), nil
	}
	client, err := s.delegate(a)
	if err != nil {
		return nil, err
	}
	return client.Mailbox(m.Address, false), nil
}

// delegated are the tokens for what takes a permission of its own, such as shared mailboxes.
type delegated struct {
	session *session
	tokens  *signin.Tokens
	refused *fault.Error // what it means that the permission is gone
}

// Token gives an access token. If only the permission for it is gone, the account itself is well.
func (d *delegated) Token(ctx context.Context, claims, rejected string) (string, error) {
	if lost := d.session.resting(); lost != nil {
		return "", lost
	}
	token, err := d.tokens.Token(ctx, signin.TokenRequest{Claims: claims, Rejected: rejected})
	if unconsented(err) {
		refused := *d.refused
		refused.Err = err
		return "", &refused
	}
	return token, d.session.lose(err)
}

// unconsented says whether Entra has no word of the person, or an administrator, about a permission.
func unconsented(err error) bool {
	switch fault.CodeOf(err) {
	case "AADSTS65001", "AADSTS90094", "AADSTS90095", "entra-consent-required", "scopes-declined":
		return err != nil
	}
	return false
}

// permitShared sees to it that the account has the permission for shared mailboxes: silently if it was granted before,
// else, or if ask says so, the person is asked for it now. Their session is exchanged for one that has it.
func (o *Office) permitShared(ctx context.Context, a store.Account, how SignIn, ask bool) error {
	s, err := o.session(a)
	if err != nil {
		return err
	}
	client, err := o.signin(a.Kind)
	if err != nil {
		return err
	}
	if !ask {
		_, err = client.Tokens(a.ID, sharedScopes(a.Kind)).Token(ctx, signin.TokenRequest{})
		if ask = unconsented(err); err != nil && !ask {
			return s.lose(err)
		}
	}
	if ask {
		if err := o.askMore(ctx, client, a, sharedScopes(a.Kind), how, "shared-declined", SharedPermission); err != nil {
			return err
		}
	}
	o.sessions.drop(a.ID)
	scopes := sharedScopes(a.Kind)
	return o.db.ChangeAccount(a.ID, func(now *store.Account) bool {
		if now.State == store.Disconnected || slices.Equal(now.Scopes, scopes) {
			return false
		}
		now.Scopes = scopes
		return true
	})
}

// askMore lets the person of an account accept a permission beside those that it has. declined is the code if they, or
// their administrator, don't.
func (o *Office) askMore(ctx context.Context, client *signin.Client, a store.Account, scopes []string, how SignIn, declined, permission string) error {
	session, err := o.ask(ctx, client, scopes, how, a.Address)
	switch fault.CodeOf(err) {
	case "AADSTS65004", "entra-access-denied", "entra-authorization-declined", "scopes-declined", "AADSTS65001", "AADSTS90094":
		if err != nil {
			return &fault.Error{Class: fault.FixSetting, Code: declined, Op: "ask for the permission", Detail: fault.Of(err).Detail,
				Args: map[string]string{"account": a.Address, "permission": permission, "link": o.ConsentPage()}, Err: err}
		}
	}
	if err != nil {
		return err
	}
	if session.Account.ID != a.ID {
		return &fault.Error{Class: fault.FixSetting, Code: "wrong-account", Op: "ask for the permission",
			Args: map[string]string{"expected": a.Address, "seen": session.Account.Address}}
	}
	return session.Save()
}

// SharedAccess tests whether an account can read the whole of a mailbox that is not its own. Codes: "shared-no-access"
// (no Full Access), "shared-folder-only" (somebody shared folders, which does not let their changes be followed),
// "shared-unknown" (no such address), "shared-no-mailbox" (an entry of the directory without a mailbox),
// "shared-refused" (Microsoft holds the permission to be missing), "shared-permission" (it was taken back), and those of
// the network and the service.
func (o *Office) SharedAccess(ctx context.Context, account, address string) error {
	a, err := o.account(account)
	if err != nil {
		return err
	}
	s, err := o.session(a)
	if err != nil {
		return err
	}
	m, err := s.mailbox(a, mail.Mailbox{Address: address, Account: a.ID, Kind: mail.Shared})
	if err != nil {
		return err
	}
	if err = m.Reach(ctx); err == nil {
		return nil
	}
	code := pictured[fault.CodeOf(err)]
	if code == "" {
		return err
	}
	if code == "shared-no-access" {
		if _, listing := m.Messages(ctx, "inbox", ""); listing == nil {
			code = "shared-folder-only"
		}
	}
	args := map[string]string{"address": address, "account": a.Address}
	if code == "shared-refused" {
		args["link"] = o.ConsentPage()
	}
	return &fault.Error{Class: fault.FixSetting, Code: code, Op: "test the access to a shared mailbox", Detail: fault.Of(err).Detail,
		Args: args, Err: err}
}

// pictured are the answers of Graph about somebody else's mailbox, by their codes, and what they mean there.
var pictured = map[string]string{
	"shared-permission":           "shared-permission",
	"mailbox-no-access":           "shared-no-access",
	"ErrorItemNotFound":           "shared-no-access",
	"ErrorAccessDenied":           "shared-refused",
	"ErrorInvalidUser":            "shared-unknown",
	"ResourceNotFound":            "shared-unknown",
	"Request_ResourceNotFound":    "shared-unknown",
	"MailboxNotEnabledForRESTAPI": "shared-no-mailbox",
}
