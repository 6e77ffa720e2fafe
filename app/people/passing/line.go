// Package passing passes on how people show: to a web address, to a command on this machine, or to whatever else takes a
// Status. It knows neither calendars nor accounts, and tells nothing but who shows as what and until when.
package passing

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// Status is what is passed on of somebody.
type Status struct {
	ID      string // of this change; the same when it has to be tried again
	Address string
	Show    mail.ShowAs // mail.Untold: nothing is known, or nothing will be told any more
	Until   time.Time   // zero: no end is known; always zero for free, whose end would tell of what comes
	Working bool        // it is known to be within working hours
	// Held says that what is known was read too long ago to be told as what is now. Nothing is passed on until it is read.
	Held bool
}

// text is what tells one status of a person from another.
func (s Status) text() string {
	text := string(s.Show) + " " + s.Until.UTC().Format(time.RFC3339)
	if s.Working {
		text += " working"
	}
	return text
}

// Target takes statuses, one at a time. An error with the code "pass-person" or "pass-exit" is about this status; any other
// means that nobody's can be passed on now.
type Target interface {
	Pass(ctx context.Context, s Status) error
}

const (
	limit        = 20 * time.Second // for one attempt
	byeLimit     = 5 * time.Second  // for all last words together
	shortest     = time.Second      // pause after the first failure; it doubles
	longest      = 5 * time.Minute
	mostPatience = time.Hour   // whatever a receiver asks for
	look         = time.Minute // between two looks, if nothing wakes the line
)

// Line keeps a target in step with how people show now. It keeps no queue: whatever could not be passed on is looked at
// anew when it is tried again, so that nothing arrives late as if it were now, and of several changes only the last.
type Line struct {
	target  Target
	now     func() time.Time
	current func() []Status
	renew   time.Duration
	heard   func(error)
	holds   func() []string
	record  func([]string)
	wake    chan struct{}

	people map[string]*state // by address
	noted  []string          // what was recorded last
	fails  int               // of the target, in a row
	rest   time.Time         // the target is left alone until then
}

// state is what a target was told about somebody.
type state struct {
	told  string // text; empty: nothing, or nobody knows whether it arrived
	show  mail.ShowAs
	when  time.Time
	id    string // of the change that is under way
	under string // its text
	fails int
	rest  time.Time
}

// Options are what a Line is made of.
type Options struct {
	Target  Target
	Now     func() time.Time
	Current func() []Status // how everybody shows at this instant
	Renew   time.Duration   // what was told is told again after that long; zero: never
	Heard   func(error)     // hears how each attempt ended; may be nil
	// Holds gives, when the line begins, of whom the target may hold something that an earlier line told it; may be nil.
	Holds func() []string
	// Record hears of whom the target may hold something, in order, before it is told, and when it holds nothing any more of
	// somebody: what a line that ends without its last words leaves to the next one; may be nil.
	Record func([]string)
}

// NewLine makes a line that has told nothing yet.
func NewLine(o Options) *Line {
	l := &Line{target: o.Target, now: o.Now, current: o.Current, renew: o.Renew, heard: o.Heard, holds: o.Holds, record: o.Record, wake: make(chan struct{}, 1), people: map[string]*state{}}
	if l.heard == nil {
		l.heard = func(error) {}
	}
	if l.holds == nil {
		l.holds = func() []string { return nil }
	}
	if l.record == nil {
		l.record = func([]string) {}
	}
	return l
}

// Wake has the line look now.
func (l *Line) Wake() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Run keeps the target in step until the context ends. Then it tells, within a few seconds, that nothing is known any more
// of those of whom something was told.
func (l *Line) Run(ctx context.Context) {
	l.noted = l.holds()
	for _, address := range l.noted {
		l.unsure(address)
	}
	for ctx.Err() == nil {
		timer := time.NewTimer(l.round(ctx))
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-l.wake:
		}
		timer.Stop()
	}
	l.bye(context.WithoutCancel(ctx))
}

// round passes on what is due and says when to look again.
func (l *Line) round(ctx context.Context) time.Duration {
	tried := map[string]bool{}
	for ctx.Err() == nil {
		s, wait := l.next(tried)
		if s == nil {
			return wait
		}
		tried[strings.ToLower(s.Address)] = true
		l.write(s.Address)
		trial, cancel := context.WithTimeout(ctx, limit)
		err := l.target.Pass(trial, *s)
		cancel()
		if ctx.Err() != nil && err != nil {
			l.unsure(s.Address)
			break
		}
		l.note(*s, err)
		l.heard(err)
	}
	return look
}

// wall is the time on the wall: unlike the reading of a running clock it goes on while the machine sleeps.
func (l *Line) wall() time.Time { return l.now().Round(0) }

