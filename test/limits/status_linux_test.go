package limits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"postroom/app/capture"
	"postroom/app/document"
	"postroom/app/mail"
	"postroom/app/register"
	"postroom/app/simulator"
	"postroom/app/store"
	"postroom/app/vault"
	"postroom/test/office"
)

// captured says how many mails BenchmarkStatus puts into the database.
const captured = "POSTROOM_BENCH_MAILS"

// BenchmarkStatus prints how long it takes to tell what stands where when 10,000 mails have been captured, or as many
// as the environment says:
//
//	POSTROOM_BENCH_MAILS=1000000 go test -timeout 30m -run - -bench Status ./test/limits
//
// The time for each operation is that of the query alone; the others are those of the whole commands, from the start of
// the process to its end.
func BenchmarkStatus(b *testing.B) {
	n := 10_000
	if text := os.Getenv(captured); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatalf("%s: %v", captured, err)
		}
	}
	o, size := officeWith(b, n)
	status := commandTime(o, "status")
	documents := commandTime(o, "documents", "--limit", "100")

	db := openStore(b, o.Data())
	defer db.Close()
	engine, err := capture.New(capture.Config{DB: db, RegisterDir: filepath.Join(o.Documents(), ".postroom"), Clock: time.Now, Log: slog.New(slog.DiscardHandler)})
	o.Must(err)
	defer engine.Close()
	for b.Loop() {
		s, err := engine.Status()
		if err != nil || s.State != capture.Idle || s.Filed != n || len(s.Mailboxes) != 1 || len(s.Mailboxes[0].Folders) != ticked {
			b.Fatalf("the status is %s, %d filed, %d mailboxes, want idle, %d filed, one mailbox of %d folders (%v)", s.State, s.Filed, len(s.Mailboxes), n, ticked, err)
		}
	}
	b.ReportMetric(status, "status-command-ms")
	b.ReportMetric(documents, "newest-100-command-ms")
	b.ReportMetric(float64(size)/1e6, "database-MB")
	b.ReportMetric(float64(size)/float64(n), "bytes/mail")
}

// commandTime is the median of several runs, in milliseconds.
func commandTime(o *office.Office, args ...string) float64 {
	o.Helper()
	var took []time.Duration
	for range 9 {
		took = append(took, o.Measure(nil, args...).Took)
	}
	slices.Sort(took)
	return float64(took[len(took)/2]) / float64(time.Millisecond)
}

const (
	ticked = 20     // folders
	inOne  = 10_000 // mails in one transaction
)

// officeWith is an office that has captured n mails: it is signed in and has ticked its folders by the real commands,
// the mails themselves are written straight into its database and its register. It also tells the database's size.
func officeWith(b *testing.B, n int) (*office.Office, int64) {
	b.Helper()
	o := office.New(b, "", simulator.Options{})
	args := []string{"select", office.Emma}
	for i := range ticked {
		path := fmt.Sprintf("Inbox/Client %02d", i)
		_, err := o.Sim.AddFolder(office.Emma, path)
		o.Must(err)
		args = append(args, "--add", path)
	}
	o.Connect()
	o.Do(nil, args...)
	db := openStore(b, o.Data())
	began := time.Now()
	fill(o, db, n)
	b.Logf("%d captured mails made in %v", n, time.Since(began).Round(time.Millisecond))
	o.Must(db.Close())
	info, err := os.Stat(filepath.Join(o.Data(), "postroom.db"))
	o.Must(err)
	return o, info.Size()
}

