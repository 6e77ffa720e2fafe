package people

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkPlan plans for 50,000 users and a team of 200.
func BenchmarkPlan(b *testing.B) {
	var users []User
	var members []TeamMember
	var ties []Tie
	for i := range 50_000 {
		a := fmt.Sprintf("person%05d@k.example", i)
		users = append(users, User{ID: id(i), Name: fmt.Sprint("Person ", i), Address: a, Principal: a, Aliases: []string{"p" + a}, Kind: Person})
		if i < 200 {
			members = append(members, TeamMember{Name: users[i].Name, Address: a})
			ties = append(ties, Tie{a, id(i)})
		}
	}
	for b.Loop() {
		if steps := Plan(users, ties, members, nil, Joining{JoinAdd, time.Time{}}); len(steps) != 50_000 {
			b.Fatal(len(steps))
		}
	}
}
