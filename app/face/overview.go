package face

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"postroom/app/fault/network"
	"postroom/app/office"
)

// calm is how long the overview is left alone after it was told: a thousand mails must not tell it a thousand times.
const calm = 400 * time.Millisecond

// turn is how often it is looked at while nothing happens: pauses and waits end by themselves.
const turn = 15 * time.Second

// overviews is what the page was told last.
type overviews struct {
	dirty chan struct{}

	mu   sync.Mutex
	last Overview
}

// changed says that the overview may have changed.
func (f *Face) changed() {
	select {
	case f.overview.dirty <- struct{}{}:
	default:
	}
}

// Overview is how everything stood when it was looked at last, for the tray.
func (f *Face) Overview() Overview {
	f.overview.mu.Lock()
	defer f.overview.mu.Unlock()
	return f.overview.last
}

// keepOverview tells the page and the tray how everything stands, whenever that has changed.
func (f *Face) keepOverview() {
	t := time.NewTimer(0)
	defer t.Stop()
	var ahead sync.Once
	for {
		select {
		case <-f.ctx.Done():
			return
		case <-f.overview.dirty:
		case <-t.C:
		}
		began := time.Now()
		v, err := f.look(f.office)
		if err != nil {
			f.emit(Event{Kind: "problem", Problem: f.problem(err)})
		} else if f.news(v) {
			f.emit(Event{Kind: "overview", Overview: &v})
		}
		ahead.Do(func() { f.background(func() { f.prefetch(f.office) }) })
		// However much there is to look at: it takes no more than a small part of the time.
		rest := time.NewTimer(max(calm, 20*time.Since(began)))
		select {
		case <-f.ctx.Done():
			rest.Stop()
			return
		case <-rest.C:
		}
		t.Reset(turn)
	}
}

// news keeps an overview and says whether it differs from the one before.
func (f *Face) news(v Overview) bool {
	f.overview.mu.Lock()
	defer f.overview.mu.Unlock()
	if reflect.DeepEqual(v, f.overview.last) {
		return false
	}
	f.overview.last = v
	return true
}

// look sees how everything stands.
func (f *Face) look(o *office.Office) (Overview, error) {
	status, err := o.Status()
	if err != nil {
		return Overview{}, err
	}
	accounts, err := o.Accounts()
	if err != nil {
		return Overview{}, err
	}
	days, err := o.FiledDays(14)
	if err != nil {
		return Overview{}, err
	}
	recent, err := o.Recent(20)
	if err != nil {
		return Overview{}, err
	}
	var failures []Failure
	if status.Journal.Failed > 0 {
		if failures, err = f.failures(o); err != nil {
			failures = nil // the destination can't be opened: the status says so
		}
	}
	s := scene{status: status, accounts: accounts, failures: failures, now: f.opts.Now(), clientID: o.ClientID() != "", say: f.Say}
	v := s.overview()
	for _, d := range days {
		v.Days = append(v.Days, Day{Date: d.Date, Count: d.Filed})
	}
	v.Today, v.Week, v.Total = status.FiledToday, week(v.Days), status.Filed
	if v.Open, err = o.Unsettled(); err != nil {
		return Overview{}, err
	}
	v.Text = s.text(v)
	v.Activity = activity(recent, failures, 20)
	if v.Own, err = ownStatus(o); err != nil {
		return Overview{}, err
	}
	f.notice(&v)
	return v, f.concern(o)
}

// week counts what was filed since Monday; the last day is today.
func week(days []Day) int {
	n := 0
	for _, d := range slices.Backward(days) {
		n += d.Count
		if date, err := time.Parse(time.DateOnly, d.Date); err != nil || date.Weekday() == time.Monday {
			return n
		}
	}
	return n
}

// activity joins what was filed and what has failed.
func activity(recent []office.Document, failures []Failure, limit int) []Activity {
	list := []Activity{}
	for i := range recent {
		d := &recent[i]
		list = append(list, Activity{ID: d.ID, Time: when(d.Filed), State: "filed", From: d.From, Subject: d.Subject, Mailbox: d.Mailbox,
			Folder: d.Folder, Attachments: len(d.Attachments)})
	}
	for _, v := range failures {
		if v.ID != "" {
			list = append(list, Activity{ID: v.ID, Time: v.Problem.Since, State: "failed", Mailbox: v.Mailbox, Folder: v.Folder, Problem: v.Problem})
		}
	}
	slices.SortStableFunc(list, func(a, b Activity) int { return strings.Compare(b.Time, a.Time) })
	return list[:min(limit, len(list))]
}

