package office

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/mail"
	"postroom/app/people"
	"postroom/app/people/passing"
	"postroom/app/store"
)

// relay passes on how people show while Work runs: a line for each way.
type relay struct {
	changed chan struct{} // what is passed on, or to what

	mu    sync.Mutex
	lines map[string]*relayLine // by what they are made of
}

type relayLine struct {
	*passing.Line
	stop  context.CancelFunc
	ended chan struct{}
}

// change has what is passed on looked up anew.
func (r *relay) change() {
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// look has the lines look who shows how.
func (r *relay) look() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.lines {
		l.Wake()
	}
}

// relayLook is how often it is looked up who passes on, if nobody says that it has changed: accounts come and go.
const relayLook = time.Minute

// keepPassing passes on how people show until the context ends. A line tells its last words before it is replaced.
func (o *Office) keepPassing(ctx context.Context) {
	tick := time.NewTicker(relayLook)
	defer tick.Stop()
	if err := o.lastWords(ctx); err != nil {
		o.log.Error("it can't be told what receivers hold", "error", err)
	}
	select { // so that nobody is said to be unknown who is about to be read
	case <-ctx.Done():
	case <-o.board.Read():
	}
	for ctx.Err() == nil {
		wanted, err := o.passLines()
		if err != nil {
			o.log.Error("it can't be told what statuses are passed on to", "error", err)
		} else {
			o.relay.keep(ctx, wanted)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-o.relay.changed:
		}
	}
	o.relay.keep(ctx, nil)
}

// keep ends the lines that are not wanted any more, waits for their last words, and begins those that are new.
func (r *relay) keep(ctx context.Context, wanted map[string]passing.Options) {
	r.drop(func(key string) bool { _, ok := wanted[key]; return !ok })
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lines == nil {
		r.lines = map[string]*relayLine{}
	}
	for key, options := range wanted {
		if r.lines[key] == nil && ctx.Err() == nil {
			own, stop := context.WithCancel(ctx)
			l := &relayLine{Line: passing.NewLine(options), stop: stop, ended: make(chan struct{})}
			r.lines[key] = l
			go func() { // ends with its context; keep waits for it
				defer close(l.ended)
				l.Run(own)
			}()
		}
	}
}

// end ends the line that shows an account's status in Teams, with its last words; false if there is none.
func (r *relay) end(account string) bool {
	return r.drop(func(key string) bool { return strings.HasPrefix(key, PassTeams+" "+account+" ") }) > 0
}

// drop ends some lines, waits for their last words, and gives how many they were.
func (r *relay) drop(which func(key string) bool) int {
	r.mu.Lock()
	var ending []*relayLine
	for key, l := range r.lines {
		if which(key) {
			l.stop()
			ending = append(ending, l)
			delete(r.lines, key)
		}
	}
	r.mu.Unlock()
	for _, l := range ending {
		<-l.ended
	}
	return len(ending)
}

// unshow takes back what Teams shows of an account, as long as there are tokens to do it with. What does not work at once
// fades by itself.
func (o *Office) unshow(ctx context.Context, a store.Account) {
	s, err := o.book().Setting(a.ID, people.TeamsFeature)
	if err != nil || !s.On || a.State != store.Active || o.relay.end(a.ID) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, unshowLimit)
	defer cancel()
	client, err := o.peopleClient(a, s.Scopes)
	if err == nil {
		err = client.ClearPresence(ctx, teamsID(a), o.ClientID())
	}
	if err != nil {
		o.log.Info("what Teams shows could not be taken back, and fades by itself", "account", a.ID, "error", err)
	}
}

// passLines are the lines that are wanted, by what they are made of: another address is another line.
func (o *Office) passLines() (map[string]passing.Options, error) {
	wanted := map[string]passing.Options{}
	p, err := o.book().Passing()
	if err != nil {
		return nil, err
	}
	add := func(kind, account string, made any, target passing.Target, renew time.Duration, whose func(people.Presence) bool) error {
		key, err := json.Marshal(made)
		if err != nil {
			return err
		}
		options := passing.Options{Target: target, Now: o.opts.Now, Renew: renew, Heard: o.passHeard(kind, account),
			Current: func() []passing.Status { return o.board.Passable(whose) }}
		switch to := made.(type) {
		case *people.PassWebhook:
			options = o.recorded(kind, people.Passing{Webhook: to}, options)
		case *people.PassCommand:
			options = o.recorded(kind, people.Passing{Command: to}, options)
		}
		wanted[kind+" "+account+" "+string(key)] = options
		return nil
	}
	among := func(team bool) func(people.Presence) bool {
		return func(p people.Presence) bool { return team || p.Own }
	}
	if p.Webhook != nil {
		target, err := o.webhook(*p.Webhook)
		if err != nil {
			o.passHeard(PassWebhook, "")(err)
		} else if err := add(PassWebhook, "", p.Webhook, target, 0, among(p.Webhook.Team)); err != nil {
			return nil, err
		}
	}
	if p.Command != nil {
		if err := add(PassCommand, "", p.Command, o.command(*p.Command), 0, among(p.Command.Team)); err != nil {
			return nil, err
		}
	}
	err = o.peopleAccounts(people.TeamsFeature, func(a store.Account, s people.Setting) error {
		return add(PassTeams, a.ID, s.Scopes, teams{o, a, s.Scopes}, teamsRenew, func(p people.Presence) bool { return p.Own && p.Account == a.ID })
	})
	return wanted, err
}

