package face

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/demo"
	"postroom/app/office"
	"postroom/app/simulator"
	"postroom/app/simulator/entra"
)

// organisation connects the demonstration's organisation and gives its account.
func (w *world) organisation(expires string) Account {
	w.t.Helper()
	id, err := w.api.ConnectOrganisation(OrganisationForm{Tenant: demo.Domain, ClientID: demo.OrganisationClient, Secret: demo.OrganisationSecret, Expires: expires})
	w.must(err)
	list, err := w.api.Accounts()
	w.must(err)
	i := slices.IndexFunc(list, func(a Account) bool { return a.ID == id })
	if i < 0 || list[i].Organisation == nil {
		w.t.Fatalf("the accounts are %+v, want the organisation %s", list, id)
	}
	return list[i]
}

func TestOrganisationIsConnectedAnAddressActivatedAndItsMailFiled(t *testing.T) {
	w := newWorld(t, nil)
	a := w.organisation("")
	if o := a.Organisation; a.Kind != "organisation" || a.Name != "Van Dijk Accountants" || !o.On || o.Credential != "secret" || o.Active != 0 || o.Listed != 0 {
		t.Errorf("connected is %+v, %+v", a, o)
	}
	v, err := w.api.Overview()
	w.must(err)
	if len(v.Needs) != 1 || v.Needs[0].Action != "openAddresses" || v.Needs[0].Target != a.ID {
		t.Errorf("before anything is activated the overview asks for %+v", v.Needs)
	}
	p, err := w.api.Addresses(a.ID, AddressQuery{Limit: 3, Offset: 1})
	w.must(err)
	if p.Total < 10 || len(p.Items) != 3 || p.Active != 0 || !p.Kinds || p.Read == "" || p.Items[0].Address >= p.Items[1].Address {
		t.Errorf("a page of addresses is %+v", p)
	}
	list, err := w.api.Activate(a.ID, []string{demo.Payroll, demo.Director})
	w.must(err)
	if r := list[0]; !r.Active || r.Problem != nil || r.Kind != "shared" || r.Before == 0 {
		t.Errorf("the released mailbox is %+v", r)
	}
	if r := list[1]; r.Active || r.Problem == nil || r.Problem.Code != "mailbox-excluded" || r.Problem.Remedy == "" {
		t.Errorf("the mailbox that is not released is %+v", r)
	}
	p, err = w.api.Addresses(a.ID, AddressQuery{Text: "LONEN", Limit: 10})
	w.must(err)
	if p.Total != 1 || p.Active != 1 || !p.Items[0].Active {
		t.Errorf("looking for lonen finds %+v", p)
	}
	mime := strings.ReplaceAll(strings.ReplaceAll(invoiceMail, "sofie@vandijk.example", demo.Payroll), "\n", "\r\n")
	w.must2(w.demo.Simulator().Deliver(demo.Payroll, "inbox", []byte(mime), simulator.Delivery{}))
	w.must(w.api.SyncNow())
	if e := w.kind("filed"); e.Document == nil || e.Document.Mailbox != demo.Payroll {
		t.Errorf("filed is %+v", e.Document)
	}
	accounts, err := w.api.Accounts()
	w.must(err)
	if o := accounts[0].Organisation; o.Active != 1 || o.Listed < 10 || accounts[0].Mailboxes[0].Kind != "activated" {
		t.Errorf("the account is %+v, %+v", accounts[0], o)
	}
	rights, err := w.api.Permissions(a.ID)
	w.must(err)
	if len(rights.Rows) != 6 || rights.Rows[0].State != "granted" || rights.Rows[1].Permission != "Mail.Read" || rights.Rows[1].Who != "administrator" || rights.Missing != 0 {
		t.Errorf("the permissions of an organisation are %+v", rights)
	}
	w.must(w.api.SwitchOrganisation(a.ID, false))
	p, err = w.api.Addresses(a.ID, AddressQuery{Active: true, Limit: 10})
	w.must(err)
	if len(p.Items) != 1 || p.Items[0].State != "off" {
		t.Errorf("while the connection is off the active addresses are %+v", p.Items)
	}
	w.must(w.api.SwitchOrganisation(a.ID, true))
	if list, err = w.api.Deactivate(a.ID, []string{demo.Payroll}); err != nil || len(list) != 1 || list[0].Active {
		t.Errorf("deactivated is %+v, %v", list, err)
	}
}

