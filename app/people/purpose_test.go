package people

import (
	"context"
	"errors"
	"strings"
	"testing"

	"postroom/app/mail"
)

// place is an entry that the directory tells nothing of but that nobody signs in as it.
func place(n int, name string) mail.User {
	u := entry(n, name, strings.ToLower(name)+"@k.example")
	u.Enabled, u.Licensed = mail.No, mail.No
	return u
}

func TestMailboxesTellWhatTheDirectoryDoesNot(t *testing.T) {
	b, _ := newBook(t)
	now := clock("23 09:00")
	trainee := entry(5, "Trainee", "trainee@k.example")
	trainee.Licensed = mail.No
	d := &directory{all: []mail.User{entry(1, "Emma", "emma@k.example"), place(2, "Hall"), place(3, "Info"), place(4, "Left"), trainee, place(6, "Odd")}}
	purposes := map[string]string{"hall@k.example": "room", "info@k.example": "shared", "left@k.example": "user", "trainee@k.example": "user", "odd@k.example": NoPurpose}
	refused, asked := true, ""
	ask := func(_ context.Context, addresses []string) (map[string]string, bool, error) {
		asked = strings.Join(addresses, " ")
		if refused {
			return nil, true, nil
		}
		return purposes, false, nil
	}
	round := func(wantTold int, wantAsked string) {
		t.Helper()
		_, err := b.SyncUsers(t.Context(), "1", d, true, now)
		must(t, err)
		asked = ""
		if told, err := b.Purposes(t.Context(), "1", now, ask); err != nil || told != wantTold || asked != wantAsked {
			t.Errorf("told %d, %v, asked %q; want %d, %q", told, err, asked, wantTold, wantAsked)
		}
	}
	kinds := func(want string) {
		t.Helper()
		users, err := b.Users("1")
		must(t, err)
		var all []string
		for _, u := range users {
			all = append(all, u.Name+" "+string(u.Kind))
		}
		if got := strings.Join(all, ", "); got != want {
			t.Errorf("the kinds are %q, want %q", got, want)
		}
	}
	const everyone = "hall@k.example info@k.example left@k.example odd@k.example trainee@k.example"
	round(0, everyone)
	kinds("Emma person, Hall mailbox, Info mailbox, Left mailbox, Odd mailbox, Trainee unlicensed")
	refused = false
	round(0, "") // who was refused does not ask again at once
	now = now.Add(refusedFor)
	round(3, everyone)
	const told = "Emma person, Hall room, Info shared, Left disabled, Odd mailbox, Trainee unlicensed"
	kinds(told)
	round(0, "")

	// What was told stays as long as the directory says the same; a licence, or none any more, makes it worth asking again.
	renamed, hired := place(2, "Hall"), place(3, "Info")
	renamed.Address, hired.Enabled, hired.Licensed = "great.hall@k.example", mail.Yes, mail.Yes
	d.log = append(d.log, renamed, hired)
	round(0, "")
	kinds("Emma person, Hall room, Info person, Left disabled, Odd mailbox, Trainee unlicensed")
	d.log = append(d.log, place(3, "Info"))
	round(1, "info@k.example")
	kinds(told)
	failed := errors.New("cut off")
	d.log = append(d.log, place(7, "New"))
	_, err := b.SyncUsers(t.Context(), "1", d, true, now)
	must(t, err)
	if _, err := b.Purposes(t.Context(), "1", now, func(context.Context, []string) (map[string]string, bool, error) { return nil, false, failed }); !errors.Is(err, failed) {
		t.Errorf("asking that was cut off: %v", err)
	}
	round(0, "new@k.example") // nobody has told, and it is asked again
	round(0, "new@k.example")
}

func TestWhatNobodyMayReadIsNotTakenForCertain(t *testing.T) {
	b, _ := newBook(t)
	basic := mail.User{ID: id(1), Name: "Hall", Address: "hall@k.example"}
	d := &directory{all: []mail.User{basic, entry(2, "Emma", "emma@k.example")}}
	look := func(tracked bool, want bool) {
		t.Helper()
		_, err := b.SyncUsers(t.Context(), "1", d, tracked, clock("23 09:00"))
		must(t, err)
		if u, ok, err := b.User("1", id(1)); err != nil || !ok || u.Unsure != want || want != (u.Kind == Person) {
			t.Errorf("the hall is %+v, %v; want it to be unsure: %v", u, err, want)
		}
	}
	look(false, true)
	if u, _, err := b.User("1", id(2)); err != nil || u.Unsure {
		t.Errorf("Emma is %+v, %v", u, err)
	}
	d.all[0] = place(1, "Hall")
	look(false, false)
}
