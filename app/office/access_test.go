package office_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/people"
	"postroom/app/processing"
	"postroom/app/settings"
	"postroom/app/simulator"
	"postroom/app/simulator/entra"
	"postroom/app/store"
)

const (
	emma     = "emma@kantoor.example"
	jan      = "jan@kantoor.example"
	piet     = "piet@outlook.example"
	clientID = "5e0f1c2a-0000-4000-8000-000000000001"
)

// guarded is an office whose policy names a group, before a simulated Microsoft 365 that can be switched off.
type guarded struct {
	*office.Office
	t         *testing.T
	sim       *simulator.Simulator
	authority *entra.Authority
	group     string
	opts      office.Options
	now       time.Time
	who       string // who sits in front of the browser
}

func guard(t *testing.T, members ...string) *guarded {
	t.Helper()
	// The clock that goes on is the office's; MSAL has one of its own. Long tokens are good by both.
	w := &guarded{t: t, authority: entra.New(entra.Config{Life: entra.Life{Access: 90 * 24 * time.Hour}}), now: time.Now(), who: emma}
	w.authority.AddTenant(entra.Tenant{Name: "Kantoor", Domains: []string{"kantoor.example"}})
	w.authority.AddApp(entra.App{ClientID: clientID, Name: "Postroom", Public: true})
	var err error
	w.sim, err = simulator.New(simulator.Options{Authority: w.authority})
	w.must(err)
	for _, u := range []simulator.User{{Address: emma}, {Address: jan}, {Address: piet, Personal: true}} {
		_, err := w.sim.AddUser(u)
		w.must(err)
	}
	inner, err := w.sim.AddGroup(simulator.Group{Name: "Inner", Members: members})
	w.must(err)
	w.group, err = w.sim.AddGroup(simulator.Group{Name: "Outer", Members: []string{inner}})
	w.must(err)
	w.must(w.sim.Start("127.0.0.1:0"))
	t.Cleanup(func() { _ = w.sim.Close() })
	dir := t.TempDir()
	policy, err := json.Marshal(map[string]any{"clientId": clientID, "settingsGroup": map[string]string{"id": w.group, "name": "the IT team"},
		"cloud": map[string]string{"authority": w.sim.URL(), "graph": w.sim.URL() + "/v1.0", "caFile": "ca.pem"}})
	w.must(err)
	w.must(os.WriteFile(filepath.Join(dir, "ca.pem"), w.sim.CAPEM(), 0o600))
	w.must(os.WriteFile(filepath.Join(dir, "policy.json"), policy, 0o600))
	w.opts = office.Options{Data: filepath.Join(dir, "data"), Policy: filepath.Join(dir, "policy.json"), Keyring: noKeyring{},
		Now: func() time.Time { return w.now }, OpenURL: w.browse}
	w.open()
	t.Cleanup(func() { _ = w.Close() })
	return w
}

func (w *guarded) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *guarded) open() {
	w.t.Helper()
	var err error
	w.Office, err = office.Open(w.t.Context(), w.opts)
	w.must(err)
}

// browse is the person at the browser.
func (w *guarded) browse(page string) error {
	p := &entra.Person{Client: w.sim.Client(), Address: w.who}
	go func() {
		if _, err := p.Visit(context.Background(), page); err != nil {
			w.t.Error(err)
		}
	}()
	return nil
}

func (w *guarded) connect(who string, kind store.AccountKind) error {
	w.t.Helper()
	w.who = who
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	_, err := w.Connect(ctx, kind, office.SignIn{})
	return err
}

// change is a change that anybody would make.
func (w *guarded) change() error { return w.SetSetting(settings.NotifyFailures, "false") }

func (w *guarded) wants(what string, err error, code string) {
	w.t.Helper()
	got := ""
	if err != nil {
		got = fault.CodeOf(err)
	}
	if got != code {
		w.t.Errorf("%s: %v, want code %q", what, err, code)
	}
}

