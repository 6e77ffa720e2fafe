package processing

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
	"postroom/app/vault"
)

// noRing is a machine without a keyring.
type noRing struct{}

func (noRing) Get(string, string) (string, error) { return "", os.ErrNotExist }
func (noRing) Set(string, string, string) error   { return os.ErrNotExist }
func (noRing) Delete(string, string) error        { return os.ErrNotExist }

// desk is a room in a real database.
type desk struct {
	*Room
	t    testing.TB
	db   *store.DB
	next uint64
}

var today = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{t: t}
	dir := t.TempDir()
	v, err := vault.Open(t.Context(), vault.Options{Dir: dir, Keyring: noRing{}})
	d.must(err)
	d.db, err = store.Open(filepath.Join(dir, "postroom.db"), store.Options{Box: v.Box("store")})
	d.must(err)
	t.Cleanup(func() { d.db.Close() })
	d.reopen()
	return d
}

func (d *desk) reopen() {
	d.t.Helper()
	var err error
	d.Room, err = Open(In(d.db), func() time.Time { return today })
	d.must(err)
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) client(c Client) Client {
	d.t.Helper()
	c, _, err := d.AddClient(d.t.Context(), c)
	d.must(err)
	return c
}

func (d *desk) member(name, address string, change func(*Member)) {
	d.t.Helper()
	m := Member{Name: name, Address: address}
	if change != nil {
		change(&m)
	}
	_, err := d.PutMember(d.t.Context(), m)
	d.must(err)
}

func (d *desk) tie(mailbox, to string) {
	d.t.Helper()
	_, err := d.Tie(d.t.Context(), mailbox, to)
	d.must(err)
}

const info = "info@kantoor.example"

// take processes a mail and gives its item.
func (d *desk) take(l Letter) Item {
	d.t.Helper()
	d.next++
	l.Seq = d.next
	if l.Mailbox == "" {
		l.Mailbox = info
	}
	if l.Received.IsZero() {
		l.Received = today
	}
	d.process(l)
	return d.item(l.Seq)
}

func (d *desk) process(letters ...Letter) (settled []uint64) {
	d.t.Helper()
	settled, err := d.Process(d.t.Context(), letters)
	d.must(err)
	return settled
}

func (d *desk) item(seq uint64) Item {
	d.t.Helper()
	i, ok, err := d.Item(Everything(), seq)
	d.must(err)
	if !ok {
		d.t.Fatalf("mail %d is not in the list", seq)
	}
	return i
}

// office is a desk with a team: An handles info@ as team "front", Bert is manager.
func team(t testing.TB) *desk {
	d := newDesk(t)
	d.member("An", "an@kantoor.example", func(m *Member) { m.Teams = []string{"front"}; m.Roles = []string{"payroll"} })
	d.member("Bert", "bert@kantoor.example", func(m *Member) { m.Manager = true })
	d.tie(info, "team:front")
	return d
}

func from(address string) mail.Address { return mail.Address{Address: address} }

func (d *desk) wants(what string, i Item, state State, reason Reason, client Client, evidence string) {
	d.t.Helper()
	said := ""
	for _, e := range i.Evidence {
		said += e.In("en") + " "
	}
	got := ""
	if i.Client != nil {
		got = i.Client.Name
	}
	if i.State != state || i.Reason != reason || got != client.Name || !strings.Contains(said, evidence) {
		d.t.Errorf("%s: %s %s client %q because %q; want %s %s client %q because %q", what, i.State, i.Reason, got, said, state, reason, client.Name, evidence)
	}
}

func (d *desk) code(what string, err error, code string) {
	d.t.Helper()
	if err == nil || fault.CodeOf(err) != code {
		d.t.Errorf("%s: %v, want the code %s", what, err, code)
	}
}

