package office

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/mail"
	"postroom/app/people"
	"postroom/app/store"
)

// PersonStatus is how somebody shows now, by their calendar.
type PersonStatus struct {
	Address string      `json:"address"`
	Status  mail.ShowAs `json:"status"`
	Until   *time.Time  `json:"until"` // nil: no end is known
	Next    *NextStatus `json:"next"`  // nil: not known
	Own     bool        `json:"own"`
	Working *bool       `json:"workingHours"` // now; nil if the calendar does not tell
	Account string      `json:"account"`      // id
	Read    *time.Time  `json:"read"`         // when the calendar was read last; nil: never
	Error   *Problem    `json:"error"`
	Passed  []string    `json:"passedTo"` // what it is passed on to: teams, webhook, command

	cause error
}

// Err is why the calendar can't be read now, nil if it can.
func (p PersonStatus) Err() error { return p.cause }

// NextStatus is what comes next.
type NextStatus struct {
	Status mail.ShowAs `json:"status"`
	From   time.Time   `json:"from"`
}

// PeopleStatus tells how those whose calendars are read show now; one's own first. With refresh the calendars are read
// before, else they are as the last reading left them. The code is "people-off-status" if the feature is on for no account.
func (o *Office) PeopleStatus(ctx context.Context, refresh bool) ([]PersonStatus, error) {
	sources, err := o.presenceSources()
	if err != nil {
		return nil, err
	}
	if len(sources) == 0 {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "people-off-status", Op: peopleListOp}
	}
	if refresh {
		o.board.Refresh(ctx, sources)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}
	list := []PersonStatus{}
	for _, p := range o.board.Now() {
		list = append(list, o.personStatus(p))
	}
	return list, o.addPassed(list)
}

func (o *Office) personStatus(p people.Presence) PersonStatus {
	v := PersonStatus{Address: p.Address, Status: p.Show, Until: moment(p.Until), Own: p.Own, Account: p.Account, Read: moment(p.Read),
		Error: ProblemOf(o.language(), p.Err), Passed: []string{}, cause: p.Err}
	if p.Next != nil {
		v.Next = &NextStatus{p.Next.Show, p.Next.Start.UTC()}
	}
	if p.KnowsWorking {
		v.Working = &p.Working
	}
	return v
}

// DaySpan is a part of a day in which a person shows as one thing.
type DaySpan struct {
	Start  time.Time   `json:"start"`
	End    time.Time   `json:"end"`
	Status mail.ShowAs `json:"status"`
}

// PersonDay tells how somebody shows from one instant to another, as the last reading of their calendar left it: a bar for
// a chart. It is empty if nothing is known.
func (o *Office) PersonDay(address string, from, to time.Time) []DaySpan {
	list := []DaySpan{}
	spans, _ := o.board.Day(address, from, to)
	for _, s := range spans {
		list = append(list, DaySpan{s.Start.UTC(), s.End.UTC(), s.Show})
	}
	return list
}

// TimeSpan is a time from one instant to another.
type TimeSpan struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// PersonHours tells when somebody works between two instants, as the last reading left it; false if that is not known.
func (o *Office) PersonHours(address string, from, to time.Time) ([]TimeSpan, bool) {
	spans, known := o.board.Worked(address, from, to)
	list := []TimeSpan{}
	for _, s := range spans {
		list = append(list, TimeSpan{s.Start.UTC(), s.End.UTC()})
	}
	return list, known
}

// WatchPeople adds people of the organisation to those whose status is asked for through an account, or takes them out. Of
// those added each is asked for once: nobody is kept whom the directory does not know.
//
// Codes: "people-off-status", "people-personal", "people-address", "people-unread" and those of PeopleOn.
func (o *Office) WatchPeople(ctx context.Context, account string, addresses []string, on bool) (*PeopleFeature, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	a, err := o.account(account)
	if err != nil {
		return nil, err
	}
	s, err := o.book().Setting(a.ID, people.StatusFeature)
	if err != nil {
		return nil, err
	}
	refuse := func(code, address string) error {
		return &fault.Error{Class: fault.FixSetting, Code: code, Op: peopleOp, Args: map[string]string{"account": a.Address, "address": address}}
	}
	switch {
	case !s.On:
		return nil, refuse("people-off-status", "")
	case a.Kind == store.Personal:
		return nil, refuse("people-personal", "")
	}
	wanted := make([]string, len(addresses))
	for i, address := range addresses {
		if wanted[i] = strings.ToLower(strings.TrimSpace(address)); !isAddress(wanted[i]) {
			return nil, refuse("people-address", address)
		}
	}
	if on {
		if err := o.tryWatch(ctx, a, s, wanted); err != nil {
			return nil, err
		}
	}
	err = o.book().Change(a.ID, people.StatusFeature, func(s *people.Setting) { s.Team = people.Watched(s.Team, wanted, on) })
	if err != nil {
		return nil, err
	}
	o.board.Wake()
	return o.peopleFeature(a, people.StatusFeature)
}

