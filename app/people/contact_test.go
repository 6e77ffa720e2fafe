package people

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// cards is an address book with a log of changes for each folder.
type cards struct {
	folders []mail.ContactFolder
	in      map[string]map[string]mail.Contact // what lies in a folder
	log     map[string][]mail.ContactChange
	moves   int // of folders
	lost    bool
	refused error  // changes are not told
	failed  string // the folder that can't be read
	asked   []string
}

func newCards(folders ...string) *cards {
	c := &cards{in: map[string]map[string]mail.Contact{}, log: map[string][]mail.ContactChange{}}
	for _, f := range folders {
		c.folders = append(c.folders, mail.ContactFolder{ID: f, Path: mail.Path{f}, Entries: -1})
		c.in[f] = map[string]mail.Contact{}
	}
	return c
}

func (c *cards) put(folder string, one mail.Contact) {
	c.in[folder][one.ID] = one
	c.log[folder] = append(c.log[folder], mail.ContactChange{ID: one.ID, Apply: func(to *mail.Contact) { *to = one }})
}

func (c *cards) drop(folder, id string) {
	delete(c.in[folder], id)
	c.log[folder] = append(c.log[folder], mail.ContactChange{ID: id, Removed: true})
}

func (c *cards) ContactFolders(context.Context) ([]mail.ContactFolder, error) {
	c.asked = append(c.asked, "folders")
	return slices.Clone(c.folders), nil
}

func (c *cards) ContactFolderChanges(_ context.Context, link string) (bool, string, error) {
	c.asked = append(c.asked, "folder changes")
	if c.refused != nil {
		return false, "", c.refused
	}
	if link != "" && c.lost {
		return false, "", fmt.Errorf("forgotten: %w", mail.ErrCursorLost)
	}
	return link != fmt.Sprint(c.moves), fmt.Sprint(c.moves), nil
}

func (c *cards) ContactChanges(_ context.Context, folder, link string, each func(mail.ContactChange)) (string, error) {
	c.asked = append(c.asked, folder)
	from := 0
	switch {
	case c.in[folder] == nil:
		return "", fmt.Errorf("deleted: %w", mail.ErrNotFound)
	case c.failed == folder:
		return "", fmt.Errorf("not now")
	case c.refused != nil:
		return "", c.refused
	case link == "":
		for _, id := range slices.Sorted(maps.Keys(c.in[folder])) {
			each(mail.ContactChange{ID: id, Apply: func(to *mail.Contact) { *to = c.in[folder][id] }})
		}
		return fmt.Sprint("at ", len(c.log[folder])), nil
	case c.lost:
		return "", fmt.Errorf("forgotten: %w", mail.ErrCursorLost)
	}
	if _, err := fmt.Sscanf(link, "at %d", &from); err != nil {
		return "", err
	}
	for _, change := range c.log[folder][from:] {
		each(change)
	}
	return fmt.Sprint("at ", len(c.log[folder])), nil
}

func (c *cards) ContactsIn(_ context.Context, folder string, each func(mail.ContactChange)) error {
	c.asked = append(c.asked, folder+" list")
	switch {
	case c.in[folder] == nil:
		return fmt.Errorf("deleted: %w", mail.ErrNotFound)
	case c.failed == folder:
		return fmt.Errorf("not now")
	}
	for _, id := range slices.Sorted(maps.Keys(c.in[folder])) {
		each(mail.ContactChange{ID: id, Apply: func(to *mail.Contact) { *to = c.in[folder][id] }})
	}
	return nil
}

func card(id, name string) mail.Contact {
	return mail.Contact{ID: id, Name: name, Emails: []mail.Address{{Address: strings.ToLower(name) + "@client.example"}}}
}