func TestOnlyMembersMayConnectAndChange(t *testing.T) {
	w := guard(t, emma)
	w.wants("a change before anybody signed in", w.change(), "access-denied")
	w.wants("Jan, who is no member, connects", w.connect(jan, store.Work), "access-denied")
	w.wants("a personal account connects", w.connect(piet, store.Personal), "access-denied")
	if accounts, err := w.Accounts(); err != nil || len(accounts) > 0 {
		t.Errorf("of those who were refused is kept: %+v, %v", accounts, err)
	}
	if left, err := os.ReadDir(filepath.Join(w.opts.Data, "tokens")); err != nil || len(left) > 0 {
		t.Errorf("sign-ins of those who were refused are kept: %v, %v", left, err)
	}
	w.wants("Emma, a member of a member, connects", w.connect(emma, store.Work), "")
	w.wants("a change of Emma's", w.change(), "")
	w.wants("Jan connects beside her", w.connect(jan, store.Work), "")
	_, err := w.Disconnect(t.Context(), emma, false)
	w.wants("Emma disconnects when all is set up", err, "")
	w.wants("a change with Jan alone", w.change(), "access-denied")
	w.wants("the language, with Jan alone", w.SetSetting(settings.Language, "nl"), "")
	w.wants("Jan signs in again", w.connect(jan, store.Work), "")
	_, err = w.Reauthenticate(t.Context(), jan, office.SignIn{})
	w.wants("Jan reauthenticates", err, "")
	if a, err := w.Access(); err != nil || !a.Limited || a.May || a.Group != "the IT team" {
		t.Errorf("said as %+v, %v", a, err)
	}
	w.must(w.sim.SetMembers(w.group))
	w.who = emma
	_, err = w.Reauthenticate(t.Context(), emma, office.SignIn{})
	w.wants("Emma, who was disconnected and is no member any more, reauthenticates", err, "access-denied")
	w.must(w.sim.SetMembers(w.group, emma))
	w.wants("Emma comes back", w.connect(emma, store.Work), "")
	w.wants("a change of hers", w.change(), "")
}

func TestWithoutAGroupEverybodyMayChange(t *testing.T) {
	w := guard(t)
	text, err := os.ReadFile(w.opts.Policy)
	w.must(err)
	var p map[string]any
	w.must(json.Unmarshal(text, &p))
	delete(p, "settingsGroup")
	text, err = json.Marshal(p)
	w.must(err)
	w.must(os.WriteFile(w.opts.Policy, text, 0o600))
	w.must(w.Close())
	w.open()
	w.wants("a change", w.change(), "")
	if a, err := w.Access(); err != nil || a.Limited || !a.May {
		t.Errorf("said as %+v, %v", a, err)
	}
}

func TestMembershipIsRememberedOfflineForAWhile(t *testing.T) {
	w := guard(t, emma)
	w.must(w.connect(emma, store.Work))
	asked := func() int { return w.sim.Stats().ByEndpoint["POST /me/checkmembergroups"] }
	before := asked()
	w.wants("a second change", w.change(), "")
	if asked() != before {
		t.Error("Microsoft was asked again within the hour")
	}
	w.must(w.Close()) // what is remembered outlives the program
	w.must(w.sim.Close())
	w.open()
	for _, tt := range []struct {
		after time.Duration
		code  string
	}{{59 * time.Minute, ""}, {6 * 24 * time.Hour, ""}, {8 * 24 * time.Hour, "access-unknown"}, {-time.Hour, "access-unknown"}} {
		start := w.now
		w.now = start.Add(tt.after)
		w.wants("offline after "+tt.after.String(), w.change(), tt.code)
		a, err := w.Access()
		if err != nil || a.May != (tt.code == "") {
			t.Errorf("after %v it is said that she may: %v, %v", tt.after, a.May, err)
		}
		w.now = start
	}
}

func TestWhoLeavesTheGroupMayChangeNoMore(t *testing.T) {
	w := guard(t, emma)
	w.must(w.connect(emma, store.Work))
	w.must(w.sim.SetMembers(w.group))
	w.now = w.now.Add(2 * time.Hour)
	w.wants("a change after she left", w.change(), "access-denied")
	w.must(w.sim.SetMembers(w.group, emma))
	w.wants("a change after she came back", w.change(), "")
}

func TestRefusedQuestionMakesNobodyAMember(t *testing.T) {
	w := guard(t, emma)
	w.must(w.connect(emma, store.Work))
	w.now = w.now.Add(2 * time.Hour)
	_, err := w.sim.AddFault(simulator.Fault{Kind: simulator.Code, Path: "checkmembergroups", Status: http.StatusForbidden, Code: "Authorization_RequestDenied"})
	w.must(err)
	w.wants("a change when Microsoft refuses to say", w.change(), "access-unknown")
	w.sim.ClearFaults()
	w.wants("a change when it says", w.change(), "")
	w.must(w.authority.Revoke(emma))
	w.now = w.now.Add(2 * time.Hour)
	w.wants("a change when her session has ended", w.change(), "access-unknown")
}

