package face

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/demo"
)

// entry waits until a mail is processed and gives it.
func (w *world) entry(id string) ProcessingMail {
	w.t.Helper()
	_, err := w.api.ProcessAgain([]string{id})
	w.must(err)
	m, err := w.api.ProcessingMail(id)
	w.must(err)
	return m
}

func (w *world) wantMail(id, state, reason string) ProcessingMail {
	w.t.Helper()
	m, err := w.api.ProcessingMail(id)
	w.must(err)
	if m.State != state || m.Reason != reason {
		w.t.Errorf("the mail is %s %s because %v, want %s %s", m.State, m.Reason, m.Evidence, state, reason)
	}
	return m
}

const unknownMail = `From: Lies Maes <lies@maesbouw.example>
To: sofie@vandijk.example
Subject: Offerte
Message-ID: <1@maesbouw.example>

Zie bijlage.

Met vriendelijke groet,
Lies
Maes Bouw BV
BTW BE 0403.170.701
`

func TestEveryReasonHasItsFixAndUndo(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	id := w.file(unknownMail).ID
	other := w.file(strings.Replace(unknownMail, "<1@", "<2@", 1)).ID
	w.entry(other)
	m := w.entry(id)
	if m.Reason != "unknown-sender" || m.Why != "unknown" || !slices.Equal(m.Args, []string{"lies@maesbouw.example"}) || m.Waiting != 1 || m.From != "Lies Maes <lies@maesbouw.example>" {
		t.Errorf("the mail stands so: %+v", m)
	}
	d, err := w.api.DraftClient(id)
	w.must(err)
	if d.Client.Name != "Maes Bouw BV" || d.Domain != "maesbouw.example" || !slices.Contains(d.From, DraftField{"vat", "signature"}) || d.Client.Language != "nl" {
		t.Errorf("the draft is %+v", d)
	}
	saved, err := w.api.SaveClient(d.Client)
	w.must(err)
	w.wantMail(id, "attention", "address-not-tied")

	if n, err := w.api.TieAddress(demo.Sofie, "team:front"); err != nil || n != 0 {
		t.Errorf("tying settled %d, %v, want 0", n, err)
	}
	if m := w.wantMail(id, "attention", "team-empty"); !slices.Equal(m.Args, []string{"front"}) {
		t.Errorf("it misses %v, want the team front", m.Args)
	}
	if n, err := w.api.SaveMember(Member{Name: "Sofie", Address: demo.Sofie, Teams: []string{"front"}, Roles: []string{"tax"}}); err != nil || n != 2 {
		t.Errorf("a member settled %d, %v, want 2", n, err)
	}
	if m := w.wantMail(other, "processed", ""); !slices.Equal(m.People, []string{"Sofie"}) || m.Client == nil || m.Client.Name != "Maes Bouw BV" || len(m.Evidence) == 0 {
		t.Errorf("the processed mail is %+v", m)
	}
	u, err := w.api.UndoProcessing()
	w.must(err)
	if u.What != "team" || u.Mails != 2 {
		t.Errorf("undone is %+v, want the member", u)
	}
	w.wantMail(id, "attention", "team-empty")

	_, err = w.api.SaveMember(Member{Name: "Sofie", Address: demo.Sofie})
	w.must(err)
	_, err = w.api.TieAddress(demo.Sofie, "role:tax")
	w.must(err)
	if m := w.wantMail(id, "attention", "no-role-holder"); !slices.Equal(m.Args, []string{"tax", "Maes Bouw BV"}) {
		t.Errorf("it misses %v, want the role tax", m.Args)
	}
	if r, err := w.api.WouldGoTo(saved.Client.ID, demo.Sofie); err != nil || len(r.People) != 0 || !strings.Contains(r.Why, "tax") {
		t.Errorf("a mail would go to %+v, %v", r, err)
	}
	if n, err := w.api.GiveRole(saved.Client.ID, "tax", demo.Sofie); err != nil || n != 2 {
		t.Errorf("the role settled %d, %v, want 2", n, err)
	}
	if r, err := w.api.WouldGoTo(saved.Client.ID, demo.Sofie); err != nil || !slices.Equal(r.People, []string{"Sofie"}) || r.Why != "" {
		t.Errorf("a mail would go to %+v, %v", r, err)
	}
	w.must(w.api.SetMailsAside([]string{id, other}, true))
	p, err := w.api.Processing(ProcessingQuery{State: "aside", Mailbox: demo.Sofie, Limit: 1})
	w.must(err)
	if p.Total != 2 || len(p.Items) != 1 || p.Items[0].Rule != "hand" || p.Counts != (ProcessingCounts{Aside: 2}) || p.Members != 1 || p.Clients != 1 || !slices.Contains(p.Mailboxes, demo.Sofie) {
		t.Errorf("set aside are %+v", p)
	}
	words := ProcessingQuery{Text: "maes MAES", State: "aside"}
	if p, err = w.api.Processing(words); err == nil && !p.Ready {
		w.wait("the list of documents", func(e Event) bool { return e.Kind == "documents" && e.Done == e.Total })
		p, err = w.api.Processing(words)
	}
	if err != nil || !p.Ready || p.Total != 2 {
		t.Errorf("by words %+v is found, %v, want both", p, err)
	}
	w.must(w.api.SetMailsAside([]string{id}, false))
	w.wantMail(id, "processed", "")

	second, err := w.api.SaveClient(Client{Name: "Maes Holding", Number: "7"})
	w.must(err)
	if _, err := w.api.AssignMail(id, second.Client.ID, "nothing"); err != nil {
		t.Error(err)
	}
	if m := w.wantMail(id, "attention", "no-role-holder"); m.Client == nil || m.Client.Number != "7" {
		t.Errorf("the mail belongs to %+v", m.Client)
	}
	if _, err := w.api.MergeClients(saved.Client.ID, second.Client.ID); err != nil {
		t.Error(err)
	}
	w.wantMail(id, "processed", "")
	if _, err := w.api.SaveClient(Client{Name: ""}); problemIn(err) != "client-name" {
		t.Errorf("a client without a name: %v, want client-name", err)
	}
	team, err := w.api.Team()
	w.must(err)
	at := slices.IndexFunc(team.Addresses, func(x TeamTie) bool { return x.Address == demo.Sofie })
	if at < 0 || team.Addresses[at].To != "role:tax" || len(team.Members) != 1 || !slices.Equal(team.Roles, []string{"tax"}) {
		t.Errorf("the team is %+v", team)
	}
	w.must(w.api.DropMember(demo.Sofie))
}

