package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/document"
	"postroom/app/store"
	"postroom/app/text"
)

// receive puts a mail away as filing does, with the attachments that are in it, and gives its id.
func (a *archive) receive(eml []byte) string { return a.receiveIn(emma, eml) }

func (a *archive) receiveIn(mailbox string, eml []byte) string {
	a.Helper()
	a.seq++
	dir := filepath.Join(a.root, fmt.Sprint(a.seq))
	a.must(os.MkdirAll(dir, 0o700))
	name := filepath.Join(dir, "mail.eml")
	a.must(os.WriteFile(name, eml, 0o600))
	file, err := os.Open(name)
	a.must(err)
	defer file.Close()
	m, err := document.Read(a.Context(), file, document.Options{Dir: dir})
	a.must(err)
	d := store.Document{Seq: a.seq, Mailbox: mailbox, Folder: "Inbox/Corpus", MessageID: m.MessageID, Subject: m.Subject, From: m.From.String(),
		Received: time.Date(2026, 11, 1, 0, int(a.seq), 0, 0, time.UTC), Files: []store.File{{Path: fmt.Sprintf("%d/mail.eml", a.seq), Size: int64(len(eml))}}}
	for _, to := range m.To {
		d.To = append(d.To, to.String())
	}
	for _, at := range m.Attachments {
		d.Files = append(d.Files, store.File{Path: fmt.Sprintf("%d/%s", a.seq, filepath.Base(at.Temp)), Name: at.Name, Size: at.Size, SHA256: at.SHA256,
			ContentType: at.ContentType, Kind: at.Kind})
	}
	a.must(a.db.Update(func(tx *store.Tx) error {
		if err := tx.PutDocument(d); err != nil {
			return err
		}
		return tx.CountFiled("2026-11-23", 1)
	}))
	a.lookAtFiled(fmt.Sprint(a.seq)) // as the event of a filed mail does
	return fmt.Sprint(a.seq)
}

func (a *archive) must(err error) {
	a.Helper()
	if err != nil {
		a.Fatal(err)
	}
}

// indexed brings the search index up to date.
func (a *archive) indexed() *SearchProgress {
	a.Helper()
	p, err := a.UpdateSearch(a.Context(), nil)
	a.must(err)
	return p
}

// search gives the ids that a query finds, the oldest first.
func (a *archive) search(text string) []string {
	a.Helper()
	return hitIDs(a.results(text))
}

func (a *archive) results(text string) *Results {
	a.Helper()
	r, err := a.Search(a.Context(), SearchQuery{Query: Query{Text: text, Sort: "received", Ascending: true}, Done: true}, 0, 1000)
	a.must(err)
	return r
}

func hitIDs(r *Results) (ids []string) {
	for _, h := range r.Hits {
		ids = append(ids, h.Document.ID)
	}
	return ids
}

func (a *archive) wantFound(query string, want ...string) {
	a.Helper()
	if got := a.search(query); !slices.Equal(got, want) {
		a.Errorf("%q: expected %v, saw %v", query, want, got)
	}
}

