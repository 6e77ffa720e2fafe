package office

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/processing"
	"postroom/app/store"
)

const (
	an   = "an@kantoor.example"
	bert = "bert@kantoor.example"
	boss = "boss@kantoor.example"
)

// watched is an office with a team, of which An sees what came to Emma's address and nothing else. With hidden, more came
// to the boss, after it.
type watched struct {
	*archive
	hidden string // id
	talk   string // its conversation
	heard  []Event
}

func watch(t *testing.T, hidden bool) *watched {
	w := &watched{archive: newArchive(t)}
	for _, m := range []string{emma, boss} {
		w.must(w.db.PutMailbox(store.Mailbox{Mailbox: mail.Mailbox{Address: m}}))
	}
	for _, m := range []processing.Member{{Name: "An", Address: an, Teams: []string{"front"}}, {Name: "Bert", Address: bert, Teams: []string{"board"}, Manager: true}} {
		_, err := w.PutMember(t.Context(), m)
		w.must(err)
	}
	for to, who := range map[string]string{emma: "team:front", boss: "team:board"} {
		_, err := w.Tie(t.Context(), to, who)
		w.must(err)
	}
	_, _, err := w.AddClient(t.Context(), processing.Client{Name: "Peeters", Number: "1001", Addresses: []string{"jan@peeters.example"}})
	w.must(err)
	w.must(w.SetRetention(t.Context(), emma, &Period{Rule: Own, Years: 1}))
	invoice := base64.StdEncoding.EncodeToString(invoiceSample(t, aZUGFeRD))
	write := func(from, subject, id string) []byte {
		return fmt.Appendf(nil, "From: <%s>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n"+
			"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=%s.pdf\r\n\r\n%s\r\n--b--\r\n", from, emma, subject, id, subject, invoice)
	}
	open := write("jan@peeters.example", "Offen", "one")
	both := write("who@knows.example", "Zweimal", "both")
	w.receive(open)
	w.receive(both)
	w.processed()
	if hidden {
		w.hidden = w.receiveIn(boss, write("jan@peeters.example", "Geheim", "two"))
		w.receiveIn(boss, append([]byte("List-Unsubscribe: <https://tv.example>\r\n"), write("tv@hidden.example", "Geheim", "four")...))
		w.processed()
		w.talk = *w.entryOf(w.hidden).Conversation
		w.receiveIn(boss, both) // the same mail: where else it lies is hidden, too
		w.must(w.SetRetention(t.Context(), boss, &Period{Rule: Own, Years: 1}))
		w.processed()
		w.receiveIn(boss, write("jan@peeters.example", "Geheim", "three")) // nobody has looked at it yet
	} else {
		w.must(w.SetRetention(t.Context(), boss, &Period{Rule: Own, Years: 1}))
	}
	w.indexed()
	var reading sync.WaitGroup
	w.List(t.Context(), reading.Go, func(int, int) {})
	reading.Wait()
	w.opts.Now = func() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) }
	w.opts.Notify = func(e Event) { w.heard = append(w.heard, e) }
	return w
}

// in is w as a member sees it.
func (w *watched) in(as string) *watched {
	w.opts.As = as
	return w
}

