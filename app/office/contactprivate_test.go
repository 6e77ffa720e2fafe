package office

import (
	"context"
	"testing"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/people"
	"postroom/app/processing"
	"postroom/app/store"
)

// oneCard is an address book with one contact.
type oneCard struct{ mail.Contact }

func (oneCard) ContactFolders(context.Context) ([]mail.ContactFolder, error) {
	return []mail.ContactFolder{{ID: "folder", Path: mail.Path{"Contacts"}}}, nil
}

func (oneCard) ContactFolderChanges(context.Context, string) (bool, string, error) {
	return false, "link", nil
}

func (c oneCard) ContactChanges(_ context.Context, _, _ string, each func(mail.ContactChange)) (string, error) {
	each(mail.ContactChange{ID: "card", Apply: func(to *mail.Contact) { *to = c.Contact }})
	return "link", nil
}

func (oneCard) ContactsIn(context.Context, string, func(mail.ContactChange)) error { return nil }

func TestWhatPrivateContactsSayOfAMailIsForTheirOwnerAloneAndGoesAtOnce(t *testing.T) {
	w := watch(t, false)
	w.must(w.db.PutAccount(store.Account{ID: "emma", Kind: store.Work, Address: emma, State: store.Active}))
	w.must(w.book().Change("emma", people.ContactsFeature, func(s *people.Setting) { s.On = true }))
	_, err := w.book().SyncContacts(t.Context(), "emma", oneCard{mail.Contact{Company: "Peeters", Emails: []mail.Address{{Address: "who@knows.example"}}}}, true, w.opts.Now())
	w.must(err)
	_, err = w.PutMember(t.Context(), processing.Member{Name: "Emma", Address: emma, Teams: []string{"front"}})
	w.must(err)
	w.must(w.acquaint(t.Context(), true))
	id := ""
	list, err := w.Processing(ProcessingQuery{}, 0, 100)
	w.must(err)
	for _, e := range list.Entries {
		if e.Subject == "Zweimal" {
			id = e.ID
		}
	}
	sees := func(what, as string, want int) {
		t.Helper()
		w.opts.As = as
		e, err := w.Entry(id)
		w.must(err)
		if len(e.Candidates) != want {
			t.Errorf("%s, %q sees %+v, want %d suggestions", what, as, e.Candidates, want)
		}
		w.opts.As = ""
	}
	show := func(on bool) {
		t.Helper()
		w.handling.mu.Lock()
		w.handling.room = nil // as in a command that has not looked at mails
		w.handling.mu.Unlock()
		w.must(w.ShowContacts(t.Context(), "emma", []string{"card"}, on))
	}
	for as, want := range map[string]int{"": 1, emma: 1, an: 0, bert: 0} {
		sees("while the contact is private", as, want)
	}
	w.opts.As = an
	if _, err := w.Accept(t.Context(), id, 1); fault.CodeOf(err) != "suggestion-missing" {
		t.Errorf("An accepts what she does not see: %v", err)
	}
	w.opts.As = ""
	show(true)
	sees("when it is shown to the office", an, 1)
	show(false)
	sees("when it was taken back", an, 0)
	w.handling.room = nil
	_, err = w.PeopleOff(t.Context(), "emma", people.ContactsFeature, true)
	w.must(err)
	sees("when it was forgotten", "", 0)
}
