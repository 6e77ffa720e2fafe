package face

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"postroom/app/demo"
	"postroom/app/settings"
)

// managed is an office that Sofie manages, with one connected mailbox: a client's mails that arrive there are its contact's.
func managed(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	_, err := w.api.SaveMember(Member{Name: "Sofie", Address: demo.Sofie, Manager: true})
	w.must(err)
	_, err = w.api.TieAddress(demo.Sofie, "contact")
	w.must(err)
	return w
}

func TestSuggestionsAreTakenAndWhatWasLearnedIsReadChangedAndCarriedOn(t *testing.T) {
	w := managed(t)
	alpha, err := w.api.SaveClient(Client{Name: "Alpha BV", Number: "1", Addresses: []string{"tom@both.example"}})
	w.must(err)
	_, err = w.api.SaveClient(Client{Name: "Beta BV", Number: "2", Addresses: []string{"tom@both.example"}})
	w.must(err)
	id := w.file("From: Tom <tom@both.example>\nTo: " + demo.Sofie + "\nSubject: Quarterly report\nMessage-ID: <1@both.example>\n\nHi\n").ID
	m := w.entry(id)
	if m.Reason != "several-clients" || len(m.Candidates) != 2 {
		t.Fatalf("a mail of two clients stands so: %+v", m)
	}
	if _, err := w.api.AcceptSuggestion(id, 9); problemIn(err) != "suggestion-missing" {
		t.Errorf("a ninth suggestion gives %v, want suggestion-missing", err)
	}
	_, err = w.api.AcceptSuggestion(id, 1)
	w.must(err)
	if m = w.wantMail(id, "processed", ""); m.Client == nil {
		t.Fatal("the mail has no client")
	}

	p, err := w.api.Learned(LearnedQuery{})
	w.must(err)
	at := slices.IndexFunc(p.Items, func(l LearnedOne) bool { return l.Kind == "address" && l.Value == "tom@both.example" })
	if at < 0 || !p.On || p.Bar != 0.93 || p.All < p.Total || len(p.Items[at].Went) != 1 || p.Items[at].Went[0].Given != 1 || p.Items[at].Last == "" {
		t.Fatalf("learned was %+v, want the address, which one client got", p)
	}
	lesson := p.Items[at].ID
	if words, err := w.api.Learned(LearnedQuery{Words: true}); err != nil || words.Total != words.All || words.Total < p.Total {
		t.Errorf("with words %d of %d were learned, %v", words.Total, words.All, err)
	}
	if one, err := w.api.Learned(LearnedQuery{Text: "BOTH.ex", Limit: 1}); err != nil || len(one.Items) != 1 {
		t.Errorf("looked for: %+v, %v", one, err)
	}
	_, err = w.api.SetBar(1)
	w.must(err)
	_, err = w.api.SwitchLesson(lesson, false)
	w.must(err)
	_, err = w.api.EditLesson(lesson, alpha.Client.ID)
	w.must(err)
	p, err = w.api.Learned(LearnedQuery{Text: "tom@both"})
	w.must(err)
	if l := p.Items[0]; p.Bar != 1 || l.On || len(l.Went) != 1 || l.Went[0].Client == nil || l.Went[0].Client.Name != "Alpha BV" {
		t.Errorf("after changes it is %+v", p)
	}

	w.desk.save = t.TempDir()
	to, err := w.api.SaveLearned()
	w.must(err)
	_, err = w.api.ForgetLesson(lesson)
	w.must(err)
	if p, err = w.api.Learned(LearnedQuery{Text: "tom@both"}); err != nil || p.Total != 0 {
		t.Errorf("forgotten is %+v, %v", p, err)
	}
	if v, err := w.api.ImportLearned(); err != nil || !v.Cancelled {
		t.Errorf("a person who cancels imports %+v, %v", v, err)
	}
	w.desk.file = to
	if v, err := w.api.ImportLearned(); err != nil || v.Added != 1 || v.LeftAll != 0 {
		t.Errorf("imported is %+v, %v, want the one that was forgotten", v, err)
	}
	for code, text := range map[string]string{"learned-broken": "no list", "learned-newer": `{"version": 99}`} {
		w.desk.file = filepath.Join(t.TempDir(), "learned.json")
		w.must(os.WriteFile(w.desk.file, []byte(text), 0o600))
		if _, err := w.api.ImportLearned(); problemIn(err) != code {
			t.Errorf("importing %s gives %v, want %s", text, err, code)
		}
	}
	_, err = w.api.SwitchLearning(false)
	w.must(err)
	if p, err = w.api.Learned(LearnedQuery{}); err != nil || p.On {
		t.Errorf("switched off, it is on: %v, %v", p.On, err)
	}

	_, err = w.api.SaveMember(Member{Name: "Sofie", Address: demo.Sofie})
	w.must(err)
	_, err = w.api.SaveMember(Member{Name: "Jan", Address: demo.Jan, Manager: true})
	w.must(err)
	if _, err := w.api.Learned(LearnedQuery{}); problemIn(err) != "managers-only" {
		t.Errorf("who is no manager is told %v, want managers-only", err)
	}
	if team, err := w.api.Team(); err != nil || !team.Locked || team.Members == nil {
		t.Errorf("who is no manager is shown the team as %+v, %v, want that only managers change it", team, err)
	}
	if r, err := w.api.AsideRules(); err != nil || r.Managers {
		t.Errorf("who is no manager is one in %+v, %v", r, err)
	}
}