// scene is all that the state of things follows from.
type scene struct {
	status   *office.Status
	accounts []office.Account
	failures []Failure
	now      time.Time
	clientID bool
	say      func(key string, args Args) string
}

// The states, the worst last.
var states = []string{"upToDate", "working", "waiting", "offline", "paused", "signIn", "attention"}

func worse(a, b string) string {
	if slices.Index(states, b) > slices.Index(states, a) {
		return b
	}
	return a
}

// offlineCodes mean that the network is not there, or Microsoft can't be reached through it.
var offlineCodes = []string{network.Unreachable, network.NameNotFound, network.Refused, network.Timeout, network.ProxyAway}

// overview is the state, what waits and what needs the person.
func (s *scene) overview() Overview {
	v := Overview{State: "upToDate", Left: s.status.Journal.Waiting, Failed: s.status.Journal.Failed, Days: []Day{}, Waiting: []Waiting{},
		Needs: []Need{}}
	connected := slices.DeleteFunc(slices.Clone(s.accounts), func(a office.Account) bool { return a.State == "disconnected" })
	resting := s.rest(&v)
	if s.status.State == "syncing" || v.Left > 0 {
		v.State = "working"
	}
	s.signIns(&v, connected)
	s.organisations(&v, connected)
	s.place(&v)
	s.mailboxes(&v)
	s.mails(&v)
	s.fresh(&v, connected)
	if s.status.State == "attention" && s.status.Problem == nil && len(v.Needs)+len(v.Waiting) == 0 {
		v.State = "attention"
		v.Needs = append(v.Needs, Need{Kind: "register", Title: s.say("need.register", nil), Text: s.say("need.register.text", nil), Action: "verify"})
	}
	p := s.status.Paused
	if p == nil {
		p = resting
	}
	if p != nil && slices.Index(states, v.State) < slices.Index(states, "paused") {
		v.State, v.Until = "paused", when(p.Until)
	}
	if len(connected) == 0 && len(v.Needs) == 0 {
		v.State = "notConnected"
	}
	v.Title, v.Short = s.title(&v), s.say("short."+v.State, Args{"n": strconv.Itoa(s.count(&v))})
	return v
}

// count is the number that belongs to a state.
func (s *scene) count(v *Overview) int {
	switch v.State {
	case "attention", "signIn":
		return len(v.Needs)
	}
	return v.Left
}

// place tells of a destination that can't be used.
func (s *scene) place(v *Overview) {
	p := s.status.Problem
	if p == nil || !s.destinationProblem() {
		return
	}
	if p.Code == "destination-moving" {
		v.State = worse(v.State, "working")
		return
	}
	v.State = worse(v.State, "attention")
	v.Needs = append(v.Needs, Need{Kind: "destination", Target: s.status.Destination.Path, Title: p.Message, Text: p.Remedy,
		Problem: problemView(p), Action: "tryAgain"})
}

// destinationProblem says whether the status' problem is that of no mailbox.
func (s *scene) destinationProblem() bool {
	for _, m := range s.status.Mailboxes {
		if m.Error != nil && m.Error.Code == s.status.Problem.Code {
			return false
		}
	}
	return true
}

// mailboxes tells of mailboxes and folders that can't be read: what time cures waits, the rest needs the person.
func (s *scene) mailboxes(v *Overview) {
	for _, m := range s.status.Mailboxes {
		if m.State == "disconnected" || m.State == "reauthenticate" {
			continue
		}
		if v.Checked < when(m.LastSync) {
			v.Checked = when(m.LastSync)
		}
		for _, n := range m.Notes {
			v.State = worse(v.State, "attention")
			v.Needs = append(v.Needs, Need{Kind: "note", Target: m.Address, Title: s.say("need."+n.Code, Args{"address": m.Address}),
				Text: s.say("need."+n.Code+".text", nil), Problem: problemView(n), Action: "sentCopies"})
		}
		if m.Error != nil {
			s.trouble(v, "mailbox", m.Address, m.Waiting, m.Error)
		}
		for _, f := range m.Folders {
			if f.Error != nil && (m.Error == nil || f.Error.Code != m.Error.Code) {
				s.trouble(v, "folder", m.Address+": "+f.Path, 0, f.Error)
			}
		}
	}
}