func TestEachMistakeInAnOrganisationsFormHasACodeOfItsOwn(t *testing.T) {
	w := newWorld(t, nil)
	w.demo.Authority().AddApp(entra.App{ClientID: "11111111-2222-3333-4444-555555555555", Secrets: []entra.Secret{{Value: "example-secret"}}})
	good := OrganisationForm{Tenant: demo.Domain, ClientID: demo.OrganisationClient, Secret: demo.OrganisationSecret}
	dir := t.TempDir()
	for _, c := range []struct {
		name, code string
		change     func(*OrganisationForm)
	}{
		{"no such tenant", "AADSTS90002", func(f *OrganisationForm) { f.Tenant = "nowhere.example" }},
		{"no tenant", "tenant-needed", func(f *OrganisationForm) { f.Tenant = "common" }},
		{"an endpoint of version 1", "token-endpoint-v1", func(f *OrganisationForm) { f.Tenant = w.demo.Simulator().URL() + "/" + demo.Domain + "/oauth2/token" }},
		{"an endpoint of another cloud", "token-endpoint-cloud", func(f *OrganisationForm) {
			f.Tenant = "https://login.microsoftonline.us/" + demo.Domain + "/oauth2/v2.0/token"
		}},
		{"no client id", "client-id-invalid", func(f *OrganisationForm) { f.ClientID = " " }},
		{"an unknown client id", "AADSTS700016", func(f *OrganisationForm) { f.ClientID = "99999999-2222-3333-4444-555555555555" }},
		{"a wrong secret", "AADSTS7000215", func(f *OrganisationForm) { f.Secret = "example-wrong" }},
		{"the secret's id", "secret-is-id", func(f *OrganisationForm) { f.Secret = "99999999-2222-3333-4444-555555555555" }},
		{"no consent", "consent-missing", func(f *OrganisationForm) {
			f.ClientID, f.Secret = "11111111-2222-3333-4444-555555555555", "example-secret"
		}},
		{"no day", "secret-date", func(f *OrganisationForm) { f.Expires = "tomorrow" }},
		{"no file", "certificate-unreadable", func(f *OrganisationForm) { f.Certificate = filepath.Join(dir, "none.pem") }},
		{"a file without a key", "certificate-no-key", func(f *OrganisationForm) {
			f.Certificate = filepath.Join(dir, "empty.pem")
			w.must(os.WriteFile(f.Certificate, nil, 0o600))
		}},
	} {
		form := good
		c.change(&form)
		_, err := w.api.ConnectOrganisation(form)
		if p, _ := FormatError(err).(Problem); p.Code != c.code || p.Message == "" || p.Remedy == "" {
			t.Errorf("%s: %q (%s), want %s", c.name, p.Code, p.Message, c.code)
		}
	}
	if list, err := w.api.Accounts(); err != nil || len(list) != 0 {
		t.Errorf("after mistakes alone the accounts are %+v, %v", list, err)
	}
	w.desk.file = filepath.Join(dir, "empty.pem")
	if c, err := w.api.ChooseCertificate(); err != nil || c.Path != w.desk.file || c.Name != "empty.pem" {
		t.Errorf("chosen is %+v, %v", c, err)
	}
	good.Tenant = w.demo.Simulator().URL() + "/" + demo.Domain + "/oauth2/v2.0/token"
	if _, err := w.api.ConnectOrganisation(good); err != nil {
		t.Errorf("with the token endpoint: %v", err)
	}
}