func TestMailFindsItsClientInTheIssuesOrder(t *testing.T) {
	d := team(t)
	peeters := d.client(Client{Name: "Peeters BV", Number: "1001", Addresses: []string{"Jan@Peeters.example"}, Domains: []string{"peeters.example"}, VAT: []string{"BE 0403.170.701"}})
	bakker := d.client(Client{Name: "Bakker", Addresses: []string{"bakker@gmail.com"}, IBANs: []string{"NL91 ABNA 0417 1643 00"}, VAT: []string{"NL 0001.23.456 B55", "NL123456782B90"}[1:]})
	nobody := Client{}
	d.wants("an address", d.take(Letter{From: from("JAN@peeters.example"), MessageID: "<a@x>"}), Processed, "", peeters, "jan@peeters.example is an address of Peeters BV")
	d.wants("a domain", d.take(Letter{From: from("piet@mail.peeters.example")}), Processed, "", peeters, "peeters.example is a domain of Peeters BV")
	d.wants("a thread", d.take(Letter{From: from("x@stranger.example"), Replies: []string{"<a@x>"}}), Processed, "", peeters, "conversation with Peeters BV")
	d.wants("another at a public provider", d.take(Letter{From: from("someone@gmail.com")}), Attention, UnknownSender, nobody, "someone@gmail.com is not known")
	for what, text := range map[string]string{"an account": "IBAN: NL91ABNA0417164300", "a VAT number": "btw NL123456782B90."} {
		d.wants(what, d.take(Letter{From: from("x@stranger.example"), Numbers: FindNumbers(text, InText)}), Processed, "", bakker, "in the text is that of Bakker")
	}
	d.wants("a company number", d.take(Letter{From: from("x@stranger.example"), Numbers: FindNumbers("ond.nr. 0403.170.701", InText)}), Processed, "", peeters, "BE0403170701")
	d.wants("a client number", d.take(Letter{From: from("x@stranger.example"), Numbers: FindNumbers("Dossier 1001", InSubject)}), Processed, "", peeters, "client number 1001 in the subject")
	d.wants("wrong check digits", d.take(Letter{From: from("x@stranger.example"), Numbers: FindNumbers("NL91ABNA0417164301 0403.170.702 NL123456783B90", InText)}), Attention, UnknownSender, nobody, "")
	d.wants("what the office sent", d.take(Letter{From: from("an@kantoor.example"), To: []mail.Address{from("other@kantoor.example"), from("jan@peeters.example")}}), Processed, "", peeters, "jan@peeters.example")
	d.wants("what a colleague forwarded", d.take(Letter{From: from("an@kantoor.example"), To: []mail.Address{from(info)}, Originals: []mail.Address{from("bakker@gmail.com")}}), Processed, "", bakker, "bakker@gmail.com")
	d.wants("colleagues", d.take(Letter{From: from("an@kantoor.example"), To: []mail.Address{from("bert@kantoor.example")}}), Aside, "", nobody, "among colleagues")
	d.wants("colleagues about a client", d.take(Letter{From: from("an@kantoor.example"), To: []mail.Address{from("bert@kantoor.example")}, Numbers: []Number{{KindClient, "1001", InSubject}}}), Processed, "", peeters, "1001")
	d.wants("a newsletter", d.take(Letter{From: from("news@shop.example"), Bulk: true}), Aside, "", nobody, "unsubscribe")
	d.wants("a client's mass mail", d.take(Letter{From: from("jan@peeters.example"), Bulk: true}), Processed, "", peeters, "")
	d.wants("an automatic reply", d.take(Letter{From: from("jan@peeters.example"), Auto: true}), Aside, "", nobody, "automatic reply")
	d.wants("an unreadable mail", d.take(Letter{Unreadable: true}), Attention, Unreadable, nobody, "")
	d.wants("nobody's mail", d.take(Letter{From: mail.Address{Name: "Jan"}}), Attention, UnknownSender, nobody, "who sent it")
}