func TestRulesAreMadeContradictedSwitchedAndUndone(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	mail := "From: Shop <news@shop.example>\nTo: " + demo.Sofie + "\nSubject: Offers\nMessage-ID: <1@shop.example>\n\nHi\n"
	id := w.file(mail).ID
	w.entry(id)
	_, err := w.api.SaveClient(Client{Name: "The shop", Domains: []string{"shop.example"}})
	w.must(err)
	if n, err := w.api.AddAsideRule("domain", "SHOP.example", false); err != nil || n > 1 {
		t.Errorf("a rule has set %d aside, %v", n, err)
	}
	if _, err := w.api.AddAsideRule("sender", "boss@shop.example", true); err != nil {
		t.Error(err)
	}
	if _, err := w.api.AddAsideRule("domain", "shop.example", true); problemIn(err) != "rule-contradicts" {
		t.Errorf("the very opposite gives %v, want rule-contradicts", err)
	}
	if _, err := w.api.AddAsideRule("subject", "x", false); problemIn(err) != "rule-value" {
		t.Errorf("a rule about one letter gives %v, want rule-value", err)
	}
	v, err := w.api.AsideRules()
	w.must(err)
	var kinds []string
	for _, r := range v.Rules {
		kinds = append(kinds, r.Kind)
	}
	if !slices.Equal(kinds, []string{"bulk", "auto", "internal", "sender", "domain"}) || !slices.Contains(v.Mailbox, demo.Sofie) || !v.Managers {
		t.Fatalf("the rules are %+v", v)
	}
	keep, domain := v.Rules[3], v.Rules[4]
	if !keep.Keep || !slices.Equal(keep.Wins, []AsideOther{{"domain", "shop.example"}}) || !slices.Equal(domain.Loses, []AsideOther{{"sender", "boss@shop.example"}}) ||
		len(domain.Clients) != 1 || domain.Clients[0].Name != "The shop" {
		t.Errorf("the two say of each other: %+v and %+v", keep, domain)
	}
	w.must(w.api.SwitchAsideRule("bulk", false))
	w.must(w.api.DropAsideRule(keep.ID))
	if v, err = w.api.AsideRules(); err != nil || len(v.Rules) != 4 || v.Rules[0].On {
		t.Errorf("then they are %+v, %v", v, err)
	}
	_, err = w.api.UndoProcessing()
	w.must(err)
	if v, err = w.api.AsideRules(); err != nil || len(v.Rules) != 5 {
		t.Errorf("undone, they are %+v, %v", v, err)
	}
}

