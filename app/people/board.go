package people

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"postroom/app/mail"
)

const (
	// Poll is how often calendars are read: a change arrives within it.
	Poll = time.Minute
	// ahead is how far calendars are read, so that the end of an absence and what follows are known.
	ahead = 14 * 24 * time.Hour
	// behind is how far back, for the day's beginning in any zone.
	behind = 24 * time.Hour
	// stale is how long what was read tells a status while calendars can't be read.
	stale = time.Hour
	// together is how many addresses are asked about in one request ("calendar: getSchedule").
	together = 20
)

// Calendar reads calendars through one mailbox. Home is about that mailbox alone.
type Calendar interface {
	Calendar(ctx context.Context, from, to time.Time) ([]mail.Event, error)
	Home(ctx context.Context) (mail.Home, error)
	Schedules(ctx context.Context, addresses []string, from, to time.Time) ([]mail.Schedule, error)
}

// Homes reads the settings of other people's mailboxes, which only an organisation's connection can.
type Homes interface {
	HomeOf(ctx context.Context, address string) (mail.Home, error)
}

// Source is an account's way to calendars.
type Source struct {
	Account string // id
	Address string // whose own calendar it is; empty for an organisation's, which is nobody's
	Team    []string
	Calendar
	Homes Homes // nil: there is no way to the team's automatic replies
	Err   error // why there is no Calendar; nil if there is one
}

// Presence is how a person shows now.
type Presence struct {
	Account string
	Address string
	Own     bool
	Status
	Working      bool // within working hours
	KnowsWorking bool // whether that can be told
	// Back is when somebody who is out is there again: in working hours, and not out again. Zero: not known, or not out.
	Back time.Time
	Read time.Time
	Err  error // why the calendar can't be read now; nil if it can
}

// Board holds how people show. It is safe for use by several goroutines.
type Board struct {
	now   func() time.Time
	wake  chan struct{}
	read  chan struct{} // closed when calendars were read first
	first sync.Once

	mu     sync.Mutex
	people map[string]*person   // by address in lower case
	denied map[string]time.Time // when an account was refused the settings of others
}

// person is what was read about somebody.
type person struct {
	account, address string
	own              bool
	events           []mail.Event
	home             mail.Home
	replies          mail.Replies // of a colleague
	asked            time.Time    // when they were asked for; zero: never
	known            time.Time    // until then
	read             time.Time    // zero: never
	err              error
}

// NewBoard makes an empty board by a clock. It goes by the time on the wall: a running clock stands still while the machine
// sleeps.
func NewBoard(now func() time.Time) *Board {
	return &Board{now: func() time.Time { return now().Round(0) }, wake: make(chan struct{}, 1), read: make(chan struct{}), people: map[string]*person{}, denied: map[string]time.Time{}}
}

// Read is closed as soon as calendars were read, or there turned out to be none: before, that nobody is on the board says nothing.
func (b *Board) Read() <-chan struct{} { return b.read }

// Wake has Watch read everything now.
func (b *Board) Wake() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// Refresh reads all calendars of the sources. Whoever is in none of them is forgotten; what can't be read stays as it was,
// with the reason. Somebody's own calendar tells more than a colleague's look at it, and wins.
func (b *Board) Refresh(ctx context.Context, sources []Source) {
	seen := map[string]*person{}
	for _, s := range sources {
		if s.Address != "" {
			p := b.known(s, s.Address)
			p.own = true
			b.readOwn(ctx, s, &p)
			seen[strings.ToLower(s.Address)] = &p
		}
	}
	for _, s := range sources {
		var team []string
		for _, address := range s.Team {
			if seen[strings.ToLower(address)] == nil {
				seen[strings.ToLower(address)] = &person{}
				team = append(team, address)
			}
		}
		var read []*person
		for part := range slices.Chunk(team, together) {
			for _, p := range b.readTeam(ctx, s, part) {
				seen[strings.ToLower(p.address)] = &p
				read = append(read, &p)
			}
		}
		b.readReplies(ctx, s, read)
	}
	if ctx.Err() != nil {
		return // half of it would be told as errors
	}
	b.mu.Lock()
	b.people = seen
	b.mu.Unlock()
	b.first.Do(func() { close(b.read) })
}

// known is what the board has about an address already.
func (b *Board) known(s Source, address string) person {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := person{}
	if old := b.people[strings.ToLower(address)]; old != nil {
		p = *old
	}
	p.account, p.address, p.own, p.err = s.Account, address, false, s.Err
	return p
}

