package office

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/mail"
	"postroom/app/store"
)

// clockLimit is how far the machine's clock may be off: tokens are valid from and until a time, with five minutes of
// patience ("Access tokens in the Microsoft identity platform").
const clockLimit = 5 * time.Minute

// dated notes how far the service's clock is from ours, whatever the answer was.
type dated struct {
	next http.RoundTripper
	now  func() time.Time

	mu   sync.Mutex
	seen bool
	off  time.Duration // ours minus the service's
}

func (d *dated) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := d.next.RoundTrip(r)
	if err != nil {
		return resp, err
	}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		d.mu.Lock()
		d.seen, d.off = true, d.now().Sub(date)
		d.mu.Unlock()
	}
	return resp, nil
}

func (d *dated) skew() (off time.Duration, seen bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.off, d.seen
}

// Validate tests every link of the chain, for one account or, with an empty name, for all that are connected.
func (o *Office) Validate(ctx context.Context, name string) ([]Check, error) {
	accounts, err := o.validated(name)
	if err != nil {
		return nil, err
	}
	checks := []Check{}
	if len(accounts) == 0 {
		checks = append(checks, o.check("token", "", "", &fault.Error{Class: fault.SignInAgain, Code: "no-account", Op: "validate"}))
	}
	for _, a := range accounts {
		more, err := o.validateAccount(ctx, a)
		if err != nil {
			return nil, err
		}
		checks = append(checks, more...)
	}
	checks = append(checks, o.checkDestination(ctx))
	if len(accounts) > 0 {
		checks = append(checks, o.checkClock())
	}
	return checks, ctx.Err()
}

func (o *Office) validated(name string) ([]store.Account, error) {
	if name != "" {
		a, err := o.account(name)
		return []store.Account{a}, err
	}
	accounts, err := o.db.Accounts()
	return slices.DeleteFunc(accounts, func(a store.Account) bool { return a.State == store.Disconnected }), err
}

// check is the result of one test: well, with a message, or an error in words.
func (o *Office) check(kind, subject, well string, err error) Check {
	if err == nil {
		return Check{Check: kind, Subject: subject, OK: true, Message: well}
	}
	p := ProblemOf(o.language(), err)
	return Check{Check: kind, Subject: subject, Code: &p.Code, Message: p.Message, Remedy: &p.Remedy}
}

func (o *Office) validateAccount(ctx context.Context, a store.Account) ([]Check, error) {
	s, err := o.session(a)
	var me graph.Person
	var profile error
	if err == nil {
		if _, err = s.Token(ctx, "", ""); err == nil {
			me, profile = s.prove(ctx)
		}
	}
	if profile != nil && fault.ClassOf(profile) == fault.SignInAgain {
		err = profile // there is a token, and Microsoft does not take it
	}
	checks := []Check{o.check("token", a.Address, "The sign-in is active.", err)}
	if err != nil {
		return checks, nil // nothing else can be asked
	}
	checks = append(checks,
		o.check("profile", a.Address, fmt.Sprintf("Microsoft 365 knows this account as %s.", me.Name), profile),
		o.checkPermissions(a))
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return nil, err
	}
	for _, m := range mailboxes {
		if m.Account == a.ID {
			checks = append(checks, o.checkMailbox(ctx, s.client.Mailbox(m.Address, m.Kind == mail.Own), m)...)
		}
	}
	return checks, nil
}

func (o *Office) checkPermissions(a store.Account) Check {
	var missing []string
	for _, scope := range scopesOf(a.Kind) {
		if !slices.ContainsFunc(a.Scopes, func(s string) bool { return strings.EqualFold(s, scope) }) {
			missing = append(missing, scope)
		}
	}
	var err error
	if len(missing) > 0 {
		err = &fault.Error{Class: fault.FixSetting, Code: "permissions-missing", Op: "compare permissions",
			Args: map[string]string{"address": a.Address, "scopes": strings.Join(missing, ", ")}}
	}
	return o.check("permissions", a.Address, "Granted: "+strings.Join(a.Scopes, ", ")+".", err)
}

// checkMailbox reads the folder tree and the beginning of each ticked folder.
func (o *Office) checkMailbox(ctx context.Context, src *graph.Mailbox, m store.Mailbox) []Check {
	tree, err := src.Folders(ctx)
	checks := []Check{o.check("folders", m.Address, fmt.Sprintf("%d folders can be read.", len(tree)), err)}
	if err != nil {
		return checks
	}
	for _, f := range m.Folders {
		subject := m.Address + ": " + f.Path.String()
		i := slices.IndexFunc(tree, func(t mail.Folder) bool { return t.ID == f.ID })
		if i < 0 {
			checks = append(checks, o.check("folder", subject, "", &fault.Error{Class: fault.FixSetting, Code: "folder-vanished",
				Op: "look for a ticked folder", Args: map[string]string{"folder": f.Path.String(), "mailbox": m.Address}}))
			continue
		}
		_, err := src.Messages(ctx, f.ID, "")
		checks = append(checks, o.check("folder", m.Address+": "+tree[i].Path.String(), "Its messages can be read.", err))
	}
	return checks
}

func (o *Office) checkDestination(ctx context.Context) Check {
	root, err := o.destinationFolder()
	if err == nil {
		if _, err = o.capture(); err == nil {
			err = o.dest.Check(ctx)
		}
	}
	return o.check("destination", root, "Documents can be written here.", err)
}

func (o *Office) checkClock() Check {
	off, seen := o.dated.skew()
	var err error
	switch {
	case !seen:
		err = &fault.Error{Class: fault.RetryLater, Code: "clock-unknown", Op: "compare clocks"}
	case off.Abs() > clockLimit:
		err = &fault.Error{Class: fault.FixSetting, Code: "clock-wrong", Op: "compare clocks",
			Args: map[string]string{"off": off.Abs().Round(time.Second).String(), "way": way(off)}}
	}
	return o.check("clock", "this computer", fmt.Sprintf("It agrees with Microsoft's to within %s.", (off.Abs()+time.Second).Truncate(time.Second)), err)
}

func way(off time.Duration) string {
	if off > 0 {
		return "ahead"
	}
	return "behind"
}