func TestTieIsNeverGuessed(t *testing.T) {
	d := team(t)
	a := d.client(Client{Name: "A", Addresses: []string{"jan@two.example"}, VAT: []string{"BE0403170701"}})
	b := d.client(Client{Name: "B", Addresses: []string{"jan@two.example"}, Domains: []string{"b.example"}})
	d.client(Client{Name: "C", Addresses: []string{"x@c.example"}})
	tie := d.take(Letter{From: from("jan@two.example"), MessageID: "<1@x>"})
	d.wants("an address of two", tie, Attention, SeveralClients, Client{}, "2 clients")
	if len(tie.Candidates) != 2 || tie.Candidates[0].Score != tie.Candidates[1].Score || len(tie.Candidates[0].Evidence) == 0 {
		t.Errorf("candidates are %+v, want both with their evidence", tie.Candidates)
	}
	d.wants("with a VAT number", d.take(Letter{From: from("jan@two.example"), Numbers: FindNumbers("BE0403170701", InSubject)}), Processed, "", a, "VAT")
	d.wants("to two clients", d.take(Letter{From: from("an@kantoor.example"), To: []mail.Address{from("x@b.example"), from("x@c.example")}}), Attention, SeveralClients, Client{}, "")
	many := Letter{From: from("an@kantoor.example")}
	for range MaxPeople {
		many.To = append(many.To, from("x"+newID()+"@nobody.example"))
	}
	d.wants("to 2,000 people", d.take(many), Attention, UnknownSender, Client{}, "")
	if _, err := d.Assign(t.Context(), tie.Seq, "B", LearnUsual); err != nil {
		t.Fatal(err)
	}
	d.wants("assigned", d.item(tie.Seq), Processed, "", b, "by a person")
	d.wants("an answer to it", d.take(Letter{From: from("jan@two.example"), Replies: []string{"<1@x>"}}), Processed, "", b, "conversation")
}

func TestReasonsOfTheTeamAndOfAnEndedClient(t *testing.T) {
	d := newDesk(t)
	c := d.client(Client{Name: "Peeters", Addresses: []string{"jan@peeters.example"}})
	i := d.take(Letter{From: from("jan@peeters.example")})
	d.wants("no tie", i, Attention, AddressNotTied, c, "handles info@kantoor.example")
	d.tie(info, "team:front")
	d.wants("an empty team", d.item(i.Seq), Attention, TeamEmpty, c, "“front”")
	d.tie(info, "role: Payroll ")
	d.wants("a role that nobody holds", d.item(i.Seq), Attention, NoRoleHolder, c, "“Payroll” for Peeters")
	d.member("An", "an@kantoor.example", nil)
	if _, settled, err := d.GiveRole(t.Context(), "Peeters", "payroll", "An"); err != nil || len(settled) != 1 {
		t.Errorf("giving the role settled %v, %v, want one mail", settled, err)
	}
	i = d.item(i.Seq)
	d.wants("the role is held", i, Processed, "", c, "")
	if !slices.Equal(i.Participants, []string{"an@kantoor.example"}) {
		t.Errorf("participants are %v, want An", i.Participants)
	}
	d.tie(info, "contact")
	i = d.take(Letter{From: from("jan@peeters.example"), To: []mail.Address{from(info), from("an@kantoor.example")}})
	if d.wants("a contact among the recipients", i, Processed, "", c, ""); !slices.Equal(i.Participants, []string{"an@kantoor.example"}) {
		t.Errorf("participants are %v, want An", i.Participants)
	}
	ended := c
	ended.Ended, ended.Roles = "2026-11-01", map[string]string{"payroll": "an@kantoor.example"}
	_, _, err := d.ChangeClient(t.Context(), ended)
	d.must(err)
	i = d.take(Letter{From: from("jan@peeters.example"), To: []mail.Address{from("an@kantoor.example")}})
	d.wants("an ended client", i, Attention, ClientEnded, c, "ended on 2026-11-01")
	d.wants("a mail from before", d.take(Letter{From: from("jan@peeters.example"), To: []mail.Address{from("an@kantoor.example")}, Received: today.AddDate(0, -2, 0)}), Processed, "", c, "")
}

