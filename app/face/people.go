package face

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/office"
	"postroom/app/people"
)

func (f *Face) people(o *office.Office) ([]PeopleAccount, error) {
	accounts, err := o.Accounts()
	if err != nil {
		return nil, err
	}
	list := []PeopleAccount{}
	for _, a := range accounts {
		features, err := o.PeopleFeatures(a.ID)
		if err != nil {
			return nil, err
		}
		v := PeopleAccount{Account: a.ID, Address: a.Address, Kind: string(a.Kind), State: string(a.State), Features: []PeopleFeature{}}
		if a.Organisation != nil {
			v.Address = a.Name
		}
		for _, x := range features {
			one := PeopleFeature{Feature: string(x.Feature), On: x.On, Permissions: []PeoplePermission{}, Team: x.Team}
			for _, name := range x.Permissions {
				one.Permissions = append(one.Permissions, PeoplePermission{Name: name, Allows: f.Say("scope."+name, nil)})
			}
			v.Features = append(v.Features, one)
		}
		list = append(list, v)
	}
	return list, nil
}

func (f *Face) peopleOff(o *office.Office, account, feature string, forget bool) error {
	_, err := o.PeopleOff(f.ctx, account, people.Feature(feature), forget)
	f.userList.stale()
	return err
}

// The part of a day that is shown, in hours; more of it if it is now.
const (
	dayBegins = 7
	dayEnds   = 19
)

// hoursOf is the part of a day that the bars show. On a day when clocks change, too, it begins and ends at full hours.
func hoursOf(date, now time.Time) (from, to time.Time) {
	y, m, d := date.Date()
	hour := func(h int) time.Time { return time.Date(y, m, d, h, 0, 0, 0, date.Location()) }
	first, last := dayBegins, dayEnds
	if ny, nm, nd := now.Date(); ny == y && nm == m && nd == d {
		first, last = min(first, now.Hour()), max(last, now.Hour()+1)
	}
	return hour(first), hour(last)
}

// whenWorked are the times of work of those on the board, on a day, by address. Whose are not known is not in it.
func whenWorked(o *office.Office, list []office.PersonStatus, date time.Time) map[string][]office.TimeSpan {
	y, m, d := date.Date()
	begin, end := time.Date(y, m, d, 0, 0, 0, 0, date.Location()), time.Date(y, m, d+1, 0, 0, 0, 0, date.Location())
	hours := map[string][]office.TimeSpan{}
	for _, p := range list {
		if spans, known := o.PersonHours(p.Address, begin, end); known {
			hours[p.Address] = spans
		}
	}
	return hours
}

// reaching widens or narrows the part of a day that the bars show to when people work then, with an hour around it. Of whom that is
// not known, and where nobody works, the usual part is shown; now always is.
func reaching(from, to, now time.Time, people int, hours map[string][]office.TimeSpan) (time.Time, time.Time) {
	var first, last time.Time
	for _, spans := range hours {
		for _, s := range spans {
			if first.IsZero() || s.Start.Before(first) {
				first = s.Start
			}
			if s.End.After(last) {
				last = s.End
			}
		}
	}
	if first.IsZero() {
		return from, to
	}
	y, m, d := from.Date()
	hour := func(h int) time.Time { return time.Date(y, m, d, h, 0, 0, 0, from.Location()) }
	first, last = first.In(from.Location()), last.In(from.Location())
	begin, end := max(first.Hour()-1, 0), 24
	if last.Before(hour(24)) {
		if end = last.Hour() + 1; last.After(hour(last.Hour())) {
			end++
		}
	}
	end = min(end, 24)
	if len(hours) < people {
		begin, end = min(begin, from.Hour()), max(end, to.Hour())
	}
	if ny, nm, nd := now.Date(); ny == y && nm == m && nd == d {
		begin, end = min(begin, now.Hour()), max(end, now.Hour()+1)
	}
	return hour(begin), hour(end)
}