// telling are the methods that tell of filed mails: they are called, and what they say is compared.
var telling = map[string]func(*watched) (any, error){
	"AboutClient":     func(w *watched) (any, error) { return w.AboutClient("1001") },
	"ClientDocuments": func(w *watched) (any, error) { return w.ClientDocuments("1001", "", 0) },
	"DeleteDue": func(w *watched) (any, error) {
		r, err := w.Retention(w.Context(), time.Time{}, 0)
		w.must(err)
		if _, err := w.DeleteDue(w.Context(), time.Time{}, r.Total+1, nil); fault.CodeOf(err) != "retention-changed" {
			return nil, fmt.Errorf("more are deleted than are listed: %w", err)
		}
		return r, err
	},
	"Concerns": func(w *watched) (any, error) {
		if v, err := w.Concerns(0, 0); w.opts.As != "" {
			return v, err
		}
		return nil, nil // the office itself is nobody whom anything concerns
	},
	"Conversations": func(w *watched) (any, error) { return w.Conversations(ConversationQuery{}, 0, 0) },
	"MyWork": func(w *watched) (any, error) {
		if w.opts.As == "" {
			w.in(bert)
		}
		return w.MyWork(0, 0)
	},
	"Documents": func(w *watched) (any, error) { return w.Documents("", 0) },
	"Export": func(w *watched) (any, error) {
		v, err := w.Export(w.Context(), Export{Path: filepath.Join(w.TempDir(), "all.zip")}, nil)
		if err != nil {
			return nil, err
		}
		found, err := w.Export(w.Context(), Export{Path: filepath.Join(w.TempDir(), "found.zip"), Query: Query{Text: "hello"}}, nil)
		return []any{v.Mails, v.Files, found}, err
	},
	"Unsettled": func(w *watched) (any, error) { return w.Unsettled() },
	"Failures":  func(w *watched) (any, error) { f, _, err := w.Failures(); return f, err },
	"FiledDays": func(w *watched) (any, error) { return w.FiledDays(2000) },
	"Find": func(w *watched) (any, error) {
		all, err := w.Find(Query{}, 0, 100)
		w.must(err)
		some, err := w.Find(Query{Text: "geheim", Client: "Peeters"}, 0, 100)
		return []any{all, some}, err
	},
	"Invoices": func(w *watched) (any, error) { return w.Invoices(InvoiceQuery{}) },
	"WriteInvoices": func(w *watched) (any, error) {
		v, err := w.Invoices(InvoiceQuery{Client: "1001"})
		return len(v.Rows), err
	},
	"Processing": func(w *watched) (any, error) {
		all, err := w.Processing(ProcessingQuery{As: bert}, 0, 0)
		w.must(err)
		some, err := w.Processing(ProcessingQuery{Text: "geheim"}, 0, 0)
		return []any{all, some}, err
	},
	"ProcessingRules": func(w *watched) (any, error) { return w.ProcessingRules() },
	"Recent":          func(w *watched) (any, error) { return w.Recent(10) },
	"Retention":       func(w *watched) (any, error) { return w.Retention(w.Context(), time.Time{}, 0) },
	"Search": func(w *watched) (any, error) {
		v, err := w.Search(w.Context(), SearchQuery{Query: Query{Text: "hello", Sort: "received"}, Done: true}, 0, 100)
		w.must(err)
		v.Progress = nil // how large the index is
		return v, err
	},
	"Sources":      func(w *watched) (any, error) { return w.Sources(), nil },
	"Status":       func(w *watched) (any, error) { v, err := w.Status(); v.Search = nil; return v, err },
	"LookAgain":    func(w *watched) (any, error) { return w.LookAgain() },
	"GiveRole":     func(w *watched) (any, error) { _, n, err := w.GiveRole(w.Context(), "1001", "tax", ""); return n, err },
	"Retry":        func(w *watched) (any, error) { return w.Retry() },
	"ProcessAgain": func(w *watched) (any, error) { return w.ProcessAgain(w.Context()) },
}

