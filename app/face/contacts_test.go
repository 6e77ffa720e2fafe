package face

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postroom/app/demo"
)

// peopled is a world in which Sofie's people are read.
func peopled(t *testing.T) *world {
	w := newWorld(t, nil)
	a := w.connect()
	w.must(w.demo.LetPeople())
	w.must(w.face.ShowPeople(t.Context(), a.ID, demo.Colleagues))
	return w
}

func TestContactsAreListedShownToTheOfficeAndExported(t *testing.T) {
	w := peopled(t)
	p, err := w.api.Contacts(ContactQuery{Limit: 5})
	w.must(err)
	if !p.On || len(p.Items) != 5 || p.Total <= 5 || len(p.Folders) != 2 || p.Read == "" {
		t.Fatalf("the contacts are %+v", p)
	}
	last, err := w.api.Contacts(ContactQuery{Offset: p.Total - 1})
	w.must(err)
	if len(last.Items) != 1 || last.Total != p.Total {
		t.Errorf("the last page is %+v", last)
	}
	var folder ContactFolder
	for _, f := range p.Folders {
		if f.Contacts > folder.Contacts {
			folder = f
		}
	}
	in := ContactQuery{Folder: folder.ID, Account: folder.Account, Limit: 100}
	all, err := w.api.Contacts(in)
	w.must(err)
	if all.Total != folder.Contacts {
		t.Errorf("%d contacts are in a folder of %d", all.Total, folder.Contacts)
	}
	one := all.Items[0]
	if !one.Own || one.Visible || one.Name == "" || one.Company == "" || len(one.Emails) == 0 || len(one.Phones) == 0 || one.Phones[0].Kind != "work" {
		t.Errorf("a contact is %+v", one)
	}
	w.must(w.api.ShowContacts(folder.Account, []string{folder.ID}, true))
	w.must(w.api.ShowContacts(one.Account, []string{one.ID}, false))
	in.Visible = true
	if v, err := w.api.Contacts(in); err != nil || v.Total != all.Total-1 {
		t.Errorf("%d of %d contacts are visible, without one (%v)", v.Total, all.Total, err)
	}
	w.desk.save = t.TempDir()
	for table, begins := range map[bool]string{false: "BEGIN:VCARD\r\nVERSION:4.0\r\n", true: ""} {
		to, err := w.api.SaveContacts(in, table)
		w.must(err)
		text, err := os.ReadFile(to)
		w.must(err)
		if !strings.HasPrefix(string(text), begins) || !strings.Contains(string(text), all.Items[1].Emails[0]) || strings.Contains(string(text), one.Emails[0]) {
			t.Errorf("%s is %s", to, text)
		}
		if want := map[bool]string{false: ".vcf", true: ".csv"}[table]; filepath.Ext(to) != want {
			t.Errorf("saved at %s, want %s", to, want)
		}
	}
	w.desk.save = ""
	if to, err := w.api.SaveContacts(in, false); to != "" || err != nil {
		t.Errorf("cancelled, it gives %q, %v", to, err)
	}
	if photo, err := w.api.ContactPhoto(one.Account, one.ID); err != nil || photo != "" {
		t.Errorf("a contact without a picture has %q, %v", photo, err)
	}
	if code := problemIn(w.api.ShowContacts(one.Account, []string{"nothing"}, true)); code != "people-contact-unknown" {
		t.Errorf("showing nothing gives %q", code)
	}
	w.must(w.api.PeopleOff(one.Account, "contacts", true))
	if v, err := w.api.Contacts(ContactQuery{}); err != nil || v.On || len(v.Items) != 0 {
		t.Errorf("when they are off: %+v, %v", v, err)
	}
	if code := problemIn(w.api.SyncContacts()); code != "people-off-contacts" {
		t.Errorf("reading them then gives %q", code)
	}
}