// openStore opens the database as the office does, sealed with the office's own key.
func openStore(b *testing.B, data string) *store.DB {
	b.Helper()
	v, err := vault.Open(context.Background(), vault.Options{Dir: data})
	if err != nil {
		b.Fatal(err)
	}
	db, err := store.Open(filepath.Join(data, "postroom.db"), store.Options{Box: v.Box("store")})
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// fill captures mails as a commit does, but without files and many at a time.
func fill(o *office.Office, db *store.DB, n int) {
	o.Helper()
	var head store.Head
	var folders []store.Folder
	o.Must(db.View(func(tx *store.Tx) (err error) {
		if head, err = tx.Head(); err != nil {
			return err
		}
		folders, err = tx.Folders(office.Emma)
		return err
	}))
	r, err := register.Open(filepath.Join(o.Documents(), ".postroom"), register.Head{Seq: head.Seq, Hash: head.Hash})
	o.Must(err)
	defer r.Close()
	for done := 0; done < n; {
		group := min(inOne, n-done)
		o.Must(db.Update(func(tx *store.Tx) error { return addGroup(tx, r, folders, done, group) }))
		done += group
	}
}

func addGroup(tx *store.Tx, r *register.Register, folders []store.Folder, first, n int) error {
	docs := make([]store.Document, n)
	entries := make([]register.Entry, n)
	for i := range docs {
		seq, err := tx.NextSeq()
		if err != nil {
			return err
		}
		docs[i] = madeUp(first+i, folders[(first+i)%len(folders)])
		docs[i].Seq = seq
		entries[i] = entryOf(docs[i])
	}
	lines, err := r.Append(entries)
	if err != nil {
		return err
	}
	for i, d := range docs {
		d.Register = lines[i].Seq
		if err := addDocument(tx, d); err != nil {
			return err
		}
	}
	for i := range folders {
		folders[i].Filed += n / len(folders)
		if err := tx.PutFolder(office.Emma, folders[i]); err != nil {
			return err
		}
	}
	if err := tx.CountFiled(docs[0].Filed.Format(time.DateOnly), n); err != nil {
		return err
	}
	last := lines[n-1]
	return tx.SetHead(store.Head{Seq: last.Seq, Hash: last.Hash})
}

func addDocument(tx *store.Tx, d store.Document) error {
	for _, name := range []string{d.Files[0].Path, d.Files[1].Path} {
		if err := tx.TakeName(store.KeyOf(document.FoldKey(name)), d.Seq); err != nil {
			return err
		}
	}
	if err := tx.PutDocument(d); err != nil {
		return err
	}
	return tx.SetKnown(d.Mailbox, store.KeyOf(d.ID), store.Filed, d.Seq)
}

// madeUp is mail number i with one attachment, all of it as long as it is in real mail.
func madeUp(i int, f store.Folder) store.Document {
	sum := sha256.Sum256(fmt.Append(nil, i))
	hash := hex.EncodeToString(sum[:])
	received := time.Date(2016, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(i) * 5 * time.Minute)
	subject := fmt.Sprintf("Invoice %d-%07d for the works at Example Street", received.Year(), i)
	dir := fmt.Sprintf("%s/%s/%d/%s Jan Peeters - %s", office.Emma, pathOf(f.Path), received.Year(), received.Format("2006-01-02 1504"), subject)
	return store.Document{
		Mailbox: office.Emma, FolderID: f.ID, Folder: f.Path.String(), ID: "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A" + hash + hash + "AAA=",
		MessageID: "<" + hash[:32] + "@peeters.example>", Subject: subject, From: "Jan Peeters <jan@peeters.example>", To: []string{"Emma <" + office.Emma + ">"},
		Received: received, Filed: received.Add(time.Minute),
		Files: []store.File{
			{Path: dir + ".eml", SHA256: hash, Size: 48_213, ContentType: "message/rfc822", Kind: "mail"},
			{Path: dir + "/invoice.pdf", SHA256: hash, Size: 35_100, Name: "invoice.pdf", ContentType: "application/pdf", Kind: "invoice"},
		},
	}
}

func pathOf(p mail.Path) string { return filepath.ToSlash(filepath.Join(p...)) }

func entryOf(d store.Document) register.Entry {
	e := register.Entry{
		Time: d.Filed, Event: register.Filed, Mailbox: d.Mailbox, Folder: d.Folder, FolderID: d.FolderID, ID: d.ID, MessageID: d.MessageID,
		Subject: d.Subject, From: d.From, To: d.To, Received: d.Received,
	}
	for _, f := range d.Files {
		e.Files = append(e.Files, register.File{Path: f.Path, SHA256: f.SHA256, Size: f.Size, Name: f.Name, ContentType: f.ContentType, Kind: f.Kind})
	}
	return e
}
