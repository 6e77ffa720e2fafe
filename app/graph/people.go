package graph

import (
	"context"

	"postroom/app/graph/transport"

	"github.com/microsoftgraph/msgraph-sdk-go/organization"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
)

// Person is the person who signed in.
type Person struct {
	ID        string // object id in the directory
	Name      string // displayName
	Mail      string // primary SMTP address; empty for some personal accounts
	Principal string // userPrincipalName
}

// Address is the person's address: the SMTP address where there is one, else the name they sign in with.
func (p Person) Address() string {
	if p.Mail != "" {
		return p.Mail
	}
	return p.Principal
}

// Me returns the person whose tokens the client has.
func (c *Client) Me(ctx context.Context) (Person, error) {
	const op = "ask who signed in"
	ctx = transport.With(ctx, transport.Call{Op: op, Target: transport.Directory})
	u, err := users.NewUserItemRequestBuilder(c.base+"/me?$select=id,displayName,mail,userPrincipalName", c.adapter).Get(ctx, nil)
	if err = understood(ctx, op, err); err != nil {
		return Person{}, err
	}
	if u == nil || value(u.GetId()) == "" {
		return Person{}, badAnswer(op, "a person without an id", nil)
	}
	return Person{ID: value(u.GetId()), Name: value(u.GetDisplayName()), Mail: value(u.GetMail()), Principal: value(u.GetUserPrincipalName())}, nil
}

// Organization is the tenant of the person who signed in.
type Organization struct{ ID, Name string }

// Organization returns the tenant; the zero value for a personal account, which has none.
func (c *Client) Organization(ctx context.Context) (Organization, error) {
	const op = "ask for the organisation"
	ctx = transport.With(ctx, transport.Call{Op: op, Target: transport.Directory})
	list, err := organization.NewOrganizationRequestBuilder(c.base+"/organization?$select=id,displayName", c.adapter).Get(ctx, nil)
	if err = understood(ctx, op, err); err != nil {
		return Organization{}, err
	}
	if list == nil || len(list.GetValue()) == 0 {
		return Organization{}, nil
	}
	o := list.GetValue()[0]
	return Organization{ID: value(o.GetId()), Name: value(o.GetDisplayName())}, nil
}

// Settings are those of a mailbox that matter to us.
type Settings struct {
	TimeZone string // as Windows or IANA names it
	Language string // BCP 47
	Purpose  string // "user", "shared", "room" …; empty if the service does not say
}

// Settings returns the mailbox's settings. It is a cheap test of whether the mailbox may be opened at all.
func (m *Mailbox) Settings(ctx context.Context) (Settings, error) {
	const op = "read the mailbox's settings"
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Mailbox})
	s, err := users.NewItemMailboxSettingsRequestBuilder(m.root+"/mailboxSettings", m.client.adapter).Get(ctx, nil)
	if err = understood(ctx, op, err); err != nil {
		return Settings{}, err
	}
	if s == nil {
		return Settings{}, badAnswer(op, "no settings", nil)
	}
	settings := Settings{TimeZone: value(s.GetTimeZone())}
	if l := s.GetLanguage(); l != nil {
		settings.Language = value(l.GetLocale())
	}
	if p := s.GetUserPurpose(); p != nil {
		settings.Purpose = p.String()
	}
	return settings, nil
}