func TestClientsAreMadeOfContactsAndThatIsTakenBack(t *testing.T) {
	w := peopled(t)
	would, err := w.api.ClientsFromContacts(ContactQuery{}, true)
	w.must(err)
	if would.Added < 2 || len(would.Clients) != would.Added+would.Extended || len(would.Left) != would.Skipped {
		t.Fatalf("the preview is %+v", would)
	}
	if c, err := w.api.Clients(ClientQuery{}); err != nil || c.Total != 0 {
		t.Errorf("after the preview there are %d clients (%v)", c.Total, err)
	}
	did, err := w.api.ClientsFromContacts(ContactQuery{}, false)
	w.must(err)
	if c, err := w.api.Clients(ClientQuery{}); err != nil || did.Added != would.Added || c.Total != did.Added {
		t.Errorf("%d clients of %d were made (%v)", c.Total, would.Added, err)
	}
	_, err = w.api.UndoProcessing()
	w.must(err)
	if c, err := w.api.Clients(ClientQuery{}); err != nil || c.Total != 0 {
		t.Errorf("%d clients are left when it is undone (%v)", c.Total, err)
	}
}

func TestStatusesArePassedOnWhereTheyAreToBeAndASecretIsToldOnce(t *testing.T) {
	w := newWorld(t, nil)
	all, err := w.api.Passes()
	w.must(err)
	if len(all) != 2 || all[0].On || all[1].On {
		t.Fatalf("before anything is on: %+v", all)
	}
	if code := problemIn(w.api.TryPassing("webhook")); code != "pass-none" {
		t.Errorf("trying nothing gives %q", code)
	}
	if _, err := w.api.PassToWebhook(WebhookForm{URL: "http://pbx.kantoor.example/status"}); problemIn(err) != "pass-address" {
		t.Errorf("an open address gives %v", err)
	}
	p, err := w.api.PassToWebhook(WebhookForm{URL: "https://pbx.kantoor.example/status?key=example", Team: true})
	w.must(err)
	if !strings.HasPrefix(p.Secret, "whsec_") || p.Host != "pbx.kantoor.example" {
		t.Errorf("the webhook is %+v", p)
	}
	if p, err = w.api.PassToWebhook(WebhookForm{URL: "https://pbx.kantoor.example/other"}); err != nil || p.Secret != "" {
		t.Errorf("the secret is told again: %+v, %v", p, err)
	}
	if p, err = w.api.PassToWebhook(WebhookForm{URL: "https://pbx.kantoor.example/other", NewSecret: true}); err != nil || p.Secret == "" {
		t.Errorf("a new secret is not told: %+v, %v", p, err)
	}
	if p, err = w.api.PassToWebhook(WebhookForm{URL: "https://pbx.kantoor.example/", Secret: "too short"}); problemIn(err) != "pass-secret" {
		t.Errorf("a secret that is none: %+v, %v", p, err)
	}
	own := "whsec_" + strings.Repeat("c2VjcmV0", 8)
	w.desk.file = filepath.Join(filepath.Dir(w.demo.Policy()), "ca.pem")
	ca, err := w.api.ChooseAuthority()
	if err != nil || ca.Name != "ca.pem" {
		t.Errorf("chosen is %+v, %v", ca, err)
	}
	if p, err = w.api.PassToWebhook(WebhookForm{URL: "https://pbx.kantoor.example/", Secret: own, CA: ca.Path}); err != nil || p.Secret != "" || !p.OwnCA {
		t.Errorf("an own secret, which is not told, and an own authority: %+v, %v", p, err)
	}
	if p, err = w.api.PassToWebhook(WebhookForm{URL: "https://pbx.kantoor.example/", Team: true}); err != nil || !p.OwnCA || p.Secret != "" {
		t.Errorf("the same host keeps both: %+v, %v", p, err)
	}
	if p, err = w.api.PassToWebhook(WebhookForm{URL: "https://pbx.kantoor.example/", DropCA: true}); err != nil || p.OwnCA {
		t.Errorf("an authority that is taken away: %+v, %v", p, err)
	}
	if p, err = w.api.PassToWebhook(WebhookForm{URL: "https://pbx.kantoor.example/", CA: ca.Path}); err != nil || !p.OwnCA {
		t.Errorf("the authority again: %+v, %v", p, err)
	}
	if p, err = w.api.PassToWebhook(WebhookForm{URL: "https://other.kantoor.example/"}); err != nil || p.OwnCA || p.Secret == "" {
		t.Errorf("another host gets neither: %+v, %v", p, err)
	}
	program, err := os.Executable()
	w.must(err)
	if code := problemIn(w.api.PassToCommand(CommandForm{Program: filepath.Join(w.dir, "nothing")})); code != "pass-command" {
		t.Errorf("a program that is none gives %q", code)
	}
	w.must(w.api.PassToCommand(CommandForm{Program: program + " ", Args: []string{"-test.run=^$", ""}, Team: true}))
	w.must(w.api.TryPassing("command"))
	all, err = w.api.Passes()
	w.must(err)
	if !all[0].On || all[0].Secret != "" || !all[1].On || all[1].Program != program || len(all[1].Args) != 1 || !all[1].Team {
		t.Errorf("then: %+v", all)
	}
	w.must(w.api.StopPassing("webhook"))
	w.must(w.api.StopPassing("command"))
	if all, err = w.api.Passes(); err != nil || all[0].On || all[1].On {
		t.Errorf("stopped, they are %+v, %v", all, err)
	}
}