func TestClientsAreImportedWithPreviewAndExported(t *testing.T) {
	w := newWorld(t, nil)
	if path, err := w.api.ChooseClients(); path != "" || err != nil {
		t.Errorf("a person who cancels chose %s, %v", path, err)
	}
	w.desk.file = filepath.Join(t.TempDir(), "clients.csv")
	w.must(os.WriteFile(w.desk.file, []byte("Wie;Nr;Post;Extra\nPeeters BV;1001;jan@peeters.example;x\nSmit;1002;not an address;y\n"), 0o600))
	path, err := w.api.ChooseClients()
	w.must(err)
	v, err := w.api.ImportClients(path, nil, true)
	w.must(err)
	if v.Problem == nil || v.Problem.Code != "column-name-missing" || len(v.Columns) != 4 || v.Columns[0].Column != "Wie" || !slices.Equal(v.Columns[0].Samples, []string{"Peeters BV", "Smit"}) || v.Columns[0].Field != "" || v.Columns[1].Field != "number" {
		t.Errorf("a table whose columns say little: %+v", v)
	}
	columns := []ColumnChoice{{"Wie", "name"}, {"Nr", "number"}, {"Post", "address"}, {"Extra", ""}}
	v, err = w.api.ImportClients(path, columns, true)
	w.must(err)
	if v.Added != 1 || v.Wrong != 1 || v.Lines[0].Line != 3 || v.Lines[0].Message == "" || len(v.First) != 1 || v.Columns[2].Field != "address" || v.Columns[3].Field != "" {
		t.Errorf("the preview is %+v", v)
	}
	if p, err := w.api.Clients(ClientQuery{}); err != nil || p.Total != 0 {
		t.Errorf("after a preview there are %d clients, %v", p.Total, err)
	}
	_, err = w.api.ImportClients(path, columns, false)
	w.must(err)
	if v, err = w.api.ImportClients(path, nil, false); err != nil || v.Added != 0 || v.Unchanged != 1 {
		t.Errorf("a second import, with the columns as last time: %+v, %v", v, err)
	}
	p, err := w.api.Clients(ClientQuery{Text: "peet", State: "active", Limit: 10})
	w.must(err)
	if p.Total != 1 || p.Items[0].Number != "1001" || !slices.Equal(p.Items[0].Addresses, []string{"jan@peeters.example"}) {
		t.Errorf("the clients are %+v", p)
	}
	c := p.Items[0]
	c.Ended = "2026-01-31"
	_, err = w.api.SaveClient(c)
	w.must(err)
	if c, err = w.api.Client(c.ID); err != nil || c.Ended != "2026-01-31" {
		t.Errorf("the client is %+v, %v", c, err)
	}
	w.desk.save = t.TempDir()
	to, err := w.api.SaveClients("")
	w.must(err)
	if text, err := os.ReadFile(to); err != nil || !strings.Contains(string(text), "Peeters BV") || filepath.Ext(to) != ".csv" {
		t.Errorf("%s reads %q, %v", to, text, err)
	}
	if _, err := w.api.ImportClients(filepath.Join(t.TempDir(), "none.csv"), nil, true); problemIn(err) != "table-unreadable" {
		t.Errorf("a table that is not there: %v, want table-unreadable", err)
	}
}