// touching are the methods that take a mail by its id: one that can't be seen is unknown to them.
var touching = map[string]func(w *watched, id string) error{
	"Accept": func(w *watched, id string) error {
		if _, err := w.Accept(w.Context(), id, 1); fault.CodeOf(err) != "suggestion-missing" {
			return err
		}
		return nil // it is known to who may see it, and belongs to a client already
	},
	"Learned":          func(w *watched, id string) error { _, err := w.Learned(); return err },
	"LearnedPage":      func(w *watched, id string) error { _, err := w.LearnedPage(processing.LearnedQuery{}); return err },
	"ExportLearned":    func(w *watched, id string) error { return w.ExportLearned(io.Discard) },
	"SwitchLearning":   func(w *watched, id string) error { _, err := w.SwitchLearning(w.Context(), true); return err },
	"Assign":           func(w *watched, id string) error { _, err := w.Assign(w.Context(), id, "1001", ""); return err },
	"Conversation":     func(w *watched, id string) error { _, err := w.Conversation(w.talk, 0, 0); return err },
	"NoteConversation": func(w *watched, id string) error { _, err := w.NoteConversation(w.talk, "hello"); return err },
	"AssignConversation": func(w *watched, id string) error {
		_, err := w.AssignConversation(w.talk, bert)
		return err
	},
	"SetConversation":  func(w *watched, id string) error { _, err := w.SetConversation(w.talk, "done"); return err },
	"DueConversation":  func(w *watched, id string) error { _, err := w.DueConversation(w.talk, "2030-01-02"); return err },
	"ReadConversation": func(w *watched, id string) error { _, err := w.ReadConversation(w.talk, 1); return err },
	"Document":         func(w *watched, id string) error { _, err := w.Document(id); return err },
	"Entry":            func(w *watched, id string) error { _, err := w.Entry(id); return err },
	"File":             func(w *watched, id string) error { _, err := w.File(w.Context(), id, id+"/mail.eml"); return err },
	"LookAgain":        func(w *watched, id string) error { _, err := w.LookAgain(id); return err },
	"LookAgainNow":     func(w *watched, id string) error { _, err := w.LookAgainNow(w.Context(), id); return err },
	"Prefill":          func(w *watched, id string) error { _, err := w.Prefill(id); return err },
	"ProcessAgain":     func(w *watched, id string) error { _, err := w.ProcessAgain(w.Context(), id); return err },
	"Prove":            func(w *watched, id string) error { _, err := w.Prove(w.Context(), id); return err },
	"SetAside":         func(w *watched, id string) error { return w.SetAside(w.Context(), false, id) },
	"Export": func(w *watched, id string) error {
		_, err := w.Export(w.Context(), Export{Path: filepath.Join(w.TempDir(), "x.zip"), IDs: []string{id}}, nil)
		return err
	},
	"Read": func(w *watched, id string) error {
		r, err := w.Read(w.Context(), id, id+"/mail.eml")
		if err == nil {
			_, err = io.Copy(io.Discard, r)
			r.Close()
		}
		return err
	},
	"Verify": func(w *watched, _ string) error { _, err := w.Verify(w.Context(), nil); return err },
}

// silent are the methods that tell nothing of filed mails: of connections, folders and permissions at Microsoft, of the team
// and the clients, which everybody in the office knows, of people, of this machine and how far its work is; and those that
// change something and tell no more of it than that.
var silent = []string{"TreeState", "FollowTree", "Followed", "RebuildTree", "EditLesson", "ForgetLesson", "ImportLearned", "LeftOut", "SetBar", "SwitchLesson",
	"AddRule", "DropRule", "SwitchRule", "TeamFromUsers", "SetTeamFromUsers", "TeamProposals", "AcceptTeamProposal", "DismissTeamProposal", "ClientsFromContacts", "ContactPhoto", "ExportContacts", "PeopleContacts", "ShowContacts", "SyncContacts",
	"Availability", "ReadAvailability", "Access", "Account", "Accounts", "Activate", "AddClient", "AddShared", "Addresses", "ChangeClient", "CheckAccess", "CheckDestination", "Choose", "Client", "ClientCount", "ClientID", "ClientPage",
	"Clients", "ClientsFromContacts", "Close", "Connect", "ConnectOrganisation", "ConsentPage", "ContactPhoto", "Data", "Deactivate", "Destination", "Diagnostics", "Disconnect", "DropMember", "ExportClients", "ExportContacts", "FileEverything", "Folders",
	"Free", "ImportClients", "InvoiceMarks", "Kinds", "LineProblem", "List", "Managed", "MarkInvoices", "MergeClients", "MoveDestination", "NeverSends", "Pause", "PauseMailbox", "PeopleContacts", "PeopleFeatures",
	"OwnPresence", "PassToCommand", "PassToWebhook", "Passes", "PeopleOff", "PeopleOn", "PeopleStatus", "PeopleTies", "PeopleUsers", "Permissions", "Person", "PersonDay", "PersonHours", "PlanMove", "Policy", "Poll", "PreviewDiagnostics", "Presets", "PutMember",
	"Reauthenticate", "Rebuild", "RebuildSearch", "Refresh", "RemoveShared", "RenewSearch", "Resume", "ResumeMailbox", "RetryNow", "Roles", "Run", "SearchProgress", "Select", "SetLanguage", "SetRetention", "SetUp",
	"SetSetting", "Setting", "Settings", "SharedAccess", "ShowContacts", "StopPassing", "SuggestTies", "SwitchOrganisation", "SyncContacts", "SyncOnce", "SyncUsers", "Team", "Tenant", "Ticks", "Tie", "TiePeople", "Timestamps", "Tree", "TryPassing",
	"UndoProcessing", "UntiePeople", "UpdateSearch", "UsersRead", "Validate", "ValidateEach", "Wake", "WatchPeople", "Work", "WouldGoTo", "WriteReport"}

