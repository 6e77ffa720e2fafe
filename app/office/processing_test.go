package office

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"postroom/app/destination"
	"postroom/app/processing"
	"postroom/app/store"
)

// processed lets recognition and processing come to their ends.
func (a *archive) processed() {
	a.Helper()
	if !a.recogniseFiled(a.Context(), atOnce) || !a.processFiled(a.Context(), true, atOnce) {
		a.Fatal("processing did not come to its end")
	}
}

func (a *archive) entryOf(id string) ProcessingEntry {
	a.Helper()
	list, err := a.Processing(ProcessingQuery{}, 0, 0)
	a.must(err)
	for _, e := range list.Entries {
		if e.ID == id {
			return e
		}
	}
	a.Fatalf("mail %s is not in the list", id)
	return ProcessingEntry{}
}

func (a *archive) wantState(id string, state processing.State, reason string) {
	a.Helper()
	e := a.entryOf(id)
	got := ""
	if e.Reason != nil {
		got = *e.Reason
	}
	if e.State != state || got != reason {
		a.Errorf("mail %s is %s %s because %v, want %s %s", id, e.State, got, e.Evidence, state, reason)
	}
}

func handled(a *archive) {
	a.Helper()
	_, err := a.PutMember(a.Context(), processing.Member{Name: "Emma", Address: emma})
	a.must(err)
	_, err = a.Tie(a.Context(), emma, "contact")
	a.must(err)
	_, _, err = a.AddClient(a.Context(), processing.Client{Name: "Peeters BV", Number: "1001", Addresses: []string{"jan@peeters.example"}, VAT: []string{"BE0403170701"}})
	a.must(err)
}

func TestMailThatIsGoneIsToldAndReadWhenItIsBack(t *testing.T) {
	a := newArchive(t)
	handled(a)
	id := a.receive([]byte("From: Jan <jan@peeters.example>\r\nTo: emma@kantoor.example\r\nSubject: Hello\r\n\r\nHi\r\n"))
	a.wantState(id, processing.New, "")
	name := filepath.Join(a.root, id, "mail.eml")
	a.must(os.Rename(name, name+".away"))
	a.processed()
	a.wantState(id, processing.Attention, "unreadable")
	a.must(os.Rename(name+".away", name))
	if n, err := a.ProcessAgain(t.Context()); err != nil || n != 1 {
		t.Errorf("trying again settled %d, %v, want 1", n, err)
	}
	a.wantState(id, processing.Processed, "")
}