// passedEvery is how often it is written down that all is well.
const passedEvery = 15 * time.Minute

// passHeard keeps how passing on ends, and tells when that changes. Only one line uses what it gives.
func (o *Office) passHeard(kind, account string) func(error) {
	var last people.PassResult
	code := "?"
	return func(err error) {
		now := o.opts.Now().Round(0).UTC()
		seen := ""
		if err != nil {
			seen = fault.CodeOf(err)
		}
		if age := now.Sub(last.Time); seen == code && (err != nil || age >= 0 && age < passedEvery) {
			return
		}
		changed := seen != code
		code = seen
		if last.Time.IsZero() {
			if was, err := o.book().Passed(kind, account); err == nil {
				last.Time = was.Time
			}
		}
		if last.Problem = nil; err == nil {
			last.Time = now
		} else {
			f := fault.Of(err)
			last.Problem = &store.Problem{Class: f.Class, Code: f.Code, Detail: err.Error(), Args: f.Args, Since: now}
		}
		if saved := o.book().SetPassed(kind, account, &last); saved != nil {
			o.log.Error("how passing a status on ended can't be kept", "error", saved)
		}
		o.tell(Event{Kind: EventPassed, Account: account, Problem: ProblemOf(o.language(), err)})
		switch {
		case changed && err != nil:
			o.log.Warn("a status can't be passed on now", "to", kind, "code", seen, "error", err)
		case changed:
			o.log.Info("statuses are passed on", "to", kind)
		}
	}
}

// A presence session fades after five minutes and is renewed before; it ends by itself soon after this program did
// ("presence: setPresence").
const (
	teamsRenew = 4 * time.Minute
	teamsLasts = 10 * time.Minute
	teamsLeast = 5 * time.Minute
	// unshowLimit is how long who disconnects an account waits for Teams.
	unshowLimit = 5 * time.Second
)

// teams shows the own status in Teams.
type teams struct {
	office  *Office
	account store.Account
	scopes  []string
}

// teamsID names the person of an account.
func teamsID(a store.Account) string { return cmp.Or(a.Object, a.Address) }

// Pass shows the status. Somebody who is free outside of working hours is not shown as available: what Teams knows counts.
func (t teams) Pass(ctx context.Context, s passing.Status) error {
	a, err := t.office.account(t.account.ID) // as it is now: whoever was disconnected meanwhile must not be asked for tokens
	if err != nil {
		return err
	}
	client, err := t.office.peopleClient(a, t.scopes)
	if err != nil {
		return err
	}
	as := graph.Shown{}
	switch s.Show {
	case mail.Busy:
		as = graph.ShownBusy
	case mail.Out:
		as = graph.ShownAway
	case mail.Free, mail.Tentative, mail.Elsewhere:
		if s.Working {
			as = graph.ShownAvailable
		}
	}
	if as == (graph.Shown{}) {
		err = client.ClearPresence(ctx, teamsID(t.account), t.office.ClientID())
	} else {
		lasts := teamsLasts
		if left := s.Until.Sub(t.office.opts.Now()); !s.Until.IsZero() && left < lasts {
			lasts = max(left, teamsLeast)
		}
		err = client.ShowPresence(ctx, teamsID(t.account), t.office.ClientID(), as, lasts)
	}
	if err = t.office.peopleRefused(t.account, t.scopes, err); err != nil && fault.CodeOf(err) == "NotFound" {
		return &fault.Error{Class: fault.FixSetting, Code: "people-no-teams", Op: passOp, Args: map[string]string{"account": t.account.Address}, Err: err}
	}
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
		return &fault.Error{Class: fault.RetryLater, Code: "pass-unreachable", Op: passOp, Args: map[string]string{"host": "Microsoft 365"}, Err: err}
	}
	return err
}
