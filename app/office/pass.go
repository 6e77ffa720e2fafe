package office

import (
	"context"
	"crypto/x509"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/people"
	"postroom/app/people/passing"
	"postroom/app/store"
)

// To what statuses are passed on.
const (
	PassTeams   = string(people.TeamsFeature)
	PassWebhook = "webhook"
	PassCommand = "command"
)

// EventPassed is told when passing statuses on begins to fail, with its Problem, or goes well again, and now and then while it
// does: of Teams with the Account.
const EventPassed = "passed"

const passOp = "pass a status on"

// Pass is one way on which statuses are passed on, and how that went last. Its secret is not in it.
type Pass struct {
	Kind    string     `json:"kind"` // teams, webhook or command
	On      bool       `json:"on"`
	Account string     `json:"account,omitempty"` // of teams: id
	Address string     `json:"address,omitempty"` // of teams
	Host    string     `json:"host,omitempty"`    // of a webhook: an address may hold what is secret
	Program string     `json:"program,omitempty"` // of a command
	Args    []string   `json:"args,omitempty"`
	Team    bool       `json:"team"`   // colleagues' statuses, too
	Inside  bool       `json:"inside"` // of a webhook: the receiver may stand in one's own network
	OwnCA   bool       `json:"ownCA"`  // of a webhook: its certificate may come from an authority of one's own
	Passed  *time.Time `json:"passed"` // when something was passed on last; nil: never
	Error   *Problem   `json:"error"`
	Secret  string     `json:"secret,omitempty"` // of a webhook that was given a new one just now; it is not told again
}