// made is what is made anew each time, and where the archive lies.
var made = regexp.MustCompile(`"[0-9a-f]{16}"|"/[^"]*"|"time":"[^"]*"|attachment-[0-9]+`)

func (w *watched) says(ask func(*watched) (any, error)) string {
	w.Helper()
	v, err := ask(w)
	w.must(err)
	text, err := json.Marshal(v)
	w.must(err)
	return string(made.ReplaceAll(text, nil))
}

func TestNobodySeesMoreThroughAnyMethod(t *testing.T) {
	less, more := watch(t, false), watch(t, true)
	for m := range reflect.TypeFor[*Office]().Methods() {
		ask, asks := telling[m.Name]
		touch, touches := touching[m.Name]
		if !asks && !touches && !slices.Contains(silent, m.Name) {
			t.Errorf("%s is new: say in this file how it is asked for filed mails, how it is given one, or that it tells nothing of them", m.Name)
		}
		if asks {
			want, got, all := less.in(an).says(ask), more.in(an).says(ask), more.in("").says(ask)
			if got != want {
				t.Errorf("%s tells An of mails that she may not see: %s, want %s", m.Name, got, want)
			}
			quiet := []string{"Failures", "Retry", "LookAgain", "ProcessAgain", "GiveRole"} // nothing has failed and nothing waits
			if all == got && !slices.Contains(quiet, m.Name) {
				t.Errorf("%s tells the office no more than An: %s", m.Name, all)
			}
		}
		if touches {
			want := "document-unknown"
			if strings.Contains(m.Name, "Conversation") {
				want = "conversation-unknown"
			}
			if slices.Contains([]string{"Verify", "Learned", "LearnedPage", "ExportLearned", "SwitchLearning"}, m.Name) {
				want = "managers-only"
			}
			if err := touch(more.in(an), more.hidden); err == nil || fault.CodeOf(err) != want {
				t.Errorf("%s does for An what it should not: %v, want %s", m.Name, err, want)
			}
			if err := touch(more.in(bert), more.hidden); err != nil {
				t.Errorf("%s fails for a manager: %v", m.Name, err)
			}
		}
	}
}

func TestEventsOfOthersMailsAreNotHeard(t *testing.T) {
	w := watch(t, true).in(an)
	tell := func() string {
		w.heard = nil
		for _, e := range []Event{{Kind: EventFiled, ID: w.hidden, Mailbox: boss, Document: &Document{Subject: "Geheim"}}, {Kind: EventRecognised, ID: w.hidden, Mailbox: boss},
			{Kind: EventFailed, ID: "9", Mailbox: boss}, {Kind: EventSkipped, ID: "9", Mailbox: boss}, {Kind: EventRound, Mailbox: boss, Done: 7}, {Kind: EventDeleted, Done: 7},
			{Kind: EventProcessing, ID: w.hidden, Done: 7}, {Kind: EventFiled, ID: "1", Mailbox: emma}} {
			w.tell(e)
		}
		text, err := json.Marshal(w.heard)
		w.must(err)
		return string(text)
	}
	if got, want := tell(), `[{"kind":"round","mailbox":"`+boss+`"},{"kind":"deleted"},{"kind":"processing"},{"kind":"filed","mailbox":"`+emma+`","id":"1"}]`; got != want {
		t.Errorf("An hears %s, want %s", got, want)
	}
	if w.in(bert); strings.Count(tell(), "Geheim")+strings.Count(tell(), `"done":7`) != 4 {
		t.Errorf("Bert, a manager, hears %v", w.heard)
	}
}

// directory is one that tells its users, and no changes.
type directory []mail.User

func (d directory) AllUsers(_ context.Context, each func(mail.User)) error {
	for _, u := range d {
		each(u)
	}
	return nil
}

