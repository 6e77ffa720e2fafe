package people

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"postroom/app/mail"
	"postroom/app/store"
)

// box seals as a vault does, as far as a test needs it: nothing lies in clear, and the context is checked.
type box struct{}

func (box) Seal(plain, context []byte) []byte {
	out := append([]byte{byte(len(context))}, context...)
	for i, b := range append(slices.Clone(out), plain...) {
		if i >= len(out) {
			out = append(out, b^0x5a)
		}
	}
	return out
}

func (box) Open(sealed, context []byte) ([]byte, error) {
	head := append([]byte{byte(len(context))}, context...)
	if !bytes.HasPrefix(sealed, head) {
		return nil, os.ErrInvalid
	}
	plain := slices.Clone(sealed[len(head):])
	for i := range plain {
		plain[i] ^= 0x5a
	}
	return plain, nil
}

func newBook(t *testing.T) (*Book, *store.DB) {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "db"), store.Options{Box: box{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return NewBook(db), db
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFeatureIsKeptUntilItIsForgottenOrTheAccountIs(t *testing.T) {
	b, db := newBook(t)
	on := func(s *Setting) { s.On, s.Team = true, []string{jan} }
	look := func(account string, want bool) {
		t.Helper()
		if s, err := b.Setting(account, StatusFeature); err != nil || s.On != want || (len(s.Team) == 1) != want {
			t.Errorf("account %s: %+v, %v; want it on: %v", account, s, err, want)
		}
	}
	look("1", false)
	must(t, b.Change("1", StatusFeature, on))
	must(t, b.Change("11", StatusFeature, on))
	look("1", true)
	must(t, b.Forget("1", StatusFeature))
	look("1", false)
	look("11", true)
	must(t, b.Change("1", StatusFeature, on))
	must(t, db.DeleteAccount("1"))
	look("1", false)
	look("11", true)
}

func TestTeamHoldsEachAddressOnce(t *testing.T) {
	team := Watched(nil, []string{"Jan@kantoor.example", "an@kantoor.example", jan}, true)
	if want := []string{"Jan@kantoor.example", "an@kantoor.example"}; !slices.Equal(team, want) {
		t.Errorf("the team is %q, want %q", team, want)
	}
	if team = Watched(team, []string{"AN@kantoor.example"}, false); !slices.Equal(team, []string{"Jan@kantoor.example"}) {
		t.Errorf("without An the team is %q", team)
	}
}

func TestNoAddressOrNameLiesInTheDatabaseInClear(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	db, err := store.Open(path, store.Options{Box: box{}})
	must(t, err)
	b := NewBook(db)
	must(t, b.Change("1", StatusFeature, func(s *Setting) { s.Team = []string{"secret.person@k.example"} }))
	_, err = b.SyncUsers(t.Context(), "1", &directory{all: []mail.User{entry(1, "Secret Person", "secret.person@k.example")}}, true, clock("23 09:00"))
	must(t, err)
	must(t, b.Tie("secret.person@k.example", id(1), []string{"1"}))
	c := newCards("top")
	c.put("top", mail.Contact{ID: "1", Name: "Secret Person", Emails: []mail.Address{{Address: "secret.person@k.example"}}})
	_, err = b.SyncContacts(t.Context(), "1", c, true, clock("23 09:00"))
	must(t, err)
	must(t, b.ShowContacts("1", []string{"1"}, true))
	must(t, db.Close())
	file, err := os.ReadFile(path)
	must(t, err)
	for _, text := range []string{"secret.person", "Secret Person"} {
		if bytes.Contains(file, []byte(text)) {
			t.Errorf("%q lies in the database in clear", text)
		}
	}
}