// changing are the methods that change settings or connections, as somebody who may not calls them.
var changing = map[string]func(context.Context, *office.Office) error{
	"SetSetting": func(_ context.Context, o *office.Office) error { return o.SetSetting(settings.PollSeconds, "30") },
	"Disconnect": func(ctx context.Context, o *office.Office) error { _, err := o.Disconnect(ctx, jan, true); return err },
	"Select": func(ctx context.Context, o *office.Office) error {
		_, err := o.Select(ctx, jan, []string{"inbox"}, nil, false)
		return err
	},
	"Choose": func(ctx context.Context, o *office.Office) error {
		_, err := o.Choose(ctx, jan, office.Choice{})
		return err
	},
	"MoveDestination": func(ctx context.Context, o *office.Office) error {
		_, err := o.MoveDestination(ctx, "/nowhere", true, func(int64, int64) {})
		return err
	},
	"Rebuild": func(ctx context.Context, o *office.Office) error { _, err := o.Rebuild(ctx); return err },
	"AddShared": func(ctx context.Context, o *office.Office) error {
		_, err := o.AddShared(ctx, jan, "info@kantoor.example", office.SharedOptions{})
		return err
	},
	"RemoveShared": func(ctx context.Context, o *office.Office) error {
		_, err := o.RemoveShared(ctx, jan, "info@kantoor.example")
		return err
	},
	"NeverSends": func(ctx context.Context, o *office.Office) error { return o.NeverSends(ctx, jan, true) },
	"FileEverything": func(ctx context.Context, o *office.Office) error {
		_, err := o.FileEverything(ctx, jan, true)
		return err
	},
	"Activate":   func(ctx context.Context, o *office.Office) error { _, err := o.Activate(ctx, jan, emma); return err },
	"Deactivate": func(ctx context.Context, o *office.Office) error { _, err := o.Deactivate(ctx, jan, emma); return err },
	"ConnectOrganisation": func(ctx context.Context, o *office.Office) error {
		_, err := o.ConnectOrganisation(ctx, office.OrganisationForm{})
		return err
	},
	"PeopleOn": func(ctx context.Context, o *office.Office) error {
		_, err := o.PeopleOn(ctx, jan, people.StatusFeature, office.SignIn{})
		return err
	},
	"PeopleOff": func(ctx context.Context, o *office.Office) error {
		_, err := o.PeopleOff(ctx, jan, people.StatusFeature, true)
		return err
	},
	"PassToWebhook": func(ctx context.Context, o *office.Office) error {
		_, err := o.PassToWebhook(ctx, office.WebhookForm{URL: "https://pbx.kantoor.example/"})
		return err
	},
	"PassToCommand": func(ctx context.Context, o *office.Office) error {
		_, err := o.PassToCommand(ctx, "/bin/sh", nil, false)
		return err
	},
	"StopPassing":      func(ctx context.Context, o *office.Office) error { return o.StopPassing(ctx, office.PassWebhook) },
	"TryPassing":       func(ctx context.Context, o *office.Office) error { return o.TryPassing(ctx, office.PassWebhook) },
	"SetTeamFromUsers": func(ctx context.Context, o *office.Office) error { return o.SetTeamFromUsers(ctx, people.JoinAdd) },
	"AcceptTeamProposal": func(ctx context.Context, o *office.Office) error {
		_, err := o.AcceptTeamProposal(ctx, jan, "")
		return err
	},
	"DismissTeamProposal": func(ctx context.Context, o *office.Office) error { return o.DismissTeamProposal(ctx, jan, "") },
	"WatchPeople": func(ctx context.Context, o *office.Office) error {
		_, err := o.WatchPeople(ctx, jan, []string{emma}, true)
		return err
	},
	"SetUp": func(ctx context.Context, o *office.Office) error { return o.SetUp(ctx, processing.Team{}, nil) },
	"PutMember": func(ctx context.Context, o *office.Office) error {
		_, err := o.PutMember(ctx, processing.Member{Name: "Jan", Address: jan})
		return err
	},
	"SwitchLearning": func(ctx context.Context, o *office.Office) error { _, err := o.SwitchLearning(ctx, false); return err },
	"SetBar":         func(ctx context.Context, o *office.Office) error { _, err := o.SetBar(ctx, 0.6); return err },
	"SwitchLesson": func(ctx context.Context, o *office.Office) error {
		_, err := o.SwitchLesson(ctx, "1", false)
		return err
	},
	"ForgetLesson": func(ctx context.Context, o *office.Office) error { _, err := o.ForgetLesson(ctx, "1"); return err },
	"EditLesson":   func(ctx context.Context, o *office.Office) error { _, err := o.EditLesson(ctx, "1", "2"); return err },
	"ImportLearned": func(ctx context.Context, o *office.Office) error {
		_, err := o.ImportLearned(ctx, nil)
		return err
	},
	"DropMember":   func(ctx context.Context, o *office.Office) error { _, err := o.DropMember(ctx, jan); return err },
	"Tie":          func(ctx context.Context, o *office.Office) error { _, err := o.Tie(ctx, jan, "contact"); return err },
	"SetRetention": func(ctx context.Context, o *office.Office) error { return o.SetRetention(ctx, jan, nil) },
	"DeleteDue": func(ctx context.Context, o *office.Office) error {
		_, err := o.DeleteDue(ctx, time.Time{}, 0, nil)
		return err
	},
	"TiePeople":          func(ctx context.Context, o *office.Office) error { return o.TiePeople(ctx, jan, "") },
	"UntiePeople":        func(ctx context.Context, o *office.Office) error { return o.UntiePeople(ctx, jan) },
	"MarkInvoices":       func(_ context.Context, o *office.Office) error { return o.MarkInvoices(jan, "", true) },
	"SwitchOrganisation": func(_ context.Context, o *office.Office) error { return o.SwitchOrganisation(jan, false) },
}