func (d directory) UserChanges(context.Context, string, func(mail.User)) (string, error) {
	return "", mail.ErrDeltaUnavailable
}

// An address goes from one colleague to the next: what the first one saw is not for who has it now.
func TestWhoGotAnAddressThatIsTiedToAnotherUserIsNotThatMember(t *testing.T) {
	const before, after = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
	w := watch(t, true).in(SignedIn)
	wants := func(object string, all bool) {
		t.Helper()
		w.must(w.db.PutAccount(store.Account{ID: "one", Address: bert, Object: object, Kind: store.Work, State: store.Active}))
		if p, err := w.Person(); err != nil || p.All != all {
			t.Errorf("%s: %+v sees everything, %v; want %v", object, p, err, all)
		}
	}
	w.must(w.db.PutAccount(store.Account{ID: "organisation", Kind: store.Organisation}))
	_, err := w.book().SyncUsers(t.Context(), "organisation", directory{{ID: before, Address: bert}}, false, time.Now())
	w.must(err)
	wants(after, true) // nobody has said who Bert is
	w.must(w.book().Tie(bert, before, []string{"organisation"}))
	wants(after, false)
	wants(before, true)
	wants("", true) // connected by a version that didn't note it
}

func TestPersonIsWhoSignedInFirstOfTheTeam(t *testing.T) {
	w := watch(t, true).in(SignedIn)
	wants := func(what, address string, all bool, mails int) {
		t.Helper()
		p, err := w.Person()
		w.must(err)
		docs, err := w.Documents("", 0)
		w.must(err)
		if p.Address != address || p.All != all || len(docs) != mails {
			t.Errorf("%s: %+v sees %d mails; want %s, everything %v, %d mails", what, p, len(docs), address, all, mails)
		}
	}
	connect := func(address string, kind store.AccountKind, state store.AccountState, day int) {
		w.must(w.db.PutAccount(store.Account{ID: address, Address: strings.ToUpper(address), Kind: kind, State: state, Connected: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC)}))
	}
	wants("nobody", "", false, 0)
	connect(bert, store.Organisation, store.Active, 1) // nobody's
	connect("zoe@kantoor.example", store.Work, store.Active, 2)
	wants("a stranger", "ZOE@KANTOOR.EXAMPLE", false, 0)
	connect(bert, store.Work, store.Active, 4)
	wants("a manager", bert, true, 6)
	connect(an, store.Work, store.Reauthenticate, 3)
	wants("An, who was here before the manager", an, false, 2)
	connect(an, store.Work, store.Disconnected, 3)
	wants("An is gone", bert, true, 6)
	connect(bert, store.Work, store.Disconnected, 4)
	_, err := w.in("").DropMember(t.Context(), bert) // Zoe may not
	w.must(err)
	w.in(SignedIn)
	connect(an, store.Work, store.Active, 1)
	wants("An where nobody is a manager yet", an, true, 6)
	connect(an, store.Work, store.Disconnected, 1)
	wants("a stranger where nobody is a manager yet", "ZOE@KANTOOR.EXAMPLE", true, 6)
	_, err = w.in("").DropMember(t.Context(), an)
	w.must(err)
	w.in(SignedIn)
	wants("an office without a team", "ZOE@KANTOOR.EXAMPLE", true, 6)
	w.in("who@kantoor.example")
	if _, err := w.Documents("", 0); fault.CodeOf(err) != "member-unknown" {
		t.Errorf("as a stranger: %v, want member-unknown", err)
	}
}

func TestExportOfAMemberHoldsTheirMailsAlone(t *testing.T) {
	w := watch(t, true).in(an)
	to := filepath.Join(t.TempDir(), "out")
	_, err := w.Export(context.WithoutCancel(t.Context()), Export{Path: to}, nil)
	w.must(err)
	found := false
	w.must(filepath.WalkDir(to, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		found = found || bytes.Contains(data, []byte("Offen"))
		if bytes.Contains(data, []byte("Geheim")) || bytes.Contains(data, []byte(boss)) {
			t.Errorf("%s tells of a mail to the boss", name)
		}
		return err
	}))
	if !found {
		t.Error("An's own mail is not there")
	}
}