func letterOf(subject, body string) []byte {
	return []byte("From: Jan Peeters <jan@client.example>\r\nTo: emma@kantoor.example\r\nCc: Zo=?utf-8?q?=C3=AB?= <zoe@client.example>\r\nSubject: " + subject +
		"\r\nMessage-ID: <" + subject + "@client.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body + "\r\n")
}

func TestFiledMailsAreFoundByWhatTheySay(t *testing.T) {
	a := newArchive(t)
	one := a.receive(letterOf("Jaarrekening", "Hierbij de facturen voor BE 0123.456.749."))
	two := a.receive(letterOf("Vraag", "Wanneer komt de factuur?"))
	nested := a.receive([]byte("From: Anna <anna@kantoor.example>\r\nTo: emma@kantoor.example\r\nSubject: Doorgestuurd\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nZie bijlage.\r\n" +
		"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: Overeenkomst\r\n\r\nDe handelshuur begint in januari.\r\n" +
		"--b\r\nContent-Type: application/octet-stream; name=nota.txt\r\nContent-Disposition: attachment; filename=nota.txt\r\n\r\nVoorwaarden en bepalingen\r\n--b--\r\n"))
	if p := a.indexed(); !p.Ready || p.Indexed != 3 || p.Missing != 0 {
		t.Fatalf("expected three mails in the index, saw %+v", p)
	}
	a.wantFound("factuur", one, two)
	a.wantFound("BE0123456749", one)
	a.wantFound("handelshuur", nested)
	a.wantFound("bepaling", nested)
	a.wantFound("kind:mail", nested)
	a.wantFound("to:zoe", one, two)
	a.wantFound("from:peeters subject:vraag", two)
	a.wantFound("in:corpus -from:anna", one, two)
	hits := a.results("handelshuur").Hits
	if len(hits) != 1 || len(hits[0].Fragments) != 1 || hits[0].Fragments[0].Part != "attachment" ||
		!slices.Contains(hits[0].Fragments[0].Spans, Span{"handelshuur", true}) {
		t.Errorf("expected the place in the nested mail, saw %+v", hits)
	}
	if r := a.results("vraag from:"); r.Problem == nil || r.Problem.Code != "query-nothing" || r.Problem.Start != 6 || r.Problem.Message == "" || r.Total != 1 {
		t.Errorf("expected the mistake to be explained and the rest to be searched, saw %+v", r.Problem)
	}
	r, err := a.Search(t.Context(), SearchQuery{Query: Query{Text: "fact", Sender: "peet", From: time.Date(2026, 11, 1, 0, 2, 0, 0, time.UTC)}}, 0, 10)
	if err != nil || !slices.Equal(hitIDs(r), []string{two}) {
		t.Errorf("expected the later mail only, saw %+v, %v", r, err)
	}
}

// What is found out about an invoice later is searched, too.
func TestMailIsFoundByItsInvoice(t *testing.T) {
	a := newArchive(t)
	id := a.file("Inbox", attachment{"a.bin", invoiceSample(t, aZUGFeRD)})
	a.must(a.db.Update(func(tx *store.Tx) error { return tx.CountFiled("2026-11-23", 1) }))
	a.must(a.indexFiled(t.Context(), indexing{}))
	a.wantFound("has:invoice")
	a.look()
	a.indexed()
	a.wantFound("has:invoice", id)
	a.wantFound("20131122-42 kind:invoice", id)
	a.wantFound("kind:pdf", id) // it is called a.bin
}

func TestDocumentThatIsMissingIsPassedOverAndTold(t *testing.T) {
	a := newArchive(t)
	id := a.receive(letterOf("Jaarrekening", "Hierbij de facturen."))
	a.must(os.Remove(filepath.Join(a.root, id, "mail.eml")))
	if p := a.indexed(); p.Missing != 1 || !p.Ready {
		t.Errorf("expected one document to be missing, saw %+v", p)
	}
	a.wantFound("jaarrekening", id)
	a.wantFound("facturen")
}

func TestIndexIsMadeAnewWhenItIsDeletedOrDamaged(t *testing.T) {
	a := newArchive(t)
	id := a.receive(letterOf("Jaarrekening", "Hierbij de facturen."))
	a.indexed()
	for name, harm := range map[string]func(){
		"deleted": func() { a.must(os.RemoveAll(filepath.Join(a.data, searchFolder))) },
		"damaged": func() {
			segments, err := filepath.Glob(filepath.Join(a.data, searchFolder, "index", "*.zap"))
			a.must(err)
			for _, s := range segments {
				a.must(os.Truncate(s, 50))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			a.must(a.closeSearch())
			harm()
			a.searching.mu.Lock()
			a.searching.shut = false
			a.searching.mu.Unlock()
			if p, err := a.SearchProgress(); err != nil || p.Ready {
				t.Fatalf("expected an empty index, saw %+v, %v", p, err)
			}
			a.indexed()
			a.wantFound("facturen", id)
		})
	}
	calls := 0
	p, err := a.RebuildSearch(t.Context(), func(done, total int) {
		calls++
		if done != 1 || total != 1 {
			t.Errorf("expected 1 of 1, saw %d of %d", done, total)
		}
	})
	if err != nil || !p.Ready || calls != 1 {
		t.Errorf("expected the index to be made anew, saw %+v, %v", p, err)
	}
	a.wantFound("facturen", id)
}

func TestIndexingGoesOnWhereItWasCutOff(t *testing.T) {
	a := newArchive(t)
	for i := range indexedAtOnce + 5 {
		a.receive(letterOf(fmt.Sprint("Brief ", i), "Hierbij de facturen."))
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := a.UpdateSearch(ctx, func(done, total int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("expected it to be cut off, saw %v", err)
	}
	p, err := a.SearchProgress()
	if err != nil || p.Ready || p.Indexed != indexedAtOnce {
		t.Fatalf("expected the first batch, saw %+v, %v", p, err)
	}
	_, err = a.UpdateSearch(t.Context(), func(done, total int) {
		if total != 5 {
			t.Errorf("expected five mails to be left, saw %d", total)
		}
	})
	a.must(err)
	if r := a.results("facturen"); r.Total != indexedAtOnce+5 || !r.Progress.Ready {
		t.Errorf("expected all mails, saw %d, %+v", r.Total, r.Progress)
	}
}

// corpus are the real mails.
func corpus(t *testing.T) map[string][]byte {
	t.Helper()
	root := filepath.Join("..", "..", "testdata", "mail")
	mails := map[string][]byte{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "SOURCES.md" {
			return err
		}
		mails[name], err = os.ReadFile(name)
		return err
	})
	if err != nil || len(mails) < 300 {
		t.Fatalf("expected the corpus of some 310 mails, saw %d, %v", len(mails), err)
	}
	return mails
}

// Each real mail is found by words that stand next to each other in its text, and by its subject.
func TestEveryMailOfTheCorpusIsFoundByItsText(t *testing.T) {
	a := newArchive(t)
	names := map[string]string{}
	phrases := map[string][]string{}
	bytesOfText := 0
	for name, eml := range corpus(t) {
		id := a.receive(eml)
		names[id] = name
		m, err := text.Mail(bytes.NewReader(eml))
		if err != nil {
			continue // no mail at all: what the register knows is found
		}
		bytesOfText += len(m.Text)
		plain := func(w string) bool {
			return len(w) > 1 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && len(w) < 30
		}
		words := strings.Fields(m.Text)
		for i := 0; i+3 <= len(words); i++ {
			if plain(words[i]) && plain(words[i+1]) && plain(words[i+2]) {
				phrases[id] = append(phrases[id], `"`+strings.Join(words[i:i+3], " ")+`"`)
				break
			}
		}
		if s := strings.Fields(m.Subject); len(s) > 0 && plain(s[0]) && m.Subject == a.document(id).Subject {
			phrases[id] = append(phrases[id], "subject:"+s[0])
		}
	}
	begun := time.Now()
	p := a.indexed()
	t.Logf("%d mails with %d bytes of text of their own indexed in %v", p.Indexed, bytesOfText, time.Since(begun).Round(time.Millisecond))
	if !p.Ready || p.Missing != 0 {
		t.Fatalf("expected all mails in the index, saw %+v", p)
	}
	asked := 0
	for id, list := range phrases {
		for _, phrase := range list {
			asked++
			if got := a.search(phrase); !slices.Contains(got, id) {
				t.Errorf("%s: expected %s to find it, saw %v", names[id], phrase, got)
			}
		}
	}
	if asked < 300 {
		t.Errorf("expected hundreds of queries, saw %d", asked)
	}
}

// While filing runs, what is filed can be found soon after.
func TestFiledMailBecomesSearchableByItself(t *testing.T) {
	a := newArchive(t)
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() { a.keepRecognising(ctx) })
	work.Go(func() { a.keepSearchable(ctx) })
	defer work.Wait()
	defer cancel()
	for i, body := range []string{"de handelshuur", "la facture", "der Vertrag"} {
		id := a.receive(letterOf(fmt.Sprint("Brief ", i), body))
		tick := time.NewTicker(5 * time.Millisecond)
		for end := time.After(time.Minute); ; {
			if r := a.results(`"` + body + `"`); slices.Equal(hitIDs(r), []string{id}) && r.Progress.Ready {
				break
			}
			select {
			case <-tick.C:
			case <-end:
				t.Fatalf("expected %q to be found within a minute", body)
			}
		}
		tick.Stop()
	}
	if s, err := a.Status(); err != nil || s.Search == nil || !s.Search.Ready || s.Search.Indexed != 3 {
		t.Errorf("expected the status to tell of three mails, saw %+v, %v", s, err)
	}
}
