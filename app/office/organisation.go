package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/signin"
	"postroom/app/store"
)

// The application permissions of Microsoft Graph that an organisation's connection uses.
const (
	ListPermission = "User.ReadBasic.All"    // lists the addresses
	MailPermission = "Mail.Read"             // reads mail; in Entra ID for all mailboxes, or in Exchange for some
	KindPermission = "MailboxSettings.Read"  // tells shared mailboxes and rooms from people's; can be done without
	NamePermission = "Organization.Read.All" // shows the organisation's name; can be done without
)

// OrganisationForm is what an administrator enters to connect an organisation: its tenant or token endpoint, the client
// id of the app registration, and a client secret or a certificate with its key.
type OrganisationForm struct {
	Tenant        string // id or domain; empty if the endpoint says it
	TokenEndpoint string // "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"; empty if the tenant is given
	ClientID      string
	Secret        string
	Certificate   []byte // PEM or PFX; empty with a secret
	Password      string // of the certificate's key, empty if it is not encrypted
	// SecretExpires is when the secret ends, as the Entra admin centre shows it: Microsoft tells it to nobody else. Zero
	// if the administrator did not say; a certificate says it itself.
	SecretExpires time.Time
}

// Organisation is the connection of an organisation as a face shows it, beside what every Account has.
type Organisation struct {
	ClientID   string     `json:"clientId"`
	Tenant     string     `json:"tenant"`
	Credential string     `json:"credential"` // secret or certificate
	Expires    *time.Time `json:"expires"`    // null: not known
	Warning    *Problem   `json:"warning"`    // the credential ends within thirty days, or has ended
	On         bool       `json:"on"`         // false: none of its mailboxes is read
	Listed     int        `json:"listed"`     // mailboxes in the directory when it was read last; 0: it was not read yet
}

// application is a tested form.
type application struct {
	client *signin.Client
	cred   signin.Credential
	tokens *signin.Tokens
	store.Account
}

// ConnectOrganisation connects an organisation by app-only access. Nothing is kept before Microsoft has given a token and
// the directory has been asked. An organisation that is known already, by the same client id, gets the new secret or
// certificate and keeps all that it had.
func (o *Office) ConnectOrganisation(ctx context.Context, form OrganisationForm) (*Account, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	app, err := o.readForm(form)
	if err != nil {
		return nil, err
	}
	if err := o.try(ctx, app); err != nil {
		return nil, err
	}
	if err := app.client.SaveCredential(app.ID, app.cred); err != nil {
		return nil, err
	}
	return o.keepOrganisation(app)
}

// readForm checks a form as far as that can be done without asking anybody.
func (o *Office) readForm(form OrganisationForm) (*application, error) {
	tenant := strings.TrimSpace(form.Tenant)
	if text := strings.TrimSpace(form.TokenEndpoint); text != "" {
		endpoint, err := signin.ParseEndpoint(text)
		if err != nil {
			return nil, err
		}
		if !strings.EqualFold(endpoint.Authority, o.policy.Cloud.Authority) {
			return nil, &fault.Error{Class: fault.FixSetting, Code: "token-endpoint-cloud", Op: "read the token endpoint",
				Args: map[string]string{"endpoint": endpoint.Authority, "authority": o.policy.Cloud.Authority}}
		}
		tenant = endpoint.Tenant
	}
	app := &application{Account: store.Account{Kind: store.Organisation, Tenant: tenant, State: store.Active,
		App: &store.Application{ClientID: strings.TrimSpace(form.ClientID), Credential: "secret", Expires: form.SecretExpires.UTC()}}}
	var err error
	if len(form.Certificate) > 0 {
		app.cred, err = signin.CertificateCredential(form.Certificate, form.Password)
		app.App.Credential, app.App.Expires = "certificate", app.cred.Expires()
	} else {
		app.cred, err = signin.SecretCredential(form.Secret)
	}
	if err != nil {
		return nil, err
	}
	if app.client, err = o.applicationClient(app.Account); err != nil {
		return nil, err
	}
	app.tokens, err = app.client.Application(app.cred, o.policy.Cloud.DefaultScope())
	return app, err
}

// try asks for a token and for the directory, and fills in who the organisation is.
func (o *Office) try(ctx context.Context, app *application) error {
	token, err := app.tokens.Token(ctx, signin.TokenRequest{})
	if err != nil {
		return fmt.Errorf("sign the organisation in: %w", err)
	}
	permissions := signin.PermissionsOf(token)
	app.Address = app.Tenant // as it was entered: a domain says more than an id
	app.Tenant, app.Scopes = cmp.Or(permissions.Tenant, app.Tenant), permissions.Roles
	app.ID = strings.ToLower(app.App.ClientID + "." + app.Tenant)
	client, err := o.graph(fresh{app.tokens})
	if err != nil {
		return err
	}
	err = client.Listable(ctx)
	switch {
	case err == nil, denied(err) && len(permissions.Roles) > 0: // known addresses can be activated without a list of all
	case denied(err):
		return &fault.Error{Class: fault.FixSetting, Code: "consent-missing", Op: "connect the organisation", Err: err,
			Args: map[string]string{"client": app.App.ClientID, "permission": ListPermission}}
	default:
		return fmt.Errorf("ask for the organisation's directory: %w", err)
	}
	return o.christen(ctx, client, &app.Account)
}