func TestProcessingGoesOnWhereItWasCutOffAndKeepsDecisions(t *testing.T) {
	a := newArchive(t)
	handled(a)
	var ids []string
	for range 70 {
		ids = append(ids, a.receive([]byte("From: Lies <lies@gmail.com>\r\nTo: emma@kantoor.example\r\nSubject: Hello\r\n\r\nHi\r\n")))
	}
	if !a.recogniseFiled(t.Context(), atOnce) {
		t.Fatal("recognition did not come to its end")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if a.processFiled(ended, true, atOnce) {
		t.Error("processing came to its end although it was stopped")
	}
	room, err := a.room()
	a.must(err)
	_, err = a.processSome(t.Context(), room, a.dest, []uint64{1, 3}) // 2 is new when it is decided about
	a.must(err)
	_, err = a.Assign(t.Context(), "2", "1001", "nothing")
	a.must(err)
	a.handling.room = nil // as after a kill: what is known is what the database says
	a.processed()
	list, err := a.Processing(ProcessingQuery{}, 0, 10)
	a.must(err)
	if list.Total != len(ids) || list.States[processing.Processed] != 1 || list.States[processing.Attention] != len(ids)-1 || len(list.Entries) != 10 {
		t.Errorf("the list has %d, %v, want each of %d once", list.Total, list.States, len(ids))
	}
	a.wantState("2", processing.Processed, "")
	docs, err := a.Documents("", 0)
	a.must(err)
	named := 0
	for _, d := range docs {
		if d.Client != nil && *d.Client == "Peeters BV" && d.ClientID != nil {
			named++
		}
	}
	if named != 1 {
		t.Errorf("%d documents name their client, want 1", named)
	}
}

// What was processed before a pass was cut off is told: the links by client follow what is told, and the next pass finds
// nothing to do.
func TestWhatWasProcessedIsToldAlsoWhenTheRestFails(t *testing.T) {
	a := newArchive(t)
	handled(a)
	for range 2 {
		a.receive([]byte("From: Jan <jan@peeters.example>\r\nTo: emma@kantoor.example\r\nSubject: Hello\r\n\r\nHi\r\n"))
	}
	if !a.recogniseFiled(t.Context(), atOnce) {
		t.Fatal("recognition did not come to its end")
	}
	told := 0
	a.opts.Notify = func(e Event) {
		if e.Kind == EventProcessing {
			told += e.Done
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	defer stop()
	a.dest = stopping{a.dest, stop}
	if a.processFiled(stopped, false, beside) {
		t.Error("processing came to its end although it was stopped")
	}
	if a.wantState("1", processing.Processed, ""); told != 1 {
		t.Errorf("%d mails are told of, want 1", told)
	}
	if a.processFiled(stopped, false, beside); told != 1 {
		t.Errorf("a pass that did nothing tells of %d", told-1)
	}
}

// stopping is a destination where reading a mail stops who reads.
type stopping struct {
	destination.Destination
	stop func()
}

func (s stopping) Open(ctx context.Context, path string) (io.ReadCloser, error) {
	r, err := s.Destination.Open(context.WithoutCancel(ctx), path)
	s.stop()
	return r, err
}

func TestListIsSearchedByWords(t *testing.T) {
	a := newArchive(t)
	handled(a)
	known := a.receive([]byte("From: Jan Peeters <jan@peeters.example>\r\nTo: emma@kantoor.example\r\nSubject: Jaarrekening 2025\r\n\r\nHi\r\n"))
	stranger := a.receive([]byte("From: Lies <lies@gmail.com>\r\nTo: emma@kantoor.example\r\nSubject: Jaarrekening\r\n\r\nHi\r\n"))
	a.processed()
	fresh := a.receive([]byte("From: Jan Peeters <jan@peeters.example>\r\nTo: emma@kantoor.example\r\nSubject: jaarREKENING again\r\n\r\nHi\r\n"))
	if list, err := a.Processing(ProcessingQuery{Text: "jan"}, 0, 0); err != nil || list.Ready || list.Total != 0 {
		t.Errorf("before the list is read it is %+v, %v, want nothing yet", list, err)
	}
	if list, err := a.Processing(ProcessingQuery{Text: "  "}, 0, 0); err != nil || !list.Ready || list.Total != 3 {
		t.Errorf("without a word the list is %+v, %v, want all", list, err)
	}
	a.read(t)
	for _, tt := range []struct {
		q    ProcessingQuery
		want []string
	}{
		{ProcessingQuery{Text: "JAARREKENING"}, []string{fresh, stranger, known}},
		{ProcessingQuery{Text: "peeters rekening"}, []string{fresh, known}},
		{ProcessingQuery{Text: "peeters 2025"}, []string{known}},
		{ProcessingQuery{Text: "jaar", State: "attention"}, []string{stranger}},
		{ProcessingQuery{Text: "jaar", Client: "1001"}, []string{known}},
		{ProcessingQuery{Text: "nowhere"}, nil},
		{ProcessingQuery{Text: "BV"}, []string{known}}, // of its client
		{ProcessingQuery{Text: "jaarrekening 1001"}, []string{known}},
	} {
		list, err := a.Processing(tt.q, 0, 0)
		a.must(err)
		var got []string
		for _, e := range list.Entries {
			got = append(got, e.ID)
		}
		if !slices.Equal(got, tt.want) || list.Total != len(tt.want) || !list.Ready {
			t.Errorf("%+v finds %v of %d, want %v", tt.q, got, list.Total, tt.want)
		}
	}
	list, err := a.Processing(ProcessingQuery{Text: "peeters", State: "attention"}, 0, 0)
	a.must(err)
	if list.Total != 0 || list.States[processing.Processed] != 1 || list.States[processing.New] != 1 {
		t.Errorf("in the other states the words are found in %v, want one processed and one new", list.States)
	}
}

func TestDeletedDocumentLeavesTheList(t *testing.T) {
	a := newArchive(t)
	handled(a)
	one, two := a.receive([]byte("From: <jan@peeters.example>\r\n\r\n1\r\n")), a.receive([]byte("From: <jan@peeters.example>\r\n\r\n2\r\n"))
	a.processed()
	a.must(a.db.Update(func(tx *store.Tx) error {
		d, _, err := tx.Document(1)
		if err == nil {
			err = tx.DropDocument(d)
		}
		return err
	}))
	for range 2 {
		list, err := a.Processing(ProcessingQuery{}, 0, 0)
		a.must(err)
		if len(list.Entries) != 1 || list.Entries[0].ID != two {
			t.Errorf("%s is still listed: %+v", one, list.Entries)
		}
	}
	a.processed()
}

func TestLettersTellWhatProcessingHasToKnow(t *testing.T) {
	a := newArchive(t)
	_ = a.receive([]byte("From: Emma <emma@kantoor.example>\r\nTo: a@x.example\r\nCc: b@x.example\r\nSubject: FW: dossier 1001\r\nMessage-ID: <own@x>\r\nIn-Reply-To: <r@x>\r\n" +
		"References: <q@x> <r@x>\r\nThread-Index: AdCf0J8dI3vqGQ0jQyqFJ0q1Q0Q0QgAAAQID\r\nList-Unsubscribe: <https://x.example>\r\nAuto-Submitted: auto-generated\r\n" +
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nBE 0403.170.701\r\n\r\nJan Peeters\r\n+32 470 12 34 56\r\n" +
		"--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=fw.eml\r\n\r\nFrom: jan@peeters.example\r\nSubject: inner\r\n\r\nHi\r\n--b--\r\n"))
	l, ok, err := a.letter(t.Context(), a.dest, 1)
	a.must(err)
	numbers := []processing.Number{{Kind: processing.KindClient, Value: "1001", Where: processing.InSubject}, {Kind: processing.KindVAT, Value: "BE0403170701", Where: processing.InText}}
	if !ok || l.MessageID != "<own@x>" || !slices.Equal(l.Replies, []string{"<r@x>", "<q@x>"}) || len(l.To) != 2 || l.Conversation == "" || !l.Bulk || l.Auto || l.Unreadable ||
		!slices.Equal(l.Numbers, numbers) || len(l.Originals) != 1 || l.Originals[0].Address != "jan@peeters.example" || !slices.Contains(l.Signature, "Jan Peeters") ||
		!slices.Equal(l.Files, []string{"fw.eml"}) {
		t.Errorf("told is %+v", l)
	}
}

func TestRealMailsAreProcessed(t *testing.T) {
	a := newArchive(t)
	handled(a)
	for _, data := range corpus(t) {
		if len(data) < 1<<20 {
			a.receive(data)
		}
	}
	a.processed()
	list, err := a.Processing(ProcessingQuery{}, 0, 0)
	a.must(err)
	if list.Total != int(a.seq) || list.States[processing.New] > 0 {
		t.Errorf("of %d mails the list has %d, %v", a.seq, list.Total, list.States)
	}
	for _, e := range list.Entries {
		if len(e.Evidence) == 0 {
			t.Errorf("mail %s is %s without a word why", e.ID, e.State)
		}
	}
}