func TestDemonstrationShowsEveryReason(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	now := time.Now()
	w.must(w.face.SetUp(t.Context(), demo.Team("nl"), demo.Clients("nl", now)))
	want := func(from, state, reason string) ProcessingMail {
		t.Helper()
		m := w.entry(w.file("From: <" + from + ">\nTo: sofie@vandijk.example\nSubject: Vraag\nMessage-ID: <" + from + ">\n\nDag\n").ID)
		if m.State != state || m.Reason != reason {
			t.Errorf("a mail of %s is %s %s because %v, want %s %s", from, m.State, m.Reason, m.Evidence, state, reason)
		}
		return m
	}
	if m := want("administratie@bakkerijsmit.example", "processed", ""); !slices.Equal(m.People, []string{"Sofie de Wit"}) {
		t.Errorf("%v take part, want Sofie", m.People)
	}
	want("marc@dupont-fils.example", "attention", "unknown-sender")
	if m := want("buero@weiss-metall.example", "attention", "unknown-sender"); len(m.Candidates) != 1 || m.Candidates[0].Client.Name != "Weiß Vastgoed" {
		t.Errorf("the candidates are %+v, want Weiß Vastgoed", m.Candidates)
	}
	if m := want("jan@peeters.example", "attention", "several-clients"); len(m.Candidates) != 2 {
		t.Errorf("the candidates are %+v, want two", m.Candidates)
	}
	want("compta@laurent.example", "attention", "client-ended")
	w.must(w.demo.Ask(demo.Sofie, "inbox"))
	w.must(w.api.SyncNow())
	w.wait("an overview that counts them", func(e Event) bool { return e.Overview != nil && e.Overview.Open == 8 })
	p, err := w.api.Clients(ClientQuery{Text: "kapsalon"})
	w.must(err)
	if r, err := w.api.WouldGoTo(p.Items[0].ID, demo.Invoices); err != nil || len(r.People) > 0 || r.Why == "" {
		t.Errorf("a mail of one without roles would go to %+v, %v", r, err)
	}
	if r, err := w.api.WouldGoTo(p.Items[0].ID, demo.Info); err != nil || len(r.People) != 2 {
		t.Errorf("a mail to the reception would go to %+v, %v", r, err)
	}
}