func (b *Board) readOwn(ctx context.Context, s Source, p *person) {
	if s.Err != nil {
		return
	}
	now := b.now()
	home, err := s.Home(ctx)
	if err != nil {
		p.err = err
		return
	}
	events, err := s.Calendar.Calendar(ctx, now.Add(-behind), now.Add(ahead))
	if err != nil {
		p.err = err
		return
	}
	p.home, p.events, p.known, p.read = home, events, now.Add(ahead), now
}

func (b *Board) readTeam(ctx context.Context, s Source, addresses []string) []person {
	var list []person
	var schedules []mail.Schedule
	now, err := b.now(), s.Err
	if err == nil {
		schedules, err = s.Schedules(ctx, addresses, now.Add(-behind), now.Add(ahead))
	}
	for _, address := range addresses {
		p := b.known(s, address)
		i := slices.IndexFunc(schedules, func(t mail.Schedule) bool { return strings.EqualFold(t.Address, address) })
		switch {
		case err != nil:
			p.err = err
		case i < 0:
			p.err = unread(address, "no answer")
		case schedules[i].Code != "":
			p.err = unread(address, schedules[i].Code)
		default:
			p.home, p.events = mail.Home{Hours: schedules[i].Hours}, schedules[i].Events
			p.known, p.read = now.Add(ahead), now
		}
		list = append(list, p)
	}
	return list
}

// Now tells how everybody shows, one's own first, then by address.
func (b *Board) Now() []Presence {
	now := b.now()
	b.mu.Lock()
	defer b.mu.Unlock()
	list := []Presence{}
	for _, p := range b.people {
		list = append(list, p.at(now))
	}
	slices.SortFunc(list, func(x, y Presence) int {
		if x.Own != y.Own {
			if x.Own {
				return -1
			}
			return 1
		}
		return cmp.Compare(strings.ToLower(x.Address), strings.ToLower(y.Address))
	})
	return list
}

func (p *person) at(now time.Time) Presence {
	out := Presence{Account: p.account, Address: p.address, Own: p.own, Read: p.read, Err: p.err, Status: Status{Show: mail.Untold}}
	if p.told(now) {
		out.Status = At(p.spans(), now, p.known)
		out.Working, out.KnowsWorking = Working(p.home.Hours, now)
		out.Back = back(p.spans(), p.home.Hours, out.Status, p.known)
	}
	return out
}

// told says whether what was read still tells anything. A clock that was set back makes it no older.
func (p *person) told(now time.Time) bool {
	return !p.read.IsZero() && (p.err == nil || now.Sub(p.read) < stale)
}

func (p *person) spans() []Span {
	home, err := mail.Zone(p.home.Zone)
	if err != nil {
		home = time.Local
	}
	return Spans(p.events, home, p.home.Replies)
}

// Day tells how somebody shows from one instant to another; false if that is not known.
func (b *Board) Day(address string, from, to time.Time) ([]Span, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.people[strings.ToLower(address)]
	if p == nil || !p.told(b.now()) {
		return nil, false
	}
	return Timeline(p.spans(), from, to), true
}

// Watch keeps the board until the context ends. It reads calendars every minute and tells each change of how somebody
// shows: by a timer at the minute when an event begins or ends, and when a calendar has changed.
func (b *Board) Watch(ctx context.Context, sources func() []Source, tell func(Presence)) {
	told := map[string]string{}
	var last time.Time
	for ctx.Err() == nil {
		now := b.now()
		if now.Sub(last) >= Poll || now.Before(last) {
			b.Refresh(ctx, sources())
			last = now
		}
		now = b.now()
		wait := last.Add(Poll).Sub(now)
		for _, p := range b.Now() {
			key, what := strings.ToLower(p.Address), p.text()
			if told[key] != what && ctx.Err() == nil {
				told[key] = what
				tell(p)
			}
			if !p.Until.IsZero() {
				wait = min(wait, p.Until.Sub(now))
			}
		}
		b.prune(told)
		timer := time.NewTimer(max(wait, 0))
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-b.wake:
			last = time.Time{}
		}
		timer.Stop()
	}
}

// Drop forgets those whose calendars were read through an account.
func (b *Board) Drop(account string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	maps.DeleteFunc(b.people, func(_ string, p *person) bool { return p.account == account })
}

func (b *Board) prune(told map[string]string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	maps.DeleteFunc(told, func(address, _ string) bool { return b.people[address] == nil })
}

// text is what a change is known by.
func (p Presence) text() string {
	text := string(p.Show) + " " + p.Until.UTC().Format(time.RFC3339Nano)
	if p.Next != nil {
		text += " " + string(p.Next.Show)
	}
	if p.Err != nil {
		text += " unread"
	}
	return text
}