// denied says whether Microsoft Graph refuses something for want of a permission.
func denied(err error) bool {
	switch strings.ToLower(fault.CodeOf(err)) {
	case "authorization_requestdenied", "erroraccessdenied", "accessdenied":
		return true
	}
	return false
}

// christen finds a name for the organisation: its own if it can be read, else the tenant as it was entered. A name is
// nothing that a connection may fail for.
func (o *Office) christen(ctx context.Context, client *graph.Client, a *store.Account) error {
	organisation, err := client.Organization(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil && !denied(err) {
		o.log.Warn("the organisation's name can't be read", "error", err)
	}
	a.Name = cmp.Or(organisation.Name, a.Address)
	return nil
}

// keepOrganisation adds the account, or gives the one that is there its new credential.
func (o *Office) keepOrganisation(app *application) (*Account, error) {
	a := app.Account
	known, err := o.known(a.ID)
	if err != nil {
		return nil, err
	}
	a.Connected = o.opts.Now().UTC()
	if known != nil {
		a.Connected, a.Off = known.Connected, known.Off
		if known.App != nil {
			a.App.Listed = known.App.Listed
		}
	}
	o.sessions.drop(a.ID)
	o.sessions.accounts.Lock()
	err = o.db.PutAccount(a)
	o.sessions.accounts.Unlock()
	if err != nil {
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

// applicationClient gives the client that an organisation's app registration signs in with, made at first use.
func (o *Office) applicationClient(a store.Account) (*signin.Client, error) {
	key := a.App.ClientID + "@" + a.Tenant
	o.sessions.clientMu.Lock()
	defer o.sessions.clientMu.Unlock()
	if c, ok := o.sessions.clients[key]; ok {
		return c, nil
	}
	c, err := o.signinClient(a.App.ClientID, a.Tenant)
	if err == nil {
		o.sessions.clients[key] = c
	}
	return c, err
}

// applicationTokens opens the saved credential of an organisation.
func (o *Office) applicationTokens(a store.Account) (*signin.Tokens, error) {
	client, err := o.applicationClient(a)
	if err != nil {
		return nil, err
	}
	cred, err := client.Credential(a.ID)
	if err != nil {
		return nil, err
	}
	return client.Application(cred, o.policy.Cloud.DefaultScope())
}

// asSignIn makes a refused sign-in of an organisation what it is for a person: all of its mailboxes wait for one thing, a
// new credential or a consent, and go on by themselves when it is there.
func asSignIn(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Class != fault.FixSetting || !strings.HasPrefix(f.Code, "AADSTS") && !strings.HasPrefix(f.Code, "entra-") {
		return err
	}
	lost := *f
	lost.Class, lost.Err = fault.SignInAgain, err
	return &lost
}

// organisationView tells about the connection of an organisation, nil for a person's.
func (o *Office) organisationView(a store.Account) *Organisation {
	if a.App == nil {
		return nil
	}
	return &Organisation{ClientID: a.App.ClientID, Tenant: a.Tenant, Credential: a.App.Credential, Expires: moment(a.App.Expires),
		Warning: o.warning(a), On: !a.Off, Listed: a.App.Listed}
}

// organisation finds an organisation's account.
func (o *Office) organisation(name string) (store.Account, error) {
	a, err := o.account(name)
	if err == nil && a.Kind != store.Organisation {
		err = &fault.Error{Class: fault.FixSetting, Code: "not-an-organisation", Op: "find the organisation", Args: map[string]string{"account": name}}
	}
	return a, err
}

// SwitchOrganisation turns a whole connection on or off. While it is off none of its mailboxes is read; nothing is
// forgotten, and what comes in meanwhile is filed when it is on again.
func (o *Office) SwitchOrganisation(account string, on bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), accessTime)
	defer cancel()
	if err := o.permit(ctx); err != nil {
		return err
	}
	a, err := o.organisation(account)
	if err != nil {
		return err
	}
	err = o.db.ChangeAccount(a.ID, func(a *store.Account) bool {
		changed := a.Off == on
		a.Off = !on
		return changed
	})
	if err != nil {
		return err
	}
	o.log.Info("organisation", "account", a.ID, "on", on)
	o.tell(Event{Kind: EventAccount, Account: a.ID, Mailbox: a.Address})
	if on {
		return o.Wake()
	}
	return nil
}
