package people

import "testing"

// Each line is a user with another address than the member began with, tied to them and followed before.
func TestAddressesOfAMemberFollowAndAreTakenBack(t *testing.T) {
	const first, second = "emma@k.example", "e.maes@k.example"
	user := func(n int, name, address string, aliases ...string) User {
		return User{ID: id(n), Name: name, Address: address, Principal: address, Kind: Person, Aliases: aliases}
	}
	emma := TeamMember{Name: "Emma", Address: first}
	both := TeamMember{Name: "Emma", Address: first, Also: []string{second}}
	followed := Joined{ID: id(1), Member: first, Name: "Emma", Address: second, Moved: second}
	for _, tt := range []struct {
		name   string
		users  []User
		member TeamMember
		joined Joined
		want   string
	}{
		{"followed", []User{user(1, "Emma", second)}, both, followed, ""},
		{"taken back by somebody in the team", []User{user(1, "Emma", second)}, emma, followed, "moved 1 emma@k.example"},
		{"never given, as the member came in with an address beside it", []User{user(1, "Emma", second, first)}, emma, Joined{ID: id(1), Member: first, Name: "Emma", Address: second}, ""},
		{"back at the first address", []User{user(1, "Emma", first)}, both, followed, "moved 1 emma@k.example by rule"},
		{"back, and the other address is somebody else's", []User{user(1, "Emma", first), user(2, "Els", second)}, both, followed,
			"other-user 2 emma@k.example 000000000001, moved 1 emma@k.example by rule, given 1 emma@k.example e.maes@k.example by rule"},
		{"somebody else's as an alias", []User{user(1, "Emma", first), user(2, "Els", "els@k.example", second)}, both, Joined{ID: id(1), Member: first, Name: "Emma", Address: first},
			"other-user 2 emma@k.example 000000000001, given 1 emma@k.example e.maes@k.example by rule"},
		{"an alias of both is kept", []User{user(1, "Emma", first, second)}, both, Joined{ID: id(1), Member: first, Name: "Emma", Address: first}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			steps := Plan(tt.users, []Tie{{first, id(1)}}, []TeamMember{tt.member}, map[string]Joined{id(1): tt.joined}, Joining{Mode: JoinPropose})
			if got := planned(steps); got != tt.want {
				t.Errorf("the steps are %q, want %q", got, tt.want)
			}
		})
	}
}