func TestOneFixSettlesAllThatWaitedAndCanBeUndone(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Peeters"})
	var seqs []uint64
	for range 8 {
		seqs = append(seqs, d.take(Letter{From: from("jan@new.example")}).Seq)
	}
	other := d.take(Letter{From: from("piet@new.example")})
	settled, err := d.Assign(t.Context(), seqs[0], "peeters", LearnAddress)
	if err != nil || len(settled) != 7 {
		t.Errorf("the fix settled %v, %v, want the 7 others", settled, err)
	}
	d.wants("the last", d.item(seqs[7]), Processed, "", c, "jan@new.example is an address of Peeters")
	d.wants("a colleague's", d.item(other.Seq), Attention, UnknownSender, Client{}, "")
	d.reopen()
	settled, err = d.Assign(t.Context(), other.Seq, c.ID, LearnDomain)
	if err != nil || len(settled) != 0 {
		t.Errorf("the second fix settled %v, %v, want nothing", settled, err)
	}
	if got, err := d.Client("Peeters"); err != nil || !slices.Equal(got.Domains, []string{"new.example"}) {
		t.Errorf("the client is %+v, %v, want the domain learned", got, err)
	}
	u, err := d.Undo(t.Context(), true)
	if err != nil || u.What != ActAssign || u.Mails != 1 {
		t.Errorf("undone %+v, %v, want the second fix", u, err)
	}
	d.wants("undone once", d.item(other.Seq), Attention, UnknownSender, Client{}, "")
	_, err = d.Undo(t.Context(), true)
	d.must(err)
	late := d.take(Letter{From: from("jan@new.example")})
	for _, seq := range append(seqs, late.Seq) {
		d.wants("undone twice", d.item(seq), Attention, UnknownSender, Client{}, "")
	}
	if got, err := d.Client("Peeters"); err != nil || len(got.Addresses) != 0 {
		t.Errorf("the client is %+v, %v, want it without addresses again", got, err)
	}
	d.must(d.SetAside(t.Context(), late.Seq))
	if i := d.item(late.Seq); i.State != Aside || i.Rule != RuleHand {
		t.Errorf("set aside it is %s by %s", i.State, i.Rule)
	}
	d.must(d.Keep(t.Context(), late.Seq))
	d.wants("kept", d.item(late.Seq), Attention, UnknownSender, Client{}, "")
	if _, err := d.Undo(t.Context(), false); err != nil {
		t.Errorf("undoing that a mail was kept: %v", err)
	}
	for {
		if _, err = d.Undo(t.Context(), true); err != nil {
			break
		}
	}
	d.code("nothing is left", err, "nothing-to-undo")
	if len(d.Clients("")) != 0 || len(d.Team().Members) != 0 {
		t.Error("undoing everything left something")
	}
}

func TestMailThatCameBeforeItsThreadIsSettledByWhatComesInIt(t *testing.T) {
	answer := Letter{Seq: 1, From: from("x@stranger.example"), MessageID: "<answer@x>", Replies: []string{"<question@x>"}, Mailbox: info, Received: today}
	question := Letter{Seq: 2, From: from("jan@peeters.example"), MessageID: "<question@x>", Mailbox: info, Received: today}
	stranger := Letter{Seq: 3, From: from("y@stranger.example"), MessageID: "<other@x>", Mailbox: info, Received: today}
	for _, test := range []struct {
		name    string
		passes  [][]Letter
		settled [][]uint64
	}{
		{"later", [][]Letter{{answer, stranger}, {question}}, [][]uint64{nil, {1}}},
		{"in the same pass", [][]Letter{{answer, question, stranger}}, [][]uint64{{1}}},
		{"in order", [][]Letter{{question}, {answer, stranger}}, [][]uint64{nil, nil}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := team(t)
			c := d.client(Client{Name: "Peeters", Addresses: []string{"jan@peeters.example"}})
			for i, letters := range test.passes {
				if got := d.process(letters...); !slices.Equal(got, test.settled[i]) {
					t.Errorf("pass %d settled %v, want %v", i, got, test.settled[i])
				}
			}
			d.wants("the answer", d.item(1), Processed, "", c, "conversation with Peeters")
			d.wants("another mail", d.item(3), Attention, UnknownSender, Client{}, "")
		})
	}
}

