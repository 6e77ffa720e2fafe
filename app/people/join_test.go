package people

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/mail"
)

// planned writes steps as "add 1, tie 2 jan@k.example".
func planned(steps []Step) string {
	var all []string
	for _, s := range steps {
		text := fmt.Sprint(s.Kind, " ", strings.TrimLeft(s.User.ID[len(s.User.ID)-3:], "0"))
		if s.Member != "" {
			text += " " + s.Member
		}
		for _, o := range s.Others {
			text += " " + o[strings.LastIndex(o, "-")+1:]
		}
		if s.ByRule {
			text += " by rule"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func TestUsersJoinTheTeam(t *testing.T) {
	since := clock("20 09:00")
	user := func(n int, name, address string, change ...func(*User)) User {
		u := User{ID: id(n), Name: name, Address: address, Principal: address, Kind: Person}
		for _, f := range change {
			f(&u)
		}
		return u
	}
	recent := func(u *User) { u.Since = since.Add(time.Hour) }
	left := func(u *User) { u.Deleted = since }
	kind := func(k Kind) func(*User) { return func(u *User) { u.Kind = k } }
	alias := func(a ...string) func(*User) { return func(u *User) { u.Aliases = a } }
	emma, jan := TeamMember{Name: "Emma", Address: "emma@k.example"}, TeamMember{Name: "Jan", Address: "jan@k.example"}
	member := func(m TeamMember, n int) Joined {
		return Joined{ID: id(n), Member: m.Address, Name: m.Name, Address: m.Address}
	}
	var aliases []string
	for i := range 200 {
		aliases = append(aliases, fmt.Sprintf("alias%d@k.example", i))
	}
	for _, tt := range []struct {
		name    string
		users   []User
		ties    []Tie
		members []TeamMember
		joined  []Joined
		mode    JoinMode
		want    string
	}{
		{name: "off", users: []User{user(1, "Emma", "emma@k.example")}, mode: JoinOff, want: ""},
		{name: "proposed", users: []User{user(1, "Emma", "emma@k.example", recent)}, mode: JoinPropose, want: "add 1"},
		{name: "who was there before is proposed, who is new is added", users: []User{user(1, "Emma", "emma@k.example"), user(2, "Jan", "jan@k.example", recent)}, mode: JoinAdd, want: "add 1, add 2 by rule"},
		{name: "only people", users: []User{user(1, "A", "a@k.example", kind(Guest)), user(2, "B", "b@k.example", kind(Place)), user(3, "C", "c@k.example", kind(Disabled)),
			user(4, "D", "d@k.example", kind(Unlicensed)), user(5, "E", "e@k.example", left)}, mode: JoinAdd, want: ""},
		{name: "known already, by another of 200 addresses and letter case", users: []User{user(1, "Emma", "e.maes@k.example", alias(append(aliases, "EMMA@K.example")...), recent)}, members: []TeamMember{emma}, mode: JoinAdd, want: "tie 1 emma@k.example"},
		{name: "known already, and tied", users: []User{user(1, "Emma", "emma@k.example")}, ties: []Tie{{"emma@k.example", id(1)}}, members: []TeamMember{emma}, mode: JoinAdd, want: "note 1 emma@k.example by rule"},
		{name: "tied to an address that the directory does not have", users: []User{user(1, "Emma", "e.maes@k.example", recent)}, ties: []Tie{{"emma@k.example", id(1)}}, members: []TeamMember{emma}, joined: []Joined{{ID: id(1), Member: emma.Address, Name: "Emma", Address: "e.maes@k.example"}}, mode: JoinAdd, want: ""},
		{name: "two of one name are two", users: []User{user(1, "Jan", "jan@k.example", recent), user(2, "Jan", "jan2@k.example", recent)}, members: []TeamMember{jan}, mode: JoinAdd, want: "tie 1 jan@k.example, add 2 by rule"},
		{name: "one in two accounts is one", users: []User{user(1, "Jan", "jan@k.example", recent), user(1, "Jan", "jan@k.example", recent)}, mode: JoinAdd, want: "add 1 by rule"},
		{name: "two members, one id", users: []User{user(1, "Emma", "emma@k.example", alias("jan@k.example"))}, members: []TeamMember{emma, jan}, mode: JoinAdd, want: "two-members 1 emma@k.example jan@k.example"},
		{name: "a member tied to another user", users: []User{user(1, "Emma", "emma@k.example"), user(2, "Jan", "jan@k.example")}, ties: []Tie{{"emma@k.example", id(2)}}, members: []TeamMember{emma}, mode: JoinPropose,
			want: "other-user 1 emma@k.example 000000000002, note 2 emma@k.example by rule"},
		{name: "renamed", users: []User{user(1, "Emma Maes", "emma@k.example")}, ties: []Tie{{"emma@k.example", id(1)}}, members: []TeamMember{emma}, joined: []Joined{member(emma, 1)}, mode: JoinPropose, want: "rename 1 emma@k.example by rule"},
		{name: "renamed here by hand", users: []User{user(1, "Emma Maes", "emma@k.example")}, ties: []Tie{{"emma@k.example", id(1)}}, members: []TeamMember{{Name: "Emmy", Address: "emma@k.example"}}, joined: []Joined{member(emma, 1)}, mode: JoinAdd, want: ""},
		{name: "another address", users: []User{user(1, "Emma", "e.maes@k.example", alias("emma@k.example"))}, ties: []Tie{{"emma@k.example", id(1)}}, members: []TeamMember{emma}, joined: []Joined{member(emma, 1)}, mode: JoinAdd, want: "moved 1 emma@k.example by rule"},
		{name: "another address once more", users: []User{user(1, "Emma", "emma@new.example")}, ties: []Tie{{"emma@k.example", id(1)}}, members: []TeamMember{{"Emma", "emma@k.example", []string{"e.maes@k.example"}}}, joined: []Joined{{ID: id(1), Member: emma.Address, Name: "Emma", Address: "E.maes@k.example"}}, mode: JoinPropose, want: "moved 1 emma@k.example by rule"},
		{name: "another address, after too many", users: []User{user(1, "Emma", "emma@new.example")}, ties: []Tie{{"emma@k.example", id(1)}}, members: []TeamMember{{"Emma", "emma@k.example", aliases[:10]}}, joined: []Joined{member(emma, 1)}, mode: JoinPropose, want: "moved 1 emma@k.example"},
		{name: "followed to another address", users: []User{user(1, "Emma", "e.maes@k.example", alias("emma@k.example"))}, ties: []Tie{{"emma@k.example", id(1)}}, members: []TeamMember{{"Emma", "emma@k.example", []string{"e.maes@k.example"}}}, joined: []Joined{{ID: id(1), Member: emma.Address, Name: "Emma", Address: "e.maes@k.example"}}, mode: JoinPropose, want: ""},
		{name: "deleted", users: []User{user(1, "Emma", "emma@k.example", left)}, ties: []Tie{{"emma@k.example", id(1)}}, members: []TeamMember{emma}, joined: []Joined{member(emma, 1)}, mode: JoinAdd, want: "left 1 emma@k.example"},
		{name: "may not sign in", users: []User{user(1, "Emma", "emma@k.example", kind(Disabled))}, ties: []Tie{{"emma@k.example", id(1)}}, members: []TeamMember{emma}, mode: JoinAdd, want: "left 1 emma@k.example"},
		{name: "deleted, and made anew", users: []User{user(1, "Emma", "emma@k.example", left), user(2, "Emma", "emma@k.example", recent)}, members: []TeamMember{emma}, joined: []Joined{member(emma, 1)}, mode: JoinAdd, want: "tie 2 emma@k.example"},
		{name: "taken out of the team by hand", users: []User{user(1, "Emma", "emma@k.example", recent)}, joined: []Joined{member(emma, 1)}, mode: JoinAdd, want: ""},
		{name: "dismissed", users: []User{user(1, "Emma", "emma@k.example")}, joined: []Joined{{ID: id(1), Dismissed: map[string]string{"add": user(1, "Emma", "emma@k.example").now()}}}, mode: JoinPropose, want: ""},
		{name: "dismissed when it was another", users: []User{user(1, "Emma", "emma@k.example")}, joined: []Joined{{ID: id(1), Dismissed: map[string]string{"add": user(1, "Em", "emma@k.example").now()}}}, mode: JoinPropose, want: "add 1"},
	} {
		joined := map[string]Joined{}
		for _, j := range tt.joined {
			joined[j.ID] = j
		}
		if got := planned(Plan(tt.users, tt.ties, tt.members, joined, Joining{tt.mode, since})); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestOnlyUsersWhoAppearLaterAreNew(t *testing.T) {
	b, _ := newBook(t)
	d := &directory{}
	for _, e := range []struct {
		n    int
		name string
	}{{1, "Emma"}, {2, "Jan"}} {
		d.all = append(d.all, entry(e.n, e.name, strings.ToLower(e.name)+"@k.example"))
	}
	_, err := b.SyncUsers(t.Context(), "1", d, true, clock("23 09:00"))
	must(t, err)
	d.log = append(d.log, entry(3, "An", "an@k.example"), entry(2, "Jan Maes", "jan@k.example"))
	_, err = b.SyncUsers(t.Context(), "1", d, true, clock("23 10:00"))
	must(t, err)
	d.log = append(d.log, entry(3, "An Maes", "an@k.example"))
	_, err = b.SyncUsers(t.Context(), "1", d, true, clock("23 11:00"))
	must(t, err)
	users, err := b.Users("1")
	must(t, err)
	for _, u := range users {
		if want := strings.HasPrefix(u.Name, "An "); u.Since.Equal(clock("23 10:00")) != want || u.Since.IsZero() == want {
			t.Errorf("%s is known since %v", u.Name, u.Since)
		}
	}
}

func TestWhomNoDirectoryKnowsAnyMoreIsForgotten(t *testing.T) {
	b, _ := newBook(t)
	both, one := entry(1, "An", "an@k.example"), entry(2, "Jan", "jan@k.example")
	for account, users := range map[string][]mail.User{"a": {both, one}, "b": {both}} {
		if _, err := b.SyncUsers(t.Context(), account, &directory{all: users}, false, clock("20 09:00")); err != nil {
			t.Fatal(err)
		}
	}
	for _, u := range []mail.User{both, one} {
		if err := b.Follow(userOf(u), u.Address); err != nil {
			t.Fatal(err)
		}
	}
	known := func(want ...string) {
		t.Helper()
		all, err := b.Joined()
		if got := slices.Sorted(maps.Keys(all)); err != nil || !slices.Equal(got, want) {
			t.Errorf("known are %v, %v, want %v", got, err, want)
		}
	}
	if err := b.ForgetStrangers(); err != nil {
		t.Fatal(err)
	}
	known(id(1), id(2))
	if err := errors.Join(b.Forget("a", UsersFeature), b.ForgetStrangers()); err != nil {
		t.Fatal(err)
	}
	known(id(1))
}