// open to everybody are the methods that show, prove, repair one's own sign-in, or make what is chosen already go on.
var open = []string{"TreeState", "FollowTree", "Followed", "RebuildTree", "Accept", "ExportLearned", "Learned", "LearnedPage", "LeftOut",
	"AddRule", "DropRule", "ProcessingRules", "SwitchRule", "AboutClient", "Access", "Account", "Accounts", "AddClient", "Addresses", "Assign", "ChangeClient", "CheckAccess", "CheckDestination", "Client", "Clients", "ClientDocuments", "ClientID", "ExportClients", "GiveRole",
	"ClientCount", "ClientPage", "Entry", "ImportClients", "LineProblem", "Prefill", "Roles", "MergeClients", "ProcessAgain", "Processing", "SetAside", "Team", "WouldGoTo", "AssignConversation", "Concerns", "Conversation", "Conversations", "DueConversation", "MyWork", "NoteConversation", "ReadConversation", "SetConversation", "Close", "Connect", "ConsentPage",
	"Data", "Destination", "Diagnostics", "Document", "Documents", "Export", "Failures", "File", "FiledDays", "Find", "Folders", "Free", "InvoiceMarks", "Invoices", "Kinds", "List", "LookAgain", "LookAgainNow", "Managed",
	"Availability", "ReadAvailability", "TeamFromUsers", "TeamProposals", "Passes", "Pause", "PauseMailbox", "OwnPresence", "PeopleContacts", "ContactPhoto", "ShowContacts", "SyncContacts", "ExportContacts", "ClientsFromContacts", "PeopleFeatures", "PeopleStatus", "PeopleTies", "PeopleUsers", "Permissions", "Person", "PersonDay", "PersonHours", "PlanMove", "Policy", "Poll", "PreviewDiagnostics", "Presets", "Prove", "Read", "Reauthenticate", "RebuildSearch", "Recent", "Refresh", "RenewSearch", "Resume",
	"ResumeMailbox", "Retention", "Retry", "RetryNow", "Run", "Search", "SearchProgress", "SetLanguage", "Setting", "Settings", "SharedAccess", "SuggestTies", "SyncUsers", "Sources", "Status", "SyncOnce", "Tenant", "Timestamps",
	"Ticks", "Tree", "Validate", "ValidateEach", "UndoProcessing", "Unsettled", "UsersRead", "UpdateSearch", "Verify", "Wake", "Work", "WriteInvoices", "WriteReport"}

func TestEveryMethodThatChangesSettingsOrConnectionsIsGuarded(t *testing.T) {
	w := guard(t, emma)
	w.must(w.connect(emma, store.Work))
	w.must(w.connect(jan, store.Work))
	_, err := w.Disconnect(t.Context(), emma, true)
	w.must(err)
	for m := range reflect.TypeFor[*office.Office]().Methods() {
		do, guarded := changing[m.Name]
		if guarded == slices.Contains(open, m.Name) {
			t.Errorf("%s is new: say in this file whether it changes settings or connections (and begins with permit) or is open to everybody", m.Name)
		}
		if guarded {
			w.wants(m.Name, do(t.Context(), w.Office), "access-denied")
		}
	}
	if accounts, err := w.Accounts(); err != nil || len(accounts) != 1 || accounts[0].State != store.Active {
		t.Errorf("something was changed: %+v, %v", accounts, err)
	}
}

// noKeyring is a machine without a keyring.
type noKeyring struct{}

func (noKeyring) Get(string, string) (string, error) { return "", os.ErrNotExist }
func (noKeyring) Set(string, string, string) error   { return os.ErrNotExist }
func (noKeyring) Delete(string, string) error        { return os.ErrNotExist }