// tryWatch asks for the schedules of people who are to be watched.
func (o *Office) tryWatch(ctx context.Context, a store.Account, s people.Setting, addresses []string) error {
	source := o.presenceSource(a, s)
	source.Address, source.Team = "", addresses
	probe := people.NewBoard(o.opts.Now)
	probe.Refresh(ctx, []people.Source{source})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, p := range probe.Now() {
		if p.Err != nil {
			return p.Err
		}
	}
	return nil
}

// presenceSources are the ways to calendars of all accounts for which status is on.
func (o *Office) presenceSources() ([]people.Source, error) {
	var list []people.Source
	err := o.peopleAccounts(people.StatusFeature, func(a store.Account, s people.Setting) error {
		list = append(list, o.presenceSource(a, s))
		return nil
	})
	return list, err
}

func (o *Office) presenceSource(a store.Account, s people.Setting) people.Source {
	source := people.Source{Account: a.ID, Address: a.Address, Team: s.Team}
	if a.Kind == store.Organisation {
		source.Address = ""
	}
	client, err := o.peopleClient(a, s.Scopes)
	source.Err = err
	ways := calendars{office: o, account: a, scopes: s.Scopes, client: client}
	source.Calendar = ways
	if a.Kind == store.Organisation {
		source.Homes = ways
	}
	return source
}

// calendars reads calendars through an account, and says of a refusal which permission is missing.
type calendars struct {
	office  *Office
	account store.Account
	scopes  []string
	client  *graph.Client
}

func (c calendars) own() *graph.Mailbox { return c.client.Mailbox(c.account.Address, true) }

// Calendar reads the account's own calendar.
func (c calendars) Calendar(ctx context.Context, from, to time.Time) ([]mail.Event, error) {
	events, err := c.own().Calendar(ctx, from, to)
	return events, c.office.peopleRefused(c.account, c.scopes, err)
}

// Home reads the settings of the account's own mailbox.
func (c calendars) Home(ctx context.Context) (mail.Home, error) {
	home, err := c.own().Home(ctx)
	return home, c.office.peopleRefused(c.account, c.scopes, err)
}

// HomeOf reads the settings of a colleague's mailbox, which takes MailboxSettings.Read for the whole organisation.
func (c calendars) HomeOf(ctx context.Context, address string) (mail.Home, error) {
	return c.client.Mailbox(address, false).Home(ctx)
}

// Schedules asks for the schedules of colleagues. An organisation's connection has no mailbox of its own: it asks through
// one of those that it asks about, the first that there is.
func (c calendars) Schedules(ctx context.Context, addresses []string, from, to time.Time) ([]mail.Schedule, error) {
	through := []*graph.Mailbox{}
	if c.account.Kind != store.Organisation {
		through = append(through, c.own())
	} else {
		for _, address := range addresses {
			through = append(through, c.client.Mailbox(address, false))
		}
	}
	var list []mail.Schedule
	err := errors.New("nobody to ask about")
	for _, m := range through {
		if list, err = m.Schedules(ctx, addresses, from, to); !absent(err) {
			break
		}
	}
	return list, c.office.peopleRefused(c.account, c.scopes, err)
}

// absent says whether there is no mailbox to ask through.
func absent(err error) bool {
	switch fault.CodeOf(err) {
	case "ErrorInvalidUser", "ResourceNotFound", "Request_ResourceNotFound", "MailboxNotEnabledForRESTAPI":
		return err != nil
	}
	return false
}

// keepPeople keeps what is known of people up to date until the context ends.
func (o *Office) keepPeople(ctx context.Context) {
	var beside sync.WaitGroup
	beside.Go(func() { o.keepUsers(ctx) })
	beside.Go(func() { o.keepContacts(ctx) })
	beside.Go(func() { o.keepPassing(ctx) })
	defer beside.Wait()
	o.keepPresence(ctx)
}

// keepPresence keeps the board of who is there until the context ends, and tells of each change.
func (o *Office) keepPresence(ctx context.Context) {
	sources := func() []people.Source {
		list, err := o.presenceSources()
		if err != nil {
			o.log.Error("it can't be told whose calendars are read", "error", err)
		}
		return list
	}
	o.board.Watch(ctx, sources, func(p people.Presence) {
		o.relay.look()
		o.tell(Event{Kind: EventPresence, Account: p.Account, Mailbox: p.Address, Problem: ProblemOf(o.language(), p.Err)})
	})
}
