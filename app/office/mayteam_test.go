package office

import (
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/processing"
)

// Who may see what follows from the team, from ties and from roles: An, who is no manager, changes none of them in her favour.
func TestWhoIsNoManagerCannotLetThemselvesSeeMore(t *testing.T) {
	w := watch(t, true)
	ctx := t.Context()
	put := func(m processing.Member) { _, err := w.PutMember(ctx, m); w.must(err) }
	put(processing.Member{Name: "Cas", Address: "cas@kantoor.example", Roles: []string{"tax"}})
	mine, _, err := w.AddClient(ctx, processing.Client{Name: "Mine", Number: "2001", Roles: map[string]string{"tax": an}})
	w.must(err)
	theirs, _, err := w.AddClient(ctx, processing.Client{Name: "Theirs", Number: "2002", Roles: map[string]string{"tax": bert}})
	w.must(err)
	with := func(role, who string) processing.Client {
		c, err := w.Client(theirs.ID)
		w.must(err)
		c.Roles = map[string]string{role: who}
		return c
	}
	imports := func(table string) error {
		v, err := w.ImportClients(ctx, strings.NewReader(table), processing.ImportOptions{})
		w.must(err)
		if len(v.Errors) == 0 {
			return nil
		}
		return v.Errors[0].Err
	}
	tries := map[string]func() error{
		"make herself a manager": func() error {
			_, err := w.PutMember(ctx, processing.Member{Name: "An", Address: an, Manager: true})
			return err
		},
		"drop the manager":            func() error { _, err := w.DropMember(ctx, bert); return err },
		"tie an address to her team":  func() error { _, err := w.Tie(ctx, boss, "team:front"); return err },
		"take a role":                 func() error { _, _, err := w.GiveRole(ctx, theirs.ID, "tax", an); return err },
		"take a role from its holder": func() error { _, _, err := w.GiveRole(ctx, theirs.ID, "tax", ""); return err },
		"change a client's role":      func() error { _, _, err := w.ChangeClient(ctx, with("tax", an)); return err },
		"add a client with a role": func() error {
			_, _, err := w.AddClient(ctx, processing.Client{Name: "New", Roles: map[string]string{"tax": an}})
			return err
		},
		"merge a client into hers":       func() error { _, err := w.MergeClients(ctx, mine.ID, theirs.ID); return err },
		"merge hers into a client":       func() error { _, err := w.MergeClients(ctx, theirs.ID, mine.ID); return err },
		"import a role":                  func() error { return imports("name,number,role:tax\nTheirs,2002,an@kantoor.example\n") },
		"import a client with a role":    func() error { return imports("name,number,role:tax\nNew,2003,an@kantoor.example\n") },
		"take users into the team":       func() error { return w.SetTeamFromUsers(ctx, "add") },
		"accept a proposal":              func() error { _, err := w.AcceptTeamProposal(ctx, "x", ""); return err },
		"say that an address is hers":    func() error { return w.TiePeople(ctx, bert, "x") },
		"say that one is nobody's again": func() error { return w.UntiePeople(ctx, bert) },
	}
	w.in(an)
	for what, try := range tries {
		if err := try(); fault.CodeOf(err) != "managers-only" {
			t.Errorf("%s: %v, want managers-only", what, err)
		}
	}
	if docs, err := w.Documents("", 0); err != nil || len(docs) != 2 {
		t.Errorf("after all that An sees %d mails, %v, want 2", len(docs), err)
	}
	if err := imports("name,number,email,role:tax\nTheirs,2002,new@theirs.example,bert@kantoor.example\n"); err != nil {
		t.Errorf("a table that changes no role: %v", err)
	}
	c := with("tax", strings.ToUpper(bert))
	c.Addresses = append(c.Addresses, "more@theirs.example")
	if _, _, err := w.ChangeClient(ctx, c); err != nil {
		t.Errorf("another address of a client: %v", err)
	}
	w.in("cas@kantoor.example") // sees all that is tax anyway
	if _, _, err := w.GiveRole(ctx, theirs.ID, "Tax", "cas@kantoor.example"); err != nil {
		t.Errorf("who has the role hands it on: %v", err)
	}
	w.in(bert)
	if _, err := w.Tie(ctx, boss, "team:front"); err != nil {
		t.Errorf("a manager ties: %v", err)
	}
	w.in(an)
	if _, err := w.UndoProcessing(ctx); fault.CodeOf(err) != "managers-only" {
		t.Errorf("taking back what a manager did about the team: %v, want managers-only", err)
	}
}

// Who makes a colleague the first manager may not have meant to be none.
func TestFirstManagerIsTakenBackByAnybodyForAWhile(t *testing.T) {
	for _, late := range []bool{false, true} {
		a := newArchive(t)
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		a.opts.Now = func() time.Time { return now }
		_, err := a.PutMember(t.Context(), processing.Member{Name: "An", Address: an})
		a.must(err)
		_, err = a.PutMember(t.Context(), processing.Member{Name: "Bert", Address: bert, Manager: true})
		a.must(err)
		a.opts.As = an
		want := ""
		if late {
			now, want = now.Add(undoManager), "managers-only"
		}
		if _, err := a.UndoProcessing(t.Context()); err == nil != (want == "") || err != nil && fault.CodeOf(err) != want {
			t.Errorf("taken back, late %v: %v, want %q", late, err, want)
		}
		a.opts.As = ""
		team, err := a.Team()
		a.must(err)
		if late != (len(team.Members) == 2) {
			t.Errorf("late %v: the team is %+v", late, team.Members)
		}
	}
}

// The demonstration's team is there before anybody has signed in.
func TestTeamIsSetUpAtOnceWhereThereIsNone(t *testing.T) {
	a := newArchive(t)
	a.opts.As = SignedIn
	team := processing.Team{Members: []processing.Member{{Name: "Bert", Address: bert, Manager: true}, {Name: "An", Address: an, Manager: true}}, Ties: map[string]string{emma: "contact"}}
	a.must(a.SetUp(t.Context(), team, []processing.Client{{Name: "Peeters", Roles: map[string]string{"tax": bert}}}))
	now, err := a.Team()
	a.must(err)
	if len(now.Members) != 2 || now.Ties[emma] != "contact" {
		t.Errorf("the team is %+v", now)
	}
	if err := a.SetUp(t.Context(), team, nil); fault.CodeOf(err) != "managers-only" {
		t.Errorf("once more by nobody: %v, want managers-only", err)
	}
}