// resting says how long something is left alone. A pause that a clock which was set back has made endless is over.
func resting(until, now time.Time) time.Duration {
	if d := until.Sub(now); d > 0 && d <= mostPatience {
		return d
	}
	return 0
}

// next finds who is due, as they show at this instant; nil and how long to wait if nobody is.
func (l *Line) next(tried map[string]bool) (*Status, time.Duration) {
	now := l.wall()
	if d := resting(l.rest, now); d > 0 {
		return nil, min(d, look)
	}
	list := l.current()
	for address := range l.people {
		if !slices.ContainsFunc(list, func(s Status) bool { return strings.EqualFold(s.Address, address) }) {
			list = append(list, Status{Address: address, Show: mail.Untold})
		}
	}
	slices.SortFunc(list, func(a, b Status) int { return cmp.Compare(strings.ToLower(a.Address), strings.ToLower(b.Address)) })
	wait := look
	for _, s := range list {
		if s.Held || tried[strings.ToLower(s.Address)] {
			continue
		}
		if s.Show == mail.Free {
			s.Until = time.Time{}
		}
		p := l.person(s.Address)
		age := now.Sub(p.when)
		switch same := p.told == s.text(); {
		case same && l.renew == 0:
			continue
		case same && age >= 0 && age < l.renew:
			wait = min(wait, l.renew-age)
			continue
		}
		if d := resting(p.rest, now); d > 0 && p.under == s.text() {
			wait = min(wait, d)
			continue
		}
		if p.told == "" && p.show == mail.Untold && s.Show == mail.Untold {
			continue // nobody was told anything else
		}
		if p.under != s.text() || p.id == "" {
			p.id, p.under, p.fails = NewID(), s.text(), 0
		}
		s.ID = p.id
		return &s, 0
	}
	return nil, wait
}

func (l *Line) person(address string) *state {
	key := strings.ToLower(address)
	if l.people[key] == nil {
		l.people[key] = &state{show: mail.Untold}
	}
	return l.people[key]
}

// unsure notes that nobody knows what the target holds of somebody.
func (l *Line) unsure(address string) {
	p := l.person(address)
	p.told, p.show = "", "?"
}

// note takes up how an attempt ended.
func (l *Line) note(s Status, err error) {
	now := l.wall()
	p := l.person(s.Address)
	if err == nil {
		l.fails, l.rest = 0, time.Time{}
		*p = state{told: s.text(), show: s.Show, when: now}
		if s.Show == mail.Untold {
			delete(l.people, strings.ToLower(s.Address))
			l.write("")
		}
		return
	}
	l.unsure(s.Address)
	fails, rest := &l.fails, &l.rest
	if aboutOne(err) {
		fails, rest = &p.fails, &p.rest
	}
	*rest = now.Add(pause(*fails))
	*fails++
	if asked := fault.RetryAfter(err).Round(0); asked.After(*rest) {
		*rest = asked
		if most := now.Add(mostPatience); asked.After(most) {
			*rest = most
		}
	}
}

func aboutOne(err error) bool {
	code := fault.CodeOf(err)
	return err != nil && (code == "pass-person" || code == "pass-exit")
}

// pause is how long to wait after so many failures before.
func pause(fails int) time.Duration {
	return min(shortest<<min(fails, 20), longest)
}

// write records of whom the target may hold something, with somebody who is about to be told of, if that has changed.
func (l *Line) write(next string) {
	var list []string
	for address, p := range l.people {
		if p.show != mail.Untold || strings.EqualFold(address, next) {
			list = append(list, address)
		}
	}
	slices.Sort(list)
	if !slices.Equal(list, l.noted) {
		l.noted = list
		l.record(list)
	}
}

// bye tells that nothing is known any more.
func (l *Line) bye(ctx context.Context) {
	var told []string
	for address, p := range l.people {
		if p.show != mail.Untold {
			told = append(told, address)
		}
	}
	for _, address := range Bye(ctx, l.target, told) {
		delete(l.people, address)
	}
	l.write("")
}

// Bye tells a target, within a few seconds, that nothing is known any more of people, by address. It gives those of whom it
// could be told, or will never be taken.
func Bye(ctx context.Context, target Target, told []string) (done []string) {
	ctx, cancel := context.WithTimeout(ctx, byeLimit)
	defer cancel()
	for _, address := range told {
		if err := target.Pass(ctx, Status{ID: NewID(), Address: address, Show: mail.Untold}); err != nil && !aboutOne(err) {
			return done
		}
		done = append(done, address)
	}
	return done
}

// NewID makes an id for a message.
func NewID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return "msg_" + hex.EncodeToString(b[:])
}