func TestAClientHasAPageFiltersAnExportAndAFolderOnDisk(t *testing.T) {
	w := managed(t)
	saved, err := w.api.SaveClient(Client{Name: "Peeters BV", Number: "7", Addresses: []string{"jan@peeters.example"}})
	w.must(err)
	other, err := w.api.SaveClient(Client{Name: "Smit", Addresses: []string{"p@smit.example"}})
	w.must(err)
	for _, from := range []string{"jan@peeters.example", "p@smit.example"} {
		w.entry(w.file("From: <" + from + ">\nTo: " + demo.Sofie + "\nSubject: Vraag\nMessage-ID: <" + from + ">\n\nDag\n").ID)
	}
	client := saved.Client.ID
	v, err := w.api.AboutClient(client)
	w.must(err)
	if v.Client.Name != "Peeters BV" || v.Mails != 1 || v.Counts.Processed != 1 || len(v.Recent) != 1 || v.Recent[0].ClientID != client || v.Recent[0].Client != "Peeters BV" ||
		v.Talks != 1 || v.Talking != 1 || len(v.Conversations) != 1 || len(v.Open) != 0 || v.Invoices != 0 {
		t.Errorf("all about the client: %+v", v)
	}
	if _, err := w.api.AboutClient("nobody"); problemIn(err) != "client-unknown" {
		t.Errorf("about nobody: %v, want client-unknown", err)
	}
	_, err = w.api.Documents(Query{})
	w.must(err)
	w.wait("the list of documents", func(e Event) bool { return e.Kind == "documents" && e.Done == e.Total })
	page, err := w.api.Documents(Query{Client: client})
	w.must(err)
	if page.Total != 1 || page.All < 2 || page.Items[0].Client != "Peeters BV" {
		t.Errorf("the client's documents are %+v", page)
	}
	if i, err := w.api.Invoices(InvoiceQuery{Client: client}); err != nil || i.Total != 0 {
		t.Errorf("the client's invoices are %+v, %v", i, err)
	}
	if f, err := w.api.DocumentFilters(); err != nil || f.Clients != 2 {
		t.Errorf("%d clients can be chosen, %v, want 2", f.Clients, err)
	}
	w.desk.save = t.TempDir()
	if e, err := w.api.Export(Query{Client: client}, false); err != nil || e.Mails != 1 {
		t.Errorf("exported is %+v, %v, want the client's one mail", e, err)
	}

	archive, err := w.face.office.Destination()
	w.must(err)
	there := func(name string) bool {
		list, _ := filepath.Glob(filepath.Join(archive, "Clients", name, "*", "*.eml"))
		return len(list) == 1
	}
	w.must(w.api.SetSetting(settings.ClientsTree, "true"))
	w.wait("documents by client", func(e Event) bool { return e.Kind == "tree" && there("Peeters BV (7)") && there("Smit") })
	w.must(os.RemoveAll(filepath.Join(archive, "Clients", "Smit")))
	if n, err := w.api.RebuildClientTree(); err != nil || n != 2 || !there("Smit") {
		t.Errorf("rebuilt are %d, %v, and the folder is there: %v", n, err, there("Smit"))
	}
	if s, err := w.api.ClientTree(); err != nil || s.Mails != 2 || s.Problem != nil {
		t.Errorf("the folders stand so: %+v, %v", s, err)
	}
	if _, err := w.api.AssignMail(page.Items[0].ID, other.Client.ID, "nothing"); err != nil {
		t.Error(err)
	}
	w.must(w.api.SetSetting(settings.ClientsTree, "false"))
	w.wait("no documents by client", func(e Event) bool {
		_, err := os.Stat(filepath.Join(archive, "Clients"))
		return e.Kind == "tree" && (os.IsNotExist(err) || !there("Smit"))
	})
}
