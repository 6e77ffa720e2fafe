package face

import (
	"slices"
	"strings"
	"sync"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/people"
)

// userList keeps the users that are known, so that scrolling through them reads nothing anew.
type userList struct {
	mu      sync.Mutex
	changes int // counts what makes the list stale
	known   bool
	all     []office.PersonUser
}

// stale says that the list is another now.
func (l *userList) stale() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changes++
	l.known, l.all = false, nil
}

// allUsers gives all users that are known; none if they are off.
func (f *Face) allUsers(o *office.Office) ([]office.PersonUser, error) {
	l := &f.userList
	l.mu.Lock()
	now, known, all := l.changes, l.known, l.all
	l.mu.Unlock()
	if known {
		return all, nil
	}
	all, err := o.PeopleUsers(office.UsersQuery{All: true})
	if err != nil && fault.CodeOf(err) != "people-off-users" {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changes == now {
		l.known, l.all = true, all
	}
	return all, nil
}

// deletedKind stands for users of any kind that are gone and can be restored.
const deletedKind = "deleted"

// userKinds are the kinds in the order of the page.
var userKinds = func() (kinds []string) {
	for _, k := range people.Kinds {
		kinds = append(kinds, string(k))
	}
	return append(kinds, deletedKind)
}()

func kindOfUser(u office.PersonUser) string {
	if u.Deleted != nil {
		return deletedKind
	}
	return string(u.Kind)
}

func (f *Face) users(o *office.Office, q UserQuery) (UserPage, error) {
	p := UserPage{Items: []User{}, Counts: []UserCount{}}
	reads, err := o.UsersRead()
	if err != nil || len(reads) == 0 {
		return p, err
	}
	p.On = true
	for _, r := range reads {
		if r.Read != nil && (p.Read == "" || when(r.Read) < p.Read) {
			p.Read = when(r.Read)
		}
	}
	all, err := f.allUsers(o)
	if err != nil {
		return p, err
	}
	text := strings.ToLower(strings.TrimSpace(q.Text))
	first, last := max(q.Offset, 0), max(q.Offset, 0)+pageOf(q.Limit)
	counts := map[string]int{}
	var found []office.PersonUser
	for _, u := range all {
		if p.Unsure = p.Unsure || u.Unsure && u.Deleted == nil; text != "" && !hasText(u, text) {
			continue
		}
		kind := kindOfUser(u)
		counts[kind]++
		if q.Kind != "" && q.Kind != kind {
			continue
		}
		if p.Total >= first && p.Total < last {
			found = append(found, u)
		}
		p.Total++
	}
	for _, kind := range userKinds {
		p.Counts = append(p.Counts, UserCount{kind, counts[kind]})
	}
	watched, own, err := f.watched(o)
	for _, u := range found {
		address := strings.ToLower(u.Address)
		p.Items = append(p.Items, User{ID: u.ID, Name: u.Name, Address: u.Address, Aliases: u.Aliases, Kind: string(u.Kind), Unsure: u.Unsure, Deleted: when(u.Deleted), Tied: u.Tied,
			Watched: watched[address] && !own[address], Own: own[address]})
	}
	return p, err
}

func hasText(u office.PersonUser, text string) bool {
	return strings.Contains(strings.ToLower(u.Name), text) || strings.Contains(strings.ToLower(u.Address), text) ||
		slices.ContainsFunc(u.Aliases, func(a string) bool { return strings.Contains(strings.ToLower(a), text) })
}

// watched are those whose calendar status is shown through an account, and the accounts themselves, by address in lower
// case.
func (f *Face) watched(o *office.Office) (watched, own map[string]bool, err error) {
	accounts, err := f.people(o)
	watched, own = map[string]bool{}, map[string]bool{}
	for _, a := range accounts {
		if s := statusOf(a); s != nil {
			own[strings.ToLower(a.Address)] = true
			for _, address := range s.Team {
				watched[strings.ToLower(address)] = true
			}
		}
	}
	return watched, own, err
}

func (f *Face) syncUsers(o *office.Office) error {
	ctx, done := f.task("users")
	defer done()
	err := o.SyncUsers(ctx)
	f.userList.stale()
	return err
}

func (f *Face) ties(o *office.Office) (Ties, error) {
	v := Ties{Items: []Tie{}, Suggestions: []TieSuggestion{}}
	list, err := o.PeopleTies()
	if err != nil {
		return v, err
	}
	users, err := f.allUsers(o)
	if err != nil {
		return v, err
	}
	names := map[string]string{}
	for _, t := range list {
		names[t.ID] = ""
	}
	for _, u := range users {
		if _, tied := names[u.ID]; tied && u.Deleted == nil {
			names[u.ID] = u.Name
		}
	}
	for _, t := range list {
		v.Items = append(v.Items, Tie{Address: t.Address, ID: t.ID, Name: names[t.ID]})
	}
	found, err := o.SuggestTies()
	for _, s := range found {
		v.Suggestions = append(v.Suggestions, TieSuggestion{Address: s.Address, ID: s.User.ID, Name: s.User.Name, Taken: s.Taken})
	}
	return v, err
}
