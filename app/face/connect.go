package face

import (
	"context"
	"errors"
	"sync"

	"postroom/app/office"
	"postroom/app/people"
	"postroom/app/store"
)

// attempt is a sign-in that the page has asked for.
type attempt struct {
	kind    string // work, personal, shared, people; empty with an account that signs in again
	account string // of a reauthentication, or the one that opens a shared mailbox or that a feature is for
	feature string // for people
	mailbox string // the shared one
	code    bool
}

// connecting is the sign-in that is under way; there is at most one.
type connecting struct {
	mu     sync.Mutex
	number int // of the last attempt
	now    Connection
	stop   context.CancelFunc
}

func (c *connecting) state() Connection {
	c.mu.Lock()
	defer c.mu.Unlock()
	v := c.now
	if v.State == "" {
		v.State = "none"
	}
	return v
}

// begin takes the place of whatever is under way.
func (c *connecting) begin(ctx context.Context, a attempt) (context.Context, int) {
	ctx, stop := context.WithCancel(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stop != nil {
		c.stop()
	}
	c.number++
	c.stop, c.now = stop, Connection{State: "starting", Kind: a.kind, Account: a.account, Mailbox: a.mailbox}
	return ctx, c.number
}

// change changes what is known of an attempt; false if another has taken its place.
func (c *connecting) change(number int, do func(*Connection)) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if number != c.number || c.stop == nil {
		return false
	}
	do(&c.now)
	return true
}

// end ends an attempt; false if another has taken its place or it was cancelled.
func (c *connecting) end(number int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if number != c.number || c.stop == nil {
		return false
	}
	c.stop()
	c.stop, c.now = nil, Connection{}
	return true
}

func (f *Face) cancelSignIn() {
	f.connect.mu.Lock()
	number := f.connect.number
	f.connect.mu.Unlock()
	f.connect.end(number)
}

// signIn begins a sign-in in the background.
func (f *Face) signIn(a attempt) error {
	o, err := f.ready()
	if err != nil {
		return err
	}
	ctx, number := f.connect.begin(f.ctx, a)
	f.background(func() {
		account, mailbox, err := f.askPerson(ctx, o, a, number)
		switch ended := f.connect.end(number); {
		case !ended: // the person cancelled, or chose another way
		case errors.Is(err, context.Canceled):
		case err != nil:
			f.emit(Event{Kind: "connect:failed", Account: a.account, Mailbox: a.mailbox, Problem: f.problem(err)})
		default:
			f.emit(Event{Kind: "connect:done", Account: account, Mailbox: mailbox})
			if err := o.Wake(); err != nil {
				f.emit(Event{Kind: "problem", Problem: f.problem(err)})
			}
			f.prefetch(o)
		}
		f.changed()
	})
	return nil
}

// askPerson does what an attempt is for, and gives the account and the mailbox that it was about.
func (f *Face) askPerson(ctx context.Context, o *office.Office, a attempt, number int) (account, mailbox string, err error) {
	how := office.SignIn{}
	if a.code {
		how.Device = func(c office.DeviceCode) {
			code := &DeviceCode{UserCode: c.UserCode, VerificationURI: c.VerificationURI, Expires: at(c.Expires)}
			if f.connect.change(number, func(now *Connection) { now.State, now.URL, now.Code = "code", c.VerificationURI, code }) {
				f.emit(Event{Kind: "connect:code", Account: a.account, URL: c.VerificationURI, Code: code})
			}
		}
	}
	if a.kind == "shared" {
		return f.addShared(ctx, o, a, number, how)
	}
	if a.kind == "people" {
		v, err := o.PeopleOn(ctx, a.account, people.Feature(a.feature), how)
		f.userList.stale()
		if err != nil {
			return "", "", err
		}
		return v.Account, v.Address, nil
	}
	var v *office.Account
	if a.account != "" {
		v, err = o.Reauthenticate(ctx, a.account, how)
	} else {
		v, err = o.Connect(ctx, store.AccountKind(a.kind), how)
	}
	if err != nil {
		return "", "", err
	}
	return v.ID, v.Address, nil
}

// signInPage shows the page where a person signs in: the office calls it.
func (f *Face) signInPage(address string) error {
	f.connect.mu.Lock()
	number, account := f.connect.number, f.connect.now.Account
	f.connect.mu.Unlock()
	if f.connect.change(number, func(now *Connection) { now.State, now.URL = "browser", address }) {
		f.emit(Event{Kind: "connect:waiting", Account: account, URL: address})
	}
	return f.showSignIn(address)
}

func (f *Face) showSignIn(address string) error {
	if f.opts.SignInPage != nil {
		return f.opts.SignInPage(address)
	}
	return f.opts.Host.OpenURL(address)
}

func (f *Face) openSignInPage() error {
	now := f.connect.state()
	switch {
	case now.Code != nil && f.opts.EnterCode != nil:
		return f.opts.EnterCode(now.Code.UserCode)
	case now.Code != nil:
		return f.opts.Host.OpenURL(now.URL)
	case now.URL == "":
		return nil
	}
	return f.showSignIn(now.URL)
}
