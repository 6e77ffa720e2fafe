package office

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
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
	checks := []Check{}
	err := o.ValidateEach(ctx, name, func(c Check, _ *Problem) { checks = append(checks, c) })
	return checks, err
}

// ValidateEach is Validate for who wants to see each result as soon as it is there; the problem is nil if all is well.
func (o *Office) ValidateEach(ctx context.Context, name string, tell func(Check, *Problem)) error {
	accounts, err := o.validated(name)
	if err != nil {
		return err
	}
	each := func(c Check) {
		if ctx.Err() == nil { // what fails because it was stopped is no result
			tell(c, c.problem)
		}
	}
	if len(accounts) == 0 {
		each(o.check("token", "", "", &fault.Error{Class: fault.SignInAgain, Code: "no-account", Op: "validate"}))
	}
	for _, a := range accounts {
		if err := o.validateAccount(ctx, a, each); err != nil {
			return err
		}
	}
	each(o.checkDestination(ctx))
	if len(accounts) > 0 {
		each(o.checkClock())
	}
	return ctx.Err()
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
	return Check{Check: kind, Subject: subject, Code: &p.Code, Message: p.Message, Remedy: &p.Remedy, Command: p.Command, problem: p}
}

func (o *Office) validateAccount(ctx context.Context, a store.Account, each func(Check)) error {
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
	each(o.check("token", a.Address, o.well("check-token", nil), err))
	if err != nil {
		return nil // nothing else can be asked
	}
	each(o.check("profile", a.Address, o.well("check-profile", map[string]string{"name": me.Name}), profile))
	each(o.checkPermissions(a))
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return err
	}
	for _, m := range mailboxes {
		if m.Account == a.ID {
			o.checkMailbox(ctx, s.client.Mailbox(m.Address, m.Kind == mail.Own), m, each)
		}
	}
	return nil
}

// well are the words of a test that all is well with.
func (o *Office) well(code string, args map[string]string) string {
	return fault.Explain(o.language(), &fault.Error{Code: code, Args: args}).What
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
	return o.check("permissions", a.Address, o.well("check-permissions", map[string]string{"scopes": strings.Join(a.Scopes, ", ")}), err)
}

// checkMailbox reads the folder tree and the beginning of each ticked folder.
func (o *Office) checkMailbox(ctx context.Context, src *graph.Mailbox, m store.Mailbox, each func(Check)) {
	tree, err := src.Folders(ctx)
	each(o.check("folders", m.Address, o.well("check-folders", map[string]string{"n": strconv.Itoa(len(tree))}), err))
	if err != nil {
		return
	}
	for _, f := range m.Folders {
		subject := m.Address + ": " + f.Path.String()
		i := slices.IndexFunc(tree, func(t mail.Folder) bool { return t.ID == f.ID })
		if i < 0 {
			each(o.check("folder", subject, "", &fault.Error{Class: fault.FixSetting, Code: "folder-vanished",
				Op: "look for a ticked folder", Args: map[string]string{"folder": f.Path.String(), "mailbox": m.Address}}))
			continue
		}
		_, err := src.Messages(ctx, f.ID, "")
		each(o.check("folder", m.Address+": "+tree[i].Path.String(), o.well("check-folder", nil), err))
	}
}

func (o *Office) checkDestination(ctx context.Context) Check {
	root, err := o.destinationFolder()
	if err == nil {
		err = o.CheckDestination(ctx)
	}
	return o.check("destination", root, o.well("check-destination", nil), err)
}

func (o *Office) checkClock() Check {
	off, seen := o.dated.skew()
	var err error
	switch {
	case !seen:
		err = &fault.Error{Class: fault.RetryLater, Code: "clock-unknown", Op: "compare clocks"}
	case off.Abs() > clockLimit:
		err = &fault.Error{Class: fault.FixSetting, Code: "clock-wrong", Op: "compare clocks",
			Args: map[string]string{"off": span(off.Abs()), "way": way(off)}}
	}
	return o.check("clock", fault.Value(o.language(), "subject", "this computer"), o.well("check-clock", map[string]string{"off": span(off.Abs() + time.Second)}), err)
}

// way is a word that fault.Explain puts into the language.
func way(off time.Duration) string {
	if off > 0 {
		return "ahead"
	}
	return "behind"
}

// span is a length of time as a person says it; the units are the same in all our languages.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}