func TestUsersAreProposedAsMembersAndAcceptedOrNot(t *testing.T) {
	w := newWorld(t, nil)
	if v, err := w.api.TeamProposals("", 0, 0); err != nil || v.On {
		t.Errorf("without users: %+v, %v", v, err)
	}
	a := w.connect()
	w.must(w.demo.LetPeople())
	w.must(w.face.ShowPeople(t.Context(), a.ID, demo.Colleagues))
	w.must(w.api.SetTeamFromUsers("off"))
	if v, err := w.api.TeamProposals("", 0, 0); err != nil || !v.On || v.Mode != "off" || v.Total != 0 {
		t.Errorf("off: %+v, %v", v, err)
	}
	w.must(w.api.SetTeamFromUsers("propose"))
	v, err := w.api.TeamProposals("", 0, 2)
	w.must(err)
	if v.Mode != "propose" || v.Total < 3 || len(v.Items) != 2 {
		t.Fatalf("the proposals are %+v", v)
	}
	els, err := w.api.TeamProposals("ELS@", 0, 0)
	w.must(err)
	v.Items[1], v.Items[0] = v.Items[0], els.Items[0]
	if els.Total != 1 || v.Items[0].ID == v.Items[1].ID || v.Items[0].Kind != "add" || !v.Items[0].Accept || v.Items[0].Message == "" {
		t.Fatalf("the proposals of Els are %+v", els)
	}
	if _, err := w.api.DecideProposal(v.Items[0].ID, "add", true); err != nil {
		t.Fatal(err)
	}
	if _, err := w.api.DecideProposal(v.Items[1].ID, "add", false); err != nil {
		t.Fatal(err)
	}
	after, err := w.api.TeamProposals("", 0, 0)
	w.must(err)
	team, err := w.api.Team()
	w.must(err)
	if after.Total != v.Total-2 || len(team.Members) != 1 || team.Members[0].Name != v.Items[0].Name {
		t.Errorf("%d of %d are left; the team is %+v", after.Total, v.Total, team.Members)
	}
	if _, err := w.api.DecideProposal(v.Items[0].ID, "add", true); problemIn(err) != "team-proposal" {
		t.Errorf("accepting it again gives %v", err)
	}
	if s, err := w.api.TeamStatus(); err != nil || len(s) != 1 || s[0].Address != team.Members[0].Address || s[0].Name != "Els Bakker" || s[0].Words == "" {
		t.Errorf("the member shows as %+v, %v", s, err)
	}
	if _, err := w.api.SaveMember(Member{Name: "Els Bakker", Address: "other@vandijk.example"}); err != nil {
		t.Fatal(err)
	}
	if s, err := w.api.TeamStatus(); err != nil || len(s) != 1 || s[0].Name != "" {
		t.Errorf("one of two of a name shows as %+v, %v", s, err)
	}
}