// cardNames are the contacts by name, with their folders; those that the office may see with a star.
func cardNames(t *testing.T, b *Book) string {
	t.Helper()
	list, _, err := b.Contacts("1")
	must(t, err)
	var all []string
	for _, c := range list {
		text := NameOf(c.Contact) + "/" + c.Folder
		if c.Visible {
			text += "*"
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

type cardRound struct {
	*testing.T
	b   *Book
	c   *cards
	now time.Time
}

func (r *cardRound) round(look bool, want ContactRound, then, asked string) {
	r.Helper()
	r.c.asked = nil
	got, err := r.b.SyncContacts(r.Context(), "1", r.c, look, r.now)
	if listed := slices.Contains(r.c.asked, "folders"); listed && !got.Folders {
		r.Error("folders were listed anew, which the round does not say")
	}
	if want.Folders = got.Folders; err != nil || got != want {
		r.Errorf("the round is %+v, %v; want %+v", got, err, want)
	}
	if names := cardNames(r.T, r.b); names != then {
		r.Errorf("the contacts are %q, want %q", names, then)
	}
	if got := strings.Join(r.c.asked, ", "); asked != "" && got != asked {
		r.Errorf("asked was %q, want %q", got, asked)
	}
}

func TestContactsAreKeptInStep(t *testing.T) {
	b, _ := newBook(t)
	c := newCards("top", "clients")
	r := &cardRound{t, b, c, clock("23 09:00")}
	c.put("top", card("1", "An"))
	c.put("top", card("2", "Bea"))
	c.put("clients", card("3", "Cas"))
	r.round(false, ContactRound{Added: 3}, "An/top Bea/top Cas/clients", "folder changes, folders, top, clients")
	r.round(false, ContactRound{}, "An/top Bea/top Cas/clients", "top, clients")
	must(t, b.ShowContacts("1", []string{"1"}, true))
	c.drop("top", "1")
	c.put("clients", card("1", "An"))
	c.put("clients", card("3", "Casper"))
	c.drop("top", "2")
	c.put("top", card("2", "Bea")) // away and back
	r.round(false, ContactRound{Changed: 2}, "An/clients* Bea/top Casper/clients", "")
	c.drop("clients", "1")
	c.put("top", card("1", "An")) // moved towards a folder that is asked before
	r.round(false, ContactRound{Changed: 1}, "An/top* Bea/top Casper/clients", "")
	c.lost = true
	c.drop("clients", "3")
	r.round(true, ContactRound{Deleted: 1}, "An/top* Bea/top", "folder changes, folder changes, folders, top, top, clients, clients")
	c.lost = false
	r.now = r.now.Add(2 * time.Hour)
	r.round(false, ContactRound{}, "An/top* Bea/top", "folder changes, top, clients")
	c.put("clients", card("4", "Dirk"))
	r.round(false, ContactRound{Added: 1}, "An/top* Bea/top Dirk/clients", "")
	delete(c.in, "clients")
	c.folders = c.folders[:1]
	r.round(false, ContactRound{Deleted: 1}, "An/top* Bea/top", "top, clients")
	r.round(false, ContactRound{}, "An/top* Bea/top", "folder changes, folders, top")
	when, err := b.ContactsSynced("1")
	if err != nil || !when.Equal(r.now) {
		t.Errorf("read at %v, %v; want %v", when, err, r.now)
	}
}

func TestRoundThatFailsChangesNothing(t *testing.T) {
	b, _ := newBook(t)
	c := newCards("top", "clients")
	r := &cardRound{t, b, c, clock("23 09:00")}
	c.put("top", card("1", "An"))
	r.round(false, ContactRound{Added: 1}, "An/top", "")
	c.drop("top", "1")
	c.put("clients", card("1", "An"))
	c.failed = "clients"
	if _, err := b.SyncContacts(t.Context(), "1", c, false, r.now); err == nil {
		t.Error("a round that could not be read counts as read")
	}
	c.failed = ""
	r.round(false, ContactRound{Changed: 1}, "An/clients", "")
}

func TestContactIsPrivateUntilItsOwnerShowsIt(t *testing.T) {
	b, db := newBook(t)
	c := newCards("top", "clients")
	r := &cardRound{t, b, c, clock("23 09:00")}
	for i, name := range []string{"An", "Bea"} {
		c.put("top", card(fmt.Sprint(i), name))
		c.put("clients", card(fmt.Sprint(i+2), name+"2"))
	}
	c.folders[1].Entries = 3
	r.round(false, ContactRound{Added: 4}, "An/top An2/clients Bea/top Bea2/clients", "")
	show := func(on bool, want string, ids ...string) {
		t.Helper()
		must(t, b.ShowContacts("1", ids, on))
		if got := cardNames(t, b); got != want {
			t.Errorf("shown are %q, want %q", got, want)
		}
	}
	show(true, "An/top* An2/clients* Bea/top Bea2/clients*", "0", "clients")
	show(false, "An/top* An2/clients Bea/top Bea2/clients*", "2")
	c.put("clients", card("9", "New"))
	r.round(false, ContactRound{Added: 1}, "An/top* An2/clients Bea/top Bea2/clients* New/clients*", "")
	_, folders, err := b.Contacts("1")
	if err != nil || folders[0].ID != "clients" || !folders[0].Visible || folders[0].Contacts != 3 || folders[0].Lists != 1 || folders[1].Visible {
		t.Errorf("the folders are %+v, %v", folders, err)
	}
	show(false, "An/top* An2/clients Bea/top Bea2/clients New/clients", "clients")
	show(true, "An/top* An2/clients* Bea/top Bea2/clients New/clients", "2")
	for _, id := range []string{"nobody", "@state", "@visible"} {
		if err := b.ShowContacts("1", []string{id}, true); fault.CodeOf(err) != "people-contact-unknown" {
			t.Errorf("showing %s: %v", id, err)
		}
		if _, err := b.Contact("1", id); fault.CodeOf(err) != "people-contact-unknown" {
			t.Errorf("reading %s: %v", id, err)
		}
	}
	one, err := b.Contact("1", "2")
	if err != nil || !one.Visible || one.Name != "An2" {
		t.Errorf("the contact is %+v, %v", one, err)
	}
	must(t, b.Forget("1", ContactsFeature))
	if got := cardNames(t, b); got != "" {
		t.Errorf("after forgetting there are %q", got)
	}
	must(t, db.View(func(tx *store.Tx) error {
		return tx.Notes(contactKey("1", ""), func(k string, _ func(any) error) error {
			t.Errorf("%q was not forgotten", k)
			return nil
		})
	}))
}

func TestStrangeContactHasAName(t *testing.T) {
	for want, c := range map[string]mail.Contact{
		"":                     {},
		"An Maes":              {Given: "An", Surname: " Maes"},
		"Peeters BV":           {Company: "Peeters BV"},
		"jan@peeters.example":  {Emails: []mail.Address{{Address: "jan@peeters.example"}}},
		"+32 2 555 01 01":      {Home: []string{"+32 2 555 01 01"}},
		"J.":                   {Nick: "J.", Company: "Peeters BV"},
		"Jan <of the bakery>":  {Name: "Jan <of the bakery>"},
		"an@client.example …?": {Emails: []mail.Address{{Name: "an@client.example …?"}}},
	} {
		if got := NameOf(c); got != want {
			t.Errorf("%+v is called %q, want %q", c, got, want)
		}
	}
	shown := ForOffice(mail.Contact{Name: "An", Notes: "owes me", Birthday: mail.Birthday{Day: 1}, Categories: []string{"friends"}})
	if shown.Notes != "" || shown.Birthday.Day != 0 || shown.Categories != nil || shown.Name != "An" {
		t.Errorf("the office sees %+v", shown)
	}
}

func TestContactsOfOnePersonAreFoundTogether(t *testing.T) {
	of := func(account string, c mail.Contact) Contact { return Contact{Contact: c, Account: account} }
	at := func(name string, addresses ...string) mail.Contact {
		c := mail.Contact{Name: name}
		for _, a := range addresses {
			c.Emails = append(c.Emails, mail.Address{Address: a})
		}
		return c
	}
	list := []Contact{
		of("1", at("An Maes", "an@maes.example")),
		of("2", at("Maes, Àn", "AN@maes.example", "an@home.example")),
		of("3", at("", "an@home.example")),
		of("1", at("Bea", "info@bakery.example")),
		of("1", at("Cas", "info@bakery.example")),
		of("2", at("", "info@bakery.example")), // whose it is can't be told
		of("1", mail.Contact{Name: "Jan Peeters", Mobile: "+32 470 55 01 09"}),
		of("2", mail.Contact{Name: "Jan Peeters", Business: []string{"0470/55.01.09"}}),
		of("2", mail.Contact{Name: "Jan Peeters", Mobile: "+32 470 99 99 99"}), // another one of that name
		of("1", mail.Contact{}), of("2", mail.Contact{}),
	}
	if got := fmt.Sprint(Same(list)); got != "[0 0 0 3 4 5 6 6 8 9 10]" {
		t.Errorf("the groups are %s", got)
	}
	var many []Contact
	for i := range 20_000 {
		many = append(many, of("1", at(fmt.Sprint("Person ", i), "info@big.example", fmt.Sprint(i, "@big.example"))))
	}
	if got := Same(many); got[19_999] != 19_999 {
		t.Error("an address that thousands have makes them one person")
	}
}

func BenchmarkContacts(b *testing.B) {
	const n = 10_000
	c := newCards("top")
	for i := range n {
		one := card(fmt.Sprint(i), fmt.Sprint("Person ", i))
		one.Company = fmt.Sprint("Company ", i%3000)
		c.put("top", one)
	}
	db, err := store.Open(filepath.Join(b.TempDir(), "db"), store.Options{Box: box{}})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	book := NewBook(db)
	for b.Loop() {
		if err := book.Forget("1", ContactsFeature); err != nil {
			b.Fatal(err)
		}
		if _, err := book.SyncContacts(b.Context(), "1", c, false, clock("23 09:00")); err != nil {
			b.Fatal(err)
		}
		list, _, err := book.Contacts("1")
		if err != nil || len(list) != n {
			b.Fatal(len(list), err)
		}
		Same(list)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "contacts/s")
}