// Passes lists the ways on which statuses can be passed on and how each stands: Teams for each account that can have it,
// the webhook and the command.
func (o *Office) Passes() ([]Pass, error) {
	list := []Pass{}
	accounts, err := o.db.Accounts()
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		if peopleNever(a, people.TeamsFeature) != nil || a.State == store.Disconnected {
			continue
		}
		s, err := o.book().Setting(a.ID, people.TeamsFeature)
		if err != nil {
			return nil, err
		}
		list = append(list, Pass{Kind: PassTeams, On: s.On, Account: a.ID, Address: a.Address})
	}
	p, err := o.book().Passing()
	if err != nil {
		return nil, err
	}
	list = append(list, webhookView(p.Webhook), commandView(p.Command))
	for i := range list {
		if err := o.addResult(&list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// addPassed says of each status to what it is passed on.
func (o *Office) addPassed(list []PersonStatus) error {
	passes, err := o.Passes()
	if err != nil {
		return err
	}
	for i := range list {
		for _, p := range passes {
			if p.On && (p.Team || list[i].Own) && (p.Kind != PassTeams || p.Account == list[i].Account) {
				list[i].Passed = append(list[i].Passed, p.Kind)
			}
		}
	}
	return nil
}

func webhookView(w *people.PassWebhook) Pass {
	if w == nil {
		return Pass{Kind: PassWebhook}
	}
	host := ""
	if u, err := url.Parse(w.URL); err == nil {
		host = u.Host
	}
	return Pass{Kind: PassWebhook, On: true, Host: host, Team: w.Team, Inside: w.Inside, OwnCA: w.CA != ""}
}

func commandView(c *people.PassCommand) Pass {
	if c == nil {
		return Pass{Kind: PassCommand}
	}
	return Pass{Kind: PassCommand, On: true, Program: c.Path, Args: c.Args, Team: c.Team}
}

// addResult says how it went last.
func (o *Office) addResult(p *Pass) error {
	if !p.On {
		return nil
	}
	r, err := o.book().Passed(p.Kind, p.Account)
	if err != nil {
		return err
	}
	p.Passed, p.Error = moment(r.Time), o.problem(r.Problem)
	return nil
}

// WebhookForm is what somebody enters to have statuses sent to a web address.
type WebhookForm struct {
	URL       string
	Secret    string // their own; empty: the one that there is for this host, or a new one
	NewSecret bool   // make a new one in any case
	CA        []byte // certificates of an authority of their own, PEM; nil: none
	KeepCA    bool   // without CA: those that there are for this host
	Inside    bool   // the receiver may stand in their own network
	Team      bool   // colleagues' statuses, too
}

// PassToWebhook has statuses sent to a web address, in place of the one before. Nothing is sent by it. A secret that was
// made for it is in the answer, this once.
//
// Codes: "pass-address", "pass-private", "pass-secret", "ca-file".
func (o *Office) PassToWebhook(ctx context.Context, f WebhookForm) (*Pass, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	was, err := o.book().Passing()
	if err != nil {
		return nil, err
	}
	w := people.PassWebhook{URL: strings.TrimSpace(f.URL), Secret: strings.TrimSpace(f.Secret), CA: string(f.CA), Inside: f.Inside, Team: f.Team}
	made, same := "", was.Webhook != nil && webhookView(was.Webhook).Host == webhookView(&w).Host
	if f.KeepCA && w.CA == "" && same {
		w.CA = was.Webhook.CA
	}
	switch {
	case w.Secret != "":
	case !f.NewSecret && same:
		w.Secret = was.Webhook.Secret
	default: // another receiver must not get what is signed with a secret that the first knows
		w.Secret = passing.NewSecret()
		made = w.Secret
	}
	if _, err := o.webhook(w); err != nil {
		return nil, err
	}
	if err := o.changePassing(PassWebhook, func(p *people.Passing) { p.Webhook = &w }); err != nil {
		return nil, err
	}
	v := webhookView(&w)
	v.Secret = made
	return &v, nil
}

// PassToCommand has a program of this machine run with each status, in place of the one before. Nothing is run by it. The
// code is "pass-command" if there is no such program.
func (o *Office) PassToCommand(ctx context.Context, path string, args []string, team bool) (*Pass, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	c := people.PassCommand{Path: filepath.Clean(path), Args: args, Team: team}
	if err := (passing.Command{Path: c.Path}).Check(); err != nil {
		return nil, err
	}
	if err := o.changePassing(PassCommand, func(p *people.Passing) { p.Command = &c }); err != nil {
		return nil, err
	}
	v := commandView(&c)
	return &v, nil
}

// StopPassing stops passing on to the webhook or the command, and forgets it. Teams is switched off with PeopleOff. The
// code is "pass-none" if there is nothing to stop.
func (o *Office) StopPassing(ctx context.Context, kind string) error {
	if err := o.permit(ctx); err != nil {
		return err
	}
	p, err := o.book().Passing()
	if err != nil {
		return err
	}
	if kind == PassWebhook && p.Webhook == nil || kind == PassCommand && p.Command == nil || kind != PassWebhook && kind != PassCommand {
		return passNone()
	}
	return o.changePassing(kind, func(p *people.Passing) {
		if kind == PassWebhook {
			p.Webhook = nil
		} else {
			p.Command = nil
		}
	})
}

func passNone() error {
	return &fault.Error{Class: fault.FixSetting, Code: "pass-none", Op: passOp}
}

func (o *Office) changePassing(kind string, change func(*people.Passing)) error {
	if err := o.book().ChangePassing(change); err != nil {
		return err
	}
	if err := o.book().SetPassed(kind, "", nil); err != nil {
		return err
	}
	o.log.Info("what statuses are passed on to was changed", "kind", kind)
	o.relay.change()
	return nil
}

// nobody is whose status a try tells: a name that can't exist ("Special-Use Domain Names").
const nobody = "test@postroom.invalid"

// TryPassing sends a try to the webhook or the command: that nothing is known of nobody. Codes: "pass-none" and those of
// passing.
func (o *Office) TryPassing(ctx context.Context, kind string) error {
	if err := o.permit(ctx); err != nil {
		return err
	}
	p, err := o.book().Passing()
	if err != nil {
		return err
	}
	var target passing.Target
	switch {
	case kind == PassWebhook && p.Webhook != nil:
		target, err = o.webhook(*p.Webhook)
	case kind == PassCommand && p.Command != nil:
		target = o.command(*p.Command)
	default:
		err = passNone()
	}
	if err != nil {
		return err
	}
	return target.Pass(ctx, passing.Status{ID: passing.NewID(), Address: nobody, Show: mail.Untold})
}

func (o *Office) webhook(w people.PassWebhook) (*passing.Webhook, error) {
	roots, err := o.passRoots(w.CA)
	if err != nil {
		return nil, err
	}
	return passing.NewWebhook(passing.WebhookOptions{URL: w.URL, Secret: w.Secret, Inside: w.Inside, Proxy: o.http.Proxy, Roots: roots, Now: o.opts.Now,
		Program: "Postroom/" + o.opts.Version})
}

// passRoots are the authorities that a receiver's certificate may come from; nil: the system's.
func (o *Office) passRoots(own string) (*x509.CertPool, error) {
	if own == "" && len(o.policy.Cloud.CA) == 0 {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil { // a machine without any
		pool = x509.NewCertPool()
	}
	pool.AppendCertsFromPEM(o.policy.Cloud.CA)
	if own != "" && !pool.AppendCertsFromPEM([]byte(own)) {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "ca-file", Op: passOp}
	}
	return pool, nil
}

func (o *Office) command(c people.PassCommand) passing.Command {
	return passing.Command{Path: c.Path, Args: c.Args, Now: o.opts.Now}
}