func TestEndOfASecretIsToldInTheOverviewAndOnceAsANotification(t *testing.T) {
	var opts Options
	w := newWorld(t, func(o *Options) { opts = *o })
	a := w.organisation(time.Now().AddDate(0, 0, 20).Format(time.DateOnly))
	if p := a.Organisation.Warning; p == nil || p.Code != "credential-expires" || a.Organisation.Expires == "" {
		t.Fatalf("the organisation is %+v, want a warning", a.Organisation)
	}
	v, err := w.api.Overview()
	w.must(err)
	i := slices.IndexFunc(v.Needs, func(n Need) bool { return n.Kind == "credential" })
	if i < 0 || v.Needs[i].Action != "renew" || v.Needs[i].Target != a.ID {
		t.Errorf("the overview asks for %+v, want the secret to be renewed", v.Needs)
	}
	w.must(w.face.Close())
	for range 2 { // it is told when the program starts, or within a minute; a second start tells nothing new
		w.face = New(opts)
		w.api = w.face.API()
		w.must(w.face.Open(t.Context()))
		if told := func() bool { w.desk.mu.Lock(); defer w.desk.mu.Unlock(); return len(w.desk.notes) > 0 }; !told() {
			w.kind(office.EventExpiry)
		}
		w.must(w.face.Close()) // what runs in the background has ended then
	}
	w.desk.mu.Lock()
	defer w.desk.mu.Unlock()
	told := slices.DeleteFunc(slices.Clone(w.desk.notes), func(n Notification) bool { return n.ID != "signIn:"+a.ID })
	if len(told) != 1 || told[0].Room != "mailboxes" || told[0].Target != "organisation:"+a.ID || told[0].Text != a.Organisation.Warning.Message {
		t.Errorf("notified of %+v, want one about the secret", w.desk.notes)
	}
}

func TestASecretThatEndsWithinAWeekChangesTheStateOfAll(t *testing.T) {
	for _, c := range []struct {
		left  time.Duration
		state string
	}{{20 * 24 * time.Hour, "upToDate"}, {6 * 24 * time.Hour, "attention"}} {
		s := calmScene()
		s.accounts = append(s.accounts, office.Account{ID: "2", Kind: "organisation", Name: "Kantoor", State: "active",
			Mailboxes:    []office.AccountMailbox{{Address: "info@kantoor.example", Kind: "activated"}},
			Organisation: &office.Organisation{On: true, Expires: later(c.left), Warning: &office.Problem{Code: "credential-expires", Message: "ends", Remedy: "renew"}}})
		if v := s.overview(); v.State != c.state || len(v.Needs) != 1 || v.Needs[0].Action != "renew" {
			t.Errorf("%v before the end: %s, %+v; want %s and one thing to do", c.left, v.State, v.Needs, c.state)
		}
	}
	s := calmScene()
	s.accounts[0] = office.Account{ID: "1", Kind: "organisation", Name: "Kantoor", State: "reauthenticate", Organisation: &office.Organisation{On: true},
		Error: &office.Problem{Code: "AADSTS7000222", Message: "expired.", Remedy: "Make a new one."}}
	if v := s.overview(); len(v.Needs) != 1 || v.Needs[0].Action != "renew" || v.Needs[0].Text != "expired. Make a new one." {
		t.Errorf("an organisation whose secret has ended asks for %+v", v.Needs)
	}
}

func TestGuideNamesEveryValueInEachLanguageAndKnowsTheDemonstration(t *testing.T) {
	w := newWorld(t, func(o *Options) { o.Demo = true })
	for _, l := range languages {
		w.must(w.api.SetSetting("language", l.Code))
		g, err := w.api.OrganisationGuide()
		w.must(err)
		if g.Demo == nil || g.Demo.Secret != demo.OrganisationSecret || len(g.Steps) != 6 {
			t.Errorf("%s: the guide is %+v", l.Code, g)
		}
		text := fmt.Sprint(g)
		for _, want := range []string{"User.ReadBasic.All", "MailboxSettings.Read", "Organization.Read.All", "New-ServicePrincipal -AppId {clientId}", "New-ManagementRoleAssignment",
			"openssl req", "MessageCopyForSentAsEnabled"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the guide does not name %s", l.Code, want)
			}
		}
		if strings.Contains(text, "guide.") || strings.Contains(text, "{address}") || strings.Contains(text, "{objectId}") {
			t.Errorf("%s: the guide has words missing: %s", l.Code, text)
		}
	}
}