func (s *scene) trouble(v *Overview, kind, target string, count int, p *office.Problem) {
	if p.Who != "nobody" && p.Retry == nil || p.Who == "you" || p.Who == "administrator" {
		v.State = worse(v.State, "attention")
		v.Needs = append(v.Needs, Need{Kind: kind, Target: target, Title: target, Text: p.Message + " " + p.Remedy, Count: count,
			Problem: problemView(p), Action: "openMailbox"})
		return
	}
	state := "waiting"
	if slices.Contains(offlineCodes, p.Code) {
		state = "offline"
	}
	v.State = worse(v.State, state)
	if until := when(p.Retry); v.Until < until {
		v.Until = until
	}
	v.Waiting = append(v.Waiting, Waiting{Kind: "mailbox", Mailbox: target, Count: count, Reason: p.Message, Until: when(p.Retry)})
}

// mails tells of single mails: those that are tried again by themselves wait, one line for each reason, and the others
// need the person, in one line.
func (s *scene) mails(v *Overview) {
	lost := 0
	var first *Problem
	reasons := map[string]int{}
	for _, f := range s.failures {
		switch {
		case f.ID == "":
		case ofDestination(f.Problem.Code):
			s.blocked(v, f.Problem)
		case f.Problem.Retry == "" || f.Problem.Who == "you" || f.Problem.Who == "administrator":
			lost++
			if first == nil {
				first = f.Problem
			}
		default:
			key := f.Mailbox + "\n" + f.Problem.Code
			i, ok := reasons[key]
			if !ok {
				i = len(v.Waiting)
				reasons[key] = i
				v.Waiting = append(v.Waiting, Waiting{Kind: "mails", Mailbox: f.Mailbox, Reason: f.Problem.Message, Until: f.Problem.Retry})
			}
			v.Waiting[i].Count++
			v.Waiting[i].Until = min(v.Waiting[i].Until, f.Problem.Retry)
			v.State = worse(v.State, "waiting")
			if v.Until == "" {
				v.Until = f.Problem.Retry
			}
		}
	}
	if lost > 0 {
		v.State = worse(v.State, "attention")
		v.Needs = append(v.Needs, Need{Kind: "failures", Title: s.say("need.failures", Args{"n": strconv.Itoa(lost)}), Text: first.Message, Count: lost,
			Problem: first, Action: "showFailures"})
	}
}

// ofDestination says whether a mail could not be filed for a reason that lies with the archive folder, and so would meet
// every other mail, too.
func ofDestination(code string) bool {
	return strings.HasPrefix(code, "destination-") || strings.HasPrefix(code, "disk-")
}

// blocked tells once, and counts, that mails can't be put away.
func (s *scene) blocked(v *Overview, p *Problem) {
	i := slices.IndexFunc(v.Needs, func(n Need) bool { return n.Kind == "destination" })
	if i < 0 {
		i = len(v.Needs)
		v.State = worse(v.State, "attention")
		v.Needs = append(v.Needs, Need{Kind: "destination", Target: s.status.Destination.Path, Title: p.Message, Text: p.Remedy, Problem: p, Action: "tryAgain"})
	}
	v.Needs[i].Count++
}

func (s *scene) title(v *Overview) string {
	key := "title." + v.State
	if v.State == "signIn" && len(v.Needs) > 1 {
		key = "title.attention"
	}
	args := Args{"n": strconv.Itoa(s.count(v)), "time": v.Until}
	if v.State == "signIn" {
		args["address"] = strings.TrimSpace(s.signInAddress())
	}
	if (v.State == "paused" || v.State == "waiting") && v.Until == "" {
		key += ".open"
	}
	return s.say(key, args)
}

// text is the sentence below the title.
func (s *scene) text(v Overview) string {
	well := 0
	for _, m := range s.status.Mailboxes {
		if m.State == "ok" {
			well++
		}
	}
	args := Args{"n": strconv.Itoa(v.Today), "well": strconv.Itoa(well), "all": strconv.Itoa(len(s.status.Mailboxes))}
	switch v.State {
	case "notConnected":
		if !s.clientID {
			return s.say("text.noClientId", args)
		}
		return s.say("text.notConnected", args)
	case "attention", "signIn":
		return s.say("text.attention", args)
	}
	return s.say("text.filed", args)
}