func (f *Face) teamDay(o *office.Office, text string, refresh bool) (TeamDay, error) {
	now := f.opts.Now().Local()
	chosen := now
	if text != "" {
		var err error
		if chosen, err = day(text, 0); err != nil {
			return TeamDay{}, err
		}
	}
	from, to := hoursOf(chosen, now)
	v := TeamDay{Day: chosen.Format(time.DateOnly), From: at(from), To: at(to), Now: at(now), Team: []Teammate{}}
	ctx, done := f.task("status")
	defer done()
	list, err := o.PeopleStatus(ctx, refresh)
	if fault.CodeOf(err) == "people-off-status" && err != nil {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	v.On = true
	features, err := f.people(o)
	if err != nil {
		return v, err
	}
	v.CanAdd = len(watchers(features)) > 0
	names, err := f.names(o, list)
	if err != nil {
		return v, err
	}
	hours := whenWorked(o, list, chosen)
	from, to = reaching(from, to, now, len(list), hours)
	v.From, v.To = at(from), at(to)
	var read time.Time
	for _, p := range list {
		one := Teammate{Address: p.Address, Name: names[strings.ToLower(p.Address)], Account: p.Account, Own: p.Own, Status: string(p.Status), Until: when(p.Until),
			AfterHours: p.Working != nil && !*p.Working, Spans: []StatusSpan{}}
		if p.Next != nil {
			one.Next = string(p.Next.Status)
		}
		if p.Err() != nil {
			one.Problem = f.problem(p.Err())
		}
		if p.Status != mail.Untold {
			for _, s := range o.PersonDay(p.Address, from, to) {
				one.Spans = append(one.Spans, StatusSpan{From: at(s.Start), To: at(s.End), Status: string(s.Status)})
			}
		}
		spans, known := hours[p.Address]
		one.KnowsHours = known
		for _, s := range spans {
			one.Hours = append(one.Hours, TimeSpan{at(s.Start), at(s.End)})
		}
		if p.Read != nil && (read.IsZero() || p.Read.Before(read)) {
			read = *p.Read
		}
		v.Team = append(v.Team, one)
	}
	v.Read = at(read)
	slices.SortStableFunc(v.Team, func(x, y Teammate) int {
		if x.Own != y.Own {
			if x.Own {
				return -1
			}
			return 1
		}
		return cmp.Compare(strings.ToLower(cmp.Or(x.Name, x.Address)), strings.ToLower(cmp.Or(y.Name, y.Address)))
	})
	return v, nil
}

// names are what those on the board are called, by address in lower case: as their accounts or the directory say.
func (f *Face) names(o *office.Office, list []office.PersonStatus) (map[string]string, error) {
	names := map[string]string{}
	for _, p := range list {
		names[strings.ToLower(p.Address)] = ""
	}
	users, err := f.allUsers(o)
	if err != nil {
		return nil, err
	}
	for _, u := range users {
		if _, wanted := names[strings.ToLower(u.Address)]; wanted && u.Deleted == nil {
			names[strings.ToLower(u.Address)] = u.Name
		}
	}
	accounts, err := o.Accounts()
	for _, a := range accounts {
		if key := strings.ToLower(a.Address); names[key] == "" && a.Organisation == nil {
			names[key] = a.Name
		}
	}
	return names, err
}

// watchers are the accounts through which colleagues' calendars can be asked for.
func watchers(accounts []PeopleAccount) []PeopleAccount {
	return slices.DeleteFunc(slices.Clone(accounts), func(a PeopleAccount) bool {
		return a.Kind == "personal" || a.State == "disconnected" || statusOf(a) == nil
	})
}

// statusOf is the calendar status of an account; nil if it is off.
func statusOf(a PeopleAccount) *PeopleFeature {
	for i, x := range a.Features {
		if x.Feature == string(people.StatusFeature) && x.On {
			return &a.Features[i]
		}
	}
	return nil
}

// watch asks for colleagues through the account of their own organisation, else through the first there is.
func (f *Face) watch(o *office.Office, addresses []string, on bool) error {
	accounts, err := f.people(o)
	if err != nil {
		return err
	}
	accounts = watchers(accounts)
	if len(accounts) == 0 {
		return refuse("people-off-status", "watch people", nil)
	}
	if !on {
		for _, a := range accounts {
			if _, err := o.WatchPeople(f.ctx, a.Account, addresses, false); err != nil {
				return err
			}
		}
		return f.lookAgain(o)
	}
	through := map[string][]string{}
	for _, address := range addresses {
		_, domain, _ := strings.Cut(strings.ToLower(address), "@")
		i := slices.IndexFunc(accounts, func(a PeopleAccount) bool { return strings.HasSuffix(strings.ToLower(a.Address), "@"+domain) })
		through[accounts[max(i, 0)].Account] = append(through[accounts[max(i, 0)].Account], address)
	}
	for _, a := range accounts {
		if list := through[a.Account]; len(list) > 0 {
			if _, err := o.WatchPeople(f.ctx, a.Account, list, true); err != nil {
				return err
			}
		}
	}
	return f.lookAgain(o)
}

// lookAgain reads the calendars now, so that who was added or taken out is seen at once.
func (f *Face) lookAgain(o *office.Office) error {
	_, err := o.PeopleStatus(f.ctx, true)
	f.emit(Event{Kind: office.EventPresence})
	return err
}

// ownStatus is how the person in front of the screen shows now; nil if that is not known.
func ownStatus(o *office.Office) (*OwnStatus, error) {
	p, err := o.OwnPresence()
	if p == nil || err != nil {
		return nil, err
	}
	return &OwnStatus{Status: string(p.Status), Until: when(p.Until)}, nil
}

// ShowPeople switches users, contacts and calendar status on for an account, with some colleagues, without asking anybody, and has
// users proposed for the team: in the demonstration, whose administrator has granted what they need.
func (f *Face) ShowPeople(ctx context.Context, account string, colleagues []string) error {
	o, err := f.ready()
	if err != nil {
		return err
	}
	for _, feature := range []people.Feature{people.UsersFeature, people.ContactsFeature, people.StatusFeature} {
		if _, err := o.PeopleOn(ctx, account, feature, office.SignIn{}); err != nil {
			return err
		}
	}
	if err := o.SyncUsers(ctx); err != nil {
		return err
	}
	f.userList.stale()
	if err := o.SyncContacts(ctx); err != nil {
		return err
	}
	if err := o.SetTeamFromUsers(ctx, people.JoinPropose); err != nil {
		return err
	}
	return f.watch(o, colleagues, true)
}
