package people

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// directory is a directory with a log of changes.
type directory struct {
	all    []mail.User
	log    []mail.User
	lost   bool
	failed error
	listed int
}

func (d *directory) UserChanges(_ context.Context, link string, each func(mail.User)) (string, error) {
	from := 0
	switch {
	case d.failed != nil:
		return "", d.failed
	case link == "":
		d.listed++
		for _, u := range d.all {
			each(u)
		}
		return fmt.Sprint("link ", len(d.log)), nil
	case d.lost:
		d.lost = false
		return "", fmt.Errorf("forgotten: %w", mail.ErrCursorLost)
	}
	if _, err := fmt.Sscanf(link, "link %d", &from); err != nil {
		return "", err
	}
	for _, u := range d.log[from:] {
		each(u)
	}
	return fmt.Sprint("link ", len(d.log)), nil
}

func (d *directory) AllUsers(_ context.Context, each func(mail.User)) error {
	d.listed++
	for _, u := range d.all {
		each(u)
	}
	return d.failed
}

func id(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

func entry(n int, name, address string) mail.User {
	return mail.User{ID: id(n), Name: name, Address: address, Principal: address, Enabled: mail.Yes, Licensed: mail.Yes}
}

// names are the users' names and addresses, those of the deleted in brackets.
func names(t *testing.T, b *Book, account string) string {
	t.Helper()
	users, err := b.Users(account)
	must(t, err)
	var all []string
	for _, u := range users {
		text := u.Name + " " + u.Address
		if !u.Deleted.IsZero() {
			text = "[" + text + "]"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func TestUsersAreKeptInStepByTheirChanges(t *testing.T) {
	b, _ := newBook(t)
	now := clock("23 09:00")
	gone, forever := entry(2, "Jan", "jan@k.example"), entry(3, "An", "an@k.example")
	d := &directory{all: []mail.User{entry(1, "Emma", "emma@k.example"), gone, forever, {ID: id(4), Name: "No Mail"}}}
	round := func(want UserRound) {
		t.Helper()
		if got, err := b.SyncUsers(t.Context(), "1", d, true, now); err != nil || got != want {
			t.Errorf("the round is %+v, %v; want %+v", got, err, want)
		}
	}
	round(UserRound{Added: 3, Full: true})
	round(UserRound{})
	gone.Removed, forever.Removed = mail.RemovedForNow, mail.RemovedForEver
	d.log = append(d.log, entry(1, "Emma Maes", "emma.maes@k.example"), gone, forever, entry(4, "No Mail", "now@k.example"))
	round(UserRound{Added: 1, Changed: 1, Deleted: 2})
	if got, want := names(t, b, "1"), "Emma Maes emma.maes@k.example, [Jan jan@k.example], No Mail now@k.example"; got != want {
		t.Errorf("known are %s, want %s", got, want)
	}
	d.log = append(d.log, entry(2, "Jan", "jan@k.example"), mail.User{ID: id(4), Name: "No Mail"})
	round(UserRound{Restored: 1, Deleted: 1})
	if d.listed != 1 {
		t.Errorf("the directory was listed %d times, want once", d.listed)
	}
	d.lost, d.all = true, []mail.User{entry(1, "Emma Maes", "emma.maes@k.example"), entry(5, "New", "new@k.example")}
	round(UserRound{Added: 1, Deleted: 1, Full: true})
	now = now.Add(31 * 24 * time.Hour)
	d.log = append(d.log, entry(5, "New", "new@k.example"))
	round(UserRound{})
	if got, want := names(t, b, "1"), "Emma Maes emma.maes@k.example, New new@k.example"; got != want {
		t.Errorf("after a month known are %s, want %s", got, want)
	}
	if when, tracked, err := b.UsersSynced("1"); err != nil || !tracked || !when.Equal(now) {
		t.Errorf("read last at %v, tracked %v, %v", when, tracked, err)
	}
	d.failed = errors.New("no network")
	if _, err := b.SyncUsers(t.Context(), "1", d, true, now); err == nil {
		t.Error("a directory that can't be read was read")
	}
	must(t, b.Forget("1", UsersFeature))
	if got := names(t, b, "1"); got != "" {
		t.Errorf("after forgetting: %s", got)
	}
}

func TestUsersAreKeptInStepByListing(t *testing.T) {
	b, _ := newBook(t)
	d := &directory{all: []mail.User{entry(1, "Emma", "emma@k.example"), entry(2, "Jan", "jan@k.example"), entry(3, "Jan", "jan2@k.example")}}
	for _, tt := range []struct {
		all  []mail.User
		want UserRound
	}{
		{d.all, UserRound{Added: 3, Full: true}},
		{d.all, UserRound{Full: true}},
		{[]mail.User{entry(1, "Emma Maes", "emma@k.example"), entry(3, "Jan", "jan2@k.example")}, UserRound{Changed: 1, Deleted: 1, Full: true}},
		{d.all, UserRound{Changed: 1, Restored: 1, Full: true}},
	} {
		d.all = tt.all
		if got, err := b.SyncUsers(t.Context(), "1", d, false, clock("23 09:00")); err != nil || got != tt.want {
			t.Errorf("the round is %+v, %v; want %+v", got, err, tt.want)
		}
	}
	if got, want := names(t, b, "1"), "Emma emma@k.example, Jan jan2@k.example, Jan jan@k.example"; got != want {
		t.Errorf("known are %s, want %s", got, want)
	}
	d.all, d.failed = nil, errors.New("cut off")
	if _, err := b.SyncUsers(t.Context(), "1", d, false, clock("23 09:00")); err == nil || !strings.HasPrefix(names(t, b, "1"), "Emma emma") {
		t.Errorf("a listing that was cut off: %v, %s", err, names(t, b, "1"))
	}
}

func TestKindsOfUsersAreToldApart(t *testing.T) {
	for _, tt := range []struct {
		guest             bool
		enabled, licensed mail.Tristate
		want              Kind
	}{
		{false, mail.Yes, mail.Yes, Person}, {false, mail.Unknown, mail.Unknown, Person}, {true, mail.Yes, mail.No, Guest},
		{false, mail.No, mail.Yes, Disabled}, {false, mail.Yes, mail.No, Unlicensed}, {false, mail.No, mail.No, Place},
	} {
		if got := kindOf(mail.User{Guest: tt.guest, Enabled: tt.enabled, Licensed: tt.licensed}); got != tt.want {
			t.Errorf("%+v is a %s, want %s", tt, got, tt.want)
		}
	}
}

func TestAddressIsTiedOnceAndAConflictIsExplained(t *testing.T) {
	b, _ := newBook(t)
	aliased := entry(1, "Emma", "emma@k.example")
	aliased.Aliases = []string{"e.maes@k.example"}
	d := &directory{all: []mail.User{aliased, entry(2, "Jan", "jan@k.example")}}
	_, err := b.SyncUsers(t.Context(), "1", d, true, clock("23 09:00"))
	must(t, err)
	tie := func(address, id, code string) {
		t.Helper()
		err := b.Tie(address, id, []string{"1"})
		if got := fault.CodeOf(err); (err != nil || code != "") && got != code {
			t.Errorf("tying %s to %s: %v, want %q", address, id, err, code)
		}
	}
	suggested := func() string {
		t.Helper()
		users, err := b.Users("1")
		must(t, err)
		ties, err := b.Ties()
		must(t, err)
		text := ""
		for _, s := range Suggest([]string{"E.Maes@k.example", "jan@k.example", "emma@k.example", "nobody@k.example", ""}, users, ties) {
			text += s.Address + " " + s.User.Name + " " + s.Taken + ";"
		}
		return text
	}
	if got := suggested(); got != "E.Maes@k.example Emma ;jan@k.example Jan ;emma@k.example Emma ;" {
		t.Errorf("suggested is %q", got)
	}
	tie("e.maes@k.example", "emma", "people-tie-id")
	tie("e.maes@k.example", id(9), "people-tie-unknown")
	tie("E.Maes@k.example", " "+strings.ToUpper(id(1)), "")
	tie("e.maes@k.example", id(1), "")
	tie("e.maes@k.example", id(2), "people-tie-other")
	tie("emma@k.example", id(1), "people-tie-taken")
	if got := suggested(); got != "jan@k.example Jan ;emma@k.example Emma e.maes@k.example;" {
		t.Errorf("after a tie suggested is %q", got)
	}
	must(t, b.Untie("E.MAES@k.example"))
	if err := b.Untie("e.maes@k.example"); fault.CodeOf(err) != "people-tie-none" {
		t.Errorf("untying twice: %v", err)
	}
	tie("emma@k.example", id(1), "")
	if ties, err := b.Ties(); err != nil || !slices.Equal(ties, []Tie{{"emma@k.example", id(1)}}) {
		t.Errorf("ties are %+v, %v", ties, err)
	}
}