func TestWrongDecisionsAreRefused(t *testing.T) {
	d := team(t)
	d.client(Client{Name: "Twin", Number: "1"})
	d.client(Client{Name: "twin", Number: "2"})
	i := d.take(Letter{From: from("someone@gmail.com")})
	assign := func(seq uint64, client string, learn Learn) error {
		_, err := d.Assign(t.Context(), seq, client, learn)
		return err
	}
	d.code("no such mail", assign(99, "1", ""), "document-unknown")
	d.code("no such client", assign(i.Seq, "3", ""), "client-unknown")
	d.code("two such clients", assign(i.Seq, "Twin", ""), "client-ambiguous")
	d.code("a public domain", assign(i.Seq, "1", LearnDomain), "client-public")
	d.code("no such thing to learn", assign(i.Seq, "1", "all"), "learn-unknown")
	_, _, err := d.AddClient(t.Context(), Client{Name: "Third", Number: "1"})
	d.code("a number twice", err, "client-number")
	for code, c := range map[string]Client{"client-name": {Name: " "}, "client-vat": {Name: "a", VAT: []string{"BE0403170702"}}, "client-iban": {Name: "a", IBANs: []string{"NL00"}},
		"client-address": {Name: "a", Addresses: []string{"jan"}}, "client-domain": {Name: "a", Domains: []string{"nope"}}, "client-public": {Name: "a", Domains: []string{"gmail.com"}},
		"client-ended-day": {Name: "a", Ended: "tomorrow"}, "client-language": {Name: "a", Language: "tlh"}} {
		_, _, err := d.AddClient(t.Context(), c)
		d.code(code, err, code)
	}
	evil := d.client(Client{Name: "../../etc\x00\u202e\n/passwd"})
	if evil.Name != "../../etc /passwd" {
		t.Errorf("the name is %q, want it harmless on one line", evil.Name)
	}
	_, err = d.Tie(t.Context(), info, "boss")
	d.code("a strange tie", err, "tie-unknown")
	_, _, err = d.GiveRole(t.Context(), "1", "payroll", "Zoe")
	d.code("a stranger holds a role", err, "member-unknown")
	d.wants("what could not be decided", d.item(i.Seq), Attention, UnknownSender, Client{}, "")
}

func TestMergedClientKeepsMailsAndDetails(t *testing.T) {
	d := team(t)
	a := d.client(Client{Name: "Peeters BV", Number: "1", Addresses: []string{"jan@peeters.example"}})
	b := d.client(Client{Name: "Peeters (old)", Addresses: []string{"info@peeters.example", "jan@peeters.example"}})
	one, tie := d.take(Letter{From: from("info@peeters.example")}), d.take(Letter{From: from("jan@peeters.example")})
	d.wants("before", one, Processed, "", b, "")
	d.wants("a tie before", tie, Attention, SeveralClients, Client{}, "")
	got, err := d.Merge(t.Context(), a.ID, b.ID)
	if err != nil || len(got.Addresses) != 2 || got.ID != a.ID {
		t.Errorf("merged into %+v, %v", got, err)
	}
	d.wants("after", d.item(one.Seq), Processed, "", a, "")
	d.wants("the tie after", d.item(tie.Seq), Processed, "", a, "")
	_, err = d.Undo(t.Context(), true)
	d.must(err)
	d.wants("undone", d.item(one.Seq), Processed, "", b, "")
	d.wants("the tie undone", d.item(tie.Seq), Attention, SeveralClients, Client{}, "")
}

func TestWhatChangesNothingIsNothingToUndo(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Peeters", Number: "7", Roles: map[string]string{"payroll": "an@kantoor.example"}})
	_, _, err := d.ChangeClient(t.Context(), c)
	d.must(err)
	_, _, err = d.GiveRole(t.Context(), c.ID, "payroll", "An")
	d.must(err)
	d.tie(info, "team:front")
	_, err = d.SwitchLearning(t.Context(), true)
	d.must(err)
	_, err = d.SetBar(t.Context(), UsualBar)
	d.must(err)
	d.member("Bert", "bert@kantoor.example", func(m *Member) { m.Manager = true })
	d.imports("name,number\nPeeters,7\n", ImportOptions{})
	if u, err := d.Undo(t.Context(), true); err != nil || u.What != ActClient || len(d.Clients("")) != 0 {
		t.Errorf("undone is %+v, %v and %v are left, want what was done before: the client", u, err, d.Clients(""))
	}
}
